"""Claims about tips: that all were looked into and answered, that people take part, that nobody told of anything. Pure."""

import re

from bihuan.summaries.truth.judges import DISPROVED, PROVED, UNDECIDABLE, Finding, Values, number
from bihuan.summaries.truth.kinds import DUTY, WISH, Against, ClaimKind, Said

_DONE = r"(?:核查|核实|查实|查处|办结|办理|处理|处置|答复|回复|反馈|落实)"
_NONE = "期内没有收到举报的记录，谈不上全部办结"


def all_settled(values: Values, said: int | None) -> Finding:
    """举报全部核查回复 holds exactly if nothing is owed to any of those who sent one in the period: each is answered, or told why not, or passed on."""
    received, settled = values["tips.received"], number(values["tips.settled"])
    if not received.value:
        return Finding(UNDECIDABLE, received.missing or _NONE)
    verified, answered = number(values["tips.verified"]), number(values["tips.answered"])
    told = f"收到举报{received.value}件，办结{settled}件（核查后答复{answered}件），查实{verified}件"
    if settled == received.value:
        return Finding(PROVED, told)
    return Finding(DISPROVED, f"{told}，还有{int(received.value) - settled}件没有办结")


def people_take_part(values: Values, said: int | None) -> Finding:
    """人人管安全 is borne out by people who tell of dangers; where nobody did, nothing is known."""
    received = values["tips.received"]
    if not received.value:
        return Finding(UNDECIDABLE, received.missing or "期内没有收到群众举报的记录，看不出群众参与")
    verified, rewarded = number(values["tips.verified"]), number(values["tips.rewarded"])
    return Finding(PROVED, f"期内群众举报{received.value}件，查实{verified}件，奖励{rewarded}件")


def none_sent(values: Values, said: int | None) -> Finding:
    """零举报 is refuted by one; that none is on record shows no more than that none was entered."""
    received = values["tips.received"]
    if received.value:
        return Finding(DISPROVED, f"期内收到举报{received.value}件")
    return Finding(UNDECIDABLE, received.missing or "没有登记举报；没有登记不等于没有，请核实")


def settled_so_far(values: Values, said: Said) -> str:
    """群众举报全部办结 → 收到群众举报9件，已办结8件，其余1件正在办理."""
    received, settled = number(values["tips.received"]), number(values["tips.settled"])
    return f"收到群众举报{received}件，已办结{settled}件，其余{received - settled}件正在办理"


def received(values: Values, said: Said) -> str:
    """零举报 → 收到群众举报9件."""
    return f"收到群众举报{number(values['tips.received'])}件"


KINDS = (
    ClaimKind(
        "举报全部办结",
        re.compile(
            rf"(?:群众|信访|投诉)*举报(?:投诉|事项|件|问题|线索)*[^。；隐患]{{0,16}}?(?:全部|均|都|件件|逐件)(?:已|已经)?(?:得到|按期|按时|及时|依法)*"
            rf"{_DONE}(?:并|、|和)?{_DONE}?(?:到位|完毕|完成)?"
        ),
        ("tips.received", "tips.settled", "tips.answered", "tips.verified"),
        all_settled,
        (Against("tips.received", apart="tips.settled"),),
        settled_so_far,
        goal_words=DUTY,
    ),
    ClaimKind(
        "人人管安全",
        re.compile(r"[“\"]?人人(?:都)?管安全[”\"]?(?:的[^，。；]{0,6}(?:局面|氛围|格局))?"),
        ("tips.received", "tips.verified", "tips.rewarded"),
        people_take_part,
        goal_words=DUTY,
    ),
    ClaimKind(
        "零举报",
        re.compile(r"零(?:举报|投诉)"),
        ("tips.received",),
        none_sent,
        (Against("tips.received"),),
        received,
        goal_words=WISH,
    ),
)

"""Pure rules of the roll-out: criteria for benchmark units → score and words; waves; the steps of a unit; the score sheet of an acceptance."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from bihuan.core.calendar import in_words
from bihuan.units.rules import CATEGORIES, is_of


@dataclass(frozen=True)
class Known:
    """What is on record of a unit, as far as criteria ask for it. `gravest` is its worst grade of risk (0: no list), `points` how many
    risk points it has, `dangers` what its particulars say is dangerous there, `willing` None where nobody has asked."""

    category: str
    above_scale: bool = False
    employees: int | None = None
    dangers: tuple[str, ...] = ()
    gravest: int = 0
    points: int = 0
    major_hazards: int = 0
    overdue_hazards: int = 0
    standard: bool = False
    willing: bool | None = None


@dataclass(frozen=True)
class Criterion:
    """Something the town can ask of a benchmark unit. `takes`: what it may set besides ("": nothing, "number", "trades")."""

    key: str
    label: str
    takes: str = ""
    help: str = ""


CRITERIA = {
    one.key: one
    for one in (
        Criterion("scale", "规模以上企业", help="按监管对象登记的“规模以上”。"),
        Criterion("employees", "从业人数", "number", "不少于多少人；没有登记人数的算不符合。"),
        Criterion("trade", "重点行业", "trades", "在勾选的行业之内。"),
        Criterion("danger", "有较高风险", help="有较大以上风险点，或者登记有粉尘涉爆、有限空间、液氨制冷。"),
        Criterion("willing", "愿意先建", help="按登记的意愿；没有登记的算不符合。"),
        Criterion("list", "已有风险清单", help="已经在系统里建立风险分级管控清单。"),
        Criterion("standard", "安全生产标准化达标", help="登记有标准化证书，而且在有效期内。"),
        Criterion(
            "sound", "没有重大隐患、没有逾期隐患", help="没有未销号的重大隐患，也没有逾期未整改的隐患。"
        ),
    )
}
NUMBER_MAX = 100_000
POINTS_MAX = 100


@dataclass(frozen=True)
class Asked:
    """A criterion as the town asks it: how many points it is worth; `must`: without it no unit fits, whatever its score."""

    key: str
    points: int
    must: bool = False
    number: int = 0
    trades: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """从业人数不少于50人."""
        if self.key == "employees":
            return f"从业人数不少于{self.number}人"
        if self.key == "trade" and self.trades:
            return f"重点行业（{'、'.join(CATEGORIES[code].label for code in self.trades)}）"
        return CRITERIA[self.key].label

    @property
    def short(self) -> str:
        """The label beside a reason, which names the unit's own trade."""
        return CRITERIA[self.key].label if self.key == "trade" else self.label

    def as_kept(self) -> dict[str, object]:
        """As a row keeps it."""
        return {**vars(self), "trades": list(self.trades)}


def of_kept(kept: Mapping[str, object]) -> Asked:
    """Back from what `Asked.as_kept` made."""
    return Asked(**{**kept, "trades": tuple(kept["trades"])})  # type: ignore[arg-type]


# What a town asks that has not said otherwise.
USUAL = (
    Asked("scale", 25),
    Asked("employees", 10, number=30),
    Asked("trade", 15, trades=("trade.wood", "trade.machine", "trade.food", "chemical", "mine")),
    Asked("danger", 15),
    Asked("willing", 25, must=True),
    Asked("sound", 10),
)
USUAL_PASS = 60


@dataclass(frozen=True)
class Reason:
    """How a unit stands to one criterion, in words."""

    label: str
    met: bool
    says: str
    points: int
    full: int
    must: bool = False


@dataclass(frozen=True)
class Assessment:
    """What the town's criteria make of a unit: points out of `full`, each with its reason; `fits`: enough points and all that must be."""

    score: int
    full: int
    fits: bool
    reasons: tuple[Reason, ...] = field(default=())

    @property
    def lacking(self) -> tuple[Reason, ...]:
        """What is not met, what must be met first."""
        return tuple(sorted((one for one in self.reasons if not one.met), key=lambda one: not one.must))


def assess(unit: Known, asked: Sequence[Asked], least: int) -> Assessment:
    """A unit by the town's criteria; `least` points fit."""
    reasons = []
    for one in asked:
        met, says = _judge(unit, one)
        reasons.append(Reason(one.short, met, says, one.points if met else 0, one.points, one.must))
    score = sum(one.points for one in reasons)
    fits = score >= least and all(one.met for one in reasons if one.must)
    return Assessment(score, sum(one.full for one in reasons), fits, tuple(reasons))


def _judge(unit: Known, asked: Asked) -> tuple[bool, str]:
    """Whether a criterion is met, and by what."""
    match asked.key:
        case "scale":
            return unit.above_scale, "规模以上" if unit.above_scale else "不是规模以上"
        case "employees":
            if unit.employees is None:
                return False, "没有登记从业人数"
            return unit.employees >= asked.number, f"从业{unit.employees}人"
        case "trade":
            return is_of(unit.category, asked.trades), CATEGORIES[unit.category].label
        case "danger":
            found = list(unit.dangers)
            if 0 < unit.gravest <= 2:
                found.insert(0, "有重大风险点" if unit.gravest == 1 else "有较大风险点")
            return bool(found), "、".join(found) or "没有登记较高风险"
        case "willing":
            words = {True: "愿意", False: "不愿意", None: "没有登记意愿"}
            return unit.willing is True, words[unit.willing]
        case "list":
            return unit.points > 0, f"风险点{unit.points}个" if unit.points else "没有风险清单"
        case "standard":
            return unit.standard, "标准化证书有效" if unit.standard else "没有有效的标准化证书"
        case "sound":
            bad = [
                f"{word}{count}条"
                for word, count in (("重大隐患", unit.major_hazards), ("逾期隐患", unit.overdue_hazards))
                if count
            ]
            return not bad, "、".join(bad) or "没有"
    raise ValueError(f"no such criterion: {asked.key}")


def check_criteria(asked: Sequence[Asked], least: int | None) -> dict[str, str]:
    """What is wrong with a town's criteria, by field."""
    wrong: dict[str, str] = {}
    for one in asked:
        if one.key not in CRITERIA or not 0 <= one.points <= POINTS_MAX:
            wrong[f"points_{one.key}"] = f"分值应为0至{POINTS_MAX}。"
        if one.key == "employees" and not 1 <= one.number <= NUMBER_MAX:
            wrong["number_employees"] = "请填写人数，如30。"
        if one.key == "trade" and (not one.trades or set(one.trades) - CATEGORIES.keys()):
            wrong["trades_trade"] = "请勾选重点行业。"
    full = sum(one.points for one in asked)
    if not asked:
        wrong["least"] = "请至少采用一项条件：填上分值，或者勾选“必须”。"
    elif least is None or not 0 <= least <= full:
        wrong["least"] = f"入选分数应为0至{full}（各项分值之和）。"
    return wrong


@dataclass(frozen=True)
class WaveKind:
    """A kind of wave: its word, and who is proposed for it."""

    label: str
    proposes: str


WAVES = {
    "pilot": WaveKind("先行一步", "标杆企业"),
    "area": WaveKind("以点带面", "与标杆企业同行业的单位"),
    "all": WaveKind("逐步铺开", "其余的规模以上企业和有较高风险行业的单位"),
}
# Trades in which everybody follows in the end: those of the standard family, where people work with what may kill.
RISKY = ("trade", "chemical", "fireworks", "mine", "building", "transport", "school", "market", "crowd")


def check_wave(
    kind: str, name: str, from_on: date | None, to_on: date | None, decided_on: date | None, today: date
) -> dict[str, str]:
    """What is wrong with a wave, by field."""
    wrong: dict[str, str] = {}
    if kind not in WAVES:
        wrong["kind"] = "请选择是先行一步、以点带面还是逐步铺开。"
    if not name.strip():
        wrong["name"] = "请填写批次名称，如“第一批（木业）”。"
    if from_on is None:
        wrong["from_on"] = "请填写开始日期。"
    if to_on is None:
        wrong["to_on"] = "请填写完成期限。"
    elif from_on is not None and to_on < from_on:
        wrong["to_on"] = "完成期限不能早于开始日期。"
    if decided_on is not None and decided_on > today:
        wrong["decided_on"] = "会议日期不能晚于今天。"
    return wrong


@dataclass(frozen=True)
class Step:
    """A step of a unit in a wave. All but the last are seen in the records of others, and none is ticked by hand."""

    key: str
    label: str
    next: str  # what is to be done for it


STEPS = {
    one.key: one
    for one in (
        Step("invited", "已邀请", "请企业负责人、安全管理员开通账号"),
        Step("signed_in", "已登录", "请企业人员登录一次"),
        Step("recorded", "已录入风险点", "建立风险分级管控清单"),
        Step("evaluated", "已评价分级", "评价、落实责任人：有的风险点没有人负责，或者应重新评价"),
        Step("alive", "检查在用", "近30天没有更新过清单、评价，请督促用起来"),
        Step("accepted", "已验收", "具备条件，请组织验收"),
    )
}
# An acceptance is refused without these: there would be nothing to look at.
ACCEPTED_AT = ("recorded", "evaluated")
# Without these it needs a reason: somebody else enters for the unit, or it is shut for the season.
EXPLAINED_AT = ("invited", "signed_in", "alive")


def next_step(done: Collection[str]) -> Step | None:
    """The first step that is not done; None when accepted: it came to the end, whatever went on without an account."""
    if "accepted" in done:
        return None
    return next(step for step in STEPS.values() if step.key not in done)


def why_not_accept(done: Collection[str], *, ended: bool, accepted_on: date | None) -> str:
    """Why a unit of a wave cannot be accepted now, in words, or ""."""
    if accepted_on is not None:
        return f"已经于{in_words(accepted_on)}验收合格，不用再验收。"
    if ended:
        return "已经退出这一批，不能验收。要验收的，请先重新加入批次。"
    if lacking := [STEPS[key].label.removeprefix("已") for key in ACCEPTED_AT if key not in done]:
        return f"还没有完成：{'、'.join(lacking)}。完成后再验收。"
    return ""


def to_explain(done: Collection[str]) -> str:
    """Which steps an acceptance passes over, so that who accepts must say why, in words, or ""."""
    lacking = [STEPS[key].label.removeprefix("已") for key in EXPLAINED_AT if key not in done]
    return f"还没有{'、'.join(lacking)}" if lacking else ""


@dataclass(frozen=True)
class SheetItem:
    """A line of the score sheet: what is looked at on the spot, and how many points it is worth; `must`: without half of them it is not passed."""

    key: str
    part: str
    text: str
    points: int
    must: bool = False

    def as_kept(self) -> dict[str, object]:
        return dict(vars(self))


# In our own words, after the duties of 安全生产法 art. 4, 21, 28, 41 and the frame of the standard family (domain.md 2.5).
SHEET = (
    SheetItem(
        "duty", "组织和责任", "主要负责人牵头，分工到人；本人说得清本单位最大的风险和自己管哪几个。", 10
    ),
    SheetItem("training", "组织和责任", "全员学过本岗位的风险和措施；抽问两名岗位人员，能说出来。", 10, True),
    SheetItem(
        "points", "风险分级", "风险点没有漏：从进料到出货走一遍，设备、场所、作业都在清单里。", 15, True
    ),
    SheetItem("grades", "风险分级", "评价取值与现场相符；应直接判定为重大风险的没有漏判。", 10),
    SheetItem("measures", "风险分级", "措施是现场真有的：抽查3个较高等级的风险点，逐条对得上。", 15, True),
    SheetItem("notice", "风险分级", "四色图、告知卡贴在看得见的地方，内容与清单一致。", 5),
    SheetItem("checks", "隐患排查", "各级按频次自查，有人、有日期、有结果；不是同一时刻补出来的。", 15),
    SheetItem("mend", "隐患排查", "查出的隐患整改、验收都有记录；现场复看2条，确已整改。", 10),
    SheetItem("alive", "持续运行", "工艺、设备、人员变了以后重新评价过；没有变更的，说得清怎样会重评。", 5),
    SheetItem("emergency", "持续运行", "岗位应急处置措施贴在岗位上；现场演示一项，做得出来。", 5),
)
SHEET_PASS = 80
ITEM_MAX, TEXT_MAX, ITEMS_MAX = 50, 120, 30


def check_sheet(items: Sequence[SheetItem], least: int | None) -> dict[str, str]:
    """What is wrong with a town's score sheet, by field."""
    wrong: dict[str, str] = {}
    for one in items:
        if not one.text.strip():
            wrong[f"text_{one.key}"] = "请写明看什么。"
        if not 1 <= one.points <= ITEM_MAX:
            wrong[f"points_{one.key}"] = f"分值应为1至{ITEM_MAX}；不用的项目请清空分值。"
    full = sum(one.points for one in items)
    if not items:
        wrong["least"] = "请至少保留一个项目。"
    elif least is None or not 1 <= least <= full:
        wrong["least"] = f"合格分数应为1至{full}（各项分值之和）。"
    return wrong


@dataclass(frozen=True)
class Scored:
    """A line of the sheet as it was scored."""

    key: str
    part: str
    text: str
    full: int
    points: int
    must: bool = False
    note: str = ""

    def as_kept(self) -> dict[str, object]:
        return dict(vars(self))


@dataclass(frozen=True)
class Outcome:
    """What an acceptance comes to, and why it did not pass ("" where it did)."""

    total: int
    full: int
    passed: bool
    why: str


def check_scores(
    items: Sequence[SheetItem], given: Mapping[str, int | None], notes: Mapping[str, str]
) -> dict[str, str]:
    """What is wrong with the scores of a sheet, by item's key: each is scored, and what loses points says why."""
    wrong: dict[str, str] = {}
    for one in items:
        points = given.get(one.key)
        if points is None or not 0 <= points <= one.points:
            wrong[f"score_{one.key}"] = f"请打0至{one.points}分。"
        elif points < one.points and not notes.get(one.key, "").strip():
            wrong[f"note_{one.key}"] = "扣了分的请写明差在哪里。"
    return wrong


def outcome(scored: Sequence[Scored], least: int) -> Outcome:
    """Passed with `least` points, and with half of the points of each item that must be."""
    total, full = sum(one.points for one in scored), sum(one.full for one in scored)
    if weak := [
        one.text.split("：")[0].split("；")[0] for one in scored if one.must and 2 * one.points < one.full
    ]:
        return Outcome(total, full, False, f"关键项不到一半：{'、'.join(weak)}")
    if total < least:
        return Outcome(total, full, False, f"{total}分，不到合格的{least}分")
    return Outcome(total, full, True, "")


def check_taking(number: str, body: str, dated_on: date | None, today: date) -> dict[str, str]:
    """What is wrong with a list of units taken in, by field."""
    wrong: dict[str, str] = {}
    if not number.strip():
        wrong["number"] = "请填写文号，如“东应急〔2026〕12号”；没有文号的写文件名称。"
    if not body.strip():
        wrong["body"] = "请填写发文机关。"
    if dated_on is None:
        wrong["dated_on"] = "请填写发文日期。"
    elif dated_on > today:
        wrong["dated_on"] = "发文日期不能晚于今天。"
    return wrong

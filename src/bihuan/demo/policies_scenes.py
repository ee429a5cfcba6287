"""Documents of the year: some twelve come from above, most are read and answered in time, one late, one goes on as an assignment; the town issues its
own, one of which a new version replaces; who answers for which trade is settled.

Played before the offices open and with chances of its own, so that the rest of the year stays what it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from random import Random

from bihuan.core import clock
from bihuan.core.scope import Scope
from bihuan.demo.stage import Stage, working_day
from bihuan.policies import actions
from bihuan.policies.actions import Content, Issue
from bihuan.policies.models import Policy, Received
from bihuan.policies.queries import departments
from bihuan.policies.rules import DutyLine

LEADERS = ("post:secretary", "post:mayor", "post:vice_mayor")
OFFICES = ("post:office_head",)
UNREAD = 0.12


@dataclass(frozen=True)
class Coming:
    """A document from above: the day, what it is, in how many days an answer is due (0: none), in how many it is given, who sees to it."""

    on: tuple[int, int]
    title: str
    text: str
    days: int = 0
    answered: int = 0
    answer: str = ""
    handled: str = ""
    assigned: bool = False


COMING = (
    Coming((1, 12), "关于做好春节前后安全生产工作的通知", "节前组织一次全面检查，落实领导带班和值班备勤，节后复工复产先验收、后开工。", 14, 11, "已检查节前重点单位，值班表已报送", "经发办"),
    Coming((2, 9), "关于印发年度安全生产工作要点的通知", "全年抓好风险分级管控、隐患排查治理、重点行业整治、基层基础建设四项工作。"),
    Coming((3, 1), "关于开展有限空间作业专项排查的通知", "摸清污水井、腌制池、化粪池、地下储库等有限空间底数，建立台账，设置警示标志，严禁盲目施救。", 20, 17, "已排查登记有限空间，台账随文报送", "城建办"),
    Coming((4, 3), "关于切实加强清明期间森林防火工作的通知", "管住进山路口和祭扫用火，护林员全员上岗，发现火情立即报告。"),
    Coming((5, 8), "关于开展校园及周边安全检查的通知", "检查校车、食堂、消防设施和校门口交通秩序，问题列出清单限期整改。", 15, 13, "学校、幼儿园已查一遍，问题清单随文报送", "教委办"),
    Coming((6, 1), "关于开展安全生产月活动的通知", "开展宣传咨询、警示教育、应急演练，张贴公益海报，营造氛围。"),
    Coming((7, 6), "关于做好汛期安全防范工作的通知", "盯紧地质灾害点、在建工地、尾矿库和沿河单位，落实转移预案，遇有险情先撤人。", 10, 16, "沿河和在建工地已查，转移预案已修订", "国土所"),
    Coming((8, 13), "关于开展木材加工企业粉尘防爆整治的通知", "检查除尘系统、电气防爆、清扫制度和作业人数，不符合的停产整改。", 25, 0, "", "", assigned=True),
    Coming((9, 10), "关于做好中秋国庆期间安全防范工作的通知", "检查商场、宾馆、车站等人员密集场所，严查烟花爆竹违规经营，落实二十四小时值班。", 12, 10, "节前检查已完成，值班表已报送", "市场监管所"),
    Coming((10, 15), "关于开展冬春火灾防控工作的通知", "整治占用堵塞消防通道、违规用火用电、电动自行车楼道充电等问题，督促住宿场所配齐器材。", 20, 18, "已部署并完成第一轮排查", "市场监管所"),
    Coming((11, 12), "关于报送年度安全生产考核自评材料的通知", "对照考核细则自评打分，逐项附佐证材料，一并报送工作总结。", 15, 12, "自评材料和总结已报送"),
    Coming((12, 3), "关于做好岁末年初安全生产工作的通知", "紧盯赶工期、抢进度的工地和企业，严防冬季中毒窒息、火灾和道路交通事故。"),
)  # fmt: skip

OPINION = """一、明确责任
党委书记、镇长同为全镇安全生产第一责任人，对全镇安全生产工作负总责。
分管负责同志抓综合监管，其他班子成员按照一岗双责的要求，对分管行业、联系村的安全生产工作负责。
二、细化分工
（一）部门责任
管行业必须管安全，管业务必须管安全，管生产经营必须管安全。各部门按照职责清单，管好本行业、本领域。
（二）属地责任
各办事处、各村按照网格划分巡查、上报、协助处置。
三、强化落实
班子成员每季度至少专题研究一次分管领域的安全生产工作，年底述职时一并报告。"""
OPINION_NEXT = OPINION.replace("每季度至少专题研究一次", "每月至少专题研究一次").replace(
    "三、强化落实", "三、强化落实\n带队检查发现的问题，由带队人盯到整改销号。"
)
VETO = """一、适用范围
各村、各部门和镇内企业的评先树优、荣誉授予、负责人任用，适用本办法。
二、否决情形
（一）发生较大以上生产安全责任事故的；
（二）瞒报、谎报、迟报事故的；
（三）重大隐患经挂牌督办逾期未整改的；
（四）年度考核不合格的。
三、办理程序
由镇安委会办公室提出，听取当事方陈述，报镇安委会研究决定，自决定之日起一年内取消评先资格。"""
PLAN = """一、目标
通过集中整治，消除一批重大隐患，取缔一批非法经营点，把隐患消除在成灾之前。
二、安排
动员部署、集中检查、督查验收三个阶段压茬推进，每周调度一次。
三、要求
检查要有记录，整改要有期限，复查要有结论，不走过场。"""
REPORTS = """一、报告内容
当天检查、发现隐患、整改和其他重大情况；没有情况的，按零报告上报。
二、时间要求
各村每天二十一时前报送，节假日不间断。
三、责任追究
迟报、漏报的通报批评，瞒报的按有关规定处理。"""


@dataclass(frozen=True)
class Own:
    """A document of the town's own: the day, its kind and title, in whose name, its text, the duties in it."""

    on: tuple[int, int]
    kind: str
    title: str
    organ: str
    text: str
    duties: tuple[tuple[str, str], ...] = ()


TOWN, COMMISSION = "人民政府", "安全生产委员会"
RULE = "关于落实安全生产“党政同责、一岗双责”的实施意见"
OWNS = (
    Own((1, 18), "opinion", RULE, TOWN, OPINION, (("secretary", "每季度主持党委会研究一次安全生产工作"), ("mayor", "每月带队检查一次"), ("vice_mayor", "每周调度一次隐患整改"), ("village_head", "每月把村内生产经营单位巡查一遍"))),
    Own((2, 20), "measure", "安全生产“一票否决”实施办法", TOWN, VETO, (("safety_head", "否决情形出现后五个工作日内提出建议"),)),
    Own((3, 14), "plan", "安全生产百日攻坚行动方案", COMMISSION, PLAN, (("office_head", "每周督查包片各村一次"),)),
    Own((6, 19), "system", "安全生产日报告、零报告制度", COMMISSION, REPORTS, (("village_head", "每天二十一时前报送，没有情况的报零"),)),
    Own((10, 9), "plan", "冬春火灾防控工作方案", COMMISSION, PLAN),
)  # fmt: skip
AGAIN = Own((9, 4), "opinion", RULE, TOWN, OPINION_NEXT, (("secretary", "每月主持党委会研究一次安全生产工作"), ("mayor", "每月带队检查两次"), ("vice_mayor", "每周调度一次隐患整改"), ("village_head", "每月把村内生产经营单位巡查一遍")))  # fmt: skip


def schedule(stage: Stage, since: date) -> None:
    """Put every scene that falls on or after `since` on the agenda."""
    rng = Random(f"{stage.year} policies")
    for at, one in enumerate(COMING, 1):
        _on(stage, one.on, partial(_receive, stage, one, at, rng), since)
    for own in OWNS:
        _on(stage, own.on, partial(_issue, stage, own, rng), since)
    _on(stage, AGAIN.on, partial(_replace, stage, rng), since)
    _on(stage, (1, 19) if stage.size == "full" else (10, 10), partial(_settle, stage), since)


def _on(stage: Stage, day: tuple[int, int], scene: partial[None], since: date) -> None:
    _later(stage, working_day(date(stage.year, *day)), scene, since)


def _later(stage: Stage, on: date, scene: partial[None], since: date) -> None:
    if since <= on <= date(stage.year, 12, 31):
        stage.early(on, 45, scene)


def _receive(stage: Stage, one: Coming, at: int, rng: Random) -> None:
    """Registered and passed on by the office; read the same day, hardly ever not at all."""
    head, today = stage.actor("safety_head"), clock.today()
    body = f"{stage.town.district}安全生产委员会办公室"
    due = today + timedelta(days=one.days) if one.days else None
    row = actions.receive_document(
        head,
        source=body,
        number=f"安委办〔{stage.year}〕{at * 4}号",
        title=one.title,
        received_on=today,
        due_on=due,
        text=f"各镇（街道）：\n{one.text}",
        asks="按要求落实，报送情况" if due else "",
    )
    keys = departments(head.scope)
    handled = [f"department:{keys[name]}" for name in (one.handled,) if name in keys]
    actions.pass_document(head, row.pk, version=row.version, to=[*LEADERS, *OFFICES], handled_by=handled)
    _read(stage, row, rng)
    if one.assigned:
        actions.assign_document(head, row.pk, version=_fresh(row).version)
    elif one.answered:
        on = working_day(today + timedelta(days=one.answered))
        _later(stage, on, partial(_answer, stage, row, one.answer, rng), today)


def _answer(stage: Stage, row: Received, answer: str, rng: Random) -> None:
    actions.answer_document(
        stage.actor("safety_head"),
        row.pk,
        version=_fresh(row).version,
        note=answer,
        on=clock.today(),
        number=f"应急〔{stage.year}〕{rng.randint(3, 60)}号",
    )


def _fresh(row: Received) -> Received:
    found: Received = Received.objects.within(Scope.whole_town(row.town_id)).get(pk=row.pk)
    return found


def _read(stage: Stage, row: Received | Policy, rng: Random) -> None:
    """Those to whom it went open it and say so."""
    keys = {person.pk: key for key, person in stage.people.items()}
    rows = row.deliveries.within(Scope.whole_town(stage.town.pk)).order_by("post__person__username", "pk")
    for person in dict.fromkeys(rows.values_list("post__person", flat=True)):
        if rng.random() > UNREAD and person in keys:
            read = actions.read_document if isinstance(row, Received) else actions.read_policy
            read(stage.actor(keys[person]), row.pk)


def _content(stage: Stage, own: Own) -> Content:
    return Content(
        own.kind,
        own.title,
        f"{stage.town.name}{own.organ}",
        own.text,
        recipient="各办事处、各村（社区），镇直各部门，各企业",
        duties=[DutyLine(text, post) for post, text in own.duties],
    )


def _number(stage: Stage, own: Own) -> str:
    """The next of its series, the first where it has none."""
    whole = Scope.whole_town(stage.town.pk)
    word = f"{stage.town.name[0]}{'政' if own.organ == TOWN else '安'}发"
    issued = Policy.objects.within(whole).filter(number__startswith=f"{word}〔{stage.year}〕").count()
    return f"{word}〔{stage.year}〕{issued * 3 + 2}号"


def _issue(stage: Stage, own: Own, rng: Random, *, replaces: Policy | None = None) -> None:
    head = stage.actor("safety_head")
    issue = Issue(_number(stage, own), clock.today())
    content = _content(stage, own)
    row = actions.enter_policy(head, content, issue, replaces=replaces.pk if replaces else None)
    to: Sequence[str] = [*LEADERS, *OFFICES, "post:department_head"]
    actions.pass_policy(head, row.pk, to=to)
    _read(stage, row, rng)


def _replace(stage: Stage, rng: Random) -> None:
    """The opinion of January gives way to a stricter one."""
    whole = Scope.whole_town(stage.town.pk)
    old = Policy.objects.within(whole).filter(title=RULE, state="issued").first()
    _issue(stage, AGAIN, rng, replaces=old)


def _settle(stage: Stage) -> None:
    """What is nobody's goes to the department of the line; a new trade stays open."""
    leader = stage.actor("vice_mayor")
    actions.adopt_proposals(leader)
    actions.add_trade(leader, name="密室逃脱")

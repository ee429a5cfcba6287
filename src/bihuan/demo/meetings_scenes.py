"""The town's meetings: the Party committee eight times, the safety committee each quarter, one on the two systems in spring, one for the campaign, an
early one each other month. What they decide is reported mostly in time, once late, once not at all; leaders are held to their list.

Played before the offices open, and with chances of their own, so that the rest of the year stays what it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from uuid import UUID

from bihuan.core import clock
from bihuan.core.calendar import add_workdays, is_workday
from bihuan.core.scope import Scope
from bihuan.demo import cast
from bihuan.demo.drives import HUNDRED_DAYS
from bihuan.demo.stage import Stage, working_day
from bihuan.meetings import actions
from bihuan.meetings.actions import Plan
from bihuan.meetings.lifecycle import OPEN
from bihuan.meetings.models import Meeting, MeetingKind, Resolution
from bihuan.meetings.queries import invited, seats
from bihuan.meetings.rules import COMMITTEE, MORNING, PARTY, SPECIAL, Presence, Topic, Wanted


@dataclass(frozen=True)
class Task:
    """What a meeting decides: words, whose (a key of the cast), within how many days; how it came out after how many days ("" and 0: nobody has
    said)."""

    text: str
    who: str
    within: int
    result: str = ""
    after: int = 0


@dataclass(frozen=True)
class Told:
    """A meeting of the year: its day, sort, who leads it, what it is about, what was said and decided; what it is called where that is its own."""

    on: tuple[int, int]
    sort: str
    chair: str
    topic: str
    talk: str
    tasks: tuple[Task, ...] = ()
    title: str = ""
    campaign: str = ""
    away: str = ""


YEAR = (
    Told(
        (1, 10),
        PARTY,
        "secretary",
        "研究2018年安全生产工作要点",
        "会议听取了上年度安全生产工作情况和今年工作打算的汇报，同意工作要点。\n会议强调，要把安全生产摆在突出位置，班子成员按分工抓好各自领域。",
        (Task("按分工修订班子成员安全生产职责清单", "safety_head", 20, "清单已修订，报镇党委备案", 15),),
    ),
    Told(
        (2, 26),
        SPECIAL,
        "vice_mayor",
        "部署风险分级管控和隐患排查治理“两个体系”建设",
        "会议传达了区安委会“两个体系”建设推进方案，按先行一步、以点带面、逐步铺开的路子推进。\n各部门报送本行业拟先行企业名单。",
        (Task("报送工贸行业拟先行建设企业名单", "head_trade", 7, "已报14家", 5),),
        "2018年“两个体系”建设专题会议",
    ),
    Told(
        (3, 2),
        COMMITTEE,
        "mayor",
        "确定“两个体系”建设第一批标杆企业",
        "会议同意按选树条件确定第一批标杆企业，先行建设，6月底前验收。",
        (
            Task(
                "组织第一批标杆企业建设“两个体系”，6月底前验收",
                "safety_head",
                115,
                "验收结束，不合格的限期补课",
                112,
            ),
            Task("检查校车和校园周边道路", "head_school", 20, "检查11所学校，问题已交办", 16),
        ),
        away="head_land",
    ),
    Told(
        (3, 14),
        PARTY,
        "secretary",
        "听取春季安全生产工作汇报",
        "会议听取了一季度检查和隐患整改情况的汇报，对逾期未整改的隐患逐条定了责任领导。",
        (Task("逐条督办一季度逾期隐患", "safety_head", 20, "已全部约谈责任单位，逐条定了时间", 18),),
    ),
    Told(
        (4, 25),
        PARTY,
        "secretary",
        "听取安全生产工作汇报，研究汛前准备",
        "会议要求汛前查一遍河堤、水库、低洼村。",
        (Task("汛前检查河堤、渡口", "head_land", 20, "查出6处，已交村整改", 26),),
    ),
    Told(
        (5, 11),
        COMMITTEE,
        "mayor",
        "部署“两个体系”建设第二批和安全生产月活动",
        "会议同意第二批按同行业铺开，10月底前完成；安全生产月活动由各部门分头组织。",
        (
            Task(
                "组织第二批同行业企业建设“两个体系”，10月底前验收", "safety_head", 170, "验收情况见台账", 150
            ),
            Task("检查建筑工地高处作业", "department_head", 30, "检查9个工地，停工1个", 24),
        ),
    ),
    Told(
        (6, 6),
        PARTY,
        "secretary",
        "研究安全生产月活动和重点隐患整改",
        "会议要求主要领导带队检查重点企业。",
        (Task("安排班子成员安全生产月带队检查", "safety_head", 10, "已排表，按表检查", 8),),
    ),
    Told(
        (7, 25),
        PARTY,
        "secretary",
        "听取上半年安全生产工作汇报",
        "会议肯定成绩，指出整改不及时、台账不规范的问题。",
        (Task("对上半年逾期隐患回头看", "inspector_1", 25, "复查完毕", 20),),
    ),
    Told(
        (8, 17),
        COMMITTEE,
        "mayor",
        "部署“两个体系”建设第三批，全面铺开",
        "会议同意第三批在重点行业铺开，年底前完成；对进度慢的部门点名。",
        (
            Task("组织第三批企业建设“两个体系”，年底前完成", "safety_head", 130, "第三批已验收", 115),
            Task("排查农村自建房施工", "department_head", 40, "排查完毕，建立台账", 33),
        ),
    ),
    Told(
        (9, 12),
        PARTY,
        "secretary",
        "研究国庆节前安全检查",
        "会议要求节前把人员密集场所查一遍。",
        (Task("国庆节前检查商场、集贸市场", "head_market", 15, "检查完毕，现场整改", 12),),
    ),
    Told(
        (9, 11),
        SPECIAL,
        "vice_mayor",
        "部署“百日攻坚”行动",
        "会议宣读实施方案，明确时间、任务和分工。",
        (Task("按方案组织六个专项组开展检查", "safety_head", 15, "六个组都已出动", 10),),
        "安全生产“百日攻坚”动员会",
        campaign=HUNDRED_DAYS,
    ),
    Told(
        (10, 8),
        COMMITTEE,
        "mayor",
        "通报“百日攻坚”进展，部署四季度工作",
        "会议通报进展，要求限期整改的一条不漏复查。",
        (
            Task("限期整改的隐患逐条复查", "inspector_1", 40, "已逐条复查", 35),
            Task("交通运输企业冬季安全检查", "head_traffic", 45, "检查7家，隐患已整改", 52),
        ),
        away="vice_mayor",
    ),
    Told(
        (10, 24),
        PARTY,
        "secretary",
        "听取“百日攻坚”情况汇报",
        "会议要求对久拖不改的依法从严。",
        (Task("梳理久拖不改的单位，提出处理意见", "safety_head", 15, "已提出意见3条", 13),),
    ),
    Told(
        (12, 5),
        PARTY,
        "secretary",
        "研究年终安全生产工作和元旦春节值班",
        "会议要求站好最后一班岗。",
        (
            Task("制定元旦春节值班安排", "safety_head", 15, "已发布", 10),
            Task("清理沿湖违规搭建的烧烤棚", "head_land", 15),
        ),
    ),
    *(
        Told((month, 16), MORNING, "safety_head", "当前重点工作", "按议题逐项交办，责任到人。")
        for month in (1, 3, 5, 7, 9, 11)
    ),
)
REPORTS = (
    ((6, 28), "vice_mayor", "向镇党委报告上半年安全生产工作"),
    ((12, 20), "vice_mayor", "向镇党委报告全年安全生产工作"),
    ((12, 21), "secretary", "述职：安全生产履职情况"),
    ((12, 21), "mayor", "述职：安全生产履职情况"),
)
CALLED_BEFORE_DAYS = 3


def schedule(stage: Stage, since: date) -> None:
    """The kinds and the list on the first day, then each meeting: called some days before, minuted the working day after."""
    stage.early(working_day(since), 37, partial(_set_up, stage))
    for told in YEAR:
        on = working_day(date(stage.year, *told.on))
        called, after = on, add_workdays(on, 1)
        for _ in range(CALLED_BEFORE_DAYS):
            called -= timedelta(days=1)
            while not is_workday(called):
                called -= timedelta(days=1)
        called = max(called, working_day(since))
        if on < since or called > on or after.year > stage.year:
            continue
        stage.early(called, 38, partial(_call, stage, told, on))
        stage.early(after, 39, partial(_hold, stage, told, on))
        for task in told.tasks:
            reported = working_day(after + timedelta(days=task.after))
            if task.result and reported.year == stage.year:
                stage.early(reported, 39, partial(_report, stage, task))
    for day, key, text in REPORTS:
        on = working_day(date(stage.year, *day))
        if on >= since:
            stage.early(on, 39, partial(_record, stage, key, text))


def _set_up(stage: Stage) -> None:
    head = stage.actor("safety_head")
    actions.adopt_usual_kinds(head)
    actions.adopt_usual_duties(head)


def _call(stage: Stage, told: Told, on: date) -> None:
    """Drafted from what is open, with the topic of the day; an early meeting has no notice."""
    head = stage.actor("safety_head")
    kind = MeetingKind.objects.within(_town(stage)).get(sort=told.sort)
    row = actions.draft_meeting(head, kind.pk, at=clock.at(on, 8 if told.sort == MORNING else 15))
    plan = Plan(
        title=told.title.replace("2018", str(stage.year)) or row.title,
        at=row.at,
        place=row.place,
        posts=row.posts,
        topics=[*row.topics, Topic("t1", told.topic.replace("2018", str(stage.year)), "安全办")],
        guests=row.guests,
        campaign=_campaign(stage, told.campaign),
    )
    row = actions.plan_meeting(head, row.pk, version=row.version, plan=plan)
    if told.sort != MORNING:
        actions.call_meeting(head, row.pk, version=row.version)


def _campaign(stage: Stage, name: str) -> UUID | None:
    return stage.campaigns.get(name)


def _hold(stage: Stage, told: Told, on: date) -> None:
    """Who was there, what was said; what was decided becomes work."""
    head, town = stage.actor("safety_head"), _town(stage)
    row = Meeting.objects.within(town).filter(sort=told.sort, held_on__isnull=True).order_by("-at")[0]
    away = stage.people[told.away].pk if told.away else None
    present = [
        Presence(str(one.person.pk), "leave", note="区里开会")
        if one.person.pk == away
        else Presence(str(one.person.pk), spoke=one.post.kind in cast.LEADERS and told.sort != MORNING)
        for one in invited(town, row, on)
    ]
    row = actions.hold_meeting(
        head,
        row.pk,
        version=row.version,
        at=row.at,
        place=row.place,
        chair=str(stage.people[told.chair].pk),
        present=present,
        recorder=stage.people["inspector_2"].name,
        guests=row.guests,
    )
    if told.sort == MORNING:
        return
    by_person = {one.person.pk: one.id for one in seats(town, clock.today())}
    wanted = tuple(
        Wanted(
            task.text, by_person[stage.people[task.who].pk], (on + timedelta(days=task.within)).isoformat()
        )
        for task in told.tasks
    )
    topics = [
        replace(one, talk=told.talk, wanted=wanted) if one.key == "t1" else replace(one, talk=_heard(one))
        for one in row.topics
    ]
    actions.issue_minutes(
        head,
        row.pk,
        version=row.version,
        topics=topics,
        signer=stage.people[told.chair].name,
        sent_to="各村（社区），各部门",
    )


def _heard(topic: Topic) -> str:
    """What is said of what was proposed."""
    return f"会议听取了汇报：{'；'.join(text for text, _ in topic.lines[:3])}。"


def _report(stage: Stage, task: Task) -> None:
    found = Resolution.objects.within(_town(stage)).filter(text=task.text, state=OPEN)
    if row := found.order_by("-issued_on").first():
        actions.report_resolution(stage.actor(task.who), row.pk, version=row.version, result=task.result)


def _record(stage: Stage, key: str, text: str) -> None:
    actions.note_leader_record(
        stage.actor("safety_head"),
        person=stage.people[key].pk,
        measure="report",
        on=clock.today(),
        text=text,
    )


def decided(stage: Stage, words: str) -> UUID | None:
    """The latest decision of a meeting that speaks of something: what a wave of the roll-out rests on."""
    rows: Sequence[Resolution] = (
        Resolution.objects.within(_town(stage)).filter(text__contains=words).order_by("-issued_on", "-pk")[:1]
    )
    return rows[0].pk if rows else None


def _town(stage: Stage) -> Scope:
    return Scope.whole_town(stage.town.pk)

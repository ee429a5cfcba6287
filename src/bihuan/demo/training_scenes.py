"""The town trains its officers, the grid and the heads of its shops, with an exam on the phone; it holds two drills, of which one teaches something.

Played before the offices open and with chances of its own, so that the rest of the year stays what it is.
"""

from datetime import date, time, timedelta
from decimal import Decimal
from functools import partial
from random import Random
from uuid import UUID

from bihuan.core import clock
from bihuan.core.scope import Scope
from bihuan.demo.stage import Stage, working_day
from bihuan.training import actions
from bihuan.training.actions import LessonGiven
from bihuan.training.models import Attendee, ContingencyPlan, Exam

OFFICE = ("safety_head", "inspector")
GRID = ("office_head", "village_head", "grid_member")
SHOPS = ("fireworks", "chemical.station")
# title, kind, month and day, hours, posts, trades, questions of its exam, lecturer.
Told = tuple[str, str, tuple[int, int], str, tuple[str, ...], tuple[str, ...], int, str]
YEAR: tuple[Told, ...] = (
    ("执法程序和文书制作", "officers", (2, 27), "8", OFFICE, (), 10, "区局法规科"),
    ("网格员巡查要点", "grid", (3, 22), "4", GRID, (), 10, "安全办主任"),
    ("烟花爆竹和加油站安全管理", "enterprises", (5, 16), "6", (), SHOPS, 10, "区局危化科"),
    ("新修订的检查表和隐患闭环", "officers", (7, 18), "6", OFFICE, (), 0, "安全办主任"),
    ("冬季用火用电用气安全", "grid", (11, 7), "3", GRID, (), 8, "区消防救援大队"),
)
AUTUMN: tuple[Told, ...] = (
    ("网格员巡查要点", "grid", (10, 17), "4", GRID, (), 6, "安全办主任"),
    ("烟花爆竹和加油站安全管理", "enterprises", (11, 14), "6", (), SHOPS, 6, "区局危化科"),
)
ABSENT, UNPREPARED = 0.12, 0.15


def schedule(stage: Stage, since: date) -> None:
    """Put every scene that falls on or after `since` on the agenda."""
    rng, small = Random(f"{stage.year} training"), stage.size == "small"
    for told in AUTUMN if small else YEAR:
        on = working_day(date(stage.year, *told[2]))
        if on >= since:
            _on(stage, on - timedelta(days=3), partial(_open, stage, rng, told, on), since)
    _on(stage, date(stage.year, 10, 8) if small else date(stage.year, 1, 16), partial(_plans, stage), since)
    _on(
        stage,
        date(stage.year, 10, 23) if small else date(stage.year, 6, 14),
        partial(_drill, stage, 0),
        since,
    )
    _on(stage, date(stage.year, 11, 9), partial(_drill, stage, 1), since)


def _on(stage: Stage, day: date, scene: partial[None], since: date) -> None:
    stage.early(max(working_day(day), since), 45, scene)


def _plans(stage: Stage) -> None:
    """The town's plan was issued two years ago and is to be looked over; a special one is new."""
    head, town = stage.actor("safety_head"), stage.cells["town"].pk
    issued = date(stage.year - 2, 3, 15)
    actions.ask_hours(head, group="grid", hours=6, source=f"东安办发〔{stage.year}〕2号")
    actions.set_plan(
        head,
        cell_id=town,
        kind="overall",
        title="镇生产安全事故应急预案",
        number=f"东政发〔{stage.year - 2}〕9号",
        issued_on=issued,
    )
    actions.set_plan(head, cell_id=town, kind="special", title="镇森林火灾应急预案", issued_on=clock.today())


def _open(stage: Stage, rng: Random, told: Told, on: date) -> None:
    title, kind, _, hours, posts, trades, count, lecturer = told
    session = actions.open_session(
        stage.actor("safety_head"),
        title=title,
        kind=kind,
        held_on=on,
        starts=time(9),
        hours=Decimal(hours),
        place="镇政府三楼会议室",
        lecturer=lecturer,
        posts=posts,
        categories=trades,
        exam_count=count,
        pass_mark=60 if kind == "grid" else 70,
    )

    def hold() -> None:
        with clock.moved(clock.at(on, 20, 5)):
            _hold(stage, rng, session.pk)

    stage.at_evening(on, 20 * 60 + 5, hold)


def _hold(stage: Stage, rng: Random, session: UUID) -> None:
    """Most come; each exam is sent by who sat it, now and then badly."""
    head, town = stage.actor("safety_head"), Scope.whole_town(stage.town.pk)
    rows = Attendee.objects.within(town).filter(session=session).order_by("recorded_cell", "name", "pk")
    came = [row.pk for row in rows if rng.random() > ABSENT]
    actions.tick(head, session, came)
    exams = Exam.objects.within(town).filter(attendee__in=came, sent_at__isnull=True)
    for exam in exams.select_related("attendee", "attendee__session").order_by("attendee__name", "pk"):
        unready = rng.random() < UNPREPARED
        answers = [
            list(one.right)
            if rng.random() < (0.55 if unready else 0.92)
            else [(one.right[0] + 1) % len(one.options)]
            for one in exam.asked
        ]
        actions.send_exam(exam.attendee, exam.pk, answers)
    actions.end_session(head, session, version=1)


def _drill(stage: Stage, which: int) -> None:
    """The town's own drill, which leaves a task; and one at a shop."""
    head, town = stage.actor("safety_head"), Scope.whole_town(stage.town.pk)
    if which == 0:
        plan = ContingencyPlan.objects.within(town).filter(kind="overall").first()
        row = actions.plan_drill(
            head,
            title="防汛暨矿区边坡险情处置演练",
            kind="field",
            held_on=clock.today(),
            place="镇抢险物资库",
            scenario="暴雨红色预警，库区上游道路塌方，转移下游群众",
            cell_id=stage.cells["town"].pk,
            plan_id=plan.pk if plan else None,
        )
        late = clock.today() + timedelta(days=20)
        lessons = [
            LessonGiven("对讲机有两部电量不足，物资台账未及时更新", stage.people["inspector_1"].pk, late),
            LessonGiven("转移名单应当到户到人"),
        ]
        said = "18分钟完成集结，40分钟完成转移；通信和台账有不足"
        actions.finish_drill(head, row.pk, version=1, people=62, summary=said, lessons=lessons)
        lesson = row.lessons.within(town).filter(person__isnull=False).get()
        with clock.moved(clock.now() + timedelta(minutes=5)):
            actions.settle_lesson(stage.actor("inspector_1"), lesson.pk, done="已更换电池，台账已核对")
        return
    unit = next((one for one in stage.units if one.category == "chemical.station"), stage.units[0])
    row = actions.plan_drill(
        head,
        title="卸油泄漏处置演练",
        kind="field",
        held_on=clock.today(),
        place="站区卸油口",
        scenario="卸油软管脱落，少量汽油泄漏",
        unit_id=unit.id,
    )
    actions.finish_drill(
        head, row.pk, version=1, people=9, summary="五分钟内停止卸油、警戒、回收，符合方案要求"
    )

"""The year's assessment and vetoes: the town takes over the usual rules of 一票否决 and begins to assess villages and departments in December, before the
year is over; results come out on its last days, one village having objected. The works where a worker was hurt is vetoed and appeals; an accident that
was entered twice raises another candidate, which is dropped when it is struck. Who may be honoured is asked before the year's meeting.

Played with moments of its own, so that the rest of the year stays what it is.
"""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from random import Random

from bihuan.accidents import actions as accidents
from bihuan.accidents.actions import Heard
from bihuan.accidents.models import Accident
from bihuan.accidents.rules import Counts
from bihuan.assessments import actions, rules
from bihuan.assessments.lifecycle import APPEALED, ASKED, CANDIDATE, DECIDED, SCORING, TOLD
from bihuan.assessments.models import Objection, Scheme, Score, Sheet, Veto
from bihuan.assessments.rules import DEPARTMENT, FIGURE, VILLAGE, Head, Limits
from bihuan.assessments.usual import USUAL
from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.scope import Scope
from bihuan.demo import cast
from bihuan.demo.stage import Stage, working_day, working_day_before
from bihuan.units.models import Unit

EVENING = 19 * 60 + 55  # minutes of the day: after the accidents' own
ASSESSED = (VILLAGE, DEPARTMENT)
REASONS = {
    "mended": ("抽查已销号隐患5处，未见反弹", "抽查已销号隐患5处，1处灭火器又被挪用"),
    "duty": ("重大情况上报及时", "一次雨后巡查结果迟报半天"),
    "trade": ("职责清单逐项落实", "行业检查记录有1个季度不全"),
    "resolved": ("议定和交办事项按期办结", "1项交办逾期3天办结"),
}
LOST = {"mended": 3, "duty": 2, "trade": 4, "resolved": 2}


def schedule(stage: Stage, since: date) -> None:
    """Put what falls on or after `since` on the agenda."""
    year = stage.year
    rules_on = working_day(date(year, 10, 8) if stage.size == "small" else date(year, 1, 11))
    scenes: tuple[tuple[date, int, Callable[[], None]], ...] = (
        (rules_on, 0, partial(_rules, stage)),
        (working_day(date(year, 11, 8)), 0, partial(_decide, stage)),
        (working_day(date(year, 11, 14)), 0, partial(_appeal, stage)),
        (working_day(date(year, 11, 20)), 0, partial(_answer, stage)),
        (working_day(date(year, 11, 26)), 0, partial(_twice, stage)),
        (working_day(date(year, 11, 29)), 0, partial(_strike, stage)),
        (working_day(date(year, 12, 4)), 0, partial(_begin, stage)),
        (working_day(date(year, 12, 11)), 0, partial(_score, stage)),
        (working_day(date(year, 12, 12)), 0, partial(_tell, stage)),
        (working_day(date(year, 12, 13)), 0, partial(_object, stage)),
        (working_day(date(year, 12, 17)), 0, partial(_answer_objections, stage)),
        (working_day_before(date(year, 12, 27)), 0, partial(_publish, stage)),
        (working_day_before(date(year, 12, 28)), 0, partial(_honour, stage)),
    )
    for on, minute, scene in scenes:
        if on >= since:
            stage.at_evening(on, EVENING + minute, partial(_at, on, scene))


def _at(on: date, scene: Callable[[], None]) -> None:
    with clock.moved(clock.at(on, EVENING // 60, EVENING % 60)):
        scene()


def _whole(stage: Stage) -> Scope:
    return Scope.whole_town(stage.town.pk)


def _rules(stage: Stage) -> None:
    actions.adopt_rules(stage.actor("vice_mayor"), basis=f"澜东安委〔{stage.year}〕2号")


def _decide(stage: Stage) -> None:
    """The safety committee decides on the works where a worker was hurt, once the accident was judged one of production."""
    for one in (
        Veto.objects.within(_whole(stage))
        .filter(state=CANDIDATE, rule_code="accident")
        .select_related("rule")
    ):
        actions.decide_veto(
            stage.actor("vice_mayor"),
            one.pk,
            body=f"{cast.TOWN}安全生产委员会",
            grounds=f"{one.facts}。车床防护罩拆除后没有恢复，工人戴手套操作，企业没有按规定检查",
            heard="已书面告知，负责人陈述伤者伤势较轻、已经整改",
            from_on=clock.today(),
            months=one.rule.months,
            bars=one.rule.bars,
            version=one.version,
        )


def _appeal(stage: Stage) -> None:
    """Its head appeals on paper; the office enters it."""
    for one in Veto.objects.within(_whole(stage)).filter(state=DECIDED).select_related("unit"):
        actions.appeal_veto(
            stage.actor("safety_head"),
            one.pk,
            grounds="伤者为轻伤，事故后当日停机整改，请求缩短期限",
            said_by=one.unit.head if one.unit and one.unit.head else "企业负责人",
            version=one.version,
        )


def _answer(stage: Stage) -> None:
    for one in Veto.objects.within(_whole(stage)).filter(state=APPEALED):
        actions.answer_appeal(
            stage.actor("vice_mayor"),
            one.pk,
            answer="防护罩拆除三个月没有恢复，事实清楚，期限按规定为12个月，维持",
            revoked=False,
            version=one.version,
        )


def _twice(stage: Stage) -> None:
    """A call about the accident of October comes in again and is entered as another one of production."""
    first = Accident.objects.within(_whole(stage)).filter(nature="production").order_by("happened_at").first()
    if first is None or first.unit_id is None:
        return
    heard = Heard(
        brief="热线转来：机加工车间工人手部挤伤",
        happened_at=first.happened_at + timedelta(minutes=5),
        unit=first.unit_id,
        place="机加工车间",
        heard_from="12345热线",
        kind=first.kind,
    )
    row = accidents.enter_accident(stage.actor("inspector_1"), heard, Counts(light=1))
    bureau = cast.bodies(stage.year).bureau
    accidents.judge_accident(
        stage.actor("safety_head"),
        row.pk,
        version=row.version,
        nature="production",
        by=bureau,
        ground="按热线工单初步认定",
        on=clock.today(),
    )


def _strike(stage: Stage) -> None:
    """It is found to be the same: the accident is cancelled, the candidate dropped for it."""
    rows = Accident.objects.within(_whole(stage)).filter(heard_from="12345热线", nature="production")
    for row in rows.exclude(state="cancelled"):
        accidents.cancel_accident(
            stage.actor("safety_head"), row.pk, version=row.version, reason="与10月的同一起事故重复登记"
        )
    actions.note_causes(Actor.clock(stage.town.pk))
    for one in Veto.objects.within(_whole(stage)).filter(state=CANDIDATE, lost_on__isnull=False):
        actions.drop_veto(stage.actor("vice_mayor"), one.pk, reason=one.lost_why, version=one.version)


def _begin(stage: Stage) -> None:
    head = stage.actor("safety_head")
    for kind in ASSESSED:
        given = Head(
            stage.year,
            kind,
            "",
            f"{stage.year}年度{rules.ASSESSED[kind]}安全生产考核",
            date(stage.year, 1, 1),
            date(stage.year, 12, 10),
            rules.OBJECTION_DAYS,
            Limits(),
        )
        row = actions.make_scheme(head, given, USUAL[kind])
        actions.begin_scheme(head, row.pk, version=row.version)


def _score(stage: Stage) -> None:
    """The inspectors score what people judge: mostly in full, with chances of their own."""
    rng = Random(f"{stage.year} assessments")
    officer = stage.actor("inspector_2")
    open_ = Score.objects.within(_whole(stage)).filter(sheet__state=SCORING).select_related("sheet__scheme")
    for score in open_.order_by("sheet__subject_name", "line", "pk"):
        line = next(one for one in score.sheet.scheme.items if one.key == score.line)
        if line.kind == FIGURE or not line.counts:
            continue
        is_full = rng.random() < 0.6
        actions.score_line(
            officer,
            score.sheet_id,
            line.key,
            points=line.points if is_full else line.points - Decimal(LOST.get(line.key, 1)),
            is_aside=False,
            reason=REASONS[line.key][0 if is_full else 1],
            evidence=f"{stage.year}年12月核查记录",
            version=score.version,
        )


def _tell(stage: Stage) -> None:
    for scheme in Scheme.objects.within(_whole(stage)).filter(year=stage.year, state="running"):
        actions.tell_sheets(stage.actor("safety_head"), scheme.pk)


def _object(stage: Stage) -> None:
    """The first village that lost points for its reports objects, on paper."""
    rows = Score.objects.within(_whole(stage)).filter(
        sheet__state=TOLD, sheet__subject_kind=VILLAGE, line="duty", points__lt=10
    )
    if (score := rows.order_by("sheet__subject_name").first()) is None:
        return
    actions.object_to(
        stage.actor("safety_head"),
        score.sheet_id,
        "duty",
        text="雨后巡查当天电话报过值班室，有来电登记",
        said_by="村网格长",
    )


def _answer_objections(stage: Stage) -> None:
    for one in Objection.objects.within(_whole(stage)).filter(state=ASKED):
        actions.answer_objection(
            stage.actor("safety_head"),
            one.pk,
            answer="核对值班来电登记，当天已经报告，恢复扣分",
            points=Decimal(10),
            version=one.version,
        )


def _publish(stage: Stage) -> None:
    for scheme in Scheme.objects.within(_whole(stage)).filter(year=stage.year, state="running"):
        actions.publish_scheme(stage.actor("vice_mayor"), scheme.pk, version=scheme.version)


def _honour(stage: Stage) -> None:
    """Asked for the year's meeting: the best village, and the works that was vetoed."""
    head, today = stage.actor("safety_head"), clock.today()
    best = (
        Sheet.objects.within(_whole(stage))
        .filter(subject_kind=VILLAGE, place=1)
        .order_by("subject_name")
        .first()
    )
    vetoed = Veto.objects.within(_whole(stage)).filter(decided_on__isnull=False, subject_kind="unit").first()
    asked = [(VILLAGE, best.subject, "先进村")] if best else []
    if vetoed and isinstance(vetoed.unit, Unit):
        asked.append(("unit", vetoed.unit.pk, "先进企业"))
    for kind, subject, honour in asked:
        actions.answer_honour(
            head, kind=kind, subject_id=subject, bar="honours", honour=f"{stage.year}年度{honour}", on=today
        )

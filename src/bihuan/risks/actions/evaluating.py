"""Verbs of evaluation: each adds a row, none changes one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import F

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete, NotAllowed, Stale
from bihuan.core.ids import new_id
from bihuan.core.scope import Scope
from bihuan.risks import rules
from bihuan.risks.actions.holding import CHANGED, differ, hold_point, hold_step, regrade
from bihuan.risks.methods import DIRECT, METHODS, plain
from bihuan.risks.models import Evaluation, Review, RiskPoint, RiskStep
from bihuan.risks.queries import latest, open_reviews, steps_of
from bihuan.risks.rules import Result, judge, read_values


@dataclass(frozen=True)
class Judged:
    """How a risk is judged, as it is given: a method with the values of its letters; or, or besides, a case in which it is major at
    once, with the ground."""

    method: str = ""
    values: Mapping[str, object] = field(default_factory=dict)
    direct: str = ""
    ground: str = ""
    with_whom: str = ""
    proposed: str = ""


def judged(given: Judged) -> tuple[dict[str, Decimal], Result | None, dict[str, str]]:
    """The values, what they come to, and what is wrong, by field (a factor's is method_letter)."""
    wrong: dict[str, str] = {}
    values: dict[str, Decimal] = {}
    method = given.method
    if given.direct:
        if given.direct not in DIRECT:
            wrong["direct"] = "请从列表中选择直接判定的情形。"
        if not given.ground.strip():
            wrong["ground"] = "直接判定为重大风险的，请写明理由。"
        if method not in METHODS or not any(given.values.values()):
            method = ""  # nobody need score what is major anyhow
    elif method not in METHODS:
        wrong["method"] = "请选择评价方法。"
    if method in METHODS:
        values, unread = read_values(method, given.values)
        wrong |= {f"{method}_{letter}": why for letter, why in unread.items()}
    if wrong:
        return values, None, wrong
    return values, judge(method, values, direct=bool(given.direct)), {}


def first_evaluation(
    actor: Actor, step: RiskStep, given: Judged, values: Mapping[str, Decimal], result: Result
) -> Evaluation:
    """The row of a step's first evaluation, not yet written."""
    return _row(actor, step, "initial", given, values, result)


@transaction.atomic
def evaluate_step(
    actor: Actor, step_id: UUID, *, version: int, occasion: str, judgement: Judged
) -> Evaluation:
    """评价风险: a step is evaluated anew; the point's grade follows, and what was asked for is done when all its steps are. Raises
    Incomplete naming the fields, Stale where somebody else evaluated or changed the step since the page was opened."""
    values, result, wrong = judged(judgement)
    if occasion not in rules.OCCASIONS:
        wrong["occasion"] = "请选择为什么重新评价。"
    if wrong or result is None:
        raise Incomplete("".join(wrong.values()), wrong)
    step = hold_step(actor, step_id, version)
    before = latest(actor.scope, [step])[step.pk]
    row = _evaluated(actor, step, occasion, judgement, values, result)
    if (before.method, before.values, before.direct) != (row.method, row.values, row.direct):
        differ(step.point)
    graded = regrade(step.point)
    _settle(actor, step.point)
    told = {"step": step.name, "sum": row.sum, "grade": row.grade, "occasion": occasion}
    if row.direct:
        told |= {"direct": row.direct, "ground": row.ground}
    events.record(
        actor,
        "evaluate_risk",
        step.point,
        given=told | {"regraded": graded},
        before=str(before.grade),
        after=str(row.grade),
    )
    return row


@transaction.atomic
def confirm_evaluations(actor: Actor, point_id: UUID, *, version: int, with_whom: str = "") -> RiskPoint:
    """维持原评价: the yearly evaluation finds each step as it was. After a change or an accident each is to be evaluated by itself."""
    point = hold_point(actor, point_id)
    if point.version != version:
        raise Stale(f"“{point.name}”{CHANGED}")
    asked = open_reviews(actor.scope).filter(point=point).first()
    if asked is not None and asked.why != "yearly":
        raise NotAllowed(f"{asked.get_why_display()}后应逐个步骤（项目）重新评价，不能直接维持原评价。")
    steps = steps_of(actor.scope, point)
    known = latest(actor.scope, steps)
    Evaluation.objects.bulk_create(_as_before(actor, step, known[step.pk], with_whom) for step in steps)
    mine = RiskStep.objects.within(Scope.whole_town(actor.town)).filter(pk__in=[one.pk for one in steps])
    mine.update(evaluated_on=clock.today(), version=F("version") + 1)
    regrade(point)
    _settle(actor, point)
    events.record(actor, "confirm_risk", point, given={"steps": len(steps), "grade": point.grade})
    return point


def _as_before(actor: Actor, step: RiskStep, was: Evaluation, with_whom: str) -> Evaluation:
    """The yearly evaluation of a step, not yet written: what it came to before."""
    values = {letter: Decimal(value) for letter, value in was.values.items()}
    given = Judged(was.method, was.values, was.direct, was.ground, with_whom, was.proposed)
    return _row(actor, step, "yearly", given, values, judge(was.method, values, direct=bool(was.direct)))


def _evaluated(
    actor: Actor,
    step: RiskStep,
    occasion: str,
    given: Judged,
    values: Mapping[str, Decimal],
    result: Result,
) -> Evaluation:
    row = _row(actor, step, occasion, given, values, result)
    row.save(force_insert=True)
    mine = RiskStep.objects.within(Scope.whole_town(actor.town)).filter(pk=step.pk)
    mine.update(grade=row.grade, evaluated_on=row.evaluated_on)
    step.grade, step.evaluated_on = row.grade, row.evaluated_on
    return row


def _row(
    actor: Actor,
    step: RiskStep,
    occasion: str,
    given: Judged,
    values: Mapping[str, Decimal],
    result: Result,
) -> Evaluation:
    return Evaluation(
        id=new_id(),
        town_id=actor.town,
        step=step,
        evaluated_on=clock.today(),
        at=clock.now(),
        occasion=occasion,
        method=given.method if result.score is not None else "",
        values={letter: plain(value) for letter, value in values.items()},
        score=result.score,
        direct=given.direct,
        ground=given.ground.strip() if given.direct else "",
        grade=result.grade,
        proposed=given.proposed.strip(),
        by_id=actor.person,
        with_whom=given.with_whom.strip(),
    )


def _settle(actor: Actor, point: RiskPoint) -> None:
    """What was asked of a point is done when each of its steps has been evaluated since."""
    whole = Scope.whole_town(actor.town)
    steps = RiskStep.objects.within(whole).filter(point=point, ended_on__isnull=True)
    first = min(one.at for one in latest(whole, steps).values())
    asked = Review.objects.within(whole).filter(point=point, done_on__isnull=True, asked_at__lte=first)
    asked.update(done_on=clock.today())

"""Verbs of a risk point: it is added, corrected, and ends."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete, Stale
from bihuan.core.ids import new_id
from bihuan.core.scope import Scope
from bihuan.risks.actions.evaluating import Judged, judged
from bihuan.risks.actions.holding import (
    CHANGED,
    begin_grades,
    end_grade,
    hold_own,
    hold_point,
    next_number,
    recount,
    touch,
)
from bihuan.risks.actions.keeping import Named, given_names, need_answering, new_keepers, wrong_names
from bihuan.risks.actions.steps import Analysed, new_step
from bihuan.risks.models import Keeper, Review, RiskPoint
from bihuan.risks.queries import own_people, points_of
from bihuan.risks.rules import check_point, controlling


@transaction.atomic
def add_point(
    actor: Actor,
    unit_id: UUID,
    *,
    name: str,
    kind: str,
    where: str,
    step: Analysed,
    judgement: Judged,
    named: Mapping[str, Named],
    point_id: UUID | None = None,
) -> RiskPoint:
    """增加风险点: a point with its first step or part, evaluated, and those who keep it: none is without a grade or a person. Raises
    Incomplete with all that is wrong."""
    unit = hold_own(actor, unit_id)
    wrong = check_point(name, kind, where)
    if name.strip() and points_of(actor.scope, unit).filter(name=name.strip()).exists():
        wrong["name"] = "本单位已经有这个风险点，请在原风险点上修改；确是另一处的，名称里写明是哪一处。"
    _, result, unjudged = judged(judgement)
    wrong |= step.wrong() | unjudged | wrong_names(named)
    if wrong or result is None:
        raise Incomplete("".join(wrong.values()), wrong)
    wanted = given_names(named)
    need_answering(unit, [(name.strip(), result.grade)], list(wanted))
    today = clock.today()
    point = RiskPoint(
        id=point_id or new_id(),
        town_id=actor.town,
        unit=unit,
        number=next_number(unit),
        name=name.strip(),
        kind=kind,
        where=where.strip(),
        grade=result.grade,
        graded_on=today,
        opened_on=today,
    )
    point.save(force_insert=True)
    new_step(actor, point, step, judgement)
    begin_grades([point], today)
    due = {level: wanted[level] for level in controlling(point.grade, wanted)}
    Keeper.objects.bulk_create(new_keepers([point], due, own_people(actor.scope, unit, today)))
    recount(unit)
    events.record(actor, "add_risk", point, given=_told(point) | {"grade": point.grade, "unit": unit.pk})
    return point


@transaction.atomic
def edit_point(actor: Actor, point_id: UUID, *, version: int, name: str, kind: str, where: str) -> RiskPoint:
    """修改风险点: its name, kind and place. Raises Stale where somebody has been there since the page was opened."""
    if wrong := check_point(name, kind, where):
        raise Incomplete("".join(wrong.values()), wrong)
    point = hold_point(actor, point_id)
    if point.version != version:
        raise Stale(f"“{point.name}”{CHANGED}")
    others = points_of(actor.scope, point.unit).exclude(pk=point.pk)
    if others.filter(name=name.strip()).exists():
        raise Incomplete("本单位已经有同名的风险点。", {"name": "本单位已经有同名的风险点，请写明是哪一处。"})
    before = _told(point)
    values: dict[str, Any] = {"name": name.strip(), "kind": kind, "where": where.strip()}
    if values != before and point.template and point.changed_on is None:
        values["changed_on"] = clock.today()
    touch(point, **values)
    recount(point.unit)
    events.record(actor, "edit_risk", point, given=_told(point))
    return point


@transaction.atomic
def end_point(actor: Actor, point_id: UUID, *, version: int, reason: str) -> RiskPoint:
    """停用风险点: it is not there any more. What was recorded of it stays; from today it does not count."""
    if not reason.strip():
        raise Incomplete("请填写停用原因。", {"reason": "请填写停用原因，如“设备已拆除”“不再从事这项作业”。"})
    point = hold_point(actor, point_id)
    if point.version != version:
        raise Stale(f"“{point.name}”{CHANGED}")
    today, whole = clock.today(), Scope.whole_town(actor.town)
    touch(point, ended_on=today, ended_for=reason.strip())
    end_grade(point, today)
    Keeper.objects.within(whole).filter(point=point, ended_on__isnull=True).update(ended_on=today)
    Review.objects.within(whole).filter(point=point, done_on__isnull=True).update(done_on=today)
    recount(point.unit)
    events.record(actor, "end_risk", point, given={"name": point.name, "reason": reason.strip()})
    return point


def _told(point: RiskPoint) -> dict[str, Any]:
    return {"name": point.name, "kind": point.kind, "where": point.where}

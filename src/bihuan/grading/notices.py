"""Notices of grading: a plan waits for approval, has been approved; a unit's level rose to the gravest."""

from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from django.db.models import Count, Sum
from django.urls import reverse

from bihuan.core.models import Event
from bihuan.core.scope import Scope
from bihuan.grading.models import Plan, PlanLine
from bihuan.grading.queries import plans
from bihuan.grading.rules import GRAVEST, LEVELS
from bihuan.notices.kinds import Kind, Telling, Whom, declare_notice, on
from bihuan.units.models import Unit
from bihuan.units.notices import over

GROUP = "分级监管"


def _drawn_up(scope: Scope, happened: Sequence[Event]) -> Iterable[Telling]:
    """To whoever may approve it; who drew it up may not."""
    rows = plans(scope).in_bulk([one.subject_id for one in happened])
    for one in happened:
        if plan := rows.get(one.subject_id):
            yield Telling(
                key=str(plan.pk),
                about=plan.pk,
                whom=Whom(right="supervise"),
                text=f"{plan.title}已拟订，请审批（{one.given['units']}家、{one.given['visits']}家次）",
                where="年度计划",
                url=reverse("plan", args=[plan.pk]),
                by=one.actor_id,
            )


def _still_waiting(scope: Scope, ids: Collection[UUID]) -> set[UUID]:
    return set(plans(scope).filter(pk__in=ids, approved_on__isnull=True).values_list("pk", flat=True))


def _approved(scope: Scope, happened: Sequence[Event]) -> Iterable[Telling]:
    """To each inspector named, how much of it is his."""
    rows = Plan.objects.within(scope).in_bulk([one.subject_id for one in happened])
    lines = PlanLine.objects.within(scope).filter(plan__in=rows).order_by()
    shares = lines.values_list("plan", "inspector").annotate(units=Count("pk"), visits=Sum("times"))
    by = {one.subject_id: one.actor_id for one in happened}
    for plan_id, inspector, units, visits in shares.order_by("plan", "inspector"):
        yield Telling(
            key=f"{plan_id}:{inspector}",
            about=plan_id,
            whom=Whom(persons=(inspector,)),
            text=f"{rows[plan_id].title}已批准，您负责{units}家、{visits}家次",
            where="年度计划",
            url=reverse("plan", args=[plan_id]),
            by=by[plan_id],
        )


def _risen(scope: Scope, happened: Sequence[Event]) -> Iterable[Telling]:
    """To who answers for the unit's grid. A first level is no rise."""
    gravest = f"{GRAVEST}级"
    rose = [one for one in happened if one.after == gravest and one.before not in ("", gravest)]
    units = Unit.objects.within(scope).select_related("cell").in_bulk([one.subject_id for one in rose])
    for one in rose:
        if unit := units.get(one.subject_id):
            yield Telling(
                key=str(one.pk),
                about=unit.pk,
                whom=over(unit, "village_head", "grid_member"),
                text=f"监管等级由{one.before}升为{LEVELS[GRAVEST].says}：{'；'.join(one.given['says'] + one.given.get('asked', []))}",
                where=unit.name_and_place,
                url=reverse("unit", args=[unit.pk]),
                by=one.actor_id,
            )


declare_notice(
    Kind(
        "grading.plan",
        "年度计划待批",
        GROUP,
        on=on("plan", "draw_up_plan"),
        tell=_drawn_up,
        waits=_still_waiting,
    )
)
declare_notice(
    Kind("grading.approved", "年度计划已批准", GROUP, on=on("plan", "approve_plan"), tell=_approved)
)
declare_notice(Kind("grading.risen", "监管等级升为D级", GROUP, on=on("unit", "grade_unit"), tell=_risen))

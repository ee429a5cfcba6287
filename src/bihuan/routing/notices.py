"""Notices of day plans: to each who goes, when a plan is confirmed, and when it is taken back."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from django.urls import reverse

from bihuan.core.models import Event
from bihuan.core.scope import Scope
from bihuan.notices.kinds import Kind, Telling, Whom, declare_notice, on
from bihuan.routing.models import DayPlan, PlanStop, PlanTeam
from bihuan.routing.rules import day_in_short


def _taken_back(scope: Scope, happened: Sequence[Event]) -> Iterable[Telling]:
    """To each of its crews who had been told to go: not on these days, as far as is known. One query."""
    by = {one.subject_id: one for one in happened}
    teams = PlanTeam.objects.within(scope).filter(plan__in=by).select_related("plan")
    for plan, person in {(one.plan, who) for one in teams for who in (one.first_id, one.second_id)}:
        yield Telling(
            key=f"{by[plan.pk].pk}:{person}",
            about=plan.pk,
            whom=Whom(persons=(person,)),
            text="外出计划退回修改，先不外出，重新确定后再通知",
            where=plan.title,
            url=f"{reverse('routes_today')}?on={plan.from_on.isoformat()}",
            by=by[plan.pk].actor_id,
        )


def _confirmed(scope: Scope, happened: Sequence[Event]) -> Iterable[Telling]:
    """To each of its crews: on how many days, the first one first. Two queries."""
    by = {one.subject_id: one for one in happened}
    found = DayPlan.objects.within(scope).in_bulk(list(by))
    mine: dict[tuple[UUID, UUID], dict[date, int]] = {}
    rows = PlanStop.objects.within(scope).filter(plan__in=found, day__isnull=False).order_by("day")
    for plan, first, second, day in rows.values_list("plan", "team__first", "team__second", "day"):
        for person in (first, second):
            days = mine.setdefault((plan, person), {})
            days[day] = days.get(day, 0) + 1
    for (plan, person), days in mine.items():
        first_day = next(iter(days))
        yield Telling(
            key=f"{by[plan].pk}:{person}",
            about=plan,
            whom=Whom(persons=(person,)),
            text=f"外出计划已确定：您外出{len(days)}天、{sum(days.values())}家，第一天是{day_in_short(first_day)}",
            where=found[plan].title,
            url=f"{reverse('routes_today')}?on={first_day.isoformat()}",
            by=by[plan].actor_id,
        )


declare_notice(
    Kind(
        "routing.confirmed", "外出计划确定", "外出计划", on=on("dayplan", "confirm_day_plan"), tell=_confirmed
    )
)
declare_notice(
    Kind(
        "routing.taken_back",
        "外出计划退回修改",
        "外出计划",
        on=on("dayplan", "reopen_day_plan"),
        tell=_taken_back,
    )
)

"""Notices of publicity: a plan to the villages that it asks, and a week before it ends to those of which something is left."""

from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from django.urls import reverse

from bihuan.core import clock
from bihuan.core.calendar import in_words
from bihuan.core.models import Event
from bihuan.core.scope import Scope
from bihuan.notices.kinds import Kind, Telling, Whom, declare_notice, on
from bihuan.publicity.models import PlanLine
from bihuan.publicity.queries import lines

GROUP = "宣传"
IN_VILLAGE = ("village_head", "grid_member")


def _of_villages(scope: Scope, happened: Sequence[Event]) -> dict[tuple[UUID, UUID], list[PlanLine]]:
    """What is left of the plans of some events, by plan and village. One query."""
    plans = [one.subject_id for one in happened]
    some: dict[tuple[UUID, UUID], list[PlanLine]] = {}
    for line in lines(scope).filter(plan__in=plans, is_done=False).order_by("recorded_cell", "pk"):
        some.setdefault((line.plan_id, line.cell_id), []).append(line)
    return some


def _tell(lead: str, scope: Scope, happened: Sequence[Event]) -> Iterable[Telling]:
    for (plan, cell), left in _of_villages(scope, happened).items():
        first = left[0]
        what = "、".join(one.of.label for one in left)
        yield Telling(
            key=f"{lead}:{plan}:{cell}",
            about=first.pk,
            whom=Whom(kinds=IN_VILLAGE, path=first.cell.path),
            text=f"{first.plan.title}{lead}：{what}，{in_words(first.plan.to_on)}前",
            where=first.cell.name,
            url=reverse("publicity_plan", args=[plan]),
        )


def _planned(scope: Scope, happened: Sequence[Event]) -> Iterable[Telling]:
    return _tell("要做", scope, happened)


def _ending(scope: Scope, happened: Sequence[Event]) -> Iterable[Telling]:
    return _tell("还没有做", scope, happened)


def _still_open(scope: Scope, ids: Collection[UUID]) -> set[UUID]:
    """Lines whose village still has something to do for its plan, while the plan runs. Two queries."""
    asked = dict(PlanLine.objects.within(scope).filter(pk__in=ids).values_list("pk", "plan"))
    of = dict(PlanLine.objects.within(scope).filter(pk__in=ids).values_list("pk", "cell"))
    rows = lines(scope).filter(plan__in=set(asked.values()), is_done=False, plan__to_on__gte=clock.today())
    left = set(rows.values_list("plan", "cell"))
    return {pk for pk in asked if (asked[pk], of[pk]) in left}


declare_notice(
    Kind(
        "publicity.planned",
        "宣传计划",
        GROUP,
        on=on("publicityplan", "make_publicity_plan"),
        tell=_planned,
        waits=_still_open,
    )
)
declare_notice(
    Kind(
        "publicity.ending",
        "宣传计划将到期",
        GROUP,
        on=on("publicityplan", "remind_publicity_plan"),
        tell=_ending,
        waits=_still_open,
    )
)

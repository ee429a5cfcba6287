"""Notices of daily reports: to who has not reported at the hour, and an hour later to those above; when records gainsay nothing more."""

from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from django.urls import reverse

from bihuan.core.calendar import in_words
from bihuan.core.models import Event
from bihuan.core.scope import Scope
from bihuan.dailies.models import DailyDue
from bihuan.dailies.queries import day_address, dues
from bihuan.grid.rules import SEGMENT_DIGITS, UNIT_KEEPERS
from bihuan.notices.kinds import Kind, Telling, Whom, declare_notice, on

GROUP = "日报告"
AT_THE_PLACE = {
    "village": ("village_head", "grid_member"),
    "office": ("office_head",),
    "department": ("department_head",),
    "town": ("safety_head",),
    "unit": (*UNIT_KEEPERS, "enterprise_safety"),
}
ABOVE = ("office_head", "safety_head")


def _asked(stage: int, scope: Scope, happened: Sequence[Event]) -> list[DailyDue]:
    """What some events asked for, of a stage; one query."""
    keys = [key for one in happened if one.given["stage"] == stage for key in one.given["dues"]]
    return list(dues(scope).filter(pk__in=keys).order_by("pk")) if keys else []


def _to_who_reports(scope: Scope, happened: Sequence[Event]) -> Iterable[Telling]:
    for due in _asked(1, scope, happened):
        yield Telling(
            key=str(due.pk),
            about=due.pk,
            whom=Whom(
                kinds=AT_THE_PLACE[due.kind],
                path=due.cell.path,
                department=due.department_id,
                unit=due.unit_id,
            ),
            text=f"{in_words(due.day)}{due.form.title}已过{due.form.by_label}，还没有报送",
            where=due.name,
            url=reverse("daily", args=[due.pk]),
        )


def _to_those_above(scope: Scope, happened: Sequence[Event]) -> Iterable[Telling]:
    """A line for each office (for the town as a whole where none lies between), not for each village."""
    some: dict[tuple[UUID, str], list[DailyDue]] = {}
    for due in _asked(2, scope, happened):
        some.setdefault((due.form_id, due.cell.path[: 2 * SEGMENT_DIGITS]), []).append(due)
    for (form, path), late in some.items():
        first = late[0]
        yield Telling(
            key=f"{form}:{first.day}:{path}",
            about=first.pk,
            whom=Whom(kinds=ABOVE, path=path),
            text=f"{in_words(first.day)}{first.form.title}还有{len(late)}处没有报送",
            where="、".join(due.name for due in late[:3]) + ("等" if len(late) > 3 else ""),
            url=day_address(form, first.day),
        )


def _still_missing(scope: Scope, ids: Collection[UUID]) -> set[UUID]:
    return set(
        DailyDue.objects.within(scope).filter(pk__in=ids, sent_at__isnull=True).values_list("pk", flat=True)
    )


REMINDED = on("dailyform", "remind_dailies")
declare_notice(
    Kind("dailies.asked", "日报告没有报送", GROUP, on=REMINDED, tell=_to_who_reports, waits=_still_missing)
)
declare_notice(Kind("dailies.above", "下级没有报送", GROUP, on=REMINDED, tell=_to_those_above))

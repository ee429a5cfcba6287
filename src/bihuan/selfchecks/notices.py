"""Notices of self-checks: to the unit what was left undone and what its people found; to the town what is doubted."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db.models import F
from django.urls import reverse

from bihuan.core.calendar import in_words
from bihuan.core.models import Event
from bihuan.core.scope import Scope
from bihuan.hazards.lifecycle import MENDED, OWN
from bihuan.hazards.notices import about, with_hazards
from bihuan.hazards.queries import open_hazards, run_out
from bihuan.notices.kinds import Kind, Telling, Whom, declare_notice, on
from bihuan.notices.rules import DIGEST, NOW
from bihuan.selfchecks.models import Doubt, UnitDay
from bihuan.selfchecks.queries import doubts
from bihuan.units.models import Unit
from bihuan.units.notices import over

GROUP = "企业自查"
TOLD_FOR = timedelta(days=4)  # a clock that stood still for some days tells it late, not never


def _managers(unit: Unit) -> Whom:
    """Who looks after the checks of a unit: whoever closes what it finds itself."""
    return Whom(right="close_own", path=unit.cell_path, department=None, unit=unit.pk)


def _undone(scope: Scope, today: date) -> Iterable[Telling]:
    rows = UnitDay.objects.within(scope).filter(
        done__lt=F("due"),
        day__gte=today - TOLD_FOR,
        day__lt=today,
        closed__isnull=False,
        unit__ended_on__isnull=True,
    )
    for row in rows.select_related("unit", "unit__cell").order_by("day", "pk"):
        yield Telling(
            key=f"{row.unit_id}:{row.day}",
            about=row.unit_id,
            whom=_managers(row.unit),
            text=f"{in_words(row.day)}到期的自查有{row.due - row.done}次没有做（应做{row.due}次）",
            where=row.unit.name_and_place,
            url=reverse("unit", args=[row.unit_id]),
        )


def _found(scope: Scope, happened: Sequence[Event]) -> Iterable[Telling]:
    for event, hazard in with_hazards(scope, happened):
        if event.after == OWN and hazard.deadline_on:
            text = f"自查发现隐患，{in_words(hazard.deadline_on)}前整改：{hazard.text}"
            yield about(event, hazard, _managers(hazard.unit), text)


def _mended(scope: Scope, happened: Sequence[Event]) -> Iterable[Telling]:
    """The unit's own to look at; or, where it is major or came late, the town's."""
    for event, hazard in with_hazards(scope, happened):
        if event.after == MENDED and hazard.needs_town:
            yield about(
                event,
                hazard,
                over(hazard.unit, "safety_head", "inspector"),
                f"自查隐患已报整改，请复查：{hazard.text}",
            )
        elif event.after == MENDED:
            yield about(event, hazard, _managers(hazard.unit), f"自查隐患已整改，请验收：{hazard.text}")


def _overdue(scope: Scope, today: date) -> Iterable[Telling]:
    """What a unit did not mend in the term that it gave itself goes to the town."""
    rows = open_hazards(scope).filter(run_out(today), state__in=(OWN, MENDED))
    for row in rows.select_related("unit", "unit__cell").order_by("deadline_on", "pk"):
        yield Telling(
            key=f"{row.pk}:{row.deadline_on}",
            about=row.pk,
            whom=over(row.unit, "safety_head", "village_head"),
            text=f"企业自查的隐患逾期没有整改：{row.text}",
            where=row.unit.name_and_place,
            url=reverse("hazard", args=[row.pk]),
        )


def _still_own(scope: Scope, ids: Collection[UUID]) -> set[UUID]:
    return set(
        open_hazards(scope)
        .filter(pk__in=ids, state__in=(OWN, MENDED))
        .order_by()
        .values_list("pk", flat=True)
    )


def _doubted(scope: Scope, happened: Sequence[Event]) -> Iterable[Telling]:
    asked = Doubt.objects.within(scope).filter(pk__in={event.subject_id for event in happened})
    found = {one.pk: one for one in asked.select_related("unit", "unit__cell")}
    for event in happened:
        if doubt := found.get(event.subject_id):
            yield Telling(
                key=str(event.seq),
                about=doubt.pk,
                whom=over(doubt.unit, "safety_head", "village_head"),
                text=f"自查存疑：{doubt.says}",
                where=doubt.unit.name_and_place,
                url=reverse("selfcheck_doubt", args=[doubt.pk]),
            )


def _still_doubted(scope: Scope, ids: Collection[UUID]) -> set[UUID]:
    return set(doubts(scope).filter(pk__in=ids).order_by().values_list("pk", flat=True))


for _kind in (
    Kind("selfchecks.undone", "自查没有做", GROUP, DIGEST, due=_undone),
    Kind("selfchecks.found", "自查发现隐患", GROUP, NOW, on("hazard", "find"), _found, waits=_still_own),
    Kind(
        "selfchecks.mended", "自查隐患已整改", GROUP, NOW, on("hazard", "report"), _mended, waits=_still_own
    ),
    Kind("selfchecks.overdue", "自查隐患逾期", GROUP, NOW, due=_overdue, waits=_still_own),
    Kind(
        "selfchecks.doubt",
        "自查存疑",
        GROUP,
        DIGEST,
        on("doubt", "raise_doubt"),
        _doubted,
        waits=_still_doubted,
    ),
):
    declare_notice(_kind)

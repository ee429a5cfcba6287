"""Sheets and vetoes keep in step with whom they are of: who was merged away or has left is assessed no more; rows lie where their unit lies; and go
with cells that move."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q, QuerySet

from bihuan.assessments.lifecycle import CANDIDATE, DROPPED, SCORING, STANDING, TOLD
from bihuan.assessments.models import Honour, Sheet, Veto
from bihuan.assessments.queries import sheets, why_gone
from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.events import Entry
from bihuan.core.scope import Scope
from bihuan.grid.following import Change, Standing

AT_ONCE = 200
OF_SUBJECTS: tuple[type[Any], ...] = (Sheet, Veto, Honour)


@transaction.atomic
def keep_in_step(actor: Actor) -> int:
    """考核表随对象变化: by the clock. A village that was merged, or a unit that has left, takes no further part; what was scored stays. Returns how many."""
    whole, today = Scope.whole_town(actor.town), clock.today()
    for model in OF_SUBJECTS:
        for row in misplaced(model, actor.town)[:AT_ONCE]:
            to = {"department": row.unit.department_id} | (
                {"cell": row.unit.cell_id} if row.unit.cell_id else {}
            )
            model.objects.within(whole).filter(pk=row.pk).update(**to)
    running = sheets(whole).filter(state__in=(SCORING, TOLD)).order_by("pk")
    gone = {one.pk: why for one in running if (why := why_gone(one))}
    if not gone:
        return 0
    entries = []
    for one in Sheet.objects.within(whole).filter(pk__in=gone).order_by("pk").held():
        mine = Sheet.objects.within(whole).filter(pk=one.pk, state__in=(SCORING, TOLD))
        values = {"state": DROPPED, "dropped_on": today, "dropped_why": gone[one.pk][:200]}
        if mine.update(version=F("version") + 1, **values):
            entries.append(Entry("drop_sheet", one, {"reason": gone[one.pk]}, one.state, DROPPED))
    if entries:
        events.record_all(actor, entries)
    return len(entries)


def misplaced(model: type[Any], town: UUID) -> QuerySet[Any]:
    """The rows of units that lie in another cell, or are followed by another department, than they say."""
    rows = model.objects.within(Scope.whole_town(town)).filter(unit__isnull=False).select_related("unit")
    found: QuerySet[Any] = rows.filter(
        Q(unit__cell__isnull=False) & ~Q(cell=F("unit__cell"))
        | ~Q(department=F("unit__department"))
        & (Q(department__isnull=False) | Q(unit__department__isnull=False))
    )
    return found


# As cells are merged, split or moved.


def sheets_in(scope: Scope, cells: Collection[UUID]) -> list[Standing]:
    """The sheets that are being worked on of whoever lies in some cells."""
    rows = Sheet.objects.within(scope).filter(cell__in=cells, state__in=(SCORING, TOLD)).order_by("pk")
    return [Standing(one.pk, str(one), one.cell_id) for one in rows]


def vetoes_in(scope: Scope, cells: Collection[UUID]) -> list[Standing]:
    """The candidates and the vetoes that stand of whoever lies in some cells."""
    rows = Veto.objects.within(scope).filter(cell__in=cells, state__in=(CANDIDATE, *STANDING)).order_by("pk")
    return [Standing(one.pk, str(one), one.cell_id) for one in rows]


def honours_in(_scope: Scope, _cells: Collection[UUID]) -> list[Standing]:
    """An answer that was given is nothing that somebody still works on."""
    return []


def following(model: type[Any]) -> Any:
    """How rows of a model go along with cells. A village that only moved stays the subject that it was; one that was merged away is none any more."""

    def follow(actor: Actor, change: Change) -> list[Entry]:
        whole = Scope.whole_town(actor.town)
        rows = list(model.objects.within(whole).filter(cell__in=change.after).order_by("pk").held())
        if change.only is not None:
            rows = [one for one in rows if one.pk in change.only]
        entries = []
        for old, cell in change.after.items():
            mine = [one for one in rows if one.cell_id == old]
            if not mine:
                continue
            model.objects.within(whole).filter(pk__in=[one.pk for one in mine]).update(cell=cell.pk)
            if cell.origin_id == old:
                model.objects.within(whole).filter(subject=old).update(subject=cell.pk)
            entries += [Entry("move_with_cell", one, {"cell": cell}) for one in mine]
        return entries

    return follow

"""Verbs of a watch: revisits, what follows on a return, and its end."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from bihuan.core import clock, events, files
from bihuan.core.actions import Actor
from bihuan.core.ids import new_id
from bihuan.core.scope import Scope
from bihuan.hazards.actions import Finding, finish_check
from bihuan.hazards.models import Hazard
from bihuan.inspections.actions import Visit
from bihuan.measures.actions.steps import advance, move_of, plan_revisit
from bihuan.measures.models import Revisit, RevisitPhoto, Watch
from bihuan.measures.queries import hazards_of, next_due
from bihuan.units.actions import hold_unit_of

NO_SIGNATURE = "现场无人签字"


@dataclass(frozen=True)
class Seen:
    """What a revisit saw. Of a return: whether it is a major hazard, who was there, and why nobody signed."""

    kept: bool
    note: str
    photos: tuple[UUID, ...]
    present: str = ""
    refusal: str = ""
    level: str = "general"


@transaction.atomic
def revisit(actor: Actor, watch_id: UUID, seen: Seen, *, version: int) -> Watch:
    """回访: the place was looked at today. Either it stays so, and the next day is put down; or it has come back
    (死灰复燃, 擅自恢复): a visit with a new hazard that repeats the old one is recorded at once, and waits for a decision."""
    watch = actor.find(Watch, watch_id, what="项看守")
    action = "revisit_kept" if seen.kept else "revisit_returned"
    step = move_of(actor, watch, action, note=seen.note.strip(), photos=seen.photos)
    hold_unit_of(actor, watch)
    today = clock.today()
    changes = {} if seen.kept else {"returned_on": today}
    advance(actor, watch, step, version, **changes)
    hazard = None if seen.kept else _register_return(actor, watch, seen)
    row = _row_of_today(actor, watch)
    _fill(actor, row, seen, hazard)
    if seen.kept and next_due(Scope.whole_town(actor.town), watch) is None:
        plan_revisit(actor, watch, today)
    given = {"note": seen.note.strip(), "photos": list(seen.photos), "hazard": hazard}
    events.record(actor, action, watch, given=given, before=step.frm, after=step.to)
    return watch


@transaction.atomic
def keep_watching(actor: Actor, watch_id: UUID, *, version: int, note: str) -> Watch:
    """处理完毕，继续看守: a return was dealt with under the decision that stands; the days of revisits begin anew."""
    watch = actor.find(Watch, watch_id, what="项看守")
    step = move_of(actor, watch, "keep_watching", note=note.strip())
    today = clock.today()
    advance(actor, watch, step, version, since_on=today)
    if next_due(Scope.whole_town(actor.town), watch) is None:
        plan_revisit(actor, watch, today)
    events.record(actor, step.action, watch, given={"note": note.strip()}, before=step.frm, after=step.to)
    return watch


@transaction.atomic
def lift_watch(actor: Actor, watch_id: UUID, *, version: int, note: str) -> Watch:
    """解除看守: a banned place needs no more looking at (cleared for good, used otherwise). The ban stands."""
    watch = actor.find(Watch, watch_id, what="项看守")
    step = move_of(actor, watch, "lift_watch", note=note.strip())
    advance(actor, watch, step, version, ended_on=clock.today())
    events.record(actor, step.action, watch, given={"note": note.strip()}, before=step.frm, after=step.to)
    return watch


@transaction.atomic
def note_missed(actor: Actor, row: Revisit) -> bool:
    """逾期未回访: put into the trail, once for each day that passed without a look. For the clock; False when done before."""
    changed = (
        Revisit.objects.within(Scope.whole_town(actor.town))
        .filter(pk=row.pk, seen_on__isnull=True, missed_on__isnull=True)
        .update(missed_on=clock.today())
    )
    if changed:
        events.record(actor, "note_missed_revisit", row.watch, given={"due_on": row.due_on})
    return bool(changed)


def _register_return(actor: Actor, watch: Watch, seen: Seen) -> Hazard:
    """The visit and its finding, which repeats the first hazard that the decision names; it waits for an officer."""
    officer = actor.may("order")
    word = "取缔后死灰复燃" if watch.decision.kind == "ban" else "停产停业期间擅自恢复生产经营"
    finding = Finding(f"{word}：{seen.note.strip()}"[:300], "undecided", level=seen.level, photos=seen.photos)
    visit = Visit(
        unit=watch.unit_id,
        visited_on=clock.today(),
        kind="check" if officer else "patrol",
        opinion=seen.note.strip(),
        present=seen.present.strip(),
        refusal=(seen.refusal.strip() or NO_SIGNATURE) if officer else "",
    )
    finish_check(actor, visit, [finding])
    whole = Scope.whole_town(actor.town)
    old = hazards_of(whole, watch.decision_id).first()
    found = Hazard.objects.within(whole).filter(pk=finding.id)
    if old:
        found.update(repeat_of=old)
    hazard: Hazard = found.get()
    return hazard


def _row_of_today(actor: Actor, watch: Watch) -> Revisit:
    """The revisit that is due, or one more where somebody went before the day."""
    row, today = next_due(Scope.whole_town(actor.town), watch), clock.today()
    if row and row.due_on <= today:
        return row
    extra = Revisit(id=new_id(), town_id=actor.town, watch=watch, due_on=today)
    extra.save(force_insert=True)
    return extra


def _fill(actor: Actor, row: Revisit, seen: Seen, hazard: Hazard | None) -> None:
    """Write down what was seen. The watch's own conditional UPDATE has let one in."""
    Revisit.objects.within(Scope.whole_town(actor.town)).filter(pk=row.pk).update(
        seen_on=clock.today(),
        seen_by=actor.person_id,
        finding="kept" if seen.kept else "returned",
        note=seen.note.strip(),
        hazard=hazard,
    )
    _keep_photos(actor, row, seen.photos)


def _keep_photos(actor: Actor, row: Revisit, ids: Sequence[UUID]) -> None:
    kept = files.owned(actor, list(ids))
    RevisitPhoto.objects.bulk_create(
        RevisitPhoto(town_id=actor.town, revisit=row, file=photo) for photo in kept
    )

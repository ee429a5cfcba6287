"""The verbs of the figures: keep the roll-ups true. They write no event, since nothing happened that the log does not tell."""

from uuid import UUID

from django.db import transaction

from bihuan.core import clock, events
from bihuan.core.scope import Scope
from bihuan.figures import rollups
from bihuan.figures.measuring import Counted
from bihuan.figures.models import RolledUp, Rollup

EVENTS_MAX = 500  # beyond these, counting all is quicker than looking for what they changed


@transaction.atomic
def roll_up(town: UUID) -> int:
    """汇总: take in what happened in a town since the last time, or all of it when another day has come. The clock's own;
    whoever comes second waits and finds nothing left. Killed, it leaves all as it was. Returns the buckets that changed."""
    scope, today = Scope.whole_town(town), clock.today()
    kept = RolledUp.objects.within(scope).held()
    if (done := kept.first()) is None:
        RolledUp.objects.bulk_create([RolledUp(town_id=town)], ignore_conflicts=True)
        done = kept.get()
    seq = events.last_seq(town)
    if (done.seq, done.on) == (seq, today):
        return 0
    months = None
    if done.on == today and seq - done.seq <= EVENTS_MAX:
        months = rollups.touched_by(scope, events.subjects_between(scope, done.seq, seq))
    before, after = rollups.stored(scope), rollups.recount(scope, today, months)
    gone = {place: Counted(0, 0) for place in before if place not in after and rollups.is_in(place, months)}
    changed = {place: made for place, made in (after | gone).items() if before.get(place) != made}
    Rollup.objects.bulk_create(
        [
            Rollup(town_id=town, figure=key, bucket=bucket, value=made.measure, rows=made.rows, seq=seq)
            for (key, bucket), made in changed.items()
        ],
        update_conflicts=True,
        unique_fields=["town", "figure", "bucket"],
        update_fields=["value", "rows", "seq"],
    )
    RolledUp.objects.within(scope).update(seq=seq, on=today)
    return len(changed)


@transaction.atomic
def recount_all(town: UUID) -> None:
    """重新汇总: a correction has moved a row from one period to another, and no event names the one that it left: the next roll-up counts
    all anew. Inside the action that corrects, before its event."""
    RolledUp.objects.within(Scope.whole_town(town)).update(on=None)

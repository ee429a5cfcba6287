"""Notices of the roll-out: a unit has joined a wave; a wave's term nears or has passed; who can be accepted."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from uuid import UUID

from django.urls import reverse

from bihuan.core import clock
from bihuan.core.calendar import in_words
from bihuan.core.models import Event
from bihuan.core.scope import Scope
from bihuan.notices.kinds import Kind, Telling, Whom, declare_notice, on
from bihuan.notices.rules import DIGEST
from bihuan.rollout.models import Wave
from bihuan.rollout.queries import enrolled, ready, running_waves, with_steps
from bihuan.units.models import Unit
from bihuan.units.notices import AT_THE_PLACE, over

GROUP = "双重预防"
BEFORE_DAYS = 14


def _joined(scope: Scope, happened: Sequence[Event]) -> Iterable[Telling]:
    units = Unit.objects.within(scope).select_related("cell").in_bulk([one.subject_id for one in happened])
    for one in happened:
        if unit := units.get(one.subject_id):
            until = in_words(date.fromisoformat(one.given["to_on"]))
            yield Telling(
                key=str(one.pk),
                about=unit.pk,
                whom=over(unit, *AT_THE_PLACE),
                text=f"列入双重预防建设{one.given['wave']}，{until}前完成",
                where=unit.name_and_place,
                url=reverse("rollout_unit", args=[unit.pk]),
                by=one.actor_id,
            )


def _open(scope: Scope, today: date) -> Counter[UUID]:
    """How many units of each wave are not accepted."""
    rows = with_steps(enrolled(scope), scope, today).filter(did_accepted=False)
    return Counter(rows.order_by().values_list("wave", flat=True))


def _near(scope: Scope, today: date) -> Iterable[Telling]:
    """To the safety office and the leader in charge, once before a wave's term and once after it."""
    waves = list(running_waves(scope).filter(to_on__lte=today + timedelta(days=BEFORE_DAYS)))
    counts = _open(scope, today) if waves else Counter()
    for wave in waves:
        if not counts[wave.pk]:
            continue
        gone = wave.to_on < today
        yield Telling(
            key=f"{wave.pk}:{wave.to_on}:{'gone' if gone else 'near'}",
            about=wave.pk,
            whom=Whom(kinds=("safety_head", "vice_mayor")),
            text=f"“{wave.name}”{'已于' if gone else '将于'}{in_words(wave.to_on)}到期，还有{counts[wave.pk]}家没有验收",
            where="双重预防推进",
            url=f"{reverse('rollout_units')}?wave={wave.pk}&step=not_accepted",
        )


def _still_near(scope: Scope, ids: Collection[UUID]) -> set[UUID]:
    today = clock.today()
    counts = _open(scope, today)
    rows = Wave.objects.within(scope).filter(pk__in=ids, closed_on__isnull=True)
    return {pk for pk in rows.values_list("pk", flat=True) if counts[pk]}


def _ready(scope: Scope, today: date) -> Iterable[Telling]:
    """Once for each unit that has all that is looked at."""
    for row in ready(scope, today):
        yield Telling(
            key=str(row.pk),
            about=row.pk,
            whom=Whom(kinds=("safety_head",)),
            text=f"双重预防建设可以验收（{row.wave.name}）",
            where=row.unit.name_and_place,
            url=reverse("rollout_accept", args=[row.pk]),
        )


def _still_ready(scope: Scope, ids: Collection[UUID]) -> set[UUID]:
    return set(ready(scope, clock.today()).filter(pk__in=ids).values_list("pk", flat=True))


declare_notice(
    Kind("rollout.joined", "列入双重预防批次", GROUP, DIGEST, on=on("unit", "join_wave"), tell=_joined)
)
declare_notice(Kind("rollout.near", "双重预防批次到期", GROUP, DIGEST, due=_near, waits=_still_near))
declare_notice(Kind("rollout.ready", "双重预防可以验收", GROUP, DIGEST, due=_ready, waits=_still_ready))

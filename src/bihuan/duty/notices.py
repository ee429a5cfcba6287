"""Notices of duty: a roster is out, a swap is asked or decided, one's turn is tomorrow, nobody stands."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from uuid import UUID

from django.urls import reverse

from bihuan.core import clock
from bihuan.core.calendar import in_words
from bihuan.core.models import Event
from bihuan.core.scope import Scope
from bihuan.duty.desk import swap_words
from bihuan.duty.lifecycle import ACCEPTED, ASKED
from bihuan.duty.models import Roster, Swap, Turn
from bihuan.duty.queries import in_force, standing, swaps
from bihuan.duty.rules import POSITIONS, short_day
from bihuan.notices.kinds import Kind, Telling, Whom, declare_notice, on
from bihuan.notices.rules import DIGEST

GROUP = "值班"
KEEPERS = Whom(right="duty")


def _published(scope: Scope, happened: Sequence[Event]) -> Iterable[Telling]:
    """To each who stands on it: on how many days, the first one first."""
    by = {one.subject_id: one for one in happened}
    rosters = Roster.objects.within(scope).in_bulk(list(by))
    mine: dict[tuple[UUID, UUID], list[date]] = {}
    rows = Turn.objects.within(scope).filter(roster__in=rosters).order_by("day")
    for roster, person, day in rows.values_list("roster", "person", "day"):
        mine.setdefault((roster, person), []).append(day)
    for (roster_id, person), days in mine.items():
        yield Telling(
            key=f"{roster_id}:{person}",
            about=roster_id,
            whom=Whom(persons=(person,)),
            text=f"值班表已发布，您值{len(days)}天，第一天是{short_day(days[0])}",
            where=str(rosters[roster_id]),
            url=f"{reverse('duty')}?month={days[0]:%Y-%m}",
            by=by[roster_id].actor_id,
        )


def _of_swaps(scope: Scope, happened: Sequence[Event]) -> Iterable[tuple[Event, Swap]]:
    rows = swaps(scope).in_bulk([one.subject_id for one in happened])
    return [(one, rows[one.subject_id]) for one in happened if one.subject_id in rows]


def _asked(scope: Scope, happened: Sequence[Event]) -> Iterable[Telling]:
    for event, swap in _of_swaps(scope, happened):
        if event.action == "ask_swap" and swap.other_id:
            yield _swap(event, swap, Whom(persons=(swap.other_id,)), "请您换班")
        elif event.action == "accept_swap":
            yield _swap(event, swap, KEEPERS, "换班待批准")


def _decided(scope: Scope, happened: Sequence[Event]) -> Iterable[Telling]:
    for event, swap in _of_swaps(scope, happened):
        persons = tuple(filter(None, (swap.asker_id, swap.other_id)))
        yield _swap(event, swap, Whom(persons=persons), swap.get_state_display())


def _swap(event: Event, swap: Swap, whom: Whom, word: str) -> Telling:
    return Telling(
        key=str(event.pk),
        about=swap.pk,
        whom=whom,
        text=f"{word}：{swap_words(swap)}",
        where=swap.reason,
        url=reverse("duty_swap", args=[swap.pk]),
        by=event.actor_id,
    )


def _still_open(scope: Scope, ids: Collection[UUID]) -> set[UUID]:
    rows = Swap.objects.within(scope).filter(
        pk__in=ids, state__in=(ASKED, ACCEPTED), turn__day__gte=clock.today()
    )
    return set(rows.values_list("pk", flat=True))


def _tomorrow(scope: Scope, today: date) -> Iterable[Telling]:
    for turn in standing(scope, today + timedelta(days=1), today + timedelta(days=1)):
        yield Telling(
            key=f"{turn.day}:{turn.person_id}",
            about=turn.pk,
            whom=Whom(persons=(turn.person_id,)),
            text=f"明天（{in_words(turn.day)}）由您{POSITIONS[turn.position]}",
            where="值班表",
            url=f"{reverse('duty')}?month={turn.day:%Y-%m}",
        )


def _nobody(scope: Scope, today: date) -> Iterable[Telling]:
    """Of a town that keeps rosters: tomorrow nobody leads, or nobody is on duty."""
    tomorrow = today + timedelta(days=1)
    if not in_force(scope).filter(day__gte=today - timedelta(days=31)).exists():
        return
    there = {one.position for one in standing(scope, tomorrow, tomorrow)}
    lacking = [POSITIONS[code] for code in ("lead", "duty") if code not in there]
    if lacking:
        yield Telling(
            key=str(tomorrow),
            about=scope.town,
            whom=KEEPERS,
            text=f"明天（{in_words(tomorrow)}）没有人{'、'.join(lacking)}",
            where="值班表",
            url=reverse("roster_new"),
        )


declare_notice(
    Kind("duty.published", "值班表发布", GROUP, DIGEST, on=on("roster", "publish_roster"), tell=_published)
)
declare_notice(
    Kind(
        "duty.asked",
        "换班待答复、待批准",
        GROUP,
        on=on("swap", "ask_swap", "accept_swap"),
        tell=_asked,
        waits=_still_open,
    )
)
declare_notice(
    Kind(
        "duty.decided",
        "换班结果、临时替班",
        GROUP,
        on=on("swap", "approve_swap", "refuse_swap", "decline_swap", "call_in"),
        tell=_decided,
    )
)
declare_notice(Kind("duty.tomorrow", "明天您值班", GROUP, due=_tomorrow))
declare_notice(Kind("duty.nobody", "明天无人值班", GROUP, due=_nobody))

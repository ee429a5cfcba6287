"""What leaders did against their year's list, counted from who was at meetings, who led outings, and what is entered of them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.urls import reverse

from bihuan.core import clock
from bihuan.core.scope import Scope
from bihuan.grid.models import Post
from bihuan.inspections.queries import outings, visits
from bihuan.meetings.leading import Stood, stand
from bihuan.meetings.models import Attendance, LeaderDuty, LeaderRecord
from bihuan.meetings.rules import COMMITTEE, LEADERS, PARTY


@dataclass(frozen=True)
class Deed:
    """A thing that a leader did: on which day, in words, where it stands; `counts`: the measures that it counts for."""

    on: date
    text: str
    url: str
    counts: frozenset[str]


@dataclass(frozen=True)
class Item:
    """An item of the list with how a leader stands to it."""

    duty: LeaderDuty
    stood: Stood


@dataclass(frozen=True)
class Leader:
    """A leader in a year: the tenure, its part of the year, the items of the list, and all that was done."""

    post: Post
    first: date
    last: date
    items: tuple[Item, ...]
    deeds: tuple[Deed, ...]

    def count(self, measure: str) -> int:
        return sum(measure in one.counts for one in self.deeds)

    @property
    def key(self) -> str:
        return str(self.post.pk)


def year_of(scope: Scope, year: int, today: date, only: UUID | None = None) -> list[Leader]:
    """Each leader of a year (or the one of a tenure) in the order of posts. A fixed number of queries."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    posts = Post.objects.within(Scope.whole_town(scope.town)).filter(
        Q(to_on__isnull=True) | Q(to_on__gte=first), from_on__lte=min(last, today), kind__in=LEADERS
    )
    if only:
        posts = posts.filter(pk=only)
    rows = sorted(
        posts.select_related("person", "cell", "department", "unit"),
        key=lambda one: (LEADERS.index(one.kind), one.from_on, str(one.pk)),
    )
    if not rows or first > today:
        return []
    duties = list(
        LeaderDuty.objects.within(scope).filter(
            Q(ended_on__isnull=True) | Q(ended_on__gte=first), from_on__lte=min(last, today)
        )
    )
    deeds = _deeds(scope, {one.person_id for one in rows}, first, min(last, today))
    return [_leader(post, duties, deeds[post.person_id], first, last, today) for post in rows]


def _leader(
    post: Post, duties: Iterable[LeaderDuty], deeds: Sequence[Deed], first: date, last: date, today: date
) -> Leader:
    since, until = max(first, post.from_on), min(last, post.to_on or last)
    mine = tuple(one for one in sorted(deeds, key=lambda deed: deed.on) if since <= one.on <= until)
    items = []
    for duty in duties:
        span = (max(since, duty.from_on), min(until, duty.ended_on or until))
        if duty.post == post.kind and span[0] <= span[1]:
            days = [one.on for one in mine if duty.measure in one.counts]
            items.append(Item(duty, stand(duty.asked, span, days, today)))
    return Leader(post, since, until, tuple(items), mine)


def _deeds(scope: Scope, persons: set[UUID], since: date, until: date) -> dict[UUID, list[Deed]]:
    """What some persons did between two days, by person. Four queries."""
    found: dict[UUID, list[Deed]] = defaultdict(list)
    there = Attendance.objects.within(scope).filter(
        person__in=persons, state="present", meeting__held_on__gte=since, meeting__held_on__lte=until
    )
    for row in there.select_related("meeting"):
        found[row.person_id].append(_attended(row))
    led = list(
        outings(scope)
        .filter(leader__in=persons, on__gte=since, on__lte=until)
        .select_related("campaign", "team")
        .order_by("on", "pk")
    )
    first_visits: dict[UUID, list[Any]] = defaultdict(list)
    for pk, outing, name in (
        visits(scope)
        .filter(outing__in=[one.pk for one in led])
        .order_by("pk")
        .values_list("pk", "outing", "unit__name")
    ):
        first_visits[outing].append((pk, name))
    for one in led:
        assert one.leader_id is not None
        found[one.leader_id].append(_led(one, first_visits[one.pk]))
    records = LeaderRecord.objects.within(scope).filter(
        person__in=persons, on__gte=since, on__lte=until, voided_on__isnull=True
    )
    for record in records:
        text = f"{record.get_measure_display()}：{record.text}"
        found[record.person_id].append(Deed(record.on, text, "", frozenset({record.measure})))
    return found


def _attended(row: Attendance) -> Deed:
    meeting = row.meeting
    assert meeting.held_on is not None
    counts = set()
    if meeting.sort != PARTY or meeting.safety_topics:
        counts |= {"meetings"} | ({"chaired"} if row.leads else set()) | ({"spoke"} if row.spoke else set())
        counts |= {"party"} if meeting.sort == PARTY else set()
    if meeting.sort == COMMITTEE:
        counts.add("committee")
    did = "主持" if row.leads else "讲话" if row.spoke else "参加"
    return Deed(
        meeting.held_on, f"{did}{meeting.title}", reverse("meeting", args=[meeting.pk]), frozenset(counts)
    )


def _led(outing: Any, seen: Sequence[tuple[UUID, str]]) -> Deed:
    names = "、".join(dict.fromkeys(name for _, name in seen[:3])) + ("等" if len(seen) > 3 else "")
    what = "带队检查" + ("（四不两直）" if outing.unannounced else "")
    place = f"{names}，{len(seen)}家次" if seen else (outing.campaign.name if outing.campaign else "")
    counts = {"led", "unannounced"} if outing.unannounced else {"led"}
    url = reverse("inspection", args=[seen[0][0]]) if seen else ""
    return Deed(outing.on, f"{what}：{place}", url, frozenset(counts))


def narrowed(leader: Leader, measure: str, first: date | None, last: date | None) -> Leader:
    """Of what a leader did, what counts for a measure ("": all) between two days."""
    kept = tuple(
        one
        for one in leader.deeds
        if (not measure or measure in one.counts)
        and (first is None or one.on >= first)
        and (last is None or one.on <= last)
    )
    return replace(leader, deeds=kept)


def years(scope: Scope) -> list[int]:
    """The years that can be looked at, the latest first: since the first meeting or item of the list."""
    today = clock.today()
    first = LeaderDuty.objects.within(scope).order_by("from_on").values_list("from_on", flat=True).first()
    return list(range(today.year, (first or today).year - 1, -1))

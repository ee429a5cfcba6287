"""Reading of duty: what a roster is made from, who stands when, what is open."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.calendar import day_kind
from bihuan.core.errors import NotFound
from bihuan.core.scope import Scope
from bihuan.duty import asked
from bihuan.duty.lifecycle import ACCEPTED, ASKED
from bihuan.duty.models import (
    DutyCall,
    DutyCustom,
    DutyFeed,
    DutyRule,
    Fit,
    Leave,
    Relief,
    Roster,
    Swap,
    Turn,
)
from bihuan.duty.rules import POSITIONS, Problem, Rule, Span, Stand, why_not
from bihuan.duty.weighing import Candidate, fairest
from bihuan.figures.dated import not_by
from bihuan.grid.models import Person, Post
from bihuan.grid.rules import POST_KINDS

STANDING_POSTS = tuple(code for code, kind in POST_KINDS.items() if "stand" in kind.rights)
ORDER = {code: at for at, code in enumerate(POSITIONS)}


def custom_of(scope: Scope) -> DutyCustom:
    """When the town's shift changes; the usual where it has not said."""
    found: DutyCustom | None = DutyCustom.objects.within(scope).first()
    return found or DutyCustom(town_id=scope.town)


def in_force(scope: Scope) -> QuerySet[Turn]:
    """The turns that hold: published, not taken over by a later roster."""
    found: QuerySet[Turn] = Turn.objects.within(scope).filter(dropped_at__isnull=True)
    return found


def standing(scope: Scope, first: date, last: date) -> list[Turn]:
    """Who stands from a day to a day, in the order of days and positions, with the persons."""
    rows = in_force(scope).filter(day__gte=first, day__lte=last).select_related("person", "planned", "roster")
    return sorted(rows, key=lambda one: (one.day, ORDER[one.position], one.person.name, str(one.pk)))


def fits(scope: Scope) -> QuerySet[Fit]:
    """Who may stand, today or later."""
    found: QuerySet[Fit] = Fit.objects.within(scope).filter(not_by("ended_on", clock.today()))
    return found.select_related("person")


def leaves(scope: Scope, since: date) -> QuerySet[Leave]:
    """Leaves that end on a day or later, those that were taken back left out."""
    found: QuerySet[Leave] = Leave.objects.within(scope).filter(to_on__gte=since)
    return found.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=since)).select_related("person")


def rules_in_force(scope: Scope) -> QuerySet[DutyRule]:
    """The town's rules that have not been ended."""
    found: QuerySet[DutyRule] = DutyRule.objects.within(scope).filter(ended_on__isnull=True)
    return found


def officers_of(scope: Scope, on: date) -> list[Person]:
    """The persons of the town and its grid in office on a day, who may be put on the list of those who stand."""
    posts = Post.objects.within(Scope.whole_town(scope.town)).filter(
        Q(to_on__isnull=True) | Q(to_on__gte=on), kind__in=STANDING_POSTS, unit__isnull=True
    )
    found = Person.objects.within(Scope.whole_town(scope.town)).filter(pk__in=posts.values("person"))
    return list(found.order_by("name", "pk"))


def names_of(scope: Scope, keys: Iterable[str | UUID]) -> dict[str, str]:
    """Names by id."""
    rows = Person.objects.within(Scope.whole_town(scope.town)).filter(pk__in=set(keys))
    return {str(pk): name for pk, name in rows.values_list("pk", "name")}


@dataclass(frozen=True)
class Told:
    """A rule of the town's with its words."""

    row: DutyRule
    says: str


def told_rules(scope: Scope) -> list[Told]:
    """The rules in force in words, kind by kind."""
    rows = list(rules_in_force(scope))
    keys = {row.params[key] for row in rows for key in ("person", "other") if key in row.params}
    names = names_of(scope, keys)
    order = list(asked.KINDS)
    rows.sort(key=lambda row: (order.index(row.kind), row.from_on, str(row.pk)))
    return [Told(row, asked.says(row.kind, row.params, names, row.hard)) for row in rows]


def problem_of(
    scope: Scope, days: Sequence[date], *, fixed: Iterable[Stand] = (), beside: Iterable[UUID] = ()
) -> Problem:
    """What a roster over some days is made from, as the rows stand now: eight queries, however many persons and days. `fixed` was put
    by hand; `beside`: turns left out of what stands already."""
    first, last = days[0], days[-1]
    since = date(first.year, 1, 1)
    town = Scope.whole_town(scope.town)
    told = told_rules(town)
    rest = max((one.row.params["days"] for one in told if one.row.kind == "rest"), default=0)
    chosen = set(days)
    around = list(
        in_force(town)
        .filter(day__gte=since - timedelta(days=rest), day__lte=last + timedelta(days=31 + rest))
        .exclude(pk__in=list(beside))
        .values_list("day", "position", "person", "kind")
    )
    others = [(on, position, str(person), kind) for on, position, person, kind in around if on not in chosen]
    held: dict[str, dict[str, list[Span]]] = defaultdict(lambda: defaultdict(list))
    names: dict[str, str] = {}
    for fit in (
        Fit.objects.within(town)
        .filter(Q(ended_on__isnull=True) | Q(ended_on__gt=since))
        .select_related("person")
    ):
        ends = fit.ended_on - timedelta(days=1) if fit.ended_on else None
        held[fit.position][str(fit.person_id)].append(Span(fit.from_on, ends))
        names[str(fit.person_id)] = fit.person.name
    away: dict[str, list[tuple[Span, str]]] = defaultdict(list)
    for leave in Leave.objects.within(town).filter(to_on__gte=since):
        away[str(leave.person_id)].append((Span(leave.from_on, leave.last_on), leave.reason))
    put = tuple(fixed)
    posts: dict[str, list[Span]] = defaultdict(list)
    for post in Post.objects.within(town).filter(
        person__in=list(names), kind__in=STANDING_POSTS, unit__isnull=True
    ):
        posts[str(post.person_id)].append(Span(post.from_on, post.to_on))
    lacking = {one.person for one in put} | {one[2] for one in others}
    names |= names_of(town, lacking - names.keys()) if lacking - names.keys() else {}
    return Problem(
        days=tuple(days),
        kinds={on: day_kind(on) for on in days},
        names=names,
        fits={
            position: {key: tuple(spans) for key, spans in held[position].items()}
            for position in POSITIONS
            if held[position]
        },
        posts={key: tuple(spans) for key, spans in posts.items()},
        rules=tuple(
            Rule(one.row.kind, one.row.params, one.row.hard, _weight(one.row), one.says) for one in told
        ),
        leaves={key: tuple(spans) for key, spans in away.items()},
        stands=tuple(Stand(on, position, person) for on, position, person, _ in others),
        earlier=Counter(
            (position, person, kind) for on, position, person, kind in others if since <= on <= last
        ),
        since=since,
        fixed=put,
    )


def _weight(row: DutyRule) -> int:
    return int(row.params.get("weight") or row.weight)


def against(scope: Scope, turn: Turn, person: UUID, *, instead_of: Iterable[Turn] = ()) -> str:
    """Which hard rule keeps a person from standing on a published turn, in words, or "". `instead_of`: turns that change hands with it."""
    gone = [turn.pk, *(one.pk for one in instead_of)]
    problem = problem_of(scope, [turn.day], beside=gone)
    others = [
        Stand(on, position, str(who))
        for on, position, who in in_force(Scope.whole_town(scope.town))
        .filter(day=turn.day)
        .exclude(pk__in=gone)
        .values_list("day", "position", "person")
    ]
    return why_not(problem, others, Stand(turn.day, turn.position, str(person)))


@dataclass(frozen=True)
class Caller:
    """Somebody who could take a turn: the person, how far over (+) or under (-) the fair share in points, what is against it."""

    person: Person
    over: int
    against: str


def fairest_to_call(scope: Scope, turn: Turn) -> list[Caller]:
    """Who could stand instead on a turn, whoever has done least of the fair share first."""
    problem = problem_of(scope, [turn.day], beside=[turn.pk])
    others = [
        Stand(turn.day, one.position, str(one.person_id))
        for one in in_force(Scope.whole_town(scope.town)).filter(day=turn.day).exclude(pk=turn.pk)
    ]
    found: list[Candidate] = [
        one for one in fairest(problem, turn.position, turn.day, others) if one.person != str(turn.person_id)
    ]
    rows = Person.objects.within(Scope.whole_town(scope.town)).in_bulk([UUID(one.person) for one in found])
    return [Caller(rows[UUID(one.person)], one.over, one.against) for one in found]


def shaky(scope: Scope, since: date) -> list[tuple[Turn, str]]:
    """Turns to come whose person cannot stand any more: gone from office, or on leave. Three queries."""
    town = Scope.whole_town(scope.town)
    rows = list(in_force(town).filter(day__gte=since).select_related("person", "roster"))
    if not rows:
        return []
    last = max(one.day for one in rows)
    posts: dict[UUID, list[Span]] = defaultdict(list)
    who = {one.person_id for one in rows}
    for post in Post.objects.within(town).filter(person__in=who, kind__in=STANDING_POSTS, unit__isnull=True):
        posts[post.person_id].append(Span(post.from_on, post.to_on))
    away: dict[UUID, list[tuple[Span, str]]] = defaultdict(list)
    for leave in leaves(town, since).filter(from_on__lte=last):
        away[leave.person_id].append((Span(leave.from_on, leave.last_on), leave.reason))
    found = []
    for one in sorted(rows, key=lambda turn: (turn.day, ORDER[turn.position])):
        if not any(span.holds(one.day) for span in posts[one.person_id]):
            found.append((one, "已离任"))
        elif reason := next((words for span, words in away[one.person_id] if span.holds(one.day)), ""):
            found.append((one, f"请假（{reason}）"))
    return found


def moved_days(scope: Scope, since: date) -> list[tuple[date, str, str]]:
    """The days to come whose kind is another now than on the published roster: (day, then, now). One query."""
    rows = in_force(scope).filter(day__gte=since).order_by("day").values_list("day", "kind").distinct()
    return [(on, kind, now) for on, kind in rows if (now := day_kind(on)) != kind]


def rosters(scope: Scope) -> QuerySet[Roster]:
    """Rosters, the latest first."""
    found: QuerySet[Roster] = Roster.objects.within(scope).select_related("made_by", "published_by")
    return found


def is_on_duty(actor: Actor) -> bool:
    """Whether the actor stands on the shift that runs, or stood on the one before, which is still being handed over."""
    running = custom_of(actor.scope).shift_of(clock.now())
    near = in_force(actor.scope).filter(day__gte=running - timedelta(days=1), day__lte=running)
    return bool(near.filter(person=actor.person).exists())


def own_turns(actor: Actor, since: date) -> QuerySet[Turn]:
    """What the actor stands from a day on."""
    return in_force(actor.scope).filter(person=actor.person, day__gte=since).order_by("day")


def swaps(scope: Scope) -> QuerySet[Swap]:
    """Changes of who stands, the latest first, with all that a line shows."""
    found: QuerySet[Swap] = Swap.objects.within(scope).select_related(
        "turn",
        "turn__person",
        "turn__roster",
        "asker",
        "other",
        "other_turn",
        "other_turn__person",
        "decided_by",
    )
    return found


def asked_of(actor: Actor) -> QuerySet[Swap]:
    """Swaps that wait for the actor's answer: asked by name, or offered to whoever may hold the position."""
    mine = Fit.objects.within(actor.scope).filter(not_by("ended_on", clock.today()), person=actor.person)
    offered = Q(other__isnull=True, turn__position__in=mine.values("position"))
    waiting = swaps(actor.scope).filter(state=ASKED, turn__day__gte=clock.today())
    return waiting.filter(Q(other=actor.person) | offered).exclude(asker=actor.person)


def to_approve(actor: Actor) -> QuerySet[Swap]:
    """Swaps that wait to be approved, those of the actor's own left aside."""
    return (
        swaps(actor.scope)
        .filter(state=ACCEPTED, turn__day__gte=clock.today())
        .exclude(Q(asker=actor.person) | Q(other=actor.person))
    )


def reliefs(scope: Scope) -> QuerySet[Relief]:
    """Hand-overs of shifts, the latest first."""
    found: QuerySet[Relief] = Relief.objects.within(scope).select_related("given_by", "taken_by")
    return found


def shift_to_hand_over(scope: Scope, now: datetime, custom: DutyCustom | None = None) -> date | None:
    """The day of the shift that is to be handed over at an instant: yesterday's until it was, else the one that runs; None where nobody
    stood on either. `custom` where it is known already."""
    day = (custom or custom_of(scope)).shift_of(now)
    given = Relief.objects.within(scope).filter(day=OuterRef("day"))
    left = in_force(scope).filter(~Exists(given), day__in=(day - timedelta(days=1), day))
    return left.order_by("day").values_list("day", flat=True).first()


def calls(scope: Scope) -> QuerySet[DutyCall]:
    """What came in, the latest first."""
    found: QuerySet[DutyCall] = DutyCall.objects.within(scope).select_related("unit", "taken_by")
    return found


def open_calls(scope: Scope) -> QuerySet[DutyCall]:
    """What came in and is not settled, the oldest first."""
    return calls(scope).filter(settled_at__isnull=True).order_by("at", "pk")


def feed_of(actor: Actor) -> DutyFeed | None:
    """The actor's open calendar address."""
    found: DutyFeed | None = (
        DutyFeed.objects.within(actor.scope).filter(person=actor.person, ended_at__isnull=True).first()
    )
    return found


def feed_by(token_hash: str) -> DutyFeed:
    """Whose calendar an address opens. Only the feed's page may ask, before anyone's scope is known. NotFound for one taken back."""
    found: DutyFeed | None = (
        DutyFeed.at_the_door.filter(token_hash=token_hash, ended_at__isnull=True)
        .select_related("person", "town")
        .first()
    )
    if found is None:
        raise NotFound("这个日历订阅地址已经停用。请本人到“我的值班日历”重新生成。")
    return found


def turns_to_take(actor: Actor, turn: Turn) -> list[Turn]:
    """The turns of others in the same position that could be taken in exchange: to come, of another day."""
    rows = in_force(actor.scope).filter(position=turn.position, day__gte=clock.today()).exclude(day=turn.day)
    return list(rows.exclude(person=turn.person_id).select_related("person").order_by("day", "pk")[:60])


def first_free_day(actor: Actor) -> date:
    """The first day from which a roster can be drawn up anew: today, or tomorrow where somebody stands today."""
    today = clock.today()
    return today + timedelta(days=int(in_force(actor.scope).filter(day=today).exists()))

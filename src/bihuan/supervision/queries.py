"""Reading of what presses: the town's table, who holds a post at a place, steps taken and missing, extensions, urgent matters."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from bihuan.core.actions import Actor
from bihuan.core.scope import Scope
from bihuan.grid.models import Post
from bihuan.grid.queries import answers_for, posts_held
from bihuan.grid.rules import POST_KINDS, UNIT_KEEPERS
from bihuan.hazards.lifecycle import MENDED, OPEN, ORDERED, OWN, UNDER_ORDER
from bihuan.hazards.models import Demand, Hazard
from bihuan.hazards.queries import PRESSED, open_hazards, standing
from bihuan.supervision import rules
from bihuan.supervision.lifecycle import ASKED
from bihuan.supervision.models import Escalation, EscalationRule, Extension, UrgentEntry
from bihuan.supervision.rules import ESCALATE, Step
from bihuan.units.models import Unit
from bihuan.units.notices import OWN_KEEPER

UNDER = Q(hazard__state__in=UNDER_ORDER, hazard__voided_on__isnull=True)
RUNS = UNDER & Q(ended_on__isnull=True, deadline_on=F("hazard__deadline_on"))
DEMAND_RUNS = UNDER & Q(demand__ended_on__isnull=True, demand__deadline_on=F("hazard__deadline_on"))


def rules_in_force(scope: Scope) -> QuerySet[EscalationRule]:
    """The lines of the town's own table today."""
    found: QuerySet[EscalationRule] = EscalationRule.objects.within(scope).filter(ended_on__isnull=True)
    return found


def steps_of(scope: Scope) -> list[Step]:
    """The town's table: its own, else the one that every town begins with."""
    return rules.in_order([row.step for row in rules_in_force(scope)] or list(rules.DEFAULTS))


class Holders:
    """Who holds which kind of post where, on a day: one query for any number of hazards, and none where nobody asks."""

    def __init__(self, town: UUID, on: date) -> None:
        self._town, self._on = town, on

    @cached_property
    def _posts(self) -> dict[str, list[Post]]:
        found: dict[str, list[Post]] = defaultdict(list)
        for post in posts_held(Scope.whole_town(self._town), self._on).filter(
            kind__in=(*rules.LADDER, *UNIT_KEEPERS)
        ):
            found[OWN_KEEPER if post.unit_id else post.kind].append(post)
        return found

    def names(self, kind: str, unit: Unit) -> list[str]:
        """Those who hold a kind of post at a unit's place: on its cell or above, in its department, or at the unit itself."""
        return list(
            dict.fromkeys(
                post.person.name
                for post in self._posts[kind]
                if answers_for(post, unit.cell_path, unit.department_id, unit.pk)
            )
        )

    def told(self, kind: str, unit: Unit) -> tuple[str, list[str]] | None:
        """The post, or the next one up that anybody holds, and its holders; None where there is none."""
        for one in (kind, *rules.above(kind)):
            if names := self.names(one, unit):
                return one, names
        return None


def lacking(scope: Scope, steps: Sequence[Step], today: date) -> list[UUID]:
    """Hazards with a running term for which a step is due and was not taken, the earliest deadline first."""
    horizon = max((rules.latest_deadline(one, today) for one in steps), default=today)
    terms = Demand.objects.within(scope).filter(RUNS, deadline_on__lte=horizon).order_by("deadline_on", "pk")
    columns = ("pk", "hazard_id", "hazard__level", "deadline_on", "hazard__state", "hazard__reported_on")
    taken = set(
        Escalation.objects.within(scope)
        .filter(DEMAND_RUNS)
        .order_by()
        .values_list("demand_id", "means", "days", "post")
    )
    found = []
    for pk, hazard, level, deadline_on, state, reported_on in terms.values_list(*columns):
        begins_on = rules.counts_from(deadline_on, state, reported_on)
        due = rules.due_now(steps, level, deadline_on, begins_on, today)
        if any((pk, one.means, one.days, one.post) not in taken for one in due):
            found.append(hazard)
    return found


def running_terms(scope: Scope, hazards: Sequence[UUID]) -> QuerySet[Demand]:
    """The running terms of some hazards, with the hazard and its unit."""
    found: QuerySet[Demand] = Demand.objects.within(scope).filter(RUNS, hazard__in=hazards)
    return found.select_related("hazard", "hazard__unit").order_by("deadline_on", "pk")


def why_not_urge(scope: Scope, hazards: Sequence[Hazard], today: date) -> dict[UUID, str]:
    """Which of some hazards cannot be urged, and why: nobody is bound to anything, or the post whose turn it is was told of it today already.
    What was passed up past it today is no word to it. The same queries, however many hazards."""
    refused = {
        row.pk: f"{row.state_label}，现在没有要催办的岗位。"
        for row in hazards
        if row.state not in rules.URGED
    }
    holders = Holders(scope.town, today)
    told = Escalation.objects.within(scope).filter(DEMAND_RUNS, hazard__in=hazards, on=today)
    for step in told.select_related("hazard", "hazard__unit").order_by("at", "pk"):
        turn = holders.told(rules.URGED[step.hazard.state], step.hazard.unit)
        if turn is not None and step.told == turn[0]:
            refused[step.hazard_id] = f"今天已经告知过{step.told_label}（{step.holders}），不用再催。"
    return refused


def taken_for(scope: Scope, terms: Sequence[Demand]) -> set[tuple[UUID, str, int, str]]:
    """The steps already taken for some terms: (term, means, days, post)."""
    rows = Escalation.objects.within(scope).filter(demand__in=[one.pk for one in terms])
    return set(rows.values_list("demand_id", "means", "days", "post"))


def resting_kinds(scope: Scope) -> list[str]:
    """The kinds of post that have been told of anything passed up and not settled."""
    rows = Escalation.objects.within(scope).filter(DEMAND_RUNS, means=ESCALATE)
    return sorted(rows.order_by().values_list("told", flat=True).distinct())


def resting_with(scope: Scope, told: str) -> QuerySet[Escalation]:
    """What has been passed up to a kind of post, has gone no further by the same step, and is not settled."""
    further = Escalation.objects.within(scope).filter(
        demand=OuterRef("demand"),
        means=OuterRef("means"),
        days=OuterRef("days"),
        post=OuterRef("post"),
        told__in=rules.above(told),
    )
    found: QuerySet[Escalation] = Escalation.objects.within(scope).filter(
        DEMAND_RUNS, ~Exists(further), means=ESCALATE, told=told
    )
    return found


def told_to(actor: Actor, means: str) -> QuerySet[Hazard]:
    """Hazards under order about which the actor's posts were told, whoever held them then. What is urgent stands on every desk
    already."""
    steps = Escalation.objects.within(actor.scope).filter(
        DEMAND_RUNS, hazard=OuterRef("pk"), means=means, told__in=sorted(actor.kinds)
    )
    found: QuerySet[Hazard] = Hazard.objects.within(actor.scope).filter(Exists(steps)).exclude(PRESSED)
    return found.select_related("unit", "unit__cell").order_by("deadline_on", "pk")


def waiting(scope: Scope) -> QuerySet[Extension]:
    """Requests on which somebody has to decide: of terms that still run."""
    found: QuerySet[Extension] = Extension.objects.within(scope).filter(
        state=ASKED, demand__ended_on__isnull=True, hazard__state=ORDERED
    )
    return found.select_related("hazard", "hazard__unit", "hazard__unit__cell", "asked_by")


def moot(scope: Scope) -> QuerySet[Extension]:
    """Requests whose term has ended, or whose hazard has gone on, before anybody decided."""
    gone = Q(demand__ended_on__isnull=False) | ~Q(hazard__state=ORDERED)
    found: QuerySet[Extension] = Extension.objects.within(scope).filter(gone, state=ASKED)
    return found


@dataclass(frozen=True)
class Urgent:
    """An urgent hazard as the board shows it. `people` and `money` (yuan): assigned and used."""

    hazard: Hazard
    hours_left: int
    holder: str
    latest: UrgentEntry | None
    entries: Sequence[UrgentEntry]
    people: tuple[int, int]
    money: tuple[int, int]


def urgent_now(scope: Scope) -> QuerySet[Hazard]:
    """Open hazards whose clock in hours runs, the least time first."""
    running = open_hazards(scope).filter(PRESSED)
    return running.select_related("unit", "unit__cell").order_by("urgent_due_at", "pk")


def urgent_before(scope: Scope) -> QuerySet[Hazard]:
    """Hazards that were urgent and are so no more: the track was finished, or the hazard is settled. The latest first."""
    ended = Q(urgent_done_at__isnull=False) | ~Q(state__in=OPEN)
    found = standing(scope).filter(ended, urgent_on__isnull=False)
    return found.select_related("unit").order_by("-urgent_on", "-pk")


def board(scope: Scope, hazards: Sequence[Hazard], now: datetime, holders: Holders) -> list[Urgent]:
    """Urgent hazards with all that was entered: one query, however many they are."""
    entries: dict[Any, list[UrgentEntry]] = defaultdict(list)
    asked = UrgentEntry.objects.within(scope).filter(hazard__in=[one.pk for one in hazards])
    for entry in asked.select_related("entered_by").order_by("at", "id"):
        entries[entry.hazard_id].append(entry)
    return [_urgent(one, entries[one.pk], now, holders) for one in hazards]


def _urgent(hazard: Hazard, entries: list[UrgentEntry], now: datetime, holders: Holders) -> Urgent:
    def total(kind: str, stage: str) -> int:
        return sum(one.amount or 0 for one in entries if (one.kind, one.stage) == (kind, stage))

    until = hazard.urgent_done_at or now
    left = hazard.urgent_due_at - until if hazard.urgent_due_at else None
    return Urgent(
        hazard,
        int(left.total_seconds() // 3600) if left else 0,
        holder_of(hazard, holders),
        entries[-1] if entries else None,
        entries,
        (total("people", "assigned"), total("people", "used")),
        (total("money", "assigned"), total("money", "used")),
    )


# Whose move it is in each state: a kind of post, or the unit itself.
TURN = {
    "found": "safety_head",
    "reported": "safety_head",
    "mended": "safety_head",
    "passed": "vice_mayor",
    "referred": "safety_head",
}


def holder_of(hazard: Hazard, holders: Holders) -> str:
    """Who has to act now: the unit that mends, else the holders of the post whose turn it is."""
    if hazard.state not in OPEN:
        return ""
    if hazard.state in (ORDERED, OWN) or (hazard.state == MENDED and not hazard.needs_town):
        return f"{hazard.unit.name}（{hazard.unit.head}）" if hazard.unit.head else hazard.unit.name
    told = holders.told(TURN[hazard.state], hazard.unit)
    return f"{POST_KINDS[told[0]].label}（{'、'.join(told[1])}）" if told else "无人在任"

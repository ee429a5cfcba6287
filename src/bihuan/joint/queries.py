"""Reading of joint inspections: who may see and fill in what, the parts of a visit as one list, links."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from bihuan.accounts.rules import code_hash, plain_code
from bihuan.core.actions import Actor
from bihuan.core.errors import NotFound
from bihuan.core.models import StoredFile
from bihuan.core.scope import Scope
from bihuan.inspections.checklists import Checklist
from bihuan.inspections.queries import sheet_for
from bihuan.joint.lifecycle import CALLED, DONE, PENDING
from bihuan.joint.models import (
    JointEvent,
    JointFinding,
    JointLink,
    JointLinkUse,
    JointPart,
    JointParty,
    JointPhoto,
    JointVisit,
)
from bihuan.joint.rules import BODY, DEPARTMENT, LIST, OFFICE
from bihuan.units.figures import registered
from bihuan.units.models import Unit
from bihuan.units.queries import of_trades


@dataclass(frozen=True)
class Told:
    """One thing that a party found, as its part keeps it. `outcome`: a key of `rules.OUTCOMES`."""

    id: UUID
    text: str
    outcome: str
    place: str = ""
    basis: str = ""
    kind: str = "other"
    item: str = ""
    photos: tuple[UUID, ...] = ()
    photos_after: tuple[UUID, ...] = ()

    def as_kept(self) -> dict[str, Any]:
        names = ("text", "outcome", "place", "basis", "kind", "item")
        return {
            "id": str(self.id),
            **{name: getattr(self, name) for name in names},
            "photos": [str(one) for one in self.photos],
            "photos_after": [str(one) for one in self.photos_after],
        }

    @classmethod
    def of_kept(cls, kept: Mapping[str, Any]) -> "Told":
        photos = {name: tuple(UUID(one) for one in kept[name]) for name in ("photos", "photos_after")}
        return cls(**{**kept, "id": UUID(kept["id"]), **photos})


def told_in(part: JointPart) -> list[Told]:
    """What a party found, in its order."""
    return [Told.of_kept(one) for one in part.findings]


def events(scope: Scope) -> QuerySet[JointEvent]:
    """All events of the town."""
    found: QuerySet[JointEvent] = JointEvent.objects.within(scope)
    return found


def parties(scope: Scope, event: JointEvent) -> list[JointParty]:
    """Who takes part still, the leading one first."""
    rows = JointParty.objects.within(scope).filter(event=event, left_on__isnull=True)
    return sorted(rows, key=lambda one: (not one.leads, one.place))


def is_of(actor: Actor, party: JointParty) -> bool:
    """Whether an actor is one of a party's people: of its department, or of the safety office's officers."""
    if party.kind == DEPARTMENT:
        return party.department_id in actor.scope.departments
    return party.kind == OFFICE and actor.scope.whole and actor.may("order")


def party_of(actor: Actor, rows: Iterable[JointParty]) -> JointParty | None:
    """The party whose part the actor fills in."""
    return next((one for one in rows if is_of(actor, one)), None)


def leads(actor: Actor, rows: Iterable[JointParty]) -> bool:
    """Whether an actor may lead an event's visits: of the leading party, or whoever keeps the drives."""
    return actor.may("campaigns") or any(one.leads and is_of(actor, one) for one in rows)


def scope_in(actor: Actor, rows: Iterable[JointParty]) -> Scope:
    """What of an event's visits an actor sees: all of them who takes part or leads, else those of the own scope."""
    rows = list(rows)
    mine = leads(actor, rows) or party_of(actor, rows) is not None
    return Scope.whole_town(actor.town) if mine else actor.scope


def visits(scope: Scope, event: JointEvent) -> QuerySet[JointVisit]:
    """An event's visits, by the units' places and names."""
    found: QuerySet[JointVisit] = JointVisit.objects.within(scope).filter(event=event)
    return found.select_related("unit", "unit__cell", "inspection").order_by(
        "unit__cell_path", "unit__name", "pk"
    )


def find_visit(actor: Actor, visit_id: UUID) -> tuple[JointVisit, list[JointParty]]:
    """A visit that the actor may see, with its event's parties. Raises NotFound."""
    whole = Scope.whole_town(actor.town)
    row = (
        JointVisit.objects.within(whole)
        .select_related("event", "unit", "unit__cell", "unit__merged_into", "inspection")
        .filter(pk=visit_id)
        .first()
    )
    there = parties(whole, row.event) if row else []
    if row is None or not JointVisit.objects.within(scope_in(actor, there)).filter(pk=visit_id).exists():
        raise NotFound("没有找到这次检查，或者它不在您的管辖范围内。请返回联合检查重新选择。")
    return row, there


@dataclass
class Side:
    """A party of a visit with its part, "" where nothing was sent; `pending` of its findings that no hazard has come of yet."""

    party: JointParty
    part: JointPart | None
    told: list[Told] = field(default_factory=list)
    pending: list[Told] = field(default_factory=list)

    @property
    def told_count(self) -> int:
        return len(self.told)

    @property
    def count(self) -> int | None:
        """How many things it found; None where nothing was sent."""
        return len(self.told) if self.part else None


def photos_by_link(link: JointLink) -> Counter[UUID]:
    """How many files came by links for the event of one, by the party."""
    whole = Scope.whole_town(link.town_id)
    mine = JointParty.objects.within(whole).filter(event=link.party.event_id, kind=BODY).values("pk")
    rows = StoredFile.objects.within(whole).filter(added_by__in=mine).order_by()
    return Counter(dict(rows.values_list("added_by").annotate(n=Count("pk"))))


def sides(town: UUID, visit: JointVisit, there: Sequence[JointParty]) -> list[Side]:
    """Each party's part of a visit, in the parties' order; who has left but had sent a part is among them."""
    whole = Scope.whole_town(town)
    parts = {
        one.party_id: one
        for one in JointPart.objects.within(whole)
        .filter(visit=visit)
        .select_related("party", "by", "sheet", "signature")
    }
    taken = set(JointFinding.objects.within(whole).filter(visit=visit).values_list("part", "finding"))
    gone = [one.party for one in parts.values() if one.party_id not in {party.pk for party in there}]
    found = []
    for party in (*there, *gone):
        part = parts.get(party.pk)
        told = told_in(part) if part else []
        pending = [one for one in told if part and (part.pk, one.id) not in taken]
        found.append(Side(party, part, told, pending))
    return found


def checklist_of(scope: Scope, party: JointParty, unit: Unit, on: date) -> Checklist | None:
    """What a party ticks at a unit: its parts of the unit's own list; None where it enters freely, or the list has nothing for it."""
    if party.sheet != LIST:
        return None
    whole = sheet_for(scope, unit, on)
    if whole is None:
        return None
    items = tuple(one for one in whole.items if not party.groups or one.group in party.groups)
    return Checklist(whole.key, whole.label, items) if items else None


def group_choices(scope: Scope, units: Sequence[Unit], on: date) -> list[str]:
    """The parts of the lists by which some units are looked at: one list a category."""
    by_category = {one.category: one for one in units}
    found: dict[str, None] = {}
    for unit in by_category.values():
        sheet = sheet_for(scope, unit, on)
        found |= dict.fromkeys(one.group for one in sheet.items) if sheet else {}
    return list(found)


def units_of(scope: Scope, categories: Collection[str], on: date) -> QuerySet[Unit]:
    """The units of some categories that are registered on a day."""
    found: QuerySet[Unit] = Unit.objects.within(scope).filter(registered(on))
    return found.filter(of_trades(categories) if categories else Q(pk__in=()))


def with_progress(rows: QuerySet[JointEvent], scope: Scope) -> QuerySet[JointEvent]:
    """Events with how many units they have and how many are finished."""
    return rows.annotate(
        units=Count("visits", distinct=True),
        done=Count("visits", filter=Q(visits__state=DONE), distinct=True),
        bodies=Count("parties", filter=Q(parties__left_on__isnull=True), distinct=True),
    )


def mine_on(actor: Actor, today: date) -> list[JointEvent]:
    """The events under way on a day in which the actor takes part or which the actor leads. One query."""
    running = events(actor.scope).filter(state=CALLED, from_on__lte=today, to_on__gte=today)
    if not actor.may("campaigns"):
        of_mine = JointParty.objects.within(actor.scope).filter(
            event=OuterRef("pk"), department__in=actor.scope.departments, left_on__isnull=True
        )
        running = running.filter(Exists(of_mine))
    return list(running.order_by("from_on", "pk"))


def link_by(code: str) -> JointLink | None:
    """The link of a code, taken back or not; None for no such code."""
    if not plain_code(code):
        return None
    found: JointLink | None = (
        JointLink.at_the_door.select_related("party__event", "party__event__campaign", "town")
        .filter(code_hash=code_hash(code))
        .first()
    )
    return found


def guest(link: JointLink) -> Actor:
    """Who comes by a link: no person of the town's and with no right; what is sent by it is known by its party's key."""
    party = link.party
    return Actor(party.pk, f"{party.name}（受邀）"[:60], Scope(link.town_id))


def links_of(scope: Scope, event: JointEvent) -> dict[UUID, list[JointLink]]:
    """The links of an event's parties, the latest first, each with its uses."""
    found: dict[UUID, list[JointLink]] = defaultdict(list)
    used = Prefetch("uses", queryset=JointLinkUse.objects.within(scope), to_attr="used")
    rows = JointLink.objects.within(scope).filter(party__event=event).select_related("party")
    for one in rows.prefetch_related(used):
        found[one.party_id].append(one)
    return found


def handed_to(scope: Scope, departments: Collection[UUID]) -> QuerySet[JointFinding]:
    """Hazards of joint inspections that are open and were given to some departments."""
    found: QuerySet[JointFinding] = JointFinding.objects.within(scope).filter(
        department__in=departments,
        is_first=True,
        hazard__voided_on__isnull=True,
        hazard__settled_on__isnull=True,
    )
    return found.select_related("hazard", "visit__unit", "visit__event").order_by("hazard__deadline_on", "pk")


def late_parts(scope: Scope) -> QuerySet[JointPart]:
    """Parts with something that came after the visit was finished and was not taken in yet."""
    found: QuerySet[JointPart] = JointPart.objects.within(scope).filter(
        late_at__isnull=False, visit__state=DONE
    )
    return found.select_related("visit__unit", "visit__event", "party")


def waiting_late(scope: Scope) -> list[tuple[JointPart, int]]:
    """Those of them whose findings wait to be taken in, with how many. Two queries."""
    rows = list(late_parts(scope).order_by("late_at", "pk"))
    taken: dict[UUID, set[UUID]] = defaultdict(set)
    for part, finding in (
        JointFinding.objects.within(scope).filter(part__in=rows).values_list("part", "finding")
    ):
        taken[part].add(finding)
    counted = ((row, sum(one.id not in taken[row.pk] for one in told_in(row))) for row in rows)
    return [(row, count) for row, count in counted if count]


def to_finish(scope: Scope, event: JointEvent) -> QuerySet[JointVisit]:
    """An event's visits that are not finished yet."""
    return visits(scope, event).filter(state=PENDING)


def unsent(actor: Actor, event: JointEvent, party: JointParty) -> QuerySet[JointVisit]:
    """The visits for which a party has sent nothing yet."""
    whole = Scope.whole_town(actor.town)
    sent = JointPart.objects.within(whole).filter(party=party, visit=OuterRef("pk"))
    return to_finish(whole, event).exclude(Exists(sent))


def shows_file(scope: Scope, file_id: UUID) -> bool:
    """Whether a photo or signature belongs to a party's part that the scope sees: by the unit's place, or since one of its departments takes part."""
    whole = Scope.whole_town(scope.town)
    seen = JointPart.objects.within(scope).filter(pk=OuterRef("pk"))
    along = JointParty.objects.within(whole).filter(
        event=OuterRef("visit__event"), department__in=scope.departments, left_on__isnull=True
    )
    photos = JointPhoto.objects.within(whole).filter(part=OuterRef("pk"), file=file_id)
    rows = JointPart.objects.within(whole).filter(Exists(photos) | Q(signature=file_id))
    found: bool = rows.filter(Exists(seen) | Exists(along)).exists()
    return found


def of_unit(scope: Scope, unit: Unit) -> QuerySet[JointVisit]:
    """The finished joint visits to a unit, the latest first."""
    found: QuerySet[JointVisit] = JointVisit.objects.within(scope).filter(inspection__unit=unit, state=DONE)
    return (
        found.filter(inspection__voided_on__isnull=True).select_related("event").order_by("-done_on", "-pk")
    )

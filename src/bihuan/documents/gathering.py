"""What is known from the records for a writ: `Facts` out of rows. The only reading of other apps' rows for documents."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from bihuan.core.scope import Scope
from bihuan.documents.facts import Body, Earlier, Facts, Found, Officer, Party, Visit
from bihuan.documents.models import Writ
from bihuan.grid.models import Person
from bihuan.hazards.criteria import cited
from bihuan.hazards.models import Hazard
from bihuan.hazards.queries import standing
from bihuan.inspections.models import Campaign, Inspection
from bihuan.inspections.queries import Leave, Signing
from bihuan.majors.models import Listing
from bihuan.measures.models import Decision, Named
from bihuan.referrals.models import Referral
from bihuan.units.models import Unit
from bihuan.units.rules import CATEGORIES


@dataclass(frozen=True)
class About:
    """The records that a writ is about. `named`: hazards with the words that go with them, where not all of the visit are meant."""

    unit: Unit | None = None
    inspection: Inspection | None = None
    hazard: Hazard | None = None
    decision: Decision | None = None
    referral: Referral | None = None
    campaign: Campaign | None = None
    answers: Writ | None = None
    officers: tuple[UUID, ...] = ()
    named: tuple[Found, ...] = field(default=())

    @property
    def party(self) -> Unit | None:
        """The unit, by whichever record names it."""
        if self.unit:
            return self.unit
        for one in (self.inspection, self.hazard, self.decision, self.answers):
            if one and one.unit_id:
                return one.unit
        return self.referral.hazard.unit if self.referral else None

    @property
    def links(self) -> dict[str, Any]:
        """The fields of the writ's row."""
        return {
            "unit": self.party,
            "inspection": self.inspection or (self.hazard.inspection if self.hazard else None),
            "hazard": self.hazard,
            "decision": self.decision,
            "referral": self.referral,
            "campaign": self.campaign,
            "answers": self.answers,
        }


def named_by(about: About) -> set[str]:
    """By what records a writ is made, by the names that declarations give them."""
    return {name for name, row in about.links.items() if row is not None}


def about_of(writ: Writ) -> About:
    """The records that a writ's row names."""
    names = ("unit", "inspection", "hazard", "decision", "referral", "campaign", "answers")
    return About(**{name: getattr(writ, name) for name in names})


def gather(scope: Scope, about: About, by: Signing, leave: Leave) -> Facts:
    """All that the records say for a writ of a day."""
    town, visit = by.town, about.inspection
    if visit is None and about.hazard:
        visit = about.hazard.inspection
    return Facts(
        on=by.on,
        body=Body(
            town.name,
            town.district,
            by.bureau,
            town.office,
            town.phone,
            leave.body,
            leave.power,
            leave.basis,
        ),
        party=_party(about.party),
        officers=_officers(scope, about, visit),
        found=about.named or _found(scope, about),
        visit=_visit(visit) if visit else None,
        answers=_earlier(about.answers) if about.answers else None,
        said=_said(scope, about),
    )


def _party(unit: Unit | None) -> Party:
    if unit is None:
        return Party()
    return Party(
        unit.name,
        unit.uscc,
        unit.address,
        str(unit.details.get("legal") or unit.head),
        unit.phone,
        unit.category_label,
        unit.cell.name if unit.cell else "",
    )


def _officers(scope: Scope, about: About, visit: Inspection | None) -> tuple[Officer, ...]:
    """Those named, else those of the visit; in that order."""
    ids: Sequence[UUID | None] = about.officers
    if not ids and visit:
        ids = (visit.first_inspector_id, visit.second_inspector_id)
    wanted = [one for one in ids if one]
    known = Person.objects.within(Scope.whole_town(scope.town)).in_bulk(wanted)
    return tuple(Officer(known[one].name, known[one].card) for one in wanted if one in known)


def _found(scope: Scope, about: About) -> tuple[Found, ...]:
    if about.hazard:
        return (told(about.hazard),)
    if about.referral:
        return (told(about.referral.hazard),)
    if about.decision:
        named = Named.objects.within(scope).filter(decision=about.decision).select_related("hazard")
        return tuple(told(one.hazard) for one in named.order_by("hazard__number"))
    if about.inspection:
        return tuple(map(listed, _whole(scope).filter(inspection=about.inspection).order_by("number")))
    if about.campaign:
        return tuple(map(listed, _whole(scope).filter(campaign=about.campaign).order_by("number")))
    return ()


def _whole(scope: Scope) -> QuerySet[Hazard]:
    """Hazards that stand, with what a line of a list over many units says of each."""
    return standing(scope).select_related("unit__cell", "inspection__first_inspector")


def listed(hazard: Hazard) -> Found:
    """A hazard as a list over many units tells it: with its unit and what became of it."""
    unit = hazard.unit
    return told(
        hazard,
        unit=unit.name,
        village=unit.cell.name if unit.cell else "",
        responsible=unit.head,
        found_on=hazard.found_on,
        settled_on=hazard.settled_on,
        passed_on=hazard.passed_on,
        inspector=hazard.inspection.first_inspector.name if hazard.inspection else hazard.found_by,
        state=hazard.state_label,
    )


def told(hazard: Hazard, **more: Any) -> Found:
    """A hazard as a writ tells it."""
    outcome = "onsite" if hazard.onsite_on else "deadline" if hazard.ordered_on else "undecided"
    return Found(
        **{
            "number": hazard.number,
            "text": hazard.text,
            "place": hazard.place,
            "basis": hazard.basis,
            "demand": hazard.demand,
            "deadline_on": hazard.deadline_on,
            "level": hazard.level,
            "kind": hazard.kind_label,
            "criterion": cited(hazard.criterion),
            "settled_on": hazard.settled_on,
            "outcome": outcome,
        }
        | more
    )


def _visit(visit: Inspection) -> Visit:
    return Visit(
        on=visit.visited_on,
        began_at=visit.began_at,
        ended_at=None if visit.is_late_entry else visit.entered_at,
        kind=visit.kind,
        opinion=visit.opinion,
        present=visit.present,
        refusal=visit.refusal,
        campaign=visit.campaign.name if visit.campaign else "",
    )


def _earlier(writ: Writ) -> Earlier:
    return Earlier(writ.kind, writ.label, writ.number, writ.issued_on, writ.fields, writ.served_on)


def _said(scope: Scope, about: About) -> dict[str, object]:
    """Further values: of the decision, the listing, the referral, the campaign."""
    said: dict[str, object] = {}
    if decision := about.decision:
        said |= {
            "decided_on": decision.decided_on,
            "reason": decision.reason,
            "body": decision.body,
            "number": decision.number,
        }
    if referral := about.referral:
        said |= {
            "body": referral.body,
            "reason": referral.reason,
            "basis": referral.basis,
            "materials": list(referral.materials),
            "due_on": referral.due_on,
            "sent_on": referral.sent_on,
        }
    if about.hazard and (listing := _listing(scope, about.hazard)):
        said |= {
            "listing_level": listing.level_label,
            "listing_body": listing.body,
            "listing_number": listing.number,
            "listed_on": listing.listed_on,
            "requirement": listing.requirement,
            "due_on": listing.due_on,
            "responsible": listing.responsible,
            "delisted_on": listing.delisted_on,
            "reason": listing.reason,
        }
    if campaign := about.campaign:
        said |= {
            "campaign": campaign.name,
            "begins_on": campaign.begins_on,
            "ends_on": campaign.ends_on,
            "categories": [CATEGORIES[code].label for code in campaign.categories if code in CATEGORIES],
        }
    return said


def _listing(scope: Scope, hazard: Hazard) -> Listing | None:
    found: Listing | None = Listing.objects.within(scope).filter(hazard=hazard).order_by("-id").first()
    return found


def officers_known(scope: Scope, rows: Iterable[dict[str, Any]], on: date) -> bool:
    """Whether each of some rows (name, card) is a person of the town with that card, valid on the day."""
    cards = {str(row.get("card", "")): str(row.get("name", "")) for row in rows}
    found = Person.objects.within(Scope.whole_town(scope.town)).filter(card__in=[one for one in cards if one])
    valid = {one.card: one.name for one in found if one.card_until is None or one.card_until >= on}
    return all(valid.get(card) == name for card, name in cards.items())

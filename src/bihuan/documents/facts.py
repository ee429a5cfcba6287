"""What is known from the records when a writ is drafted: plain values, gathered by `gathering`, read by the declarations of kinds.
Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True)
class Body:
    """The town and the body in whose name a writ stands."""

    town: str
    district: str
    bureau: str
    office: str
    phone: str
    organ: str  # in whose name
    power: str  # one of inspections.papers.POWERS
    basis: str = ""  # of a power of its own as the town has set it; of a grant, from whom by which paper


@dataclass(frozen=True)
class Party:
    """A unit, as on the day."""

    name: str = ""
    uscc: str = ""
    address: str = ""
    head: str = ""
    phone: str = ""
    category: str = ""
    place: str = ""  # village or cell


@dataclass(frozen=True)
class Officer:
    """A person and the number of the enforcement card."""

    name: str
    card: str = ""


@dataclass(frozen=True)
class Found:
    """A hazard as a writ tells it. `outcome`: onsite, deadline, undecided, or after a re-inspection passed, failed. What stands
    from `unit` on is for lists over many units."""

    number: str
    text: str
    place: str = ""
    basis: str = ""
    demand: str = ""
    deadline_on: date | None = None
    level: str = "general"
    kind: str = ""
    criterion: str = ""
    outcome: str = ""
    note: str = ""
    unit: str = ""
    village: str = ""
    responsible: str = ""
    found_on: date | None = None
    settled_on: date | None = None
    passed_on: date | None = None
    inspector: str = ""
    state: str = ""


@dataclass(frozen=True)
class Visit:
    """The visit that a writ follows from."""

    on: date
    began_at: datetime | None = None
    ended_at: datetime | None = None
    kind: str = "check"
    opinion: str = ""
    present: str = ""
    refusal: str = ""
    campaign: str = ""


@dataclass(frozen=True)
class Earlier:
    """A writ that another one follows or is served with."""

    kind: str
    label: str
    number: str
    dated: date
    fields: Mapping[str, object] = field(default_factory=dict)
    served_on: date | None = None


@dataclass(frozen=True)
class Facts:
    """All of it. `said` are further values by name (of a decision, a listing, a referral, a campaign), as the gatherer knows them."""

    on: date
    body: Body
    party: Party = Party()
    officers: tuple[Officer, ...] = ()
    found: tuple[Found, ...] = ()
    visit: Visit | None = None
    answers: Earlier | None = None
    said: Mapping[str, object] = field(default_factory=dict)

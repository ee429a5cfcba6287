"""Reading of major hazards: the hazard with its file, its listing and the last visit of its unit, in a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, QuerySet, Subquery

from bihuan.core.actions import Actor
from bihuan.core.errors import NotAllowed
from bihuan.core.scope import Scope
from bihuan.hazards.criteria import CRITERIA, cited
from bihuan.hazards.lifecycle import CLOSED, HAZARD, MAJOR
from bihuan.hazards.models import Hazard
from bihuan.hazards.queries import open_hazards, standing
from bihuan.inspections.models import Inspection
from bihuan.majors import rules
from bihuan.majors.lifecycle import LISTED, LISTING, NONE, RUNNING
from bihuan.majors.models import Listing, MajorCase

_LISTING_ACTIONS = {move.action for move in LISTING.moves}


@dataclass(frozen=True)
class Standing:
    """A major hazard as it stands: its file (an empty one where nothing was put into it yet), its listings, visits."""

    hazard: Hazard
    case: MajorCase
    listings: tuple[Listing, ...]
    visited_on: date | None

    @property
    def listing(self) -> Listing | None:
        """The listing that runs, else the last."""
        return next(
            (one for one in self.listings if one.state in RUNNING),
            self.listings[-1] if self.listings else None,
        )

    @property
    def listing_state(self) -> str:
        """The running one's state; NONE where a new one could begin."""
        return self.listing.state if self.listing and self.listing.state in RUNNING else NONE

    @property
    def fixings(self) -> list[tuple[str, bool]]:
        """The five, each with whether it is there."""
        return [(word, getattr(self.case, name) not in ("", None)) for name, word in rules.FIXINGS.items()]

    @property
    def lacks(self) -> list[str]:
        return rules.lacks(reported=bool(self.case.reported_on), fixed=bool(self.case.fixed_on))

    @property
    def criterion(self) -> str:
        return cited(self.hazard.criterion)

    @property
    def criterion_in_short(self) -> str:
        found = CRITERIA.get(self.hazard.criterion)
        return found.option if found else ""

    @property
    def visit_due_on(self) -> date | None:
        """The day by which the unit is to be visited again; None once the hazard is settled."""
        if not self.hazard.is_open or self.hazard.major_on is None:
            return None
        return rules.next_visit(self.hazard.major_on, self.visited_on)

    def refusal(self, action: str) -> str:
        """Why a step cannot be taken now, or ""."""
        try:
            if action in _LISTING_ACTIONS:
                LISTING.move(action, self.listing_state)
            elif action in {move.action for move in HAZARD.moves}:
                HAZARD.move(action, self.hazard.state, *self.hazard.traits)
        except NotAllowed as error:
            return error.message
        if action == "raise_major":
            return ""
        if not self.hazard.is_major:
            return "这条隐患没有判定为重大隐患，不能这样办理。"
        if action in ("delist", "decline_listing"):
            return self._not_yet_accepted() if action == "delist" else ""
        if not self.hazard.is_open:
            return f"这条隐患{self.hazard.state_label}，不用再办理。"
        if action == "accept" and self.lacks:
            return f"不能验收销号：{'，'.join(self.lacks)}。请先补齐再验收。"
        return ""

    def _not_yet_accepted(self) -> str:
        if self.hazard.state == CLOSED:
            return ""
        return (
            f"这条隐患{self.hazard.state_label}，还没有验收销号，不能摘牌。请先复查、验收，再登记摘牌决定。"
        )


def major_ones(rows: QuerySet[Hazard], scope: Scope, *, listing: str = "") -> QuerySet[Hazard]:
    """The major ones of some hazards; those that have a listed supervision in a state, with NONE those that never had one."""
    found = rows.filter(level=MAJOR)
    listed = Listing.objects.within(scope).filter(hazard=OuterRef("pk"))
    if listing == NONE:
        return found.filter(~Exists(listed))
    return found.filter(Exists(listed.filter(state=listing))) if listing else found


def with_files(rows: QuerySet[Hazard], scope: Scope) -> QuerySet[Hazard]:
    """Hazards with all that a `Standing` is made of."""
    seen = Inspection.objects.within(scope).filter(unit=OuterRef("unit"), voided_on__isnull=True)
    last = seen.order_by("-visited_on").values("visited_on")[:1]
    return (
        rows.select_related("unit", "unit__cell", "major_case", "major_case__reported_by")
        .prefetch_related(Prefetch("listings", queryset=Listing.objects.within(scope).order_by("id")))
        .annotate(last_visit_on=Subquery(last))
    )


def standing_of(hazard: Hazard) -> Standing:
    """A row of `with_files` as it stands."""
    case = getattr(hazard, "major_case", None) or MajorCase(town_id=hazard.town_id, hazard=hazard)
    return Standing(hazard, case, tuple(hazard.listings.all()), hazard.last_visit_on)  # type: ignore[attr-defined]


def find_standing(actor: Actor, hazard_id: UUID) -> Standing:
    """One hazard of the actor's scope, or NotFound."""
    row = with_files(Hazard.objects.within(actor.scope), actor.scope).filter(pk=hazard_id).first()
    return standing_of(row or actor.find(Hazard, hazard_id, what="条隐患"))


def open_majors(scope: Scope) -> list[Standing]:
    """Open major hazards, the oldest first."""
    rows = open_hazards(scope).filter(level=MAJOR)
    return _standings(with_files(rows, scope).order_by("major_on", "number"))


def to_delist(scope: Scope) -> list[Standing]:
    """Settled ones whose listing has not ended. Asked apart from the open ones, so that each follows an index."""
    listed = Listing.objects.within(scope).filter(state=LISTED, hazard__state=CLOSED).values("hazard")
    rows = standing(scope).filter(pk__in=listed)
    return _standings(with_files(rows, scope).order_by("settled_on", "number"))


def _standings(rows: Iterable[Hazard]) -> list[Standing]:
    return [standing_of(row) for row in rows]

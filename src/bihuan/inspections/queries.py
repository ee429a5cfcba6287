"""Reading of visits, outings and issued papers."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from bihuan.core.models import Town
from bihuan.core.scope import Scope
from bihuan.inspections.models import Campaign, Grant, Inspection, IssuedPaper, Outing, OutingMember


def visits(scope: Scope) -> QuerySet[Inspection]:
    """All visits of a scope that stand: void ones count nowhere."""
    found: QuerySet[Inspection] = Inspection.objects.within(scope).filter(voided_on__isnull=True)
    return found


def papers(scope: Scope) -> QuerySet[IssuedPaper]:
    """All issued papers of a scope that stand."""
    found: QuerySet[IssuedPaper] = IssuedPaper.objects.within(scope).filter(voided_on__isnull=True)
    return found


def outings(scope: Scope) -> QuerySet[Outing]:
    """Outings with at least one visit of the scope that stands."""
    found: QuerySet[Outing] = Outing.objects.within(scope).filter(
        Exists(visits(scope).filter(outing=OuterRef("pk")))
    )
    return found


def members(scope: Scope) -> QuerySet[OutingMember]:
    """Persons on those outings."""
    found: QuerySet[OutingMember] = OutingMember.objects.within(scope).filter(
        Exists(visits(scope).filter(outing=OuterRef("outing"))),
        outing__town=scope.town,  # or the days of all towns are gone through
    )
    return found


@dataclass(frozen=True)
class Signing:
    """What a town may sign on a day: in its own name, and by which delegations."""

    on: date
    town: Town
    grants: tuple[Grant, ...]

    def grant(self, paper: str) -> Grant | None:
        """The delegation that lets the town issue a kind of paper; the newest where several do."""
        return next((grant for grant in self.grants if paper in grant.papers), None)


def signing(scope: Scope, on: date) -> Signing:
    """The town and its delegations in force on a day, in one look-up where there is any."""
    in_force = Grant.objects.within(scope).filter(from_on__lte=on, to_on__gte=on)
    grants = tuple(in_force.select_related("town").order_by("-from_on"))
    town = grants[0].town if grants else Town.objects.within(scope).get(pk=scope.town)
    return Signing(on, town, grants)


def running_campaigns(scope: Scope, on: date) -> QuerySet[Campaign]:
    """Campaigns that run on a day."""
    found: QuerySet[Campaign] = Campaign.objects.within(scope).filter(Q(begins_on__lte=on, ends_on__gte=on))
    return found

"""Reading of visits, outings and issued papers."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

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
        Exists(visits(scope).filter(outing=OuterRef("outing")))
    )
    return found


def grant_for(scope: Scope, paper: str, on: date) -> Grant | None:
    """The delegation that lets the town issue a kind of paper on a day; the newest where several do."""
    in_force = Grant.objects.within(scope).filter(from_on__lte=on, to_on__gte=on).order_by("-from_on")
    return next((grant for grant in in_force if paper in grant.papers), None)


def running_campaigns(scope: Scope, on: date) -> QuerySet[Campaign]:
    """Campaigns that run on a day."""
    found: QuerySet[Campaign] = Campaign.objects.within(scope).filter(Q(begins_on__lte=on, ends_on__gte=on))
    return found

"""Reading of documents: what stands, what waits, what a town may sign today."""

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from bihuan.core.scope import Scope
from bihuan.documents.declarations import current
from bihuan.documents.lifecycle import DRAFT, DROPPED
from bihuan.documents.models import Signature, Writ
from bihuan.inspections.papers import PAPERS
from bihuan.inspections.queries import Leave, signing


def writs(scope: Scope) -> QuerySet[Writ]:
    """The documents of a scope that were not dropped, with what a line of a list shows."""
    found: QuerySet[Writ] = Writ.objects.within(scope).exclude(state=DROPPED)
    return found.select_related("paper", "unit")


def to_serve() -> list[str]:
    """The kinds whose form is to be served."""
    return [kind for kind, made in current().items() if made.served]


def of_record(scope: Scope, **about: object) -> QuerySet[Writ]:
    """The documents about a record."""
    return writs(scope).filter(**about).order_by("dated", "id")


def drafts_of(scope: Scope, person: UUID) -> QuerySet[Writ]:
    """What somebody drafted and has not yet issued."""
    return writs(scope).filter(state=DRAFT, drafted_by=person)


def by_code(code: str) -> Writ | None:
    """The writ of a code, whatever town it is of: for telling that a scanned page is of another."""
    return Writ.registry.filter(code=code).select_related("town").first()


def signatures(scope: Scope, writ: UUID) -> QuerySet[Signature]:
    """The signatures on a writ that stand."""
    found: QuerySet[Signature] = Signature.objects.within(scope).filter(writ=writ, voided_at__isnull=True)
    return found.select_related("file")


def leaves(scope: Scope, on: date) -> dict[str, Leave]:
    """What a town may sign on a day: each declared kind, in the order of the register's table."""
    by = signing(scope, on)
    declared = current()
    return {kind: by.leave(kind) for kind in PAPERS if kind in declared}


def needed_before(scope: Scope, unit: UUID, kinds: tuple[str, ...]) -> QuerySet[Writ]:
    """The issued documents of some kinds upon a unit, the newest first."""
    found: QuerySet[Writ] = Writ.objects.within(scope).filter(Q(unit=unit), kind__in=kinds, state="issued")
    return found.select_related("paper").order_by("-dated", "-id")

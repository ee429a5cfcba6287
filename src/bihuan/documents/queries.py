"""Reading of documents: what stands, what waits, what a town may sign today."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from bihuan.core.actions import Actor
from bihuan.core.scope import Scope
from bihuan.documents.declarations import IDENTITY, Declaration, current, declaration
from bihuan.documents.lifecycle import DROPPED, STANDING, VOID
from bihuan.documents.models import (
    CaseFile,
    CaseItem,
    HandedOver,
    Scan,
    Seal,
    Service,
    Signature,
    Submission,
    Wording,
    Writ,
)
from bihuan.inspections.papers import PAPERS
from bihuan.inspections.queries import Leave, signing

READS_PERSONAL = "order|supervise|decide"
OF_THE_UNIT = "rectify"  # who answers for a unit reads its documents; who only works there does not


def writs(scope: Scope) -> QuerySet[Writ]:
    """The documents of a scope that were not dropped, with what a line of a list shows."""
    found: QuerySet[Writ] = Writ.objects.within(scope).exclude(state=DROPPED)
    return found.select_related("paper", "unit")


def served_kinds() -> list[str]:
    """The kinds whose form is to be served."""
    return [kind for kind, made in current().items() if made.served]


def open_to(actor: Actor, rows: QuerySet[Writ]) -> QuerySet[Writ]:
    """Of some documents those whose content an actor may read: what is guarded is not for who only reads along."""
    if actor.may(READS_PERSONAL):
        return rows
    return rows.exclude(kind__in=guarded_kinds())


def may_read(actor: Actor, row: Writ) -> bool:
    """Whether an actor may read what a document says; see `open_to` and, for the unit's own persons, `for_the_unit`."""
    if not actor.may("office"):
        return actor.may(OF_THE_UNIT) and row.stands and row.kind in for_the_unit()
    return actor.may(READS_PERSONAL) or not is_guarded(declaration(row.kind, row.edition))


def known_to(actor: Actor, rows: QuerySet[Writ]) -> QuerySet[Writ]:
    """Of some documents those of which an actor may know: that it was reported is not for the unit either, whose own persons know
    what was issued to it, nothing that is only drafted or that the office keeps for itself."""
    if not actor.may("office"):
        kinds = for_the_unit() if actor.may(OF_THE_UNIT) else ()
        return rows.filter(kind__in=kinds, state__in=STANDING)
    if actor.may(READS_PERSONAL):
        return rows
    return told_to_units(rows)


def told_to_units(rows: QuerySet[Writ]) -> QuerySet[Writ]:
    """Of some documents those that their units may know of."""
    return rows.exclude(kind__in=[kind for kind, made in current().items() if made.confidential])


def for_the_unit() -> list[str]:
    """The kinds that a unit gets into its hands: what is served on it, whoever's number stands there, or what it signs. What one of its
    people said when asked is not for who answers for it."""
    return [
        kind
        for kind, made in current().items()
        if not made.confidential and (made.served or (asks_party(made) and not is_guarded(made)))
    ]


def asks_party(made: Declaration) -> bool:
    """Whether a form has a place where the party signs."""
    return any(role == "party" for piece in made.layout for role, _ in getattr(piece, "roles", ()))


def guarded_kinds() -> list[str]:
    """The kinds of which only some may read."""
    return [kind for kind, made in current().items() if is_guarded(made)]


def is_guarded(made: Declaration) -> bool:
    """Whether a form has room for somebody's identity number, or is confidential: who is reported is not to read what was reported."""
    return made.confidential or any(one.kind == IDENTITY for one in made.fields)


def put_to_the_district(scope: Scope) -> QuerySet[Writ]:
    """The documents that the town drafted and put to the district, whatever became of them since."""
    found: QuerySet[Writ] = Writ.objects.within(scope).filter(proposed_on__isnull=False)
    return found


def cases(scope: Scope) -> QuerySet[CaseFile]:
    """The case files of a scope, the newest first."""
    found: QuerySet[CaseFile] = CaseFile.objects.within(scope)
    return found.select_related("unit", "handled_by")


def case_items(scope: Scope, case: UUID) -> QuerySet[CaseItem]:
    """What lies in a case file, in order."""
    found: QuerySet[CaseItem] = CaseItem.objects.within(scope).filter(case=case)
    return found.select_related("writ__paper", "file").order_by("place", "id")


def free_of(scope: Scope, unit: UUID) -> QuerySet[Writ]:
    """The documents upon a unit that lie in no case file yet."""
    filed = CaseItem.objects.within(scope).filter(writ=OuterRef("pk"))
    return writs(scope).filter(~Exists(filed), unit=unit).exclude(state=VOID).order_by("dated", "id")


def links_among(scope: Scope, rows: Sequence[Writ]) -> list[tuple[UUID, UUID]]:
    """What ties some documents together: one answers another, a receipt proves one's service, both are of one visit."""
    keys = {row.pk for row in rows}
    found = [(row.pk, row.answers_id) for row in rows if row.answers_id in keys]
    proofs = Service.objects.within(scope).filter(receipt__in=keys, writ__in=keys)
    found.extend(proofs.values_list("receipt_id", "writ_id"))
    first: dict[UUID, UUID] = {}
    for row in rows:
        if row.inspection_id:
            found.append((first.setdefault(row.inspection_id, row.pk), row.pk))
    return [(one, other) for one, other in found if one and other]


def handovers(scope: Scope) -> QuerySet[Submission]:
    """The hand-overs of which a scope has all documents: whoever sees a part of one is not shown the rest."""
    mine = HandedOver.objects.within(scope).values("pk")
    rest = HandedOver.objects.within(Scope.whole_town(scope.town)).filter(submission=OuterRef("pk"))
    found: QuerySet[Submission] = Submission.objects.within(scope).exclude(Exists(rest.exclude(pk__in=mine)))
    return found.select_related("handed_by")


def handed(scope: Scope, writ: UUID) -> QuerySet[HandedOver]:
    """When a document was handed over, and to whom."""
    found: QuerySet[HandedOver] = HandedOver.objects.within(scope).filter(writ=writ)
    return found.select_related("submission").order_by("submission__handed_at", "id")


def shows_file(scope: Scope, file_id: UUID) -> bool:
    """Whether a file is a paper in a case file of the scope."""
    return bool(CaseItem.objects.within(scope).filter(file=file_id).exists())


def keeps_file(actor: Actor, file_id: UUID) -> bool:
    """Whether a file is kept from an actor: a guarded document's scans and proofs, and the papers of a case file, of which nobody can tell
    what they say of persons; a seal's picture; a batch that was handed over, which may have identity numbers whole."""
    town = Scope.whole_town(actor.town)
    if not actor.may(READS_PERSONAL):
        every = Writ.objects.within(town).order_by().values("pk")
        guarded = (
            every.filter(kind__in=guarded_kinds())
            if actor.may("office")
            else every.exclude(kind__in=for_the_unit(), state__in=STANDING)
        )
        if (
            CaseItem.objects.within(town).filter(file=file_id).exists()
            or Scan.objects.within(town).filter(file=file_id, writ__in=guarded).exists()
            or Service.objects.within(town).filter(proof=file_id, writ__in=guarded).exists()
        ):
            return True
    if not actor.may("seal") and Seal.objects.within(town).filter(file=file_id).exists():
        return True
    return not actor.may("refer") and Submission.objects.within(town).filter(content=file_id).exists()


def of_record(scope: Scope, **about: object) -> QuerySet[Writ]:
    """The documents about a record."""
    return writs(scope).filter(**about).order_by("dated", "id")


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
    """The documents of some kinds upon a unit that stand, the newest first."""
    found: QuerySet[Writ] = Writ.objects.within(scope).filter(unit=unit, kind__in=kinds, state__in=STANDING)
    return found.select_related("paper").order_by("-dated", "-id")


def wordings(scope: Scope, on: date) -> dict[str, dict[str, str]]:
    """The town's own sentences on a day: kind to key to text."""
    standing = Q(ended_on__isnull=True) | Q(ended_on__gt=on)
    found: dict[str, dict[str, str]] = {}
    for one in Wording.objects.within(scope).filter(standing, from_on__lte=on).order_by("from_on", "id"):
        found.setdefault(one.kind, {})[one.key] = one.text
    return found


def wording_of(scope: Scope, kind: str, on: date) -> dict[str, str]:
    """The town's own sentences of a kind on a day."""
    return wordings(scope, on).get(kind, {})

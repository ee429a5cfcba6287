"""Reading of what is done with documents once issued: signatures, scans, seals, service, terms, consents."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from bihuan.core.calendar import in_words
from bihuan.core.scope import Scope
from bihuan.documents.composing import Slot, slots
from bihuan.documents.declarations import declaration
from bihuan.documents.lifecycle import ISSUED, STANDING, VOID
from bihuan.documents.models import Consent, Scan, Seal, SealUse, Service, Signature, Term, Writ
from bihuan.documents.queries import served_kinds, writs
from bihuan.inspections.papers import DELEGATED
from bihuan.inspections.queries import signing


def slots_of(writ: Writ) -> list[Slot]:
    """The places for signing that a writ has, in order."""
    return slots(declaration(writ.kind, writ.edition), writ.fields)


def scans(scope: Scope, writ: UUID) -> QuerySet[Scan]:
    """The pages of a writ that were scanned back, in order; not those that were replaced."""
    found: QuerySet[Scan] = Scan.objects.within(scope).filter(writ=writ, replaced_at__isnull=True)
    return found.select_related("file")


def replaced_scans(scope: Scope, writ: UUID) -> QuerySet[Scan]:
    """The pages of a writ that were scanned badly and replaced, the last first."""
    found: QuerySet[Scan] = Scan.objects.within(scope).filter(writ=writ, replaced_at__isnull=False)
    return found.order_by("-replaced_at", "id")


def seals_in_force(scope: Scope, on: date) -> QuerySet[Seal]:
    """The seals that the town may put on a writ on a day."""
    found: QuerySet[Seal] = Seal.objects.within(scope).filter(from_on__lte=on)
    return found.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=on)).select_related("file")


def seal_for(scope: Scope, writ: Writ, on: date) -> Seal | None:
    """The seal in force of the body that issued a writ."""
    body = writ.paper.body if writ.paper else ""
    return seals_in_force(scope, on).filter(body=body).order_by("-from_on").first()


def seal_use(scope: Scope, writ: UUID) -> SealUse | None:
    """The seal on a writ."""
    found: QuerySet[SealUse] = SealUse.objects.within(scope).filter(writ=writ)
    return found.select_related("seal__file", "used_by").first()


def services(scope: Scope, writ: UUID) -> QuerySet[Service]:
    """The services of a writ, those struck out among them."""
    found: QuerySet[Service] = Service.objects.within(scope).filter(writ=writ)
    return found.select_related("first_server", "second_server", "proof", "receipt__paper")


def terms(scope: Scope) -> QuerySet[Term]:
    """The terms that run or ran; not those taken back with their service, nor those of void writs."""
    found: QuerySet[Term] = Term.objects.within(scope).filter(
        taken_back_on__isnull=True, writ__state__in=STANDING
    )
    return found.select_related("writ__unit__cell", "writ__paper")


def running_terms(scope: Scope) -> QuerySet[Term]:
    """The terms that are not yet met, the nearest end first."""
    return terms(scope).filter(met_on__isnull=True)


def terms_of_void(scope: Scope, writ: UUID) -> QuerySet[Term]:
    """The terms that ended with a void writ."""
    found: QuerySet[Term] = Term.objects.within(scope).filter(
        writ=writ, writ__state=VOID, taken_back_on__isnull=True
    )
    return found


def served_in_words(scope: Scope, rows: Sequence[Writ]) -> list[str]:
    """What ends where some served writs are made void: a sentence for each, with its service, proof and terms."""
    keys = [row.pk for row in rows if row.stands and row.served_on]
    if not keys:
        return []
    running: dict[UUID, list[str]] = defaultdict(list)
    for key, label in running_terms(scope).filter(writ__in=keys).values_list("writ_id", "label"):
        running[key].append(label)
    mine = Service.objects.within(scope).filter(writ__in=keys, voided_on__isnull=True)
    how: dict[UUID, Service] = {}
    for one in mine.select_related("receipt__paper").order_by("served_on", "id"):
        how.setdefault(one.writ_id, one)
    return [_ending_in_words(row, how.get(row.pk), running[row.pk]) for row in rows if row.pk in keys]


def _ending_in_words(row: Writ, how: Service | None, running: list[str]) -> str:
    to = f"{how.way_label}{how.receiver}" if how else "送达"
    proof = f"，《{how.receipt.label}》{how.receipt.number}注明原文书作废" if how and how.receipt else ""
    ending = f"，{''.join(f'“{one}”' for one in running)}不再计算" if running else ""
    on = in_words(row.served_on) if row.served_on else ""
    return f"{row}已于{on}{to}：作废后这次送达失效{proof}{ending}，请另行书面告知当事人。"


def consent_on(scope: Scope, unit: UUID, on: date) -> Consent | None:
    """What a unit has confirmed of how it takes documents, in force on a day."""
    found: QuerySet[Consent] = Consent.objects.within(scope).filter(unit=unit, from_on__lte=on)
    return found.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=on)).order_by("-from_on", "-id").first()


def to_serve(scope: Scope, *, since: date = date.min, until: date = date.max) -> QuerySet[Writ]:
    """Issued documents of kinds that are served, which nobody has served; the oldest first. Issued (by the district, where it signs)
    from one day until another, both among them."""
    waiting = unserved(writs(scope)).annotate(since_on=Coalesce("outer_on", "dated"))
    return waiting.filter(since_on__range=(since, until)).order_by("since_on", "id")


def unserved(found: QuerySet[Writ]) -> QuerySet[Writ]:
    """Of some documents those that are issued, to be served, and not."""
    return found.filter(kind__in=served_kinds(), state__in=STANDING, served_on__isnull=True)


def signed_places(scope: Scope, writ_ids: Collection[UUID]) -> dict[UUID, set[str]]:
    """The places of some writs that are filled, by writ."""
    found: dict[UUID, set[str]] = defaultdict(set)
    rows = Signature.objects.within(scope).filter(writ__in=writ_ids, voided_at__isnull=True)
    for writ, slot in rows.values_list("writ_id", "slot"):
        found[writ].add(slot)
    return found


def of_visit(scope: Scope, visit: UUID) -> QuerySet[Writ]:
    """The issued documents of a visit, in the order of their numbers' days."""
    found: QuerySet[Writ] = Writ.objects.within(scope).filter(inspection=visit, state=ISSUED)
    return found.select_related("paper", "unit").order_by("dated", "id")


def signed_on_the_screen(scope: Scope, writ_ids: Collection[UUID]) -> dict[UUID, datetime]:
    """When the unit's side signed some writs on the screen, by writ."""
    rows = Signature.objects.within(scope).filter(
        writ__in=writ_ids, voided_at__isnull=True, role__in=("party", "receiver"), how="screen"
    )
    return dict(rows.values_list("writ_id", "signed_at"))


def shows_file(scope: Scope, file_id: UUID) -> bool:
    """Whether a file belongs to a document or a consent of the scope. A seal's picture has a page of its own, for who may use it."""
    return any(
        model.objects.within(scope).filter(**{field: file_id}).exists()
        for model, field in (
            (Signature, "file"),
            (Scan, "file"),
            (Service, "proof"),
            (Consent, "file"),
            (SealUse, "sealed_file"),
        )
    )


def scans_of(scope: Scope, writ_ids: Collection[UUID]) -> dict[UUID, set[tuple[int | None, UUID | None]]]:
    """What is scanned back of some writs: (page, None) and (None, file) of each."""
    found: dict[UUID, set[tuple[int | None, UUID | None]]] = defaultdict(set)
    standing = Scan.objects.within(scope).filter(writ__in=writ_ids, replaced_at__isnull=True)
    rows = standing.values_list("writ_id", "page", "file_id")
    for writ, page, file in rows:
        found[writ] |= {(page, None), (None, file)}
    return found


def seal_bodies(scope: Scope, on: date) -> list[str]:
    """The bodies whose seals a town may keep: itself, and those by whose delegation in force it signs in their name."""
    by = signing(scope, on)
    delegated = [one.body for one in by.grants if one.nature == DELEGATED]
    return list(dict.fromkeys([by.town.name, *delegated]))

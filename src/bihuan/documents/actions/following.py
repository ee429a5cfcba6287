"""What is issued by an action of another app (a check finished, an order given, a re-inspection, a referral) is composed and frozen in
the same transaction: whatever is told in the log with a paper's number has its writ."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from bihuan.core import clock, events
from bihuan.core.events import Entry
from bihuan.core.scope import Scope
from bihuan.documents.actions.drafting import new_code
from bihuan.documents.actions.issuing import digest_of
from bihuan.documents.actions.terms import begun
from bihuan.documents.declarations import current
from bihuan.documents.gathering import About, gather, told
from bihuan.documents.lifecycle import ISSUED, VOID
from bihuan.documents.models import Signature, Term, Writ
from bihuan.documents.queries import wordings
from bihuan.documents.rendering import issuer_of
from bihuan.documents.standing import slots_of
from bihuan.documents.texts import sound_wording
from bihuan.hazards.models import Demand, Hazard
from bihuan.inspections.models import IssuedPaper
from bihuan.inspections.queries import Leave, Signing, signing
from bihuan.referrals.models import Referral

REVIEWED = {"close": "passed", "pass_review": "passed", "send_back": "failed"}


def follow_the_papers() -> None:
    """From now on each paper that is told of has its writ."""
    events.declare_follower(_follow)


def _follow(town: UUID, entries: Sequence[Entry]) -> None:
    _void_with_visits(town, entries)
    by_number = _numbers(entries)
    if not by_number:
        return
    scope = Scope.whole_town(town)
    papers = (
        IssuedPaper.objects.within(scope)
        .filter(number__in=by_number, writ__isnull=True)
        .select_related("unit__cell", "inspection__campaign", "grant")
    )
    days: dict[date, _Day] = {}
    made = [
        _writ(scope, paper, by_number[paper.number], days)
        for paper in papers.order_by("id")
        if paper.kind in current()
    ]
    Writ.objects.bulk_create(made)
    if signed := [one for row in made for one in _signed_at_the_visit(row, by_number[row.number])]:
        Signature.objects.bulk_create(signed)
    if terms := [one for row in made for one in begun(row, "issue", row.dated)]:
        Term.objects.bulk_create(terms)


def _numbers(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    """The numbers of papers that entries tell of, each with those entries."""
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        if isinstance(entry.subject, Writ):
            continue
        for number in (entry.given.get("paper"), *(entry.given.get("papers") or ())):
            if number:
                found[str(number)].append(entry)
    return found


@dataclass(frozen=True)
class _Day:
    """What holds for all papers of a day."""

    by: Signing
    wordings: Mapping[str, Mapping[str, str]]


def _writ(scope: Scope, paper: IssuedPaper, entries: Sequence[Entry], days: dict[date, _Day]) -> Writ:
    declared, on = current()[paper.kind], paper.issued_on
    if on not in days:
        days[on] = _Day(signing(scope, on), wordings(scope, on))
    about = _about(scope, paper, entries)
    leave = Leave(paper.kind, paper.power, paper.body, grant=paper.grant)
    row = Writ(
        town_id=scope.town,
        kind=paper.kind,
        edition=declared.edition,
        state=ISSUED,
        code=new_code(),
        dated=paper.issued_on,
        fields=declared.fill(gather(scope, about, days[on].by, leave)),
        wording=sound_wording(declared, days[on].wordings.get(paper.kind, {}), on),
        paper=paper,
        drafted_by_id=about.officers[0] if about.officers else None,
        drafted_at=clock.now(),
        issued_at=clock.now(),
        **about.links,
    )
    row.issuer = issuer_of(row, days[on].by)
    row.digest = digest_of(row)
    return row


def _about(scope: Scope, paper: IssuedPaper, entries: Sequence[Entry]) -> About:
    """What a paper is about, by the records that were told of with it."""
    hazards = [one.subject for one in entries if isinstance(one.subject, Hazard)]
    officers = next((one.given["officers"] for one in entries if one.given.get("officers")), ())
    common: dict[str, Any] = {
        "unit": paper.unit,
        "inspection": paper.inspection,
        "officers": tuple(UUID(str(one)) for one in officers),
    }
    if paper.kind == "review":
        named = tuple(
            told(one.subject, outcome=REVIEWED[one.action], note=str(one.given.get("note") or ""))
            for one in entries
            if isinstance(one.subject, Hazard) and one.action in REVIEWED
        )
        return About(**common, named=named, answers=_ordered_by(scope, hazards))
    if paper.kind in ("referral", "copy"):
        referral = next(
            (one.given["referral"] for one in entries if isinstance(one.given.get("referral"), Referral)),
            None,
        )
        return About(**common, hazard=hazards[0] if hazards else None, referral=referral)
    if paper.kind in ("order", "notice"):
        demands = Demand.objects.within(scope).filter(paper=paper).select_related("hazard")
        named = tuple(told(one.hazard) for one in demands.order_by("hazard__number"))
        hazard = hazards[0] if len(named) == 1 and hazards and not _with_visit(entries) else None
        return About(**common, hazard=hazard, named=named)
    return About(**common)


def _signed_at_the_visit(row: Writ, entries: Sequence[Entry]) -> list[Signature]:
    """What the unit signed at the end of the visit, or would not, stands on each paper issued with it: it is asked once."""
    visit = row.inspection
    if visit is None or not _with_visit(entries) or not (visit.signature_id or visit.refusal):
        return []
    place = next((one for one in slots_of(row) if one.role == "party"), None)
    if place is None:
        return []
    return [
        Signature(
            town_id=row.town_id,
            writ=row,
            slot=place.slot,
            role=place.role,
            name=visit.present or place.name or place.label,
            how="screen" if visit.signature_id else "refused",
            file_id=visit.signature_id,
            digest=row.digest,
            signed_at=visit.entered_at,
            reason="" if visit.signature_id else visit.refusal,
            recorded_by_id=visit.first_inspector_id,
        )
    ]


def _with_visit(entries: Sequence[Entry]) -> bool:
    return any(one.action in ("finish_check", "reinspect") for one in entries)


def _ordered_by(scope: Scope, hazards: Sequence[Hazard]) -> Writ | None:
    """The order that a re-inspection answers: the first by which one of the hazards was bound."""
    ids = [one.pk for one in hazards]
    found: Writ | None = (
        Writ.objects.within(scope)
        .filter(paper__demands__hazard__in=ids, kind__in=("order", "notice"), state=ISSUED)
        .order_by("dated", "id")
        .first()
    )
    return found


def _void_with_visits(town: UUID, entries: Iterable[Entry]) -> None:
    """A visit that was entered in error takes its documents with it."""
    visits = [one.subject.pk for one in entries if one.action == "void_visit"]
    if visits:
        mine = Writ.objects.within(Scope.whole_town(town)).filter(paper__inspection__in=visits, state=ISSUED)
        ids = list(mine.values_list("pk", flat=True))
        Writ.objects.within(Scope.whole_town(town)).filter(pk__in=ids).update(state=VOID)

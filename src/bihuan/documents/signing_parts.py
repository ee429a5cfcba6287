"""What signing, the seal, scans and service add to a document's page and to a unit's, and the words of their events."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.calendar import in_words, unpublished
from bihuan.core.files import declare_shown
from bihuan.core.parts import Given, Link, Part, declare_part
from bihuan.documents import eseal
from bihuan.documents.actions.drafting import right_for
from bihuan.documents.actions.sealing import why_not_apply
from bihuan.documents.actions.serving import signed_by_party, why_not_acknowledged, why_not_on_the_spot
from bihuan.documents.actions.signing import why_not_mine
from bihuan.documents.declarations import declaration
from bihuan.documents.lifecycle import ISSUED, VOID
from bihuan.documents.models import Consent, Service, Term, Writ
from bihuan.documents.queries import signatures
from bihuan.documents.rendering import sheets_of
from bihuan.documents.rules import HOWS, PENMEN, PROOFS, serve_by
from bihuan.documents.standing import (
    replaced_scans,
    scans,
    seal_for,
    seal_use,
    services,
    shows_file,
    slots_of,
    terms,
    terms_of_void,
)
from bihuan.hazards.timeline import declare_words
from bihuan.inspections.papers import PAPERS
from bihuan.units.models import Unit


def _signing(actor: Actor, row: Writ) -> Given | None:
    """Who signed where, what is still open and who may sign it; the seal; the scanned pages."""
    if not row.is_frozen or row.paper is None:
        return None
    places = slots_of(row)
    sealed = declaration(row.kind, row.edition).sealed
    if not places and not sealed:
        return None
    signed = {one.slot: one for one in signatures(actor.scope, row.pk)}
    standing = row.state == ISSUED
    waiting = [one for one in places if one.slot not in signed] if standing else []
    kept = list(scans(actor.scope, row.pk))
    there = {one.page for one in kept}
    pages = range(1, sheets_of(actor.scope, row) + 1) if kept else ()
    seal = seal_use(actor.scope, row.pk) if sealed else None
    may_seal = sealed and actor.may("seal") and not why_not_apply(row)
    return {
        "row": row,
        "places": [(one, signed.get(one.slot)) for one in places],
        "open": len(waiting),
        "mine": {one.slot for one in waiting if one.role in PENMEN and not why_not_mine(actor, one)},
        "others": {one.slot for one in waiting if one.role not in PENMEN},
        "may_record": standing and actor.may(right_for(row.kind)),
        "may_strike": standing and actor.may("supervise"),
        "scans": kept,
        "replaced": list(replaced_scans(actor.scope, row.pk)),
        "unscanned": [str(page) for page in pages if page not in there],
        "sealed": sealed and (standing or seal is not None),
        "seal": seal,
        "may_seal": may_seal,
        "may_eseal": seal is not None and not seal.sealed_file_id and eseal.is_set() and actor.may("seal"),
        "picture": seal_for(actor.scope, row, clock.today()) if may_seal and not seal else None,
    }


def _serving(actor: Actor, row: Writ) -> Given | None:
    """How the document was served, and the terms that run from it."""
    if not (row.stands or row.state == VOID) or not declaration(row.kind, row.edition).served:
        return None
    known = list(services(actor.scope, row.pk))
    if row.state == VOID:
        return _ended(actor, row, known) if known else None
    may, due = actor.may(right_for(row.kind)), serve_by(row.issued_on)
    here = signed_by_party(actor, row) if may and not why_not_on_the_spot(actor, row) else None
    running = terms(actor.scope).filter(writ=row)
    return {
        "row": row,
        "services": known,
        "may_serve": may,
        "may_strike": actor.may("supervise"),
        "here": here,
        "due": due,
        "late": due < clock.today(),
        "proof": PAPERS[PROOFS[0 if PAPERS[row.kind].is_enforcement else 1]].label if may else "",
        "may_confirm": not actor.may("office") and not why_not_acknowledged(actor, row, clock.today()),
        "terms": [(one, _years(one.from_on, one.due_on)) for one in running],
    }


def _ended(actor: Actor, row: Writ, known: list[Service]) -> Given:
    """How a document that has become void since had been served: the service and its terms hold no more."""
    ended: list[tuple[Term, list[str]]] = [(one, []) for one in terms_of_void(actor.scope, row.pk)]
    return {"row": row, "services": known, "ended": True, "terms": ended}


def _years(from_on: date, due_on: date) -> list[str]:
    return [str(year) for year in unpublished(from_on, due_on)]


def _consents(actor: Actor, unit: Unit) -> Given | None:
    """What a unit has confirmed of how it takes documents, the newest first."""
    rows = list(Consent.objects.within(actor.scope).filter(unit=unit).order_by("-from_on", "-id")[:3])
    return {"rows": rows, "may": actor.may("order")} if rows else None


def _consent_link(actor: Actor, unit: Unit) -> Sequence[Link]:
    if not actor.may("order") or unit.ended_on:
        return []
    return [Link("送达地址确认书", reverse("consent_new", args=[unit.pk]))]


def _told(given: dict[str, Any]) -> list[str]:
    """What is said of a step."""
    said = [str(given[name]) for name in ("body", "way", "term", "receiver") if given.get(name)]
    if given.get("name"):
        said.append(f"{given['name']}{HOWS.get(given.get('how', ''), '')}")
    if given.get("signed_by"):
        said.append(f"确认人{given['signed_by']}")
    for name in ("on", "from_on"):
        if given.get(name):
            said.append(in_words(date.fromisoformat(given[name])))
    if given.get("due_on"):
        said.append(f"期限{in_words(date.fromisoformat(given['due_on']))}")
    if given.get("page"):
        said.append(f"第{given['page']}页")
    pages = given.get("pages")
    if isinstance(pages, list):
        said.append(f"第{'、'.join(map(str, pages))}页")
    elif pages:
        said.append(f"共{pages}页")
    said += [str(given[name]) for name in ("reason", "note", "number") if given.get(name)]
    if given.get("witnesses"):
        said.append(f"见证人{'、'.join(given['witnesses'])}")
    return said


WORDS = {
    "sign_writ": "签字",
    "refuse_signature": "记录拒签",
    "witness_refusal": "补记见证人",
    "confirm_signed_paper": "确认纸上已签",
    "strike_signature": "划去签字",
    "file_scans": "扫描件归档",
    "replace_scan": "换扫描件",
    "keep_seal": "登记印章",
    "end_seal": "停用印章",
    "apply_seal": "用印",
    "serve_writ": "送达",
    "strike_service": "作废送达",
    "make_receipt": "生成送达回证",
    "meet_term": "登记履行",
    "note_term_over": "期限届满，未登记履行",
    "record_consent": "登记送达地址确认书",
    "end_consent": "撤回送达地址确认书",
}
declare_words(WORDS, dict.fromkeys(WORDS, _told))
declare_part(Part("writ", "documents/signing.html", _signing, side=True))
declare_part(Part("writ", "documents/serving.html", _serving, side=True))
declare_part(Part("unit", "documents/consents.html", _consents, side=True, links=_consent_link))
declare_shown(shows_file)

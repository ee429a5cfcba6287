"""What comes next for the papers of a visit, on the visit's page: the officer's signature on all of them, the unit's, the service."""

from django.urls import reverse

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.parts import Given, Part, declare_part
from bihuan.documents.actions.drafting import right_for
from bihuan.documents.actions.signing import why_not_mine
from bihuan.documents.composing import Slot
from bihuan.documents.declarations import declaration
from bihuan.documents.models import Writ
from bihuan.documents.rules import PENMEN
from bihuan.documents.standing import of_visit, served_in_words, signed_on_the_screen, signed_places, slots_of
from bihuan.inspections.models import Inspection


def _next(actor: Actor, visit: Inspection) -> Given | None:
    """Where the actor signs (one stroke fills the place on each paper), what the unit has still to sign, who else, what is to be served."""
    if visit.voided_on or not actor.may("order|campaigns|supervise"):
        return None
    rows = list(of_visit(actor.scope, visit.pk))
    keys = [row.pk for row in rows]
    filled = signed_places(actor.scope, keys) if rows else {}
    signed = signed_on_the_screen(actor.scope, keys) if rows else {}
    waiting = [(row, one) for row in rows for one in slots_of(row) if one.slot not in filled.get(row.pk, ())]
    mine = [(row, one) for row, one in waiting if _is_mine(actor, row, one)]
    party = [(row, one) for row, one in waiting if one.role not in PENMEN and actor.may(right_for(row.kind))]
    others = [
        one.name for row, one in waiting if one.role in PENMEN and one.name and not _is_mine(actor, row, one)
    ]
    here = [
        row
        for row in rows
        if declaration(row.kind, row.edition).served
        and not row.served_on
        and row.pk in signed
        and clock.town_day(signed[row.pk]) >= row.issued_on
        and actor.may(right_for(row.kind))
    ]
    if not (mine or party or others or here):
        return None
    return {
        "visit": visit,
        "sign": _address("writ_sign", mine),
        "mine": len(mine),
        "party": _address("writ_sign", party),
        "refuse": _address("writ_refuse", party),
        "others": list(dict.fromkeys(others)),
        "here": here,
    }


def _is_mine(actor: Actor, row: Writ, place: Slot) -> bool:
    """Whether an actor signs at a place as the person named there."""
    named = bool(place.name) and place.role in PENMEN
    may = actor.may(right_for(row.kind)) or actor.may("supervise")
    return named and may and not why_not_mine(actor, place)


def _address(page: str, places: list[tuple[Writ, Slot]]) -> str:
    """The page of the first of some places, which leads back to the visit."""
    return f"{reverse(page, args=[places[0][0].pk, places[0][1].slot])}?from=visit" if places else ""


def _ending(actor: Actor, visit: Inspection) -> Given | None:
    """What ends where a visit is made void whose papers were served."""
    said = (
        served_in_words(actor.scope, list(of_visit(actor.scope, visit.pk))) if actor.may("supervise") else []
    )
    return {"ending": said} if said else None


declare_part(Part("visit_void", "documents/visit_ending.html", _ending))
declare_part(Part("visit", "documents/visit_next.html", _next))

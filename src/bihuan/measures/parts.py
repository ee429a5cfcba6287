"""What measures add to other pages: a unit's and a hazard's decisions, the button that records one, words for the events."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse

from bihuan.core import files
from bihuan.core.actions import Actor
from bihuan.core.calendar import in_words
from bihuan.core.parts import Given, Link, Part, declare_part
from bihuan.core.scope import Scope
from bihuan.hazards.models import Hazard
from bihuan.hazards.timeline import declare_words
from bihuan.measures.lifecycle import WATCH
from bihuan.measures.models import Decision, Watch
from bihuan.measures.queries import decisions, naming, open_watch, revisits, shows_file, subjects
from bihuan.measures.rules import CLEARANCE, KINDS
from bihuan.units.actions import declare_hold
from bihuan.units.following import OpenWork, declare_merge, declare_stays, declare_work
from bihuan.units.models import Unit


def _given(found: QuerySet[Decision]) -> Given | None:
    rows = list(found.select_related("watch"))
    return {"decisions": rows} if rows else None


def _of_unit(actor: Actor, unit: Unit) -> Given | None:
    return _given(decisions(actor.scope).filter(unit=unit))


def _of_hazard(actor: Actor, hazard: Hazard) -> Given | None:
    """The decisions upon its unit; and the revisit that found it, if one did."""
    given = _given(decisions(actor.scope).filter(unit=hazard.unit_id))
    return given and given | {"found_by": revisits(actor.scope).filter(hazard=hazard).first()}


def _before_visit(actor: Actor, unit: Unit) -> Given | None:
    """Whoever comes to a place that is shut looks first whether it keeps to it."""
    watch = open_watch(actor.scope, unit.pk)
    return {"watch": watch} if watch else None


def _button(actor: Actor, address: str) -> list[Link]:
    return [Link("登记决定", address, "ban")] if actor.may("decide") else []


def _for_unit(actor: Actor, unit: Unit) -> list[Link]:
    return _button(actor, reverse("decision_new", args=[unit.pk]))


def _for_hazard(actor: Actor, hazard: Hazard) -> list[Link]:
    return _button(actor, f"{reverse('decision_new', args=[hazard.unit_id])}?hazard={hazard.pk}")


def _told_of_hazard(actor: Actor, hazard: Hazard) -> list[UUID]:
    return subjects(naming(actor.scope, hazard.pk))


declare_part(Part("unit", "measures/part.html", _of_unit, links=_for_unit))
declare_part(
    Part("hazard", "measures/part.html", _of_hazard, side=True, links=_for_hazard, subjects=_told_of_hazard)
)
declare_part(Part("check", "measures/held.html", _before_visit))
files.declare_shown(shows_file)


def _held(actor: Actor, unit: Unit, state: str) -> str:
    """A unit under a decision changes with decisions alone; one that is suspended may give up."""
    watch = open_watch(Scope.whole_town(actor.town), unit.pk)
    if watch is None or (watch.decision.kind == "suspend" and state == "closed"):
        return ""
    word = watch.decision.label
    return f"该单位的{word}决定（{watch.decision.number}）还在执行，状态随决定变更，请到“登记决定”办理。"


def _watched(actor: Actor, unit: Unit) -> list[OpenWork]:
    watch = open_watch(actor.scope, unit.pk)
    page = reverse("decision", args=[watch.decision_id]) if watch else ""
    return [OpenWork(f"{watch.decision}（{watch.state_label}）", page)] if watch else []


declare_hold(_held)
declare_merge(Decision, "决定")
declare_merge(Watch, "停产取缔看守")
declare_stays(Decision, field="recorded_unit")
declare_work(_watched)


def _said_of_decision(given: dict[str, Any]) -> list[str]:
    numbered = f"{given['body']}{given['number']}" if given.get("number") else given["body"]
    return [KINDS[given["kind"]], numbered, str(given["reason"])]


def _said_of_clearance(given: dict[str, Any]) -> list[str]:
    return ["、".join(CLEARANCE[step] for step in given["done"])]


def _said_of_missed(given: dict[str, Any]) -> list[str]:
    return [f"应于{in_words(date.fromisoformat(given['due_on']))}回访"]


declare_words(
    {move.action: move.label for move in WATCH.moves}
    | {
        "record_decision": "登记决定",
        "record_clearance": "登记两断三清",
        "void_decision": "作废决定",
        "note_missed_revisit": "回访日期已过，尚未回访",
    },
    {
        "record_decision": _said_of_decision,
        "record_clearance": _said_of_clearance,
        "note_missed_revisit": _said_of_missed,
    },
)

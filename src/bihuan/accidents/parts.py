"""What accidents add to a unit's page; the words of their events; how they stand when cells and units merge."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from bihuan.accidents.actions.following import accidents_in, follow_cells
from bihuan.accidents.models import Accident
from bihuan.accidents.queries import of_unit, running, shows_file
from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.calendar import moment_in_words
from bihuan.core.files import declare_shown
from bihuan.core.parts import Given, Link, Part, declare_part
from bihuan.grid.following import Follower, declare_follower
from bihuan.hazards.timeline import declare_words
from bihuan.units.following import OpenWork, declare_merge, declare_work
from bihuan.units.models import Unit

SEES, ENTERS = "office|report_accident", "accidents|report_accident"


def _on_unit(actor: Actor, unit: Unit) -> Given | None:
    if not actor.may(SEES):
        return None
    rows = list(of_unit(actor.scope, unit))
    return {"rows": rows} if rows else None


def _links(actor: Actor, unit: Unit) -> Sequence[Link]:
    if not actor.may(ENTERS):
        return []
    return [Link("报告事故", f"{reverse('accident_new')}?unit={unit.pk}", "alert-triangle")]


def _work(actor: Actor, unit: Unit) -> list[OpenWork]:
    return [
        OpenWork(f"事故{one.number}（{one.state_label}）", reverse("accident", args=[one.pk]))
        for one in running(actor.scope).filter(unit=unit)
    ]


def _moment(given: dict[str, Any], name: str) -> list[str]:
    return [moment_in_words(clock.read(given[name]))] if given.get(name) else []


def _words(given: dict[str, Any], *names: str) -> list[str]:
    return [str(given[name]).rstrip("。") for name in names if given.get(name)]


def _said_toll(given: dict[str, Any]) -> list[str]:
    outside = ["超过统计期限，不计入统计"] if given.get("outside") else []
    return [*_words(given, "toll"), *_moment(given, "at"), *_words(given, "reason"), *outside]


def _said_telling(given: dict[str, Any]) -> list[str]:
    to = f"{given['teller']}{given['way']}报告{given['body']}"
    taken = [f"接报人{given['taken_by']}"] if given.get("taken_by") else []
    return [*_words(given, "report"), to, *_moment(given, "at"), *taken]


def _said_correction(given: dict[str, Any]) -> list[str]:
    return [*given["changed"], f"原因：{given['reason']}"]


def _said_report(given: dict[str, Any]) -> list[str]:
    return [*_words(given, "title", "number"), f"签发人{given['signer']}"]


def _said_term(given: dict[str, Any]) -> list[str]:
    return [*_words(given, "term"), *(f"{one}前" for one in _moment(given, "due_at"))]


declare_part(Part("unit", "accidents/part.html", _on_unit, links=_links))
declare_shown(shows_file)
declare_merge(Accident, "事故")
declare_work(_work)
declare_follower(Follower("事故", "accidents.accident.cell", accidents_in, follow_cells))
declare_words(
    {
        "enter_accident": "登记事故",
        "correct_accident": "更正事故信息",
        "record_toll": "登记伤亡变化",
        "judge_accident": "认定事故性质",
        "add_accident_photos": "补充照片",
        "make_flash_report": "签发事故快报",
        "make_final_report": "签发事故快报",
        "tell_accident": "登记报告",
        "reopen_accident": "终报后补报",
        "close_accident": "结案",
        "settle_remedy": "落实整改措施",
        "cancel_accident": "撤销事故登记",
        "press_accident": "快报时限将到",
        "note_accident_late": "快报超过时限",
        "set_report_limit": "规定事故报告时限",
    },
    {
        "enter_accident": lambda given: _words(given, "number", "toll", "note"),
        "correct_accident": _said_correction,
        "record_toll": _said_toll,
        "judge_accident": lambda given: _words(given, "nature", "by", "ground"),
        "add_accident_photos": lambda given: [f"{given['count']}张"],
        "make_flash_report": _said_report,
        "make_final_report": _said_report,
        "tell_accident": _said_telling,
        "close_accident": lambda given: _words(given, "body", "number", "conclusions"),
        "settle_remedy": lambda given: _words(given, "text", "note"),
        "press_accident": _said_term,
        "note_accident_late": _said_term,
        "set_report_limit": lambda given: _words(given, "says"),
    },
)

"""One row of everything that an address can name, at three places: 永安 in the east, the site in the west, the next
town."""

from dataclasses import dataclass
from typing import Any

from bihuan.core import files
from bihuan.core.actions import Actor
from bihuan.grid.actions import found_department
from bihuan.grid.models import Cell, Post
from bihuan.hazards import actions
from bihuan.hazards.actions import Finding
from bihuan.inspections.actions import Visit, begin_campaign
from bihuan.summaries.actions import add_remark, draft_summary, fill_form, keep_form
from bihuan.units.actions import register_certificate, register_unit
from tests.cast import FOUNDED, TODAY, Cast, picture
from tests.summaries.sheets import month

TEXT = "今年以来，共排查隐患XX条，已全部整改完毕。"
PLACES = ("永安", "工地", "邻镇")


@dataclass(frozen=True)
class Place:
    """The rows of a place, by the name that an address gives them. `town` and `unit` say who is inside."""

    town: Any
    unit: Any
    kwargs: dict[str, Any]


def build(cast: Cast) -> dict[str, Place]:
    """Make the rows through the actions; the next town's by its own officer."""
    sun = cast.sun
    next_unit = register_unit(
        Actor.founder(cast.next_town.pk),
        name="西河木业",
        category="trade.wood",
        cell_id=Cell.objects.within(sun.scope).get().pk,
        department_id=found_department(Actor.founder(cast.next_town.pk), name="经发办").pk,
        opened_on=FOUNDED,
    )
    return {
        "永安": _place(cast.chen, cast.units["yongan"], cast.people["feng"], "red"),
        "工地": _place(cast.chen, cast.units["site"], cast.people["wang"], "blue"),
        "邻镇": _place(sun, next_unit, cast.people["sun"], "red"),
    }


def _place(actor: Actor, unit: Any, person: Any, colour: str) -> Place:
    # a photo of its own: the same bytes are kept once, and belong to all who show them
    photo = files.keep_picture(actor, picture(colour), f"{unit.name}.jpg").pk
    waiting = Finding("库房电线老化裸露", "undecided", photos=(photo,), kind="power")
    inspection = actions.finish_check(
        actor, Visit(unit=unit.pk, visited_on=TODAY, refusal="负责人不在场"), [waiting]
    )
    campaign = begin_campaign(actor, name=f"{unit.name}整治", begins_on=TODAY, ends_on=TODAY)
    summary = draft_summary(
        actor, title=f"{unit.name}总结", text=TEXT, since=FOUNDED, until=TODAY, as_of=TODAY
    )
    form = keep_form(actor, name=f"{unit.name}月报", kind="month", content=month(), file_name="月报.xlsx")
    filled = fill_form(actor, form.pk, since=FOUNDED, until=TODAY, as_of=TODAY)
    certificate = register_certificate(actor, unit.pk, kind="safety", number="AQ-1", valid_until=TODAY)
    kwargs = {
        "unit_id": unit.pk,
        "certificate_id": certificate.pk,
        "cell_id": unit.cell_id,
        "inspection_id": inspection.pk,
        "hazard_id": waiting.id,
        "campaign_id": campaign.pk,
        "summary_id": summary.pk,
        "remark_id": add_remark(actor, summary.pk, text="核一下").pk,
        "form_id": form.pk,
        "filled_id": filled.pk,
        "person_id": person.pk,
        "post_id": Post.objects.within(actor.scope).get(person=person).pk,
        "file_id": photo,
        "key": "hazards.found",
        "index": 0,
        "form": "docx",
    }
    return Place(actor.town, unit, kwargs)

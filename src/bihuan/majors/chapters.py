"""What major hazards put into a unit's file (重大隐患档案): each with the standard that makes it major, its five fixings, its listing, its end."""

from datetime import date

from bihuan.core.actions import Actor
from bihuan.core.calendar import in_words
from bihuan.hazards.queries import standing
from bihuan.majors.queries import Standing, major_ones, standing_of, with_files
from bihuan.majors.rules import FIXINGS
from bihuan.paper import Boxes, Leaf, Paragraph
from bihuan.units.chapters import Chapter, declare_chapter, nowhere
from bihuan.units.models import Unit


def _majors(actor: Actor, unit: Unit, _on: date) -> list[Leaf]:
    found = with_files(major_ones(standing(actor.scope).filter(unit=unit), actor.scope), actor.scope)
    leaves: list[Leaf] = []
    for number, row in enumerate(found.order_by("major_on", "number"), start=1):
        leaves += [Paragraph(f"（{number}）{row.number}　{row.text}"), Boxes(_boxes(standing_of(row)))]
    return leaves


def _boxes(one: Standing) -> tuple[tuple[tuple[str, str], ...], ...]:
    hazard, case = one.hazard, one.case
    fixings = tuple(((word, _said(getattr(case, name))),) for name, word in FIXINGS.items())
    return (
        (("判定依据", one.criterion),),
        (
            ("判定日期", _said(hazard.major_on)),
            ("上报", f"{_said(case.reported_on)} {case.reported_to}".strip()),
        ),
        *fixings,
        (("挂牌督办", _listed(one)),),
        (("目前状态", hazard.state_label), ("销号日期", _said(hazard.settled_on))),
    )


def _said(value: object) -> str:
    if isinstance(value, date):
        return in_words(value)
    return f"{value:,}元" if isinstance(value, int) else str(value or "")


def _listed(one: Standing) -> str:
    if one.listing is None:
        return "没有挂牌"
    said = [one.listing.state_label, one.listing.body, one.listing.number, _said(one.listing.listed_on)]
    return " ".join(filter(None, said))


# That a unit has none is as it should be.
declare_chapter(Chapter("majors.cases", "重大隐患档案", 118, _majors, required=nowhere))

"""What risks add to a unit's page; how their rows follow a merger; which files they show."""

from django.urls import reverse

from bihuan.core.actions import Actor
from bihuan.core.files import declare_shown
from bihuan.core.parts import Given, Link, Part, declare_part
from bihuan.risks.models import FloorPlan, PointGrade, RiskPoint, TemplateUse
from bihuan.risks.queries import by_grade, open_reviews, points_of, shows_file, uses
from bihuan.risks.rules import GRADES
from bihuan.units.following import declare_merge, declare_stays
from bihuan.units.models import Unit

SHOWN = 5


def _of_unit(actor: Actor, unit: Unit) -> Given | None:
    rows = points_of(actor.scope, unit)
    counts = by_grade(rows)
    may = actor.may("risks") and unit.ended_on is None
    if not any(counts.values()) and not may:
        return None
    return {
        "unit": unit,
        "grades": [(GRADES[grade], count) for grade, count in counts.items()],
        "total": sum(counts.values()),
        "gravest": list(rows.filter(grade__lte=2).order_by("grade", "number")[:SHOWN]),
        "uses": uses(actor.scope, unit),
        "reviews": open_reviews(actor.scope).filter(point__unit=unit).count(),
        "may": may,
    }


def _links(actor: Actor, unit: Unit) -> list[Link]:
    has = points_of(actor.scope, unit).exists()
    return [Link("风险分级", reverse("unit_risks", args=[unit.pk]), "shield")] if has else []


declare_part(Part("unit", "risks/part.html", _of_unit, links=_links))
declare_shown(shows_file)
declare_merge(RiskPoint, "风险点")
declare_merge(FloorPlan, "平面图")
declare_merge(TemplateUse, "风险模板")
declare_stays(PointGrade)  # those in force go on under the unit that is kept (actions.following)

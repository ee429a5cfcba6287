"""What risks add to a unit's page; how their rows follow a merger; which files they show."""

from bihuan.core.actions import Actor
from bihuan.core.files import declare_shown
from bihuan.core.parts import Given, Part, declare_part
from bihuan.risks.models import FloorPlan, PointGrade, RiskPoint, TemplateUse
from bihuan.risks.queries import open_reviews, points_of, shows_file, uses
from bihuan.risks.rules import GRADES
from bihuan.units.following import declare_merge, declare_stays
from bihuan.units.models import Unit

SHOWN = 5


def _of_unit(actor: Actor, unit: Unit) -> Given | None:
    rows = list(points_of(actor.scope, unit))
    may = actor.may("risks") and unit.ended_on is None
    if not rows:
        return {"unit": unit, "total": 0} if may else None
    grave = sorted((one for one in rows if one.grade <= 2), key=lambda one: (one.grade, one.number))
    return {
        "unit": unit,
        "grades": [(one, sum(row.grade == grade for row in rows)) for grade, one in GRADES.items()],
        "total": len(rows),
        "gravest": grave[:SHOWN],
        "uses": uses(actor.scope, unit),
        "reviews": open_reviews(actor.scope).filter(point__unit=unit).count(),
    }


declare_part(Part("unit", "risks/part.html", _of_unit))
declare_shown(shows_file)
declare_merge(RiskPoint, "风险点")
declare_merge(FloorPlan, "平面图")
declare_merge(TemplateUse, "风险模板")
declare_stays(PointGrade)  # those in force go on under the unit that is kept (actions.following)

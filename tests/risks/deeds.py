"""What the tests of risks do again and again: 永安's list, made from a small template with a point of each colour."""

from pathlib import Path
from typing import Any

from bihuan.core.actions import Actor
from bihuan.risks.actions import Analysed, Judged, Line, Named, add_point, set_up
from bihuan.risks.models import RiskPoint, RiskStep, TemplateUse
from bihuan.risks.template_data import Template, read
from bihuan.units.models import Unit
from tests.cast import Cast

STALL: Template = read(Path(__file__).with_name("templates"))["stall"]
ALL = ("store", "unload", "fire", "exit")
NAMES = {"company": Named("冯永", "13800000001"), "post": Named("马小兵", "13800000002")}
WIRING = Analysed(
    "开关",
    "接线松动，打火",
    ["触电", "火灾"],
    "人员伤亡",
    {"engineering": "装漏电保护器"},
    [Line("漏电保护器试跳正常", "month", "post")],
)
ORANGE = Judged("lec", {"L": "3", "E": "6", "C": "15"})


def begin(cast: Cast, actor: Actor, unit: Unit | None = None, **more: Any) -> TemplateUse:
    """A unit's list (永安's) out of the small template."""
    given: dict[str, Any] = {"trade": "stall", "edition": STALL.edition, "kept": ALL, "named": NAMES}
    return set_up(actor, (unit or cast.units["yongan"]).pk, **(given | more))


def add(actor: Actor, unit: Unit, **more: Any) -> RiskPoint:
    """A switchboard of the unit's own."""
    given: dict[str, Any] = {
        "name": "配电箱",
        "kind": "equipment",
        "where": "店内",
        "step": WIRING,
        "judgement": ORANGE,
        "named": NAMES,
    }
    return add_point(actor, unit.pk, **(given | more))


def point(actor: Actor, name: str) -> RiskPoint:
    """A point in force, by its name."""
    found: RiskPoint = RiskPoint.objects.within(actor.scope).get(name=name, ended_on__isnull=True)
    return found


def step(actor: Actor, name: str) -> RiskStep:
    """A step in force, by its name."""
    found: RiskStep = RiskStep.objects.within(actor.scope).get(name=name, ended_on__isnull=True)
    return found

"""What the stories of publicity do."""

from datetime import date, timedelta
from typing import Any

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.figures.evaluation import WHOLE, Ask, Slice, evaluate
from bihuan.figures.identities import check_identities
from bihuan.grid.models import Cell
from bihuan.publicity.actions import Done, add_material, enter_outreach, make_plan
from bihuan.publicity.models import Outreach, PublicityPlan
from bihuan.publicity.rules import Numbers
from tests.cast import FOUNDED, TODAY, Cast


def handed_out(actor: Actor, *cells: Any, **more: Any) -> list[Outreach]:
    """Three hundred leaflets of today in each of some cells."""
    numbers = Numbers(
        more.pop("count", 300),
        more.pop("reached", None),
        more.pop("reach_kind", ""),
        more.pop("consulted", None),
    )
    given: dict[str, Any] = {"channel": "leaflet", "held_on": clock.today(), "numbers": numbers}
    return enter_outreach(actor, Done(cells=[one.pk for one in cells], **given | more))


def planned(cast: Cast, **more: Any) -> PublicityPlan:
    """The safety month: leaflets and the vehicle in both villages."""
    given: dict[str, Any] = {
        "title": "安全生产月",
        "occasion": "month",
        "from_on": date(2026, 6, 1),
        "to_on": date(2026, 6, 30),
        "channels": ["leaflet", "vehicle"],
        "villages": [cast.cells["石桥村"].pk, cast.cells["柳林村"].pk],
    }
    return make_plan(cast.chen, **given | more)


def numbers(cast: Cast, *keys: str, on: date = TODAY, part: Slice = WHOLE) -> list[Any]:
    """Figures (out.…) of the year as of the end of a day; their identities hold."""
    asks = [Ask(f"out.{key}", FOUNDED, on, on, part) for key in keys]
    found = evaluate(cast.chen.scope, asks)
    verdicts = check_identities(cast.chen.scope, FOUNDED, on, on)
    assert all(one.holds for some in verdicts.values() for one in some)
    return [found[ask].value for ask in asks]


TOMORROW = TODAY + timedelta(days=1)


def made_known(actor: Actor, unit: Any) -> dict[str, Any]:
    """A leaflet left at the unit, a material, and a plan for the villages."""
    (row,) = enter_outreach(actor, Done("leaflet", TODAY, Numbers(1), unit=unit.pk))
    material = add_material(actor, title=f"{unit.name}明白纸", kind="text", edition_on=TODAY, text="略")
    villages = Cell.objects.within(actor.scope).filter(kind="village").values_list("pk", flat=True)
    given = {"occasion": "month", "from_on": TODAY, "to_on": TODAY, "channels": ["leaflet"]}
    plan = make_plan(actor, title=f"{unit.name}宣传", villages=list(villages), **given)
    ids = {"outreach_id": row.pk, "material_id": material.pk, "publicity_plan_id": plan.pk}
    return ids | {"leaflet": "home"}

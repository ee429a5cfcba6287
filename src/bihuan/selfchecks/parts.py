"""What self-checks add to other pages; how their rows follow a merger; which files they show; the words of their events."""

from typing import Any

from django.urls import reverse

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.files import declare_shown
from bihuan.core.parts import Given, Link, Part, declare_part
from bihuan.hazards.models import Hazard
from bihuan.hazards.timeline import declare_words
from bihuan.risks.codes import declare_plates
from bihuan.selfchecks.models import Doubt, SelfCheck, SelfFinding, ShiftSetting, Standing, UnitDay
from bihuan.selfchecks.queries import lines_in_force, of_unit, plate_addresses, schedules, shows_file
from bihuan.selfchecks.rules import DOUBTS, SETTLED
from bihuan.units.following import declare_merge, declare_stays
from bihuan.units.models import Unit


def _of_unit(actor: Actor, unit: Unit) -> Given | None:
    found = of_unit(actor.scope, unit, clock.now())
    if found is None:
        return None
    schedule = schedules(actor.scope, [unit.pk], clock.today())[unit.pk]
    return {"unit": unit, "is": found, "schedule": schedule, "may": actor.may("risks") and not unit.ended_on}


def _links(actor: Actor, unit: Unit) -> list[Link]:
    if not actor.may("risks") or unit.ended_on:
        return []
    has = lines_in_force(actor.scope, clock.today()).filter(step__point__unit=unit).exists()
    return [Link("风险点二维码", reverse("point_plates", args=[unit.pk]), "printer")] if has else []


def _of_hazard(actor: Actor, row: Hazard) -> Given | None:
    """At which point, by whom, on which check."""
    if not row.is_own:
        return None
    rows = SelfFinding.objects.within(actor.scope).filter(hazard=row)
    found = rows.select_related("point", "step", "line", "on_check", "person").first()
    return {"found": found} if found else None


declare_part(Part("unit", "selfchecks/part.html", _of_unit, links=_links))
declare_part(Part("unit_risks", links=_links))
declare_part(Part("hazard", "selfchecks/hazard_part.html", _of_hazard, side=True))
declare_shown(shows_file)
declare_plates(plate_addresses)
declare_merge(SelfCheck, "自查记录")
declare_merge(Doubt, "自查存疑")
# What was counted of a unit's days, how it stood and when it worked is its own past; the unit that is kept goes on with its own.
declare_stays(UnitDay)
declare_stays(Standing)
declare_stays(ShiftSetting)


def _checked(given: dict[str, Any]) -> list[str]:
    found = [f"查出隐患{given['hazards']}条"] if given["hazards"] else []
    return [f"{given['checks']}项"] * bool(given["checks"]) + found


def _doubt(given: dict[str, Any]) -> list[str]:
    return [
        DOUBTS[given["kind"]],
        *([given["says"]] if "says" in given else [SETTLED[given["outcome"]], given["note"]]),
    ]


declare_words(
    {
        "self_check": "企业自查",
        "set_shifts": "设置班次",
        "close_self_day": "自查日结",
        "raise_doubt": "自查存疑",
        "count_doubt": "自查存疑计数",
        "settle_doubt": "处理自查存疑",
        "issue_point_plates": "制风险点二维码牌",
        "renew_point_plate": "换风险点二维码牌",
    },
    {
        "self_check": _checked,
        "set_shifts": lambda given: [given["says"]],
        "close_self_day": lambda given: [f"应自查{given['due']}次，按时自查{given['done']}次"],
        "raise_doubt": _doubt,
        "settle_doubt": _doubt,
        "issue_point_plates": lambda given: [f"{given['count']}块"],
    },
)

"""What the tests of units' files do: 永安's file made whole, step by step."""

from datetime import date, timedelta

from bihuan.core import files
from bihuan.risks import actions as risks
from bihuan.risks.queries import points_of
from bihuan.training.actions import finish_drill
from bihuan.units import actions as units
from bihuan.units.models import Unit
from tests.cast import TODAY, Cast
from tests.risks.deeds import begin
from tests.training.deeds import drill

PDF = b"%PDF-1.4\n%%EOF\n"
NEXT_YEAR = TODAY + timedelta(days=365)
INSURED_TO = TODAY + timedelta(days=20)


def yongan(cast: Cast) -> Unit:
    """永安 as it now stands."""
    found: Unit = Unit.objects.within(cast.chen.scope).get(pk=cast.units["yongan"].pk)
    return found


def take_in(cast: Cast) -> Unit:
    """永安 is taken into the building of the two systems, so that it has to have a file."""
    unit = yongan(cast)
    return units.revise_unit(cast.chen, unit.pk, version=unit.version, pilot_from=date(2026, 5, 1))


def complete(cast: Cast) -> Unit:
    """All that its file has to have."""
    unit = take_in(cast)
    units.revise_unit(cast.chen, unit.pk, version=unit.version, uscc="91350100M000100Y43", employees=4)
    units.register_contact(cast.chen, unit.pk, role="manager", name="冯永", phone="13800000001")
    for kind, until in (("licence", NEXT_YEAR), ("fireworks", NEXT_YEAR), ("insurance", INSURED_TO)):
        units.register_certificate(cast.chen, unit.pk, kind=kind, number=f"{kind}-1", valid_until=until)
    for kind in ("head", "manager"):
        units.register_certificate(
            cast.chen, unit.pk, kind=kind, number=f"{kind}-1", valid_until=NEXT_YEAR, holder="冯永"
        )
    for kind, title in (("system", "全员责任制"), ("plan", "应急预案"), ("training", "复工培训签到")):
        stored = files.keep_scan(cast.chen, PDF + kind.encode(), f"{kind}.pdf")
        units.keep_document(cast.chen, unit.pk, kind=kind, title=title, file=stored.pk, dated_on=TODAY)
    drilled = drill(cast.feng, unit_id=unit.pk)
    finish_drill(cast.feng, drilled.pk, version=1, people=4, summary="两分钟撤到店外")
    begin(cast, cast.feng)
    draw(cast)
    return yongan(cast)


def draw(cast: Cast) -> None:
    """A plan of four rooms, with every point on it."""
    unit = yongan(cast)
    risks.lay_plan(cast.feng, unit.pk, outline="后屋 店内\n门前 院子")
    for at, point in enumerate(points_of(cast.feng.scope, unit)):
        risks.place_point(cast.feng, point.pk, x=0.1 + 0.2 * at, y=0.3)

"""What the demo has to show of repeats, certificates and past days."""

from datetime import date

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.dossiers.asof import as_of
from bihuan.dossiers.briefing import briefing
from bihuan.dossiers.models import FileVersion
from bihuan.hazards.models import Hazard
from bihuan.units.models import Unit
from bihuan.units.queries import expiring
from tests.demo.conftest import YEAR, Demo
from tests.dossiers.test_as_of import same_as_today

LAST = date(YEAR, 12, 31)


def test_hazards_come_back_and_certificates_run_out(demo: Demo) -> None:
    again = Hazard.objects.within(demo.scope).filter(repeat_of__isnull=False)
    assert again.count() >= 2 and demo.value("hazards.repeated") == again.filter(voided_on=None).count()
    assert all(one.repeat_of.unit_id == one.unit_id for one in again.select_related("repeat_of"))
    assert expiring(demo.scope, LAST).exists()
    founder = Actor.founder(demo.town.pk)
    known = [briefing(founder, one.unit, LAST) for one in again.select_related("unit")]
    assert all(one.repeats for one in known) and any(one.common for one in known)


def test_the_last_day_shows_every_unit_as_its_rows_have_it(demo: Demo) -> None:
    founder = Actor.founder(demo.town.pk)
    with clock.moved(clock.at(LAST, 23, 55)):
        for unit in Unit.objects.within(demo.scope).filter(hazards__isnull=False).distinct():
            shown = as_of(founder, unit, LAST)
            assert shown.name == unit.name
            same_as_today(shown, demo.scope)


def test_files_are_frozen_at_the_year_s_end_some_whole_and_some_not(demo: Demo) -> None:
    rows = list(FileVersion.objects.within(demo.scope).select_related("unit"))
    assert {one.completeness.is_whole for one in rows} == {True, False}
    assert all(one.lacks for one in rows if not one.completeness.is_whole)
    kept, whole = (int(str(demo.value(key))) for key in ("units.files", "units.files_whole"))
    assert 0 < whole < kept == demo.value("units.pilot")
    assert demo.value("units.files_frozen") == len(rows)

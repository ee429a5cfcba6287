"""The demo's visitor finds the first days of the new year planned: routes for two pairs, confirmed."""

from datetime import date

from bihuan.routing.models import DayPlan
from bihuan.routing.queries import stops_of
from tests.demo.conftest import YEAR, Demo


def test_the_first_days_of_the_new_year_are_planned(demo: Demo) -> None:
    plan = DayPlan.objects.within(demo.scope).get()
    stops = stops_of(demo.scope, plan)
    assert plan.state == "confirmed" and date(YEAR + 1, 1, 1) < plan.from_on
    planned = [one for one in stops if one.team_id]
    assert len(planned) >= 8 and all(one.arrives for one in planned)
    assert all(one.why for one in stops if one.team_id is None)

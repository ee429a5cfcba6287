"""What is entered late does not overturn what was decided meanwhile, and a void visit takes no conclusion with it."""

from datetime import date, timedelta
from typing import Any

import pytest

from bihuan.core import clock
from bihuan.core.errors import Incomplete, NotAllowed
from bihuan.hazards import actions
from bihuan.hazards.actions import Reviewed
from bihuan.hazards.models import Hazard
from bihuan.inspections.models import Inspection
from bihuan.supervision.actions import ask_extension, grant_extension
from tests.cast import TODAY, Cast
from tests.core.deeds import found, fresh, visit

DAY = timedelta(days=1)


def look(cast: Cast, hazard: Hazard, on: date, *, passed: bool, deadline_on: date | None = None) -> Any:
    late: dict[str, Any] = {}
    if on != clock.today():
        late = {"late_entry": True, "scan": cast.photo(cast.chen, "white")}
    again = visit(cast, cast.chen, visited_on=on, kind="reinspection", outing=None, **late)
    version = fresh(cast, hazard.pk).version
    actions.reinspect(
        cast.chen, again, [Reviewed(hazard.pk, version, passed, "看过", deadline_on=deadline_on)]
    )


def test_a_reinspection_entered_late_is_not_older_than_the_term_that_runs(cast: Cast) -> None:
    hazard = found(cast, cast.chen)
    with clock.moved(clock.at(TODAY + 5 * DAY, 9)):
        look(cast, hazard, TODAY + 5 * DAY, passed=False, deadline_on=TODAY + 9 * DAY)
    with clock.moved(clock.at(TODAY + 6 * DAY, 9)):
        with pytest.raises(Incomplete, match="复查日期不能比它早") as told:
            look(cast, hazard, TODAY + 3 * DAY, passed=True)
        assert "visited_on" in told.value.fields
        look(cast, hazard, TODAY + 5 * DAY, passed=True)
    assert fresh(cast, hazard.pk).settled_on == TODAY + 5 * DAY


def test_nor_than_the_day_on_which_the_term_was_put_off(cast: Cast) -> None:
    hazard = found(cast, cast.chen)
    with clock.moved(clock.at(TODAY + 5 * DAY, 9)):
        asked = ask_extension(cast.feng, hazard.pk, reason="定做", interim="断电", wanted_on=TODAY + 20 * DAY)
        grant_extension(cast.zhou, asked.pk, version=1, deadline_on=TODAY + 20 * DAY, answer="同意")
        with pytest.raises(Incomplete, match="复查日期不能比它早"):
            look(cast, hazard, TODAY + 3 * DAY, passed=True)
    assert fresh(cast, hazard.pk).state == "ordered"


def test_a_visit_whose_major_hazard_was_passed_is_not_voided_whole(cast: Cast) -> None:
    hazard = found(cast, cast.chen, level="major", criterion="yh2017.5")
    look(cast, hazard, TODAY, passed=True)
    with pytest.raises(NotAllowed, match="已有复查合格的"):
        actions.void_visit(cast.zhou, hazard.inspection_id, reason="录错单位")
    assert fresh(cast, hazard.pk).state == "passed"
    assert not Inspection.objects.within(cast.chen.scope).filter(voided_on__isnull=False).exists()

"""The demo's year has villages and departments assessed, one works vetoed after its accident, one candidate dropped since its accident was struck."""

from bihuan.assessments.models import Honour, Objection, Sheet, Veto
from tests.demo.conftest import Demo


def test_villages_and_departments_are_assessed_and_ranked(demo: Demo) -> None:
    rows = Sheet.objects.within(demo.scope).filter(state="published")
    assert {one.subject_kind for one in rows} == {"village", "department"}
    assert demo.value("assess.subjects") == rows.count() and demo.value("assess.villages")
    assert Objection.objects.within(demo.scope).filter(state="changed").count() <= 1


def test_one_is_vetoed_and_its_appeal_fails_and_one_was_dropped(demo: Demo) -> None:
    rows = Veto.objects.within(demo.scope)
    kept = rows.get(state="upheld")
    assert kept.subject_kind == "unit" and kept.appealed_on and kept.number
    [dropped] = rows.filter(state="dropped")
    assert "重复登记" in dropped.lost_why and dropped.dropped_why == dropped.lost_why
    assert (demo.value("veto.raised"), demo.value("veto.decided"), demo.value("veto.count")) == (2, 1, 1)
    assert {one.verdict for one in Honour.objects.within(demo.scope)} == {"yes", "no"}

"""The demo's last months have forms that fill themselves and go up, hardly ever late, and a bulletin signed each month."""

from datetime import date

from bihuan.figures.evaluation import Ask, evaluate
from bihuan.summaries.freezing import page_of, seals
from bihuan.summaries.models import FormDue, Summary
from tests.demo.conftest import Demo


def test_forms_go_up_and_none_is_missed(demo: Demo) -> None:
    rows = FormDue.objects.within(demo.scope)
    assert rows.filter(form__kind="month").count() == 2 and rows.filter(form__kind="week").count() >= 4
    assert not rows.filter(handed_at=None).exists() and not rows.exclude(problem="").exists()
    assert demo.value("forms.owed") == rows.count() == demo.value("forms.on_time")
    assert demo.value("forms.missing") == 0


def test_the_forms_say_what_the_records_say(demo: Demo) -> None:
    due = FormDue.objects.within(demo.scope).select_related("filled").get(since=date(2018, 11, 1))
    said = {one["figure"]: one["value"] for one in due.filled.cells}
    ask = Ask("inspect.visits", date(2018, 11, 1), date(2018, 11, 30), date(2018, 11, 30))
    assert said["inspect.visits"] == evaluate(demo.scope, [ask])[ask].value > 0


def test_each_months_bulletin_is_signed_with_the_month_before_beside(demo: Demo) -> None:
    issued = list(Summary.objects.within(demo.scope).filter(kind="month").order_by("since"))
    assert [(one.since.month, one.state, one.made_by) for one in issued] == [
        (10, "issued", None),
        (11, "issued", None),
    ]
    table = page_of(issued[-1])["beside"]
    row = next(one for one in table["rows"] if one["label"] == "检查企业家次")
    assert row["now"]["value"] > 0 and row["before"]["value"] > 0 and row["year"]["value"] is None
    assert all(seal.fits for one in issued for seal in seals(demo.scope, one))

"""What the first installations wrote passes over to today's tables, whatever stood in it."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection

from bihuan.core.ids import new_id
from tests.cast import NOW, TODAY
from tests.migrations.drawn import drawn
from tests.migrations.earlier import earlier, pass_over

Make = Callable[..., Any]
# Decisions stood among the hazards, and a record named its list by a key.
THEN = (("hazards", "0002_majors_and_referrals"), ("inspections", "0002_referral_papers"))


@pytest.mark.django_db
def test_the_rows_of_the_first_installations_pass_over() -> None:
    """All of them on one way, since it takes many seconds. Who passed over has the tables that are made at once where there were none."""
    made_at_once = drawn()
    with earlier(*THEN) as old:
        decided = _decide(_maker(old))
        _inspect(_maker(old))
        new = pass_over()
        assert drawn() == made_at_once
        _decisions_are_measures_now(new, decided)
        _records_keep_the_sheet_that_they_were_filled_with(new)


def _maker(apps: Any) -> Make:
    def make(app: str, model: str, **values: Any) -> Any:
        row = apps.get_model(app, model)(**({"id": new_id()} | values))
        row.save(force_insert=True)
        return row

    return make


def _decisions_are_measures_now(new: Any, ids: dict[str, str]) -> None:
    decisions = new.get_model("measures", "Decision").objects
    assert {str(one.pk): one.level for one in decisions.all()} == {
        ids["suspend"]: "district",
        ids["resume"]: "district",
        ids["ban"]: "town",
    }
    named = new.get_model("measures", "Named").objects.get()
    assert (str(named.decision_id), str(named.hazard_id)) == (ids["ban"], ids["hazard"])
    watches = new.get_model("measures", "Watch").objects.order_by("since_on")
    assert [(one.state, one.ended_on) for one in watches] == [
        ("resumed", date(2026, 5, 9)),
        ("watching", None),
    ]
    due = new.get_model("measures", "Revisit").objects.get()
    assert (due.watch.pk, due.due_on) == (watches[1].pk, date(2026, 6, 9))
    table = connection.introspection.table_names()
    assert "measures_decision" in table and "hazards_decision" not in table


def _records_keep_the_sheet_that_they_were_filled_with(new: Any) -> None:
    sheets = new.get_model("inspections", "FilledSheet")._base_manager.order_by("digest")
    assert sorted((one.key, one.label, len(one.items)) for one in sheets) == [
        ("trade", "工商贸企业检查表", 18),
        ("trade", "工商贸企业检查表", 20),
    ]
    visits = new.get_model("inspections", "Inspection")._base_manager
    shown = {one.opinion: one.sheet for one in visits.select_related("sheet")}
    assert shown["三"] is None
    assert shown["一"] == shown["又一"] != shown["二"]
    first = next(item for item in shown["一"].items if item["key"] == "5")
    assert first["text"] == "定期自查隐患，记录如实，并向从业人员通报"
    assert first["basis"].endswith("第三十八条")


def _decide(make: Make) -> dict[str, str]:
    """A town with a unit that was suspended, resumed and then banned for a hazard."""
    made: dict[str, Any] = {}

    town = make(
        "core", "Town", name="南岭镇", district="区", bureau="区应急管理局", office="应急办", number_word="应"
    )
    person = make("grid", "Person", town=town, name="某某", password="!")
    for key in ("works", "sand"):
        state = "banned" if key == "sand" else "open"
        made[key] = make(
            "units", "Unit", town=town, name=key, category="trade", state=state, opened_on=date(2026, 1, 1)
        )
    visit = make(
        "inspections",
        "Inspection",
        town=town,
        unit=made["sand"],
        kind="patrol",
        visited_on=TODAY,
        entered_at=NOW,
        first_inspector=person,
        recorded_category="trade",
    )
    hazard = make(
        "hazards",
        "Hazard",
        town=town,
        number="2026-0001",
        unit=made["sand"],
        inspection=visit,
        recorded_category="trade",
        origin="patrol",
        text="非法洗沙",
        found_on=TODAY,
    )
    ids = {"hazard": str(hazard.pk)}
    for kind, unit, body, on in (
        ("suspend", "works", "区应急管理局", date(2026, 5, 1)),
        ("resume", "works", "区应急管理局", date(2026, 5, 9)),
        ("ban", "sand", "南岭镇人民政府", TODAY),
    ):
        one = make(
            "hazards",
            "Decision",
            town=town,
            unit=made[unit],
            hazard=hazard if kind == "ban" else None,
            kind=kind,
            body=body,
            number=f"{kind}1",
            decided_on=on,
            reason="事由",
            recorded_category="trade",
            recorded_by=person,
        )
        ids[kind] = str(one.pk)
    return ids


def _inspect(make: Make) -> None:
    names = {"district": "区", "bureau": "区应急管理局", "office": "应急办", "number_word": "应"}
    town = make("core", "Town", name="北岭镇", **names)
    person = make("grid", "Person", town=town, name="某某", password="!")
    unit = make("units", "Unit", town=town, name="木业", category="trade", opened_on=date(2018, 1, 1))
    for opinion, checklist in (
        ("一", "trade-2014"),
        ("又一", "trade-2014"),
        ("二", "trade-2021"),
        ("三", ""),
    ):
        make(
            "inspections",
            "Inspection",
            town=town,
            unit=unit,
            kind="check",
            visited_on=TODAY,
            entered_at=NOW,
            first_inspector=person,
            recorded_category="trade",
            checklist=checklist,
            results={"5": "bad"} if checklist else {},
            opinion=opinion,
        )

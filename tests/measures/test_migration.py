"""The table of decisions passes from hazards to measures with its rows, whatever stood in it."""

from datetime import date
from typing import Any

import pytest
from django.db import connection

from bihuan.core.ids import new_id
from tests.cast import NOW, TODAY
from tests.migrating import earlier, today


@pytest.mark.django_db(transaction=True)
def test_decisions_pass_over_with_their_rows() -> None:
    then = (
        ("hazards", "0002_majors_and_referrals"),
        ("inspections", "0002_referral_papers"),
        ("measures", None),
    )
    with earlier(*then) as old:
        ids = _fill(old)
    new = today()
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


def _fill(apps: Any) -> dict[str, str]:
    """A town with a unit that was suspended, resumed and then banned for a hazard."""
    made: dict[str, Any] = {}

    def make(app: str, model: str, **values: Any) -> Any:
        row = apps.get_model(app, model)(**({"id": new_id()} | values))
        row.save(force_insert=True)
        return row

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

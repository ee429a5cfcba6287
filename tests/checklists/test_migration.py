"""Records of the first installations named a list by a key; they keep showing what was asked then."""

from datetime import date
from typing import Any

import pytest

from bihuan.core.ids import new_id
from tests.cast import NOW, TODAY
from tests.migrating import earlier, today


@pytest.mark.django_db(transaction=True)
def test_old_records_keep_the_sheet_that_they_were_filled_with() -> None:
    with earlier(("inspections", "0002_referral_papers"), ("hazards", "0004_list_indexes")) as old:
        _fill(old)
    new = today()
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


def _fill(apps: Any) -> None:
    def make(app: str, model: str, **values: Any) -> Any:
        row = apps.get_model(app, model)(**({"id": new_id()} | values))
        row.save(force_insert=True)
        return row

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

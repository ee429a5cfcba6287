"""The checklists that a plan names come first in a check of a unit on its list, as far as they suit it."""

import pytest
from django.urls import reverse

from bihuan.campaigns import actions
from bihuan.campaigns.models import DrivePaper, DrivePlan
from bihuan.campaigns.sheets import check_sheets, offered, sheets_on, usable
from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete
from bihuan.inspections.checklist_data import LIBRARY
from bihuan.inspections.first import first_lists
from bihuan.inspections.queries import sheet_for
from bihuan.units.actions import register_unit
from bihuan.units.models import Unit
from tests.campaigns.deeds import drafted, issued, plan_of, watched
from tests.cast import TODAY, Cast
from tests.web.pages import error_at, plain
from tests.web.visits import SignIn

TRADE, WOOD, COLD = (LIBRARY[key].label for key in ("trade", "wood", "ammonia"))


def workshop(cast: Cast, name: str = "河湾木业", **details: object) -> Unit:
    """A wood workshop, whose own list is that of its kind."""
    given = {"category": "trade.wood", "cell_id": cast.cells["石桥村"].pk, "opened_on": TODAY}
    return register_unit(Actor.founder(cast.town.pk), name=name, details=details, **given)


def label(cast: Cast, unit: Unit, campaign: object = None) -> str:
    sheet = sheet_for(cast.chen.scope, unit, TODAY, first_lists(cast.chen.scope, unit, TODAY, campaign))
    assert sheet is not None
    return sheet.label


def test_a_drives_lists_come_first_and_the_unit_s_own_stays(cast: Cast) -> None:
    watched(cast)
    unit = workshop(cast)
    assert label(cast, unit) == WOOD
    row = issued(cast.chen, categories=["trade"], checklists=["trade"])
    assert label(cast, unit).startswith(TRADE) and "家具" in label(cast, unit)
    before = sheet_for(cast.chen.scope, unit, TODAY)
    now = sheet_for(cast.chen.scope, unit, TODAY, ["trade"])
    assert before and now and {item.key for item in before.items} <= {item.key for item in now.items}
    assert now.items[0].key != before.items[0].key or now.key == "trade"
    assert label(cast, cast.units["school"]) == LIBRARY["school"].label  # on no list of the drive
    paper = DrivePaper.objects.within(cast.chen.scope).get(campaign=row)
    assert paper.content["checklists"] == [TRADE]
    with clock.moved(clock.at(row.ends_on.replace(day=2, month=8), 9)):  # over: nothing comes first any more
        assert not first_lists(cast.chen.scope, unit, clock.today())


def test_of_two_drives_that_which_is_meant_comes_first(cast: Cast) -> None:
    watched(cast)
    unit = workshop(cast)
    one = issued(cast.chen, name="甲", categories=["trade"], checklists=["trade"])
    two = issued(cast.chen, name="乙", categories=["trade"], checklists=["confined"])
    assert first_lists(cast.chen.scope, unit, TODAY, one.pk) == ["trade", "confined"]
    assert first_lists(cast.chen.scope, unit, TODAY, two.pk) == ["confined", "trade"]
    assert not first_lists(cast.sun.scope, unit, TODAY)


def test_a_danger_that_a_unit_is_known_not_to_have_is_not_asked_after(cast: Cast) -> None:
    watched(cast)
    unsaid, with_it, without = (
        workshop(cast, "甲木业"),
        workshop(cast, "乙木业", ammonia=True),
        workshop(cast, "丙木业", confined_space=True),
    )
    issued(cast.chen, categories=["trade"], checklists=["ammonia"])
    assert label(cast, unsaid).startswith(COLD) and label(cast, with_it).startswith(COLD)
    assert not label(cast, without).startswith(COLD)


def test_what_does_not_fit_or_is_used_no_more_is_said(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    watched(cast)
    row = drafted(cast.chen)
    with pytest.raises(Incomplete, match="对不上本次行动的任何类别"):
        plan = plan_of(row, categories=["school"], checklists=["fireworks"])
        actions.plan_drive(cast.chen, row.pk, version=row.version, plan=plan)
    with pytest.raises(Incomplete, match="已从检查表库撤下"):
        actions.plan_drive(cast.chen, row.pk, version=row.version, plan=plan_of(row, checklists=["nothing"]))
    assert not check_sheets(["school", "fireworks"], [], TODAY)
    assert not check_sheets(["wood"], ["trade"], TODAY) and not check_sheets(["trade"], ["trade.wood"], TODAY)
    row = issued(cast.chen, categories=["school"], checklists=["school"])
    gone = dict(LIBRARY)
    del gone["school"]
    monkeypatch.setattr("bihuan.campaigns.sheets.LIBRARY", gone)
    [sheet] = sheets_on(["school"], TODAY)
    assert sheet.gone == "已从检查表库撤下" and not usable(["school"], TODAY)
    assert ("school", "school（已从检查表库撤下）") in offered(["school"], TODAY)
    assert not first_lists(cast.chen.scope, cast.units["school"], TODAY)
    with pytest.raises(Incomplete, match="请去掉"):
        actions.change_drive(cast.chen, row.pk, version=row.version, plan=plan_of(row), reason="延长")


def test_the_pages_name_them(cast: Cast, sign_in: SignIn) -> None:
    watched(cast)
    unit, client = workshop(cast), sign_in("chen")
    row = drafted(cast.chen)
    address = reverse("campaign_edit", args=[row.pk])
    assert TRADE in client.get(address).content.decode()
    given = {
        "version": row.version,
        "name": row.name,
        "begins_on": f"{row.begins_on}",
        "ends_on": f"{row.ends_on}",
        "mode": "grid",
        "teams": DrivePlan.objects.within(cast.chen.scope).get(campaign=row).teams,
        "categories": ["trade"],
    }
    wrong = client.post(address, given | {"checklists": ["school"]}).content.decode()
    assert "对不上" in error_at(wrong, "checklists") and 'value="school" checked' in wrong
    assert "请从列表中选择检查表" in client.post(address, given | {"checklists": ["x"]}).content.decode()
    client.post(address, given | {"checklists": ["trade"], "issue": "1"})
    page = plain(client.get(reverse("campaign", args=[row.pk])).content.decode())
    assert "检查表" in page and TRADE in page
    check = f"{reverse('inspection_new')}?unit={unit.pk}&campaign={row.pk}"
    page = plain(client.get(check).content.decode())
    assert f"排在前面的是：{TRADE}" in page
    first = sheet_for(cast.chen.scope, unit, TODAY, ["trade"])
    assert first is not None and page.index(first.items[0].text) < page.index(first.items[-1].text)

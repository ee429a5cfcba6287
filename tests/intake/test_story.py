"""A town's own ledger comes in as it is: its mistakes are marked where they stand, mended, taken in, and taken back."""

import pytest

from bihuan.core import events
from bihuan.core.errors import Forbidden, Incomplete, NotAllowed, Stale
from bihuan.core.scope import Scope
from bihuan.hazards.actions import finish_check
from bihuan.inspections.actions import Visit
from bihuan.intake import actions
from bihuan.intake.queries import counts, rows
from bihuan.search.queries import differing, find
from bihuan.units.actions import change_state, register_contact, register_unit
from bihuan.units.models import Apart, Unit, UnitState
from bihuan.units.queries import search, twins
from tests.cast import TODAY, Cast
from tests.intake.ledgers import CODE, at, brought, carried, finished, messy, plain, wrong


def unit(cast: Cast, name: str) -> Unit:
    return Unit.objects.within(Scope.whole_town(cast.town.pk)).get(name=name)


def test_a_messy_ledger_is_read_and_its_mistakes_are_marked_where_they_stand(cast: Cast) -> None:
    batch = brought(cast.chen, "units", messy())
    assert (batch.state, batch.head_row, batch.skipped) == ("checking", 4, [10, 11])
    assert {row.row: row.texts["name"] for row in rows(batch)} == {
        5: "石桥木器厂",
        6: "永安烟花店",
        7: "石桥饭店",
        8: "柳林超市",
        9: "柳林木业有限公司",
    }
    assert wrong(batch) == {7: ["统一社会信用代码", "电话"], 8: ["类别", "登记日期"]}
    assert "科学计数" in at(batch, 7).wrong["uscc"]
    assert "2018-03-05" in at(batch, 8).wrong["opened_on"]
    assert at(batch, 7).texts["cell_id"] == "石桥村"  # merged downwards
    assert at(batch, 9).repeats == 5  # one code for two
    assert (at(batch, 6).like, at(batch, 6).choice) == (cast.units["yongan"].pk, "update")


def test_mended_it_comes_in_and_what_is_there_is_updated(cast: Cast) -> None:
    chen = cast.chen
    batch = brought(chen, "units", messy())
    with pytest.raises(NotAllowed, match="还有3行"):
        actions.carry_out(chen, batch.pk, version=batch.version, only_good=False)
    mends = {
        (7, "uscc"): "",
        (7, "phone"): "13900000002",
        (8, "category"): "人员密集场所",
        (8, "opened_on"): "2018-03-05",
        (9, "uscc"): "",
    }
    actions.mend_rows(chen, batch.pk, cells=mends, choices={})
    batch = actions.find_import(chen, batch.pk)
    assert (wrong(batch), at(batch, 9).repeats) == ({}, None)
    assert at(batch, 7).mended == {"uscc": "9.11101E+17", "phone": "1390000002"}
    batch = carried(chen, batch)
    assert (batch.state, counts(batch)["made"]) == ("done", 5)
    wood = unit(cast, "石桥木器厂")
    assert (wood.pk, wood.phone, wood.cell, wood.category) == (
        at(batch, 5).pk,
        "13900000001",
        cast.cells["石桥村"],
        "trade.wood",
    )
    assert wood.opened_on.isoformat() == "2018-03-05"
    assert [event.action for event in events.trail(chen.scope, wood.pk)] == ["register_unit"]
    assert [event.action for event in events.trail(chen.scope, cast.units["yongan"].pk)][-1] == "revise_unit"
    assert events.check(cast.town.pk) is None


def test_only_the_good_rows_come_in_where_that_is_asked_for(cast: Cast) -> None:
    batch = carried(cast.chen, brought(cast.chen, "units", messy()), only_good=True)
    assert {row.row: row.outcome for row in rows(batch)} == {5: "made", 6: "updated", 7: "", 8: "", 9: ""}


def test_a_whole_import_is_taken_back_but_for_what_has_been_used_since(cast: Cast) -> None:
    chen = cast.chen
    batch = carried(chen, brought(chen, "units", messy()), only_good=True)
    assert unit(cast, "永安烟花店").head == "冯永红"
    again = brought(chen, "units", messy())
    assert at(again, 5).choice == "update"
    actions.drop_import(chen, again.pk, version=again.version)
    change_state(chen, unit(cast, "石桥木器厂").pk, state="paused", from_on=TODAY, reason="停业")
    batch = finished(chen, actions.undo_import(chen, batch.pk, version=batch.version))
    assert (batch.state, at(batch, 5).outcome, at(batch, 6).outcome) == ("undone", "kept", "undone")
    assert "用过" in at(batch, 5).note
    assert unit(cast, "永安烟花店").head == "冯永"
    assert events.check(cast.town.pk) is None


def test_what_was_taken_back_counts_on_no_day_and_may_come_again(cast: Cast) -> None:
    chen = cast.chen
    batch = carried(chen, brought(chen, "units", messy()), only_good=True)
    finished(chen, actions.undo_import(chen, batch.pk, version=batch.version))
    gone = unit(cast, "石桥木器厂")
    assert (gone.state, gone.ended_on, gone.uscc) == ("withdrawn", gone.opened_on, "")
    assert not search(chen.scope, words="石桥木器厂")
    again = carried(chen, brought(chen, "units", messy()), only_good=True)
    assert at(again, 5).outcome == "made"


def test_nothing_is_done_at_what_was_taken_back(cast: Cast) -> None:
    batch = carried(cast.chen, brought(cast.chen, "units", plain(["名称", "类别"], ["石桥木器厂", "木业"])))
    finished(cast.chen, actions.undo_import(cast.chen, batch.pk, version=batch.version))
    gone = unit(cast, "石桥木器厂")
    with pytest.raises(NotAllowed, match="已随导入撤销"):
        register_contact(cast.chen, gone.pk, role="duty", name="值班室", phone="0537-2345678")
    with pytest.raises(Incomplete, match="已随导入撤销"):
        finish_check(cast.chen, Visit(unit=gone.pk, visited_on=TODAY, kind="patrol"), [])


def test_what_was_taken_back_is_found_no_more(cast: Cast) -> None:
    units = plain(["名称", "类别", "统一社会信用代码"], ["石桥木器厂", "木业", CODE])
    persons = plain(["姓名", "手机号"], ["马红", "13900000011"])
    for actor, kind, table in ((cast.chen, "units", units), (cast.xu, "people", persons)):
        batch = carried(actor, brought(actor, kind, table))
        finished(actor, actions.undo_import(actor, batch.pk, version=batch.version))
    assert differing(cast.town.pk) == {}
    assert find(cast.chen, "石桥木器", 5) == find(cast.xu, "13900000011"[-8:], 5) == []


def test_rows_together_are_what_single_actions_would_have_made(cast: Cast) -> None:
    """The same values, once in a table and once one by one by hand in another town: the same rows, the same events."""
    values = [
        {
            "name": f"第{n}木器厂",
            "category": "trade.wood",
            "uscc": CODE if n == 1 else "",
            "address": "北头",
            "phone": f"1390000000{n}",
        }
        for n in range(3)
    ]
    table = [["名称", "类别", "统一社会信用代码", "地址", "电话"]]
    table += [[one["name"], "木材加工", one["uscc"], one["address"], one["phone"]] for one in values]
    carried(cast.chen, brought(cast.chen, "units", plain(*table)))
    for one in values:
        register_unit(cast.sun, opened_on=TODAY, **one)
    rows_of, log_of = {}, {}
    for actor in (cast.chen, cast.sun):
        made = (
            Unit.objects.within(Scope.whole_town(actor.town)).filter(name__endswith="木器厂").order_by("name")
        )
        rows_of[actor.name] = [
            {key: value for key, value in row.items() if key not in ("id", "town_id")}
            for row in made.values()
        ]
        log_of[actor.name] = [
            (event.action, event.subject_type, {**event.given, "at": ""}, event.before, event.after)
            for one in made
            for event in events.trail(actor.scope, one.pk)
        ]
        assert [
            state.reason for one in made for state in UnitState.objects.within(actor.scope).filter(unit=one)
        ] == ["登记"] * 3
        assert events.check(actor.town) is None
    assert rows_of["陈明"] == rows_of["孙越"]
    assert log_of["陈明"] == log_of["孙越"]


def test_rows_together_are_refused_what_single_actions_refuse(cast: Cast) -> None:
    """Somebody registers the same while the preview is open."""
    chen = cast.chen
    batch = brought(
        chen, "units", plain(["名称", "类别", "地址"], ["新店", "餐饮", "北头"], ["另一店", "餐饮", "北头"])
    )
    register_unit(cast.zhao, name="新店", category="trade.catering", address="北头", opened_on=TODAY)
    batch = carried(chen, batch)
    assert (at(batch, 2).outcome, at(batch, 3).outcome) == ("refused", "made")
    assert "已经登记" in at(batch, 2).note


def test_who_may_not_register_units_brings_none_in(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        brought(cast.li, "units", messy())
    with pytest.raises(Forbidden):
        brought(cast.chen, "people", messy())


def test_of_two_who_press_one_wins(cast: Cast) -> None:
    batch = brought(cast.chen, "units", messy())
    actions.carry_out(cast.chen, batch.pk, version=batch.version, only_good=True)
    with pytest.raises((Stale, NotAllowed)):
        actions.carry_out(cast.zhao, batch.pk, version=batch.version, only_good=True)


def test_what_is_brought_in_as_another_is_not_offered_as_a_double(cast: Cast) -> None:
    """Who chose 新增 for a row that looks like a unit has said that they are two; taken back, the row is as if it had never come."""
    chen = cast.chen
    batch = brought(
        chen,
        "units",
        plain(["名称", "类别", "网格", "地址"], ["永安烟花爆竹店", "烟花爆竹", "石桥村", "石桥村北头路东"]),
    )
    (row,) = rows(batch)
    assert row.like == cast.units["yongan"].pk
    actions.mend_rows(chen, batch.pk, cells={}, choices={row.row: "new"})
    batch = carried(chen, actions.find_import(chen, batch.pk))
    assert twins(chen.scope) == []
    assert Apart.objects.within(chen.scope).get().reason == "导入时选了“新增”"
    batch = finished(chen, actions.undo_import(chen, batch.pk, version=batch.version))
    assert [one.outcome for one in rows(batch)] == ["undone"]

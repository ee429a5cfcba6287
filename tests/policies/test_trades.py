"""The three musts: the table stands on the units' own departments; what is nobody's is a gap with the law's default; an overlap is spoken of."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bihuan.core import clock
from bihuan.core.errors import Forbidden, Incomplete, NotAllowed, NotFound
from bihuan.policies import actions
from bihuan.policies.models import TradeOwner
from bihuan.policies.owning import TradeRow, trade_rows
from bihuan.units.actions import register_unit, revise_unit
from tests.cast import FOUNDED, Cast


def row(cast: Cast, key: str) -> TradeRow:
    return next(one for one in trade_rows(cast.chen.scope, clock.today()) if one.key == key)


def names(found: TradeRow) -> list[tuple[str, bool, str]]:
    return [(one.name, one.leads, one.head) for one in found.owners]


def test_units_tell_who_answers_for_their_trade(cast: Cast) -> None:
    found = row(cast, "building")
    assert (found.standing, found.by_units, names(found)) == ("ok", True, [("城建办", True, "郑建")])
    school = row(cast, "school")
    assert names(school) == [("教委办", True, "")]  # nobody heads it
    shop = row(cast, "fireworks")
    assert (shop.standing, shop.says, shop.default.law) == (
        "gap",
        "1家单位没有主管部门。",
        "烟花爆竹安全管理条例",
    )
    assert row(cast, "mine").standing == "none"


def test_two_departments_at_a_trade_ask_who_leads(cast: Cast) -> None:
    site, schools = cast.departments["城建办"].pk, cast.departments["教委办"].pk
    given = {"category": "building", "cell_id": cast.units["site"].cell_id, "opened_on": FOUNDED}
    register_unit(cast.chen, name="校舍工地", department_id=schools, **given)
    found = row(cast, "building")
    assert found.standing == "overlap" and "请定牵头部门" in found.says
    actions.settle_trade(cast.chen, "building", lead=site, beside=[schools], ground="东政发〔2026〕5号")
    found = row(cast, "building")
    assert (found.standing, found.ground) == ("ok", "东政发〔2026〕5号")
    assert names(found) == [("城建办", True, "郑建"), ("教委办", False, "")]
    actions.settle_trade(cast.chen, "building", lead=site)
    assert row(cast, "building").says == "1家登记为教委办，与分工不一致。"
    assert TradeOwner.objects.within(cast.chen.scope).filter(ended_on__isnull=True).count() == 1


def test_the_safety_office_may_answer_itself(cast: Cast) -> None:
    actions.settle_trade(cast.chen, "fireworks", lead=None)
    assert names(row(cast, "fireworks")) == [("应急管理办公室", True, "陈明")]
    assert row(cast, "fireworks").standing == "ok"
    with pytest.raises(NotAllowed, match="完全相同"):
        actions.settle_trade(cast.chen, "fireworks", lead=None)


def test_a_new_trade_is_a_gap_until_it_is_settled(cast: Cast) -> None:
    made = actions.add_trade(cast.zhou, name="密室逃脱")
    found = row(cast, str(made.pk))
    assert (found.standing, found.default_name) == ("gap", "") and "业务相近" in found.default.law
    with pytest.raises(Incomplete, match="已经有"):
        actions.add_trade(cast.zhou, name="密室逃脱")
    with pytest.raises(Incomplete, match="已经有"):
        actions.add_trade(cast.zhou, name="校园")
    actions.settle_trade(cast.chen, str(made.pk), lead=cast.departments["教委办"].pk)
    assert row(cast, str(made.pk)).standing == "ok"
    actions.end_trade(cast.chen, made.pk)
    assert all(one.key != str(made.pk) for one in trade_rows(cast.chen.scope, clock.today()))


def test_gaps_are_closed_by_the_laws_default_in_one_press(cast: Cast) -> None:
    assert row(cast, "gas").proposed == "城建办" and row(cast, "gas").standing == "gap"
    done = {one.trade: one.department_id for one in actions.adopt_proposals(cast.chen)}
    assert (
        done["gas"] == cast.departments["城建办"].pk and done["school_bus"] == cast.departments["教委办"].pk
    )
    assert done["fireworks"] is None and "elderly" not in done
    assert row(cast, "gas").ground == "城镇燃气管理条例"
    with pytest.raises(NotAllowed, match="没有可以按建议"):
        actions.adopt_proposals(cast.chen)


def test_who_may_and_what_is_refused(cast: Cast) -> None:
    site = cast.departments["城建办"].pk
    for actor in (cast.zhao, cast.li):
        with pytest.raises(Forbidden):
            actions.settle_trade(actor, "gas", lead=site)
    with pytest.raises(NotFound):
        actions.settle_trade(cast.chen, "nothing", lead=site)
    with pytest.raises(Incomplete, match="不用再选"):
        actions.settle_trade(cast.chen, "gas", lead=site, beside=[site])
    with pytest.raises(NotFound):
        actions.settle_trade(cast.sun, str(actions.add_trade(cast.chen, name="剧本杀").pk), lead=None)
    with pytest.raises(Incomplete, match="从列表中选择"):
        actions.settle_trade(cast.sun, "gas", lead=site)


def test_a_unit_given_to_a_department_closes_the_gap_without_a_second_entry(cast: Cast) -> None:
    unit = cast.units["yongan"]
    revise_unit(cast.chen, unit.pk, version=unit.version, department_id=cast.departments["城建办"].pk)
    assert (row(cast, "fireworks").standing, names(row(cast, "fireworks"))[0][0]) == ("ok", "城建办")


def test_the_table_takes_as_many_statements_however_many_units(cast: Cast) -> None:
    with CaptureQueriesContext(connection) as few:
        trade_rows(cast.chen.scope, clock.today())
    for number in range(4):
        register_unit(
            cast.chen,
            name=f"新店{number}",
            category="shop",
            cell_id=cast.units["site"].cell_id,
            opened_on=FOUNDED,
        )
    with CaptureQueriesContext(connection) as many:
        trade_rows(cast.chen.scope, clock.today())
    assert len(many) == len(few) <= 7

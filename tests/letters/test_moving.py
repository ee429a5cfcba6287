"""Letters keep in step with their parties: who is new, who has another head, who lies elsewhere, who has left; and how far they are."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.duties import run_due
from bihuan.core.errors import Forbidden, NotAllowed
from bihuan.grid.actions import appoint, end_post, register_person
from bihuan.grid.boundary_actions import move_cell
from bihuan.grid.models import Post
from bihuan.letters import actions
from bihuan.letters.models import ResponsibilityLetter
from bihuan.letters.queries import by_cell, by_kind, missing, targets_now, to_sign
from bihuan.letters.rules import KINDS as ALL_KINDS
from bihuan.units.actions import change_state, merge_units, register_contact, register_unit, revise_unit
from tests.cast import TODAY, Cast
from tests.core.deeds import found
from tests.letters.deeds import TOWN_STROKE, head_of, made, numbers, of, signed, signed_by_both, town
from tests.notices.deeds import at

pytestmark = pytest.mark.usefixtures("no_rollups")


def test_a_unit_that_closed_yesterday_signs_nothing_and_its_letter_is_struck(cast: Cast) -> None:
    made(cast)
    unit = cast.units["yongan"]
    signed_by_both(cast, cast.li, "石桥村")
    change_state(cast.chen, unit.pk, state="closed", from_on=TODAY, reason="歇业", handling="")
    with at(TODAY + timedelta(days=1)):
        letter = of(cast, "永安烟花店")
        with pytest.raises(NotAllowed, match="“永安烟花店”已关闭（2026年6月2日），不在册，责任书不再签订"):
            signed(cast.zhao, letter)
        with pytest.raises(NotAllowed, match="没有要签的"):
            actions.sign_for_town(cast.zhou, [letter.pk], signature=TOWN_STROKE)
        with pytest.raises(NotAllowed, match="不在册"):
            actions.return_letter(
                cast.zhao, letter.pk, photos=[cast.photo(cast.zhao)], party_on=TODAY, town_on=TODAY, version=1
            )
        before = numbers(cast, clock.today())
        run_due(cast.town.pk)
        gone = ResponsibilityLetter.objects.within(town(cast)).get(pk=letter.pk)
        assert (gone.state, gone.ended_on) == (
            "struck",
            TODAY + timedelta(days=1),
        ) and "不在册" in gone.ended_for
        after = numbers(cast, clock.today())
        assert (before["due"], after["due"], after["left"]) == (9, 8, 7)
        with pytest.raises(NotAllowed, match="不在册"):
            actions.remake_letter(cast.chen, letter.pk)
    assert numbers(cast, TODAY)["due"] == 9  # yesterday is still what it was


def test_a_new_unit_and_a_unit_that_returns_owe_one_within_a_month(cast: Cast) -> None:
    made(cast, sign_by=date(2026, 6, 10))
    with at(date(2026, 8, 3)):
        new = register_unit(
            cast.chen, name="石桥新烟花店", category="fireworks", cell_id=cast.cells["石桥村"].pk, opened_on=clock.today(), head="新人"
        )  # fmt: skip
        run_due(cast.town.pk)
        letter = of(cast, "石桥新烟花店")
        assert (letter.sign_by, letter.from_on, letter.head) == (date(2026, 9, 3), date(2026, 8, 3), "新人")
        run_due(cast.town.pk)
        assert ResponsibilityLetter.objects.within(town(cast)).filter(unit=new).count() == 1
        change_state(cast.chen, new.pk, state="closed", from_on=clock.today(), reason="歇业", handling="")
        run_due(cast.town.pk)
        change_state(cast.chen, new.pk, state="open", from_on=clock.today(), reason="重开", handling="")
        run_due(cast.town.pk)
        assert of(cast, "石桥新烟花店").pk != letter.pk


def test_a_new_head_owes_a_letter_of_his_own_and_the_old_one_stays(cast: Cast) -> None:
    made(cast)
    old = signed_by_both(cast, cast.feng, "永安烟花店")
    village = signed(cast.li, of(cast, "石桥村"))
    with at(date(2026, 8, 3)):
        unit = cast.units["yongan"]
        unit.refresh_from_db()
        revise_unit(cast.chen, unit.pk, version=unit.version, head="冯小永")
        post = Post.objects.within(town(cast)).get(person=cast.people["li"])
        founder = Actor.founder(cast.town.pk)
        end_post(founder, post.pk, to_on=date(2026, 8, 2))
        person = register_person(founder, name="新村长")
        appoint(
            founder, person.pk, kind="village_head", cell_id=cast.cells["石桥村"].pk, from_on=clock.today()
        )
        run_due(cast.town.pk)
        new = of(cast, "永安烟花店")
        assert (new.head, new.replaces_id, new.sign_by, new.state) == (
            "冯小永",
            old.pk,
            date(2026, 9, 3),
            "made",
        )
        assert of(cast, "石桥村").head == "新村长"
        kept = ResponsibilityLetter.objects.within(town(cast)).in_bulk([old.pk, village.pk])
        assert kept[old.pk].state == "replaced" and kept[old.pk].ended_for == "负责人由冯永变更为冯小永"
        assert kept[old.pk].party_signer == "冯永"
        after = numbers(cast, clock.today())
        # the one that was signed stays signed; the half-signed one of the old head is owed by nobody any more
        assert (after["signed"], after["due"], after["left"]) == (1, 10, 9)
        run_due(cast.town.pk)
        assert numbers(cast, clock.today()) == after
        shown = {one.key: (one.due, one.done) for one in by_kind(cast.chen.scope, 2026)}
        assert shown["fireworks"] == (2, 1) and shown["village"] == (2, 0)
        with pytest.raises(Forbidden, match="冯小永本人签"):
            signed(cast.feng, new)


def test_a_registered_head_comes_before_the_registers_word_and_one_with_an_account_before_both(
    cast: Cast,
) -> None:
    made(cast, "school")
    assert of(cast, "石桥小学").head == ""
    register_contact(cast.chen, cast.units["school"].pk, role="head", name="王校长", phone="")
    run_due(cast.town.pk)
    assert of(cast, "石桥小学").head == "王校长"
    head = head_of(cast, "school", "孙校长", "13900001112")
    run_due(cast.town.pk)
    letter = of(cast, "石桥小学")
    assert letter.head == "孙校长" and [one.pk for one in to_sign(head, TODAY)] == [letter.pk]
    assert signed(head, letter).state == "by_party"


def test_a_unit_of_another_category_owes_the_letter_of_that(cast: Cast) -> None:
    made(cast, "fireworks", "shop")
    unit = cast.units["yongan"]
    unit.refresh_from_db()
    revise_unit(cast.chen, unit.pk, version=unit.version, category="shop")
    run_due(cast.town.pk)
    assert of(cast, "永安烟花店").kind == "shop"
    gone = ResponsibilityLetter.objects.within(town(cast)).get(kind="fireworks")
    assert gone.state == "struck" and "已改为沿街商铺" in gone.ended_for


def test_letters_follow_their_unit_and_their_village(cast: Cast) -> None:
    made(cast)
    founder = Actor.founder(cast.town.pk)
    unit = cast.units["school"]
    unit.refresh_from_db()
    revise_unit(cast.chen, unit.pk, version=unit.version, cell_id=cast.cells["柳林村"].pk)
    run_due(cast.town.pk)
    letter = of(cast, "石桥小学")
    assert letter.cell.name == "柳林村" and letter.recorded_cell == cast.cells["石桥村"].path
    assert not ResponsibilityLetter.objects.within(cast.li.scope).filter(pk=letter.pk).exists()
    assert ResponsibilityLetter.objects.within(cast.zheng.scope).filter(pk=letter.pk).count() == 0
    with at(TODAY + timedelta(days=1)):
        move_cell(founder, cast.cells["石桥村"].pk, under_id=cast.cells["西片办事处"].pk, basis="区划调整")
        run_due(cast.town.pk)
        rows = ResponsibilityLetter.objects.within(town(cast)).filter(kind="village", party_name="石桥村")
        moved = rows.get()
        assert moved.cell.path.startswith(cast.cells["西片办事处"].path) and moved.state == "made"
        assert missing(ALL_KINDS["village"], 2026, cast.town.pk, clock.today()).count() == 0


def test_two_units_that_are_one_keep_one_letter(cast: Cast) -> None:
    twin = register_unit(
        cast.chen, name="石桥小学校", category="school", cell_id=cast.cells["石桥村"].pk, opened_on=TODAY
    )
    made(cast, "school")
    kept = cast.units["school"]
    merge_units(cast.chen, kept.pk, twin.pk, versions=(1, 1), choices={}, reason="重复登记")
    run_due(cast.town.pk)
    rows = ResponsibilityLetter.objects.within(town(cast)).filter(unit=kept)
    assert sorted(rows.values_list("party_name", "state")) == [("石桥小学", "made"), ("石桥小学校", "struck")]


def test_last_years_letters_stand_beside_this_years(cast: Cast) -> None:
    made(cast, "village")
    signed_by_both(cast, cast.li, "石桥村")
    with at(date(2027, 1, 11)):
        run_due(cast.town.pk)
        assert (
            not ResponsibilityLetter.objects.within(town(cast)).filter(year=2027).exists()
        )  # a year is asked for anew
        actions.plan_letters(cast.chen, year=2027, kinds=["village"], sign_by=date(2027, 3, 31))
        actions.make_missing(cast.chen, 2027, 100)
        old = of(cast, "柳林村", year=2026)
        with pytest.raises(NotAllowed, match="期限已过"):
            signed(cast.zhao, old, name="柳村长")
        with pytest.raises(NotAllowed, match="没有要签的"):
            actions.sign_for_town(cast.zhou, [old.pk], signature=TOWN_STROKE)
        assert not [one for one in to_sign(cast.li, clock.today()) if one.year == 2026]
        [row] = by_kind(cast.chen.scope, 2027)
        assert (row.due, row.done, row.last_due, row.last_done, row.rate, row.last_rate) == (
            2,
            0,
            2,
            1,
            "0.0%",
            "50.0%",
        )
        assert of(cast, "石桥村", year=2027).from_on == date(2027, 1, 1)


def test_who_is_left_is_counted_by_cell(cast: Cast) -> None:
    made(cast)
    signed_by_both(cast, cast.feng, "永安烟花店")
    rows = {one.label: (one.due, one.done) for one, _level in by_cell(cast.chen.scope, 2026, TODAY)}
    assert rows == {
        "东岭镇": (9, 1), "东片办事处": (4, 1), "石桥村": (3, 1), "西片办事处": (3, 0), "柳林村": (2, 0),
    }  # fmt: skip
    seen = {one.label: one.due for one, _level in by_cell(cast.wu.scope, 2026, TODAY)}
    assert seen == {"东片办事处": 4, "石桥村": 3}


def test_targets_tell_how_they_stand_of_the_partys_own_records(cast: Cast) -> None:
    made(cast)
    letter = of(cast, "永安烟花店")

    def now() -> dict[str, bool | None]:
        return {one.target.key: one.met for one in targets_now(of(cast, "永安烟花店"), TODAY)}

    assert now() == {"deaths": None, "rate": None, "overdue": None, "repeated": None, "training": None}
    found(cast, cast.chen, "deadline")
    assert (now()["rate"], now()["overdue"], now()["repeated"]) == (False, True, True)
    with CaptureQueriesContext(connection) as queries:
        targets_now(letter, TODAY)
    assert len(queries) <= 6
    other = {one.target.key: one.met for one in targets_now(of(cast, "柳林村"), TODAY)}
    assert other["overdue"] is None and other["rounds"] is None


def test_making_and_the_clock_ask_as_much_for_many_as_for_few(cast: Cast) -> None:
    def grown(count: int) -> int:
        for number in range(count):
            register_unit(cast.chen, name=f"{count}店{number}", category="shop", cell_id=cast.cells["石桥村"].pk, opened_on=TODAY)  # fmt: skip
        with CaptureQueriesContext(connection) as queries:
            assert actions.make_missing(cast.chen, 2026, 100) == count
        return len(queries)

    made(cast, "shop")
    few, many = grown(2), grown(12)
    assert many <= few + 1

    def ticked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert actions.keep_in_step(Actor.clock(cast.town.pk)) == 0
        return len(queries)

    assert ticked() <= 5

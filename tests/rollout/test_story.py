"""The dual system is rolled out: criteria, a benchmark, a wave, its steps out of the records, an acceptance, the district's list."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from bihuan.accounts.actions import invite
from bihuan.accounts.actions.sittings import begin_sitting
from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.duties import run_due
from bihuan.core.errors import Forbidden, Incomplete, NotAllowed, NotFound
from bihuan.core.models import Event
from bihuan.figures.evaluation import Ask, evaluate
from bihuan.figures.identities import check_identities
from bihuan.figures.rollups import differing
from bihuan.members.actions import end_call, invite_member
from bihuan.rollout import actions
from bihuan.rollout.models import Acceptance, Benchmark, WaveUnit
from bihuan.rollout.queries import done_of, enrolled, late, progress, proposed, ready, sheet_of, with_steps
from bihuan.rollout.rules import Asked, SheetItem, next_step, to_explain
from bihuan.units.actions import change_state, merge_units, register_unit, revise_unit
from bihuan.units.models import Unit
from tests.cast import FOUNDED, TODAY, Cast
from tests.risks.deeds import begin
from tests.rollout.deeds import accepted, joined, scores, town, wave

KEYS = (
    "rollout.benchmarks",
    "rollout.enrolled",
    "rollout.accepted",
    "rollout.taken_above",
    "rollout.acceptances",
    "rollout.failed",
    "units.pilot",
)


def numbers(cast: Cast, on: date) -> dict[str, int | Decimal | None]:
    """The figures of the year as of the end of a day; identities hold."""
    asks = [Ask(key, FOUNDED, on, on) for key in KEYS]
    found = evaluate(cast.chen.scope, asks)
    verdicts = check_identities(cast.chen.scope, FOUNDED, on, on)
    assert all(one.holds for some in verdicts.values() for one in some)
    return {ask.figure.removeprefix("rollout."): found[ask].value for ask in asks}


def steps(cast: Cast, unit: str = "yongan") -> list[str]:
    rows = with_steps(enrolled(town(cast)), town(cast), clock.today())
    return done_of(rows.get(unit=cast.units[unit]))


def last(cast: Cast) -> Event:
    found = Event.objects.within(town(cast)).order_by("-seq").first()
    assert found is not None
    return found


def willing(cast: Cast, unit: str = "yongan", **more: object) -> None:
    actions.ask_willingness(cast.chen, cast.units[unit].pk, **({"willing": True, "said_by": "冯永"} | more))  # type: ignore[arg-type]


def test_a_unit_that_fits_is_chosen_with_its_reasons_which_stay(cast: Cast) -> None:
    unit = cast.units["yongan"]
    actions.set_criteria(cast.zhou, criteria=[Asked("willing", 60, True), Asked("sound", 40)], least=100)
    willing(cast)
    chosen = actions.choose_benchmark(cast.chen, unit.pk)
    assert (chosen.score, chosen.full, chosen.fits) == (100, 100, True)
    assert [(one.label, one.says) for one in chosen.told] == [
        ("愿意先建", "愿意"),
        ("没有重大隐患、没有逾期隐患", "没有"),
    ]
    willing(cast, willing=False, note="要停产")
    actions.set_criteria(cast.zhou, criteria=[Asked("scale", 50)], least=50)
    kept = Benchmark.objects.within(town(cast)).get(pk=chosen.pk)
    assert [one.says for one in kept.told] == ["愿意", "没有"] and kept.fits
    with pytest.raises(NotAllowed, match="已经是标杆企业"):
        actions.choose_benchmark(cast.chen, unit.pk)


def test_one_that_does_not_fit_is_chosen_only_on_a_ground(cast: Cast) -> None:
    unit = cast.units["yongan"]
    with pytest.raises(Incomplete, match="没有登记意愿") as refused:
        actions.choose_benchmark(cast.chen, unit.pk)
    assert "ground" in refused.value.fields
    chosen = actions.choose_benchmark(cast.chen, unit.pk, ground="全镇唯一的烟花爆竹经营单位")
    assert not chosen.fits and chosen.ground
    with pytest.raises(Incomplete, match="原因"):
        actions.end_benchmark(cast.chen, chosen.pk, reason=" ")
    with clock.moved(clock.at(TODAY + timedelta(days=1), 9)):
        actions.end_benchmark(cast.chen, chosen.pk, reason="发生重大隐患")
        assert numbers(cast, clock.today())["benchmarks"] == 0
    assert numbers(cast, TODAY)["benchmarks"] == 1  # the second of June is still what it was
    with pytest.raises(NotAllowed, match="已经取消"):
        actions.end_benchmark(cast.chen, chosen.pk, reason="再一次")


def test_who_may_not_cannot(cast: Cast) -> None:
    unit = cast.units["yongan"].pk
    with pytest.raises(Forbidden):
        actions.choose_benchmark(cast.zhao, unit, ground="x")
    with pytest.raises(Forbidden):
        actions.ask_willingness(cast.feng, unit, willing=True, said_by="冯永")
    with pytest.raises(Forbidden):
        wave(cast.zhao)
    with pytest.raises(NotFound):
        actions.ask_willingness(cast.sun, unit, willing=True, said_by="冯永")
    row = joined(cast.chen, cast.units["yongan"])
    with pytest.raises(Forbidden):
        actions.leave_wave(cast.zhao, row.pk, reason="x")
    with pytest.raises(Forbidden):
        actions.accept_unit(cast.li, row.pk, sheet_id=None, with_whom="", photo=None, scores={}, notes={})
    with pytest.raises(Forbidden):
        actions.take_in(cast.zhou, unit, number="1号", body="区局", dated_on=TODAY)


def test_the_steps_of_a_unit_are_read_from_the_records(cast: Cast) -> None:
    joined(cast.chen, cast.units["yongan"])
    assert steps(cast) == []
    invite(Actor.founder(cast.town.pk), cast.people["feng"].pk)
    assert steps(cast) == ["invited"]
    begin_sitting(cast.feng, session_key="k", address="10.0.0.1", user_agent="Mozilla")
    assert steps(cast) == ["invited", "signed_in"]
    begin(cast, cast.feng)
    assert steps(cast) == ["invited", "signed_in", "recorded", "evaluated", "alive"]
    assert [row.unit.name for row in ready(town(cast), TODAY)] == ["永安烟花店"]
    with clock.moved(clock.at(TODAY + timedelta(days=40), 9)):  # nobody has touched the list since
        assert steps(cast) == ["invited", "signed_in", "recorded", "evaluated"]
        assert not ready(town(cast), clock.today())
    with clock.moved(clock.at(TODAY + timedelta(days=61), 9)):
        assert [row.unit.name for row in late(town(cast), clock.today())] == ["永安烟花店"]


def test_an_invitation_to_answer_for_the_unit_is_a_step_one_to_work_there_is_none(cast: Cast) -> None:
    unit = cast.units["yongan"]
    joined(cast.chen, unit)
    invite_member(cast.chen, unit.pk, kind="team_leader")
    assert steps(cast) == []
    call, _ = invite_member(cast.chen, unit.pk, kind="unit_head")
    assert steps(cast) == ["invited"]
    end_call(cast.chen, call.pk)
    assert steps(cast) == []


def test_a_wave_counts_its_units_by_step(cast: Cast) -> None:
    first = wave(cast.chen)
    actions.join_wave(cast.zhao, first.pk, units=[cast.units["yongan"].pk, cast.units["school"].pk])
    begin(cast, cast.chen)
    [one] = progress(town(cast), TODAY)
    assert (one.wave, one.units) == (first, 2)
    assert (one.steps["recorded"], one.steps["alive"], one.steps["accepted"]) == (1, 1, 0)
    [seen] = progress(cast.feng.scope, TODAY)  # who sees one unit counts one
    assert seen.units == 1


def test_a_unit_is_in_one_wave_and_may_leave_for_another(cast: Cast) -> None:
    row = joined(cast.chen, cast.units["yongan"])
    second = wave(cast.chen, name="第二批", kind="area")
    with pytest.raises(NotAllowed, match="已经在某一批里"):
        actions.join_wave(cast.chen, second.pk, units=[cast.units["yongan"].pk])
    both = [cast.units["yongan"].pk, cast.units["school"].pk]
    assert [one.unit.name for one in actions.join_wave(cast.chen, second.pk, units=both)] == ["石桥小学"]
    actions.leave_wave(cast.chen, row.pk, reason="停产半年，转入下一批")
    with pytest.raises(NotAllowed, match="已经退出"):
        actions.leave_wave(cast.chen, row.pk, reason="再一次")
    assert len(actions.join_wave(cast.chen, second.pk, units=both)) == 1
    actions.close_wave(cast.chen, second.pk)
    with pytest.raises(NotAllowed, match="结束"):
        actions.join_wave(cast.chen, second.pk, units=[cast.units["site"].pk])
    with pytest.raises(NotAllowed, match="已经结束"):
        actions.close_wave(cast.chen, second.pk)


def test_a_name_is_taken_by_one_open_wave(cast: Cast) -> None:
    first = wave(cast.chen)
    with pytest.raises(NotAllowed, match="另起名称"):
        wave(cast.chen)
    actions.close_wave(cast.chen, first.pk)
    wave(cast.chen)
    with pytest.raises(Incomplete) as refused:
        wave(cast.chen, name="", to_on=TODAY - timedelta(days=1))
    assert set(refused.value.fields) == {"name", "to_on"}
    with pytest.raises(Incomplete, match="请勾选"):
        actions.join_wave(cast.chen, wave(cast.chen, name="另一批").pk, units=[])


def test_each_wave_is_proposed_its_own_units(cast: Cast) -> None:
    scope = town(cast)
    other = register_unit(
        cast.chen, name="石桥烟花二店", category="fireworks", cell_id=cast.cells["石桥村"].pk, opened_on=TODAY
    )
    actions.choose_benchmark(cast.chen, cast.units["yongan"].pk, ground="样板")
    assert [one.name for one in proposed(scope, "pilot")] == ["永安烟花店"]
    joined(cast.chen, cast.units["yongan"])
    assert not proposed(scope, "pilot")
    assert [one.pk for one in proposed(scope, "area")] == [other.pk]
    assert {one.name for one in proposed(scope, "all")} == {"石桥烟花二店", "石桥小学", "柳林村便民中心工地"}
    change_state(cast.chen, other.pk, state="paused", from_on=TODAY, reason="检修", handling="")
    assert other.pk not in set(proposed(scope, "all").values_list("pk", flat=True))


def test_an_acceptance_is_scored_frozen_and_final(cast: Cast) -> None:
    row = joined(cast.chen, cast.units["yongan"])
    with pytest.raises(NotAllowed, match="还没有完成：录入风险点、评价分级"):
        accepted(cast, row.pk)
    begin(cast, cast.chen)
    poor = accepted(cast, row.pk, **scores(cast.chen, measures=8, checks=15))
    assert (poor.passed, poor.total) == (False, 77) and "关键项不到一半" in poor.why
    assert "accepted" not in steps(cast)
    good = accepted(cast, row.pk, **scores(cast.chen, checks=5))
    assert (good.passed, good.total, good.by_id) == (True, 95, cast.people["chen"].pk)
    assert last(cast).given["scores"]["checks"] == 10
    actions.set_sheet(cast.zhou, items=short_sheet(cast), least=10)
    kept = Acceptance.objects.within(town(cast)).get(pk=good.pk)
    assert (kept.full, kept.least, len(kept.scored)) == (100, 80, 10)
    assert numbers(cast, TODAY) | {"units.pilot": 0} == {
        "benchmarks": 0,
        "enrolled": 1,
        "accepted": 1,
        "taken_above": 0,
        "acceptances": 2,
        "failed": 1,
        "units.pilot": 0,
    }
    with pytest.raises(NotAllowed, match="2026年6月2日验收合格"):
        accepted(cast, row.pk)
    with pytest.raises(NotAllowed, match="已经验收合格，不用退出"):
        actions.leave_wave(cast.chen, row.pk, reason="x")
    found = with_steps(WaveUnit.objects.within(town(cast)), town(cast), TODAY).get(pk=row.pk)
    assert next_step(done_of(found)) is None


def short_sheet(cast: Cast) -> list[SheetItem]:
    """The first two lines of the sheet in force."""
    return list(sheet_of(cast.chen.scope).items[:2])


def test_what_is_missing_from_an_acceptance_is_told_item_by_item(cast: Cast) -> None:
    row = joined(cast.chen, cast.units["yongan"])
    begin(cast, cast.chen)
    given = scores(cast.chen)
    with pytest.raises(Incomplete) as refused:
        accepted(
            cast,
            row.pk,
            scores=given["scores"] | {"duty": None, "points": 3},
            with_whom="",
            photo=None,
        )
    assert set(refused.value.fields) == {"score_duty", "note_points", "with_whom", "photo"}
    actions.set_sheet(cast.zhou, items=short_sheet(cast), least=10)
    with pytest.raises(NotAllowed, match="评分表刚刚改过"):
        accepted(cast, row.pk)


def test_the_districts_list_takes_a_unit_in_and_a_mistake_is_void(cast: Cast) -> None:
    unit = cast.units["yongan"]
    revise_unit(cast.chen, unit.pk, version=1, name=unit.name, above_scale_from=FOUNDED)
    day = TODAY - timedelta(days=10)
    taking = actions.take_in(
        cast.chen, unit.pk, number="东应急〔2026〕12号", body="东城区应急管理局", dated_on=day
    )
    assert Unit.objects.within(town(cast)).get(pk=unit.pk).pilot_from == day
    assert (numbers(cast, TODAY)["taken_above"], numbers(cast, day - timedelta(days=1))["taken_above"]) == (
        1,
        0,
    )
    with pytest.raises(NotAllowed, match="东应急〔2026〕12号登记"):
        actions.take_in(
            cast.chen, unit.pk, number="东应急〔2026〕12号", body="东城区应急管理局", dated_on=day
        )
    second = actions.take_in(
        cast.chen, unit.pk, number="东应急〔2026〕20号", body="东城区应急管理局", dated_on=TODAY
    )
    assert Unit.objects.within(town(cast)).get(pk=unit.pk).pilot_from == day  # since the earlier list
    actions.void_taking(cast.chen, taking.pk, reason="名单上不是这一家")
    assert Unit.objects.within(town(cast)).get(pk=unit.pk).pilot_from == TODAY
    actions.void_taking(cast.chen, second.pk, reason="同上")
    assert numbers(cast, TODAY)["units.pilot"] == 0
    with pytest.raises(NotAllowed, match="已经作废"):
        actions.void_taking(cast.chen, second.pk, reason="同上")


def test_a_day_written_into_the_particulars_by_hand_is_left_where_no_list_is_earlier(cast: Cast) -> None:
    unit = cast.units["yongan"]
    revise_unit(cast.chen, unit.pk, version=1, name=unit.name, pilot_from=FOUNDED)
    taking = actions.take_in(cast.chen, unit.pk, number="12号", body="区局", dated_on=TODAY)
    actions.void_taking(cast.chen, taking.pk, reason="录错")
    assert Unit.objects.within(town(cast)).get(pk=unit.pk).pilot_from == FOUNDED


def test_what_two_registrations_of_one_unit_have_goes_together(cast: Cast) -> None:
    twin = register_unit(
        cast.chen, name="永安烟花", category="fireworks", cell_id=cast.cells["石桥村"].pk, opened_on=TODAY
    )
    row = joined(cast.chen, twin)
    actions.choose_benchmark(cast.chen, twin.pk, ground="样板")
    merge_units(cast.chen, cast.units["yongan"].pk, twin.pk, versions=(1, 1), choices={}, reason="重复登记")
    assert WaveUnit.objects.within(town(cast)).get(pk=row.pk).unit_id == cast.units["yongan"].pk
    assert (numbers(cast, TODAY)["enrolled"], numbers(cast, TODAY)["benchmarks"]) == (1, 1)


def test_a_unit_that_left_the_register_is_neither_chosen_nor_counted(cast: Cast) -> None:
    row = joined(cast.chen, cast.units["site"])
    change_state(cast.chen, row.unit_id, state="closed", from_on=TODAY, reason="完工", handling="已撤场")
    assert numbers(cast, TODAY)["enrolled"] == 0
    for act in (
        lambda: actions.choose_benchmark(cast.chen, row.unit_id, ground="x"),
        lambda: actions.take_in(cast.chen, row.unit_id, number="1", body="x", dated_on=TODAY),
    ):
        with pytest.raises(NotAllowed, match="不在册"):
            act()
    with pytest.raises(NotAllowed):
        actions.join_wave(cast.chen, wave(cast.chen, name="二").pk, units=[row.unit_id])


def test_what_roll_ups_were_fed_is_what_the_rows_say(cast: Cast) -> None:
    row = joined(cast.chen, cast.units["yongan"])
    begin(cast, cast.chen)
    accepted(cast, row.pk)
    run_due(cast.town.pk)
    assert differing(town(cast)) == []


def test_who_was_never_invited_is_accepted_only_with_a_reason(cast: Cast) -> None:
    """永安's list was entered by an officer: what lacks is named, the reason stays with the acceptance and in the log."""
    begin(cast, cast.feng)
    row = joined(cast.chen, cast.units["yongan"])
    lacks = to_explain(done_of(with_steps(enrolled(town(cast)), town(cast), TODAY).get(pk=row.pk)))
    assert lacks
    with pytest.raises(Incomplete, match=lacks) as refused:
        accepted(cast, row.pk, ground="  ")
    assert set(refused.value.fields) == {"ground"}
    kept = accepted(cast, row.pk, ground="没有智能手机，纸质记录自查")
    assert kept.ground == "没有智能手机，纸质记录自查"

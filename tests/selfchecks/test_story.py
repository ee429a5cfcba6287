"""马小兵 checks 永安's risk points, finds a hazard; 冯永 has it mended and closes it, or the town looks."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.desk import sections_of
from bihuan.core.duties import run_due
from bihuan.core.errors import Forbidden, Incomplete, NotAllowed, NotFound
from bihuan.figures.evaluation import Ask, evaluate
from bihuan.grid.models import Post
from bihuan.grid.queries import actor_of
from bihuan.hazards import actions as hazards
from bihuan.hazards.actions import Reviewed, reinspect
from bihuan.hazards.models import Hazard
from bihuan.hazards.queries import failed_items
from bihuan.members.actions import end_member
from bihuan.risks.actions import Line, Named, end_point, keep_point, keep_points
from bihuan.risks.models import Keeper
from bihuan.selfchecks import actions
from bihuan.selfchecks.models import ClosedDay, Doubt, SelfCheck, SelfFinding, Standing, UnitDay
from bihuan.selfchecks.queries import instead, mine, of_unit, town_view
from bihuan.units.actions import change_state, place_unit
from tests.cast import FOUNDED, NOW, TODAY, Cast
from tests.core.deeds import visit
from tests.members.deeds import OTHER, joined
from tests.risks.deeds import NAMES, WIRING, add, begin, point
from tests.selfchecks.deeds import at, check, checked, found, many_points, ready

pytestmark = pytest.mark.usefixtures("no_rollups")


def test_what_a_post_worker_has_to_check_and_how_it_is_done(cast: Cast) -> None:
    ma = ready(cast)
    tasks = mine(ma, NOW)
    assert {(one.point.name, one.every) for one in tasks if one.is_open} >= {
        ("储存间", "day"),
        ("疏散通道", "day"),
    }
    (row,) = checked(cast, ma, check(ma))
    assert (row.is_normal, row.due_on, row.lines, row.person_id) == (True, TODAY, 1, cast.people["ma"].pk)
    done = next(one for one in mine(ma, NOW) if (one.point.name, one.every) == ("储存间", "day"))
    assert done.done == row and not done.is_open
    day = UnitDay.objects.within(cast.chen.scope).get()
    assert (day.day, day.checks, day.hazards, day.doubts) == (TODAY, 1, 0, 0)
    assert Standing.objects.within(cast.chen.scope).get().last_on == TODAY
    assert events.check(cast.town.pk) is None


def test_a_period_counts_once(cast: Cast) -> None:
    ma = ready(cast)
    checked(cast, ma, check(ma))
    with pytest.raises(NotAllowed, match="这一期已由马小兵在2026年6月2日09:00检查过"):
        checked(cast, ma, check(ma))
    with pytest.raises(NotAllowed, match="这一期已由您"):
        checked(cast, ma, check(ma, "疏散通道"), check(ma, "疏散通道"))
    with clock.moved(at(days=1)):
        checked(cast, ma, check(ma))


def test_many_at_once_come_to_the_same_as_one_by_one(cast: Cast) -> None:
    ma = ready(cast)
    with clock.moved(at(hour=9, minute=10)):
        checked(cast, ma, check(ma, at=at(hour=9)), check(ma, "疏散通道", at=at(hour=9, minute=5)))
    with clock.moved(at(days=1, hour=9)):
        checked(cast, ma, check(ma))
    with clock.moved(at(days=1, hour=9, minute=5)):
        checked(cast, ma, check(ma, "疏散通道"))
    rows = SelfCheck.objects.within(ma.scope)
    kept = [
        sorted(
            rows.filter(due_on=TODAY + timedelta(days=n)).values_list(
                "point", "level", "every", "lines", "shift"
            )
        )
        for n in (0, 1)
    ]
    assert kept[0] == kept[1] and len(kept[0]) == 2
    days = UnitDay.objects.within(ma.scope).order_by("day").values_list("checks", "hazards", "doubts")
    assert list(days) == [(2, 0, 0), (2, 0, 0)]


@pytest.mark.parametrize(("hours", "why"), [(1, "检查时间晚于现在"), (-24 * 8, "7天以前做的，不能再补传")])
def test_a_check_of_another_time_is_not_taken(cast: Cast, hours: int, why: str) -> None:
    ma = ready(cast)
    with pytest.raises(NotAllowed, match=why):
        checked(cast, ma, check(ma, at=NOW + timedelta(hours=hours)))


def test_a_check_outside_its_shift_is_told_which_is_on(cast: Cast) -> None:
    ma = ready(cast)
    unit = cast.units["yongan"].pk
    actions.set_shifts(cast.feng, unit, shifts="早班 06:00-12:00\n晚班 14:00-20:00", rest=[6])
    with clock.moved(at(days=5)), pytest.raises(NotAllowed, match="今天（周日）是本单位的休息日"):
        checked(cast, ma, check(ma))
    with pytest.raises(NotAllowed, match="班次没有变化，现在就是早班06:00–12:00、晚班14:00–20:00，周日休息"):
        actions.set_shifts(cast.feng, unit, shifts="晚班 14:00-20:00\n早班 06:00-12:00", rest=[6])
    with pytest.raises(Incomplete, match="重叠"):
        actions.set_shifts(cast.feng, unit, shifts="早班 06:00-12:00\n晚班 11:00-20:00")


def test_who_is_no_keeper_is_told_who_is(cast: Cast) -> None:
    ma = ready(cast)
    with pytest.raises(NotAllowed, match="由冯永检查，不由您检查"):
        checked(cast, ma, check(ma, every="week", level="company"))
    with pytest.raises(Forbidden, match="本单位自查"):
        checked(cast, cast.li, check(ma, every="week", level="company"))
    teacher = joined(cast.chen, cast.units["school"])
    with pytest.raises(NotFound):
        checked(cast, actor_of(teacher, TODAY), check(ma))
    with pytest.raises(NotAllowed, match="没有这个频次的检查内容"):
        checked(cast, ma, check(ma, every="season"))


def test_who_has_left_is_stood_in_for_and_stands_on_the_desk(cast: Cast) -> None:
    """卢小军 keeps a point and leaves: what he was to check would wait for nobody, and nobody would hear of it."""
    worker = {"company": Named("冯永"), "post": Named("卢小军")}
    step = replace(WIRING, checks=[Line("漏电保护器试跳正常", "day", "post")])
    box = add(cast.feng, cast.units["yongan"], step=step, named=worker)
    one = actions.Check(box.pk, "post", "day")
    with pytest.raises(NotAllowed, match="由卢小军检查，不由您检查"):
        checked(cast, cast.feng, one)
    post = Post.objects.within(cast.chen.scope).get(person=cast.people["lu"])
    end_member(cast.chen, post.pk, to_on=TODAY)
    assert "卢小军" not in desk(cast.feng, NOW)
    with clock.moved(at(days=1)):
        assert "卢小军已经离岗，名下还有1个风险点" in desk(cast.feng, at(days=1))
        assert [row.person for row in checked(cast, cast.feng, one)] == [cast.people["feng"]]


def desk(actor: Actor, now: datetime) -> str:
    """All that stands on somebody's desk."""
    return "\n".join(item.text for section in sections_of(actor, now) for item in section.items)


def test_a_point_that_ended_and_a_unit_that_left_are_not_checked(cast: Cast) -> None:
    ma = ready(cast)
    ended = check(ma, "疏散通道")
    end_point(cast.feng, point(ma, "疏散通道").pk, version=1, reason="拆除")
    with pytest.raises(NotAllowed, match="“疏散通道”已经停用"):
        checked(cast, ma, ended)
    left = check(ma)
    unit = cast.units["yongan"]
    change_state(cast.chen, unit.pk, state="moved", from_on=TODAY, reason="搬迁", to="西河镇")
    with pytest.raises(NotAllowed, match="已迁出，不在册，不用再自查"):
        checked(cast, ma, left)


def test_a_hazard_is_mended_and_closed_by_the_unit(cast: Cast) -> None:
    ma = ready(cast)
    (row,) = checked(cast, ma, check(ma, found=(found(cast, ma),)))
    hazard = Hazard.objects.within(cast.chen.scope).get()
    assert (hazard.state, hazard.origin, hazard.inspection_id) == ("own", "self", None)
    assert (hazard.deadline_on, hazard.is_open) == (TODAY + timedelta(days=7), True)
    linked = SelfFinding.objects.within(cast.chen.scope).get()
    assert (linked.hazard_id, linked.on_check_id, linked.point.name) == (hazard.pk, row.pk, "储存间")
    assert not row.is_normal
    with pytest.raises(NotAllowed):  # an ordinary one in time is the unit's own affair
        hazards.order_rectification(
            cast.chen,
            hazard.pk,
            version=1,
            second_officer=cast.people["zhao"].pk,
            demand="清走",
            deadline_on=TODAY + timedelta(days=3),
        )
    after = [cast.photo(cast.feng, "green")]
    hazards.report_rectified(cast.feng, hazard.pk, version=1, note="已清走", photos_after=after)
    with pytest.raises(Forbidden):
        hazards.close_own(cast.li, hazard.pk, version=2, note="看过", photos_after=after)
    hazards.return_own(cast.feng, hazard.pk, version=2, note="还有一箱")
    hazards.report_rectified(cast.feng, hazard.pk, version=3, note="已清完", photos_after=after)
    closed = hazards.close_own(cast.feng, hazard.pk, version=4, note="看过，已清完", photos_after=after)
    assert (closed.state, closed.settled_on) == ("closed", TODAY)
    asks = {
        key: Ask(key, FOUNDED, TODAY, TODAY)
        for key in ("selfcheck.hazards", "selfcheck.rectified", "hazards.found")
    }
    values = evaluate(cast.chen.scope, asks.values())
    assert [values[one].value or 0 for one in asks.values()] == [1, 1, 0]  # no feather in the town's cap


def test_what_is_not_mended_in_time_the_town_looks_at(cast: Cast) -> None:
    ma = ready(cast)
    checked(cast, ma, check(ma, found=(found(cast, ma),)))
    hazard = Hazard.objects.within(cast.chen.scope).get()
    assert not failed_items(cast.chen.scope, cast.units["yongan"].pk).exists()
    after = [cast.photo(cast.feng, "green")]
    with clock.moved(at(days=8)):
        assert failed_items(cast.chen.scope, cast.units["yongan"].pk).get() == hazard
        with pytest.raises(NotAllowed, match="不能本单位验收销号"):
            hazards.close_own(cast.feng, hazard.pk, version=1, note="已改", photos_after=after)
        hazards.report_rectified(cast.feng, hazard.pk, version=1, note="已清走", photos_after=after)
        again = visit(cast, cast.chen, kind="reinspection", outing=None, visited_on=clock.today())
        said = Reviewed(
            hazard.pk, 2, passed=False, note="还有", deadline_on=clock.today() + timedelta(days=3)
        )
        reinspect(cast.chen, again, [said])
        hazard = Hazard.objects.within(cast.chen.scope).get()
        assert (hazard.state, hazard.ordered_on) == ("ordered", clock.today())
        assert hazard.demand == "超量存放三箱，限期整改到位。"
        again = visit(cast, cast.chen, kind="reinspection", outing=None, visited_on=clock.today())
        reinspect(cast.chen, again, [Reviewed(hazard.pk, 3, passed=True, note="已清走")])
        assert Hazard.objects.within(cast.chen.scope).get().state == "closed"


def test_a_major_one_is_the_towns_to_look_at_from_the_first_day(cast: Cast) -> None:
    ma = ready(cast)
    grave = found(cast, ma, "礼花弹存放在店内", level="major")
    actions.report_hazard(ma, point(ma, "储存间").pk, grave)
    hazard = Hazard.objects.within(cast.chen.scope).get()
    assert (hazard.major_on, hazard.needs_town) == (TODAY, True)
    assert failed_items(cast.chen.scope, hazard.unit_id).get() == hazard
    with pytest.raises(NotAllowed):
        hazards.close_own(
            cast.feng, hazard.pk, version=1, note="已移走", photos_after=[cast.photo(cast.feng)]
        )


def test_a_hazard_without_words_or_photo_loses_nothing(cast: Cast) -> None:
    ma = ready(cast)
    with pytest.raises(Incomplete) as refused:
        checked(cast, ma, check(ma, found=(found(cast, ma, " ", photos=((),) and (cast.photo(ma),)),)))
    assert refused.value.fields == {"text": "请写明发现了什么隐患。"}
    assert not SelfCheck.objects.within(ma.scope).exists()
    with pytest.raises(NotAllowed, match="镇里发现的，请用“检查”登记"):
        actions.report_hazard(cast.li, point(ma, "储存间").pk, found(cast, ma))


def test_ten_points_within_a_minute_are_doubted_once(cast: Cast) -> None:
    ma = ready(cast)
    for number, pk in enumerate(many_points(cast, ma, 12)):
        with clock.moved(at(hour=10) + timedelta(seconds=4 * number)):
            checked(cast, ma, actions.Check(pk, "post", "day"))
    doubt = Doubt.objects.within(cast.chen.scope).get()
    assert (doubt.kind, doubt.count, doubt.person_id) == ("hasty", 3, cast.people["ma"].pk)
    assert "一分钟内检查了10个风险点" in doubt.says
    assert UnitDay.objects.within(cast.chen.scope).get().doubts == 1


def test_the_same_photo_twice_and_a_place_far_away_are_doubted(cast: Cast) -> None:
    ma = ready(cast)
    place_unit(
        cast.feng if cast.feng.may("units") else cast.chen,
        cast.units["yongan"].pk,
        latitude=34.9,
        longitude=116.9,
        datum="wgs84",
    )
    photo = cast.photo(ma, "teal")
    checked(cast, ma, check(ma, photo=photo, latitude=34.9, longitude=116.9, accuracy=10))
    assert not Doubt.objects.within(cast.chen.scope).exists()
    with clock.moved(at(days=1)):
        (row,) = checked(cast, ma, check(ma, photo=photo, latitude=34.91, longitude=116.9, accuracy=20))
    assert row.far_m == 1112
    assert set(Doubt.objects.within(cast.chen.scope).values_list("kind", flat=True)) == {"photo", "far"}
    far = Doubt.objects.within(cast.chen.scope).get(kind="far")
    with pytest.raises(Forbidden):
        actions.settle_doubt(cast.feng, far.pk, version=1, outcome="clear", note="定位不准")
    with pytest.raises(Incomplete):
        actions.settle_doubt(cast.chen, far.pk, version=1, outcome="", note="")
    actions.settle_doubt(cast.chen, far.pk, version=1, outcome="clear", note="电话问过，手机定位漂移")
    with clock.moved(at(days=2)):  # what comes after is asked after anew
        checked(cast, ma, check(ma, latitude=34.91, longitude=116.9, accuracy=20))
    assert Doubt.objects.within(cast.chen.scope).filter(kind="far").count() == 2


def test_the_clock_counts_what_was_due_when_a_day_is_over(cast: Cast) -> None:
    ma = ready(cast)
    checked(cast, ma, check(ma))
    with clock.moved(at(days=1, hour=11)):
        run_due(cast.town.pk)  # the night shift may still be on: yesterday is not closed
        assert not UnitDay.objects.within(cast.chen.scope).filter(closed__isnull=False).exists()
    with clock.moved(at(days=1, hour=13)):
        run_due(cast.town.pk)
        run_due(cast.town.pk)
        day = UnitDay.objects.within(cast.chen.scope).get(day=TODAY)
        told = of_unit(cast.chen.scope, cast.units["yongan"], clock.now())
    assert (day.due >= 2, day.done) == (True, 1)
    assert told is not None and (told.total.due, told.total.done) == (day.due, 1)
    standing = Standing.objects.within(cast.chen.scope).get()
    assert (standing.due, standing.done, standing.as_of) == (day.due, 1, TODAY)
    with clock.moved(at(days=2, hour=13)):  # brought in late, without a signal on the day
        checked(cast, ma, check(ma, "疏散通道", at=at(hour=16)))
    day.refresh_from_db()
    assert day.done == 2


def test_days_are_closed_one_by_one_however_long_the_clock_stood_still(cast: Cast) -> None:
    ready(cast)
    for days in (1, 5):
        with clock.moved(at(days=days, hour=13)):
            assert actions.close_days(actor_of(cast.people["chen"])) == (1 if days == 1 else 4)
    assert ClosedDay.objects.within(cast.chen.scope).count() == 5


def test_who_has_not_checked_for_thirty_days_is_silent(cast: Cast) -> None:
    ma = ready(cast)
    checked(cast, ma, check(ma))
    assert (town_view(cast.chen.scope, TODAY).alive, town_view(cast.chen.scope, TODAY).silent) == (1, 0)
    later = TODAY + timedelta(days=30)
    assert (town_view(cast.chen.scope, later).alive, town_view(cast.chen.scope, later).silent) == (0, 1)
    assert town_view(cast.sun.scope, TODAY).units == 0


def test_months_without_a_hazard_are_asked_after_once(cast: Cast) -> None:
    ma = ready(cast)
    unit = cast.units["yongan"]
    with clock.moved(at(days=1)):
        checked(cast, ma, check(ma))
    row = UnitDay.objects.within(ma.scope).get(day=TODAY + timedelta(days=1))
    row.checks = 80
    row.save()
    later = UnitDay(
        town=cast.town, unit=unit, day=TODAY + timedelta(days=80), checks=70, recorded_category="fireworks"
    )
    later.save(force_insert=True)
    for days, doubts in ((90, 0), (95, 1), (96, 1)):
        with clock.moved(at(days=days, hour=13)):
            run_due(cast.town.pk)
        assert Doubt.objects.within(cast.chen.scope).filter(kind="spotless").count() == doubts, days


def test_who_joins_is_the_keeper_who_was_named_before(cast: Cast) -> None:
    """马小兵 was named for the posts before he had an account: once he has joined, the checks are his by his account alone."""
    begin(cast, cast.feng)
    shop = cast.units["yongan"]
    named = Keeper.objects.within(cast.feng.scope).filter(point__unit=shop, name="马小兵")
    assert named.exists() and not named.filter(person__isnull=False).exists()
    ma = joined(cast.chen, shop, "post_worker", "马小兵")
    assert set(named.values_list("person", flat=True)) == {ma.pk}
    checked(cast, actor_of(ma, TODAY), check(cast.feng))
    namesake = actor_of(joined(cast.chen, shop, "post_worker", "马小兵", OTHER), TODAY)
    with pytest.raises(NotAllowed, match="马小兵"):
        checked(cast, namesake, check(cast.feng, "疏散通道"))
    assert not instead(cast.feng, NOW)  # nobody stands in for him any more


def test_of_two_keepers_of_a_name_nobody_is_taken_for_either(cast: Cast) -> None:
    begin(cast, cast.feng)
    shop = cast.units["yongan"]
    other = keep_point(
        cast.feng, point(cast.feng, "储存间").pk, named={**NAMES, "post": Named("马小兵", "13800000009")}
    )
    joined(cast.chen, shop, "post_worker", "马小兵")
    named = Keeper.objects.within(cast.feng.scope).filter(name="马小兵", ended_on__isnull=True)
    assert other and set(named.values_list("person", flat=True)) == {None}


def test_a_namesake_with_another_post_is_not_the_keeper(cast: Cast) -> None:
    begin(cast, cast.feng)
    joined(cast.chen, cast.units["yongan"], "team_leader", "马小兵")
    named = Keeper.objects.within(cast.feng.scope).filter(name="马小兵", ended_on__isnull=True)
    assert set(named.values_list("person", flat=True)) == {None}


def test_of_namesakes_with_accounts_the_phone_says_who_is_meant(cast: Cast) -> None:
    shop = cast.units["yongan"]
    joined(cast.chen, shop, "post_worker", "马小兵")
    second = joined(cast.chen, shop, "post_worker", "马小兵", OTHER)
    begin(cast, cast.feng)
    named = Keeper.objects.within(cast.feng.scope).filter(name="马小兵", ended_on__isnull=True)
    assert set(named.values_list("person", flat=True)) == {None}
    keep_points(cast.feng, shop.pk, named={"post": Named("马小兵", OTHER)})
    assert set(named.values_list("person", flat=True)) == {second.pk}

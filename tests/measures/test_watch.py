"""The watch: days of revisits, what has come back, what the clock notes, what others see."""

from datetime import timedelta
from typing import Any

import pytest

from bihuan.core import clock, events
from bihuan.core.desk import Item, sections_of
from bihuan.core.duties import run_due
from bihuan.core.errors import Forbidden, Incomplete, NotAllowed, Stale
from bihuan.hazards.actions import Finding, confirm_fixed_on_site, finish_check
from bihuan.hazards.timeline import told
from bihuan.inspections.actions import Visit
from bihuan.inspections.models import Inspection
from bihuan.measures.actions import keep_watching, lift_watch
from bihuan.measures.models import Revisit
from bihuan.measures.queries import made, next_due, signs_nearby, to_revisit
from bihuan.units.actions import change_state, register_unit
from tests.cast import TODAY, Cast
from tests.core.deeds import found
from tests.measures.deeds import decide, ids, look, returned, watch_of

pytestmark = pytest.mark.usefixtures("no_rollups")


def on(day: int):  # type: ignore[no-untyped-def]
    """The morning so many days from today."""
    return clock.moved(clock.at(TODAY + timedelta(days=day), 9))


def days_due(cast: Cast, decision) -> int:  # type: ignore[no-untyped-def]
    due = next_due(cast.chen.scope, watch_of(cast, decision))
    assert due is not None
    return (due.due_on - TODAY).days


def test_a_banned_place_is_looked_at_on_its_days_and_then_monthly(cast: Cast) -> None:
    ban = decide(cast, "ban")
    seen = []
    for _ in range(5):
        day = days_due(cast, ban)
        seen.append(day)
        with on(day):
            look(cast, ban, cast.wang)
    assert seen == [3, 7, 15, 30, 61]


def test_a_look_before_the_day_is_one_more_and_leaves_the_day_as_it_was(cast: Cast) -> None:
    ban = decide(cast, "ban")
    with on(1):
        look(cast, ban, cast.wang)
    assert days_due(cast, ban) == 3
    assert made(cast.chen.scope, watch_of(cast, ban)).count() == 1


def test_what_nobody_made_stays_due_and_the_clock_notes_it_once(cast: Cast) -> None:
    ban = decide(cast, "ban")
    with on(3):
        assert run_due(cast.town.pk) == 0
    with on(4):
        assert run_due(cast.town.pk) == 1
        assert run_due(cast.town.pk) == 0
    with on(9):
        assert [row.watch.decision_id for row in to_revisit(cast.wang.scope, clock.today())] == [ban.pk]
        look(cast, ban, cast.wang)
        assert days_due(cast, ban) == 15
    lines = [told(event).text for event in events.trail(cast.chen.scope, ban.watch.pk)]
    assert lines == [
        "回访日期已过，尚未回访，应于2026年6月5日回访",
        "回访：没有反弹，门锁着，没有开业",
    ]


def test_what_came_back_is_a_new_hazard_that_repeats_the_old_one(cast: Cast) -> None:
    old = found(cast, cast.chen, level="major")
    ban = decide(cast, "ban", hazards=ids(old))
    with on(3):
        new = returned(cast, ban, cast.wang, level="major")
        assert (new.repeat_of_id, new.state, new.level, new.origin) == (old.pk, "found", "major", "patrol")
        assert new.text == "取缔后死灰复燃：又在营业"
        assert (watch_of(cast, ban).state, watch_of(cast, ban).returned_on) == ("returned", clock.today())
        with pytest.raises(NotAllowed, match="已反弹，待处理"):
            look(cast, ban, cast.wang)
        assert section(cast, "chen", "反弹待处理")[0].mark == ("bad", "alert-triangle", "已反弹")
        assert section(cast, "zheng", "反弹待处理") == []


def section(cast: Cast, who: str, title: str) -> list[Item]:
    shown = sections_of(getattr(cast, who), clock.now())
    return next((one.items for one in shown if one.title == title), [])


def test_an_officers_return_is_a_check_that_says_why_nobody_signed(cast: Cast) -> None:
    stop = decide(cast, "suspend")
    hazard = returned(cast, stop, cast.zhao, refusal="负责人逃走")
    visit = Inspection.objects.within(cast.chen.scope).get(pk=hazard.inspection_id)
    assert (visit.kind, visit.refusal) == ("check", "负责人逃走")
    assert hazard.text == "停产停业期间擅自恢复生产经营：又在营业"


def test_a_return_is_dealt_with_and_watched_on_or_decided_anew(cast: Cast) -> None:
    ban = decide(cast, "ban")
    with on(3):
        returned(cast, ban, cast.wang)
        watch = watch_of(cast, ban)
        with pytest.raises(Forbidden):
            keep_watching(cast.wang, watch.pk, version=watch.version, note="当场清除")
        with pytest.raises(Incomplete, match="请填写情况说明"):
            keep_watching(cast.chen, watch.pk, version=watch.version, note=" ")
        keep_watching(cast.chen, watch.pk, version=watch.version, note="当场再次清除")
        assert days_due(cast, ban) == 6
    with on(6):
        look(cast, ban, cast.wang, kept=False)
        again = decide(cast, "ban")
        assert watch_of(cast, ban).state == "replaced"
        assert watch_of(cast, again).state == "watching"
        assert section(cast, "chen", "反弹待处理") == []


def test_a_suspension_that_was_broken_is_not_resumed_before_it_is_decided(cast: Cast) -> None:
    stop = decide(cast, "suspend")
    look(cast, stop, cast.wang, kept=False)
    with pytest.raises(NotAllowed, match="不能恢复生产经营"):
        decide(cast, "resume")
    decide(cast, "suspend")


def test_what_a_revisit_found_must_be_mended_before_a_unit_resumes(cast: Cast) -> None:
    stop = decide(cast, "suspend")
    hazard = returned(cast, stop, cast.wang)
    watch = watch_of(cast, stop)
    keep_watching(cast.chen, watch.pk, version=watch.version, note="当场再次断电")
    with pytest.raises(NotAllowed, match=hazard.number):
        decide(cast, "resume")
    photos: Any = [cast.photo(cast.chen, "green")]
    confirm_fixed_on_site(cast.chen, hazard.pk, version=hazard.version, photos_after=photos)
    decide(cast, "resume")


def test_only_the_watch_of_a_ban_is_lifted_by_hand(cast: Cast) -> None:
    stop = decide(cast, "suspend")
    with pytest.raises(NotAllowed, match="不能解除看守"):
        lift_watch(cast.chen, stop.watch.pk, version=1, note="不再看")
    ban = decide(cast, "ban")
    lift_watch(cast.chen, ban.watch.pk, version=1, note="场地已建成公园")
    assert watch_of(cast, ban).ended_on == TODAY
    with on(40):
        assert not to_revisit(cast.chen.scope, clock.today()).exists()
        assert run_due(cast.town.pk) == 0
    decide(cast, "ban")  # what comes back years later is banned anew


def test_a_look_needs_a_photo_and_words_and_the_version_that_was_seen(cast: Cast) -> None:
    ban = decide(cast, "ban")
    with pytest.raises(Incomplete) as refused:
        look(cast, ban, cast.wang, photos=(), note="")
    assert set(refused.value.fields) == {"photos", "note"}
    with pytest.raises(Forbidden):
        look(cast, ban, cast.feng)
    stale = watch_of(cast, ban).version
    look(cast, ban, cast.wang)
    with pytest.raises(Stale):
        lift_watch(cast.chen, ban.watch.pk, version=stale, note="不再看")
    assert Revisit.objects.within(cast.chen.scope).filter(seen_on__isnull=False).count() == 1


def test_the_desk_says_where_to_look_by_place(cast: Cast) -> None:
    decide(cast, "ban")
    with on(1):
        assert [item.mark for item in section(cast, "wang", "该回访的")] == [("run", "clock", "还剩2天")]
        assert section(cast, "zheng", "该回访的") == []
        assert section(cast, "feng", "该回访的") == []
    with on(5):
        assert [item.mark for item in section(cast, "chen", "该回访的")] == [
            ("bad", "alert-triangle", "已过2天")
        ]


def test_signs_nearby_are_of_the_village_the_category_and_since_the_ban(cast: Cast) -> None:
    given = {"category": "fireworks", "opened_on": TODAY}
    early = register_unit(cast.chen, name="村东鞭炮点", cell_id=cast.cells["石桥村"].pk, **given)
    with on(2):
        ban = decide(cast, "ban")
    given["opened_on"] = TODAY + timedelta(days=4)
    with on(4):
        new = register_unit(cast.chen, name="村西鞭炮点", cell_id=cast.cells["石桥村"].pk, **given)
        register_unit(cast.chen, name="柳林鞭炮点", cell_id=cast.cells["柳林村"].pk, **given)
        photo = (cast.photo(cast.wang, "red"),)
        finding = Finding("院内存放烟花", "undecided", photos=photo)  # type: ignore[arg-type]
        finish_check(cast.wang, Visit(unit=early.pk, visited_on=clock.today(), kind="patrol"), [finding])
        hazards, units = signs_nearby(cast.chen.scope, ban.watch)
        assert [row.pk for row in hazards] == [finding.id]
        assert [row.pk for row in units] == [new.pk]


def test_a_unit_under_a_decision_does_not_change_by_hand_but_may_give_up(cast: Cast) -> None:
    stop = decide(cast, "suspend")
    given = {"from_on": TODAY, "reason": "店主要求"}
    for state in ("open", "paused"):
        with pytest.raises(NotAllowed, match=r"停产停业整顿决定.*还在执行"):
            change_state(cast.chen, cast.units["yongan"].pk, state=state, **given)
    change_state(cast.chen, cast.units["yongan"].pk, state="closed", handling="看守到场地腾空", **given)
    with pytest.raises(NotAllowed, match="已经关闭"):
        decide(cast, "resume")
    lift_watch(cast.chen, stop.watch.pk, version=1, note="店已注销")
    assert watch_of(cast, stop).state == "lifted"

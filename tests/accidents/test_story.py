"""An accident from the call to the end of the case: what is told, when, to whom, and what the figures say of it on each day."""

from datetime import date, timedelta
from typing import Any

import pytest

from bihuan.accidents import actions
from bihuan.accidents.actions import Told
from bihuan.accidents.models import Accident, FlashReport, Remedy
from bihuan.accidents.queries import draft, standing
from bihuan.accidents.rules import Counts
from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.desk import sections_of
from bihuan.core.duties import run_due
from bihuan.core.errors import Forbidden, Incomplete, NotAllowed, NotFound, Stale
from bihuan.core.ids import new_id
from bihuan.core.models import Event
from bihuan.figures.actions import roll_up
from bihuan.figures.evaluation import WHOLE, Ask, Slice, evaluate
from bihuan.figures.identities import check_identities
from bihuan.figures.rollups import differing
from bihuan.grading.actions import grade_units, set_frequency
from bihuan.grading.queries import known, level_of
from bihuan.grading.rules import USUAL_TIMES
from bihuan.grid.holdings import held_at
from bihuan.grid.models import Post
from bihuan.inspections.actions import Visit, complete_patrol
from bihuan.risks.models import Review
from bihuan.units.chapters import chapters
from bihuan.units.following import open_work
from tests.accidents.deeds import BUREAU, DONE, FELL, close, enter, fresh, hear, judge, know, report, tell
from tests.cast import FOUNDED, NOW, TODAY, Cast
from tests.notices.deeds import at, bell, told
from tests.risks.deeds import add as add_risk

pytestmark = pytest.mark.usefixtures("no_rollups")

KEYS = (
    "count",
    "pending",
    "other",
    "registered",
    "deaths",
    "injured",
    "ordinary",
    "larger",
    "safe_days",
)


def patrolled(cast: Cast) -> None:
    """The town is at work: only then is a zero a zero."""
    visit = Visit(
        unit=cast.units["school"].pk, visited_on=TODAY, id=new_id(), kind="patrol", opinion="无异常"
    )
    complete_patrol(cast.wang, visit)


def numbers(cast: Cast, on: date = TODAY, part: Slice = WHOLE, *more: str) -> dict[str, Any]:
    """The figures of the year as of the end of a day; all identities hold, and the roll-ups of then agree."""
    keys = more or tuple(f"accidents.{key}" for key in KEYS)
    asks = [Ask(key, FOUNDED, on, on, part) for key in keys]
    found = evaluate(cast.chen.scope, asks)
    verdicts = check_identities(cast.chen.scope, FOUNDED, on, on)
    assert all(one.holds for some in verdicts.values() for one in some)
    return {ask.figure.removeprefix("accidents."): found[ask].value for ask in asks}


def desk(actor: Actor) -> dict[str, list[str]]:
    """What the desk says of accidents: the words of the marks."""
    now = clock.now()
    return {
        one.title: [item.mark[2] for item in one.items if item.mark]
        for one in sections_of(actor, now)
        if one.title.startswith("事故")
    }


def test_a_call_is_entered_and_those_who_must_know_hear_at_once(cast: Cast) -> None:
    risk = add_risk(cast.chen, cast.units["yongan"])
    told(cast)
    row = enter(cast, cast.wang)
    assert (row.number, row.state, row.nature) == ("SG20260001", "reporting", "pending")
    assert row.recorded_category == "fireworks" and row.recorded_cell == cast.cells["永安烟花店"].path
    assert row.place == "永安烟花店（石桥村北头）"
    assert [one.severe for one in row.tolls.within(cast.chen.scope)] == [1]
    told(cast)
    for actor in (cast.qian, cast.shen, cast.zhou, cast.chen, cast.zhao, cast.li):
        assert f"发生事故：{FELL}" in bell(actor), actor.name
    assert not [text for text in bell(cast.wang) if "事故" in text]  # she told it
    assert Review.objects.within(cast.chen.scope).get(point=risk, done_on__isnull=True).why == "accident"
    assert desk(cast.chen) == {"事故快报": ["首次报告还剩2小时"]} and desk(cast.wang) == {}
    assert Accident.objects.within(cast.feng.scope).get() == row  # whose shop it is sees it
    assert not Accident.objects.within(cast.sun.scope).exists()


def test_whoever_answers_for_the_unit_enters_its_own_and_no_other(cast: Cast) -> None:
    row = enter(cast, cast.feng)
    assert row.entered_by.name == "冯永"
    with pytest.raises(NotFound):
        enter(cast, cast.feng, unit="school")
    with pytest.raises(Forbidden):
        enter(cast, cast.lu)
    with pytest.raises(Forbidden):
        actions.tell_above(cast.feng, row.pk, Told(BUREAU, "phone"), version=1)


def test_pressing_twice_enters_it_once(cast: Cast) -> None:
    given = {"accident_id": new_id()}
    actions.enter_accident(cast.chen, hear(cast), Counts(), **given)
    with pytest.raises(NotAllowed, match="已经登记过"):
        actions.enter_accident(cast.chen, hear(cast), Counts(), **given)
    assert standing(cast.chen.scope).count() == 1
    assert enter(cast).number == "SG20260002"  # the number of what was refused was never given


def test_from_the_first_word_to_the_case_closed(cast: Cast) -> None:
    patrolled(cast)
    row = enter(cast)
    tell(cast, row, 12)
    assert desk(cast.zhou) == {"事故快报": ["书面报告还剩2小时"]}
    with at(TODAY, 9, 50):
        first = report(cast, row)
    assert (first.title, first.number, first.signer) == (
        "首报",
        "（东）应急快报〔2026〕1号",
        "周正（分管副镇长）",
    )
    assert first.fields["severe"] == "1人" and first.fields["unit"] == "永安烟花店"
    assert [one.says(clock.now()) for one in fresh(cast, row).clocks] == ["按时", "按时"]
    assert desk(cast.chen) == {"事故快报": ["待终报"]}

    with at(TODAY + timedelta(days=1)):
        know(cast, row, Counts(deaths=1), reason="重伤者经抢救无效死亡")
        assert desk(cast.chen) == {"事故快报": ["伤亡有变化，待续报"]}
        changes = [(one.label, one.after) for one in draft(cast.chen.scope, fresh(cast, row)).changes]
        assert changes == [("死亡", "1人"), ("重伤", "0人")]
        second = report(cast, row)
    with at(TODAY + timedelta(days=5)):
        judge(cast, row)
        last = report(cast, row, final=True)
        assert [one.title for one in (second, last)] == ["续报1", "终报"]
        assert first.fields["severe"] == "1人"  # what was signed stays
        assert desk(cast.chen) == {"事故快报": ["待结案"]}
        with pytest.raises(NotAllowed, match="不能报快报"):
            report(cast, row)

    with at(TODAY + timedelta(days=60)):
        close(cast, row, remedies=[("货架全部固定", TODAY + timedelta(days=90))])
        assert fresh(cast, row).state == "closed" and desk(cast.chen) == {"事故快报": ["待落实"]}
        with pytest.raises(NotAllowed):
            actions.cancel_accident(cast.chen, row.pk, version=fresh(cast, row).version, reason="误报")
    with at(TODAY + timedelta(days=91)):
        assert desk(cast.chen) == {"事故快报": ["逾期未落实"]}
        remedy = Remedy.objects.within(cast.chen.scope).get()
        actions.settle_remedy(cast.chen, remedy.pk, on=clock.today(), done="已固定并验收")
        assert desk(cast.chen) == {}
        with pytest.raises(NotAllowed, match="已经登记过"):
            actions.settle_remedy(cast.chen, remedy.pk, on=clock.today(), done="再一次")

    assert numbers(cast)["deaths"] == 0 and numbers(cast)["injured"] == 1  # as it was known that day
    year = numbers(cast, date(2026, 12, 31))
    assert (year["count"], year["deaths"], year["injured"], year["ordinary"]) == (1, 1, 0, 1)
    assert year["safe_days"] == (date(2026, 12, 31) - TODAY).days
    assert numbers(cast, TODAY, WHOLE, "flash.in_time", "flash.late", "flash.rate") == {
        "flash.in_time": 1,
        "flash.late": 0,
        "flash.rate": 100,
    }
    assert events.check(cast.town.pk) is None


def test_the_clock_reminds_before_the_term_and_tells_when_it_is_over(cast: Cast) -> None:
    told(cast)
    row = enter(cast)
    for minute in (0, 40):
        with at(TODAY, 10, minute):
            run_due(cast.town.pk)
    told(cast)
    assert not [text for text in bell(cast.chen) if "时限" in text or "即将" in text]
    with at(TODAY, 10, 46):
        for _ in range(2):
            run_due(cast.town.pk)
        told(cast)
    assert f"首次报告即将到时（2026年6月2日 11:00前）：{FELL}" in bell(cast.zhou)
    with at(TODAY, 11, 1):
        for _ in range(2):
            run_due(cast.town.pk)
        told(cast)
        assert f"首次报告已超过时限（2026年6月2日 11:00前）：{FELL}" in bell(cast.chen)
        assert desk(cast.chen) == {"事故快报": ["首次报告已迟1分钟"]}
    tell(cast, row, 130, "system")
    assert [one.says(clock.now()) for one in fresh(cast, row).clocks] == ["迟报10分钟", "迟报10分钟"]
    trail = [
        one.action for one in Event.objects.within(cast.chen.scope).filter(subject_id=row.pk).order_by("seq")
    ]
    assert trail == ["enter_accident", "press_accident", "note_accident_late", "tell_accident"]
    patrolled(cast)
    assert numbers(cast, TODAY, WHOLE, "flash.in_time", "flash.late", "flash.untold") == {
        "flash.in_time": 0,
        "flash.late": 1,
        "flash.untold": 0,
    }


def test_a_town_may_give_itself_less_time_but_not_more(cast: Cast) -> None:
    given: dict[str, Any] = {
        "from_on": TODAY,
        "word_minutes": 30,
        "written_minutes": 60,
        "basis": "东安办〔2026〕5号",
    }
    for wrong in ({"word_minutes": 121}, {"written_minutes": 20}, {"from_on": FOUNDED}, {"basis": ""}):
        with pytest.raises(Incomplete):
            actions.set_report_limit(cast.zhou, **(given | wrong))
    with pytest.raises(Forbidden):
        actions.set_report_limit(cast.zhao, **given)
    before = enter(cast)
    actions.set_report_limit(cast.zhou, **given)
    with pytest.raises(Incomplete, match="已经规定过"):
        actions.set_report_limit(cast.zhou, **given)
    row = enter(cast)
    minutes = [(one.due_at - row.heard_at).seconds // 60 for one in row.clocks]
    assert minutes == [30, 60] and fresh(cast, before).word_due_at == NOW + timedelta(hours=2)
    tell(cast, row, 31)
    assert [one.late_by(clock.now()) is not None for one in fresh(cast, row).clocks] == [True, False]


def test_the_unit_has_an_hour_of_its_own(cast: Cast) -> None:
    row = enter(cast, unit_heard_at=clock.at(TODAY, 8, 45))
    assert row.unit_due_at == clock.at(TODAY, 9, 45)
    with at(TODAY, 10):
        tell(cast, row, 50, teller="unit")
        tell(cast, row, 20, level="others", body="东城区公安分局")
    now = fresh(cast, row)
    assert (
        now.unit_told_at == clock.at(TODAY, 9, 50) and now.worded_at is None
    )  # neither is the town's own word upward
    assert [one.late_by(clock.now()) is not None for one in now.clocks] == [False, False, True]


def test_what_becomes_known_after_the_window_is_recorded_and_not_counted(cast: Cast) -> None:
    patrolled(cast)
    row = judge(cast, enter(cast))
    with at(TODAY + timedelta(days=30)):
        assert know(cast, row, Counts(deaths=1), reason="伤重不治").is_counted
    with at(TODAY + timedelta(days=31)):
        late = know(cast, row, Counts(deaths=3), reason="核实")
        assert (late.is_counted, late.grade) == (False, "large")
    year = numbers(cast, date(2026, 12, 31))
    assert (year["deaths"], year["larger"]) == (1, 0)
    with at(TODAY + timedelta(days=32)):
        judge(cast, row, "fire")  # of a fire seven days count
    year = numbers(cast, date(2026, 12, 31), WHOLE, "accidents.other_deaths", "accidents.deaths", "fires")
    assert year == {"other_deaths": 0, "deaths": 0, "fires": 1}


def test_after_the_final_report_it_is_told_again(cast: Cast) -> None:
    row = enter(cast)
    report(cast, row, final=True)
    know(cast, row, Counts(deaths=1), reason="伤重不治")
    with pytest.raises(Incomplete):
        actions.reopen_report(cast.chen, row.pk, version=fresh(cast, row).version, reason=" ")
    actions.reopen_report(cast.chen, row.pk, version=fresh(cast, row).version, reason="伤亡有变化")
    assert desk(cast.chen) == {"事故快报": ["伤亡有变化，待续报"]}
    assert report(cast, row, final=True).title == "终报"
    assert FlashReport.objects.within(cast.chen.scope).count() == 2


def test_an_accident_found_late_changes_the_past_and_a_false_alarm_counts_nowhere(cast: Cast) -> None:
    patrolled(cast)
    assert numbers(cast)["safe_days"] is None and numbers(cast)["count"] == 0
    spring = clock.at(date(2026, 3, 5), 10)
    row = judge(cast, enter(cast, happened_at=spring, hurt=Counts(deaths=3)))
    assert numbers(cast, date(2026, 3, 31))["deaths"] == 3  # the spring of then is that of now
    assert numbers(cast)["larger"] == 1 and numbers(cast)["safe_days"] == (TODAY - date(2026, 3, 5)).days
    false = enter(cast, unit="school")
    assert numbers(cast)["registered"] == 2
    actions.cancel_accident(cast.chen, false.pk, version=1, reason="误报，是演练")
    assert numbers(cast)["registered"] == 1 and Accident.objects.within(cast.chen.scope).count() == 2
    with pytest.raises(NotAllowed, match="已经撤销"):
        know(cast, false, Counts(deaths=1))
    by_trade = numbers(cast, TODAY, Slice(category="fireworks"))
    assert (by_trade["count"], numbers(cast, TODAY, Slice(category="school"))["count"]) == (1, 0)
    assert row.number == "SG20260001"


def test_what_was_heard_wrongly_is_corrected_with_a_reason_and_the_log_keeps_both(cast: Cast) -> None:
    row = enter(cast)
    tell(cast, row, 119, "system")
    right = hear(cast, heard_at=clock.at(TODAY, 8, 50), happened_at=clock.at(date(2026, 5, 31), 23))
    with at(TODAY, 12):
        roll_up(cast.town.pk)
        with pytest.raises(Incomplete, match="更正原因"):
            actions.correct_accident(cast.chen, row.pk, right, version=2, reason="")
        actions.correct_accident(cast.chen, row.pk, right, version=2, reason="调取通话记录")
        roll_up(cast.town.pk)
        assert differing(cast.chen.scope) == []
    now = fresh(cast, row)
    assert (now.happened_on, now.word_due_at) == (date(2026, 5, 31), clock.at(TODAY, 10, 50))
    assert [one.says(clock.now()) for one in now.clocks] == ["迟报9分钟", "迟报9分钟"]
    said = Event.objects.within(cast.chen.scope).get(action="correct_accident").given
    assert said["reason"] == "调取通话记录"
    assert "发生时间：2026-06-02 08:40→2026-05-31 23:00" in said["changed"]
    first = now.tolls.within(cast.chen.scope).get()
    assert (first.counts_from, first.known_at) == (date(2026, 5, 31), clock.at(TODAY, 8, 50))
    with pytest.raises(Incomplete, match="没有改动"):
        actions.correct_accident(cast.chen, row.pk, right, version=now.version, reason="再一次")


def test_a_unit_shows_its_accidents_and_its_level_says_so(cast: Cast) -> None:
    unit = cast.units["yongan"]
    row = judge(cast, enter(cast, hurt=Counts(deaths=1)))
    assert [one.text for one in open_work(cast.chen, unit)] == ["事故SG20260001（快报中）"]
    told_of = known(cast.chen.scope, [unit], TODAY)[unit.pk]
    assert (told_of.accidents, told_of.deadly) == (1, True)
    with at(date(2029, 6, 3)):
        assert known(cast.chen.scope, [unit], clock.today())[unit.pk].accidents == 0
    set_frequency(cast.zhou, times=USUAL_TIMES)
    grade_units(Actor.clock(cast.town.pk))
    level = level_of(cast.chen.scope, unit)
    assert level and any("三年内生产安全事故1起，有人死亡" in str(one) for one in level.reasons)
    chapter = next(one for one in chapters() if one.key == "accidents.list")
    (_, table) = chapter.sets(chapter.tells(cast.chen, unit, TODAY))
    assert table.rows[0][1] == row.number and "死亡1人" in table.rows[0][6]
    assert chapter.sets(chapter.tells(cast.chen, cast.units["school"], TODAY)) == ()
    post = Post.objects.within(cast.chen.scope).get(person=cast.people["chen"])
    assert "未结案的事故" in {section.label for section in held_at(post, TODAY)}


def test_two_who_saw_the_same_page_are_not_both_taken(cast: Cast) -> None:
    row = enter(cast)
    version = row.version
    given: dict[str, Any] = {"version": version, "written": DONE, "signed_by": cast.people["zhou"].pk}
    actions.make_report(cast.chen, row.pk, **given)
    with pytest.raises(Stale):
        actions.make_report(cast.zhao, row.pk, **given)
    assert FlashReport.objects.within(cast.chen.scope).get().order == 1


def test_whoever_corrects_a_place_does_not_correct_the_seconds(cast: Cast) -> None:
    """The form shows minutes; what it sends back is what stands."""
    with clock.moved(NOW + timedelta(seconds=37)):
        row = enter(cast)
    assert row.heard_at == NOW
    tell(cast, row, 0)
    actions.correct_accident(
        cast.chen, row.pk, hear(cast, place="后院", heard_at=row.heard_at), version=2, reason="核实"
    )
    said = Event.objects.within(cast.chen.scope).get(action="correct_accident").given["changed"]
    assert said == ["事故地点：永安烟花店（石桥村北头）→后院"]


def test_what_is_not_of_production_has_no_grade_of_the_regulation(cast: Cast) -> None:
    row = judge(cast, enter(cast, hurt=Counts(deaths=3)), "road")
    assert draft(cast.chen.scope, row).fields["grade"] == "不适用"
    judge(cast, row)
    assert draft(cast.chen.scope, fresh(cast, row)).fields["grade"] == "较大"

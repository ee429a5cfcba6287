"""Each day a village says what happened or that nothing did: filled in from the records, refused where they say otherwise, missed where nobody
says anything, put together upwards."""

from datetime import date, time, timedelta
from decimal import Decimal

import pytest

from bihuan.core import clock
from bihuan.core.duties import run_due
from bihuan.core.errors import Forbidden, Incomplete, NotAllowed, NotFound, Stale
from bihuan.core.models import Event
from bihuan.core.scope import Scope
from bihuan.dailies import actions
from bihuan.dailies.models import DailyDue, DailyReport
from bihuan.dailies.queries import compiled
from bihuan.dailies.rules import Field
from bihuan.figures.evaluation import WHOLE, Ask, Slice, evaluate
from bihuan.figures.identities import check_identities
from bihuan.grid.actions import end_post
from bihuan.grid.models import Post
from bihuan.grid.queries import actor_of
from bihuan.hazards.actions import finish_check
from tests.cast import FOUNDED, TODAY, Cast
from tests.core.deeds import finding, visit
from tests.dailies.deeds import QUIET, asked, due, saying
from tests.notices.deeds import at, bell, tick, told

pytestmark = pytest.mark.usefixtures("no_rollups")

TOMORROW = TODAY + timedelta(days=1)


def numbers(cast: Cast, on: date, part: Slice = WHOLE) -> dict[str, int | Decimal | None]:
    """The figures of the year as of the end of a day; their identities hold."""
    keys = ("owed", "sent", "on_time", "late", "missing", "zero", "content", "corrected", "rate")
    asks = [Ask(f"dailies.{key}", FOUNDED, on, on, part) for key in keys]
    found = evaluate(cast.chen.scope, asks)
    verdicts = check_identities(cast.chen.scope, FOUNDED, on, on)
    assert all(one.holds for some in verdicts.values() for one in some)
    return {ask.figure.removeprefix("dailies."): found[ask].value for ask in asks}


def test_a_quiet_day_is_said_in_one_press_and_silence_is_not_zero(cast: Cast) -> None:
    assert numbers(cast, TODAY)["owed"] is None  # nobody was asked: not 0 but unknown
    asked(cast)
    report = actions.send_report(cast.li, due(cast, "石桥村").pk, QUIET)
    assert report.is_zero and report.person == cast.people["li"]
    found = numbers(cast, TODAY)
    assert (found["owed"], found["on_time"], found["zero"], found["missing"]) == (2, 1, 1, 1)
    assert found["rate"] == Decimal("50.0")
    assert (found["owed"], found["sent"]) == (2, 1)


def test_a_zero_report_is_refused_where_the_records_say_otherwise(cast: Cast) -> None:
    asked(cast)
    finish_check(
        cast.zhao,
        visit(cast, cast.zhao),
        [finding(cast, cast.zhao), finding(cast, cast.zhao, text="灭火器过期")],
    )
    with pytest.raises(NotAllowed, match="发现隐患2条，不能报零报告"):
        actions.send_report(cast.li, due(cast, "石桥村").pk, QUIET)
    report = actions.send_report(cast.li, due(cast, "石桥村").pk, saying(words="已督促整改"))
    assert report.values["f2"] == 2 and not report.is_zero
    assert numbers(cast, TODAY)["content"] == 1


def test_what_is_found_after_a_zero_report_shows_as_a_difference_and_is_corrected(cast: Cast) -> None:
    form = asked(cast)
    mine = due(cast, "石桥村")
    actions.send_report(cast.li, mine.pk, QUIET)
    finish_check(cast.zhao, visit(cast, cast.zhao), [finding(cast, cast.zhao)])
    day = compiled(cast.chen.scope, form, TODAY)
    assert [row.due.name for row in day.differing] == ["石桥村"]
    assert [row.due.name for row in day.missing] == ["柳林村"]
    corrected = actions.correct_report(cast.li, mine.pk, saying(), reason="报送后查出1条", version=1)
    assert corrected.version == 2 and corrected.values["f2"] == 1
    assert compiled(cast.chen.scope, form, TODAY).differing == []
    found = numbers(cast, TODAY)
    assert (found["zero"], found["content"], found["corrected"]) == (0, 1, 1)
    with pytest.raises(Stale, match="刚刚有人更正过"):
        actions.correct_report(cast.li, mine.pk, saying(), reason="再改", version=1)
    with pytest.raises(Incomplete, match="更正的原因"):
        actions.correct_report(cast.li, mine.pk, saying(), reason=" ", version=2)


def test_a_correction_on_a_later_day_leaves_the_past_as_it_was(cast: Cast) -> None:
    asked(cast)
    mine = due(cast, "石桥村")
    actions.send_report(cast.li, mine.pk, QUIET)
    with clock.moved(clock.at(TOMORROW, 8)):
        actions.correct_report(cast.li, mine.pk, saying(events=1), reason="漏报一起", version=1)
        assert (numbers(cast, TODAY)["zero"], numbers(cast, TODAY)["corrected"]) == (1, 0)
        run_due(cast.town.pk)
        assert (numbers(cast, TOMORROW)["zero"], numbers(cast, TOMORROW)["content"]) == (0, 1)


def test_of_two_who_report_the_same_day_the_second_is_told_who_was_first(cast: Cast) -> None:
    asked(cast)
    actions.send_report(cast.li, due(cast, "石桥村").pk, QUIET)
    with pytest.raises(NotAllowed, match="李桂兰于2026年6月2日 09:00报送（零报告）。要改的，请点“更正”"):
        actions.send_report(cast.wang, due(cast, "石桥村").pk, saying(events=1))
    assert DailyReport.objects.within(cast.chen.scope).count() == 1


def test_a_late_report_is_taken_and_marked_and_one_of_tomorrow_is_not(cast: Cast) -> None:
    asked(cast)
    with clock.moved(clock.at(TODAY, 17)):
        actions.send_report(cast.li, due(cast, "石桥村").pk, QUIET)  # at the hour itself
    with clock.moved(clock.at(TODAY, 17, 1)):
        actions.send_report(cast.chen, due(cast, "柳林村").pk, saying(told_by="柳主任"))
    assert (numbers(cast, TODAY)["on_time"], numbers(cast, TODAY)["late"]) == (1, 1)
    with clock.moved(clock.at(TOMORROW, 8)):
        run_due(cast.town.pk)
        ahead = due(cast, "石桥村", TOMORROW)
    with pytest.raises(NotAllowed, match="还没有到，不能提前报送"):  # a clock that was put right again
        actions.send_report(cast.li, ahead.pk, QUIET)
    with clock.moved(clock.at(TODAY + timedelta(days=40), 8)), pytest.raises(NotAllowed, match="已过31天"):
        actions.send_report(cast.li, ahead.pk, QUIET)


def test_whoever_reports_for_another_place_names_who_said_so(cast: Cast) -> None:
    asked(cast)
    with pytest.raises(Incomplete, match="您代石桥村报送，请填写是谁报告的") as refused:
        actions.send_report(cast.chen, due(cast, "石桥村").pk, QUIET)
    assert "told_by" in refused.value.fields
    report = actions.send_report(cast.chen, due(cast, "石桥村").pk, saying(told_by="李桂兰"))
    assert (report.told_by, report.person) == ("李桂兰", cast.people["chen"])


def test_nobody_reports_for_a_place_that_is_not_theirs(cast: Cast) -> None:
    asked(cast)
    for who, why in ((cast.li, NotFound), (cast.sun, NotFound), (cast.he, Forbidden), (cast.lu, Forbidden)):
        with pytest.raises(why):
            actions.send_report(who, due(cast, "柳林村").pk, saying(told_by="某人"))
    end_post(cast.chen, Post.objects.within(cast.chen.scope).get(person=cast.people["li"]).pk, to_on=TODAY)
    with clock.moved(clock.at(TOMORROW, 8)), pytest.raises(Forbidden):
        actions.send_report(actor_of(cast.people["li"]), due(cast, "石桥村").pk, QUIET)


def test_what_is_missing_is_asked_for_at_the_hour_and_an_hour_later_told_to_those_above(cast: Cast) -> None:
    asked(cast)
    actions.send_report(cast.chen, due(cast, "柳林村").pk, saying(told_by="柳主任"))
    with at(TODAY, 16, 59):
        tick(cast)
        told(cast)
        assert not bell(cast.li)
    with at(TODAY, 17, 1):
        tick(cast)
        told(cast)
        assert any("已过17:00，还没有报送" in one for one in bell(cast.li))
        assert not bell(cast.wu)
    with at(TODAY, 18, 1):
        tick(cast)
        told(cast)
        assert any("还有1处没有报送" in one for one in bell(cast.wu))
    with at(TODAY, 18, 5):
        tick(cast)
        events = Event.objects.within(cast.chen.scope).filter(action="remind_dailies")
        assert events.count() == 2  # each is asked for once, and told above once
        actions.send_report(cast.li, due(cast, "石桥村").pk, QUIET)
        told(cast)
        assert not any("还没有报送" in one for one in bell(cast.li))


def test_days_are_opened_once_and_the_ones_on_which_the_clock_stood_still_too(cast: Cast) -> None:
    asked(cast)
    with clock.moved(clock.at(TODAY + timedelta(days=3), 0, 5)):
        for _ in range(2):
            run_due(cast.town.pk)
    rows = DailyDue.objects.within(cast.chen.scope)
    assert rows.filter(kind="village").count() == 4 * 2
    actions.end_reports(cast.chen, rows[0].form_id)
    with clock.moved(clock.at(TODAY + timedelta(days=4), 0, 5)):
        run_due(cast.town.pk)
    assert rows.count() == 8


@pytest.mark.parametrize(
    ("days", "wanted"),
    [("workday", 4), ("holiday", 1)],  # 2026-06-02 is a Tuesday
)
def test_reports_are_asked_for_on_the_days_that_the_town_named(cast: Cast, days: str, wanted: int) -> None:
    asked(cast, days=days)
    for later in range(1, 5):
        with clock.moved(clock.at(TODAY + timedelta(days=later), 0, 5)):
            run_due(cast.town.pk)
    opened = DailyDue.objects.within(cast.chen.scope).values_list("day", flat=True)
    assert len(set(opened)) == wanted


def test_an_office_and_the_town_put_together_what_those_below_said_and_nothing_counts_twice(
    cast: Cast,
) -> None:
    form = asked(cast, reporters=["village", "office", "town", "department"])
    actions.send_report(cast.li, due(cast, "石桥村").pk, saying(events=2))
    actions.send_report(cast.zheng, due(cast, "城建办").pk, saying(events=1))
    with pytest.raises(NotFound):
        actions.send_report(cast.wu, due(cast, "西片办事处").pk, saying(events=5))
    actions.send_report(cast.wu, due(cast, "东片办事处").pk, saying(events=3))  # of which two are 石桥村's
    day = compiled(cast.chen.scope, form, TODAY)
    sums = {line.field.key: line.said for line in day.sums}
    assert sums["f5"] == 4
    assert {row.due.name for row in day.missing} == {"西片办事处", "柳林村", "教委办", "东岭镇"}


def test_a_typed_number_is_held_against_the_records(cast: Cast) -> None:
    fields = [Field("f1", "检查家次", "number", "", "inspect.visits")]
    form = asked(cast, fields=fields)
    finish_check(cast.zhao, visit(cast, cast.zhao), [])
    said = actions.Saying(zero=False, typed={"f1": 5})
    actions.send_report(cast.li, due(cast, "石桥村").pk, said)
    (row, _) = compiled(cast.chen.scope, form, TODAY).rows
    assert row.differs and (row.lines[0].said, row.lines[0].records) == (5, 1)


def test_only_some_villages_may_be_asked(cast: Cast) -> None:
    asked(cast, only=[cast.cells["石桥村"].pk])
    assert [row.name for row in DailyDue.objects.within(cast.chen.scope)] == ["石桥村"]
    with pytest.raises(Incomplete, match="从列表中选择村"):
        asked(cast, title="另一份", only=[cast.cells["东片办事处"].pk])


def test_an_enterprise_reports_for_itself(cast: Cast) -> None:
    asked(cast, title="企业日报告", reporters=["unit"], categories=["fireworks"])
    mine = due(cast, "永安烟花店")
    assert DailyDue.objects.within(cast.lu.scope).get() == mine
    report = actions.send_report(cast.feng, mine.pk, saying(words="正常"))
    assert report.told_by == ""
    assert numbers(cast, TODAY, Slice(category="fireworks"))["sent"] == 1


def test_a_report_gives_numbers_that_can_be_numbers(cast: Cast) -> None:
    asked(cast)
    for wrong in (None, -1, 10**12):
        with pytest.raises(Incomplete) as refused:
            actions.send_report(cast.li, due(cast, "石桥村").pk, saying(events=wrong))
        assert "突发事件" in refused.value.fields["f5"]
    with pytest.raises(Incomplete, match="最多500个字"):
        actions.send_report(cast.li, due(cast, "石桥村").pk, saying(words="长" * 501))


def test_what_cannot_be_asked_for_is_said_by_field(cast: Cast) -> None:
    with pytest.raises(Incomplete) as refused:
        asked(cast, title="", reporters=[], days="", by=None, fields=(), from_on=TODAY - timedelta(days=1))
    assert refused.value.fields.keys() == {"title", "reporters", "days", "by", "fields", "from_on"}
    with pytest.raises(Incomplete, match="单独设一张表"):
        asked(cast, reporters=["unit", "village"])
    with pytest.raises(Incomplete, match="不能按日、按地方统计"):
        asked(cast, fields=[Field("f1", "整改率", "hazards.rate")])
    with pytest.raises(Incomplete, match="填写起止日期"):
        asked(cast, days="named")
    asked(cast)
    with pytest.raises(NotAllowed, match="已经有“安全生产日报告”"):
        asked(cast)
    with pytest.raises(Forbidden):
        actions.end_reports(cast.li, due(cast, "石桥村").form_id)


def test_a_report_for_the_day_before_is_due_on_the_morning_after(cast: Cast) -> None:
    asked(cast, by=time(8, 30), next_day=True)
    assert due(cast, "石桥村").by_at == clock.at(TOMORROW, 8, 30)


def test_another_town_sees_nothing_of_it(cast: Cast) -> None:
    asked(cast)
    assert not DailyDue.objects.within(cast.sun.scope).exists()
    assert DailyDue.objects.within(Scope.whole_town(cast.town.pk)).count() == 2

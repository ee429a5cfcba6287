"""A form that is asked for each month fills itself when the month is over, is looked at and handed up by a person, in time or late; what the
records say otherwise since is told."""

from datetime import date, datetime, time
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bihuan.core import clock, events, files
from bihuan.core.actions import Actor
from bihuan.core.duties import run_due
from bihuan.core.errors import Forbidden, Incomplete, NotAllowed, NotFound, Stale
from bihuan.core.jobs import work_off
from bihuan.core.models import Event, Job
from bihuan.figures.evaluation import Ask, evaluate
from bihuan.figures.identities import check_identities
from bihuan.grid.actions import end_post
from bihuan.grid.models import Post
from bihuan.hazards import actions as hazards
from bihuan.inspections.models import Inspection
from bihuan.summaries import actions, queries
from bihuan.summaries.models import FilledForm, FormDue, ReportForm
from bihuan.summaries.queries import changed_dues, kept_by, open_dues
from tests.cast import Cast
from tests.summaries.test_report_forms import keep
from tests.summaries.test_story import finding, visit

pytestmark = pytest.mark.usefixtures("no_rollups")

JULY_1 = clock.at(date(2026, 7, 1), 0, 10)
MORNING = clock.at(date(2026, 7, 1), 10)
LATE = clock.at(date(2026, 7, 1), 17, 30)


def due_monthly(cast: Cast, form: ReportForm | None = None, **given: Any) -> ReportForm:
    """Each month, on the first day of the next by 17:00, looked at by the head of the safety office."""
    form = form or keep(cast)
    usual: dict[str, Any] = {"days": 1, "by": time(17), "post": "safety_head"}
    return actions.set_due(cast.chen, form.pk, version=form.version, **usual | given)


def pass_to(cast: Cast, moment: datetime) -> None:
    """The clock comes, then a worker."""
    with clock.moved(moment):
        run_due(cast.town.pk)
        work_off()


def june_due(cast: Cast) -> FormDue:
    return (
        FormDue.objects.within(cast.chen.scope).select_related("form", "filled").get(since=date(2026, 6, 1))
    )


@pytest.fixture
def june(cast: Cast) -> FormDue:
    """Two hazards in June; the form asked for each month has filled itself in the first minutes of July."""
    hazards.finish_check(cast.chen, visit(cast, "yongan"), [finding(cast, "deadline")])
    hazards.finish_check(cast.chen, visit(cast, "site"), [finding(cast, "onsite")])
    due_monthly(cast)
    pass_to(cast, JULY_1)
    return june_due(cast)


def hand(cast: Cast, due: FormDue, moment: datetime = MORNING, **given: Any) -> FormDue:
    with clock.moved(moment):
        actions.hand_up(cast.chen, due.pk, version=due.version, **given)
    return june_due(cast)


def amend(cast: Cast, moment: datetime) -> None:
    """One of June's visits turns out to have been entered for the wrong place, after the form went up."""
    row = Inspection.objects.within(cast.chen.scope).get(unit=cast.units["site"])
    with clock.moved(moment):
        hazards.void_visit(cast.chen, row.pk, reason="单位录错")


def test_it_fills_itself_when_the_month_is_over_and_goes_up_by_nobodys_hand_but_a_persons(
    cast: Cast, june: FormDue
) -> None:
    assert june.filled is not None and june.filled.made_by is None
    assert (june.filled.cells[0]["value"], june.filled.as_of) == (2, date(2026, 6, 30))
    assert june.by_at == clock.at(date(2026, 7, 1), 17) and june.period == "2026年6月"
    assert june.handed_at is None
    sheet = openpyxl.load_workbook(BytesIO(files.content_of(june.filled.file)))["月报"]
    assert sheet["C6"].value == 2
    handed = hand(cast, june, note="政务邮箱")
    assert (handed.is_late, handed.handed_on) == (False, date(2026, 7, 1))
    assert [one.person.name for one in queries.handings(cast.chen.scope, handed)] == ["陈明"]


def test_the_clock_may_come_twice_and_stand_still(cast: Cast, june: FormDue) -> None:
    for _ in range(2):
        pass_to(cast, JULY_1)
    assert FilledForm.objects.within(cast.chen.scope).count() == 1
    pass_to(cast, clock.at(date(2027, 2, 10), 8))
    found = FormDue.objects.within(cast.chen.scope).order_by("since").values_list("since", flat=True)
    assert list(found) == [
        date(2026, 6, 1),
        date(2026, 11, 1),
        date(2026, 12, 1),
        date(2027, 1, 1),
    ], "of the months that nobody asked for, the last three"


def test_after_its_hour_it_is_asked_for_once_and_late_is_late(cast: Cast, june: FormDue) -> None:
    for _ in range(2):
        pass_to(cast, LATE)
    told = Event.objects.within(cast.chen.scope).filter(action="remind_form")
    assert [one.subject_id for one in told] == [june.pk]
    assert hand(cast, june_due(cast), LATE).is_late
    part = (date(2026, 7, 1), date(2026, 7, 31), date(2026, 7, 31))
    asks = {key: Ask(f"forms.{key}", *part) for key in ("owed", "on_time", "late", "missing", "rate")}
    values = evaluate(cast.chen.scope, asks.values())
    assert [values[ask].value for ask in asks.values()] == [1, 0, 1, 0, 0]
    before = Ask("forms.missing", date(2026, 6, 1), date(2026, 6, 30), date(2026, 6, 30))
    assert evaluate(cast.chen.scope, [before])[before].value is None, "nothing was due by then"
    ours = [one for one in check_identities(cast.chen.scope, *part).popitem()[1] if "上报报表" in one.rule]
    assert ours and all(one.holds for one in ours)


def test_what_changed_since_it_went_up_is_told_by_its_cells_and_put_right_by_a_second_one(
    cast: Cast, june: FormDue
) -> None:
    handed = hand(cast, june)
    amend(cast, clock.at(date(2026, 7, 4), 9))
    pass_to(cast, clock.at(date(2026, 7, 5), 8))
    due = june_due(cast)
    assert [(one["cell"], one["was"], one["now"]) for one in due.changes] == [("月报!C6", 2, 1)]
    assert list(changed_dues(cast.chen.scope)) == [due]
    assert due.filled.cells[0]["value"] == 2, "what went up stays as it went"
    with clock.moved(clock.at(date(2026, 7, 5), 9)):
        with pytest.raises(NotAllowed, match="已由陈明于"):
            actions.hand_up(cast.chen, due.pk, version=due.version)
        again = actions.refill_due(cast.chen, due.pk, version=due.version)
        second = actions.hand_up(cast.chen, due.pk, version=again.version, note="更正")
    due = june_due(cast)
    assert (second.number, due.changes, due.is_late) == (2, [], False), "the first one was in time"
    assert due.handed_at == handed.handed_at
    pass_to(cast, clock.at(date(2026, 7, 6), 8))
    assert june_due(cast).changes == []


def test_a_change_that_is_left_so_is_not_told_again(cast: Cast, june: FormDue) -> None:
    hand(cast, june)
    amend(cast, clock.at(date(2026, 7, 4), 9))
    pass_to(cast, clock.at(date(2026, 7, 5), 8))
    with clock.moved(clock.at(date(2026, 7, 5), 9)):
        actions.leave_changes(cast.chen, june.pk, version=june_due(cast).version)
    pass_to(cast, clock.at(date(2026, 7, 6), 8))
    assert june_due(cast).changes == [] and june_due(cast).left == {"月报!C6": 1}


def test_what_was_looked_at_is_what_goes_up(cast: Cast, june: FormDue) -> None:
    with clock.moved(MORNING):
        actions.refill_due(cast.zhao, june.pk, version=june.version)
        with pytest.raises(Stale, match="看过最新的再办"):
            actions.hand_up(cast.chen, june.pk, version=june.version)
    assert june_due(cast).handed_at is None


def test_what_cannot_be_filled_says_why_and_is_filled_by_a_press_once_it_can(cast: Cast) -> None:
    form = keep(cast)
    form = actions.unbind_cell(cast.chen, form.pk, version=form.version, table="月报", at="C6")
    due_monthly(cast, form)
    pass_to(cast, JULY_1)
    due = june_due(cast)
    assert due.filled is None and "还没有绑定任何格子" in due.problem
    pass_to(cast, MORNING)
    assert Job.objects.within(cast.chen.scope).filter(kind="summaries.fill_due").count() == 1
    with clock.moved(MORNING):
        with pytest.raises(NotAllowed, match="还没有填好"):
            actions.hand_up(cast.chen, due.pk, version=due.version)
        form = ReportForm.objects.within(cast.chen.scope).get()
        actions.adopt_proposals(
            cast.chen,
            form.pk,
            version=form.version,
            table="月报",
            since=date(2026, 6, 1),
            until=date(2026, 6, 30),
        )
        due = actions.refill_due(cast.chen, due.pk, version=due.version)
    assert due.filled is not None and due.problem == ""


def test_a_period_that_is_not_asked_for_is_waived_with_a_reason_and_not_missed(
    cast: Cast, june: FormDue
) -> None:
    with clock.moved(MORNING):
        with pytest.raises(Incomplete, match="免报的原因"):
            actions.waive_due(cast.chen, june.pk, version=june.version, why=" ")
        due = actions.waive_due(cast.chen, june.pk, version=june.version, why="区局通知本月免报")
        with pytest.raises(NotAllowed, match="已登记免报"):
            actions.hand_up(cast.chen, due.pk, version=due.version)
    pass_to(cast, LATE)
    assert not open_dues(cast.chen.scope).exists()
    assert not Event.objects.within(cast.chen.scope).filter(action="remind_form").exists()


def test_the_first_one_is_the_one_whose_hour_is_still_to_come(cast: Cast) -> None:
    weekly = actions.keep_form(
        cast.chen,
        name="周报",
        kind="week",
        content=files.content_of(keep(cast).file),
        file_name="周报.xlsx",
    )
    early = due_monthly(cast, days=3)  # on 2 June May's is asked by the 3rd
    assert early.due_from == date(2026, 5, 1)
    assert FormDue.objects.within(cast.chen.scope).get().since == date(2026, 5, 1)
    later = actions.set_due(
        cast.chen, weekly.pk, version=weekly.version, days=1, by=time(10), post="inspector"
    )
    assert later.due_from == date(2026, 6, 1), "Monday's hour of last week has passed"
    assert later.due_words == "每周，次周一10:00前"


def test_a_form_that_is_no_longer_asked_opens_nothing_more(cast: Cast, june: FormDue) -> None:
    form = ReportForm.objects.within(cast.chen.scope).get()
    with clock.moved(MORNING):
        form = actions.end_due(cast.chen, form.pk, version=form.version)
        with pytest.raises(NotAllowed, match="没有设定"):
            actions.end_due(cast.chen, form.pk, version=form.version)
    pass_to(cast, clock.at(date(2026, 8, 2), 8))
    assert FormDue.objects.within(cast.chen.scope).count() == 1
    with clock.moved(clock.at(date(2026, 8, 2), 9)):
        again = due_monthly(cast, form)
    assert again.due_from == date(2026, 8, 1)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"days": 0}, "1至28"),
        ({"days": None}, "1至28"),
        ({"days": 29}, "1至28"),
        ({"by": None}, "几点前"),
        ({"post": "village_head"}, "由谁核对"),
    ],
)
def test_how_a_form_is_asked_must_make_sense(cast: Cast, given: dict[str, Any], says: str) -> None:
    with pytest.raises(Incomplete, match=says):
        due_monthly(cast, **given)


def test_a_form_without_a_rhythm_cannot_fill_itself(cast: Cast) -> None:
    form = actions.keep_form(
        cast.chen,
        name="专项报表",
        kind="campaign",
        content=files.content_of(keep(cast).file),
        file_name="专项.xlsx",
    )
    with pytest.raises(Incomplete, match="没有固定的期"):
        due_monthly(cast, form)


def test_who_holds_the_post_looks_after_it_and_without_one_everybody_who_may(
    cast: Cast, june: FormDue
) -> None:
    rows = open_dues(cast.chen.scope)
    assert list(kept_by(cast.chen, rows)) == [june] and not kept_by(cast.zhao, rows)
    post = Post.objects.within(cast.chen.scope).get(kind="safety_head")
    end_post(Actor.founder(cast.town.pk), post.pk, to_on=date(2026, 6, 1))
    assert list(kept_by(cast.zhao, rows)) == [june]


def test_it_is_the_towns_and_needs_the_right(cast: Cast, june: FormDue) -> None:
    with pytest.raises(NotFound):
        actions.hand_up(cast.sun, june.pk, version=june.version)
    with pytest.raises(Forbidden):
        actions.hand_up(cast.wang, june.pk, version=june.version)
    with pytest.raises(Forbidden):
        actions.end_due(cast.wang, june.form_id, version=1)


def test_every_step_stands_in_the_log(cast: Cast, june: FormDue) -> None:
    hand(cast, june)
    told = [one.action for one in events.trail(cast.chen.scope, june.pk)]
    assert told == ["open_form_due", "fill_due", "hand_up_form"]
    assert events.check(cast.town.pk) is None


def test_looking_again_takes_as_many_queries_for_many_as_for_few(cast: Cast, june: FormDue) -> None:
    def counted(day: date) -> int:
        with clock.moved(clock.at(day, 8)), CaptureQueriesContext(connection) as caught:
            actions.look_again(Actor.clock(cast.town.pk))
        return len(caught)

    hand(cast, june)
    few = counted(date(2026, 7, 5))
    for number in range(3):
        form = actions.keep_form(
            cast.chen,
            name=f"月报{number}",
            kind="month",
            content=files.content_of(june.form.file),
            file_name="月报.xlsx",
        )
        due_monthly(cast, form)
    pass_to(cast, clock.at(date(2026, 7, 6), 1))
    with clock.moved(clock.at(date(2026, 7, 6), 9)):
        for due in open_dues(cast.chen.scope):
            actions.hand_up(cast.chen, due.pk, version=due.version)
    assert counted(date(2026, 7, 7)) == few


def test_nothing_changes_while_the_clock_looks_at_what_has_not_changed(cast: Cast, june: FormDue) -> None:
    hand(cast, june)
    before = Event.objects.within(cast.chen.scope).count()
    pass_to(cast, clock.at(date(2026, 7, 2), 8))
    assert june_due(cast).checked_on == date(2026, 7, 2)
    assert Event.objects.within(cast.chen.scope).filter(seq__gt=before, subject_type="formdue").count() == 0

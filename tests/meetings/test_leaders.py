"""The leaders' year: counted from who was at meetings, who led outings, and what is entered; each number from rows."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bihuan.core.errors import Forbidden, Incomplete, NotAllowed
from bihuan.figures.evaluation import Ask, evaluate
from bihuan.grid.actions import appoint, end_post
from bihuan.grid.models import Post
from bihuan.hazards.actions import finish_check
from bihuan.inspections.actions import OutingPlan
from bihuan.meetings import actions
from bihuan.meetings.leaders import Leader, narrowed, year_of
from tests.cast import FOUNDED, TODAY, Cast
from tests.core.deeds import visit
from tests.meetings.deeds import held, town
from tests.notices.deeds import at

pytestmark = pytest.mark.usefixtures("no_rollups")


def leaders(cast: Cast, today: date = TODAY) -> dict[str, Leader]:
    return {one.post.kind: one for one in year_of(town(cast), 2026, today)}


def led(cast: Cast, who: str, **more: bool) -> None:
    finish_check(cast.zhao, visit(cast, cast.zhao, outing=OutingPlan(leader=cast.people[who].pk, **more)), [])


def test_what_leaders_did_is_counted_from_records_against_the_list(cast: Cast) -> None:
    actions.adopt_usual_duties(cast.chen)
    held(cast, zhou="leave")
    led(cast, "shen")
    led(cast, "zhou", unannounced=True)
    actions.note_leader_record(
        cast.chen, person=cast.people["shen"].pk, measure="report", on=TODAY, text="向镇党委述职"
    )
    found = leaders(cast)
    mayor, vice = found["mayor"], found["vice_mayor"]
    assert {one: mayor.count(one) for one in ("committee", "chaired", "spoke", "led", "report")} == {
        "committee": 1,
        "chaired": 1,
        "spoke": 1,
        "led": 1,
        "report": 1,
    }
    assert (vice.count("committee"), vice.count("led"), vice.count("unannounced")) == (0, 1, 1)
    stood = {item.duty.measure: item.stood for item in mayor.items}
    assert stood["led"].short == ["1月", "2月", "3月", "4月", "5月"] and stood["led"].done == 1
    assert stood["committee"].short == ["一季度"]
    assert [one.text for one in narrowed(mayor, "led", TODAY, TODAY).deeds] == ["带队检查：永安烟花店，1家次"]
    assert not narrowed(mayor, "led", None, TODAY - timedelta(days=1)).deeds


def test_the_figure_of_main_leaders_goes_by_the_post_of_the_day(cast: Cast) -> None:
    led(cast, "shen")
    led(cast, "zhou")
    ask = Ask("leaders.led_main", FOUNDED, TODAY, TODAY)
    assert evaluate(town(cast), [ask])[ask].value == 1
    post = Post.objects.within(town(cast)).get(person=cast.people["shen"])
    end_post(cast.xu, post.pk, to_on=TODAY)
    tomorrow = TODAY + timedelta(days=1)
    with at(tomorrow):
        appoint(cast.xu, cast.people["zhou"].pk, kind="mayor", cell_id=post.cell_id, from_on=tomorrow)
        led(cast, "zhou")
        later = Ask("leaders.led_main", FOUNDED, tomorrow, tomorrow)
        assert evaluate(town(cast), [later])[later].value == 2
        mayors = [one for one in year_of(town(cast), 2026, tomorrow) if one.post.kind == "mayor"]
    assert [(one.post.person.name, one.count("led")) for one in mayors] == [("沈立", 1), ("周正", 1)]


def test_the_list_and_its_records_are_kept_by_those_who_may(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        actions.adopt_usual_duties(cast.zhao)
    actions.adopt_usual_duties(cast.chen)
    with pytest.raises(NotAllowed, match="已经有职责清单"):
        actions.adopt_usual_duties(cast.chen)
    given = {"post": "mayor", "measure": "led", "times": 3, "every": "month", "from_on": TODAY}
    with pytest.raises(NotAllowed, match="已经有这一项"):
        actions.set_leader_duty(cast.chen, **given)
    duty = next(item.duty for item in leaders(cast)["mayor"].items if item.duty.measure == "led")
    actions.end_leader_duty(cast.chen, duty.pk)
    with pytest.raises(NotAllowed, match="已经停用"):
        actions.end_leader_duty(cast.chen, duty.pk)
    assert str(actions.set_leader_duty(cast.chen, **given)) == "镇长带队检查每月3次"
    with pytest.raises(Incomplete) as refused:
        actions.note_leader_record(
            cast.chen, person=cast.people["li"].pk, measure="led", on=TODAY + timedelta(days=1), text=""
        )
    assert set(refused.value.fields) == {"person", "measure", "on", "text"}
    record = actions.note_leader_record(
        cast.zhou, person=cast.people["zhou"].pk, measure="study", on=TODAY, text="学习安全生产法"
    )
    assert leaders(cast)["vice_mayor"].count("study") == 1
    with pytest.raises(Incomplete, match="请填写作废的原因"):
        actions.void_leader_record(cast.chen, record.pk, reason="")
    actions.void_leader_record(cast.chen, record.pk, reason="重复")
    assert leaders(cast)["vice_mayor"].count("study") == 0


def test_the_year_takes_the_same_number_of_queries_however_much_was_done(cast: Cast) -> None:
    def counted() -> int:
        with CaptureQueriesContext(connection) as seen:
            leaders(cast)
        return len(seen)

    actions.adopt_usual_duties(cast.chen)
    led(cast, "shen")
    held(cast)
    few = counted()
    for who in ("shen", "zhou", "qian"):
        led(cast, who)
    held(cast, "party", "qian")
    assert counted() == few

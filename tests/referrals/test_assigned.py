"""A matter assigned from above: entered once, given to a post, a department or a village, replied to in time or late."""

from datetime import date, timedelta
from typing import Any

import pytest

from bihuan.core import clock, events
from bihuan.core.errors import Forbidden, Incomplete, NotAllowed, NotFound, Stale
from bihuan.figures.evaluation import Ask, evaluate
from bihuan.hazards.timeline import told
from bihuan.referrals import actions
from bihuan.referrals.models import Assignment, Reply
from bihuan.referrals.queries import handed_to, linkable, linked_to, search_assignments, with_hazards
from tests.cast import TODAY, Cast
from tests.core.deeds import found, fresh
from tests.referrals.deeds import assigned, now

DAY = timedelta(days=1)


def figure(cast: Cast, key: str, as_of: date = TODAY) -> Any:
    ask = Ask(key, date(2026, 1, 1), as_of, as_of)
    return evaluate(cast.chen.scope, [ask])[ask].value


def test_a_matter_is_given_handled_replied_sent_back_and_closed(cast: Cast) -> None:
    found(cast, cast.chen, "onsite")  # somebody was out: a zero is a zero
    matter = assigned(cast)
    village = cast.cells["石桥村"].pk
    actions.give_assignment(cast.zhou, matter.pk, version=1, cell_id=village, note="三日内办结")
    assert list(handed_to(cast.li)) == [matter]
    assert now(cast, matter).handler == "石桥村"
    with clock.moved(clock.at(TODAY + 2 * DAY, 9)):
        actions.handle_assignment(cast.li, matter.pk, version=2, note="已清走超量存放的货物")
        assert not handed_to(cast.li).exists()
        actions.reply_above(
            cast.chen,
            matter.pk,
            version=3,
            note="已核实并整改",
            on=clock.today(),
            number="东岭应急〔2026〕3号",
        )
    with clock.moved(clock.at(TODAY + 4 * DAY, 9)):
        actions.send_back_assignment(
            cast.chen, matter.pk, version=4, note="缺整改照片", on=clock.today(), due_on=TODAY + 6 * DAY
        )
    with clock.moved(clock.at(TODAY + 8 * DAY, 9)):
        actions.reply_above(cast.chen, matter.pk, version=5, note="补照片", on=clock.today())
        actions.close_assignment(cast.chen, matter.pk, version=6, on=clock.today())
    assert now(cast, matter).state == "closed"
    replies = list(Reply.objects.within(cast.chen.scope).filter(assignment=matter))
    assert [one.is_late for one in replies] == [False, True]
    keys = ("transfers.assigned", "transfers.replied", "transfers.in_time")
    for after, values in ((0, [1, 0, 0]), (2, [1, 1, 1]), (4, [1, 0, 0]), (8, [1, 1, 0])):
        assert [figure(cast, key, TODAY + after * DAY) for key in keys] == values, after
    said = [told(event).text for event in events.trail(cast.chen.scope, matter.pk)]
    assert [line.partition("，")[0] for line in said] == [
        "收到上级交办",
        "分办",
        "报办理情况",
        "答复上级",
        "上级退回",
        "答复上级",
        "上级销号",
    ]
    assert said[5].endswith("逾期答复")


def test_the_work_follows_the_post_the_department_and_the_village(cast: Cast) -> None:
    matter = assigned(cast, unit_id=None, number="")
    actions.give_assignment(cast.chen, matter.pk, version=1, post="inspector")
    assert list(handed_to(cast.zhao)) == [matter]
    assert not handed_to(cast.li).exists() and not handed_to(cast.zheng).exists()
    actions.give_assignment(cast.chen, matter.pk, version=2, department_id=cast.departments["城建办"].pk)
    assert list(handed_to(cast.zheng)) == [matter]
    assert not handed_to(cast.zhao).exists()
    actions.give_assignment(cast.chen, matter.pk, version=3, cell_id=cast.cells["柳林村"].pk)
    assert not handed_to(cast.zheng).exists()
    with pytest.raises(NotFound):
        cast.li.find(Assignment, matter.pk, what="件交办事项")
    assert now(cast, matter).given_on == TODAY


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"source": " "}, "source"),
        ({"title": ""}, "title"),
        ({"received_on": TODAY + DAY, "due_on": TODAY + 2 * DAY}, "received_on"),
        ({"due_on": TODAY - DAY}, "due_on"),
        ({"due_on": TODAY + 400 * DAY}, "due_on"),
    ],
)
def test_what_is_missing_or_wrong_is_said_at_its_field(cast: Cast, more: dict[str, Any], field: str) -> None:
    with pytest.raises(Incomplete) as refused:
        assigned(cast, **more)
    assert field in refused.value.fields
    assert not Assignment.objects.within(cast.chen.scope).exists()


def test_a_number_is_entered_once_unless_it_was_void(cast: Cast) -> None:
    matter = assigned(cast)
    with pytest.raises(Incomplete, match="已经登记过"):
        assigned(cast)
    actions.void_assignment(cast.chen, matter.pk, version=1, note="登错")
    assigned(cast)
    assert [row.state for row in search_assignments(cast.chen.scope, clock.now())] == ["received"]
    assert [row.state for row in search_assignments(cast.chen.scope, clock.now(), state="void")] == ["void"]


def test_what_a_check_found_is_linked_in_one_press(cast: Cast) -> None:
    matter = assigned(cast)
    hazard = found(cast, cast.chen)
    assert list(linkable(cast.chen.scope, matter)) == [hazard]
    actions.link_hazards(cast.zhao, matter.pk, hazards=[hazard.pk], numbers=[hazard.number])
    assert not linkable(cast.chen.scope, matter).exists()
    assert (linked_to(cast.chen.scope, matter).rows, linked_to(cast.chen.scope, matter).done) == ([hazard], 0)
    with pytest.raises(Incomplete, match="已经关联过"):
        actions.link_hazards(cast.zhao, matter.pk, hazards=[hazard.pk])
    with pytest.raises(Incomplete, match="2026-9999"):
        actions.link_hazards(cast.zhao, matter.pk, numbers=["2026-9999"])
    actions.unlink_hazard(cast.zhao, matter.pk, hazard=hazard.pk)
    assert not linked_to(cast.chen.scope, matter).rows
    with pytest.raises(Stale):
        actions.unlink_hazard(cast.zhao, matter.pk, hazard=hazard.pk)
    actions.link_hazards(cast.zhao, matter.pk, hazards=[hazard.pk])
    assert linked_to(cast.chen.scope, matter).rows == [hazard]
    listed = with_hazards(search_assignments(cast.chen.scope, clock.now()), cast.chen.scope)
    assert [row.hazards for row in listed] == [1]  # type: ignore[attr-defined]
    trail = [told(event).text for event in events.trail(cast.chen.scope, hazard.pk)]
    assert "列入上级交办事项，东城区安委会办公室，核查永安烟花店储存超量问题" in trail
    assert fresh(cast, hazard.pk).version == hazard.version


def test_who_may_and_who_came_second(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        actions.receive_assignment(
            cast.zhao, source="区安办", title="核查", received_on=TODAY, due_on=TODAY, number=""
        )
    matter = assigned(cast)
    with pytest.raises(NotFound):
        actions.give_assignment(cast.sun, matter.pk, version=1, post="inspector")
    with pytest.raises(Incomplete, match="承办"):
        actions.give_assignment(cast.chen, matter.pk, version=1)
    for post in ("enterprise_safety", "nobody"):
        with pytest.raises(Incomplete, match="从列表中选择"):
            actions.give_assignment(cast.chen, matter.pk, version=1, post=post)
    actions.give_assignment(cast.chen, matter.pk, version=1, post="inspector")
    with pytest.raises(Stale):
        actions.reply_above(cast.chen, matter.pk, version=1, note="已办", on=TODAY)
    with pytest.raises(NotAllowed, match="不能上级销号"):
        actions.close_assignment(cast.chen, matter.pk, version=2, on=TODAY)
    with pytest.raises(Incomplete):
        actions.reply_above(cast.chen, matter.pk, version=2, note="已办", on=TODAY + DAY)
    assert not Reply.objects.within(cast.chen.scope).exists()

"""Days that cannot be right: refused in words, and no reply takes the place of an older one."""

from datetime import date, time, timedelta

import pytest

from bihuan.core import clock
from bihuan.core.errors import Incomplete
from bihuan.referrals import actions
from bihuan.referrals.models import Reply
from tests.cast import TODAY, Cast
from tests.core.deeds import found
from tests.referrals.deeds import assigned, now, whistle

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("received_on", "due_on"), [(date.max, date.max), (date.max, date.min), (date.min, date.max)]
)
def test_the_first_and_the_last_day_of_all_are_refused(cast: Cast, received_on: date, due_on: date) -> None:
    with pytest.raises(Incomplete) as told:
        assigned(cast, received_on=received_on, due_on=due_on)
    assert told.value.fields


def test_a_reply_is_not_older_than_the_return_that_it_answers(cast: Cast) -> None:
    matter = assigned(cast)
    with clock.moved(clock.at(TODAY + 4 * DAY, 9)):
        actions.reply_above(cast.chen, matter.pk, version=1, note="已核实", on=TODAY + 2 * DAY)
        for due_on in (TODAY + DAY, date.max):
            with pytest.raises(Incomplete):
                actions.send_back_assignment(
                    cast.chen, matter.pk, version=2, note="缺照片", on=TODAY + 3 * DAY, due_on=due_on
                )
        actions.send_back_assignment(
            cast.chen, matter.pk, version=2, note="缺照片", on=TODAY + 3 * DAY, due_on=TODAY + 9 * DAY
        )
        with pytest.raises(Incomplete, match="上级退回"):
            actions.reply_above(cast.chen, matter.pk, version=3, note="补照片", on=TODAY + DAY)
        actions.reply_above(cast.chen, matter.pk, version=3, note="补照片", on=TODAY + 3 * DAY)
        actions.send_back_assignment(
            cast.chen, matter.pk, version=4, note="再补", on=TODAY + 4 * DAY, due_on=TODAY + 9 * DAY
        )
    assert now(cast, matter).state == "given"
    returned = (
        Reply.objects.within(cast.chen.scope).filter(assignment=matter).values_list("returned_on", flat=True)
    )
    assert list(returned) == [TODAY + 3 * DAY, TODAY + 4 * DAY]


def test_who_came_on_an_earlier_day_came_at_a_time(cast: Cast) -> None:
    hazard = found(cast, cast.chen, "undecided")
    called = actions.refer(cast.chen, hazard.pk, whistle(cast), version=1)
    with clock.moved(clock.at(TODAY + DAY, 9)):
        with pytest.raises(Incomplete) as told:
            actions.acknowledge(cast.chen, called.pk, version=1, by="郑建", on=TODAY)
        assert set(told.value.fields) == {"at"}
        actions.acknowledge(cast.chen, called.pk, version=1, by="郑建", on=TODAY, at=time(22, 30))
    assert now(cast, called).arrived_at == clock.at(TODAY, 22, 30)

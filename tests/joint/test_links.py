"""A body without an account: what its link opens, what it may bring."""

from datetime import timedelta

import pytest

from bihuan.core import clock
from bihuan.core.errors import Forbidden, NotAllowed, NotFound
from bihuan.core.models import Event
from bihuan.joint import actions
from bihuan.joint.models import JointLinkUse
from bihuan.joint.queries import guest, link_by
from tests.cast import TODAY, Cast
from tests.joint.deeds import POLICE, called, party, send, visit_of

OFFICE_NAME = "应急管理办公室"
TOMORROW = TODAY + timedelta(days=1)


def test_a_link_opens_on_its_days_for_its_event_alone_and_not_once_it_is_taken_back(cast: Cast) -> None:
    event = called(cast, from_on=TOMORROW, to_on=TOMORROW)
    police = party(event, POLICE)
    link, code = actions.invite_body(cast.chen, police.pk)
    assert (
        code not in str(link.__dict__) and link_by(code.lower()) == link and link_by("AAAA-BBBB-CCCC") is None
    )
    with pytest.raises(NotAllowed):
        send(guest(link), event, POLICE, link=link)  # too early
    with clock.moved(clock.at(TOMORROW, 9)):
        send(guest(link), event, POLICE, link=link)
        other = called(cast, name="另一次", from_on=TOMORROW, to_on=TOMORROW)
        with pytest.raises(NotAllowed):
            send(guest(link), other, POLICE, link=link)
        actions.note_use(link, "10.1.2.3")
        actions.note_use(link, "10.1.2.3")
        assert [one.times for one in JointLinkUse.objects.within(cast.chen.scope)] == [2]
        second, _code = actions.invite_body(cast.chen, police.pk)
        with pytest.raises(NotAllowed):
            send(guest(link), event, POLICE, link=link, version=1)  # the one before ended
        actions.end_link(cast.chen, second.pk)
        with pytest.raises(NotAllowed):
            actions.end_link(cast.chen, second.pk)
    with clock.moved(clock.at(TOMORROW + timedelta(days=1), 9)), pytest.raises(NotAllowed):
        actions.invite_body(cast.chen, police.pk)
    told = Event.objects.within(cast.chen.scope).filter(subject_id=event.pk).values_list("action", flat=True)
    assert {"invite_body", "open_joint_link", "end_joint_link"} <= set(told)


def test_each_writes_its_own_part_and_who_leads_that_of_a_body(cast: Cast) -> None:
    event = called(cast)
    with pytest.raises(Forbidden):
        send(cast.zheng, event, "教委办")
    with pytest.raises(Forbidden):
        send(cast.zheng, event, POLICE)
    with pytest.raises(Forbidden):
        send(cast.li, event, "城建办")
    part = send(cast.chen, event, POLICE)
    assert (part.by_name, part.by_id) == ("陈明", cast.people["chen"].pk)
    visit = visit_of(event)
    with pytest.raises((Forbidden, NotFound)):
        actions.finish_joint(cast.zheng, visit.pk, None, version=1)  # type: ignore[arg-type]
    with pytest.raises(NotFound):
        actions.finish_joint(cast.sun, visit.pk, None, version=1)  # type: ignore[arg-type]

"""A visit whose record was made void is finished anew; what comes by links has an end."""

from uuid import UUID

import pytest

from bihuan.core.errors import Incomplete, NotAllowed
from bihuan.hazards.actions import void_visit
from bihuan.joint import actions
from tests.cast import Cast, picture
from tests.joint.deeds import POLICE, called, finish, party, send, thing, visit_of
from tests.joint.test_story import figures, hazards, ordered

pytestmark = pytest.mark.usefixtures("no_rollups")


def test_a_visit_whose_record_was_void_is_finished_anew(cast: Cast) -> None:
    event = called(cast)
    found = thing(cast, cast.zheng)
    send(cast.zheng, event, "城建办", found)
    visit = finish(cast, event, {found.id: ordered()})
    with pytest.raises(NotAllowed, match="不能恢复检查"):  # its record stands
        actions.reopen_joint(cast.chen, visit.pk, version=visit.version)
    void_visit(cast.chen, visit.inspection_id, reason="登记错了学校")
    visit = visit_of(event)
    visit = actions.reopen_joint(cast.chen, visit.pk, version=visit.version)
    visit = visit_of(event)
    assert (visit.state, visit.inspection_id, visit.done_on) == ("pending", None, None)
    (part,) = visit.parts.within(cast.chen.scope)
    (again,) = part.findings
    assert again["text"] == "疏散通道堆放杂物" and UUID(again["id"]) != found.id
    visit = finish(cast, event, {UUID(again["id"]): ordered()})
    assert [one.voided_on is None for one in hazards(cast)] == [False, True]
    assert figures(cast, "visits", "found", "ordered") == [1, 1, 1]
    assert visit.state == "done"


def test_a_link_brings_so_many_photos_and_no_more(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    event = called(cast)
    link, _code = actions.invite_body(cast.chen, party(event, POLICE).pk)
    monkeypatch.setattr("bihuan.joint.rules.LINK_PHOTOS_MAX", 2)
    for colour in ("red", "green"):
        actions.keep_by_link(link, picture(colour), "照片")
    with pytest.raises(Incomplete, match="最多2张"):
        actions.keep_by_link(link, picture("blue"), "照片")
    renewed, _code = actions.invite_body(cast.chen, party(event, POLICE).pk)
    with pytest.raises(
        Incomplete, match="填写的内容都还在"
    ):  # another link of the same body begins at no nought
        actions.keep_by_link(renewed, picture("blue"), "照片")
    monkeypatch.setattr("bihuan.joint.rules.LINK_PHOTOS_MAX", 9)
    monkeypatch.setattr("bihuan.joint.rules.EVENT_PHOTOS_MAX", 2)
    with pytest.raises(Incomplete, match="这次联合检查"):
        actions.keep_by_link(renewed, picture("blue"), "照片")

"""The pages of joint inspections: planned in one form, filled in by each, finished on one page; what is typed is not lost; no page asks once a row."""

import logging
from io import BytesIO, StringIO
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from bihuan.core.ids import new_id
from bihuan.hazards.models import Hazard
from bihuan.joint import actions
from bihuan.joint.models import JointEvent, JointPart
from bihuan.joint.rules import LIST
from bihuan.units.actions import register_unit
from bihuan.web.logs import WithoutCodes
from tests.cast import FOUNDED, Cast
from tests.joint.deeds import POLICE, called, finish, party, planned, send, thing, told_by, visit_of
from tests.joint.test_story import OFFICE_NAME, ordered
from tests.web.pages import error_at, plain
from tests.web.visits import SIGNED, SignIn, photo

pytestmark = pytest.mark.usefixtures("no_rollups")


def sent(**more: object) -> dict[str, object]:
    """What a party's page sends: one thing found."""
    return {
        "press": new_id(), "version": 0, "people": "郑建", "x0-id": new_id(), "x0-text": "疏散通道堆放杂物",
        "x0-outcome": "undecided", "x0-kind": "fire",
    } | more  # fmt: skip


def test_an_event_is_planned_told_worked_and_ended_on_its_pages(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in("chen")
    assert "筹备联合检查" in client.get(reverse("joints")).content.decode()
    building = str(cast.departments["城建办"].pk)
    given = {"event_id": new_id(), "name": "校园联合检查", "from_on": "2026-06-02", "to_on": "2026-06-01"}
    given |= {"lead": "office", "departments": [building], "bodies": f"{POLICE}\n供电所", "names": "没有这家"}
    page = client.post(reverse("joint_new"), given)
    assert page.status_code == 422 and "没有找到" in error_at(page.content.decode(), "names")
    assert "供电所" in page.content.decode() and f'value="{building}" checked' in page.content.decode()
    page = client.post(reverse("joint_new"), given | {"names": "", "categories": ["school"]})
    assert error_at(page.content.decode(), "to_on") == "结束日期不能早于开始日期。"
    page = client.post(
        reverse("joint_new"),
        given | {"names": "柳林村便民中心工地", "categories": ["school"], "to_on": "2026-06-03"},
        follow=True,
    ).content.decode()
    event = JointEvent.objects.within(cast.chen.scope).get()
    assert "石桥小学" in page and "柳林村便民中心工地" in page and "供电所" in page
    again = client.get(reverse("joint_edit", args=[event.pk])).content.decode()
    assert "供电所" in again and "已列入的单位（2）" in again
    client.post(reverse("joint_call", args=[event.pk]), {"version": event.version})
    body = party(event, POLICE)
    sheet = client.get(reverse("joint_sheet", args=[body.pk])).content.decode()
    assert "消防" in sheet
    client.post(reverse("joint_sheet", args=[body.pk]), {"sheet": "list", "groups": ["消防"]})
    shown = client.post(reverse("joint_invite", args=[body.pk])).content.decode()
    assert "只显示这一次" in shown and "/joint/in/" in shown
    page = client.get(reverse("joint", args=[event.pk])).content.decode()
    assert "撤回链接" in page and "/joint/in/" not in page and "检查表" in page
    head = sign_in("zheng")
    assert "填写本部门检查情况：石桥小学" in head.get(reverse("desk")).content.decode()
    assert "填写本部门" in head.get(reverse("joint", args=[event.pk])).content.decode()
    for one in event.visits.within(cast.chen.scope):
        told = client.post(
            reverse("joint_skip", args=[one.pk]), {"version": 1, "reason": "放假"}, follow=True
        )
        assert "未检查" in told.content.decode()
    done = client.post(reverse("joint_close", args=[event.pk]), {"version": 2}, follow=True).content.decode()
    assert "已结束" in done


def test_a_part_is_filled_in_and_nothing_typed_is_lost(cast: Cast, sign_in: SignIn) -> None:
    event = called(cast)
    client, visit = sign_in("zheng"), visit_of(event)
    address = reverse("joint_part", args=[visit.pk, party(event, "城建办").pk])
    assert "添加一条问题" in client.get(address).content.decode()
    page = client.post(address, sent(people="")).content.decode()
    assert error_at(page, "people") and error_at(page, "x0-photos_file") and "疏散通道堆放杂物" in page
    page = client.post(address, sent(**{"x0-text": ""})).content.decode()
    assert "未发现问题" in error_at(page, "nothing")
    done = client.post(address, sent(**{"x0-photos_file": photo()}), follow=True).content.decode()
    assert "城建办：已提交" in done and "城建办发现" in plain(done)
    theirs = cast.photo(cast.chen, "cyan")
    send(cast.chen, event, OFFICE_NAME, thing(cast, cast.chen, photos=(theirs,)))
    assert (
        client.get(reverse("file", args=[theirs])).status_code == 200
    )  # who takes part sees what the others found
    assert (
        sign_in("wu").get(reverse("file", args=[theirs])).status_code == 200
    )  # and who stands over the place
    assert sign_in("feng").get(reverse("file", args=[theirs])).status_code == 404
    late = client.post(address, sent(**{"x0-text": "又一条", "x0-photos_file": photo("blue")}))
    page = late.content.decode()
    assert late.status_code == 409 and "刚刚由郑建提交过" in page and "又一条" in page
    assert 'name="version" value="1"' in page and told_by(event)["城建办"] == ["疏散通道堆放杂物"]
    page = client.get(address).content.decode()
    assert "疏散通道堆放杂物" in page and "可以修改后重新提交" in page


def test_a_list_is_ticked_to_its_end(cast: Cast, sign_in: SignIn) -> None:
    event = called(cast)
    mine = party(event, "城建办")
    actions.set_sheet(cast.chen, mine.pk, sheet=LIST, groups=["消防"])
    client, visit = sign_in("zheng"), visit_of(event)
    address = reverse("joint_part", args=[visit.pk, mine.pk])
    page = client.get(address).content.decode()
    keys = sorted({part.split('"')[0] for part in page.split('name="r-')[1:]})
    assert keys and "其余全部合格" in page
    ticked = {f"r-{key}": "good" for key in keys}
    page = client.post(
        address, {"press": new_id(), "version": 0, "people": "郑建"} | ticked | {f"r-{keys[0]}": ""}
    )
    assert "还有1项没有结论" in error_at(page.content.decode(), "results")
    bad = {f"r-{keys[0]}": "bad", f"i{keys[0]}-id": new_id(), f"i{keys[0]}-text": "灭火器过期"}
    bad |= {f"i{keys[0]}-outcome": "undecided", f"i{keys[0]}-photos_file": photo()}
    client.post(address, {"press": new_id(), "version": 0, "people": "郑建"} | ticked | bad)
    part = JointPart.objects.within(cast.chen.scope).get()
    assert (
        part.results[keys[0]] == "bad" and part.findings[0]["item"] == keys[0] and part.findings[0]["basis"]
    )
    found = part.findings[0]["id"]
    finish(cast, event, {UUID(found): ordered()})
    record = visit_of(event).inspection
    assert record is not None and record.results == part.results and record.sheet is not None


def test_a_visit_is_finished_on_one_page_and_printed(cast: Cast, sign_in: SignIn) -> None:
    event = called(cast)
    found = thing(cast, cast.zheng)
    send(cast.zheng, event, "城建办", found)
    client, visit = sign_in("chen"), visit_of(event)
    address = reverse("joint_finish", args=[visit.pk])
    page = client.get(address).content.decode()
    school = str(cast.departments["教委办"].pk)
    assert "还没有提交" in page and f'<option value="{school}" selected>' in page
    part = JointPart.objects.within(cast.chen.scope).get()
    name = f"f{found.id.hex}-"
    given = {
        "inspection_id": new_id(), "version": 1, "seen": f"{part.pk}:1", "signature": SIGNED, "present": "王校长",
        "second_inspector": cast.people["zhao"].pk, "visited_on": "2026-06-02", f"{name}outcome": "deadline",
        f"{name}level": "general", f"{name}to": school,
    }  # fmt: skip
    wrong = client.post(address, given)
    assert wrong.status_code == 422 and error_at(wrong.content.decode(), f"{name}deadline_on")
    assert "王校长" in wrong.content.decode()
    wrong = client.post(address, given | {f"{name}to": "x"})
    assert error_at(wrong.content.decode(), f"{name}to")
    send(cast.chen, event, OFFICE_NAME)  # comes in while the page is open
    given |= {f"{name}deadline_on": "2026-06-09"}
    stale = client.post(address, given)
    now = JointPart.objects.within(cast.chen.scope).exclude(pk=part.pk).get()
    page = stale.content.decode()
    assert stale.status_code == 409 and "应急管理办公室刚刚提交" in page and f"{now.pk}:1" in page
    done = client.post(address, given | {"seen": f"{part.pk}:1,{now.pk}:1"}, follow=True).content.decode()
    assert "一份记录、一套文书" in done
    hazard = Hazard.objects.within(cast.chen.scope).get()
    assert "交教委办" in plain(done)
    shown = plain(client.get(reverse("hazard", args=[hazard.pk])).content.decode())
    assert "由城建办发现" in shown and "校园联合检查" in shown
    assert "联合检查记录在那里" in plain(
        client.get(reverse("inspection", args=[hazard.inspection_id])).content.decode()
    )
    answer = client.get(reverse("joint_record", args=[visit.pk, "pdf"]))
    text = "".join(one.extract_text() for one in PdfReader(BytesIO(answer.content)).pages).replace("\n", "")
    assert "联合检查记录" in text and "教委办" in text and "没有提交" in text and hazard.number in text
    assert client.get(reverse("joint_record", args=[visit.pk, "docx"])).status_code == 200
    late = thing(cast, cast.chen, "漏登的一条")
    send(cast.chen, event, OFFICE_NAME, late, version=1)
    assert "补录1条问题，待登记" in client.get(reverse("desk")).content.decode()
    address = reverse("joint_late", args=[visit.pk])
    name = f"f{late.id.hex}-"
    assert "漏登的一条" in client.get(address).content.decode()
    taken = {"inspection_id": new_id(), "version": 2, f"{name}outcome": "undecided", f"{name}to": "office"}
    assert "已登记" in client.post(address, taken, follow=True).content.decode()
    assert client.get(address, follow=True).status_code == 200


def test_a_body_comes_by_its_link_and_sees_nothing_else(cast: Cast, sign_in: SignIn, client: Client) -> None:
    event = called(cast)
    link, code = actions.invite_body(cast.chen, party(event, POLICE).pk)
    send(cast.zheng, event, "城建办", thing(cast, cast.zheng, "别的部门发现的"))
    door = reverse("joint_door", args=[code])
    page = client.get(door)
    assert (
        page.status_code == 200
        and "石桥小学" in page.content.decode()
        and page["Cache-Control"] == "no-store"
    )
    visit = visit_of(event)
    address = reverse("joint_door_part", args=[code, visit.pk])
    page = client.get(address).content.decode()
    assert "别的部门发现的" not in page and reverse("joint_door_photo", args=[code]) in page
    kept = client.post(reverse("joint_door_photo", args=[code]), {"file": photo("yellow")}).json()
    assert client.get(kept["thumb"]).status_code == 200
    alien = cast.photo(cast.zheng, "purple")
    assert client.get(reverse("joint_door_thumb", args=[code, alien])).status_code == 404
    stolen = client.post(address, sent(**{"x0-photos": str(alien)}))
    assert stolen.status_code == 422 and "照片没有上传成功" in stolen.content.decode()
    done = client.post(address, sent(**{"x0-photos": kept["id"]}), follow=True).content.decode()
    assert "石桥小学：已提交" in done and told_by(event)[POLICE] == ["疏散通道堆放杂物"]
    assert "网络地址" not in done
    uses = sign_in("chen").get(reverse("joint", args=[event.pk])).content.decode()
    assert "链接使用记录" in uses
    for path in (
        reverse("joint", args=[event.pk]),
        reverse("joint_visit", args=[visit.pk]),
        reverse("units"),
    ):
        assert client.get(path).status_code == 302
    assert client.get(reverse("joint_door_part", args=[code, new_id()])).status_code == 404
    actions.end_link(cast.chen, link.pk)
    assert client.get(door).status_code == 410 and "已经撤回" in client.get(door).content.decode()
    lost = client.post(address, sent(version=1, **{"x0-text": "断网时写的"}))
    assert (
        lost.status_code == 409
        and "断网时写的" in lost.content.decode()
        and "没有收下" in lost.content.decode()
    )
    refused = client.post(reverse("joint_door_photo", args=[code]), {"file": photo("pink")})
    assert refused.status_code == 403 and "撤回" in refused.json()["error"]


def test_a_guessed_code_opens_nothing_and_many_guesses_close_the_door(cast: Cast, client: Client) -> None:
    event = called(cast)
    _link, code = actions.invite_body(cast.chen, party(event, POLICE).pk)
    for guess in ("AAAA-BBBB-CCCC", "x", "%20", "..", "字"):
        assert client.get(f"/joint/in/{guess}/").status_code == 404
    for _ in range(20):
        client.get("/joint/in/ABCD-EFGH-JKMN/")
    assert client.get(reverse("joint_door", args=[code])).status_code == 404


def test_pages_cost_the_same_with_many_units_and_parts(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in("chen")

    def costs(event: JointEvent) -> list[int]:
        visit = event.visits.within(cast.chen.scope).order_by("pk")[0]
        return [
            _queries(client, reverse("joints")),
            _queries(client, reverse("joint", args=[event.pk])),
            _queries(client, reverse("joint_visit", args=[visit.pk])),
            _queries(client, reverse("joint_finish", args=[visit.pk])),
            _queries(client, reverse("desk")),
        ]

    event = called(cast)
    send(cast.zheng, event, "城建办", thing(cast, cast.zheng))
    few = costs(event)
    given: dict[str, Any] = {"category": "school", "cell_id": cast.cells["石桥村"].pk, "opened_on": FOUNDED}
    more = [register_unit(cast.chen, name=f"第{at}小学", **given) for at in range(4)]
    plan = [one.plan for one in (party(event, OFFICE_NAME), party(event, "城建办"), party(event, POLICE))]
    units = [cast.units["school"].pk, *(one.pk for one in more)]
    days = {"from_on": event.from_on, "to_on": event.to_on}
    event = actions.plan_joint(
        cast.chen,
        event.pk,
        actions.Plan(event.name, parties=plan, units=units, **days),
        version=event.version,
    )
    first = visit_of(event, cast.units["school"])
    send(
        cast.chen, event, OFFICE_NAME, *(thing(cast, cast.chen, f"第{at}条") for at in range(3)), visit=first
    )
    for one in more:
        send(cast.zheng, event, "城建办", visit=visit_of(event, one))
    many = costs(event)
    assert all(now <= before + 1 for now, before in zip(many, few, strict=True)), (few, many)


def _queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as made:
        assert client.get(address).status_code == 200
    return len(made)


def test_where_the_parties_will_go_is_not_known_before_they_are_told(cast: Cast, sign_in: SignIn) -> None:
    event = planned(cast.chen, [cast.units["school"], cast.units["site"]], cast.departments)
    page = reverse("joint", args=[event.pk])
    assert "石桥小学" in sign_in("chen").get(page).content.decode()
    theirs = sign_in("li").get(page)
    assert theirs.status_code == 200 and "石桥小学" not in theirs.content.decode()


def test_the_servers_log_names_no_link(cast: Cast, client: Client) -> None:
    """A page that is refused is logged with its address, and its code is good until the evening."""
    event = called(cast)
    _link, code = actions.invite_body(cast.chen, party(event, POLICE).pk)
    page = reverse("joint_door_part", args=[code, visit_of(event).pk])
    heard = StringIO()
    (handler,) = (
        one for one in logging.getLogger().handlers if any(isinstance(f, WithoutCodes) for f in one.filters)
    )
    stream = handler.setStream(heard)  # type: ignore[attr-defined]
    try:
        sent = client.post(page, {"press": new_id(), "version": 0}, REMOTE_ADDR="10.9.8.7")
        assert sent.status_code == 422
    finally:
        handler.setStream(stream)  # type: ignore[attr-defined]
    assert "/joint/in/…/" in heard.getvalue() and code not in heard.getvalue()

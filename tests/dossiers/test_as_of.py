"""The story of a unit over some weeks, asked for past days: nothing of today leaks into them."""

from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from bihuan.core import clock, events
from bihuan.core.models import Event
from bihuan.dossiers.asof import AsOf, as_of
from bihuan.dossiers.proof import proof
from bihuan.grid.actions import end_post
from bihuan.grid.models import Post
from bihuan.hazards import actions
from bihuan.hazards.actions import Reviewed
from bihuan.hazards.lifecycle import UNDER_ORDER
from bihuan.hazards.models import Hazard
from bihuan.inspections.actions import Visit
from bihuan.measures.actions import record_decision
from bihuan.units.actions import register_certificate, revise_unit
from bihuan.units.models import Unit
from tests.cast import NOW, TODAY, Cast
from tests.core.deeds import finding, found, fresh, visit
from tests.profiles import examples
from tests.web.pages import plain
from tests.web.visits import SignIn

STEP = tuple[int, Callable[[Cast], object]]


def day(number: int) -> date:
    return TODAY + timedelta(days=number)


def on_day(number: int, act: Callable[[], Any]) -> Any:
    """Do something so many days after the story's first morning."""
    with clock.moved(NOW + timedelta(days=number)):
        return act()


@pytest.fixture
def story(cast: Cast) -> Hazard:
    """Day 0 ordered, 3 reported, 5 sent back to day 9, 8 urgent, 12 overdue noted, 15 moved and renamed and the village head
    gone, 20 closed, 22 a paper check of day 2 typed in, 25 suspended as of day 24."""
    hazard = found(cast, cast.chen)
    unit = cast.units["yongan"]
    on_day(
        3,
        lambda: actions.report_rectified(
            cast.feng, hazard.pk, version=1, note="已换", photos_after=[cast.photo(cast.feng, "green")]
        ),
    )
    back = Reviewed(hazard.pk, 2, passed=False, note="未换完", deadline_on=day(9))
    refused = {"kind": "reinspection", "signature": None, "refusal": "负责人不在场"}
    on_day(5, lambda: actions.reinspect(cast.chen, visit(cast, cast.chen, **refused), [back]))
    on_day(8, lambda: actions.mark_urgent(cast.zhou, hazard.pk, version=3, hours=24, note="节前必须消除"))
    on_day(12, lambda: actions.note_overdue(cast.chen, fresh(cast, hazard.pk)))
    moved = {"name": "永安商店", "category": "shop", "cell_id": cast.cells["柳林村"].pk}
    on_day(15, lambda: revise_unit(cast.chen, unit.pk, version=_version(cast), **moved))
    head = Post.objects.within(cast.chen.scope).get(person=cast.people["li"])
    on_day(15, lambda: end_post(cast.xu, head.pk, to_on=day(14)))
    done = Reviewed(hazard.pk, 4, passed=True, note="线路已更换")
    on_day(20, lambda: actions.reinspect(cast.chen, visit(cast, cast.chen, kind="reinspection"), [done]))
    late = {
        "visited_on": day(2),
        "late_entry": True,
        "scan": cast.photo(cast.chen, "blue"),
        "signature": None,
    }
    extra = finding(cast, cast.chen, "deadline", text="灭火器失效", kind="fire", deadline_on=day(30))
    on_day(22, lambda: actions.finish_check(cast.chen, visit(cast, cast.chen, **late), [extra]))
    on_day(25, lambda: _suspend(cast))
    return hazard


def _version(cast: Cast) -> int:
    row: Unit = Unit.objects.within(cast.chen.scope).get(pk=cast.units["yongan"].pk)
    return row.version


def _suspend(cast: Cast) -> None:
    record_decision(
        cast.zhou,
        cast.units["yongan"].pk,
        kind="suspend",
        body="东城区应急管理局",
        number="东应急停〔2026〕1号",
        decided_on=day(24),
        reason="拒不整改",
        proof=cast.photo(cast.zhou, "blue"),
    )


def asked(cast: Cast, number: int) -> AsOf:
    """The unit as of a day, asked long after."""
    unit = Unit.objects.within(cast.chen.scope).get(pk=cast.units["yongan"].pk)
    with clock.moved(NOW + timedelta(days=100)):
        return as_of(cast.chen, unit, day(number))


def test_the_hazard_stands_on_each_day_as_it_stood(cast: Cast, story: Hazard) -> None:
    stood = {number: asked(cast, number).hazards[0] for number in (0, 2, 3, 5, 9, 10, 19, 20, 40)}
    assert [stood[number].said for number in (0, 2, 3, 5)] == ["整改中", "整改中", "待复查", "整改中"]
    assert [stood[number].deadline_on for number in (0, 3, 5, 20)] == [day(7), day(7), day(9), None]
    assert stood[9].said == "整改中，急办"
    assert stood[10].said == "整改中，逾期1天，急办"
    assert (stood[19].is_open, stood[20].state, stood[40].state) == (True, "closed", "closed")


def test_the_unit_is_the_one_of_that_day(cast: Cast, story: Hazard) -> None:
    before, after = asked(cast, 14), asked(cast, 15)
    assert (before.name, after.name) == ("永安烟花店", "永安商店")
    facts, later = dict(before.facts), dict(after.facts)
    assert facts["网格"] == "东岭镇 / 东片办事处 / 石桥村 / 永安烟花店"
    assert "李桂兰" in facts["网格责任人"] and "石桥村网格员王小红" in facts["网格责任人"]
    assert later["网格"].endswith("柳林村") and "李桂兰" not in later["网格责任人"]
    assert facts["类别"] == "烟花爆竹" and later["类别"] == "沿街商铺"


def test_what_was_recorded_later_is_told_apart(cast: Cast, story: Hazard) -> None:
    early = asked(cast, 10)
    assert [one.row.text for one in early.hazards] == ["库房电线老化裸露"]
    assert [(one.on, clock.town_day(one.recorded_at)) for one in early.later] == [(day(2), day(22))]
    late = asked(cast, 22)
    assert {one.row.text for one in late.hazards} == {"库房电线老化裸露", "灭火器失效"}
    assert not late.later
    decided = asked(cast, 24)
    assert not decided.decisions and "停业整顿" in "".join(one.what for one in decided.later)
    assert dict(decided.facts)["状态"].startswith("正常")
    known = asked(cast, 25)
    assert [one.number for one in known.decisions] == ["东应急停〔2026〕1号"]
    assert dict(known.facts)["状态"].startswith("停产停业（2026-06-26起")


def test_who_was_told_what_by_whom_and_how_it_was_taken(cast: Cast, story: Hazard) -> None:
    told = [(one.event.action, one.event.actor_name, one.to, one.receipt) for one in asked(cast, 20).told]
    assert told == [
        ("find", "陈明", "被检查单位", "冯永签字"),
        ("finish_check", "陈明", "被检查单位", "冯永签字"),
        ("report", "冯永", "执法人员", ""),
        ("send_back", "陈明", "被检查单位", ""),
        ("reinspect", "陈明", "被检查单位", "拒签：负责人不在场"),
        ("mark_urgent", "周正", "值班领导、承办人员", ""),
        ("note_overdue", "陈明", "安全办", ""),
        ("close", "陈明", "被检查单位", ""),
        ("reinspect", "陈明", "被检查单位", "冯永签字"),
    ]


def test_before_it_was_registered_nothing_was_known(cast: Cast, story: Hazard) -> None:
    early = asked(cast, -1)
    assert not early.known and not early.hazards and not early.lines
    assert early.later, "registered on the first morning as of the year's first day"


def test_a_voided_visit_takes_its_hazards_with_it(cast: Cast) -> None:
    hazard = found(cast, cast.chen)
    on_day(4, lambda: actions.void_visit(cast.zhou, hazard.inspection_id, reason="录错单位"))
    assert [asked(cast, number).hazards[0].state for number in (3, 4)] == ["ordered", "void"]


def test_a_day_costs_the_same_however_much_there_is(cast: Cast, story: Hazard) -> None:
    unit, chen = cast.units["yongan"], cast.chen

    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            as_of(chen, unit, day(50))
        return len(captured)

    few = cost()
    for number in range(30, 36):
        text = f"第{number}处问题"
        on_day(number, lambda text=text: found(cast, cast.chen, text=text))
    assert cost() == few <= 13


@settings(
    max_examples=examples(8), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=st.lists(st.sampled_from(["report", "send_back", "close", "urgent", "void"]), max_size=6))
def test_as_of_today_is_today(cast: Cast, steps: list[str]) -> None:
    """Whatever was done to a hazard, the day on which it is asked shows it as the row has it."""
    with transaction.atomic():
        hazard = found(cast, cast.chen)
        for number, step in enumerate(steps, start=1):
            on_day(number, lambda step=step: _take(cast, hazard.pk, step))
        with clock.moved(NOW + timedelta(days=len(steps))):
            same_as_today(as_of(cast.chen, cast.units["yongan"], clock.today()), cast.chen.scope)
        transaction.set_rollback(True)


def _take(cast: Cast, pk: Any, step: str) -> None:
    row = fresh(cast, pk)
    again = {"kind": "reinspection"}
    if step == "report" and row.state == "ordered":
        photos = [cast.photo(cast.feng, "green")]
        actions.report_rectified(cast.feng, pk, version=row.version, note="已换", photos_after=photos)
    elif step in ("send_back", "close") and row.state in UNDER_ORDER:
        due = None if step == "close" else clock.today() + timedelta(days=2)
        seen = Reviewed(pk, row.version, passed=step == "close", note="看过", deadline_on=due)
        actions.reinspect(cast.chen, visit(cast, cast.chen, **again), [seen])
    elif step == "urgent" and row.state == "ordered" and row.urgent_on is None:
        actions.mark_urgent(cast.zhou, pk, version=row.version, hours=5, note="急")
    elif step == "void" and row.state in UNDER_ORDER:
        actions.void_hazard(cast.zhou, pk, version=row.version, note="错")


def same_as_today(shown: AsOf, scope: Any) -> None:
    """Each hazard of the unit is in the state, with the deadline, that its row has."""
    rows = {one.pk: one for one in Hazard.objects.within(scope).filter(unit=shown.unit)}
    assert {one.row.pk: one.state for one in shown.hazards} == {pk: row.state for pk, row in rows.items()}
    for one in shown.hazards:
        if one.state in UNDER_ORDER:
            assert one.deadline_on == rows[one.row.pk].deadline_on
        assert one.is_major == rows[one.row.pk].is_major


def test_the_page_and_who_may_see_it(cast: Cast, story: Hazard, sign_in: SignIn) -> None:
    page = reverse("unit_as_of", args=[story.unit_id])
    with clock.moved(NOW + timedelta(days=60)):
        text = sign_in("chen").get(page, {"on": day(10)}).content.decode()
        assert "逾期" in text and "永安烟花店" in text and "以后才补录的" in text and "打印件" in text
        assert "打印件" not in sign_in("he").get(page, {"on": day(10)}).content.decode()
        assert sign_in("chen").get(page).status_code == 200
        for bad in ("昨天", "2099-01-01", "1900-01-01", "2026-02-30", "0000-00-00"):
            answer = sign_in("chen").get(page, {"on": bad})
            assert answer.status_code == 422 and "日期" in answer.content.decode()
        assert sign_in("sun").get(page).status_code == 404


def test_the_file_says_all_of_it_with_the_proof_and_taking_it_out_is_recorded(
    cast: Cast, story: Hazard, sign_in: SignIn
) -> None:
    register_certificate(cast.chen, story.unit_id, kind="fireworks", number="FW-1", valid_until=day(-1))
    client = sign_in("chen")
    with clock.moved(NOW + timedelta(days=60)):
        answer = client.post(reverse("unit_as_of_file", args=[story.unit_id, "pdf"]), {"on": day(10)})
        assert answer["Content-Type"] == "application/pdf"
        text = "".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)
        text = "".join(text.split())
        last = Event.objects.within(cast.chen.scope).filter(at__lt=clock.at(day(11))).order_by("-seq")[0]
        for said in (
            "永安烟花店",
            "2026年6月12日",
            "逾期1天",
            "拒签：负责人不在场",
            "FW-1",
            "环环相接",
            last.hash[:16],
        ):
            assert said in text, said
        assert "13800000001" not in text and "灭火器失效" not in text
        word = client.post(reverse("unit_as_of_file", args=[story.unit_id, "docx"]), {"on": day(10)})
        assert any("永安" in one.text for one in Document(BytesIO(word.content)).paragraphs)
        exports = [
            one for one in events.trail(cast.chen.scope, story.unit_id) if one.action == "export_dossier"
        ]
        assert [one.given["form"] for one in exports] == ["pdf", "docx"]
        shown = plain(client.get(reverse("unit", args=[story.unit_id])).content.decode())
        assert "导出某日情况" in shown
        bad = client.post(reverse("unit_as_of_file", args=[story.unit_id, "pdf"]), {"on": "x"})
        assert bad.status_code == 302
        assert client.get(reverse("unit_as_of_file", args=[story.unit_id, "exe"])).status_code == 404
        assert (
            sign_in("wang").post(reverse("unit_as_of_file", args=[story.unit_id, "pdf"])).status_code == 403
        )


def test_the_proof_names_the_first_broken_link(cast: Cast, story: Hazard) -> None:
    found_then = asked(cast, 10)
    assert proof(cast.town.pk, found_then).broken is None
    one = found_then.lines[2].event
    Event.objects.within(cast.chen.scope).filter(pk=one.pk).update(actor_name="别人")
    broken = proof(cast.town.pk, found_then).broken
    assert broken is not None and broken.seq == one.seq
    assert proof(cast.town.pk, asked(cast, -200)).last is None


def test_a_patrol_tells_the_office(cast: Cast) -> None:
    patrol = Visit(unit=cast.units["yongan"].pk, visited_on=TODAY, kind="patrol")
    actions.finish_check(cast.wang, patrol, [finding(cast, cast.wang, "undecided")])
    first = asked(cast, 0).told[0]
    assert (first.event.action, first.to) == ("find", "安全办")

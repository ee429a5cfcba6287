"""The pages of duty: each shows what it should, takes what it should, and keeps what was typed when it is refused."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from bihuan.core import calendar, clock
from bihuan.core.ids import new_id
from bihuan.core.jobs import work_off
from bihuan.core.models import Town
from bihuan.duty import actions, board
from bihuan.duty.models import DutyCall, DutyRule, Fit, Leave, Relief, Roster, SpotCheck, Swap
from bihuan.duty.queries import custom_of, fairest_to_call, in_force, standing
from bihuan.paper import ledger_pdf
from tests.cast import TODAY, Cast
from tests.duty.deeds import FIRST, LAST, TEAMS, drawn, key_of, published, set_up, town, turn_of
from tests.notices.deeds import at
from tests.web.pages import error_at
from tests.web.visits import SignIn

NEXT = FIRST + timedelta(days=1)


def test_a_roster_is_made_on_the_pages_from_the_rules_to_its_publishing(
    cast: Cast, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bihuan.duty.jobs.LIMIT_SECONDS", 1.0)
    client = sign_in("chen")
    assert "采用常用规定" in client.get(reverse("duty_rules")).content.decode()
    client.post(reverse("duty_usual"))
    for position, keys in TEAMS.items():
        given = {"position": position, "persons": [cast.people[key].pk for key in keys]}
        assert (
            f"已列入{len(keys)}人" in client.post(reverse("duty_fits"), given, follow=True).content.decode()
        )
    page = client.get(reverse("roster_new")).content.decode()
    assert "每天带班1人" in page and "带班3人" in page
    refused = client.post(reverse("roster_new"), {"from_on": "明天", "to_on": LAST})
    assert refused.status_code == 422 and "明天" in refused.content.decode()
    job = client.post(reverse("roster_new"), {"from_on": FIRST, "to_on": LAST}, follow=True)
    assert "排值班表" in job.content.decode()
    work_off()
    row = Roster.objects.within(town(cast)).get()
    page = client.get(reverse("roster", args=[row.pk])).content.decode()
    assert "0分最好" in page and "每人几个班" in page and "发布值班表" in page
    done = client.post(reverse("roster", args=[row.pk]), {"version": row.version}, follow=True)
    assert "已发布" in done.content.decode()
    assert in_force(town(cast)).count() == 56


def test_a_turn_of_a_draft_is_changed_on_its_page(cast: Cast, sign_in: SignIn) -> None:
    set_up(cast)
    row, client = drawn(cast), sign_in("chen")
    day, position, was, _ = next(one for one in row.plan if one[1] == "lead")
    address = reverse("roster_change", args=[row.pk])
    asked = {"day": day, "position": position, "was": was}
    page = client.get(address, asked).content.decode()
    assert "手工调整" in page and "不能排的" in page
    wang = cast.people["wang"].pk
    refused = client.post(address, asked | {"version": row.version, "to": wang})
    assert refused.status_code == 422 and "名单内" in error_at(refused.content.decode(), "to")
    done = client.post(address, asked | {"version": row.version, "to": ""}, follow=True).content.decode()
    assert "已调整" in done and "排人" in done
    stale = client.post(address, asked | {"version": row.version, "to": ""})
    assert stale.status_code == 409
    for wrong in ({}, {"day": "x", "position": "lead"}, {"day": "2027-01-01", "position": "lead"}):
        assert client.get(address, wrong).status_code == 302
    assert "重新求解" in done
    client.post(reverse("roster_drop", args=[row.pk]))
    assert Roster.objects.within(town(cast)).get().state == "dropped"
    assert client.post(reverse("roster_solve", args=[row.pk])).status_code == 302


def test_the_month_shows_who_stands_now_and_what_has_to_be_changed(
    cast: Cast, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sign_in("chen")
    assert "无人值班" in client.get(reverse("duty")).content.decode()
    set_up(cast)
    published(cast)
    leader = turn_of(cast, "lead", NEXT)
    actions.take_leave(cast.chen, person_id=leader.person_id, from_on=NEXT, to_on=NEXT, reason="病假")
    kind = calendar.day_kind
    moved = date(2026, 6, 8)
    monkeypatch.setattr("bihuan.duty.queries.day_kind", lambda on: "holiday" if on == moved else kind(on))
    with at(FIRST):
        page = client.get(reverse("duty")).content.decode()
    assert turn_of(cast, "lead").person.name in page and "现在值班" in page
    assert "6月8日由工作日改为节假日" in page and "起重排" in page
    assert f"{leader.person.name}</a>请假（病假）" in page
    assert "没有发布值班表" in client.get(reverse("duty"), {"month": "x-y"}).content.decode()
    far = client.get(reverse("duty"), {"month": "2027-03"}).content.decode()
    assert "2027年的节假日安排还没有公布" in far


def test_the_month_asks_as_much_for_a_full_month_as_for_an_empty_one(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in("zhou")
    set_up(cast)

    def asked(month: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("duty"), {"month": month})
        return len(queries)

    asked("2026-08")
    few = asked("2026-08")
    published(cast)
    assert asked("2026-06") <= few + 3


def test_the_roster_and_the_telephone_list_are_printed(cast: Cast, sign_in: SignIn) -> None:
    set_up(cast)
    published(cast)
    for name in ("duty_paper", "duty_phones_paper"):
        answer = sign_in("wang").get(reverse(name))
        assert answer["Content-Type"] == "application/pdf" and answer.content.startswith(b"%PDF")
    whole = Town.objects.within(town(cast)).get()
    made = board.month_paper(town(cast), whole, custom_of(town(cast)), TODAY.replace(day=1), TODAY, "")
    assert [head.word for head in made.heads] == ["日期", "星期", "带班领导", "值班人员", "司机", "备注"]
    assert len(made.rows) == 30 and made.rows[5][-1] == "周末"
    assert ledger_pdf(made) == ledger_pdf(made)
    days = board.days_of_turns(standing(town(cast), FIRST, FIRST), FIRST, FIRST)
    assert [row[1] for row in board.phones_paper(whole, days, "office", TODAY, "").rows] == [
        "带班",
        "值班",
        "值班",
    ]
    assert "值班电话" in sign_in("wang").get(reverse("duty_phones")).content.decode()


def test_the_phone_in_public_is_the_one_the_town_says(cast: Cast) -> None:
    line = board.Line("lead", "周正", "13800000009")
    office = Town(phone="0537-1")
    assert [board.phone_shown(office, line, one) for one in ("none", "office", "real")] == [
        "",
        "0537-1",
        "13800000009",
    ]


def test_a_swap_goes_its_way_on_the_pages(cast: Cast, sign_in: SignIn) -> None:
    set_up(cast)
    published(cast)
    turn = next(
        one
        for one in standing(town(cast), NEXT, LAST)
        if one.position == "lead" and any(not who.against for who in fairest_to_call(town(cast), one))
    )
    other = next(one.person for one in fairest_to_call(town(cast), turn) if not one.against)
    who, whom = sign_in(key_of(cast, turn.person_id)), sign_in(key_of(cast, other.pk))
    address = reverse("duty_turn", args=[turn.pk])
    assert "申请换班" in who.get(address).content.decode()
    refused = who.post(address, {"other": other.pk, "reason": ""})
    assert refused.status_code == 422 and "请填写原因" in error_at(refused.content.decode(), "reason")
    asked = who.post(address, {"other": other.pk, "reason": "家长会"}, follow=True)
    assert "等对方答应" in asked.content.decode()
    swap = Swap.objects.within(town(cast)).get()
    page = reverse("duty_swap", args=[swap.pk])
    assert "等您答复" in whom.get(reverse("duty_swaps")).content.decode()
    assert "已答应" in whom.post(page, {"version": 1, "move": "accept_swap"}, follow=True).content.decode()
    assert whom.post(page, {"version": 1, "move": "approve_it"}).status_code == 422
    head = sign_in("chen")
    assert head.post(page, {"version": 2, "move": "refuse_swap"}).status_code == 422
    assert "已换班" in head.post(page, {"version": 2, "move": "approve_swap"}, follow=True).content.decode()
    assert "（原" in head.get(reverse("duty")).content.decode()


def test_somebody_is_called_in_on_the_page(cast: Cast, sign_in: SignIn) -> None:
    set_up(cast)
    published(cast)
    turn = turn_of(cast, "driver", NEXT)
    address, client = reverse("duty_call_in", args=[turn.pk]), sign_in("chen")
    refused = client.post(address, {"person": "", "reason": "病"})
    assert refused.status_code == 422 and "病" in refused.content.decode()
    others = [key for key in TEAMS["driver"] if cast.people[key].pk != turn.person_id]
    said = client.post(address, {"person": cast.people[others[0]].pk, "reason": "病"}).content.decode()
    assert "至少休息1天" in error_at(said, "person")
    assert sign_in("li").post(address, {}).status_code == 403


def test_a_shift_is_handed_over_and_taken_over_on_the_pages(cast: Cast, sign_in: SignIn) -> None:
    set_up(cast)
    published(cast)
    giver, taker = turn_of(cast, "duty"), turn_of(cast, "duty", NEXT)
    with at(NEXT, 8, 10):
        client = sign_in(key_of(cast, giver.person_id))
        assert "没有未办结的事项" in client.get(reverse("duty_handover")).content.decode()
        done = client.post(
            reverse("duty_handover"),
            {"day": FIRST, "weather": "晴", "absent": [giver.person_id]},
            follow=True,
        )
        assert "已交班签字" in done.content.decode()
        relief = Relief.objects.within(town(cast)).get()
        assert relief.absent[0]["name"] == giver.person.name
        address = reverse("duty_relief", args=[relief.pk])
        assert (
            "接班签字" not in done.content.decode().split("</h1>")[1]
            or giver.person_id == cast.people["chen"].pk
        )
        other = sign_in(key_of(cast, taker.person_id))
        assert "接班签字" in other.get(address).content.decode()
        assert "已接班签字" in other.post(address, follow=True).content.decode()
        assert "已经接过" in other.post(address, follow=True).content.decode()
        assert "晴" in client.get(reverse("duty_reliefs")).content.decode()
    assert client.get(reverse("duty_handover")).status_code == 302


def test_a_call_is_entered_about_a_unit_and_settled(cast: Cast, sign_in: SignIn) -> None:
    client, unit = sign_in("zhao"), cast.units["yongan"]
    page = client.get(reverse("duty_call_new"), {"unit": unit.pk}).content.decode()
    assert unit.name in page and "2026-06-02T09:00" in page
    assert client.get(reverse("duty_call_new"), {"unit": "x"}).status_code == 404
    given = {
        "call_id": str(new_id()),
        "at": "2026-06-02T21:00",
        "source": "phone",
        "caller": "张",
        "content": "店里有人抽烟",
        "unit": unit.name,
    }
    refused = client.post(reverse("duty_call_new"), given)
    assert refused.status_code == 422 and "手机时间不准" in error_at(refused.content.decode(), "at")
    assert "店里有人抽烟" in refused.content.decode()
    assert client.post(reverse("duty_call_new"), given | {"at": "九点"}).status_code == 422
    unknown = client.post(reverse("duty_call_new"), given | {"at": "2026-06-02T08:50", "unit": "月亮厂"})
    assert "没有找到这个监管对象" in error_at(unknown.content.decode(), "unit")
    done = client.post(reverse("duty_call_new"), given | {"at": "2026-06-02T08:50"}, follow=True)
    assert "未办结" in done.content.decode()
    call = DutyCall.objects.within(town(cast)).get()
    assert call.at == clock.at(TODAY, 8, 50)
    assert "店里有人抽烟" in client.get(reverse("unit", args=[unit.pk])).content.decode()
    address = reverse("duty_call", args=[call.pk])
    assert client.post(address, {"kind": "leader", "text": "查"}).status_code == 422
    assert (
        "已办结" in client.post(address, {"kind": "result", "text": "已劝离"}, follow=True).content.decode()
    )
    assert "没有符合条件的来电来文" in client.get(reverse("duty_calls"), {"state": "open"}).content.decode()
    assert sign_in("feng").get(reverse("duty_calls")).status_code == 403


def test_spot_checks_leaves_and_rules_are_entered_on_their_pages(cast: Cast, sign_in: SignIn) -> None:
    set_up(cast)
    published(cast)
    client, turn = sign_in("chen"), turn_of(cast, "duty")
    with at(FIRST, 22):
        given = {"check_id": str(new_id()), "at": "2026-06-03T22:00", "of": "above", "by": "区局"}
        given |= {"outcome": "present", "reached": ""}
        refused = client.post(reverse("spot_check_new"), given)
        assert refused.status_code == 422 and "接听的人" in error_at(refused.content.decode(), "reached")
        done = client.post(reverse("spot_check_new"), given | {"reached": turn.person_id}, follow=True)
        assert "已登记：在岗" in done.content.decode()
    assert SpotCheck.objects.within(town(cast)).get().reached_id == turn.person_id
    leave = {"person_id": cast.people["li"].pk, "from_on": FIRST, "to_on": FIRST, "reason": ""}
    assert sign_in("li").post(reverse("duty_leaves"), leave).status_code == 422
    sign_in("li").post(reverse("duty_leaves"), leave | {"reason": "体检"})
    row = Leave.objects.within(town(cast)).get()
    assert "已销假" in client.post(reverse("leave_end", args=[row.pk]), follow=True).content.decode()
    for kind in ("needs", "extra", "rest", "most", "fair", "spared", "together", "apart", "fixed", "none"):
        assert client.get(reverse("duty_rules"), {"kind": kind}).status_code == 200
    address = f"{reverse('duty_rules')}?kind=most"
    refused = client.post(address, {"count": "很多"})
    assert refused.status_code == 422 and "很多" in refused.content.decode()
    client.post(address, {"count": 6})
    rule = DutyRule.objects.within(town(cast)).get(kind="most")
    client.post(reverse("duty_rule_end", args=[rule.pk]))
    assert "已经停用" in client.post(reverse("duty_rule_end", args=[rule.pk]), follow=True).content.decode()
    assert (
        "改为17:00"
        in client.post(reverse("duty_change"), {"changes_at": "17:00"}, follow=True).content.decode()
    )
    client.post(reverse("duty_change"), {"changes_at": "五点"})
    fit = Fit.objects.within(town(cast)).filter(person=cast.people["wang"]).get()
    assert "已移出司机" in client.post(reverse("fit_end", args=[fit.pk]), follow=True).content.decode()


def test_a_calendar_is_subscribed_by_its_secret_address(cast: Cast, sign_in: SignIn) -> None:
    set_up(cast)
    published(cast)
    client = sign_in("zhao")
    page = client.post(reverse("duty_calendar")).content.decode()
    link = page.split('readonly value="')[1].split('"')[0]
    path = "/" + link.split("/", 3)[3]
    stranger = type(client)()
    answer = stranger.get(path)
    assert answer["Content-Type"].startswith("text/calendar") and b"BEGIN:VEVENT" in answer.content
    assert "13" not in answer.content.decode().split("DESCRIPTION:")[1].split("\r\n")[0]
    assert link not in client.get(reverse("duty_calendar")).content.decode()
    client.post(reverse("duty_calendar"), {"end": "1"})
    assert stranger.get(path).status_code == 404
    assert stranger.get(reverse("duty_feed", args=["nothing"])).status_code == 404


def test_a_shift_and_a_swap_are_printed_to_be_signed(cast: Cast, sign_in: SignIn) -> None:
    set_up(cast)
    published(cast)
    giver = getattr(cast, key_of(cast, turn_of(cast, "duty").person_id))
    with at(FIRST, 22):
        call = actions.note_call(
            giver, at=clock.now(), source="phone", caller="张大妈", content="北头有浓烟", opinion="已通知村里"
        )
        actions.step_call(cast.chen, call.pk, kind="leader", text="查明原因", whose="周正")
        actions.note_check(
            cast.chen, at=clock.now(), by="区局", of="above", outcome="present", reached=giver.person
        )
    with at(NEXT, 8, 20):
        relief = actions.hand_over_shift(giver, FIRST, weather="晴", told="浓烟的事接着问")
    client = sign_in("chen")
    said = paper_text(client.get(reverse("duty_relief_paper", args=[relief.pk])).content)
    for words in (
        "值班交接班记录",
        "2026年6月3日",
        "张大妈",
        "处理意见：已通知村里",
        "领导批示（周正）",
        "区局",
        "浓烟的事接着问",
        giver.name,
    ):
        assert words in said, words
    turn = turn_of(cast, "lead", NEXT)
    asker = getattr(cast, key_of(cast, turn.person_id))
    swap = actions.ask_swap(asker, turn.pk, reason="家长会")
    said = paper_text(client.get(reverse("duty_swap_paper", args=[swap.pk])).content)
    assert "换班审批单" in said and asker.name in said and "征求中" in said and "家长会" in said


def test_a_month_is_one_page(cast: Cast, sign_in: SignIn) -> None:
    set_up(cast)
    published(cast, FIRST, FIRST + timedelta(days=60))
    content = sign_in("chen").get(reverse("duty_paper"), {"month": "2026-07"}).content
    assert len(PdfReader(BytesIO(content)).pages) == 1
    assert paper_text(content).count("7月") >= 31


def paper_text(content: bytes) -> str:
    """What a PDF says, without white space: lines end anywhere."""
    return "".join("".join(page.extract_text().split()) for page in PdfReader(BytesIO(content)).pages)

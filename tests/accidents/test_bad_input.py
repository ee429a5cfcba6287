"""What cannot be is refused in words, at its field; nothing is written."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from bihuan.accidents import actions
from bihuan.accidents.actions import Told, record_toll
from bihuan.accidents.models import Accident, FlashReport, Telling, Toll
from bihuan.accidents.rules import Counts
from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.errors import Forbidden, Incomplete, NotFound
from bihuan.core.ids import new_id
from bihuan.grid.actions import end_post
from bihuan.grid.models import Post
from tests.accidents.deeds import BUREAU, DONE, HAPPENED, close, enter, fresh, hear, judge, know, report, tell
from tests.cast import NOW, TODAY, Cast
from tests.notices.deeds import at
from tests.web.pages import error_at
from tests.web.visits import SignIn

HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("heard", "counts", "fields"),
    [
        ({"happened_at": NOW + HOUR}, Counts(), {"happened_at", "heard_at"}),
        ({"heard_at": NOW + HOUR}, Counts(), {"heard_at"}),
        ({"heard_at": HAPPENED - HOUR}, Counts(), {"heard_at"}),
        ({"unit_heard_at": HAPPENED - HOUR}, Counts(), {"unit_heard_at"}),
        ({"brief": "  "}, Counts(), {"brief"}),
        ({"unit": None}, Counts(), {"place"}),
        ({"kind": "机械致害"}, Counts(), {"kind"}),  # of the list that comes into force in July
        ({"category": "nothing"}, Counts(), {"category"}),
        ({"latitude": 35.0}, Counts(), {"latitude"}),
        ({"latitude": 116.0, "longitude": 35.0}, Counts(), {"latitude"}),
        ({}, Counts(deaths=-1), {"deaths"}),
        ({}, Counts(loss_yuan=-1), {"loss_yuan"}),
    ],
)
def test_an_entry_that_cannot_be(cast: Cast, heard: dict[str, Any], counts: Counts, fields: set[str]) -> None:
    with pytest.raises(Incomplete) as refused:
        actions.enter_accident(cast.chen, hear(cast, **heard), counts)
    assert set(refused.value.fields) == fields
    assert not Accident.objects.within(cast.chen.scope).exists()


def test_a_unit_of_another_town_or_place_is_none(cast: Cast) -> None:
    for actor in (cast.sun, cast.feng):
        with pytest.raises(NotFound):
            actions.enter_accident(actor, hear(cast, "school"), Counts())
    with pytest.raises(NotFound):
        actions.tell_above(cast.sun, enter(cast).pk, Told(BUREAU, "phone"), version=1)


@pytest.mark.parametrize(
    ("counts", "minutes", "reason", "field"),
    [
        (Counts(severe=2), 600, "", "known_at"),
        (Counts(severe=2), -60, "", "known_at"),
        (Counts(severe=-1), 0, "", "severe"),
        (Counts(light=1), 0, "", "reason"),
        (Counts(severe=1), 0, "", "deaths"),
    ],
)
def test_a_toll_that_cannot_be(cast: Cast, counts: Counts, minutes: int, reason: str, field: str) -> None:
    row = enter(cast)
    with pytest.raises(Incomplete) as refused:
        know(cast, row, counts, NOW + timedelta(minutes=minutes), reason)
    assert field in refused.value.fields
    assert Toll.objects.within(cast.chen.scope).count() == 1
    know(cast, row, Counts(light=1), reason="经核实为轻伤")


def test_who_signs_must_hold_a_post_that_signs_today(cast: Cast) -> None:
    row = enter(cast)
    for key in ("zhao", "wang", "sun"):
        with pytest.raises(Incomplete) as refused:
            report(cast, row, signed_by=cast.people[key].pk)
        assert set(refused.value.fields) == {"signed_by"}
    post = Post.objects.within(cast.chen.scope).get(person=cast.people["zhou"])
    end_post(Actor.founder(cast.town.pk), post.pk, to_on=TODAY)
    with at(TODAY + timedelta(days=1)), pytest.raises(Incomplete, match="现在不担任"):
        report(cast, row)
    assert not FlashReport.objects.within(cast.chen.scope).exists()


def test_a_report_without_its_words_is_none(cast: Cast) -> None:
    row = enter(cast)
    for name in ("brief", "measures"):
        with pytest.raises(Incomplete) as refused:
            report(cast, row, written=DONE | {name: " "})
        assert set(refused.value.fields) == {name}
    assert fresh(cast, row).version == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"body": " "}, "body"),
        ({"way": "pigeon"}, "way"),
        ({"teller": "nobody"}, "teller"),
        ({"level": "below"}, "level"),
        ({"at": NOW + HOUR}, "at"),
        ({"at": NOW - HOUR}, "at"),
    ],
)
def test_a_telling_that_cannot_be(cast: Cast, wrong: dict[str, Any], field: str) -> None:
    row = enter(cast)
    told = Told(**({"body": BUREAU, "way": "phone"} | wrong))
    with pytest.raises(Incomplete) as refused:
        actions.tell_above(cast.chen, row.pk, told, version=1)
    assert set(refused.value.fields) == {field}
    assert not Telling.objects.within(cast.chen.scope).exists()


def test_what_is_judged_says_who_and_on_what_ground(cast: Cast) -> None:
    row = enter(cast)
    right: dict[str, Any] = {"nature": "fire", "by": "区消防救援大队", "ground": "认定书", "on": TODAY}
    wrongs = (
        {"nature": "pending"},
        {"by": ""},
        {"ground": " "},
        {"on": TODAY + timedelta(days=1)},
        {"on": None},
    )
    for wrong in wrongs:
        with pytest.raises(Incomplete) as refused:
            actions.judge_accident(cast.chen, row.pk, version=1, **(right | wrong))
        assert set(refused.value.fields) == set(wrong)
    with pytest.raises(Forbidden):
        actions.judge_accident(cast.wang, row.pk, version=1, **right)


def test_a_case_is_closed_when_it_is_judged(cast: Cast) -> None:
    row = enter(cast)
    report(cast, row, final=True)
    given: dict[str, Any] = {"body": "调查组", "number": "1号", "on": clock.today(), "conclusions": "已查清"}
    version = fresh(cast, row).version
    with pytest.raises(Incomplete, match="还没有认定"):
        actions.close_accident(cast.chen, row.pk, version=version, **given)
    for name in given:
        with pytest.raises(Incomplete):
            actions.close_accident(
                cast.chen, row.pk, version=version, **(given | {name: None if name == "on" else ""})
            )


def entry(cast: Cast, **more: Any) -> dict[str, Any]:
    """What the page of a new accident sends."""
    given = {
        "accident_id": str(new_id()),
        "unit": "永安烟花店",
        "brief": "货架倒塌",
        "happened_at": "2026-06-02T08:40",
        "severe": "1",
    }
    return given | more


@pytest.mark.parametrize(
    ("wrong", "field", "says"),
    [
        ({"happened_at": "2026-06-03T08:40"}, "happened_at", "不能晚于现在"),
        ({"happened_at": "0001-01-01T00:00"}, "happened_at", "请核对年份"),
        ({"happened_at": "9999-12-31T23:59"}, "happened_at", "请核对年份"),
        ({"happened_at": "2006-06-02T08:40"}, "happened_at", "10年前"),
        ({"heard_at": "2026-06-02T08:00"}, "heard_at", "不能早于发生时间"),
        ({"deaths": "99999999"}, "deaths", "死亡人数应为0至"),
        ({"deaths": "-1"}, "deaths", "死亡人数应为0至"),
        ({"deaths": "9" * 5000}, "deaths", "应填整数"),
        ({"loss_yuan": "9" * 30}, "loss_yuan", "单位是元"),
        ({"brief": "字" * 1001}, "brief", "最多1000个字"),
        ({"brief": "倒塌\x00"}, "brief", "空字符"),
        ({"latitude": "nan", "longitude": "1"}, "latitude", "应填数字"),
        ({"latitude": "89", "longitude": "10"}, "latitude", "坐标不在国内"),
        ({"kind": "飞碟"}, "kind", "请从列表中选择事故类型"),
        ({"cell": "1"}, "cell", "请从列表中选择"),
        ({"accident_id": "x"}, "accident_id", ""),
    ],
)
def test_an_entry_is_refused_at_its_field_and_the_rest_is_kept(
    cast: Cast, sign_in: SignIn, wrong: dict[str, str], field: str, says: str
) -> None:
    answer = sign_in("chen").post(reverse("accident_new"), entry(cast, **wrong))
    html = answer.content.decode()
    assert answer.status_code == 422 and says in error_at(html, field)
    assert "永安烟花店" in html and not Accident.objects.within(cast.chen.scope).exists()


def test_digits_of_another_script_are_numbers_too(cast: Cast, sign_in: SignIn) -> None:
    sign_in("chen").post(
        reverse("accident_new"), entry(cast, severe="２", happened_at="２０２６-０６-０２T０８：４０")
    )
    row = Accident.objects.within(cast.chen.scope).get()
    assert row.happened_at == clock.at(TODAY, 8, 40) and row.tolls.within(cast.chen.scope).get().severe == 2


def test_a_case_is_not_closed_before_its_final_report_and_a_forged_step_says_so(
    cast: Cast, sign_in: SignIn
) -> None:
    row, client = enter(cast), sign_in("chen")
    given = {"version": 1, "body": "区政府", "number": "1号", "on": TODAY, "conclusions": "一般事故"}
    answer = client.post(reverse("accident_close", args=[row.pk]), given)
    assert (
        answer.status_code == 409
        and "快报中" in answer.content.decode()
        and "一般事故" in answer.content.decode()
    )
    answer = client.post(reverse("accident_reopen", args=[row.pk]), {"version": 1, "reason": "再报"})
    assert answer.status_code == 409
    assert fresh(cast, row).state == "reporting"


def test_a_measure_due_in_a_year_that_cannot_be_is_refused(cast: Cast) -> None:
    row = enter(cast)
    judge(cast, row)
    report(cast, row, final=True)
    for year in (1, 9999):
        with pytest.raises(Incomplete, match=r"更换吊具.*请核对年份") as refused:
            close(cast, row, remedies=[("更换吊具", date(year, 1, 1))])
        assert set(refused.value.fields) == {"remedies"}


def test_an_accident_of_another_town_is_none(cast: Cast, sign_in: SignIn) -> None:
    row, client = enter(cast), sign_in("sun")
    for page in (
        "accident",
        "accident_toll",
        "accident_correct",
        "accident_tell",
        "accident_close",
        "accident_cancel",
    ):
        assert client.get(reverse(page, args=[row.pk])).status_code == 404, page
        if page != "accident":
            assert client.post(reverse(page, args=[row.pk]), {"version": 1}).status_code == 404, page


def test_whoever_entered_it_puts_it_right_until_it_was_told_upward(cast: Cast, sign_in: SignIn) -> None:
    """Order 493, art. 13: what was told is corrected by a supplement, which the town makes."""
    row = enter(cast, cast.wang)
    client = sign_in("wang")
    page = client.get(reverse("accident", args=[row.pk])).content.decode()
    assert (
        reverse("accident_correct", args=[row.pk]) in page and reverse("accident_toll", args=[row.pk]) in page
    )
    assert reverse("accident_tell", args=[row.pk]) not in page
    for other in ("li", "feng"):  # the village's head and the unit see it, but did not enter it
        page = sign_in(other).get(reverse("accident_correct", args=[row.pk])).content.decode()
        assert "不是您登记的" in page and 'name="reason"' not in page
    given = {
        "version": 1,
        "unit": "永安烟花店",
        "place": "西侧仓库",
        "brief": "货架倒塌",
        "happened_at": "2026-06-02T08:30",
        "reason": "听错了时间",
    }
    assert client.post(reverse("accident_correct", args=[row.pk]), given).status_code == 302
    now = fresh(cast, row)
    assert (now.place, now.happened_at) == ("西侧仓库", clock.at(TODAY, 8, 30))
    tell(cast, row)
    for page in ("accident_correct", "accident_toll"):
        late = {"version": fresh(cast, row).version, "known_at": "2026-06-02T09:00", "deaths": "1"}
        told = client.post(reverse(page, args=[row.pk]), given | late)
        assert told.status_code == 403 and "由安全办更正、续报" in told.content.decode()
        assert "由安全办更正、续报" in client.get(reverse(page, args=[row.pk])).content.decode()
    assert (
        reverse("accident_correct", args=[row.pk])
        not in client.get(reverse("accident", args=[row.pk])).content.decode()
    )
    assert fresh(cast, row).happened_at == clock.at(TODAY, 8, 30)


def test_whoever_entered_it_adds_what_becomes_known_before_it_is_told(cast: Cast) -> None:
    row = enter(cast, cast.wang)
    toll = record_toll(
        cast.wang, row.pk, Counts(deaths=1), version=1, known_at=clock.now(), reason="经抢救无效"
    )
    assert toll.deaths == 1 and toll.by == cast.people["wang"]
    report(cast, row, told=None)  # signed, though not sent yet
    with pytest.raises(Forbidden, match="由安全办更正、续报"):
        record_toll(
            cast.wang,
            row.pk,
            Counts(deaths=2),
            version=fresh(cast, row).version,
            known_at=clock.now(),
            reason="又一人",
        )


def test_a_sign_that_no_font_has_does_not_keep_a_report_from_being_printed(
    cast: Cast, sign_in: SignIn
) -> None:
    row, client = enter(cast), sign_in("chen")
    given = {"version": 1, "brief": "货架倒塌😀", "measures": "送医", "signed_by": cast.people["zhou"].pk}
    assert client.post(reverse("flash_report_new", args=[row.pk]), given).status_code == 302
    made = FlashReport.objects.within(cast.chen.scope).get()
    paper = client.get(reverse("flash_report", args=[row.pk, made.pk]))
    assert paper["Content-Type"] == "application/pdf"
    assert f"filename*=utf-8''{row.number}" in paper["Content-Disposition"]

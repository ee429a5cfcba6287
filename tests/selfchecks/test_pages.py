"""The pages of self-checks: one press, a hazard that keeps what was typed, plates, the town's view."""

import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bihuan import paper
from bihuan.core import clock
from bihuan.core.desk import sections_of
from bihuan.hazards.models import Hazard
from bihuan.notices.actions import tell_news
from bihuan.notices.models import Told
from bihuan.paper import Card
from bihuan.risks.models import CheckLine
from bihuan.selfchecks import actions
from bihuan.selfchecks.actions import Check
from bihuan.selfchecks.models import Doubt, PointPlate, SelfCheck
from bihuan.selfchecks.rules import HAZARD_KINDS
from tests.cast import NOW, TODAY, Cast
from tests.risks.deeds import begin, point
from tests.selfchecks.deeds import at, check, checked, copied, found, many_points, ready, worker
from tests.web.pages import error_at, plain
from tests.web.visits import SignIn


def to(name: str, *args: object) -> str:
    return reverse(name, args=args)


def test_all_is_well_in_one_press(cast: Cast, sign_in: SignIn) -> None:
    ma = ready(cast)
    client = sign_in("ma")
    (first, *_) = sections_of(ma, NOW)
    assert first.title == "今日自查"
    store = point(ma, "储存间")
    page = client.get(to("selfcheck", store.pk)).content.decode()
    assert "存放数量没有超过许可" in page and "一切正常" in page
    sent = dict(re.findall(r'name="(check_id|level|every)" value="([^"]+)"', page))
    answer = client.post(to("selfcheck", store.pk), sent | {"latitude": "噪声", "longitude": ""}, follow=True)
    assert "已登记：储存间，一切正常" in answer.content.decode()
    row = SelfCheck.objects.within(ma.scope).get()
    assert (str(row.pk), row.latitude) == (sent["check_id"], None)
    again = client.post(to("selfcheck", store.pk), sent)
    assert again.status_code == 409 and "检查过，不用再查" in again.content.decode()


def test_all_that_is_due_at_a_point_is_done_in_one_press(cast: Cast, sign_in: SignIn) -> None:
    """储存间 is looked at daily and monthly: one press under all lines, a row for each; a second press by somebody else is refused whole."""
    ma = ready(cast)
    store = point(ma, "储存间")
    daily = CheckLine.objects.within(ma.scope).get(step__point=store, level="post", every="day")
    copied(daily, every="month", text="隔间门能关严")
    client = sign_in("ma")
    page = client.get(to("selfcheck", store.pk)).content.decode()
    assert "以上2次都看过，全部正常" in page and "隔间门能关严" in page
    sent = {
        "several": re.findall(r'name="several" value="([^"]+)"', page),
        "latitude": "29.5",
        "longitude": "噪声",
    }
    answer = client.post(to("selfcheck", store.pk), sent, follow=True)
    assert "已登记：储存间，一切正常" in answer.content.decode()
    rows = SelfCheck.objects.within(ma.scope).filter(point=store)
    assert {(row.every, row.latitude, row.longitude) for row in rows} == {
        ("day", 29.5, None),
        ("month", 29.5, None),
    }
    assert not Doubt.objects.within(ma.scope).exists()
    assert "全部正常" not in client.get(to("selfcheck", store.pk)).content.decode()
    again = client.post(to("selfcheck", store.pk), sent)
    assert again.status_code == 409 and rows.count() == 2


@pytest.mark.parametrize(
    "several", [[], ["abc"], ["018f0000-0000-7000-8000-000000000000 post hourly"], ["x post day"]]
)
def test_a_press_for_all_that_is_garbled_says_so(cast: Cast, sign_in: SignIn, several: list[str]) -> None:
    ready(cast)
    store = point(cast.feng, "储存间")
    answer = sign_in("ma").post(to("selfcheck", store.pk), {"several": several or [""]})
    assert answer.status_code == 422 and "页面已过期，请刷新。" in answer.content.decode()
    assert not SelfCheck.objects.within(cast.feng.scope).exists()


def test_many_checks_of_few_points_are_no_haste(cast: Cast) -> None:
    """Nine points with two checks each within a minute are nine points."""
    ma = ready(cast)
    points = many_points(cast, ma, 9)
    for line in CheckLine.objects.within(ma.scope).filter(step__point__in=points):
        copied(line, every="month")
    checks = [Check(one, "post", every) for one in points for every in ("day", "month")]
    assert len(checked(cast, ma, *checks)) == 18 and not Doubt.objects.within(ma.scope).exists()


def test_a_hazard_keeps_what_was_typed(cast: Cast, sign_in: SignIn) -> None:
    ma = ready(cast)
    client, store = sign_in("ma"), point(ma, "储存间")
    page = client.get(to("selfcheck_hazard", store.pk) + "?level=post&every=day").content.decode()
    assert "存放数量没有超过许可" in page
    sent = dict(re.findall(r'name="(check_id|hazard_id|level|every)" value="([^"]+)"', page))
    answer = client.post(to("selfcheck_hazard", store.pk), sent | {"text": "超量两箱"})
    page = answer.content.decode()
    assert answer.status_code == 422 and error_at(page, "photos_file") == "请拍一张隐患照片。"
    assert "超量两箱" in page
    sent |= {"text": "超量两箱", "photos": str(cast.photo(ma)), "deadline_on": "2026-06-05"}
    answer = client.post(to("selfcheck_hazard", store.pk), sent, follow=True)
    hazard = Hazard.objects.within(ma.scope).get()
    assert (hazard.text, str(hazard.deadline_on)) == ("超量两箱", "2026-06-05")
    shown = plain(answer.content.decode())
    assert "自查整改中" in shown and "储存间" in shown and "企业自查" in shown
    client = sign_in("feng")
    shown = client.get(to("hazard", hazard.pk)).content.decode()
    assert to("hazard_report", hazard.pk) in shown and to("hazard_close_own", hazard.pk) in shown


def test_a_hazard_is_proposed_at_the_only_line_and_as_what_is_likely_there(
    cast: Cast, sign_in: SignIn
) -> None:
    ma = ready(cast)
    client, store = sign_in("ma"), point(ma, "储存间")
    page = client.get(to("selfcheck_hazard", store.pk) + "?level=post&every=day").content.decode()
    chosen = re.findall(r'<option value="([^"]*)" selected>', page)
    lines = CheckLine.objects.within(ma.scope).filter(step__point=store, level="post", every="day")
    assert str(lines.get().pk) in chosen and HAZARD_KINDS[store.kind] in chosen
    besides = client.get(to("selfcheck_hazard", store.pk)).content.decode()
    assert str(lines.get().pk) not in re.findall(r'<option value="([^"]*)" selected>', besides)


def test_a_unit_that_has_just_its_list_shows_its_shifts_and_is_not_blamed(
    cast: Cast, sign_in: SignIn
) -> None:
    ready(cast)
    page = plain(sign_in("feng").get(to("unit", cast.units["yongan"].pk)).content.decode())
    assert "还没有到期的自查" in page and "改班次" in page and "从未自查" not in page


def test_who_has_no_account_is_stood_in_for_until_he_has_one(cast: Cast, sign_in: SignIn) -> None:
    begin(cast, cast.feng)
    client = sign_in("feng")
    assert re.search(r"代查[1-9]\d*项", client.get("/").content.decode())
    page = plain(client.get(to("my_selfchecks")).content.decode())
    assert "马小兵没有账号，由您代查" in page and "储存间" in page.partition("代查")[2]
    assert "代查" not in plain(sign_in("chen").get(to("my_selfchecks")).content.decode())
    worker(cast)
    assert "代查" not in plain(sign_in("feng").get(to("my_selfchecks")).content.decode())
    assert "储存间" in sign_in("ma").get(to("my_selfchecks")).content.decode()


def test_the_owner_mends_and_closes_on_the_unit_s_own_pages(cast: Cast, sign_in: SignIn) -> None:
    ma = ready(cast)
    actions.report_hazard(ma, point(ma, "储存间").pk, found(cast, ma))
    hazard = Hazard.objects.within(ma.scope).get()
    client, photo = sign_in("feng"), str(cast.photo(cast.feng))
    client.post(
        to("hazard_report", hazard.pk),
        {"version": 1, "note": "已清走", "photos_after": photo, "funds_yuan": "0"},
    )
    answer = client.post(to("hazard_close_own", hazard.pk), {"version": 2, "note": ""})
    assert answer.status_code == 422 and "验收情况" in answer.content.decode()
    answer = client.post(
        to("hazard_close_own", hazard.pk), {"version": 2, "note": "看过，已清完"}, follow=True
    )
    assert "已销号" in plain(answer.content.decode())


def test_the_code_of_a_notice_is_the_plates_where_the_point_has_one(
    cast: Cast, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who stands before the notice has no account: without a plate the code asks for one, with a plate it shows what a visitor may see."""
    ready(cast)
    printed: list[Card] = []
    monkeypatch.setattr(paper, "card_sheets", lambda cards, **_: printed.extend(cards) or b"%PDF-")
    client, unit = sign_in("feng"), cast.units["yongan"]
    client.get(to("unit_risk_paper", unit.pk, "cards"))
    store = point(cast.feng, "储存间")
    assert f"http://testserver{to('risk_point', store.pk)}" in [one.encodes for one in printed]
    client.post(to("point_plates", unit.pk))
    printed.clear()
    client.get(to("unit_risk_paper", unit.pk, "cards"))
    codes = PointPlate.objects.within(cast.feng.scope).values_list("code", flat=True)
    assert {one.encodes for one in printed} == {
        f"http://testserver{to('point_plate_page', one)}" for one in codes
    }
    assert "储存间" in Client().get(to("point_plate_page", codes.get(point=store))).content.decode()


def test_a_plate_opens_the_check_the_point_or_a_card(cast: Cast, sign_in: SignIn) -> None:
    ma = ready(cast)
    client = sign_in("feng")
    assert client.get(to("point_plates", cast.units["yongan"].pk)).status_code == 200
    pdf = client.post(to("point_plates", cast.units["yongan"].pk))
    assert pdf["Content-Type"] == "application/pdf" and pdf.content[:5] == b"%PDF-"
    store = point(ma, "储存间")
    plate = PointPlate.objects.within(ma.scope).get(point=store)
    address = to("point_plate_page", plate.code)
    assert sign_in("ma").get(address)["Location"] == to("selfcheck", store.pk)
    assert sign_in("chen").get(address)["Location"] == to("risk_point", store.pk)
    for other in (Client(), sign_in("sun")):
        answer = other.get(address)
        page = answer.content.decode()
        assert answer.status_code == 200 and "no-store" in answer["Cache-Control"]
        assert "储存间" in page and "红·重大风险" in page and "进货登记" in page
        assert "138****0001" in page and "13800000001" not in page
    actions.renew_point_plate(cast.feng, store.pk, plate=plate.pk, reason="被翻拍")
    assert Client().get(address).status_code == 404


def test_the_towns_view_and_a_doubt_settled(cast: Cast, sign_in: SignIn) -> None:
    ma = ready(cast)
    checked(cast, ma, check(ma))
    with clock.moved(at(days=1, hour=13)):
        actions.close_days(cast.chen)
    Doubt(
        town=cast.town, unit=cast.units["yongan"], kind="far", says="离得远", raised_on=TODAY, last_on=TODAY
    ).save(force_insert=True)
    client = sign_in("chen")
    page = plain(client.get(to("selfchecks")).content.decode())
    assert "待处理存疑" in page and "永安烟花店" in page
    assert "永安烟花店" in client.get(to("selfcheck_units")).content.decode()
    assert "储存间" in client.get(to("selfcheck_list")).content.decode()
    unit = plain(client.get(to("unit", cast.units["yongan"].pk)).content.decode())
    assert "企业自查" in unit and "班次：白班08:00–18:00" in unit
    doubt = Doubt.objects.within(cast.chen.scope).get()
    answer = client.post(to("selfcheck_doubt", doubt.pk), {"version": 1, "outcome": "clear", "note": ""})
    assert answer.status_code == 422 and error_at(answer.content.decode(), "note")
    sent = {"version": 1, "outcome": "upheld", "note": "实地看过，没有到位"}
    assert "已处理" in client.post(to("selfcheck_doubt", doubt.pk), sent, follow=True).content.decode()


def test_shifts_are_set_and_what_is_wrong_stays_typed(cast: Cast, sign_in: SignIn) -> None:
    ready(cast)
    client, address = sign_in("feng"), to("selfcheck_shifts", cast.units["yongan"].pk)
    assert "白班 08:00-18:00" in client.get(address).content.decode()
    answer = client.post(address, {"shifts": "白班 八点到六点", "rest": ["6"]})
    page = answer.content.decode()
    assert answer.status_code == 422 and "看不懂" in page and "白班 八点到六点" in page
    assert (
        "已保存"
        in client.post(
            address, {"shifts": "白班 7:00-17:00", "rest": ["5", "6"]}, follow=True
        ).content.decode()
    )


def test_the_manager_hears_what_was_left_undone(cast: Cast) -> None:
    tell_news(cast.town.pk)  # what happened before is not told
    ma = ready(cast)
    checked(cast, ma, check(ma, found=(found(cast, ma),)))
    with clock.moved(at(days=1, hour=13)):
        actions.close_days(cast.chen)
        tell_news(cast.town.pk)
        told = Told.objects.within(cast.chen.scope).filter(person=cast.people["feng"])
        kinds = set(told.values_list("notice__kind", flat=True))
    assert {"selfchecks.undone", "selfchecks.found"} <= kinds


@pytest.mark.parametrize("key", ["ma", "feng", "chen"])
def test_pages_cost_the_same_for_many_points(cast: Cast, sign_in: SignIn, key: str) -> None:
    ma = ready(cast)
    pages = [
        to("my_selfchecks"),
        to("selfchecks"),
        to("unit", cast.units["yongan"].pk),
        to("selfcheck", point(ma, "储存间").pk),
    ]
    client = sign_in(key)
    costs = []
    for _ in range(2):
        many_points(cast, ma, 5) if costs else None
        counted = []
        for page in pages:
            client.get(page)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(page).status_code == 200
            counted.append(len(queries))
        costs.append(counted)
    assert costs[0] == costs[1]


def test_an_unknown_point_is_not_found(cast: Cast, sign_in: SignIn) -> None:
    ready(cast)
    assert sign_in("ma").get(to("selfcheck", uuid4())).status_code == 404

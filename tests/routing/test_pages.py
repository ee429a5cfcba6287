"""Pages of routes: drawn up, solved, changed, confirmed, printed, walked; nothing typed is lost, and a plan is for who plans."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bihuan.core import clock
from bihuan.core.jobs import work_off
from bihuan.core.models import Job
from bihuan.routing import actions
from bihuan.routing.models import DayPlan
from bihuan.routing.queries import custom_of, stops_of
from tests.campaigns.deeds import issued
from tests.cast import NOW, Cast
from tests.routing.deeds import FIRST, LAST, placed, planned, shops, stop_of, town
from tests.web.visits import SignIn

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def morning() -> Any:
    with clock.moved(NOW):
        yield


def typed(cast: Cast, page: Any, **more: Any) -> dict[str, Any]:
    form = page.context["form"] if page.context else None
    plan_id = form["plan_id"].value() if form else ""
    given = {
        "plan_id": plan_id,
        "from_on": FIRST.isoformat(),
        "to_on": LAST.isoformat(),
        "begins": "08:30",
        "ends": "17:30",
        "sources": ["chosen"],
        "first_1": cast.people["chen"].pk,
        "second_1": cast.people["zhao"].pk,
        "car_1": "鲁H·A0001",
    }
    return given | more


def hidden(page: Any, name: str) -> str:
    text = page.content.decode()
    return text.split(f'name="{name}" value="')[1].split('"')[0]


def test_a_plan_is_drawn_up_solved_and_confirmed_on_its_pages(cast: Cast, sign_in: SignIn) -> None:
    placed(cast)
    chen = sign_in("chen")
    page = chen.get("/routes/new/?category=school")
    assert "直线距离×1.4" in page.content.decode()
    answer = chen.post("/routes/new/", typed(cast, page, plan_id=hidden(page, "plan_id")))
    assert answer.status_code == 302 and "/jobs/" in answer.url
    work_off()
    plan = DayPlan.objects.within(town(cast)).get()
    page = chen.get(f"/routes/{plan.pk}/").content.decode()
    assert "第1组" in page and "uri.amap.com" in page and "geo:35." in page and 'class="way"' in page
    done = chen.post(f"/routes/{plan.pk}/", {"version": 2}, follow=True).content.decode()
    assert "外出的人会收到通知" in done and "退回修改" in done
    assert chen.post(f"/routes/{plan.pk}/", {"version": 2}).status_code == 409
    listed = chen.get("/routes/").content.decode()
    assert "已确定" in listed and plan.title in listed
    assert chen.post(f"/routes/{plan.pk}/solve/", follow=True).content.decode().count("已经不是草稿") == 1
    back = chen.post(f"/routes/{plan.pk}/reopen/", {"version": 3}, follow=True).content.decode()
    assert "已退回修改" in back
    assert "草稿已作废" in chen.post(f"/routes/{plan.pk}/drop/", {"version": 4}, follow=True).content.decode()


def test_what_was_typed_stays_and_each_wrong_is_at_its_field(cast: Cast, sign_in: SignIn) -> None:
    placed(cast)
    chen = sign_in("chen")
    page = chen.get("/routes/new/")
    wrong = typed(cast, page, plan_id=hidden(page, "plan_id"), second_1="", car_1="大通面包车", begins="八点")
    answer = chen.post("/routes/new/", wrong)
    text = answer.content.decode()
    assert answer.status_code == 422 and "大通面包车" in text and "八点" in text and "应如8:30" in text
    answer = chen.post("/routes/new/", wrong | {"begins": "08:00"})
    text = answer.content.decode()
    assert answer.status_code == 422 and "第1组要有两名检查人员" in text and "大通面包车" in text
    past = (FIRST - timedelta(days=9)).isoformat()
    answer = chen.post("/routes/new/", typed(cast, page, plan_id=hidden(page, "plan_id"), from_on=past))
    assert "已经过去" in answer.content.decode()


def test_a_stop_is_moved_taken_out_and_let_loose(cast: Cast, sign_in: SignIn) -> None:
    placed(cast)
    plan = planned(cast)
    stop = stop_of(cast, plan, cast.units["school"])
    chen = sign_in("chen")
    page = chen.get(f"/routes/stops/{stop.pk}/").content.decode()
    assert "石桥小学" in page and "第几站" in page
    given = {"version": plan.version, "team": stop.team_id, "day": LAST.isoformat(), "turn": 1}
    answer = chen.post(f"/routes/stops/{stop.pk}/", given, follow=True)
    assert "固定不动" in answer.content.decode() and "固定" in answer.content.decode()
    stale = chen.post(f"/routes/stops/{stop.pk}/", given)
    assert stale.status_code == 409 and "别人刚刚改过" in stale.content.decode()
    wrong = chen.post(f"/routes/stops/{stop.pk}/", given | {"version": plan.version + 1, "team": ""})
    assert wrong.status_code == 422 and "请选择这份计划里的组" in wrong.content.decode()
    out = chen.post(f"/routes/stops/{stop.pk}/out/", {"version": plan.version + 1}, follow=True)
    assert "手工移出" in out.content.decode()
    loose = chen.post(f"/routes/stops/{stop.pk}/loosen/", {"version": plan.version + 2}, follow=True)
    assert "已取消固定" in loose.content.decode()
    added = chen.post(f"/routes/{plan.pk}/add/", {"version": plan.version + 3, "unit": "石桥小学"})
    assert (
        added.status_code == 422
        and "已经在计划里" in added.content.decode()
        and "石桥小学" in added.content.decode()
    )
    nothing = chen.post(f"/routes/{plan.pk}/add/", {"version": plan.version + 3, "unit": "没有这家"})
    assert nothing.status_code == 422


def test_ones_own_route_is_on_the_phone_with_a_press_to_the_check(cast: Cast, sign_in: SignIn) -> None:
    placed(cast)
    plan = planned(cast)
    actions.confirm_day_plan(cast.chen, plan.pk, version=plan.version)
    day = next(one.day for one in stops_of(town(cast), plan) if one.unit_id == cast.units["yongan"].pk)
    with clock.moved(clock.at(day, 9)):
        zhao = sign_in("zhao")
        page = zhao.get("/routes/today/").content.decode()
        assert f"/inspections/new/?unit={cast.units['yongan'].pk}" in page and "tel:13800000001" in page
        assert zhao.get(f"/inspections/new/?unit={cast.units['yongan'].pk}").status_code == 200
        assert "没有给您排检查路线" in sign_in("li").get("/routes/today/").content.decode()
        assert "今天的检查路线" in zhao.get("/").content.decode()
    assert "没有给您排" in zhao.get("/routes/today/?on=2026-01-01").content.decode()


@pytest.mark.parametrize("who", ["li", "zheng", "feng"])
def test_where_the_town_will_look_is_not_for_those_who_are_looked_at(
    cast: Cast, sign_in: SignIn, who: str
) -> None:
    placed(cast)
    plan = planned(cast)
    client = sign_in(who)
    for address in ("/routes/", "/routes/new/", f"/routes/{plan.pk}/", f"/routes/{plan.pk}/paper/"):
        assert client.get(address).status_code == 403
    assert sign_in("sun").get(f"/routes/{plan.pk}/").status_code == 404


def test_the_sheets_are_a_page_for_each_crew_and_day(cast: Cast, sign_in: SignIn) -> None:
    placed(cast)
    plan = planned(cast)
    chen = sign_in("chen")
    answer = chen.get(f"/routes/{plan.pk}/paper/")
    assert (
        answer["Content-Type"] == "application/pdf"
        and answer.content == chen.get(f"/routes/{plan.pk}/paper/").content
    )
    assert chen.get(f"/routes/{plan.pk}/paper/?day={FIRST.isoformat()}").status_code == 200


def test_the_towns_own_setting_holds_from_the_next_plan_on(cast: Cast, sign_in: SignIn) -> None:
    placed(cast)
    plan = planned(cast)
    chen = sign_in("chen")
    page = chen.get("/routes/settings/")
    given = {
        "detour": "1.6", "speed": "30", "begins": "09:00", "ends": "16:00", "lunch_from": "12:00", "lunch_to": "13:30",
        "start": "镇政府", "latitude": "35.4", "longitude": "116.58", "datum": "gcj02",
        "stay_school": "45", "opens_school": "08:00", "closes_school": "16:00",
    }  # fmt: skip
    assert page.status_code == 200
    assert chen.post("/routes/settings/", given).status_code == 302
    custom = custom_of(town(cast))
    assert (custom.detour, custom.stays) == (1.6, {"school": [45, 480, 960]})
    assert (
        custom.latitude is not None and 0 < abs(custom.latitude - 35.4) < 0.01
    )  # as the phone's receiver has it
    assert DayPlan.objects.within(town(cast)).get(pk=plan.pk).detour == 1.4
    asleep = chen.post("/routes/settings/", given | {"lunch_from": "08:00", "lunch_to": "18:00"})
    assert asleep.status_code == 422 and "午休占满了外出的时间" in asleep.content.decode()
    wrong = chen.post("/routes/settings/", given | {"detour": "9", "closes_school": "08:10"})
    text = wrong.content.decode()
    assert (
        wrong.status_code == 422
        and "绕行系数应在" in text
        and "放不下一次检查" in text
        and 'value="9"' in text
    )


def test_a_page_asks_as_much_for_many_stops_as_for_few(cast: Cast, sign_in: SignIn) -> None:
    placed(cast)
    chen = sign_in("chen")

    def asked(plan: DayPlan) -> int:
        with CaptureQueriesContext(
            connection,
        ) as few:
            assert chen.get(f"/routes/{plan.pk}/").status_code == 200
        return len(few)

    one = planned(cast)
    asked(one)
    before = asked(one)
    shops(cast, 8)
    assert asked(planned(cast, title="第二份")) == before


def test_a_search_that_goes_on_is_not_begun_a_second_time(cast: Cast, sign_in: SignIn) -> None:
    placed(cast)
    plan, chen = planned(cast), sign_in("chen")
    there = {chen.post(f"/routes/{plan.pk}/solve/").headers["Location"] for _ in range(2)}
    assert len(there) == 1 and Job.objects.within(town(cast)).filter(kind="routing.solve").count() == 1


def test_a_check_from_a_drives_route_belongs_to_the_drive(cast: Cast, sign_in: SignIn) -> None:
    placed(cast)
    drive = issued(cast.chen)
    plan = planned(cast, sources=["campaign"], campaign=drive.pk)
    actions.confirm_day_plan(cast.chen, plan.pk, version=plan.version)
    with clock.moved(clock.at(FIRST, 9)):
        page = sign_in("zhao").get("/routes/today/").content.decode()
    assert f"&amp;campaign={drive.pk}" in page or f"&campaign={drive.pk}" in page


def test_units_ticked_in_the_list_are_planned_alone(cast: Cast, sign_in: SignIn) -> None:
    placed(cast)
    chen = sign_in("chen")
    listed = chen.get(reverse("units"), {"words": "永安"}).content.decode()
    assert 'formaction="/routes/new/"' in listed and "/routes/new/?words=" in listed
    chosen = [str(cast.units[key].pk) for key in ("yongan", "site")]
    page = chen.post("/routes/new/", {"row": [*chosen, "nonsense"], "back": "/units/"})
    text = page.content.decode()
    assert page.status_code == 200 and "只去勾选的2家" in text
    given = typed(cast, page, sources=["chosen"]) | {
        "units": hidden(page, "units"),
        "plan_id": hidden(page, "plan_id"),
    }
    wrong = chen.post("/routes/new/", given | {"first_1": "", "second_1": ""})
    assert (
        wrong.status_code == 422 and "只去勾选的2家" in wrong.content.decode()
    )  # nothing that was ticked is lost
    assert chen.post("/routes/new/", given).status_code == 302
    plan = DayPlan.objects.within(town(cast)).get()
    assert {str(one.unit_id) for one in stops_of(town(cast), plan)} == set(chosen)
    assert 'formaction="/routes/new/"' not in sign_in("li").get(reverse("units")).content.decode()

"""The list of units, a unit's page, and the forms that enter, revise and close them."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bihuan.units.actions import register_unit, revise_unit
from bihuan.units.models import Unit, UnitState
from tests.cast import TODAY, Cast
from tests.web.pages import error_at
from tests.web.visits import SignIn

GOOD_USCC = "91350100M000100Y43"


def given(cast: Cast, **more: object) -> dict[str, object]:
    """A new unit as the page sends it."""
    return {
        "name": "石桥木业",
        "category": "trade.wood",
        "cell_id": str(cast.cells["石桥村"].pk),
        "address": "石桥村南头",
        "opened_on": TODAY.isoformat(),
    } | more


def test_each_sees_the_units_of_the_own_place_only(cast: Cast, sign_in: SignIn) -> None:
    seen = {
        key: [name for name in ("永安烟花店", "石桥小学", "柳林村便民中心工地") if name in text]
        for key in ("chen", "li", "zheng", "sun")
        for text in [sign_in(key).get(reverse("units")).content.decode()]
    }
    assert seen == {
        "chen": ["永安烟花店", "石桥小学", "柳林村便民中心工地"],
        "li": ["永安烟花店", "石桥小学"],
        "zheng": ["柳林村便民中心工地"],
        "sun": [],
    }


@pytest.mark.parametrize("name", ["unit", "unit_edit", "unit_state"])
def test_a_unit_of_elsewhere_is_not_found(cast: Cast, sign_in: SignIn, name: str) -> None:
    page = reverse(name, args=[cast.units["yongan"].pk])
    assert sign_in("sun").get(page).status_code == 404
    assert sign_in("chen").get(page).status_code == 200


def test_the_list_is_narrowed_by_words_category_cell_state_and_scale(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in("chen")
    for asked, shown in (
        ("words=sqxx", "石桥小学"),
        ("category=building", "柳林村便民中心工地"),
        (f"cell={cast.cells['永安烟花店'].path}", "永安烟花店"),
        ("words=永安&state=open&cell=x&sort=-visited", "永安烟花店"),
    ):
        text = client.get(f"{reverse('units')}?{asked}").content.decode()
        table = text[text.index("<tbody>") :]
        assert table.count("<tr>") == 1, asked
        assert shown in table
    assert "没有符合条件的监管对象" in client.get(f"{reverse('units')}?scale=on").content.decode()


def test_the_list_costs_the_same_however_long(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in("chen")
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("units"))
    for number in range(60):
        cell = cast.cells["柳林村"].pk
        register_unit(cast.chen, name=f"商铺{number}", category="shop", cell_id=cell, opened_on=TODAY)
    with CaptureQueriesContext(connection) as many:
        page = client.get(reverse("units")).content.decode()
    assert len(many) == len(few)
    assert page[page.index("<tbody>") :].count("<tr>") == 50
    assert "共63家" in client.get(f"{reverse('units')}?total=some").content.decode()


def test_an_officer_registers_a_unit_with_its_categorys_details(cast: Cast, sign_in: SignIn) -> None:
    asked = given(cast, uscc=GOOD_USCC, employees="32", **{"d-dust": "on", "d-workers_on_shift": "20"})
    answer = sign_in("zhao").post(reverse("unit_new"), asked)
    unit = Unit.objects.within(cast.chen.scope).get(name="石桥木业")
    assert answer["Location"] == f"{reverse('unit', args=[unit.pk])}?done=unit-new"
    assert (unit.uscc, unit.employees, unit.cell_path) == (GOOD_USCC, 32, cast.cells["石桥村"].path)
    assert unit.details == {"dust": True, "workers_on_shift": 20}


def test_a_shop_without_a_licence_needs_no_code(cast: Cast, sign_in: SignIn) -> None:
    sign_in("zhao").post(reverse("unit_new"), given(cast, category="shop", uscc=""))
    assert Unit.objects.within(cast.chen.scope).get(name="石桥木业").uscc == ""


@pytest.mark.parametrize(
    ("wrong", "field", "said"),
    [
        ({"uscc": "91350100M000100Y44"}, "uscc", "统一社会信用代码校验不符"),
        ({"uscc": "123"}, "uscc", "应为18位，现为3位"),
        ({"name": " "}, "name", "请填写名称。"),
        ({"category": ""}, "category", "请选择类别。"),
        ({"employees": "许多"}, "employees", "从业人数应填整数。"),
        ({"opened_on": "2026-13-01"}, "opened_on", "登记日期不是日期"),
    ],
)
def test_bad_input_is_told_at_its_field_and_all_that_was_typed_stays(
    cast: Cast, sign_in: SignIn, wrong: dict[str, str], field: str, said: str
) -> None:
    asked = given(cast, head="石大山", **{"d-products": "胶合板"}) | wrong
    answer = sign_in("zhao").post(reverse("unit_new"), asked)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert said in error_at(text, field)
    assert 'value="石大山"' in text and 'value="石桥村南头"' in text
    assert field == "category" or 'value="胶合板"' in text
    assert not Unit.objects.within(cast.chen.scope).filter(address="石桥村南头").exists()


def test_details_that_are_no_number_are_told_beside_them(cast: Cast, sign_in: SignIn) -> None:
    answer = sign_in("zhao").post(reverse("unit_new"), given(cast, **{"d-workers_on_shift": "二十"}))
    text = answer.content.decode()
    assert "“最大班人数”应填数字。" in text[text.index('id="details"') :]
    assert 'value="二十"' in text


def test_choosing_a_category_shows_its_fields_and_saves_nothing(cast: Cast, sign_in: SignIn) -> None:
    asked = given(cast, category="school", refresh="1")
    answer = sign_in("zhao").post(reverse("unit_new"), asked)
    assert "在校（园）人数" in answer.content.decode()
    assert not Unit.objects.within(cast.chen.scope).filter(name="石桥木业").exists()


def test_who_was_slower_sees_what_stands_now_and_keeps_the_own_words(cast: Cast, sign_in: SignIn) -> None:
    unit = cast.units["school"]
    page = reverse("unit_edit", args=[unit.pk])
    client = sign_in("zhao")
    assert 'name="version" value="1"' in client.get(page).content.decode()
    revise_unit(cast.chen, unit.pk, version=1, address="石桥村东街8号")
    mine = {"name": "石桥小学", "category": "school", "address": "石桥村东街9号", "version": "1"}
    answer = client.post(page, mine)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "刚刚被别人修改过" in text and "石桥村东街8号" in text
    assert 'value="石桥村东街9号"' in text and 'name="version" value="2"' in text
    assert client.post(page, mine | {"version": "2"}).status_code == 302
    assert Unit.objects.within(cast.chen.scope).get(pk=unit.pk).address == "石桥村东街9号"


def test_a_plain_mistake_does_not_pass_by_a_newer_version(cast: Cast, sign_in: SignIn) -> None:
    unit = cast.units["school"]
    revise_unit(cast.chen, unit.pk, version=1, address="石桥村东街8号")
    mine = {"name": "", "category": "school", "version": "1"}
    text = sign_in("zhao").post(reverse("unit_edit", args=[unit.pk]), mine).content.decode()
    assert 'name="version" value="1"' in text


def test_a_unit_is_closed_with_a_reason_and_its_history_stays(cast: Cast, sign_in: SignIn) -> None:
    unit = cast.units["site"]
    page = reverse("unit_state", args=[unit.pk])
    client = sign_in("chen")
    refused = client.post(page, {"state": "closed", "from_on": TODAY.isoformat(), "reason": ""})
    assert refused.status_code == 422 and "请填写变更原因。" in refused.content.decode()
    assert (
        client.post(page, {"state": "banned", "from_on": TODAY.isoformat(), "reason": "x"}).status_code == 422
    )
    client.post(page, {"state": "closed", "from_on": TODAY.isoformat(), "reason": "工程竣工"})
    history = UnitState.objects.within(cast.chen.scope).filter(unit=unit)
    assert [(one.state, one.reason) for one in history] == [("open", "登记"), ("closed", "工程竣工")]
    shown = client.get(reverse("unit", args=[unit.pk])).content.decode()
    assert "正常→已关闭" in shown and "工程竣工" in shown
    assert reverse("inspection_new") not in shown  # a closed unit is not checked


@pytest.mark.parametrize("key", ["li", "qian", "he", "xu", "feng"])
def test_only_officers_enter_units(cast: Cast, sign_in: SignIn, key: str) -> None:
    client = sign_in(key)
    unit = cast.units["yongan"].pk
    for page in (reverse("unit_new"), reverse("unit_edit", args=[unit]), reverse("unit_state", args=[unit])):
        assert client.get(page).status_code == 403
    assert client.post(reverse("unit_new"), given(cast)).status_code == 403


def test_a_units_page_tells_what_was_revised_and_hides_the_phone_from_who_does_not_go_there(
    cast: Cast, sign_in: SignIn
) -> None:
    unit = cast.units["yongan"]
    revise_unit(cast.chen, unit.pk, version=1, name=unit.name, pilot_from=TODAY - timedelta(days=1))
    page = reverse("unit", args=[unit.pk])
    assert "修改，纳入两个体系建设日期" in sign_in("chen").get(page).content.decode()
    assert "13800000001" in sign_in("chen").get(page).content.decode()
    district = sign_in("he").get(page).content.decode()
    assert "138****0001" in district and "13800000001" not in district


def test_a_units_page_stays_cheap(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in("chen")
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("unit", args=[cast.units["yongan"].pk]))
    assert len(queries) <= 56, [one["sql"][:120] for one in queries]


def test_the_day_a_unit_left_is_kept(cast: Cast, sign_in: SignIn) -> None:
    page = reverse("unit_state", args=[cast.units["site"].pk])
    sign_in("chen").post(page, {"state": "closed", "from_on": "2026-05-20", "reason": "竣工"})
    assert Unit.objects.within(cast.chen.scope).get(pk=cast.units["site"].pk).ended_on == date(2026, 5, 20)

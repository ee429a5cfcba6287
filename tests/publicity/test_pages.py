"""The pages of publicity: entered in a minute, filled in from where one comes, nothing typed is lost; what is missing is a press away."""

from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from bihuan.core.ids import new_id
from bihuan.grid.actions import open_cell
from bihuan.hazards.actions import finish_check
from bihuan.publicity.actions import add_material
from bihuan.publicity.leaflets import LEAFLETS
from bihuan.publicity.models import Outreach, PublicityPlan
from bihuan.publicity.queries import checks_without
from tests.cast import FOUNDED, TODAY, Cast
from tests.core.deeds import visit
from tests.publicity.deeds import handed_out, planned
from tests.web.pages import error_at, plain
from tests.web.visits import SignIn

pytestmark = pytest.mark.usefixtures("no_rollups")


def sent(**more: object) -> dict[str, object]:
    """What the form of a village's leaflets sends."""
    return {"outreach_id": new_id(), "channel": "leaflet", "held_on": "2026-06-02", "count": "300"} | more


def test_a_village_head_finds_the_form_filled_in(cast: Cast, sign_in: SignIn) -> None:
    page = sign_in("li").get(reverse("outreach_new")).content.decode()
    assert f'value="{cast.cells["石桥村"].pk}" checked' in page and 'value="2026-06-02"' in page
    assert "全部2个村" not in page  # one village is all of hers
    page = sign_in("chen").get(reverse("outreach_new")).content.decode()
    assert "全部2个村" in page and "checked><span>石桥村" not in page


def test_what_was_typed_stays_and_the_error_stands_at_its_field(cast: Cast, sign_in: SignIn) -> None:
    client, village = sign_in("li"), cast.cells["石桥村"].pk
    photo = cast.photo(cast.li)
    wrong = client.post(
        reverse("outreach_new"),
        sent(count="-10", cells=[village], note="集市上", photos=str(photo), reach_kind="counted"),
    )
    page = wrong.content.decode()
    assert (
        wrong.status_code == 422 and error_at(page, "count") == "发放资料的份数不能小于1。没有做的不用登记。"
    )
    assert 'value="-10"' in page and "集市上" in page and str(photo) in page
    for count, said in (("三百", "数量应填整数。"), ("", "请填写发放资料的份数：发出的份数，库存的不算。")):
        page = client.post(reverse("outreach_new"), sent(count=count, cells=[village])).content.decode()
        assert error_at(page, "count") == said
    page = client.post(reverse("outreach_new"), sent()).content.decode()
    assert error_at(page, "cells").startswith("请勾选在哪个村")
    page = client.post(reverse("outreach_new"), sent(cells=[village], unit="没有这家")).content.decode()
    assert "没有找到这个监管对象" in error_at(page, "unit")
    assert not Outreach.objects.within(cast.chen.scope).exists()


def test_an_entry_with_a_photo_is_shown_and_odd_numbers_are_told(cast: Cast, sign_in: SignIn) -> None:
    client, photo = sign_in("li"), cast.photo(cast.li)
    done = client.post(
        reverse("outreach_new"),
        sent(
            cells=[cast.cells["石桥村"].pk],
            photos=str(photo),
            used="home",
            reached="9000",
            reach_kind="estimated",
        ),
        follow=True,
    )
    page = done.content.decode()
    assert "已登记：发放资料300份。" in page and "超过一般村的人口" in page and "9000人（估计）" in page
    assert "家庭防火明白纸" in page and reverse("file", args=[photo]) in page
    assert client.get(reverse("file", args=[photo])).status_code == 200
    assert sign_in("feng").get(reverse("file", args=[photo])).status_code == 404
    listed = client.get(reverse("publicity")).content.decode()
    assert "石桥村" in plain(listed) and "估计" in listed
    row = Outreach.objects.within(cast.chen.scope).get()
    refused = client.post(reverse("outreach_void", args=[row.pk]), {"reason": ""})
    assert refused.status_code == 422 and error_at(refused.content.decode(), "reason")
    client.post(reverse("outreach_void", args=[row.pk]), {"reason": "重复登记"})
    assert "没有符合条件" in client.get(reverse("publicity")).content.decode()
    assert "重复登记" in client.get(reverse("outreach", args=[row.pk])).content.decode()
    assert "发放资料" in plain(client.get(reverse("publicity") + "?state=void").content.decode())


def test_the_list_finds_by_words_channel_place_and_reach(cast: Cast, sign_in: SignIn) -> None:
    handed_out(cast.chen, cast.cells["石桥村"], spot="沙河大集")
    handed_out(cast.chen, cast.cells["柳林村"], channel="vehicle", count=1)
    handed_out(cast.zhao, channel="visit", count=1, unit=cast.units["yongan"].pk)
    client, address = sign_in("chen"), reverse("publicity")
    for query, found in (
        ("words=沙河", 1),
        ("words=永安", 1),
        ("channel=vehicle", 1),
        (f"cell={cast.cells['石桥村'].path}", 2),
        ("reach=estimated", 1),
        ("since=2026-06-03", 0),
        ("until=2026-06-02", 3),
        ("cell=x", 0),
        ("since=nonsense&channel=balloon", 3),
    ):
        page = client.get(f"{address}?{query}").content.decode()
        assert page.count('<td class="main"') == found, query


def test_a_check_of_today_is_ticked_instead_of_entered_twice(cast: Cast, sign_in: SignIn) -> None:
    finish_check(cast.zhao, visit(cast, cast.zhao), [])
    (check,) = checks_without(cast.zhao, TODAY)
    client = sign_in("zhao")
    record = client.get(reverse("inspection", args=[check.pk])).content.decode()
    address = f"{reverse('outreach_new')}?check={check.pk}"
    assert address in record.replace("&amp;", "&")
    assert f'name="checks" value="{check.pk}" checked' in client.get(address).content.decode()
    done = client.post(address, sent(count="1", checks=[check.pk]), follow=True).content.decode()
    assert "发放资料1份" in done and "永安烟花店" in done
    assert address not in client.get(reverse("inspection", args=[check.pk])).content.decode()
    unit = client.get(reverse("unit", args=[check.unit_id])).content.decode()
    assert "发放资料1份" in unit and f"{reverse('outreach_new')}?unit={check.unit_id}" in unit


def test_a_plan_is_made_in_a_press_and_its_gaps_are_presses(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in("chen")
    page = client.get(reverse("publicity_plan_new")).content.decode()
    assert (
        "2026年安全生产月宣传" in page and 'value="2026-06-30"' in page and page.count('name="villages"') == 2
    )
    wrong = client.post(
        reverse("publicity_plan_new"), {"title": "月", "occasion": "month", "to_on": "2026-06-30"}
    )
    assert wrong.status_code == 422 and error_at(wrong.content.decode(), "channels")
    given = {
        "title": "安全生产月",
        "occasion": "month",
        "from_on": "2026-06-01",
        "to_on": "2026-06-30",
        "channels": ["leaflet", "vehicle"],
        "villages": [cast.cells["石桥村"].pk, cast.cells["柳林村"].pk],
    }
    page = client.post(reverse("publicity_plan_new"), given, follow=True).content.decode()
    gap = f"{reverse('outreach_new')}?channel=vehicle&amp;cell={cast.cells['柳林村'].pk}"
    assert gap in page and "0/4" in plain(page)
    form = client.get(gap.replace("&amp;", "&")).content.decode()
    assert 'value="vehicle" checked' in form and f'value="{cast.cells["柳林村"].pk}" checked' in form
    plan = PublicityPlan.objects.within(cast.chen.scope).get()
    desk = sign_in("li").get(reverse("desk")).content.decode()
    assert (
        "安全生产月：发放资料" in desk
        and "安全生产月：还有4项没有完成" in client.get(reverse("desk")).content.decode()
    )
    handed_out(cast.chen, cast.cells["柳林村"], channel="vehicle", count=1)
    page = client.get(reverse("publicity_plan", args=[plan.pk])).content.decode()
    assert gap not in page and "1/4" in plain(page)
    of_village = sign_in("li").get(reverse("publicity_plan", args=[plan.pk])).content.decode()
    assert "石桥村" in of_village and "柳林村" not in of_village
    client.post(reverse("publicity_plan_end", args=[plan.pk]))
    assert "停用" in client.get(reverse("publicity_plans")).content.decode()
    again = client.post(reverse("publicity_plan_end", args=[plan.pk]), follow=True)
    assert "已经停用" in again.content.decode()


def test_the_coverage_names_who_was_not_reached(cast: Cast, sign_in: SignIn) -> None:
    handed_out(cast.chen, cast.cells["石桥村"])
    client = sign_in("chen")
    page = plain(client.get(reverse("publicity_coverage")).content.decode())
    assert "还没有宣传到1个村：柳林村" in page and "发放资料1个：柳林村" in page
    page = client.get(reverse("publicity_coverage") + "?since=2026-01-01&until=2026-01-31").content.decode()
    assert "还没有宣传到2个村" in page
    assert client.get(reverse("publicity_coverage") + "?since=x&until=2026-13-01").status_code == 200


def test_materials_show_who_used_them(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in("chen")
    wrong = client.post(
        reverse("publicity_material_new"), {"title": "手册", "kind": "booklet", "edition_on": "2026-06-01"}
    )
    assert wrong.status_code == 422 and "三样至少一样" in wrong.content.decode()
    bad = {"title": "手册", "kind": "booklet", "edition_on": "2026-06-01", "link": "ftp://a"}
    assert error_at(client.post(reverse("publicity_material_new"), bad).content.decode(), "link")
    page = client.post(
        reverse("publicity_material_new"), bad | {"link": "https://example.org/a"}, follow=True
    )
    assert "已登记：手册。" in page.content.decode()
    row = add_material(cast.chen, title="广播稿", kind="text", edition_on=TODAY, text="人人讲安全")
    handed_out(cast.li, cast.cells["石桥村"], channel="loudspeaker", count=2, used=str(row.pk))
    page = client.get(reverse("publicity_material", args=[row.pk])).content.decode()
    assert "用过1次" in page and "李桂兰" in page and "石桥村" in page
    assert "1次" in plain(client.get(reverse("publicity_materials")).content.decode())
    client.post(reverse("publicity_material_end", args=[row.pk]))
    assert "广播稿（" not in client.get(reverse("outreach_new")).content.decode()


@pytest.mark.parametrize("key", list(LEAFLETS))
def test_a_leaflet_is_one_page_with_the_towns_name(key: str, cast: Cast, sign_in: SignIn) -> None:
    answer = sign_in("li").get(reverse("publicity_leaflet", args=[key]))
    pages = PdfReader(BytesIO(answer.content)).pages
    text = pages[0].extract_text().replace("\n", "")
    assert len(pages) == 1 and "东岭镇" in text and "12350" in text
    assert LEAFLETS[key].title in text and all(one in text for one in LEAFLETS[key].never)
    assert answer.content == sign_in("li").get(reverse("publicity_leaflet", args=[key])).content


def test_pages_cost_the_same_with_many_villages_and_entries(cast: Cast, sign_in: SignIn) -> None:
    plan, client = planned(cast), sign_in("chen")
    addresses = [
        reverse("publicity"),
        reverse("publicity_coverage"),
        reverse("publicity_plans"),
        reverse("publicity_plan", args=[plan.pk]),
        reverse("outreach_new"),
        reverse("publicity_materials"),
    ]
    handed_out(cast.chen, cast.cells["石桥村"])
    few = [_queries(client, address) for address in addresses]
    more = [
        open_cell(cast.chen, cast.cells["东片办事处"].pk, name=f"新{at}村", kind="village", opened_on=FOUNDED)
        for at in range(6)
    ]
    planned(cast, title="另一份", villages=[one.pk for one in more])
    handed_out(cast.chen, *more)
    handed_out(cast.chen, *more, channel="vehicle", count=1)
    assert [_queries(client, address) for address in addresses] == few


def _queries(client: object, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as made:
        assert client.get(address).status_code == 200  # type: ignore[attr-defined]
    return len(made)

"""Where a hazard lies, if whoever found it says so: pasted, pinned, never asked for; shown on its page and on the map, else it lies at its unit."""

import json
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from bihuan.core.coordinates import wgs_to_gcj
from bihuan.core.errors import Incomplete
from bihuan.core.ids import new_id
from bihuan.hazards.actions import Spot, finish_check
from bihuan.hazards.models import Hazard
from tests.cast import Cast
from tests.core.deeds import finding, found, fresh, visit
from tests.maps.deeds import HERE, placed
from tests.web.visits import SIGNED, SignIn, failed, page_of, told_at, typed, use_sheet

pytestmark = pytest.mark.usefixtures("no_rollups")
YARD = (HERE[0] + 0.0031, HERE[1] - 0.0017)  # behind the shop, 380 metres off
BEIJING = (39.908, 116.397)


def marks(client: Client) -> list[Any]:
    given = {"layer": "hazards", "box": "116.0,34.6,116.2,34.8", "zoom": 17}
    return list(client.get(reverse("map_points"), given).json()["marks"])


def test_a_hazard_lies_where_it_was_found_and_else_at_its_unit(cast: Cast, sign_in: SignIn) -> None:
    placed(cast)
    there = finding(cast, cast.chen, spot=Spot(*wgs_to_gcj(*YARD), "gcj02"))
    here = finding(cast, cast.chen, text="灭火器过期")
    finish_check(cast.chen, visit(cast, cast.chen), [there, here])
    row = fresh(cast, there.id)
    assert (row.latitude, row.longitude) == pytest.approx(YARD, abs=2e-6)
    assert fresh(cast, here.id).latitude is None
    client = sign_in("chen")
    assert sorted(tuple(one[:2]) for one in marks(client)) == sorted(
        tuple(round(one, 5) for one in at) for at in (HERE, YARD)
    )
    page = client.get(reverse("hazard", args=[there.id])).content.decode()
    assert "北纬34.715100，东经116.082300" in page and "uri.amap.com" in page
    leads = f"{reverse('map')}?layer=hazards&amp;at={there.id}"
    assert leads in page and "北纬" not in client.get(reverse("hazard", args=[here.id])).content.decode()
    begins = client.get(reverse("map"), {"layer": "hazards", "at": str(there.id)}).content.decode()
    assert json.loads(re.findall(r'<script type="application/json">(.*?)</script>', begins)[0])["at"] == [
        pytest.approx(YARD[0]),
        pytest.approx(YARD[1]),
        str(there.id),
    ]


@pytest.mark.parametrize(
    ("spot", "why"),
    [
        (Spot(51.5, 0.1), "不在国内"),
        (Spot(HERE[1], HERE[0]), "填反了"),
        (Spot(*BEIJING), "离单位约5[78]"),
        (Spot(*HERE, "mars"), "坐标是从哪里读来的"),
    ],
)
def test_a_place_that_cannot_be_is_said_at_its_finding(cast: Cast, spot: Spot, why: str) -> None:
    placed(cast)
    findings = [finding(cast, cast.chen), finding(cast, cast.chen, text="灭火器过期", spot=spot)]
    with pytest.raises(Incomplete, match=why) as refused:
        finish_check(cast.chen, visit(cast, cast.chen), findings)
    assert list(refused.value.fields) == ["findings.1.latitude"]
    assert not Hazard.objects.within(cast.chen.scope).exists()


def test_of_a_unit_without_a_place_the_towns_others_say_what_is_far(cast: Cast) -> None:
    assert found(cast, cast.chen, spot=Spot(*BEIJING)).latitude == BEIJING[0]  # nothing is known yet
    placed(cast)
    cast.units["yongan"].__class__.objects.within(cast.chen.scope).filter(pk=cast.units["yongan"].pk).update(
        latitude=None, longitude=None
    )
    with pytest.raises(Incomplete, match="说不准的可以不填"):
        found(cast, cast.chen, text="灭火器过期", spot=Spot(*BEIJING))


def test_the_form_takes_a_link_and_an_error_keeps_what_was_typed(
    cast: Cast, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    placed(cast)
    use_sheet(monkeypatch)
    client, address = sign_in("chen"), page_of(cast)
    page = client.get(address).content.decode()
    assert (
        page.count("data-spot-map") == 1 and page.count('data-place="') == 6
    )  # one of each line and of each extra
    assert 'data-place="i0-" open' not in page and "leaflet" not in page.lower()
    sent = typed(cast, **failed(latitude="34.712"))
    answer = client.post(address, sent)
    page = answer.content.decode()
    assert answer.status_code == 422 and told_at("i0-longitude", page) == "请填写经度。"
    assert 'value="34.712"' in page and 'data-place="i0-" open' in page
    page = client.post(address, typed(cast, **failed(pasted="镇政府东边"))).content.decode()
    assert "没有读出坐标" in told_at("i0-pasted", page) and "镇政府东边" in page
    page = client.post(address, typed(cast, **failed(latitude="51.5", longitude="0.1"))).content.decode()
    assert "不在国内" in told_at("i0-latitude", page)
    north, east = wgs_to_gcj(*YARD)
    link = f"https://uri.amap.com/marker?position={east:.6f},{north:.6f}&name=x"
    answer = client.post(address, typed(cast, **failed(pasted=link, datum="wgs84")))
    assert answer.status_code == 302
    row = Hazard.objects.within(cast.chen.scope).get()
    assert (row.latitude, row.longitude) == pytest.approx(YARD, abs=2e-6)


def test_a_place_alone_is_no_finding_and_is_not_dropped(cast: Cast, sign_in: SignIn) -> None:
    placed(cast)
    sent = {
        "visit_id": str(new_id()),
        "present": "冯永",
        "signature": SIGNED,
        "x0-id": str(new_id()),
        "x0-latitude": str(HERE[0]),
        "x0-longitude": str(HERE[1]),
    }
    answer = sign_in("li").post(page_of(cast), sent)
    assert answer.status_code == 422 and told_at("x0-text", answer.content.decode()) == "请填写隐患描述。"


def test_a_grid_member_has_the_map_too(cast: Cast, sign_in: SignIn) -> None:
    assert "data-spot-map" in sign_in("li").get(page_of(cast)).content.decode()

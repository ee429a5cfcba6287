"""Where what an enterprise found lies: as it says, or as the point says that has a place of its own; not where the phone happens to be."""

import re

import pytest
from django.urls import reverse

from bihuan.hazards.actions import Spot
from bihuan.hazards.models import Hazard
from bihuan.selfchecks.actions import report_hazard
from tests.cast import Cast
from tests.maps.deeds import HERE, placed
from tests.risks.deeds import point
from tests.selfchecks.deeds import found, ready
from tests.web.pages import error_at
from tests.web.visits import SignIn

pytestmark = pytest.mark.usefixtures("no_rollups")
YARD = (HERE[0] + 0.0031, HERE[1] - 0.0017)


def test_an_enterprise_may_say_where_what_it_found_lies(cast: Cast, sign_in: SignIn) -> None:
    placed(cast)
    ma = ready(cast)
    client, store = sign_in("ma"), point(ma, "储存间")
    address = reverse("selfcheck_hazard", args=[store.pk])
    page = client.get(address).content.decode()
    assert 'data-place="spot-"' in page and "data-spot-map" not in page
    sent = dict(re.findall(r'name="(check_id|hazard_id|level|every)" value="([^"]+)"', page))
    sent |= {
        "text": "后院堆放成箱烟花",
        "photos": str(cast.photo(ma)),
        "latitude": "34.7",
        "longitude": "116.0",
    }
    answer = client.post(address, sent | {"spot-longitude": "116.08"})
    page = answer.content.decode()
    assert answer.status_code == 422 and error_at(page, "spot-latitude") == "请填写纬度。"
    assert 'value="116.08"' in page and "后院堆放成箱烟花" in page
    answer = client.post(address, sent | {"spot-latitude": "39.9", "spot-longitude": "116.4"})
    assert "离单位约" in error_at(answer.content.decode(), "spot-latitude")
    there = {"spot-latitude": str(YARD[0]), "spot-longitude": str(YARD[1]), "spot-datum": "wgs84"}
    assert client.post(address, sent | there).status_code == 302
    row = Hazard.objects.within(cast.chen.scope).get()
    assert (row.latitude, row.longitude) == pytest.approx(YARD)  # not where the phone was


def test_a_point_with_a_place_of_its_own_says_where(cast: Cast, sign_in: SignIn) -> None:
    placed(cast)
    ma = ready(cast)
    store = point(ma, "储存间")
    type(store).objects.within(cast.chen.scope).filter(pk=store.pk).update(
        latitude=YARD[0], longitude=YARD[1]
    )
    page = sign_in("ma").get(reverse("selfcheck_hazard", args=[store.pk])).content.decode()
    assert "data-place" not in page
    made = report_hazard(ma, store.pk, found(cast, ma, spot=Spot(*HERE)))
    assert (made.hazard.latitude, made.hazard.longitude) == pytest.approx(YARD)

"""A place found by what somebody types: the town's own records answer."""

from typing import Any

import pytest
from django.urls import reverse

from bihuan.maps.places import SHOWN, places_named
from bihuan.units.actions import register_unit_there
from tests.cast import FOUNDED, Cast
from tests.maps.deeds import HERE, drawn, placed, square
from tests.web.visits import SignIn

pytestmark = pytest.mark.usefixtures("no_rollups")


def says(cast: Cast, words: str) -> list[str]:
    return [one.says for one in places_named(cast.chen.scope, words)]


def test_a_village_a_unit_and_an_address_are_found_by_what_is_typed_of_them(cast: Cast) -> None:
    placed(cast)
    drawn(cast.chen, cast.cells["石桥村"])
    (village, unit) = places_named(cast.chen.scope, "石桥村北头")
    assert village.says == "石桥村（中间）" and (village.north, village.east) == pytest.approx(HERE, abs=1e-4)
    assert unit.says == "永安烟花店 石桥村北头" and (unit.north, unit.east) == HERE
    assert says(cast, " 永安 ") == ["永安烟花店 石桥村北头"]
    assert says(cast, "石桥村永安烟花店")[1:] == ["永安烟花店 石桥村北头"], (
        "what is left beside the village is looked for in it"
    )
    assert not says(cast, "柳林村永安烟花店"), "not in another, and that village has no outline"
    assert not says(cast, "永") and not says(cast, "") and not says(cast, "无此地") and not says(cast, "\0\0")


def test_only_what_somebody_sees_and_what_has_a_place_is_found(cast: Cast, sign_in: SignIn) -> None:
    drawn(cast.chen, cast.cells["柳林村"], square(HERE[0], HERE[1] + 0.02))
    assert not says(cast, "永安"), "nobody has said yet where it lies"
    placed(cast)
    url = reverse("map_places")
    found = sign_in("chen").get(url, {"words": "永安烟花店"}).json()["places"]
    assert [one["says"] for one in found] == ["永安烟花店 石桥村北头"]
    assert sign_in("wang").get(url, {"words": "柳林村"}).json()["places"] == []
    assert sign_in("qian").get(url, {"words": "永" * 500}).json()["places"] == []


def test_no_more_is_shown_than_can_be_chosen_from(cast: Cast, django_assert_num_queries: Any) -> None:
    placed(cast)
    for number in range(SHOWN + 3):
        place = {"latitude": HERE[0], "longitude": HERE[1], "sure": True}
        given = {"name": f"同名商店{number:02}", "category": "shop", "cell_id": cast.cells["石桥村"].pk}
        register_unit_there(cast.chen, place=place, opened_on=FOUNDED, **given)
    assert len(says(cast, "同名商店")) == SHOWN
    scope = cast.chen.scope
    with django_assert_num_queries(2):
        places_named(scope, "同名商店")

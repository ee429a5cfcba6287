"""The map's page, what its script asks for, and the pages of outlines."""

import pytest
from django.urls import reverse

from tests.cast import Cast
from tests.maps.deeds import drawn, placed
from tests.web.visits import SignIn

pytestmark = pytest.mark.usefixtures("no_rollups")


def test_smoke(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in("chen")
    placed(cast)
    drawn(cast.chen, cast.cells["石桥村"])
    for layer in ("units", "hazards", "risks", "progress"):
        for shade in ("", "open", "colours", "covered"):
            answer = client.get(reverse("map"), {"layer": layer, "shade": shade})
            assert answer.status_code == 200
            print(
                client.get(
                    reverse("map_points"), {"layer": layer, "box": "116,34,117,35", "zoom": 12}
                ).content
            )
            print(client.get(reverse("map_shapes"), {"shade": shade}).content)
    for name in ("map_outlines", "outline_import_new"):
        assert client.get(reverse(name)).status_code == 200
    assert client.get(reverse("outline_draw", args=[cast.cells["石桥村"].pk])).status_code == 200
    assert client.get(reverse("unit_place", args=[cast.units["yongan"].pk])).status_code == 200
    assert client.get(reverse("unit_new")).status_code == 200
    for q in ({"id": cast.units["yongan"].pk}, {"box": "116,34,117,35"}):
        print(client.get(reverse("map_card"), q).content.decode())

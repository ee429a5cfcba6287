"""The map's page, what its script asks for, and the pages of outlines: filters as the lists', nothing typed is lost."""

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bihuan.core.ids import new_id
from bihuan.core.parts import links_of
from bihuan.maps import tiles
from bihuan.maps.models import CellOutline, OutlineImport
from bihuan.units.actions import place_units, register_unit
from bihuan.units.models import Unit
from tests.cast import FOUNDED, Cast
from tests.core.deeds import found
from tests.maps.deeds import BOW, HERE, drawn, feature, file_of, placed, square
from tests.web.pages import error_at
from tests.web.visits import SignIn

pytestmark = pytest.mark.usefixtures("no_rollups")
AROUND = "116.0,34.6,116.2,34.8"


def points(client: Any, **more: object) -> list[Any]:
    answer = client.get(reverse("map_points"), {"layer": "units", "box": AROUND, "zoom": 17} | more)
    assert answer.status_code == 200
    return list(answer.json()["marks"])


def test_the_map_says_the_same_as_the_list_below_it(cast: Cast, sign_in: SignIn) -> None:
    placed(cast)
    found(cast, cast.chen)
    drawn(cast.chen, cast.cells["石桥村"])
    client = sign_in("chen")
    page = client.get(reverse("map"), {"words": "永安", "shade": "covered"}).content.decode()
    assert "永安烟花店</a>" in page and "石桥小学</a>" not in page
    assert f"{reverse('units')}?words=%E6%B0%B8%E5%AE%89" in page  # the list with the same filter
    assert "今年检查覆盖，按网格" in page and "1/2家" in page
    page = client.get(reverse("map"), {"layer": "hazards", "level": "major"}).content.decode()
    assert "没有标注了位置、又符合条件的未销号隐患" in page and "state=open" in page
    listed = client.get(reverse("units"), {"words": "永安"}).content.decode()
    assert f"{reverse('map')}?words=%E6%B0%B8%E5%AE%89&amp;layer=units" in listed
    for layer in ("units", "hazards", "risks", "progress"):
        for shade in ("", "open", "colours", "nonsense"):
            assert client.get(reverse("map"), {"layer": layer, "shade": shade}).status_code == 200
    shapes = client.get(reverse("map_shapes"), {"shade": "open"}).json()["features"]
    assert [one["properties"]["name"] for one in shapes] == ["石桥村"]
    assert shapes[0]["properties"]["says"] == "1条"


def test_who_sees_what(cast: Cast, sign_in: SignIn) -> None:
    placed(cast)
    drawn(cast.chen, cast.cells["柳林村"])
    assert len(points(sign_in("chen"))) == 3 and len(points(sign_in("li"))) == 2
    assert points(sign_in("sun")) == []
    assert sign_in("li").get(reverse("map_shapes")).json()["features"] == []
    site = cast.units["site"].pk
    assert sign_in("li").get(reverse("map_card"), {"id": site}).status_code == 404
    assert sign_in("feng").get(reverse("map")).status_code == 403
    assert sign_in("li").get(reverse("map_outlines")).status_code == 200
    assert sign_in("li").get(reverse("outline_draw", args=[cast.cells["石桥村"].pk])).status_code == 403


def test_a_card_leads_on_and_opens_map_apps(cast: Cast, sign_in: SignIn) -> None:
    placed(cast)
    hazard = found(cast, cast.chen)
    client = sign_in("chen")
    card = client.get(reverse("map_card"), {"id": cast.units["yongan"].pk}).content.decode()
    assert reverse("inspection_new") in card and "uri.amap.com" in card and "geo:34.712000,116.084000" in card
    card = client.get(reverse("map_card"), {"layer": "hazards", "id": hazard.pk}).content.decode()
    assert reverse("hazard", args=[hazard.pk]) in card and "还剩7天" in card and "烟花爆竹 · 石桥村" in card
    here = client.get(reverse("map_card"), {"box": AROUND}).content.decode()
    assert here.count("<li>") == 3


@pytest.mark.parametrize("box", ["", "1,2,3", "a,b,c,d", "117,34,116,35", "nan,nan,nan,nan", "1e999,0,2,3"])
def test_a_box_that_is_none_is_refused(cast: Cast, sign_in: SignIn, box: str) -> None:
    assert sign_in("chen").get(reverse("map_points"), {"box": box, "zoom": "x"}).status_code == 400


def test_the_marks_are_one_query_however_many_units(cast: Cast, sign_in: SignIn) -> None:
    placed(cast)
    client = sign_in("chen")
    points(client)
    with CaptureQueriesContext(
        connection,
    ) as few:
        points(client, zoom=12)
    made = {
        register_unit(
            cast.chen, name=f"商店{at}", category="shop", cell_id=cast.cells["石桥村"].pk, opened_on=FOUNDED
        ).pk: (HERE[0] + at / 10_000, HERE[1])
        for at in range(30)
    }
    assert place_units(cast.chen, made) == 30 and place_units(cast.chen, made) == 0
    with CaptureQueriesContext(connection) as many:
        found_marks = points(client, zoom=12)
    assert len(many) == len(few) and sum(one[2] for one in found_marks) == 33
    with CaptureQueriesContext(connection) as page:
        client.get(reverse("map"), {"shade": "covered"})
    assert len(page) <= 40
    assert links_of("unit", cast.chen, Unit.objects.within(cast.chen.scope).get(pk=next(iter(made))))


def sent(**more: object) -> dict[str, object]:
    return {"outline_id": new_id(), "instead": "", "ring": "\n".join(f"{x},{y}" for x, y in square())} | more


def test_an_outline_is_written_down_and_an_error_keeps_it(cast: Cast, sign_in: SignIn) -> None:
    client, at = sign_in("chen"), reverse("outline_draw", args=[cast.cells["石桥村"].pk])
    crossing = "\n".join(f"{x},{y}" for x, y in BOW)
    wrong = client.post(at, sent(ring=crossing))
    page = wrong.content.decode()
    assert wrong.status_code == 422 and "自相交" in error_at(page, "ring") and crossing in page
    assert "第2行不是坐标" in client.post(at, sent(ring="116.1,34.7\nabc")).content.decode()
    assert "至少要三个角" in client.post(at, sent(ring="")).content.decode()
    again = sent()
    done = client.post(at, again, follow=True).content.decode()
    assert "“石桥村”的轮廓已保存，4个角" in done
    stale = client.post(at, again)
    assert stale.status_code == 409 and "刚刚已经有人画过" in stale.content.decode()
    outline = CellOutline.objects.within(cast.chen.scope).get()
    assert f'value="{outline.pk}"' in client.get(at).content.decode()
    assert "已停用" in client.post(reverse("outline_end", args=[outline.pk]), follow=True).content.decode()
    assert (
        "刚刚已经有人" in client.post(reverse("outline_end", args=[outline.pk]), follow=True).content.decode()
    )


def upload(content: bytes, name: str = "村界.geojson") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/octet-stream")


def test_a_file_is_judged_and_looked_at_before_it_is_taken(cast: Cast, sign_in: SignIn) -> None:
    client, at = sign_in("chen"), reverse("outline_import_new")
    given = {"outline_import_id": new_id(), "datum": "wgs84"}
    assert "请选择GeoJSON文件" in error_at(client.post(at, given).content.decode(), "file")
    for content, said in (
        (b"\xff\xd8\xff", "不是JSON"),
        (b"[" * 99_999, "太深"),
        (b" " * 6_000_000, "超过5MB"),
    ):
        answer = client.post(at, given | {"file": upload(content)})
        assert answer.status_code == 422 and said in error_at(answer.content.decode(), "file")
    content = file_of(
        feature("石桥村", square()), feature("柳林村", BOW), feature("何家湾", square(HERE[0] + 0.1))
    )
    page = client.post(at, given | {"file": upload(content)}, follow=True).content.decode()
    assert "1个认出了网格、没有问题，1个没有认出，1个自相交" in page and "何家湾" in page
    row = OutlineImport.objects.within(cast.chen.scope).get()
    villages = {name: str(cast.cells[name].pk) for name in ("石桥村", "柳林村")}
    one = reverse("outline_import", args=[row.pk])
    taken = {"area-0": villages["石桥村"], "area-1": villages["柳林村"], "area-2": ""}
    page = client.post(one, taken).content.decode()
    assert "请选择“修补后导入”" in page and f'value="{villages["柳林村"]}" selected' in page
    assert "接着核对" in client.get(reverse("map_outlines")).content.decode()
    done = client.post(one, taken | {"mend-1": "mend"}, follow=True).content.decode()
    assert "已导入2个轮廓" in done
    assert "已经导入" in client.post(one, taken, follow=True).content.decode()
    assert CellOutline.objects.within(cast.chen.scope).count() == 2
    assert sign_in("sun").get(one).status_code == 404


def test_a_place_is_pasted_or_set_with_the_unit(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in("chen")
    at = reverse("unit_place", args=[cast.units["yongan"].pk])
    assert "data-pin" in client.get(at).content.decode()
    link = "https://api.map.baidu.com/marker?location=34.716885,116.096336&output=html"
    client.post(at, {"pasted": link, "datum": "wgs84"})
    unit = Unit.objects.within(cast.chen.scope).get(pk=cast.units["yongan"].pk)
    assert (unit.latitude, unit.longitude) == pytest.approx(HERE, abs=2e-6)  # the link's own datum counts
    short = client.post(at, {"pasted": "https://surl.amap.com/x1", "datum": "wgs84"})
    assert "短网址里没有坐标" in error_at(short.content.decode(), "pasted")
    assert "请填写纬度" in client.post(at, {"pasted": "", "datum": "wgs84"}).content.decode()
    new = {
        "name": "新店",
        "category": "shop",
        "cell_id": str(cast.cells["石桥村"].pk),
        "opened_on": "2026-06-02",
    }
    swapped = client.post(
        reverse("unit_new"), new | {"latitude": "116.1", "longitude": "34.7", "datum": "wgs84"}
    )
    assert "经度和纬度填反了" in error_at(swapped.content.decode(), "latitude")
    assert not Unit.objects.within(cast.chen.scope).filter(name="新店").exists()  # both or neither
    client.post(reverse("unit_new"), new | {"pasted": "34.7,116.1", "datum": "wgs84"})
    client.post(reverse("unit_new"), new | {"name": "新店二"})
    rows = Unit.objects.within(cast.chen.scope).filter(name__startswith="新店").order_by("name")
    assert [(one.name, one.latitude) for one in rows] == [("新店", 34.7), ("新店二", None)]


def mbtiles(path: Path, tile: bytes) -> str:
    with sqlite3.connect(path) as made:
        made.execute("CREATE TABLE metadata (name text, value text)")
        made.execute("CREATE TABLE tiles (zoom_level int, tile_column int, tile_row int, tile_data blob)")
        made.execute("INSERT INTO metadata VALUES ('name', '东岭镇')")
        made.execute("INSERT INTO tiles VALUES (2, 3, 2, ?)", (tile,))
    return str(path)


def test_the_ground_comes_from_a_file_or_with_a_key_or_from_nowhere(
    cast: Cast, sign_in: SignIn, tmp_path: Path, settings: Any
) -> None:
    client = sign_in("chen")

    def ground() -> Any:
        page = client.get(reverse("map")).content.decode()
        return json.loads(page.split('<script type="application/json">')[1].split("</script>")[0])["ground"]

    assert ground() is None
    settings.MAP_TILES = mbtiles(tmp_path / "town.mbtiles", b"\x89PNG\r\n")
    assert ground()["urls"] == ["/map/tiles/{z}/{x}/{y}/"] and ground()["says"] == "东岭镇"
    tile = client.get(reverse("map_tile", args=[2, 3, 1]))  # counted from the north
    assert tile.content == b"\x89PNG\r\n" and tile["Content-Type"] == "image/png"
    for z, x, y in ((2, 3, 2), (2, 9, 9), (99, 1, 1)):
        assert client.get(reverse("map_tile", args=[z, x, y])).content == tiles.EMPTY_TILE
    assert sign_in("feng").get(reverse("map_tile", args=[2, 3, 1])).status_code == 403
    settings.MAP_TILES = mbtiles(tmp_path / "vector.mbtiles", b"\x1f\x8bvector")
    assert ground() is None
    settings.MAP_TILES = str(tmp_path / "none.mbtiles")
    assert ground() is None
    settings.MAP_TILES = "tianditu:0123abcd"
    assert all("tk=0123abcd" in one and "tianditu.gov.cn" in one for one in ground()["urls"])
    tiles.described.cache_clear()

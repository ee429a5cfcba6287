"""A GeoJSON file of outlines, judged by what is in it: areas in WGS 84 with what is wrong with each, or why the file cannot be used. Pure."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any

from bihuan.core.coordinates import bd_to_wgs, gcj_to_wgs
from bihuan.maps.rules import CORNERS_MAX, FINE, Shape, why_crossing, why_tangled
from bihuan.units.geometry import LATITUDES, LONGITUDES

BYTES_MAX = 5 * 1024 * 1024
AREAS_MAX, ALL_CORNERS_MAX = 500, 50_000
NAMED_MAX = 60
_TO_WGS: Mapping[str, Callable[[float, float], tuple[float, float]]] = {
    "wgs84": lambda lat, lng: (lat, lng),
    "gcj02": gcj_to_wgs,
    "bd09": bd_to_wgs,
}
_DEGREES = ("4326", "4490", "crs84", "wgs84", "wgs 84", "cgcs2000")  # of what a file says of its own
# Under what a file names its areas: ours first, then what surveyors' files use.
_NAMES = ("name", "名称", "村名", "xzqmc", "zldwmc", "qsdwmc", "mc")
_ENDINGS = ("村民委员会", "居民委员会", "村委会", "居委会", "行政村", "社区", "村")


class Unreadable(ValueError):
    """The file cannot be used, in words: what is wrong and what to do."""


@dataclass(frozen=True)
class Area:
    """An area of the file: what it is called, all that it says of itself, its outline in WGS 84 (() where it has none), what is
    wrong with it; `mendable` where a mender may put it right."""

    name: str
    says: tuple[str, ...]
    outline: Shape
    problem: str = ""
    mendable: bool = False


def read(content: bytes, datum: str, *, swapped: bool = False) -> list[Area]:
    """The areas of a file whose coordinates are of a datum; `swapped`: latitude before longitude. Raises Unreadable."""
    features = list(_features(_loaded(content)))
    if not features:
        raise Unreadable("文件里没有一个图形，请核对导出的是不是行政区划的面。")
    if len(features) > AREAS_MAX:
        raise Unreadable(f"文件里有{len(features)}个图形，一次最多{AREAS_MAX}个，请只导出本镇的村和网格。")
    shapes = [_parts(one.get("geometry")) for one in features]
    total = sum(len(ring) for parts in shapes for part in parts for ring in part)
    if total > ALL_CORNERS_MAX:
        raise Unreadable(
            f"轮廓共有{total}个顶点，一次最多{ALL_CORNERS_MAX}个，请简化后再导出，或者分几次导入。"
        )
    numbers = [[[_numbers(ring, swapped) for ring in part] for part in parts] for parts in shapes]
    _plausible([at for parts in numbers for part in parts for ring in part for at in ring], swapped)
    to_wgs = _TO_WGS[datum]
    return [_area(one, parts, to_wgs) for one, parts in zip(features, numbers, strict=True)]


def matched(areas: Iterable[Area], cells: Iterable[tuple[str, str, str]]) -> list[str]:
    """The key of the cell that each area means, "" where none or several could be meant. `cells`: key, name and statistical code."""
    known: dict[str, set[str]] = {}
    for key, name, code in cells:
        for word in {name, _short(name), code} - {""}:
            known.setdefault(word, set()).add(key)
    return [_meant(one, known) for one in areas]


def _meant(area: Area, known: Mapping[str, set[str]]) -> str:
    for told in (str, _short):
        for word in (area.name, *area.says):
            found = known.get(told(word), set())
            if len(found) == 1:
                return next(iter(found))
    return ""


def _short(name: str) -> str:
    """石桥村, 石桥村委会 and 石桥 are one."""
    return next((name.removesuffix(end) for end in _ENDINGS if name.endswith(end) and name != end), name)


def _loaded(content: bytes) -> Any:
    if len(content) > BYTES_MAX:
        raise Unreadable(f"文件超过{BYTES_MAX // 1024 // 1024}MB，请简化轮廓后再导出，或者分几次导入。")
    if content[:4] in (b"PK\x03\x04", b"Rar!"):
        raise Unreadable("这是压缩包，请解压后导入其中的.geojson文件；Shapefile要先转成GeoJSON。")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("gb18030", errors="replace")
    try:
        return json.loads(text, parse_constant=_no_number)
    except RecursionError as error:
        raise Unreadable("文件的层次太深，不是行政区划的GeoJSON。") from error
    except ValueError as error:
        raise Unreadable("文件不是GeoJSON：内容不是JSON，请重新导出。") from error


def _no_number(word: str) -> float:
    raise ValueError(word)


def _features(data: Any) -> Iterator[dict[str, Any]]:
    """The features of a file, a bare geometry as one without a name."""
    if not isinstance(data, dict):
        raise Unreadable("文件不是GeoJSON：最外层应是FeatureCollection。")
    crs = json.dumps(data.get("crs") or "", ensure_ascii=False).lower()
    if crs != '""' and not any(one in crs for one in _DEGREES):
        raise Unreadable("文件用的是投影坐标，请在导出时选经纬度（CGCS2000或WGS 84）。")
    kind = data.get("type")
    if kind == "FeatureCollection":
        found = data.get("features")
        if not isinstance(found, list):
            raise Unreadable("文件不是GeoJSON：FeatureCollection里没有features。")
        yield from (one if isinstance(one, dict) else {} for one in found)
    elif kind == "Feature":
        yield data
    elif kind in ("Polygon", "MultiPolygon"):
        yield {"geometry": data}
    else:
        raise Unreadable(
            "文件不是GeoJSON：最外层应是FeatureCollection、Feature或面（Polygon、MultiPolygon）。"
        )


def _parts(geometry: Any) -> list[list[list[Any]]]:
    """The parts of an area as they stand in the file; none of what is no area."""
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    parts = geometry.get("coordinates") if kind == "MultiPolygon" else None
    if kind == "Polygon":
        parts = [geometry.get("coordinates")]
    if not isinstance(parts, list) or not all(isinstance(part, list) and part for part in parts):
        return []
    return parts if all(isinstance(ring, list) for part in parts for ring in part) else []


def _numbers(ring: list[Any], swapped: bool) -> list[tuple[float, float]]:
    """Longitude and latitude of a ring's corners; heights are left out."""
    found = []
    for at in ring:
        pair = at[:2] if isinstance(at, list) else ()
        if len(pair) < 2 or not all(
            isinstance(one, int | float) and not isinstance(one, bool) for one in pair
        ):
            raise Unreadable("轮廓里有不是数字的坐标，请重新导出。")
        try:
            x, y = float(pair[0]), float(pair[1])
        except OverflowError:
            x = y = float("inf")
        if not (isfinite(x) and isfinite(y)):
            raise Unreadable("轮廓里有大得不像坐标的数字，请重新导出。")
        found.append((y, x) if swapped else (x, y))
    return found


def _plausible(all_of_them: list[tuple[float, float]], swapped: bool) -> None:
    """Raises Unreadable for coordinates that can be no place of a town, and says what they look like."""

    def there(lng: float, lat: float) -> bool:
        return LONGITUDES[0] <= lng <= LONGITUDES[1] and LATITUDES[0] <= lat <= LATITUDES[1]

    off = [at for at in all_of_them if not there(*at)]
    if not off:
        return
    if all(there(y, x) for x, y in all_of_them):
        turn = "去掉“纬度在前”的勾选" if swapped else "勾选“纬度在前”"
        raise Unreadable(f"经度和纬度颠倒了（文件里是{off[0][0]:g}，{off[0][1]:g}），请{turn}后再导入。")
    if any(abs(x) > 180 or abs(y) > 180 for x, y in off):
        raise Unreadable(
            f"坐标是以米为单位的投影坐标（如{off[0][0]:g}，{off[0][1]:g}），请在导出时选经纬度（CGCS2000或WGS 84）。"
        )
    raise Unreadable(f"有的坐标不在国内（如东经{off[0][0]:g}，北纬{off[0][1]:g}），请核对文件和坐标系。")


def _area(
    feature: Mapping[str, Any],
    parts: list[list[list[tuple[float, float]]]],
    to_wgs: Callable[[float, float], tuple[float, float]],
) -> Area:
    says = feature.get("properties")
    told = {str(key): _word(value) for key, value in says.items()} if isinstance(says, dict) else {}
    lower = {key.lower(): value for key, value in told.items()}
    words = tuple(dict.fromkeys(value for value in told.values() if value))
    name = next((lower[key] for key in _NAMES if lower.get(key)), words[0] if words else "")[:NAMED_MAX]
    if not parts:
        return Area(name, words, (), "不是面（只能导入Polygon、MultiPolygon），不导入。")
    if sum(len(ring) for part in parts for ring in part) > CORNERS_MAX:
        return Area(name, words, (), f"顶点超过{CORNERS_MAX}个，请简化后再导入。")
    if any(len(set(ring)) < 3 for part in parts for ring in part):
        return Area(name, words, (), "有的边线不足三个顶点，不成面，不导入。")
    outline = [[_ring(ring, to_wgs) for ring in part] for part in parts]
    why = why_crossing(outline)
    if why and (tangled := why_tangled(outline)):
        return Area(name, words, (), tangled)
    return Area(name, words, outline, why, bool(why))


def _ring(
    ring: list[tuple[float, float]], to_wgs: Callable[[float, float], tuple[float, float]]
) -> list[list[float]]:
    """A ring in WGS 84, closed."""
    found = []
    for lng, lat in ring:
        north, east = to_wgs(lat, lng)
        found.append([round(east, FINE), round(north, FINE)])
    return found if found[0] == found[-1] else [*found, found[0]]


def _word(value: Any) -> str:
    """A property as a word that may name a cell."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    said = str(int(value) if isinstance(value, float) and value.is_integer() else value)
    # no database keeps a NUL or half a pair
    return "".join(one for one in said if one.isprintable()).strip()[:NAMED_MAX]

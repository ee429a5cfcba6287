"""Addresses that open a place in the phone's own map: each in the coordinates that the map is drawn in. Pure."""

from urllib.parse import quote, urlencode

from bihuan.core.coordinates import wgs_to_bd, wgs_to_gcj

SOURCE = "bihuan"
Link = tuple[str, str]


def map_links(lat: float, lng: float, name: str) -> list[Link]:
    """(word, address) for a point of WGS-84: 高德 and 腾讯 are drawn in GCJ-02, 百度 in BD-09; what the phone itself opens takes WGS-84."""
    gcj, bd = wgs_to_gcj(lat, lng), wgs_to_bd(lat, lng)
    amap = {
        "position": _pair(gcj[1], gcj[0]),
        "name": name,
        "coordinate": "gaode",
        "callnative": 1,
        "src": SOURCE,
    }
    baidu = {
        "location": _pair(*bd),
        "title": name,
        "content": name,
        "coord_type": "bd09ll",
        "output": "html",
        "src": SOURCE,
    }
    tencent = {"marker": f"coord:{_pair(*gcj)};title:{_plain(name)}", "referer": SOURCE}
    return [
        ("高德", f"https://uri.amap.com/marker?{urlencode(amap)}"),
        ("百度", f"https://api.map.baidu.com/marker?{urlencode(baidu)}"),
        ("腾讯", f"https://apis.map.qq.com/uri/v1/marker?{urlencode(tencent)}"),
        ("本机地图", f"geo:{_pair(lat, lng)}?q={_pair(lat, lng)}({quote(_plain(name))})"),
    ]


def _pair(one: float, other: float) -> str:
    return f"{one:.6f},{other:.6f}"


def _plain(name: str) -> str:
    """A name without what parts the fields of a marker."""
    return name.translate(dict.fromkeys(map(ord, ";:,()|&"), " "))

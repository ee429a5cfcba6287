"""A place as people paste it: a pair of numbers, or the link that a map app shares. Pure."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

from bihuan.units.geometry import LATITUDES, LONGITUDES

_NUMBER = r"-?\d{1,3}(?:\.\d+)?"
_PAIR = re.compile(rf"({_NUMBER})\s*[,，;；\s]\s*({_NUMBER})(?![\d.])")
_SHORT = ("surl.amap.com", "j.map.baidu.com", "map.baidu.com/s", "map.wap.qq.com", "goo.gl")
NOT_READ = "没有读出坐标。请粘贴“34.123456,116.123456”这样的一对数字，或者地图里复制的完整网址。"
SHORT = "短网址里没有坐标。请在浏览器里打开它，再复制地址栏里的完整网址；或者在地图上复制坐标。"


@dataclass(frozen=True)
class Pasted:
    """What was read: degrees, and the datum that the link is known to be in, "" where it does not say."""

    latitude: float
    longitude: float
    datum: str = ""


def read_place(text: str) -> Pasted | None:
    """The place that a text tells, None where none can be read. Of two numbers the one that can only be a longitude is it: in China
    no latitude reaches 54 and no longitude is less than 73."""
    text = text.strip()
    if text.startswith("geo:"):
        return _pair(text[4:], "wgs84")
    parts = urlsplit(text if "://" in text else f"//{text}")
    for host, read in _HOSTS.items():
        if (parts.hostname or "").endswith(host):
            return read({key: values[0] for key, values in parse_qs(parts.query).items()}, unquote(text))
    return _pair(text, "")


def why_not_read(text: str) -> str:
    """What is told of a text that no place can be read from."""
    return SHORT if any(one in text for one in _SHORT) else NOT_READ


def _amap(query: dict[str, str], _text: str) -> Pasted | None:
    datum = "wgs84" if query.get("coordinate") == "wgs84" else "gcj02"
    told = (
        query.get("position")
        or query.get("to")
        or query.get("center")
        or query.get("q")
        or query.get("p", "")
    )
    if "lng" in query and "lat" in query:
        told = f"{query['lng']},{query['lat']}"
    return _pair(told, datum)


def _tencent(query: dict[str, str], _text: str) -> Pasted | None:
    datum = "wgs84" if query.get("coord_type") == "1" else "gcj02"
    return _pair(
        query.get("marker") or query.get("tocoord") or query.get("center") or query.get("coord", ""), datum
    )


def _baidu(query: dict[str, str], _text: str) -> Pasted | None:
    """The maps' own pages say places in metres of a projection that nobody else has: only links with degrees are read."""
    datum = {"gcj02": "gcj02", "wgs84": "wgs84"}.get(query.get("coord_type", ""), "bd09")
    return _pair(query.get("location") or query.get("destination") or query.get("latlng", ""), datum)


def _tianditu(query: dict[str, str], text: str) -> Pasted | None:
    return _pair(query.get("center") or text, "wgs84")


_HOSTS: dict[str, Callable[[dict[str, str], str], Pasted | None]] = {
    "amap.com": _amap,
    "qq.com": _tencent,
    "baidu.com": _baidu,
    "tianditu.gov.cn": _tianditu,
}


def _pair(text: str, datum: str) -> Pasted | None:
    for found in _PAIR.finditer(text):
        one, other = float(found[1]), float(found[2])
        for north, east in ((one, other), (other, one)):
            if LATITUDES[0] <= north <= LATITUDES[1] and LONGITUDES[0] <= east <= LONGITUDES[1]:
                return Pasted(north, east, datum)
    return None

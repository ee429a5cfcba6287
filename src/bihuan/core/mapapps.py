"""Links that open a place in a phone's own map app, each in the coordinates that the app draws in. Pure."""

from urllib.parse import quote, urlencode

from bihuan.core.coordinates import wgs_to_bd, wgs_to_gcj


def map_links(latitude: float, longitude: float, name: str) -> list[tuple[str, str]]:
    """Pairs (app, address) for a point of WGS-84: 高德 and 腾讯 in GCJ-02, 百度 in BD-09, any other app by geo: as it is (RFC 5870)."""
    north, east = wgs_to_gcj(latitude, longitude)
    bd_north, bd_east = wgs_to_bd(latitude, longitude)
    amap = {"position": f"{east:.6f},{north:.6f}", "name": name, "coordinate": "gaode", "callnative": 1}
    baidu = {
        "location": f"{bd_north:.6f},{bd_east:.6f}",
        "title": name,
        "content": name,
        "coord_type": "bd09ll",
        "output": "html",
        "src": "bihuan",
    }
    tencent = {"marker": f"coord:{north:.6f},{east:.6f};title:{name}", "referer": "bihuan"}
    here = f"{latitude:.6f},{longitude:.6f}"
    return [
        ("高德", f"https://uri.amap.com/marker?{urlencode(amap)}"),
        ("百度", f"https://api.map.baidu.com/marker?{urlencode(baidu)}"),
        ("腾讯", f"https://apis.map.qq.com/uri/v1/marker?{urlencode(tencent)}"),
        ("手机地图", f"geo:{here}?q={here}({quote(name)})"),
    ]

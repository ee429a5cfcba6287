"""How a town goes out, as it says itself."""

from collections.abc import Mapping, Sequence

from django.db import transaction

from bihuan.core import events
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete
from bihuan.core.moving import hold_town
from bihuan.core.scope import Scope
from bihuan.routing.models import RouteCustom
from bihuan.routing.queries import custom_of
from bihuan.routing.rules import DETOURS, SPEEDS, check_stay, hm
from bihuan.units.geometry import Point, check_position, to_wgs84
from bihuan.units.rules import CATEGORIES


@transaction.atomic
def set_route_custom(
    actor: Actor,
    *,
    detour: float | None,
    speed: int | None,
    begins: int | None,
    ends: int | None,
    lunch_from: int | None,
    lunch_to: int | None,
    start: str,
    latitude: float | None,
    longitude: float | None,
    datum: str,
    stays: Mapping[str, Sequence[int | None]],
) -> RouteCustom:
    """外出设定: for plans drawn up from now on. `stays` of those categories alone that are not as usual."""
    actor.need("campaigns")
    wrong: dict[str, str] = {}
    if detour is None or not DETOURS[0] <= detour <= DETOURS[1]:
        wrong["detour"] = f"绕行系数应在{DETOURS[0]:g}至{DETOURS[1]:g}之间。"
    if speed is None or not SPEEDS[0] <= speed <= SPEEDS[1]:
        wrong["speed"] = f"车速应在{SPEEDS[0]}至{SPEEDS[1]}公里/小时之间。"
    if begins is None or ends is None or begins >= ends:
        wrong["ends"] = "返回时间应晚于出发时间。"
    if lunch_from is None or lunch_to is None or lunch_from > lunch_to:
        wrong["lunch_to"] = "午休止不能早于午休起；不午休的，两个填一样。"
    elif begins is not None and ends is not None and lunch_from <= begins and lunch_to >= ends:
        wrong["lunch_to"] = "午休占满了外出的时间，请核对。"
    place: Point | None = None
    if (latitude is None) != (longitude is None):
        wrong["latitude"] = "纬度、经度要一起填。"
    elif latitude is not None and longitude is not None:
        if why := check_position(latitude, longitude, datum):
            wrong["latitude"] = why
        else:
            place = to_wgs84(Point(latitude, longitude), datum)
    for code, (minutes, opens, closes) in stays.items():
        if code not in CATEGORIES:
            wrong["stays"] = "请从列表中选择类别。"
        elif why := check_stay(minutes, opens, closes):
            wrong[f"stay_{code}"] = f"{CATEGORIES[code].label}：{why}"
    if wrong:
        raise Incomplete("".join(wrong.values()), wrong)
    hold_town(actor)
    values = {
        "detour": detour,
        "speed": speed,
        "begins": begins,
        "ends": ends,
        "lunch_from": lunch_from,
        "lunch_to": lunch_to,
        "start": start.strip(),
        "latitude": place.latitude if place else None,
        "longitude": place.longitude if place else None,
        "stays": {code: list(stay) for code, stay in stays.items()},
    }
    whole = Scope.whole_town(actor.town)
    if not RouteCustom.objects.within(whole).update(**values):
        RouteCustom(town_id=actor.town, **values).save(force_insert=True)
    custom = custom_of(whole)
    told = {"detour": detour, "speed": speed, "begins": hm(custom.begins), "ends": hm(custom.ends)}
    events.record(actor, "set_route_custom", custom, given=told)
    return custom

"""一张图: the page, and what its script asks for as the map is moved."""

from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.gzip import gzip_page

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.door import PageRequest, route
from bihuan.core.mapapps import map_links
from bihuan.grid.queries import village
from bihuan.inspections.forms import asked_id
from bihuan.inspections.models import Team
from bihuan.inspections.queries import begun_campaigns
from bihuan.lists.registry import LISTINGS
from bihuan.maps import clusters
from bihuan.maps.clusters import LAYERS, LISTED_MAX, Layer, Rows
from bihuan.maps.places import places_named
from bihuan.maps.queries import Drawn, drawn
from bihuan.maps.rules import Bounds
from bihuan.maps.shades import SHADES, Painted
from bihuan.maps.tiles import EMPTY_TILE, tile
from bihuan.maps.told import told
from bihuan.risks.rules import GRADES
from bihuan.units.models import Unit

SHOWN = 30
OWN = (
    "layer",
    "shade",
    "at",
    "page",
    "sort",
    "columns",
    "total",
)  # of an address, what is no filter of a list
ZOOM_MAX = 22
WORDS_MAX = 50


@dataclass(frozen=True)
class Asked:
    """What an address asks for: a layer with its list's filters, a shade of the outlines."""

    layer: Layer
    shade: str
    query: QueryDict

    @property
    def filters(self) -> str:
        """The filters alone, as the list's address has them."""
        kept = self.query.copy()
        for name in OWN:
            kept.pop(name, None)
        for name in [name for name in kept if not kept[name]]:
            del kept[name]
        return kept.urlencode()

    @property
    def listed(self) -> str:
        """The same as a list."""
        query = clusters.hazards_query(self.query) if self.layer.key == "hazards" else self.query
        found = Asked(self.layer, self.shade, query).filters
        return f"{reverse(self.layer.listing)}?{found}" if found else reverse(self.layer.listing)


def _asked(request: PageRequest) -> Asked:
    query = request.GET
    shade = query.get("shade", "")
    return Asked(
        LAYERS.get(query.get("layer", "")) or LAYERS["units"], shade if shade in SHADES else "", query
    )


@route("office", scope="place")
def map_page(request: PageRequest) -> HttpResponse:
    """一张图: what lies where, filtered as the lists are; the same as a table below. `at`: a row of the layer, or a unit, to begin at."""
    actor, asked = request.actor, _asked(request)
    layer, scope = asked.layer, request.actor.scope
    rows = clusters.placed(layer, actor, asked.query)
    rows = rows.annotate(weight=layer.weight(actor, asked.query)).order_by("-weight", layer.name, "pk")
    shown = list(rows.values_list("pk", layer.name, "weight")[: SHOWN + 1])
    places = drawn(scope, clock.today())
    listing = LISTINGS[layer.listing]
    config = told(
        scope,
        card=reverse("map_card"),
        layer=layer.key,
        unit=layer.unit,
        query=asked.filters,
        shade=asked.shade,
        apart=layer.apart >= 0,
        tones={one.weight: [one.key, one.sign, one.label] for one in layer.tones},
        at=_begins_at(request, rows),
    )
    context: dict[str, Any] = {
        "asked": asked,
        "tabs": [(one.label, _tab(asked, one), one is layer) for one in LAYERS.values()],
        "shade_pairs": [(one.key, f"轮廓按{one.label}") for one in SHADES.values()],
        "shade": SHADES.get(asked.shade),
        "config": config,
        "filters": listing.form(asked.query),
        "lists": dict(listing.context(actor)),
        "rows": [(pk, name, layer.tone(weight), _page(layer, pk)) for pk, name, weight in shown[:SHOWN]],
        "more": len(shown) > SHOWN,
        "without": _without(actor, asked) if layer.listing == "units" else 0,
        "painted": _painted(actor, asked.shade, places),
        "outlined": len(places),
        "campaign": clusters.campaign_of(actor, asked.query) if layer.key == "progress" else None,
        "is_listed": layer.key == "progress" and clusters.list_of(actor, asked.query) is not None,
        "team": clusters.team_of(actor, asked.query) if layer.key == "progress" else None,
        "campaigns": begun_campaigns(scope) if layer.key == "progress" else (),
        "teams": Team.objects.within(scope) if layer.key == "progress" else (),
    }
    return render(request, "maps/map.html", context)


def _tab(asked: Asked, layer: Layer) -> str:
    """The address of another layer: the place and trade chosen stay."""
    kept = {name: asked.query.get(name, "") for name in ("cell", "category", "shade")}
    given = {"layer": layer.key} | {name: value for name, value in kept.items() if value}
    return f"{reverse('map')}?{urlencode(given)}"


def _begins_at(request: PageRequest, rows: Rows) -> list[Any] | None:
    """North, east and key of what the address names: of the layer's rows, else of the units, whatever the layer leaves out."""
    asked = asked_id(request, "at")
    if asked is None:
        return None
    units = Unit.objects.within(request.actor.scope).filter(latitude__isnull=False)
    found = (
        rows.filter(pk=asked).values_list("north", "east").first()
        or units.filter(pk=asked).values_list("latitude", "longitude").first()
    )
    return [*found, str(asked)] if found else None


def _without(actor: Actor, asked: Asked) -> int:
    """How many that pass the filters lie nowhere."""
    found: int = asked.layer.rows(actor, asked.query).order_by().filter(latitude__isnull=True).count()
    return found


def _painted(actor: Actor, shade: str, places: list[Drawn]) -> list[Painted]:
    return (
        list(SHADES[shade].paint(actor.scope, [one.cell for one in places], clock.today())) if shade else []
    )


def _page(layer: Layer, pk: UUID) -> str:
    """The page of one row of a layer."""
    name = {"hazards": "hazard", "risks": "risk_point"}.get(layer.key, "unit")
    return reverse(name, args=[pk])


@route("office", scope="place")
@gzip_page
def map_points(request: PageRequest) -> HttpResponse:
    """The marks of a view (?box=west,south,east,north&zoom=)."""
    asked = _asked(request)
    box = _box(request)
    said = request.GET.get("zoom", "")
    zoom = min(int(said), ZOOM_MAX) if said.isascii() and said.isdigit() and len(said) < 3 else 12
    if box is None:
        return JsonResponse({"error": "没有说清要看的范围。"}, status=400)
    found = clusters.marks(asked.layer, request.actor, asked.query, box, zoom)
    return JsonResponse({"marks": found}, json_dumps_params={"ensure_ascii": False, "separators": (",", ":")})


def _box(request: PageRequest) -> Bounds | None:
    try:
        west, south, east, north = (float(one) for one in request.GET.get("box", "").split(","))
    except ValueError:
        return None
    there = -360 <= west < east <= 360 and -90 <= south < north <= 90
    return Bounds(west, south, east, north) if there else None


@route("office", scope="place")
@gzip_page
def map_shapes(request: PageRequest) -> HttpResponse:
    """The outlines of cells, painted as asked (?shade=)."""
    asked = _asked(request)
    places = drawn(request.actor.scope, clock.today())
    painted = {one.cell.pk: one for one in _painted(request.actor, asked.shade, places)}
    found = [_feature(one, painted.get(one.cell.pk)) for one in places]
    return JsonResponse(
        {"type": "FeatureCollection", "features": found},
        json_dumps_params={"ensure_ascii": False, "separators": (",", ":")},
    )


@route("office", scope="place")
def map_places(request: PageRequest) -> HttpResponse:
    """Where what somebody types lies (?words=), for a pin."""
    found = places_named(request.actor.scope, request.GET.get("words", "")[:WORDS_MAX])
    return JsonResponse({"places": [asdict(one) for one in found]}, json_dumps_params={"ensure_ascii": False})


def _feature(place: Drawn, painted: Painted | None) -> dict[str, Any]:
    parts = [part for row in place.rows for part in row.light]
    says = {"step": painted.step, "says": painted.says} if painted else {}
    return {
        "type": "Feature",
        "properties": {"id": str(place.cell.pk), "name": place.cell.name, "level": place.cell.level, **says},
        "geometry": {"type": "MultiPolygon", "coordinates": parts},
    }


@route("office", scope="place")
def map_card(request: PageRequest) -> HttpResponse:
    """What a pressed mark stands for: one row (?id=), or those that lie in a box (?box=)."""
    actor, asked = request.actor, _asked(request)
    layer = asked.layer
    rows = clusters.placed(layer, actor, asked.query).annotate(weight=layer.weight(actor, asked.query))
    box, pk = _box(request), asked_id(request, "id")
    if pk is None:
        if box is None:
            return JsonResponse({"error": "没有说清要看哪里。"}, status=400)
        found = clusters.inside(rows, box).order_by("-weight", layer.name, "pk")
        some = list(found.values_list("pk", layer.name, "weight")[: LISTED_MAX + 1])
        listed = [(name, layer.tone(weight), _page(layer, key)) for key, name, weight in some[:LISTED_MAX]]
        context = {"rows": listed, "more": len(some) > LISTED_MAX, "layer": layer, "asked": asked}
        return render(request, "maps/here.html", context)
    place = "cell" if layer.listing == "units" else "unit__cell"
    row = rows.annotate(village=village(actor.scope, place)).filter(pk=pk).first()
    if row is None:
        raise Http404
    unit = row if isinstance(row, Unit) else row.unit
    context = {
        "layer": layer,
        "row": row,
        "unit": unit,
        "tone": layer.tone(row.weight),
        "page": _page(layer, row.pk),
        "grade": GRADES[row.grade].tone if layer.key == "risks" else "",
        "apps": map_links(row.north, row.east, unit.name),
        "check": actor.may("inspect") and unit.ended_on is None,
        "move": actor.may("units") and unit.ended_on is None,
    }
    return render(request, "maps/card.html", context)


@route("office", scope="none")
def map_tile(_request: PageRequest, z: int, x: int, y: int) -> HttpResponse:
    """A tile of the town's own file of maps; where the file has none, an empty one: a browser would complain of each that is missing."""
    content, kind = tile(z, x, y) or (EMPTY_TILE, "image/png")
    answer = HttpResponse(content, content_type=kind)
    answer["Cache-Control"] = "private, max-age=86400"
    return answer

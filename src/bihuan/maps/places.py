"""Where something lies whose name or address somebody types. The town's own records answer: no map of others is asked."""

from dataclasses import dataclass

from django.db.models import Q

from bihuan.core.scope import Scope, under
from bihuan.maps.models import CellOutline
from bihuan.maps.queries import outlines
from bihuan.units.models import Unit

LEAST_CHARS, SHOWN = 2, 8


@dataclass(frozen=True)
class Place:
    """A place found: in words, with its degrees in WGS 84."""

    says: str
    north: float
    east: float


def places_named(scope: Scope, words: str) -> list[Place]:
    """Cells with an outline that an address names, the smallest first, by the middle of their box; then units with a place whose name or address holds
    the words, or what is left of them within the smallest cell. At most SHOWN; two queries."""
    words = "".join(words.replace("\0", "").split())
    if len(words) < LEAST_CHARS:
        return []
    cells = _cells(scope, words)
    found = [
        Place(f"{row.cell.name}（中间）", (row.south + row.north) / 2, (row.west + row.east) / 2)
        for row in cells
    ]
    alike = _alike(words)
    if cells and (rest := words.replace(cells[0].cell.name, "", 1)) and rest != words:
        alike |= _alike(rest) & under("cell_path", cells[0].cell.path)
    units = Unit.objects.within(scope).filter(alike, latitude__isnull=False, ended_on__isnull=True)
    for unit in units.order_by("name", "pk")[:SHOWN]:
        found.append(
            Place(f"{unit.name} {unit.address}".strip(), float(unit.latitude), float(unit.longitude))
        )
    return found[:SHOWN]


def _cells(scope: Scope, words: str) -> list[CellOutline]:
    rows = outlines(scope).filter(cell__ended_on__isnull=True).select_related("cell").defer("shape", "light")
    named = [row for row in rows if row.cell.name in words or words in row.cell.name]
    return sorted(named, key=lambda row: (row.cell.name not in words, -len(row.cell.path), row.cell.path))


def _alike(words: str) -> Q:
    return Q(name__icontains=words) | Q(address__icontains=words)

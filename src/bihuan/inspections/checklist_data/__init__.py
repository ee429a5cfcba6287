"""The library of checklists, one TOML file each: `label`, `categories`, perhaps `when` (a detail of units that must be said), and items.

An item is written here or taken over from common.toml by `use`. Its fields: `key` (at most ten signs, never given to another
item: records keep it), `group`, `text` (what must be so), `look` (how one sees it), `basis` (topics of `law`; the first in force
on the day is cited, and an item none of whose topics is in force is not offered), `measure`, `days` (suggested, 0 at once),
`major` (criteria of the modules above by which failing it is a major hazard), `when` (a detail that the unit must have).
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
COMMON = "common"


@dataclass(frozen=True)
class Row:
    """An item as the file has it."""

    key: str
    group: str
    text: str
    look: str
    basis: tuple[str, ...]
    measure: str
    days: int
    major: tuple[str, ...] = ()
    when: str = ""


@dataclass(frozen=True)
class Source:
    """A list as the file has it; a unit of `categories` (or below) is looked at by it. With `when` it is added to the list of a
    unit's category where the unit has that detail."""

    key: str
    label: str
    categories: tuple[str, ...]
    rows: tuple[Row, ...]
    when: str = ""


def _read() -> dict[str, Source]:
    files = {
        path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.toml"))
    }
    shared = {given["key"]: _row(given) for given in files.pop(COMMON)["item"]}
    return {
        key: Source(
            key, given["label"], tuple(given["categories"]), _rows(given, shared), given.get("when", "")
        )
        for key, given in files.items()
    }


def _rows(given: dict[str, Any], shared: dict[str, Row]) -> tuple[Row, ...]:
    rows: list[Row] = []
    for one in given["item"]:
        rows.extend([shared[key] for key in one["use"]] if "use" in one else [_row(one)])
    return tuple(rows)


def _row(given: dict[str, Any]) -> Row:
    lists = {name: tuple(given.get(name, ())) for name in ("basis", "major")}
    return Row(**given | lists)


LIBRARY: dict[str, Source] = _read()

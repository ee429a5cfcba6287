"""The checklists that a plan names: which there are, what is wrong with them, which stand on a paper. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from bihuan.campaigns.rules import fits
from bihuan.inspections.checklist_data import LIBRARY
from bihuan.inspections.checklists import library_on


@dataclass(frozen=True)
class Sheet:
    """A checklist as a plan's page shows it; `gone`: why it is used no more, ""."""

    key: str
    label: str
    gone: str = ""


def _gone(key: str, on: date) -> str:
    if key not in LIBRARY:
        return "已从检查表库撤下"
    return "" if library_on(key, on) else "各项依据都已废止"


def sheets_on(keys: Iterable[str], on: date) -> list[Sheet]:
    """The checklists of some keys as they stand on a day. One that the library has no more is named by its key."""
    return [Sheet(key, LIBRARY[key].label if key in LIBRARY else key, _gone(key, on)) for key in keys]


def usable(keys: Iterable[str], on: date) -> list[str]:
    """Of some checklists those that are used on a day."""
    return [one.key for one in sheets_on(keys, on) if not one.gone]


def offered(chosen: Iterable[str], on: date) -> list[tuple[str, str]]:
    """All that can be chosen on a day, and what is chosen already though it is used no more: it has to be taken off by hand."""
    every = [one for one in sheets_on(LIBRARY, on) if not one.gone]
    gone = [one for one in sheets_on(chosen, on) if one.gone]
    return [
        *((one.key, one.label) for one in every),
        *((one.key, f"{one.label}（{one.gone}）") for one in gone),
    ]


def check_sheets(keys: Sequence[str], categories: Sequence[str], on: date) -> str:
    """What is wrong with the checklists of a plan of some categories (none: all), or ""."""
    for one in sheets_on(keys, on):
        if one.gone:
            return f"“{one.label}”{one.gone}，请去掉。"
        if categories and not any(
            fits(code, (own,)) or fits(own, (code,))
            for code in LIBRARY[one.key].categories
            for own in categories
        ):
            return f"“{one.label}”对不上本次行动的任何类别，请去掉，或者放宽类别。"
    return ""

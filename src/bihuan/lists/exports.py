"""A list as a file: at once while it is short, else as a job in pieces. Rows are those of the page's filters, columns and order."""

import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from django.http import QueryDict

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.errors import NotAllowed
from bihuan.core.files import XLSX
from bihuan.core.jobs import Kind, Result, Step, Task, declare_kind
from bihuan.lists import sheet
from bihuan.lists.registry import Column, Listing, kind_of

AT_ONCE = 2_000  # rows that a person waits for
A_STEP = 500
ROWS_MAX = 200_000


def file_name(listing: Listing) -> str:
    """监管对象20180305.xlsx."""
    return f"{listing.title}{clock.today():%Y%m%d}.xlsx"


def write_now(actor: Actor, listing: Listing, query: QueryDict, keys: Sequence[str], place: Path) -> int:
    """Write the first AT_ONCE rows of a list to a place. Returns how many there are."""
    columns = listing.shown(keys)
    rows = list(listing.rows(actor, query, columns)[:AT_ONCE])
    listing.fill(actor, rows, columns)
    values = [[column.told(row) for column in columns] for row in rows]
    sheet.write(place, listing.title, columns, values, clock.now())
    return len(values)


def declare_export(listing: Listing) -> None:
    """Make a list's export a kind of job."""
    step = partial(_step, listing)
    declare_kind(Kind(kind_of(listing), f"导出{listing.title}", listing.right, step, writes=False))


def _step(listing: Listing, actor: Actor, task: Task) -> Step:
    """First the keys of all rows in their order, so that what changes meanwhile moves no row; then the rows in pieces; at last the file."""
    keys_at = task.folder / "keys.json"
    if task.at is None:
        return _begin(listing, actor, task, keys_at)
    keys = json.loads(keys_at.read_text())
    columns, at = listing.shown(task.given["columns"]), int(task.at)
    if at < len(keys):
        part = _values(listing, actor, QueryDict(task.given["query"]), columns, keys[at : at + A_STEP])
        (task.folder / f"part-{at}.json").write_text(json.dumps(part, ensure_ascii=False, default=_kept))
        done = min(at + A_STEP, len(keys))
        return Step(at=at + A_STEP, done=done, total=len(keys), message=f"已读出{done:,}{listing.unit}")
    places = [task.folder / f"part-{start}.json" for start in range(0, len(keys), A_STEP)]
    sheet.write(task.result, listing.title, columns, _read(task, places), clock.now())
    count = len(keys)
    said = f"共{count:,}{listing.unit}"
    return Step(None, count, count, said, ended=True, result=Result(file_name(listing), XLSX))


def _begin(listing: Listing, actor: Actor, task: Task, keys_at: Path) -> Step:
    rows = listing.rows(actor, QueryDict(task.given["query"]))
    keys = [str(key) for key in rows.values_list("pk", flat=True)[: ROWS_MAX + 1]]
    if len(keys) > ROWS_MAX:
        raise NotAllowed(
            f"超过{ROWS_MAX:,}{listing.unit}，一次导不完。请加条件（如按年、按网格）分几次导出。"
        )
    keys_at.write_text(json.dumps(keys))
    return Step(0, 0, len(keys), "已选定记录")


def _values(
    listing: Listing, actor: Actor, query: QueryDict, columns: Sequence[Column], keys: list[str]
) -> list[list[Any]]:
    """What some rows say, in the order of their keys; one that no longer is in the list is left out."""
    found = list(listing.rows(actor, query, columns).filter(pk__in=keys))
    listing.fill(actor, found, columns)
    known = {str(row.pk): row for row in found}
    return [[column.told(known[key]) for column in columns] for key in keys if key in known]


def _read(task: Task, places: Sequence[Path]) -> Iterator[list[Any]]:
    """The rows of all pieces."""
    for number, place in enumerate(places):
        if number % 20 == 0:
            task.tell(task.done, task.total, "正在写文件")
        for values in json.loads(place.read_text()):
            yield [_value(one) for one in values]


def _kept(value: Any) -> Any:
    """What JSON does not know, by its kind."""
    if isinstance(value, datetime):
        return {"instant": value.isoformat()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    return float(value) if isinstance(value, Decimal) else str(value)


def _value(kept: Any) -> Any:
    if not isinstance(kept, dict):
        return kept
    return datetime.fromisoformat(kept["instant"]) if "instant" in kept else date.fromisoformat(kept["day"])

"""A hand-over's rows as a spreadsheet, made of its JSON: both say the same. What somebody typed stays text, no formula."""

import json
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from bihuan.documents.exchange import COLUMNS
from bihuan.lists.registry import Column
from bihuan.lists.sheet import write


def spreadsheet(content: bytes, place: str) -> None:
    """Write a batch as a spreadsheet. The same batch is the same bytes."""
    made: dict[str, Any] = json.loads(content)
    columns = [Column(key, label, partial(_told, told), wide=wide) for key, label, wide, told in COLUMNS]
    values = [[column.told(row) for column in columns] for row in made["documents"]]
    write(Path(place), "移交文书", columns, values, datetime.fromisoformat(made["handed_at"]))


def _told(told: Any, row: Any) -> str:
    return str(told(row))

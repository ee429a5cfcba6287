"""What a query counts for many figures at once, and how its answer is read."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Aggregate, Q

from bihuan.figures.registry import Figure, count_rows


@dataclass(frozen=True)
class Counted:
    """What one pass found for an ask: the measure, and the number of rows behind it."""

    measure: int | Decimal
    rows: int

    def __add__(self, other: "Counted") -> "Counted":
        return Counted(self.measure + other.measure, self.rows + other.rows)


def measures(figures: list[Figure], conditions: list[Q], cutoffs: list[date]) -> dict[str, Aggregate]:
    """What a query is to count for figures of one source, each under its condition at its cut-off; `read` reads its answer."""
    asked: dict[str, Aggregate] = {}
    for i, (figure, where, cutoff) in enumerate(zip(figures, conditions, cutoffs, strict=True)):
        asked[f"n{i}"] = figure.counted(where, cutoff)
        if figure.measure is not count_rows:
            asked[f"r{i}"] = count_rows(where)
    return asked


def read(row: dict[str, Any], figures: int) -> list[Counted]:
    """What a row of a query with `measures` says of so many figures, in their order."""
    counts = (row[f"n{i}"] or 0 for i in range(figures))
    return [Counted(made, row.get(f"r{i}", made)) for i, made in enumerate(counts)]

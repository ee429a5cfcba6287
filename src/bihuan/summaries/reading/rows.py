"""A row of a table as a line of text: `| 石桥村 | XX | XX |`. Of merged cells the first holds the words, one that goes on
with the cell before it ←, one that goes on with the cell above it ↑. A bar alone between two rows begins another table."""

import re
from collections.abc import Iterator

LEFT, ABOVE, APART = "←", "↑", "|"
_ROW = re.compile(r"\|.*\|")


def line(cells: list[str]) -> str:
    """Some cells as a line."""
    return f"| {' | '.join(map(in_a_cell, cells))} |"


def in_a_cell(text: str) -> str:
    """A text that may stand in a cell: a bar of its own would end the cell, it is written wide."""
    return text.replace("|", "｜")


def is_row(paragraph: str) -> bool:
    return _ROW.fullmatch(paragraph) is not None


def cells_of(row: str) -> Iterator[tuple[str, int]]:
    """The cells of a row with the places of their texts in it."""
    at = 1
    for cell in row[1:-1].split("|"):
        yield cell.strip(), at + len(cell) - len(cell.lstrip())
        at += len(cell) + 1

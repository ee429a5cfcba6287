"""What a standard is, and the shape of its rows."""

from dataclasses import dataclass
from datetime import date

Rows = tuple[
    tuple[str, str, str], ...
]  # number within the standard's table, clause ("" where not certain), gist


@dataclass(frozen=True)
class Standard:
    """A text that says which hazards are major (重大事故隐患判定标准), in force from a day up to (not including) another; None:
    until today. `categories` are the unit categories it is for, () for all; a category stands for those below it. A row's number
    never changes its meaning: records keep it."""

    key: str
    name: str
    number: str
    from_on: date
    to_on: date | None
    categories: tuple[str, ...]
    rows: Rows

    def in_force(self, on: date) -> bool:
        return self.from_on <= on and (self.to_on is None or on < self.to_on)

    @property
    def citation(self) -> str:
        return f"《{self.name}》（{self.number}）"

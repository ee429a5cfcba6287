"""How the outlines of cells are coloured: by figures of the registry, each number with its rows."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bihuan.core.scope import Scope
from bihuan.figures.evaluation import Ask, Slice, Value, evaluate
from bihuan.figures.spread import evaluate_spread
from bihuan.figures.tiles import address
from bihuan.grid.models import Cell
from bihuan.risks.rules import GRADES


@dataclass(frozen=True)
class Painted:
    """A cell as the map paints it: its step of the shade's legend, the number in words, where the rows behind it are, and why there is no number."""

    cell: Cell
    step: str
    says: str
    url: str
    why: str = ""


@dataclass(frozen=True)
class Shade:
    """A way of painting. `legend`: pairs (step, words)."""

    key: str
    label: str
    legend: Sequence[tuple[str, str]]
    paint: Callable[[Scope, Sequence[Cell], date], Iterable[Painted]]


OPEN_STEPS = ((0, "无"), (1, "1—4条"), (5, "5—19条"), (20, "20条以上"))
COVERED_STEPS = ((0, "不到四成"), (40, "四成到七成"), (70, "七成到九成"), (90, "九成以上"))
GRADED = ("risks.major", "risks.large", "risks.general", "risks.low")
REGISTERED, COVERED, OPEN = "units.total", "inspect.covered", "hazards.open"


def _steps(marks: Sequence[tuple[int, str]], name: str) -> list[tuple[str, str]]:
    return [(f"{name}-{at}", words) for at, (_, words) in enumerate(marks)]


def _step(marks: Sequence[tuple[int, str]], name: str, number: Decimal | int) -> str:
    return f"{name}-{sum(number >= least for least, _ in marks) - 1}"


def _ask(figure: str, cell: Cell, today: date, since: date | None = None) -> Ask:
    return Ask(figure, since or today, today, today, Slice(cell=cell.path))


def _open(scope: Scope, cells: Sequence[Cell], today: date) -> Iterable[Painted]:
    """Of those found since the beginning of last year: what is older and open is on the list of overdue ones."""
    since = date(today.year - 1, 1, 1)
    asks = {cell: _ask(OPEN, cell, today, since) for cell in cells}
    values = evaluate(scope, asks.values())
    for cell, ask in asks.items():
        yield _painted(cell, ask, values[ask], lambda number: _step(OPEN_STEPS, "open", number), "条")


def _covered(scope: Scope, cells: Sequence[Cell], today: date) -> Iterable[Painted]:
    """How many of the registered units were checked since New Year."""
    since = today.replace(month=1, day=1)
    asks = {cell: (_ask(COVERED, cell, today, since), _ask(REGISTERED, cell, today)) for cell in cells}
    values = evaluate(scope, [ask for pair in asks.values() for ask in pair])
    for cell, (covered, registered) in asks.items():
        done, total = values[covered].value, values[registered].value
        if done is None or not total:
            yield Painted(cell, "none", "无记录", "", values[covered].missing or "没有在册单位")
        else:
            yield Painted(
                cell,
                _step(COVERED_STEPS, "covered", int(100 * done / total)),
                f"{done}/{total}家",
                address(covered),
            )


def _graded(scope: Scope, cells: Sequence[Cell], today: date) -> Iterable[Painted]:
    """By the gravest colour that stands there."""
    asks = {(cell.pk, key): _ask(key, cell, today) for cell in cells for key in GRADED}
    values = evaluate_spread(scope, asks.values())
    for cell in cells:
        for grade, key in zip(GRADES.values(), GRADED, strict=True):
            ask = asks[cell.pk, key]
            if number := values[ask].value:
                yield Painted(cell, grade.tone, f"{grade.colour}{number}个", address(ask))
                break
        else:
            yield Painted(cell, "none", "无风险点", "")


def _painted(cell: Cell, ask: Ask, found: Value, step: Callable[[Decimal | int], str], unit: str) -> Painted:
    if found.value is None:
        return Painted(cell, "none", "无记录", "", found.missing)
    return Painted(cell, step(found.value), f"{found.value}{unit}", address(ask))


SHADES: Mapping[str, Shade] = {
    one.key: one
    for one in (
        Shade("open", "镇里查出未整改的隐患", _steps(OPEN_STEPS, "open"), _open),
        Shade(
            "colours",
            "风险四色",
            [(one.tone, f"{one.colour}·{one.label}") for one in GRADES.values()],
            _graded,
        ),
        Shade("covered", "今年检查覆盖", _steps(COVERED_STEPS, "covered"), _covered),
    )
}

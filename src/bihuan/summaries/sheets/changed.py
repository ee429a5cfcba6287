"""What forms that were handed up would say otherwise by the records of now: the questions that each kept, put again, all in one
evaluation. Nothing is changed by looking."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from bihuan.core.scope import Scope
from bihuan.figures.evaluation import Ask, Value, evaluate, is_known
from bihuan.figures.kept import ask_of
from bihuan.summaries.binding.measures import MEASURES, Measure, measured
from bihuan.summaries.models import FilledForm, FormDue
from bihuan.summaries.truth.claims import evidence_value

_BY_WORDS = {words: key for key, words in MEASURES.items()}


def changes_of(scope: Scope, sent: Iterable[tuple[FormDue, FilledForm]]) -> dict[UUID, list[dict[str, Any]]]:
    """The cells of each due that read otherwise than they went up, but for those that a person left so."""
    told = list(sent)
    asked = {due.pk: [(cell, *_asks(cell)) for cell in made.cells] for due, made in told}
    asks = [ask for cells in asked.values() for _, *pair in cells for ask in pair if ask]
    values = evaluate(scope, asks)
    return {
        due.pk: [
            {
                "cell": cell["cell"],
                "label": cell["label"],
                "unit": cell["unit"],
                "was": cell["value"],
                "now": now,
            }
            for cell, ask, other in asked[due.pk]
            if ask and (now := _now(cell, ask, other, values)) != due.left.get(cell["cell"], cell["value"])
        ]
        for due, _ in told
    }


def _asks(cell: dict[str, Any]) -> tuple[Ask | None, Ask | None]:
    """The questions behind a cell, as far as they can still be put."""
    found = [ask_of(cell[name]) if cell.get(name) else None for name in ("ask", "other")]
    if any(one and not is_known(one) for one in found):
        return None, None
    return found[0], found[1]


def _now(cell: dict[str, Any], ask: Ask, other: Ask | None, values: dict[Ask, Value]) -> Any:
    measure = Measure(_BY_WORDS.get(cell["measure"], ""))
    return evidence_value(measured(measure, values[ask], values[other] if other else None))

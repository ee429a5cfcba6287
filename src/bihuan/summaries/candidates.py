"""What else a blank may mean: the likeliest figures in the scopes that the text allows, each with its value."""

from collections.abc import Iterator
from dataclasses import dataclass

from bihuan.core import scope as scoping
from bihuan.figures.evaluation import Ask, Value, evaluate, sliceable
from bihuan.figures.registry import FIGURES
from bihuan.summaries.binding.binder import Binding, alternatives
from bihuan.summaries.binding.measures import measured, other_ask
from bihuan.summaries.binding.scope import Scope, slice_of
from bihuan.summaries.binding.vocabulary import Vocabulary
from bihuan.summaries.choices import Choice
from bihuan.summaries.engine import Result

FIGURES_MAX, OPTIONS_MAX = 4, 6


@dataclass(frozen=True)
class Option:
    """One meaning that a person may press: `choice` as it would be kept, in words, and what it would print."""

    choice: Choice
    label: str
    scope: str
    value: Value
    unit: str
    is_now: bool


def options(scope: scoping.Scope, result: Result, index: int, vocabulary: Vocabulary) -> list[Option]:
    """The meanings to offer for a blank, likeliest first; one evaluation for all."""
    binding = result.blanks[index].binding
    if binding.blank.kind != "number":
        return []
    since, until = binding.period
    as_of = min(result.as_of, binding.cutoff or result.as_of)
    found: list[tuple[str, Scope, Ask, Ask | None]] = []
    for key, part in _meanings(binding):
        sliced = slice_of(part)
        if sliceable(FIGURES[key], sliced) and len(found) < OPTIONS_MAX:
            ask = Ask(key, since, until, as_of, sliced)
            other = other_ask(ask, binding.measure)
            if other and binding.measure.is_change and result.extent.gap([other]):
                continue  # nothing to offer where there is nothing to compare with
            found.append((key, part, ask, other))
    values = evaluate(scope, [one for *_, ask, other in found for one in (ask, other) if one])
    now = result.blanks[index].ask
    return [
        Option(
            _choice(binding, key, part, result, vocabulary),
            FIGURES[key].label,
            part.text or "全镇",
            measured(binding.measure, values[ask], values[other] if other else None),
            binding.blank.unit or FIGURES[key].unit,
            ask == now,
        )
        for key, part, ask, other in found
    ]


def _meanings(binding: Binding) -> Iterator[tuple[str, Scope]]:
    """Figures by what speaks for them; each in the scope as read, as far as the town has it, and for the whole town."""
    known = binding.scope
    if known.unknown:
        known = known.without(
            *(kind for kind, _ in known.said if not getattr(known, kind, "") or known.doubted(kind))
        )
    scopes = [known, Scope()] if known else [Scope()]
    first = [binding.figure] if binding.figure in FIGURES else []
    keys = list(dict.fromkeys([*first, *alternatives(binding)]))[:FIGURES_MAX]
    for key in keys:
        for part in scopes:
            yield key, part


def _choice(binding: Binding, key: str, part: Scope, result: Result, vocabulary: Vocabulary) -> Choice:
    since, until = binding.period
    own = (since, until) == (result.since, result.until)
    return Choice(
        figure=key,
        campaign=next((one.name for one in vocabulary.campaigns if str(one.id) == part.campaign), ""),
        category=part.category,
        place=part.place,
        team=next((name for team, name in vocabulary.teams if str(team) == part.team), ""),
        since=None if own else since,
        until=None if own else until,
        measure=binding.measure.kind if binding.measure.is_change else "",
    )

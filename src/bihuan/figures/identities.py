"""The identities that figures must keep among themselves, checked over any part of the town."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bihuan.core.scope import Scope
from bihuan.figures.evaluation import WHOLE, Ask, Slice, evaluate, sliceable
from bihuan.figures.registry import FIGURES, IDENTITIES, Identity


@dataclass(frozen=True)
class Verdict:
    """Whether an identity holds for given numbers, with the numbers in `detail`."""

    rule: str
    holds: bool
    detail: str


def check_identities(
    scope: Scope, since: date, until: date, as_of: date, parts: Iterable[Slice] = (WHOLE,)
) -> dict[Slice, list[Verdict]]:
    """Every declared identity whose figures can be sliced so, for each of some slices; all checked in one evaluation."""
    asked: dict[tuple[Slice, str], Ask] = {}
    relevant: dict[Slice, list[Identity]] = {}
    for part in parts:
        relevant[part] = [
            one for one in IDENTITIES if all(sliceable(FIGURES[key], part) for key in (one.left, *one.right))
        ]
        keys = {key for one in relevant[part] for key in (one.left, *one.right)}
        asked |= {(part, key): Ask(key, since, until, as_of, part) for key in sorted(keys)}
    values = evaluate(scope, asked.values())
    answers = {named: values[ask].value or 0 for named, ask in asked.items()}
    return {
        part: [
            _verdict(one, answers[part, one.left], [answers[part, key] for key in one.right]) for one in found
        ]
        for part, found in relevant.items()
    }


def _verdict(identity: Identity, left: int | Decimal, right: list[int | Decimal]) -> Verdict:
    holds = left == sum(right) if identity.relation == "=" else left <= sum(right)
    sign = "＝" if identity.relation == "=" else "≤"
    detail = f"{left}{sign if holds else '≠' if sign == '＝' else '>'}{'＋'.join(str(n) for n in right)}"
    return Verdict(identity.rule, holds, detail)

"""A question as JSON keeps it, and back: for what freezes numbers with the questions behind them."""

from datetime import date
from typing import Any
from uuid import UUID

from bihuan.figures.evaluation import Ask, Slice


def ask_of(given: dict[str, Any]) -> Ask:
    """A question as `plain` kept it."""
    part = given["slice"]
    ids = {name: UUID(part[name]) if part[name] else None for name in ("campaign", "team")}
    sliced = Slice(cell=part["cell"], category=part["category"], origin=part["origin"], **ids)
    since, until, as_of = (date.fromisoformat(given[name]) for name in ("since", "until", "as_of"))
    return Ask(given["figure"], since, until, as_of, sliced)


def plain(ask: Ask) -> dict[str, Any]:
    """A question as JSON keeps it; `ask_of` reads it back."""
    part = ask.slice
    return {
        "figure": ask.figure,
        "since": ask.since.isoformat(),
        "until": ask.until.isoformat(),
        "as_of": ask.as_of.isoformat(),
        "slice": {
            "cell": part.cell,
            "category": part.category,
            "origin": part.origin,
            "campaign": str(part.campaign) if part.campaign else "",
            "team": str(part.team) if part.team else "",
        },
    }

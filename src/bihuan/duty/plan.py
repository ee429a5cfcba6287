"""A draft's turns between the page, the row and the rules: [day, position, person, put by hand]."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from bihuan.duty.models import Roster
from bihuan.duty.rules import Stand, days_between

Line = list[Any]


def days_of(roster: Roster) -> list[date]:
    """The days that a roster covers."""
    return list(days_between(roster.from_on, roster.to_on))


def stands_of(roster: Roster, *, by_hand: bool = False) -> list[Stand]:
    """A draft's turns, or those that were put by hand alone."""
    return [
        Stand(date.fromisoformat(day), position, person)
        for day, position, person, is_fixed in roster.plan
        if is_fixed or not by_hand
    ]


def kept(stands: Iterable[Stand], by_hand: Iterable[Stand]) -> list[Line]:
    """The turns as the row keeps them."""
    fixed = set(by_hand)
    return [[one.on.isoformat(), one.position, one.person, one in fixed] for one in sorted(stands)]

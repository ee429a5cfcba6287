"""A person's turns as iCalendar (RFC 5545), for the calendar of their phone. No data of others but the names of who stands with them."""

from collections.abc import Iterable
from datetime import timedelta

from icalendar import Calendar, Event

from bihuan.core.models import Town
from bihuan.duty.models import DutyCustom, Turn
from bihuan.duty.rules import POSITIONS
from bihuan.grid.models import Person


def calendar_of(
    person: Person, town: Town, custom: DutyCustom, mine: Iterable[Turn], all_turns: Iterable[Turn]
) -> bytes:
    """The calendar of a person's turns; `all_turns` are those of the same days."""
    beside: dict[object, list[str]] = {}
    for turn in all_turns:
        beside.setdefault(turn.day, []).append(f"{POSITIONS[turn.position]} {turn.person.name}")
    found = Calendar()
    found.add("prodid", "-//Bihuan//duty//ZH")
    found.add("version", "2.0")
    found.add("x-wr-calname", f"{person.name}的值班（{town.name}）")
    for turn in mine:
        event = Event()
        event.add("uid", f"{turn.pk}@bihuan")
        event.add("dtstamp", custom.begins(turn.published_on))
        event.add("dtstart", custom.begins(turn.day))
        event.add("dtend", custom.begins(turn.day + timedelta(days=1)))
        event.add("summary", f"{POSITIONS[turn.position]}（{town.name}）")
        event.add("description", "，".join(beside.get(turn.day, ())))
        found.add_component(event)
    return bytes(found.to_ical())

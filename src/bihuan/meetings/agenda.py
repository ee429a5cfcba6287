"""What lies open and belongs on an agenda: each app declares what it proposes, here or later, and a meeting that is drafted asks all of them."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date

from bihuan.core.scope import Scope
from bihuan.meetings.models import MeetingKind
from bihuan.meetings.rules import Topic

LINES_MAX = 12


@dataclass(frozen=True)
class Line:
    """A line of a topic's material: words, and the page where it is dealt with ("" for none)."""

    text: str
    url: str = ""


@dataclass(frozen=True)
class Asking:
    """For what a meeting an agenda is made: its kind, the day, and since when the last one of the kind was."""

    scope: Scope
    kind: MeetingKind
    since: date
    on: date


@dataclass(frozen=True)
class Proposal:
    """What an app proposes: the topic's title for so many lines, of which sorts of meetings, who reports on it, and the lines of a day. No line: no
    topic."""

    key: str
    title: str
    by: str
    sorts: Collection[str]
    gather: Callable[[Asking], Sequence[Line]]
    place: int = 50


PROPOSALS: dict[str, Proposal] = {}


def declare_proposal(proposal: Proposal) -> None:
    """Add what an app proposes for agendas; its key must be new. `place` orders them."""
    if proposal.key in PROPOSALS:
        raise ValueError(f"proposal {proposal.key} declared twice")
    PROPOSALS[proposal.key] = proposal


def proposed(asking: Asking) -> list[Topic]:
    """The topics of what is open now, each with its material; a fixed number of queries for each that has declared one."""
    found = []
    for one in sorted(PROPOSALS.values(), key=lambda proposal: proposal.place):
        if asking.kind.sort not in one.sorts:
            continue
        lines = list(one.gather(asking))
        if not lines:
            continue
        shown = [(line.text, line.url) for line in lines[:LINES_MAX]]
        if len(lines) > LINES_MAX:
            shown.append((f"另有{len(lines) - LINES_MAX}项，见清单。", ""))
        found.append(Topic(key=one.key, title=one.title, by=one.by, source=one.key, lines=tuple(shown)))
    return found

"""How a past day is read out of the log: what was known by its end, and who was told. Pure; an event is anything with `at`,
`action`, `given`, `after` and `seq`, and all of them stand in the log's order. And how whole a unit's file is, what two versions of it have
otherwise."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from bihuan.grid.rules import POST_KINDS


class Logged(Protocol):
    """An event as these rules read it."""

    seq: int
    at: datetime
    action: str
    given: dict[str, Any]
    after: str


UNIT, OFFICE, OFFICERS, LEADERS = "被检查单位", "安全办", "执法人员", "值班领导、承办人员"
APPROVERS = "有权批准的领导"
# Whom a step tells, by its nature; any other event says it in what was given with it, where SAYS_WHOM has its name.
TELLS = {
    "finish_check": UNIT,
    "add_findings": UNIT,
    "reinspect": UNIT,
    "order": UNIT,
    "send_back": UNIT,
    "reject": UNIT,
    "close": UNIT,
    "pass_review": UNIT,
    "accept": UNIT,
    "fix_on_site": UNIT,
    "record_decision": UNIT,
    "extend": UNIT,
    "refuse_extension": UNIT,
    "record_listing": UNIT,
    "delist": UNIT,
    "report": OFFICERS,
    "ask_extension": APPROVERS,
    "receive_assignment": OFFICE,
    "note_unreported": OFFICE,
    "note_missed_visit": OFFICE,
    "note_missed_revisit": OFFICE,
    "note_unanswered": OFFICE,
    "acknowledge_referral": OFFICE,
    "answer_referral": OFFICE,
    "refuse_referral": OFFICE,
    "give_back_referral": OFFICE,
    "note_overdue": OFFICE,
    "mark_urgent": LEADERS,
    "raise_major": LEADERS,
}
SENDS = frozenset(
    {"refer", "send_copy", "send_whistle", "chase_referral", "withdraw_referral"}
)  # to its `body`
SAYS_WHOM = ("to", "told", "holders")
PARTICULARS = ("register_unit", "revise_unit", "move_with_cell")


def last_state(events: Iterable[Logged], steps: Collection[str], states: Collection[str]) -> str:
    """The state in which the last of a record's steps left it, "" before the first. Events of other things that hang on the
    record (an extension asked for) have states of their own, and do not count."""
    left = [event.after for event in events if event.action in steps and event.after in states]
    return left[-1] if left else ""


def particulars(events: Iterable[Logged]) -> dict[str, Any]:
    """A unit's values as its registration and revisions had made them; empty before it was registered."""
    found: dict[str, Any] = {}
    for event in events:
        if event.action in PARTICULARS:
            found |= event.given
    return found


def handed_over(later: Iterable[Logged]) -> tuple[frozenset[str], frozenset[str]]:
    """Ids of what came to a unit, and of what went from it, by mergers recorded after a day: on that day it was the other way."""
    came: set[str] = set()
    went: set[str] = set()
    for event in later:
        if event.action in ("merge_unit", "merged_into"):
            ids = {pk for rows in event.given["moved"].values() for pk in rows}
            (came if event.action == "merge_unit" else went).update(ids)
    return frozenset(came), frozenset(went)


def unit_state(events: Sequence[Logged], on: date) -> tuple[str, str, date | None]:
    """A unit's state on a day by the steps recorded so far: code, reason, since when. The latest to begin by the day holds."""
    found: list[tuple[date, int, str, str]] = []
    for event in events:
        begins = event.given.get("from_on") or event.given.get("opened_on")
        if event.action == "register_unit" and begins:
            found.append((date.fromisoformat(begins), event.seq, "open", "登记"))
        if event.action == "change_state" and begins:
            found.append((date.fromisoformat(begins), event.seq, event.after, event.given.get("reason", "")))
    held = max((one for one in found if one[0] <= on), default=None)
    return (held[2], held[3], held[0]) if held else ("", "", None)


def told_to(event: Logged) -> str:
    """Whom an event told, "" where it told nobody: what is found without an order goes to the office, which decides."""
    if event.action == "find":
        return UNIT if event.after != "found" else OFFICE
    if event.action in TELLS:
        return TELLS[event.action]
    if event.action in SENDS:
        return str(event.given.get("body") or "")
    said = [event.given.get(name) for name in SAYS_WHOM]
    words = [
        POST_KINDS[one].label if one in POST_KINDS else one for one in said if isinstance(one, str) and one
    ]
    return "：".join(words)


def receipt(present: str, *, signed: bool, refusal: str) -> str:
    """How the unit took what it was told on a visit: 冯永签字, 拒签：负责人不在场, 冯永在场."""
    if refusal:
        return f"拒签：{refusal}"
    if signed:
        return f"{present or '现场负责人'}签字"
    return f"{present}在场" if present else ""


@dataclass(frozen=True)
class Completeness:
    """How whole a unit's file is: chapters that it has to have, and how many of them lack nothing."""

    required: int
    complete: int

    @property
    def is_whole(self) -> bool:
        return self.complete == self.required

    @property
    def percent(self) -> int:
        """Rounded down, so that 100 is said of a whole file alone."""
        return self.complete * 100 // self.required if self.required else 100

    @property
    def said(self) -> str:
        """85%（11/13）."""
        return f"{self.percent}%（{self.complete}/{self.required}）"


def completeness(required: Collection[str], lacking: Collection[str]) -> Completeness:
    """By the keys of the chapters that are required and of those that lack something."""
    return Completeness(len(required), len(required) - len(set(required) & set(lacking)))


@dataclass(frozen=True)
class Difference:
    """What is otherwise in a chapter: lines that were not there before, and those that are there no more."""

    title: str
    added: tuple[str, ...]
    gone: tuple[str, ...]


def differences(
    before: Sequence[tuple[str, Sequence[str]]], after: Sequence[tuple[str, Sequence[str]]]
) -> list[Difference]:
    """Chapter by chapter, in the later one's order: each a title and its lines. Where a line stands in a chapter does not matter; how often, does."""
    earlier, later = dict(before), dict(after)
    titles = [*later, *(title for title in earlier if title not in later)]
    found = []
    for title in titles:
        was, now = Counter(earlier.get(title, ())), Counter(later.get(title, ()))
        if was != now:
            found.append(Difference(title, tuple((now - was).elements()), tuple((was - now).elements())))
    return found

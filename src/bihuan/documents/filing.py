"""How documents lie in a case file and are named as files: their order, what belongs to one matter, names that every computer takes.
Pure."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

# The order in which a case goes (domain: order constraints): how it came up, the check, what was ordered, what was taken down and
# secured, how it was decided, whether it was mended, where it went. A receipt lies behind what it proves.
ORDER = (
    "tip", "joint_plan", "joint_notice", "record", "problem_list", "measures", "order", "notice", "inquiry", "evidence",
    "seizure", "listing", "interview", "warning", "urging", "penalty_notice", "statement", "suspend", "penalty", "review",
    "delisting", "referral", "copy", "transfer", "ledger", "receipt", "delivery",
)  # fmt: skip
NAME_MAX = 80
MATTER_MAX = 120
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f\\/:*?"<>|\u200b-\u200f\u202a-\u202e\ufeff]+')
_RESERVED = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
_NUMBERED = re.compile(r"〔(\d{4})〕\s*(\d+)号")


@dataclass(frozen=True)
class Filed:
    """A document as far as its place in a case file hangs on it. `proves`: the document whose service a receipt proves."""

    key: UUID
    kind: str
    dated: date
    number: str = ""
    proves: UUID | None = None


def number_key(kind: str, number: str) -> tuple[int, int, int, str]:
    """Sorts by kind, year and running number, so that 9号 stands before 10号; what has no number stands last of its kind."""
    found = _NUMBERED.search(number)
    year, running = (int(found[1]), int(found[2])) if found else (9999, 0)
    return (ORDER.index(kind) if kind in ORDER else len(ORDER), year, running, number)


def in_order(documents: Iterable[Filed]) -> list[Filed]:
    """Documents as they lie in a case file."""
    rows = list(documents)
    there = {one.key for one in rows}
    behind: dict[UUID, list[Filed]] = defaultdict(list)
    leading = []
    for one in rows:
        if one.proves in there and one.proves != one.key:
            behind[one.proves].append(one)
        else:
            leading.append(one)
    found: list[Filed] = []
    for one in sorted(leading, key=_place):
        found.append(one)
        found.extend(sorted(behind.pop(one.key, ()), key=_place))
    receipts_of_receipts = [one for rest in behind.values() for one in rest]
    return [*found, *sorted(receipts_of_receipts, key=_place)]


def _place(one: Filed) -> tuple[int, date, tuple[int, int, int, str], UUID]:
    rank = ORDER.index(one.kind) if one.kind in ORDER else len(ORDER)
    return (rank, one.dated, number_key(one.kind, one.number), one.key)


def of_matter(start: Collection[UUID], links: Iterable[tuple[UUID, UUID]]) -> set[UUID]:
    """What hangs together with some documents, over any number of links (answers, proves, of the same visit)."""
    beside: dict[UUID, set[UUID]] = defaultdict(set)
    for one, other in links:
        beside[one].add(other)
        beside[other].add(one)
    found, open_ones = set(start), list(start)
    while open_ones:
        fresh = beside[open_ones.pop()] - found
        found |= fresh
        open_ones.extend(fresh)
    return found


def matter_of(unit: str, findings: Sequence[Mapping[str, object]]) -> str:
    """The matter (案由) as the findings say it: 永安烟花店库房电线老化裸露等3项事故隐患案."""
    texts = [text for one in findings if (text := str(one.get("text") or "").strip().rstrip("。；;"))]
    if not texts:
        return f"{unit}安全生产检查案"[:MATTER_MAX]
    more = f"等{len(texts)}项" if len(texts) > 1 else ""
    ending = f"{more}事故隐患案"
    return unit + texts[0][: max(MATTER_MAX - len(unit) - len(ending), 0)] + ending


def safe_name(text: str, most: int = NAME_MAX) -> str:
    """A text as the name of a file or folder on any system; never empty."""
    name = _FORBIDDEN.sub("_", text).strip(" .")[:most].strip(" .") or "文书"
    return f"_{name}" if _RESERVED.match(name) else name


def distinct(names: Iterable[str]) -> list[str]:
    """Names of files of which no two are one, letters' case aside: the second is called so with （2） behind it."""
    seen: dict[str, int] = defaultdict(int)
    found: list[str] = []
    taken: set[str] = set()
    for name in names:
        stem, dot, ending = name.rpartition(".")
        tried = name
        while tried.casefold() in taken:
            seen[name.casefold()] += 1
            tried = f"{stem}（{seen[name.casefold()] + 1}）{dot}{ending}"
        taken.add(tried.casefold())
        found.append(tried)
    return found

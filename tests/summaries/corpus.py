"""The texts to measure binding by: towns' summaries in our own words, each blank with its right answer.

A file is a header (镇, 区, 期间, 行动, 网格, 专项组), a line `---`, and the text, in which ⟦what stands there|answer|…⟧ marks
what has an answer: a figure's or topic's key, `-` where it must be asked, `?key` where asking and this reading are both
right, 名= and 年= for names and years; then 行动=, 类=, 地=, 组=, 期=, 比=, 占= for what narrows it. `texts/tuned` may be read
while working on the binder; `texts/aside` is only measured.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

from bihuan.figures.registry import FIGURES, Kind
from bihuan.summaries.binding import binder
from bihuan.summaries.binding.binder import Binding
from bihuan.summaries.binding.vocabulary import CampaignName, Vocabulary, categories_in, core_of
from bihuan.summaries.reading import blanks, sections
from bihuan.summaries.reading.narrative import from_text
from bihuan.units.rules import CATEGORIES

FOLDER = Path(__file__).parent / "texts"
HALVES = ("tuned", "aside")
_MARK = re.compile(r"⟦([^|⟧]*)\|([^⟧]*)⟧")
_COMPARED = {"差": "year", "率": "year%", "环差": "last", "环率": "last%"}


@dataclass(frozen=True)
class Answer:
    """What stands at an offset of the text, and what it means. `key` "-" is to be asked."""

    start: int
    end: int
    key: str
    tolerated: bool
    fixed: str
    narrowed: dict[str, str]

    @property
    def is_stored(self) -> bool:
        return self.key in FIGURES and not self.tolerated


@dataclass(frozen=True)
class Text:
    """A town's text with its answers."""

    name: str
    text: str
    since: date
    until: date
    vocabulary: Vocabulary
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class Met:
    """A blank and its answer as they met. `verdict`: right, wrong, asked, missed (asked though stored), fine."""

    text: str
    binding: Binding | None
    answer: Answer | None
    verdict: str


def texts(half: str) -> list[Text]:
    """All texts of a half, by name."""
    return [_read(path) for path in sorted((FOLDER / half).glob("*.txt"))]


def _read(path: Path) -> Text:
    head, _, body = path.read_text(encoding="utf-8").partition("\n---\n")
    given: dict[str, list[str]] = {}
    for line in head.splitlines():
        name, _, value = line.partition(":")
        if value.strip():
            given.setdefault(name.strip(), []).append(value.strip())
    since, until = _days(given["期间"][0])
    cells = [name for line in given.get("网格", []) for name in line.split("、") if name]
    teams = [name for line in given.get("专项组", []) for name in line.split("、") if name]
    vocabulary = Vocabulary(
        town=next(given[kind][0] for kind in ("镇", "街道", "乡", "区") if kind in given),
        district=given.get("区", [""])[0],
        campaigns=tuple(_campaign(n, line) for n, line in enumerate(given.get("行动", []), 1)),
        cells=tuple((f"0001{n:04d}", name) for n, name in enumerate(cells, 1)),
        categories=tuple((one.code, one.label, one.also) for one in CATEGORIES.values()),
        teams=tuple((UUID(int=100 + n), name) for n, name in enumerate(teams)),
    )
    plain, answers = _answers(body)
    return Text(path.stem, plain, since, until, vocabulary, tuple(answers))


def _days(text: str) -> tuple[date, date]:
    since, _, until = text.partition("..")
    return date.fromisoformat(since), date.fromisoformat(until)


def _campaign(number: int, line: str) -> CampaignName:
    found = re.fullmatch(r"(.+?)(?:（(.*)）)?\s+(\S+\.\.\S+)", line)
    assert found, line
    return CampaignName(
        UUID(int=number), found[1], tuple((found[2] or "").split("、") if found[2] else ()), *_days(found[3])
    )


def _answers(body: str) -> tuple[str, list[Answer]]:
    # the same tidying as the reader's, so that offsets fit
    body = "\n".join(line for raw in body.replace("\u3000", " ").split("\n") if (line := raw.strip()))
    plain, found, at = "", [], 0
    for mark in _MARK.finditer(body):
        plain += body[at : mark.start()]
        start = len(plain)
        plain += mark[1]
        at = mark.end()
        found.append(_answer(start, len(plain), mark[2].split("|")))
    return plain + body[at:], found


def _answer(start: int, end: int, parts: list[str]) -> Answer:
    key, tolerated = parts[0].lstrip("?"), parts[0].startswith("?")
    fixed = key.partition("=")[2] if key[:2] in ("名=", "年=") else ""
    narrowed = dict(part.split("=", 1) for part in parts[1:])
    return Answer(start, end, "fixed" if fixed else key, tolerated, fixed, narrowed)


def bound(text: Text) -> list[Binding]:
    """The binder's reading of a text."""
    narrative = from_text(text.text)
    found = blanks.find(narrative)
    return binder.bind(found, sections.sentences(narrative), text.vocabulary, text.since, text.until)


def meet(text: Text) -> Iterator[Met]:
    """Each blank that was found beside its answer; answers whose blank was not found; numbers that are none."""
    left = list(text.answers)
    for binding in bound(text):
        blank = binding.blank
        answer = next((one for one in left if one.start < blank.end and blank.start < one.end), None)
        if answer is not None:
            left.remove(answer)
        yield Met(text.name, binding, answer, verdict_of(text, binding, answer))
    for answer in left:
        yield Met(text.name, None, answer, "missed" if answer.is_stored else "fine")


def verdict_of(text: Text, binding: Binding, answer: Answer | None) -> str:
    """Whether a binding is what the answer says."""
    if binding.status != "bound":
        return "missed" if answer is not None and answer.is_stored else "asked"
    if answer is None:
        return "fine" if binding.fixed is not None else "wrong"
    if binding.fixed is not None or answer.fixed:
        return "right" if binding.fixed == answer.fixed else "wrong"
    return "right" if _is_the_same(text, binding, answer) else "wrong"


def _is_the_same(text: Text, binding: Binding, answer: Answer) -> bool:
    said = answer.narrowed
    if binding.figure != answer.key or _measure(binding) != (
        f"share:{said['占']}" if "占" in said else _COMPARED.get(said.get("比", ""), "")
    ):
        return False
    vocabulary, scope = text.vocabulary, binding.scope
    campaigns = {one.name: one for one in vocabulary.campaigns}
    campaign = campaigns.get(said.get("行动", ""))
    paths = {name: path for path, name in vocabulary.cells}
    teams = {name: str(team) for team, name in vocabulary.teams}
    wanted = (
        str(campaign.id) if campaign else "",
        said.get("类", ""),
        paths.get(said.get("地", ""), ""),
        teams.get(said.get("组", ""), ""),
    )
    met = (scope.campaign, scope.category, scope.place, scope.team)
    if campaign is not None and _is_of(campaign, met[1] or wanted[1], vocabulary):
        # a campaign of fireworks shops checks fireworks shops: said or not, it is the same
        met, wanted = (met[0], "", *met[2:]), (wanted[0], "", *wanted[2:])
    if met != wanted:
        return False
    if FIGURES[answer.key].kind is Kind.STOCK:
        return True
    days = _days(said["期"]) if "期" in said else (text.since, text.until)
    return _within(campaign, days) == _within(campaign, binding.period)


def _is_of(campaign: CampaignName, category: str, vocabulary: Vocabulary) -> bool:
    """Whether a campaign is named after a category, or after a wider one."""
    named = [code for name in campaign.names for code in categories_in(core_of(name), vocabulary).codes]
    return bool(category) and any(category == code for code in named)


def _within(campaign: CampaignName | None, days: tuple[date, date]) -> tuple[date, date]:
    if campaign is None:
        return days
    return max(days[0], campaign.since), min(days[1], campaign.until)


def _measure(binding: Binding) -> str:
    measure = binding.measure
    return f"share:{measure.of}" if measure.kind == "share" else measure.kind

"""What a person chose for a blank: a figure with its scope, days and measure, or words of their own. Pure.

A campaign, place and team are kept by name, so that a choice holds for next year's campaign of the same name.
"""

from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from typing import Any

from bihuan.core.calendar import months_on
from bihuan.figures.registry import FIGURES
from bihuan.summaries.binding.binder import Binding
from bihuan.summaries.binding.measures import MEASURES, Measure
from bihuan.summaries.binding.scope import Scope, doubt, narrowed
from bihuan.summaries.binding.vocabulary import Vocabulary, running
from bihuan.summaries.reading.limits import WRONG_YEAR, YEARS
from bihuan.summaries.reading.rows import in_a_cell
from bihuan.units.rules import CATEGORIES

WORDS_MAX_CHARS = 60


class ChoiceError(ValueError):
    """A choice that cannot be; the message is Chinese, `field` what it is about."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True)
class Choice:
    """`figure` with what it is narrowed to ("" is the whole town, the summary's own days), or `words` typed by hand."""

    figure: str = ""
    words: str = ""
    campaign: str = ""  # name
    category: str = ""  # code
    place: str = ""  # path
    team: str = ""  # name
    since: date | None = None
    until: date | None = None
    measure: str = ""
    rounded: bool = False  # 520余 for 523

    @classmethod
    def of(cls, given: dict[str, Any]) -> "Choice":
        """A choice as `as_json` made it."""
        texts = {
            name: str(given.get(name) or "")
            for name in ("figure", "words", "campaign", "category", "place", "team", "measure")
        }
        since, until = (
            date.fromisoformat(given[name]) if given.get(name) else None for name in ("since", "until")
        )
        return cls(**texts, since=since, until=until, rounded=bool(given.get("rounded")))

    def as_json(self) -> dict[str, Any]:
        """Only what was said."""
        found = {name: value for name, value in asdict(self).items() if value}
        return {
            name: value.isoformat() if isinstance(value, date) else value for name, value in found.items()
        }

    def check(self) -> None:
        """Raises ChoiceError where the choice makes no sense."""
        if bool(self.figure) == bool(self.words.strip()):
            raise ChoiceError("figure", "请选定一个指标，或者填写文字，二者选一。")
        if len(self.words) > WORDS_MAX_CHARS:
            raise ChoiceError("words", "填写的文字超过60字。")
        if self.figure and self.figure not in FIGURES:
            raise ChoiceError("figure", "没有这个指标，请重新选择。")
        if self.category and self.category not in CATEGORIES:
            raise ChoiceError("category", "没有这个类别，请重新选择。")
        if self.measure and self.measure not in MEASURES:
            raise ChoiceError("measure", "没有这种算法，请重新选择。")
        if self.since and self.until and self.until < self.since:
            raise ChoiceError("until", "截止日期不能早于起始日期。")
        for field, day in (("since", self.since), ("until", self.until)):
            if day and day.year not in YEARS:
                raise ChoiceError(field, WRONG_YEAR)


def moved(choice: Choice, months: int, days: int = 0) -> Choice:
    """The choice for another period: its days as many months on, and as many days."""
    since, until = (
        day and months_on(day, months) + timedelta(days=days) for day in (choice.since, choice.until)
    )
    return replace(choice, since=since, until=until)


def chosen(binding: Binding, choice: Choice, vocabulary: Vocabulary) -> Binding:
    """A binding as a person chose it. What the choice names and the town no longer has is asked again."""
    sure = replace(binding, status="bound", confidence=1.0, chosen=True)
    if choice.words:
        return replace(sure, figure=None, fixed=in_a_cell(choice.words), why="由您填写，没有记录可查")
    if gone := _gone(choice):
        return replace(binding, figure=None, status="ask", why=f"{gone}，请重新选定")
    scope = scope_of(choice, vocabulary, binding.period)
    since, until = choice.since or binding.period[0], choice.until or binding.period[1]
    if scope.unknown:
        return replace(
            binding, figure=choice.figure, scope=scope, status="ask", why=f"{scope.unknown}，请重新选定"
        )
    figure = FIGURES[choice.figure]
    return replace(
        sure,
        figure=figure.key,
        fixed=None,
        scope=scope,
        period=(since, until),
        measure=Measure(choice.measure),
        rounded=choice.rounded,
        why=f"由您选定为“{figure.label}”" + (f"；限于“{scope.text}”" if scope else ""),
    )


def _gone(choice: Choice) -> str:
    """What of a choice Bihuan itself no longer has; "" where it has all. A kept choice may come from an earlier version."""
    if choice.figure not in FIGURES:
        return f"选定过的指标（{choice.figure}）已经停用"
    if choice.category and choice.category not in CATEGORIES:
        return f"选定过的类别（{choice.category}）已经停用"
    if choice.measure and choice.measure not in MEASURES:
        return f"选定过的算法（{choice.measure}）已经停用"
    return ""


def scope_of(choice: Choice, vocabulary: Vocabulary, days: tuple[date, date]) -> Scope:
    """What a choice narrows to, in the town's words of today: of campaigns of the same name the one that runs then."""
    found = Scope()
    if choice.campaign:
        since, until = choice.since or days[0], choice.until or days[1]
        named = [one for one in running(vocabulary, since, until) if choice.campaign in one.names]
        if len(named) != 1:
            return doubt("campaign", choice.campaign, f"期内没有登记“{choice.campaign}”这次行动")
        found = found.plus(narrowed("campaign", str(named[0].id), named[0].name))
    if choice.place:
        name = dict(vocabulary.cells).get(choice.place)
        if name is None:
            return doubt("place", choice.place, "选定过的网格已经没有了")
        found = found.plus(narrowed("place", choice.place, name))
    if choice.category:
        found = found.plus(narrowed("category", choice.category, CATEGORIES[choice.category].label))
    if choice.team:
        teams = [team for team, name in vocabulary.teams if name == choice.team]
        if not teams:
            return doubt("other", choice.team, f"没有“{choice.team}”")
        found = found.plus(narrowed("team", str(teams[0]), choice.team))
    return found

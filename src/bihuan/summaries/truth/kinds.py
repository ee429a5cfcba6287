"""What a kind of claim is: a pattern, the figures that decide it, a judge over their values, and the records against it."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bihuan.summaries.truth.judges import EachJudge, Judge, Values

COUNT = r"(?P<n>\d{1,4}|[一二两三四五六七八九十]{1,2})"
DONE = r"(?:整改|完成整改|销号|闭环|治理)(?:完毕|到位|完成|结束|销号|闭环|完)?"
# 逐一整改 and 逐项销号 tell how it is done, 逐一整改到位 that it is done.
DONE_AT_LAST = r"(?:(?:完成)?整改|治理|销号|闭环)(?:完毕|到位|完成|结束|销号|闭环|完)|完成整改"
ALL_DONE = (
    rf"(?:(?:全部|均|都|已全)(?:已|已经)?(?:得到|得以|按要求)?{DONE}"
    rf"|(?:逐一|逐条|逐项|一一)(?:已|已经)?(?:{DONE_AT_LAST}))"
)
HUNDRED = r"(?:均|都|全部)?(?:达到|达|为|实现)?了?(?:100(?:\.0+)?[%％]|百分之百|百分百)"
GOAL = re.compile(r"将|要(?!求)|力争|确保(?!了)|务必|必须|争取|直至|直到|做到|应当|督促|要求|责令(?=按)")
WISH = re.compile(r"将|要(?!求)|力争|务必|争取|应当")
DUTY = re.compile(rf"{WISH.pattern}|督促|要求|指导|引导|必须|确保(?!了)")


@dataclass(frozen=True)
class Said:
    """How a text puts a claim: its words, the words before it in its sentence, the number that it states."""

    words: str = ""
    before: str = ""
    number: int | None = None


Wording = Callable[[Values, Said], str]


@dataclass(frozen=True)
class Against:
    """The records that speak against a claim: those of `figure` that are among those of `among`, and whose pk is not named
    by the rows of `apart` (in their `field`)."""

    figure: str
    among: str = ""
    apart: str = ""
    field: str = "pk"


@dataclass(frozen=True)
class ClaimKind:
    """A kind of claim. `figures`: keys that decide it, the first being the evidence; `against`: the records that speak
    against it; `wording`: the truthful sentence in its place. `each`: it is said of each month, quarter, cell or campaign,
    or of each thing that it names, and `judge_each` looks at them one by one. `topic`: a matter not yet recorded;
    `beyond`: why no record can decide it, `beside` the figures told with that. `goal_words`: words of intent that make it
    no claim; `is_of_town`: it speaks of the whole town in any section; `silence`: it says that nothing happened, of the source of that name:
    only reports that are all in show that no entry is no accident; `of_days`: of each day of its period, whose number is what it says; `documents`: it names documents of the town by their
    titles, each of which is looked up."""

    name: str
    pattern: re.Pattern[str]
    figures: tuple[str, ...] = ()
    judge: Judge | None = None
    against: tuple[Against, ...] = ()
    wording: Wording | None = None
    each: str = ""
    judge_each: EachJudge | None = None
    topic: str = ""
    beyond: str = ""
    beside: tuple[str, ...] = ()
    goal_words: re.Pattern[str] | None = None
    is_of_town: bool = False
    silence: str = ""
    of_days: bool = False
    documents: bool = False


DECLARED: list[ClaimKind] = []


def declare_claims(kinds: Iterable[ClaimKind]) -> None:
    """Add the kinds of claims of a later app (ADR 11). Where one overlaps with another, that of the later app holds: it knows more nearly what is
    meant."""
    DECLARED.extend(kinds)

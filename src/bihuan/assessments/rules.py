"""Pure rules of the yearly assessment: lines of a sheet and what they give, totals, grades, ranks, terms.

A line of a figure scores itself by bands; where nothing is on record it is set aside and the rest is scaled to the full score, so that silence is
neither praised nor punished. Sources: 安全生产法 (2021) art. 22 on standards of assessment; sheets of 100 points as towns keep them.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from bihuan.core.calendar import add_workdays, in_words

VILLAGE, DEPARTMENT, UNIT, PERSON = "village", "department", "unit", "person"
SUBJECTS = {VILLAGE: "村（社区）", DEPARTMENT: "部门（站所）", UNIT: "监管单位", PERSON: "个人"}
ASSESSED = {code: SUBJECTS[code] for code in (VILLAGE, DEPARTMENT, UNIT)}
# Who answers for an assessed one, by the posts that stand at it.
HEADS = {
    VILLAGE: ("village_head",),
    DEPARTMENT: ("department_head",),
    UNIT: ("unit_head", "unit_safety", "enterprise_safety"),
}
COUNTERS = {VILLAGE: "个", DEPARTMENT: "个", UNIT: "家", PERSON: "人"}

FIGURE, JUDGED, BONUS, DEDUCT = "figure", "judged", "bonus", "deduct"
KINDS = {FIGURE: "系统指标", JUDGED: "人工评分", BONUS: "加分项", DEDUCT: "扣分项"}
RELATIONS = {"least": "越高越好", "most": "越低越好"}
SIGNS = {"least": "不低于", "most": "不超过"}
FULL = Decimal(100)
TENTH = Decimal("0.1")
BANDS_MAX, LINES_MAX, TEXT_MAX, BONUS_MAX = 6, 20, 100, Decimal(5)
OBJECTION_DAYS, OBJECTION_DAYS_MIN, OBJECTION_DAYS_MAX = 5, 3, 20

EXCELLENT, GOOD, PASSING, FAILING = "excellent", "good", "passing", "failing"
GRADES = {EXCELLENT: "优秀", GOOD: "良好", PASSING: "合格", FAILING: "不合格"}


@dataclass(frozen=True)
class Band:
    """From a value on (or up to it, where less is better) a line gives so many points."""

    bound: Decimal
    points: Decimal


@dataclass(frozen=True)
class Line:
    """A line of a sheet, with the points that it can give (a deduction: can take). One of a `figure` has bands, the best first; of the others
    `standard` says how people are to score."""

    key: str
    kind: str
    text: str
    points: Decimal
    figure: str = ""
    relation: str = ""
    bands: tuple[Band, ...] = ()
    standard: str = ""

    def as_kept(self) -> dict[str, Any]:
        """As JSON keeps it; `line_of` reads it back."""
        kept = asdict(self)
        kept["points"] = str(self.points)
        kept["bands"] = [[str(one.bound), str(one.points)] for one in self.bands]
        return kept

    @property
    def counts(self) -> bool:
        """Whether its points are part of the hundred."""
        return self.kind in (FIGURE, JUDGED)

    @property
    def by_people(self) -> bool:
        return self.kind != FIGURE

    @property
    def says(self) -> str:
        """How it is scored, in words."""
        if self.kind != FIGURE:
            return self.standard
        told = "，".join(
            f"{SIGNS[self.relation]}{plain(one.bound)}得{plain(one.points)}分" for one in self.bands
        )
        return f"{told}，其余0分"


def line_of(kept: Mapping[str, Any]) -> Line:
    """A line as `as_kept` made it."""
    bands = tuple(Band(Decimal(bound), Decimal(points)) for bound, points in kept["bands"])
    return Line(**{**kept, "points": Decimal(kept["points"]), "bands": bands})


def plain(number: Decimal | int) -> str:
    """A number of points without needless noughts: 16, 8.5."""
    return f"{Decimal(number).normalize():f}"


_BAND = re.compile(r"(\d{1,6}(?:\.\d{1,2})?)\s*[%％]?\s*得\s*(\d{1,3}(?:\.\d)?)\s*分?")


def bands_of(text: str) -> tuple[Band, ...]:
    """“100得20，95得16” as bands. Raises ValueError, in Chinese."""
    parts = [one.strip() for one in re.split(r"[，,；;、\n]", text) if one.strip()]
    found = []
    for part in parts:
        if (match := _BAND.fullmatch(part)) is None:
            raise ValueError(f"“{part[:20]}”看不懂。请写成“100得20，95得16，90得10”，从最好的一档写起。")
        found.append(Band(Decimal(match[1]), Decimal(match[2])))
    return tuple(found)


def bands_text(bands: Sequence[Band]) -> str:
    """Bands as a form shows them."""
    return "，".join(f"{plain(one.bound)}得{plain(one.points)}" for one in bands)


def points_of(line: Line, value: Decimal | int | None) -> Decimal | None:
    """What a line of a figure gives for a value; None where nothing is on record: it is set aside. No band met: 0."""
    if value is None:
        return None
    for band in line.bands:
        met = value >= band.bound if line.relation == "least" else value <= band.bound
        if met:
            return band.points
    return Decimal(0)


@dataclass(frozen=True)
class Sum:
    """What a sheet comes to. `got` of `possible` points of the hundred (what was set aside is not possible), scaled to the full score; then what
    was added and taken. `total` is between 0 and the full score with its bonus."""

    total: Decimal
    got: Decimal
    possible: Decimal
    bonus: Decimal
    deducted: Decimal

    @property
    def says(self) -> str:
        """How the total came about."""
        told = f"得{plain(self.got)}分／可得{plain(self.possible)}分"
        if self.possible != FULL:
            told += f"，不涉及的{plain(FULL - self.possible)}分不计，按得分率折算"
        if self.bonus:
            told += f"，加{plain(self.bonus)}分"
        if self.deducted:
            told += f"，扣{plain(self.deducted)}分"
        return told


def total(lines: Sequence[Line], points: Mapping[str, Decimal | None]) -> Sum:
    """A sheet's sum. `points` by the lines' keys; None or missing: set aside. Where all is set aside there is no total to be had: 0 of 0."""
    got = possible = bonus = deducted = Decimal(0)
    for line in lines:
        given = points.get(line.key)
        if given is None:
            continue
        if line.counts:
            got, possible = got + given, possible + line.points
        elif line.kind == BONUS:
            bonus += given
        else:
            deducted += given
    scaled = FULL * got / possible if possible else Decimal(0)
    found = max(Decimal(0), scaled + min(bonus, BONUS_MAX) - deducted)
    return Sum(found.quantize(TENTH, ROUND_HALF_UP), got, possible, min(bonus, BONUS_MAX), deducted)


@dataclass(frozen=True)
class Limits:
    """From how many points on a total is excellent, good, passing."""

    excellent: Decimal = Decimal(90)
    good: Decimal = Decimal(80)
    passing: Decimal = Decimal(60)


def grade_of(found: Decimal, limits: Limits, *, vetoed: bool = False) -> str:
    """The grade of a total. Who is under a veto fails whatever the total."""
    if vetoed:
        return FAILING
    if found >= limits.excellent:
        return EXCELLENT
    if found >= limits.good:
        return GOOD
    return PASSING if found >= limits.passing else FAILING


def ranks(totals: Mapping[Any, Decimal | None]) -> dict[Any, int | None]:
    """The place of each by its total, from 1; equals share a place and the next one is skipped (1, 2, 2, 4). None: not ranked."""
    ranked = sorted((one for one in totals.values() if one is not None), reverse=True)
    first: dict[Decimal, int] = {}
    for place, one in enumerate(ranked, 1):
        first.setdefault(one, place)
    return {key: None if one is None else first[one] for key, one in totals.items()}


def objection_until(told_on: date, days: int) -> date:
    """The last day on which an objection is taken: so many working days after the day of telling."""
    return add_workdays(told_on, days)


def why_not_points(line: Line, points: Decimal | None) -> str:
    """Why a line cannot be given so many points, in words, or ""."""
    if points is None:
        return "请填写得分；这一项与对象无关的，勾选“不涉及”。"
    if points < 0:
        return "得分不能小于0。" if line.kind != DEDUCT else "扣分填正数，不用写负号。"
    if points > line.points:
        return f"{'扣' if line.kind == DEDUCT else '得'}分不能超过这一项的{plain(line.points)}分。"
    if points != points.quantize(TENTH):
        return "最多填一位小数。"
    return ""


@dataclass(frozen=True)
class Head:
    """The head of a scheme as it was typed."""

    year: int | None
    kind: str
    category: str
    title: str
    since: date | None
    until: date | None
    objection_days: int | None
    limits: Limits


def check_head(head: Head, today: date) -> dict[str, str]:
    """What is wrong with the head of a scheme, by field."""
    wrong: dict[str, str] = {}
    if head.year is None or not today.year - 1 <= head.year <= today.year + 1:
        wrong["year"] = f"考核年度应在{today.year - 1}年至{today.year + 1}年之间。"
    if head.kind not in ASSESSED:
        wrong["kind"] = "请选择考核对象。"
    if head.kind == UNIT and not head.category:
        wrong["category"] = "考核监管单位的，请选择类别。"
    if not head.title.strip():
        wrong["title"] = "请填写考核名称。"
    if head.since is None or head.until is None:
        wrong["until"] = "请填写考核起止日期。"
    elif head.until < head.since:
        wrong["until"] = f"截止日期早于起始日期（{in_words(head.since)}），请核对。"
    elif head.until - head.since > timedelta(days=366):
        wrong["until"] = "考核期最长一年，请核对年份。"
    if head.objection_days is None or not OBJECTION_DAYS_MIN <= head.objection_days <= OBJECTION_DAYS_MAX:
        wrong["objection_days"] = f"异议期应为{OBJECTION_DAYS_MIN}至{OBJECTION_DAYS_MAX}个工作日。"
    limits = head.limits
    if not FULL >= limits.excellent > limits.good > limits.passing > 0:
        wrong["excellent"] = "等次的分数线应从高到低：优秀、良好、合格，都在100分以内。"
    return wrong


def check_lines(lines: Sequence[Line], refused: Mapping[str, str]) -> dict[str, str]:
    """What is wrong with the lines of a scheme, by field. `refused`: why a figure cannot be scored, by the lines' keys."""
    wrong: dict[str, str] = {}
    if not lines:
        wrong["lines"] = "至少要有一项。"
    if len(lines) > LINES_MAX:
        wrong["lines"] = f"最多{LINES_MAX}项。"
    for line in lines:
        wrong |= {f"{name}_{line.key}": said for name, said in _wrong_line(line).items()}
        if line.key in refused:
            wrong[f"figure_{line.key}"] = refused[line.key]
    whole = sum((line.points for line in lines if line.counts), Decimal(0))
    if lines and not wrong and whole != FULL:
        wrong["lines"] = f"系统指标和人工评分合计应为100分，现在是{plain(whole)}分；加分项、扣分项不算在内。"
    if sum((line.points for line in lines if line.kind == BONUS), Decimal(0)) > BONUS_MAX:
        wrong["lines"] = f"加分项合计最多{plain(BONUS_MAX)}分。"
    return wrong


def _wrong_line(line: Line) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if not line.text.strip():
        wrong["text"] = "请填写考核内容，不用的一行全部清空。"
    if not 0 < line.points <= FULL:
        wrong["points"] = "分值应大于0、不超过100。"
    if line.kind != FIGURE:
        if not line.standard.strip():
            wrong["standard"] = "人工评分的，请写明评分标准。"
        return wrong
    if not line.figure:
        wrong["figure"] = "请选择指标。"
    if line.relation not in RELATIONS:
        wrong["relation"] = "请选择越高越好还是越低越好。"
    if not line.bands:
        wrong["bands"] = "请写明各档得分，如“100得20，95得16”。"
    elif said := _wrong_bands(line):
        wrong["bands"] = said
    return wrong


def _wrong_bands(line: Line) -> str:
    if len(line.bands) > BANDS_MAX:
        return f"最多{BANDS_MAX}档。"
    if line.bands[0].points != line.points:
        return f"最好的一档应得满分{plain(line.points)}分。"
    bounds = [one.bound for one in line.bands]
    if bounds != sorted(set(bounds), reverse=line.relation == "least"):
        return "档次应从最好的写起，一档比一档差，不重复。"
    points = [one.points for one in line.bands]
    if points != sorted(set(points), reverse=True):
        return "得分应一档比一档少。"
    return ""


def number_of(text: str) -> Decimal | None:
    """A number as it was typed, or None where it is none."""
    try:
        found = Decimal(text.strip())
    except (InvalidOperation, ValueError):
        return None
    return found if found.is_finite() else None

"""Pure rules of responsibility letters: their kinds, the words of a text and how they are filled, targets and whether they are met, dates, who
may sign. Sources: 安全生产法 (2021) arts. 21, 22 on what a head answers for and on standards of assessment; the cycle of a year as towns keep it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from bihuan.core.calendar import in_words, months_on
from bihuan.documents.texts import BrokenWording, filled, names_in
from bihuan.inspections import law
from bihuan.letters.kind_data import read

DEPARTMENT, OFFICE, VILLAGE, UNIT = "department", "office", "village", "unit"
PARTIES = {DEPARTMENT: "部门", OFFICE: "办事处", VILLAGE: "村（社区）", UNIT: "监管单位"}
# Who signs for a party, by the posts that stand at it.
SIGNERS = {DEPARTMENT: "department_head", OFFICE: "office_head", VILLAGE: "village_head", UNIT: "unit_head"}
BLANK = "＿＿＿＿"
LINES_MAX, LINE_MAX, TITLE_MAX, TARGETS_MAX, TARGET_MAX = 20, 300, 60, 10, 80
RELATIONS = {"most": "不超过", "least": "不少于"}
NAMES = {
    "party": "乙方",
    "head": "乙方负责人",
    "category": "类别",
    "town": "镇名",
    "cell": "所在网格",
    "year": "年份",
    "label": "种类",
    "from": "起始日期",
    "to": "截止日期",
}
# What a text is shown with where no letter is meant.
SAMPLE = {
    "party": "（乙方名称）",
    "head": "（负责人）",
    "category": "（类别）",
    "town": "（镇人民政府）",
    "cell": "（网格）",
    "from": "（起始日期）",
    "to": "（截止日期）",
}
_LAW = "law:"


@dataclass(frozen=True)
class Target:
    """A target. With a `figure` the letter's page shows how it stands: at most or at least (`relation`) so many (`number`)."""

    key: str
    text: str
    figure: str = ""
    relation: str = ""
    number: int | None = None

    def as_kept(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Wording:
    """What a letter of a kind says, with names in braces that each letter fills."""

    title: str
    lead: str
    duties: tuple[str, ...]
    assess: tuple[str, ...]
    closing: tuple[str, ...]
    targets: tuple[Target, ...]

    @property
    def sentences(self) -> list[str]:
        return [self.title, self.lead, *self.duties, *self.assess, *self.closing]


@dataclass(frozen=True)
class LetterKind:
    """A kind of letter: with whom, of which categories of units (`without` some below them), only those with a `detail` of their own. A
    `special` one is about one matter and stands beside the year's own."""

    code: str
    label: str
    party: str
    usual: Wording
    categories: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    detail: str = ""
    special: bool = False

    def fits(self, category: str, details: Mapping[str, Any]) -> bool:
        """Whether a unit of a category is a party to it."""
        inside = any(_under(category, one) for one in self.categories)
        if not inside or any(_under(category, one) for one in self.without):
            return False
        return not self.detail or bool(details.get(self.detail))


def _under(category: str, code: str) -> bool:
    return category == code or category.startswith(f"{code}.")


def _kinds() -> dict[str, LetterKind]:
    told, shared = read()
    found = {}
    for one in told:
        sort = shared["unit" if one["party"] == UNIT else "government"]
        wording = Wording(
            title=one.get("title") or sort["title"],
            lead=one.get("lead") or sort["lead"],
            duties=tuple(one["duties"]),
            assess=tuple(sort["assess"]),
            closing=tuple(sort["closing"]),
            targets=tuple(Target(**each) for each in one.get("targets") or sort["targets"]),
        )
        kind = LetterKind(
            one["code"],
            one["label"],
            one["party"],
            wording,
            tuple(one.get("categories", ())),
            tuple(one.get("without", ())),
            one.get("detail", ""),
            one.get("special", False),
        )
        found[kind.code] = kind
    return found


KINDS = _kinds()


def fill(text: str, given: Mapping[str, str], on: date) -> str:
    """A sentence with its names filled, law as of a day; what is not in force then is left out with the brackets around it. Raises
    BrokenWording."""

    def said(name: str) -> str:
        if name.startswith(_LAW):
            return _cited(name.removeprefix(_LAW), on)
        if name not in NAMES:
            raise BrokenWording(
                f"“{{{name}}}”不是责任书的内容，可以用：{'、'.join(map('{{{}}}'.format, NAMES))}。"
            )
        return given.get(name, "")

    return filled(text, said, BLANK)


def _cited(topics: str, on: date) -> str:
    try:
        return law.together(topics.split("、"), on)
    except KeyError as error:
        raise BrokenWording(f"依据表中没有“{topics}”，请核对。") from error


def content(kind: LetterKind, wording: Wording, given: Mapping[str, str], on: date) -> dict[str, Any]:
    """What a letter says, as it is kept for ever: the form of these values has a number (`form`)."""
    return {
        "form": 1,
        "kind": kind.label,
        "title": fill(wording.title, given, on),
        "lead": fill(wording.lead, given, on),
        "duties": [fill(one, given, on) for one in wording.duties],
        "assess": [fill(one, given, on) for one in wording.assess],
        "closing": [fill(one, given, on) for one in wording.closing],
        "targets": [one.as_kept() for one in wording.targets],
        "given": dict(given),
    }


def check_wording(wording: Wording, on: date, figures: Iterable[str]) -> dict[str, str]:
    """What is wrong with a town's text, by field; nothing where it can be used from a day on."""
    wrong: dict[str, str] = {}
    if not wording.title.strip():
        wrong["title"] = "请填写标题。"
    elif len(wording.title) > TITLE_MAX:
        wrong["title"] = f"标题最多{TITLE_MAX}字。"
    if not wording.lead.strip():
        wrong["lead"] = "请填写开头。"
    for name, label, lines in (
        ("duties", "责任内容", wording.duties),
        ("assess", "考核与奖惩", wording.assess),
        ("closing", "期限和其他", wording.closing),
    ):
        if not lines:
            wrong[name] = f"请填写{label}，一行一条。"
        elif len(lines) > LINES_MAX:
            wrong[name] = f"{label}最多{LINES_MAX}条。"
    for name, lines in (
        ("title", (wording.title,)),
        ("lead", (wording.lead,)),
        ("duties", wording.duties),
        ("assess", wording.assess),
        ("closing", wording.closing),
    ):
        if name not in wrong and (why := next(filter(None, (_why_not(one, on) for one in lines)), "")):
            wrong[name] = why
    return wrong | _check_targets(wording.targets, set(figures))


def _why_not(text: str, on: date) -> str:
    if len(text) > LINE_MAX and text:
        return f"一条最多{LINE_MAX}字：“{text[:12]}…”有{len(text)}字。"
    try:
        names_in(text)
        said = fill(text, dict.fromkeys(NAMES, "某"), on)
    except BrokenWording as error:
        return str(error)
    return "".join(law.wrong_citations(said, on))


def _check_targets(targets: Sequence[Target], figures: set[str]) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if not targets:
        wrong["targets"] = "至少要有一条目标。"
    if len(targets) > TARGETS_MAX:
        wrong["targets"] = f"目标最多{TARGETS_MAX}条。"
    for one in targets:
        if not one.text.strip():
            wrong[f"text_{one.key}"] = "目标不能为空：请写明要做到什么，或者把这一行清空。"
        elif len(one.text) > TARGET_MAX:
            wrong[f"text_{one.key}"] = f"目标最多{TARGET_MAX}字。"
        if one.figure and one.figure not in figures:
            wrong[f"figure_{one.key}"] = "请从列表中选择指标。"
        if one.figure and (one.relation not in RELATIONS or one.number is None):
            wrong[f"number_{one.key}"] = "选了指标的，请填不超过或者不少于多少。"
        if one.number is not None and one.number < 0:
            wrong[f"number_{one.key}"] = "数不能小于0。"
    return wrong


def is_met(target: Target, value: Decimal | int | None) -> bool | None:
    """Whether a target is met by a figure's value; None where nothing is recorded, or there is no figure."""
    if value is None or target.number is None or not target.figure:
        return None
    return value <= target.number if target.relation == "most" else value >= target.number


def due_by(made_on: date, sign_by: date) -> date:
    """Until when a letter made on a day is to be signed: the year's day, and never sooner than a month later."""
    return max(sign_by, months_on(made_on, 1))


def usual_sign_by(year: int, today: date) -> date:
    """By when the letters of a year are usually signed: the end of its first quarter, else in a month."""
    return max(date(year, 3, 31), months_on(today, 1))


def term(year: int, made_on: date) -> tuple[date, date]:
    """From when to when a letter holds: from the year's first day, one made within the year from its own."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    return (first if made_on.month <= 3 or made_on < first else made_on), last


def check_plan(year: int | None, kinds: Sequence[str], sign_by: date | None, today: date) -> dict[str, str]:
    """What is wrong with asking for the letters of a year."""
    wrong: dict[str, str] = {}
    if year is None or year not in (today.year, today.year + 1):
        wrong["year"] = f"只能布置{today.year}年和{today.year + 1}年的责任书。"
    if not kinds:
        wrong["kinds"] = "请勾选要签的责任书。"
    elif unknown := [one for one in kinds if one not in KINDS]:
        wrong["kinds"] = f"没有“{unknown[0]}”这种责任书，请从列表中选择。"
    if sign_by is None:
        wrong["sign_by"] = "请填写签订期限。"
    elif sign_by < today:
        wrong["sign_by"] = "签订期限已经过了，请填今天以后的日期。"
    elif "year" not in wrong and year is not None and sign_by > date(year, 12, 31):
        wrong["sign_by"] = f"签订期限应在{year}年以内。"
    return wrong


def check_dates(party_on: date | None, town_on: date | None, made_on: date, today: date) -> dict[str, str]:
    """What is wrong with the days on which both sides signed on paper."""
    wrong: dict[str, str] = {}
    for name, label, day in (("party_on", "乙方签字日期", party_on), ("town_on", "甲方签字日期", town_on)):
        if day is None:
            wrong[name] = f"请填写{label}，以纸上写的为准。"
        elif day > today:
            wrong[name] = f"{label}在今天以后，请核对。"
        elif day < made_on:
            wrong[name] = f"{label}早于责任书生成的日期（{in_words(made_on)}），请核对。"
    return wrong


def is_other_head(known: str, now: str) -> bool:
    """Whether a party has another head than the one that its letter names. A head that is not registered is no other."""
    return bool(now.strip()) and now.strip() != known.strip()

"""Pure rules of training and drills: what hours are asked of whom, what an exam draws and how it is marked, when a drill is due."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from bihuan.core.calendar import years_on
from bihuan.units.rules import is_of

# Whom a session is for, and the groups that are invited to it.
KINDS = {
    "officers": "执法人员",
    "grid": "网格员",
    "enterprises": "企业负责人、安全管理人员",
    "villagers": "村民和从业人员",
}
GROUPS = {
    "officers": "执法人员",
    "grid": "网格人员",
    "heads": "企业主要负责人",
    "managers": "安全管理人员",
    "workers": "从业人员",
    "villagers": "村民",
    "others": "其他人员",
}
OF_KIND = {"officers": "officers", "grid": "grid", "enterprises": "heads", "villagers": "villagers"}
# What somebody without an account may say to be.
GUEST_GROUPS = ("heads", "managers", "workers", "villagers", "others")
OF_A_UNIT = ("heads", "managers", "workers")
GROUP_OF_POST = {
    "inspector": "officers",
    "safety_head": "officers",
    "village_head": "grid",
    "grid_member": "grid",
    "office_head": "grid",
    "enterprise_safety": "managers",
    "unit_head": "heads",
    "unit_safety": "managers",
    "team_leader": "workers",
    "post_worker": "workers",
}
HOURS_MAX = Decimal(24)  # of one session: a day has no more
HALF = Decimal("0.5")
YEAR_HOURS_MAX = 500
LATE_DAYS = 366  # so far back a session or a drill may be entered late
EXAM_DAYS = 3  # so long after its day a session's exam can still be sent
TICK_DAYS = 7  # so long after its day whom the organiser saw there can still be ticked
EXAM_MAX, EXAM_USUAL, PASS_USUAL = 50, 10, 80
NAME_MAX, PHONE_DIGITS = 40, 11


@dataclass(frozen=True)
class Asked:
    """Hours of training that a rule asks of a group in a year, of units of some trades (() all), in force from a day up to another."""

    group: str
    hours: int
    source: str
    from_on: date
    to_on: date | None = None
    trades: tuple[str, ...] = ()

    def binds(self, group: str, category: str, on: date) -> bool:
        there = self.from_on <= on and (self.to_on is None or on < self.to_on)
        return there and group == self.group and (not self.trades or is_of(category, self.trades))


# 生产经营单位安全培训规定 (国家安全监管总局令第3号, in force since 2006-03-01), article 9: heads and safety managers 12 hours a year again, of
# dangerous goods, fireworks and mines 16. It binds industry, mining and trade; a shop front or a
# stall, mostly one family, is left to what the town asks.
GRAVE = ("chemical", "fireworks", "mine")
INDUSTRY = ("trade", "building", "transport", "crowd")
_ORDER_3 = "《生产经营单位安全培训规定》第九条"
# 提升行政执法质量三年行动计划（2023—2025年）, 国办发〔2023〕27号, of 2023-08-09: each officer 60 hours a year.
_PLAN_60 = "《提升行政执法质量三年行动计划（2023—2025年）》（国办发〔2023〕27号）"
NATIONAL = (
    Asked("heads", 16, _ORDER_3, date(2006, 3, 1), trades=GRAVE),
    Asked("managers", 16, _ORDER_3, date(2006, 3, 1), trades=GRAVE),
    Asked("heads", 12, _ORDER_3, date(2006, 3, 1), trades=INDUSTRY),
    Asked("managers", 12, _ORDER_3, date(2006, 3, 1), trades=INDUSTRY),
    Asked("officers", 60, _PLAN_60, date(2023, 8, 9)),
)
# Of which groups a town may ask more, or where no rule asks anything.
ASKABLE = ("officers", "grid", "heads", "managers")


def hours_asked(group: str, category: str, on: date, own: Iterable[Asked] = ()) -> Asked | None:
    """What binds most on a day: the most hours among the national rules and the town's own; None where nothing is asked."""
    there = [one for one in (*NATIONAL, *own) if one.binds(group, category, on)]
    return max(there, key=lambda one: one.hours, default=None)


def plain(number: Decimal | int) -> str:
    """A number of hours without needless zeros: 12, 3.5."""
    whole = Decimal(number)
    return str(int(whole)) if whole == int(whole) else f"{whole.normalize():f}"


def why_not_hours(hours: Decimal | None) -> str:
    """What is wrong with the hours of a session, in words, or ""."""
    if hours is None or hours <= 0:
        return "请填写学时，如2、3.5。"
    if hours > HOURS_MAX:
        return "一场培训的学时不能超过24。几天的培训，一天记一场。"
    if hours % HALF:
        return "学时以半小时计，如2、3.5。"
    return ""


def why_not_phone(phone: str) -> str:
    """What is wrong with a mobile number, in words, or ""."""
    if len(phone) == PHONE_DIGITS and phone.isascii() and phone.isdigit() and phone[0] == "1":
        return ""
    return "请填写11位手机号。"


# Exams

QUESTION_KINDS = {"single": "单选", "multiple": "多选", "judge": "判断"}
JUDGE_OPTIONS = ("正确", "错误")
OPTIONS_MAX, TEXT_MAX = 8, 300
LETTERS = "ABCDEFGH"


@dataclass(frozen=True)
class Asking:
    """A question of the bank. `right` are the numbers of the right options, from 0; `groups` whom it is for, () everybody; `basis` what it
    rests on, as it is printed. `key` is that of a built-in question, or the row's."""

    key: str
    kind: str
    text: str
    options: tuple[str, ...]
    right: tuple[int, ...]
    basis: str = ""
    groups: tuple[str, ...] = ()

    def as_kept(self) -> dict[str, object]:
        return {
            "key": self.key,
            "kind": self.kind,
            "text": self.text,
            "options": list(self.options),
            "right": list(self.right),
            "basis": self.basis,
        }

    @classmethod
    def of_kept(cls, kept: Mapping[str, object]) -> "Asking":
        """Back from what `as_kept` made."""
        return cls(
            str(kept["key"]),
            str(kept["kind"]),
            str(kept["text"]),
            tuple(kept["options"]),  # type: ignore[arg-type]
            tuple(kept["right"]),  # type: ignore[arg-type]
            str(kept["basis"]),
        )

    @property
    def answer(self) -> str:
        """The right answer in words."""
        if self.kind == "judge":
            return self.options[self.right[0]]
        return "".join(LETTERS[one] for one in self.right)


def check_question(kind: str, text: str, options: Sequence[str], right: Sequence[int]) -> dict[str, str]:
    """What is wrong with a question, by field."""
    wrong: dict[str, str] = {}
    if kind not in QUESTION_KINDS:
        wrong["kind"] = "题型应为单选、多选或判断。"
    if not text.strip():
        wrong["text"] = "请填写题目。"
    if kind in ("single", "multiple") and (len(options) < 2 or len(set(options)) < len(options)):
        wrong["options"] = "请填写至少两个不同的选项，一行一个。"
    elif len(options) > OPTIONS_MAX:
        wrong["options"] = f"选项最多{OPTIONS_MAX}个。"
    if not right or any(not 0 <= one < len(options) for one in right):
        wrong["right"] = "没有正确答案的题不能入库。请写出正确选项的字母，如B、AC；判断题写正确或错误。"
    elif kind == "multiple" and len(right) < 2:
        wrong["right"] = "多选题至少有两个正确答案；只有一个的请改为单选。"
    elif kind in ("single", "judge") and len(right) > 1:
        wrong["right"] = "单选题、判断题只有一个正确答案。"
    return wrong


def read_right(kind: str, typed: str) -> tuple[int, ...]:
    """The numbers of the right options as they were typed: AC, A、C, 正确, 对. What cannot be read is no answer."""
    said = typed.strip().upper()
    if kind == "judge":
        yes, no = ("正确", "对", "√", "A", "是"), ("错误", "错", "×", "B", "否")
        return (0,) if said in yes else (1,) if said in no else ()
    letters = [one for one in said if one not in "、，, ；;"]
    return tuple(sorted({LETTERS.index(one) if one in LETTERS else -1 for one in letters}))


def draw(bank: Sequence[Asking], group: str, count: int, seed: str) -> list[Asking]:
    """The questions of one person's exam, the options of each in an order of their own: half for the person's group where there are as many,
    the others for everybody. The same for the same seed."""
    rng = Random(seed)
    own = [one for one in bank if group in one.groups]
    common = [one for one in bank if not one.groups]
    rng.shuffle(own)
    rng.shuffle(common)
    half = max(count - len(common), min(len(own), (count + 1) // 2))
    chosen = own[:half]
    chosen += common[: count - len(chosen)]
    order = {kind: at for at, kind in enumerate(("judge", "single", "multiple"))}
    return [_shuffled(one, rng) for one in sorted(chosen, key=lambda one: order[one.kind])]


def _shuffled(one: Asking, rng: Random) -> Asking:
    """A question with its options in another order; right and wrong stay first and second."""
    if one.kind == "judge":
        return one
    places = list(range(len(one.options)))
    rng.shuffle(places)
    right = tuple(sorted(places.index(at) for at in one.right))
    return replace(one, options=tuple(one.options[at] for at in places), right=right)


def marked(questions: Sequence[Asking], answers: Sequence[Sequence[int]]) -> int:
    """The score of 100: each question counts the same, and only where exactly the right options were chosen."""
    if not questions:
        return 0
    right = sum(set(one.right) == set(given) for one, given in zip(questions, answers, strict=True))
    return round(100 * right / len(questions))


# Plans and drills

PLAN_KINDS = {"overall": "综合应急预案", "special": "专项应急预案", "onsite": "现场处置方案"}
PLAN_YEARS = 3  # 突发事件应急预案管理办法 and 生产安全事故应急预案管理办法 on looking a plan over
DRILL_KINDS = {"tabletop": "桌面演练", "field": "实战演练", "surprise": "双盲演练"}
# 生产安全事故应急条例, article 8 (since 2019-04-01), and 生产安全事故应急预案管理办法, article 33 (2016: 32): dangerous trades and crowded places each half
# year; all others once a year.
HALF_YEARLY = ("chemical", "fireworks", "mine", "building", "transport", "crowd")
SINCE_2019 = date(2019, 4, 1)


def drill_months(category: str, on: date) -> int:
    """Within how many months a unit of a category is to have held a drill, as it is asked on a day."""
    return 6 if on >= SINCE_2019 and is_of(category, HALF_YEARLY) and category != "building.house" else 12


def drilled_since(category: str, on: date) -> date:
    """A drill on this day or later is recent enough."""
    return on - timedelta(days=183) if drill_months(category, on) == 6 else years_on(on, -1)


def why_not_day(held_on: date | None, today: date) -> str:
    """What is wrong with the day of a session or a drill, in words, or ""."""
    if held_on is None:
        return "请填写日期。"
    if held_on < today - timedelta(days=LATE_DAYS):
        return "只能补录一年以内的。"
    if held_on > today + timedelta(days=LATE_DAYS):
        return "只能安排一年以内的。"
    return ""

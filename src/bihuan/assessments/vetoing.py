"""Pure rules of 一票否决: what raises it, whom it meets, for how long, what is barred; who may be honoured on a day.

The rules are a town's own data; those below are proposed to it. Law: 安全生产法 (2014 art. 14, 2021 art. 16: who is answerable for accidents is held
to it; 2014 art. 16, 2021 art. 19: honours for what was achieved); 生产安全事故报告和调查处理条例 art. 3 (grades); 地方党政领导干部安全生产责任制规定
(2018). How a town vetoes is local: the basis of each rule is what the town names.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bihuan.assessments.rules import DEPARTMENT, UNIT, VILLAGE
from bihuan.core.calendar import add_workdays, in_words, months_on

ACCIDENT, LISTING, LETTER, SHEET, BY_HAND = "accident", "listing", "letter", "sheet", "hand"
TRIGGERS = {
    ACCIDENT: "生产安全事故达到等级",
    LISTING: "挂牌督办逾期没有整改",
    LETTER: "突破责任书的红线指标",
    SHEET: "年度考核不合格",
    BY_HAND: "其他情形，由人提出",
}
GRADES = {"ordinary": "一般及以上", "large": "较大及以上", "major": "重大及以上"}
GRADES_FROM = {
    "ordinary": ("ordinary", "large", "major", "grave"),
    "large": ("large", "major", "grave"),
    "major": ("major", "grave"),
}
HEADS = {"village_head": "村负责人", "department_head": "部门负责人"}
AFFECTED = {UNIT: "单位", VILLAGE: "所在村", DEPARTMENT: "主管部门", **HEADS}
HONOURS, PROMOTION, BONUS = "honours", "promotion", "bonus"
BARS = {HONOURS: "评先评优", PROMOTION: "提拔重用", BONUS: "年终奖励"}
# What a letter's target may not exceed at any price; other targets are for the yearly assessment.
RED_LINES = ("accidents.deaths", "accidents.count")
MONTHS_MAX, DAYS_MAX, APPEAL_DAYS, TEXT_MAX = 36, 90, 10, 500
YES, NO, HOLD = "yes", "no", "hold"
VERDICTS = {YES: "可以", NO: "不可以", HOLD: "暂缓"}


@dataclass(frozen=True)
class Rule:
    """A rule (否决情形). `grade` and `deaths` bound accidents (either is enough; "" and 0: none), `days` how many days after its term a listed hazard
    raises it, or for how long a letter's red line is open. `months`: how long it bars, from the decision on."""

    code: str
    text: str
    trigger: str
    affects: tuple[str, ...]
    months: int
    bars: tuple[str, ...]
    grade: str = ""
    deaths: int = 0
    days: int = 0
    basis: str = ""

    @property
    def condition(self) -> str:
        """When the records raise it, in words."""
        if self.trigger == ACCIDENT:
            told = [f"{GRADES[self.grade]}事故"] if self.grade else []
            return "或者".join([*told, *([f"死亡{self.deaths}人以上"] if self.deaths else [])])
        if self.trigger == LISTING:
            return f"挂牌督办期限过了{self.days}天还没有销号" if self.days else "挂牌督办期限过了还没有销号"
        return TRIGGERS[self.trigger]


_ALL = (HONOURS, PROMOTION, BONUS)
_WHOLE = (VILLAGE, DEPARTMENT, *HEADS)
# Proposed to a town that has none.
USUAL = (
    Rule("death", "发生生产安全死亡事故", ACCIDENT, (UNIT, VILLAGE, DEPARTMENT), 12, _ALL, deaths=1),
    Rule("large", "发生较大以上生产安全事故", ACCIDENT, (UNIT, *_WHOLE), 24, _ALL, grade="large"),
    Rule("accident", "发生生产安全事故", ACCIDENT, (UNIT,), 12, (HONOURS, BONUS), grade="ordinary"),
    Rule("listed", "重大事故隐患挂牌督办逾期没有整改", LISTING, (UNIT,), 12, _ALL, days=0),
    Rule("letter", "突破责任书的死亡控制指标", LETTER, (), 12, _ALL),
    Rule("failing", "年度安全生产考核不合格", SHEET, (), 12, (HONOURS, BONUS)),
    Rule("hidden", "迟报、漏报、谎报、瞒报事故", BY_HAND, (), 24, _ALL),
    Rule("refusal", "拒不履行安全生产职责，或者阻挠监督检查", BY_HAND, (), 12, _ALL),
    Rule("criticised", "被上级通报批评、约谈后仍不整改", BY_HAND, (), 12, _ALL),
)


def check_rule(rule: Rule) -> dict[str, str]:
    """What is wrong with a rule, by field."""
    wrong: dict[str, str] = {}
    if not rule.text.strip():
        wrong["text"] = "请填写否决的情形。"
    if rule.trigger not in TRIGGERS:
        wrong["trigger"] = "请选择由什么记录提出。"
    if rule.trigger == ACCIDENT and not rule.grade and not rule.deaths:
        wrong["grade"] = "请选择事故等级，或者填写死亡人数。"
    if rule.trigger in (ACCIDENT, LISTING) and not rule.affects:
        wrong["affects"] = "请勾选否决谁。"
    if not 1 <= rule.months <= MONTHS_MAX:
        wrong["months"] = f"期限应为1至{MONTHS_MAX}个月。"
    if not rule.bars:
        wrong["bars"] = "请勾选取消什么。"
    if not 0 <= rule.days <= DAYS_MAX:
        wrong["days"] = f"天数应为0至{DAYS_MAX}。"
    if not rule.basis.strip():
        wrong["basis"] = "请填写依据：上级或者本镇文件的名称、文号。"
    return wrong


def term(from_on: date, months: int) -> date:
    """The last day of a veto that begins on a day and lasts so many months."""
    return months_on(from_on, months) - timedelta(days=1)


def appeal_until(on: date) -> date:
    """The last day on which the one who is vetoed may appeal: ten working days after the decision was made."""
    return add_workdays(on, APPEAL_DAYS)


def check_decision(
    *, body: str, grounds: str, heard: str, from_on: date | None, cause_on: date, today: date
) -> dict[str, str]:
    """What is wrong with a decision, by field. It is made of what happened, after the party was heard, and begins on a day near it."""
    wrong: dict[str, str] = {}
    if not body.strip():
        wrong["body"] = "请填写作出决定的机关，如镇党委会、镇安全生产委员会。"
    if not grounds.strip():
        wrong["grounds"] = "请写明认定的事实。"
    if not heard.strip():
        wrong["heard"] = "请写明对方的意见；通知了没有提出意见的，写“已告知，没有提出意见”。"
    if from_on is None:
        wrong["from_on"] = "请填写起始日期。"
    elif from_on < cause_on:
        wrong["from_on"] = f"起始日期早于情形发生的日期（{in_words(cause_on)}），请核对。"
    elif from_on > today + timedelta(days=31):
        wrong["from_on"] = "起始日期最晚在今天以后一个月内。"
    return wrong


@dataclass(frozen=True)
class Held:
    """A veto as the answer sees it: the words, what it bars, its days (None: not decided), whether an appeal runs, why its cause is gone; `of`:
    the village that it was decided of, where that has gone into the one asked about."""

    text: str
    bars: tuple[str, ...]
    from_on: date | None
    to_on: date | None
    appealed: bool = False
    lost: str = ""
    number: str = ""
    of: str = ""

    def bars_on(self, bar: str, on: date) -> bool:
        """Whether it bars something on a day; both ends are inside."""
        if self.from_on is None or self.to_on is None:
            return False
        return bar in self.bars and self.from_on <= on <= self.to_on


@dataclass(frozen=True)
class Answer:
    """Whether somebody may have something on a day, and why."""

    verdict: str
    reasons: tuple[str, ...]

    @property
    def says(self) -> str:
        return VERDICTS[self.verdict]


def may_have(bar: str, on: date, held: Sequence[Held]) -> Answer:
    """Whether an honour (or what else may be barred) may be given on a day: no while a veto bars it, an appeal or a lost cause notwithstanding;
    to be put off while one waits to be decided, or bars a village that was merged into this one: whether the new village answers for the old
    one is said by no rule, so people say it; else yes."""
    barring = [one for one in held if one.bars_on(bar, on)]
    against = [one for one in barring if not one.of]
    if against:
        return Answer(NO, tuple(_reason(one) for one in against))
    waiting = [one for one in held if one.from_on is None and bar in one.bars]
    told = tuple(f"{_whose(one)}{one.text}，待认定{f'；{one.lost}' if one.lost else ''}" for one in waiting)
    told += tuple(f"{_whose(one)}{_reason(one)}；是否由合并后的村承担，请镇里研究确定" for one in barring)
    if told:
        return Answer(HOLD, told)
    later = [one for one in held if one.from_on and one.from_on > on and bar in one.bars]
    notes = tuple(
        f"{_whose(one)}{one.text}：{in_words(one.from_on)}起被否决，不影响这一天"
        for one in later
        if one.from_on
    )
    return Answer(YES, notes or ("没有查到在这一天有效的一票否决，也没有待认定的。",))


def _whose(one: Held) -> str:
    return f"{one.of}（已并入）：" if one.of else ""


def _reason(one: Held) -> str:
    assert one.from_on is not None and one.to_on is not None
    told = f"{one.text}（{one.number}），{in_words(one.from_on)}至{in_words(one.to_on)}"
    if one.appealed:
        told += "；正在申诉，申诉期间不停止执行"
    if one.lost:
        told += f"；{one.lost}，等待复核，复核以前仍然有效"
    return told


def bars_text(bars: Collection[str]) -> str:
    """评先评优、提拔重用、年终奖励."""
    return "、".join(word for code, word in BARS.items() if code in bars)


def affects_text(affects: Collection[str]) -> str:
    """单位、所在村."""
    return "、".join(word for code, word in AFFECTED.items() if code in affects)

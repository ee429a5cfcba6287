"""What is asked of leaders in a year, and how one stands to it. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from bihuan.meetings.rules import EVERY, LEADERS, Period, periods_between


@dataclass(frozen=True)
class Measure:
    """What of a leader's duty is counted from records; `records` names the rows."""

    label: str
    records: str


MEASURES = {
    "party": Measure("参加研究安全生产的党委会", "会议出席记录"),
    "committee": Measure("参加安委会会议", "会议出席记录"),
    "meetings": Measure("参加研究安全生产的会议", "会议出席记录"),
    "chaired": Measure("主持研究安全生产的会议", "会议主持记录"),
    "spoke": Measure("在会上部署安全生产", "会议发言记录"),
    "led": Measure("带队检查", "检查出动记录"),
    "unannounced": Measure("带队“四不两直”检查", "检查出动记录"),
    "report": Measure("述职、报告履职情况", "履职登记"),
    "study": Measure("专题学习安全生产", "履职登记"),
}
RECORDED = ("report", "study")  # what no other record tells: a leader's own are entered


@dataclass(frozen=True)
class Asked:
    """An item of a leaders' list: of whom, what, how often."""

    post: str
    measure: str
    times: int
    every: str
    text: str = ""

    @property
    def label(self) -> str:
        return self.text or MEASURES[self.measure].label

    @property
    def often(self) -> str:
        """每月1次."""
        return f"{EVERY[self.every]}{self.times}次"


# After 地方党政领导干部安全生产责任制规定 (2018): the party studies safety, leaders inspect in person and report on it; how often is the town's.
USUAL_DUTIES = (
    Asked("secretary", "chaired", 1, "quarter", "主持党委会研究安全生产"),
    Asked("secretary", "led", 1, "month"),
    Asked("secretary", "report", 1, "year", "述职报告安全生产情况"),
    Asked("mayor", "committee", 1, "quarter", "主持、参加安委会全体会议"),
    Asked("mayor", "party", 1, "quarter"),
    Asked("mayor", "led", 1, "month"),
    Asked("mayor", "report", 1, "year", "述职报告安全生产情况"),
    Asked("vice_mayor", "committee", 1, "quarter"),
    Asked("vice_mayor", "led", 2, "month"),
    Asked("vice_mayor", "unannounced", 1, "quarter"),
    Asked("vice_mayor", "report", 1, "half", "向党委报告安全生产工作"),
)
BASIS = "《地方党政领导干部安全生产责任制规定》"
TIMES_MAX = 60


def check_duty(
    post: str, measure: str, times: int | None, every: str, from_on: date | None
) -> dict[str, str]:
    """What is wrong with an item of the leaders' list, by field."""
    wrong: dict[str, str] = {}
    if post not in LEADERS:
        wrong["post"] = "请选择哪位领导。"
    if measure not in MEASURES:
        wrong["measure"] = "请选择按什么记录统计。"
    if times is None or not 1 <= times <= TIMES_MAX:
        wrong["times"] = f"次数应为1至{TIMES_MAX}。"
    if every not in EVERY or not every:
        wrong["every"] = "请选择多久一次。"
    if from_on is None:
        wrong["from_on"] = "请填写开始日期。"
    return wrong


@dataclass(frozen=True)
class Done:
    """A period of an item: how often it was asked and done; `over`: the period has ended."""

    period: Period
    need: int
    done: int
    over: bool

    @property
    def state(self) -> str:
        """ "done", "short" where it has ended, "open" where it runs."""
        if self.done >= self.need:
            return "done"
        return "short" if self.over else "open"


@dataclass(frozen=True)
class Stood:
    """How a leader stands to an item of the list in a year."""

    asked: Asked
    periods: tuple[Done, ...]
    days: tuple[date, ...] = field(default=())

    @property
    def need(self) -> int:
        """What was due by now: the periods that have ended."""
        return sum(one.need for one in self.periods if one.over)

    @property
    def done(self) -> int:
        return sum(one.done for one in self.periods)

    @property
    def short(self) -> list[str]:
        """The periods that have ended with less than was asked."""
        return [one.period.label for one in self.periods if one.state == "short"]


def stand(asked: Asked, held: tuple[date, date], days: Iterable[date], today: date) -> Stood:
    """How a leader stands to an item: `held` are the first and last day of the year's part in which both post and item were in force. A period is asked for
    where at least half of it lies in that part; what was done in any counts."""
    first, last = held
    mine = sorted(day for day in days if first <= day <= min(last, today))
    found = []
    for period in periods_between(asked.every, first, last):
        inside = (min(period.last, last) - max(period.first, first)).days + 1
        whole = (period.last - period.first).days + 1
        done = sum(period.first <= day <= period.last for day in mine)
        need = asked.times if inside * 2 >= whole else 0
        if period.first <= today and (need or done):
            found.append(Done(period, need, done, period.last < today))
    return Stood(asked, tuple(found), tuple(mine))

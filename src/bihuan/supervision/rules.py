"""Pure rules of pressing on: when a step of the town's table is due, to whom it goes, and what an extension asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bihuan.core.calendar import add_workdays, in_words, is_workday
from bihuan.grid.rules import POST_KINDS
from bihuan.hazards.lifecycle import ORDERED, REPORTED

REMIND, ESCALATE, URGE = "remind", "escalate", "urge"
MEANS = {REMIND: "提醒", ESCALATE: "升级"}  # of the table's lines
TAKEN = MEANS | {URGE: "催办"}  # of steps taken: a person urges besides
# Who is urged by where a hazard stands: the unit that mends, the officers who look again.
URGED = {ORDERED: "enterprise_safety", REPORTED: "inspector"}
# From the unit up. A step meant for a post that nobody holds goes on to the next one.
LADDER = (
    "enterprise_safety",
    "grid_member",
    "village_head",
    "office_head",
    "department_head",
    "inspector",
    "safety_head",
    "vice_mayor",
    "mayor",
    "secretary",
    "district",
)
DAYS_MAX = 90
REVIEW_DAYS = 10  # in which officers look again at what was reported as mended


@dataclass(frozen=True)
class Step:
    """A line of the table: for hazards of a level, so many days after the deadline (0 the deadline itself, below 0 before
    it), in calendar or working days, the holders of a kind of post are reminded or the matter is passed up to them."""

    level: str
    days: int
    post: str
    means: str = ESCALATE
    workdays: bool = False

    @property
    def post_label(self) -> str:
        return POST_KINDS[self.post].label

    @property
    def says(self) -> str:
        """When it is due, in words: 到期前3天, 到期当天, 逾期3个工作日."""
        if self.days == 0:
            return "到期当天"
        unit = "个工作日" if self.workdays else "天"
        return f"到期前{-self.days}{unit}" if self.days < 0 else f"逾期{self.days}{unit}"


DEFAULTS = (
    Step("general", -3, "village_head", REMIND),
    Step("general", 1, "safety_head"),
    Step("general", 3, "vice_mayor"),
    Step("general", 10, "mayor"),
    Step("major", -7, "village_head", REMIND),
    Step("major", -3, "safety_head", REMIND),
    Step("major", 1, "vice_mayor"),
    Step("major", 3, "mayor"),
    Step("major", 7, "secretary"),
)


def in_order(steps: Sequence[Step]) -> list[Step]:
    """The steps in the order in which they come to a hazard; of one day, the lower post first."""
    return sorted(steps, key=lambda one: (one.level, one.days, one.means, LADDER.index(one.post)))


def due_on(step: Step, deadline_on: date) -> date:
    """The day on which a step is due for a term."""
    if not step.workdays:
        return deadline_on + timedelta(days=step.days)
    if step.days >= 0:
        return add_workdays(deadline_on, step.days)
    return _workdays_before(deadline_on, -step.days)


def latest_deadline(step: Step, today: date) -> date:
    """The latest deadline for which a step is due today: what is due grows with the deadline, so this bounds the rest."""
    if not step.workdays:
        return today - timedelta(days=step.days)
    if step.days <= 0:
        return add_workdays(today, -step.days)
    return _workdays_before(today + timedelta(days=1), step.days) - timedelta(days=1)


def counts_from(deadline_on: date, state: str, reported_on: date | None) -> date:
    """The day from which the steps of a term count: its deadline. What the unit reported in time waits for the officers, who have
    some days more to look at it. domain: rules for time, re-inspection."""
    in_time = state == REPORTED and reported_on is not None and reported_on <= deadline_on
    return deadline_on + timedelta(days=REVIEW_DAYS) if in_time else deadline_on


def due_now(steps: Sequence[Step], level: str, deadline_on: date, begins_on: date, today: date) -> list[Step]:
    """The steps due for a term by today, whether taken or not. Nobody is reminded beforehand of what has run out, or has been
    reported as mended."""
    due = [one for one in steps if one.level == level and due_on(one, begins_on) <= today]
    runs = begins_on == deadline_on and deadline_on >= today
    return [one for one in due if one.days > 0 or runs]


def next_step(steps: Sequence[Step], level: str, deadline_on: date, today: date) -> tuple[date, Step] | None:
    """What comes next to a hazard after today, and when."""
    coming = [(due_on(one, deadline_on), one) for one in in_order(steps) if one.level == level]
    return min((pair for pair in coming if pair[0] > today), key=lambda pair: pair[0], default=None)


def above(post: str) -> tuple[str, ...]:
    """The posts to which a matter goes on where nobody holds this one, the nearest first."""
    return LADDER[LADDER.index(post) + 1 :]


def check_step(step: Step, others: Sequence[Step]) -> dict[str, str]:
    """What is wrong with a new line of the table, by field."""
    wrong = {}
    if not -DAYS_MAX <= step.days <= DAYS_MAX:
        wrong["days"] = f"天数应在-{DAYS_MAX}至{DAYS_MAX}之间，到期前填负数。"
    elif step.means == ESCALATE and step.days < 1:
        wrong["days"] = "逾期以后才升级：天数至少为1；到期前请选“提醒”。"
    if step.post not in LADDER:
        wrong["post"] = "请从列表中选择岗位。"
    same = [one for one in others if one.level == step.level and one.means == step.means]
    if any((one.days, one.post) == (step.days, step.post) for one in same):
        wrong.setdefault("post", "表里已经有这一步。")
    if step.means == ESCALATE and not wrong:
        wrong |= _out_of_order(step, [one for one in same if one.means == ESCALATE])
    return wrong


def _out_of_order(step: Step, others: Sequence[Step]) -> dict[str, str]:
    """A higher post is not told before a lower one."""
    place = LADDER.index(step.post)
    for one in others:
        if one.post == step.post:
            return {"post": f"已经定了{one.says}升级至{one.post_label}，请先停用那一步。"}
        earlier, lower = one.days < step.days, LADDER.index(one.post) < place
        if earlier != lower and one.days != step.days:
            return {"days": f"次序颠倒：{one.says}是升级至{one.post_label}。"}
    return {}


def check_wanted(wanted_on: date | None, deadline_on: date, today: date) -> str:
    """Why a term cannot be put off to a day, or "". The day is the new last day for mending."""
    if wanted_on is None:
        return "请填写延长后的期限。"
    if wanted_on <= deadline_on:
        return f"延长后的期限应晚于原期限{in_words(deadline_on)}。"
    if wanted_on < today:
        return "延长后的期限已经过去。"
    if wanted_on > deadline_on + timedelta(days=366):
        return "延长超过一年，请核对年份。"
    return ""


def _workdays_before(day: date, count: int) -> date:
    while count > 0:
        day -= timedelta(days=1)
        count -= is_workday(day)
    return day

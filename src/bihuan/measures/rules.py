"""Pure rules of hard measures: who may decide what, what a decision must bring, when a place is looked at again."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bihuan.core.calendar import months_on

KINDS = {
    "suspend": "停产停业整顿",
    "resume": "恢复生产经营",
    "ban": "取缔",
    "close": "关闭",
    "interview": "约谈",
    "warning": "警示函",
    "notice": "通报批评",
}
UNIT_STATE = {"suspend": "paused", "resume": "open", "ban": "banned", "close": "closed"}
WATCHED = ("suspend", "ban")
PROVED = ("suspend", "ban", "close")
SOFT = ("interview", "warning", "notice")
LEVELS = {"town": "镇级", "district": "区县级以上"}
POWERS = {"law": "法定职权", "grant": "受委托"}
DELEGABLE = ("suspend",)  # what a delegation may name; compulsion, ban and closure it cannot

# What a ban does at the place (两断三清), each on its day.
CLEARANCE = {
    "water": "断水",
    "power": "断电",
    "material": "清除原料",
    "product": "清除产品",
    "equipment": "清除设备",
}

_TOWNSHIP = re.compile(r"(镇|乡|街道)(?!.*(市|县|旗|(?<!社)区)).*(政府|党委|办事处|办公室|办|站|所|中心|队)$")
_VILLAGE = re.compile(r"村委会|村民委员会|居委会|居民委员会|村党支部|(村|社区|公司|企业|厂|店)$")
_AUTHORITY = re.compile(r"(政府|局|厅|部|委|委员会|安委会|安委办|办公室|大队|支队|总队|管委会|法院)$")


@dataclass(frozen=True)
class Delegation:
    """A delegation in force on a day: from which body, and for which matters."""

    body: str
    matters: Collection[str]


def level_of(body: str, own: Sequence[str]) -> str:
    """Whether a body is of the town (one of its own names stands in it, or it is a township's) or above it."""
    return "town" if any(name and name in body for name in own) or _TOWNSHIP.search(body) else "district"


def may_decide(kind: str, body: str, own: Sequence[str], delegation: Delegation | None) -> str:
    """Why a body cannot decide so, or "". `own` are the town's names; `delegation` is what the town acts under, if it does.

    A township orders, talks and warns; it suspends only where a delegation names that, in the name of the delegating
    body; it never bans or closes (安全生产法 on powers; 行政处罚法 on delegation). Closing is a government's at county level.
    """
    if _VILLAGE.search(body):
        return f"“{body}”没有作出{KINDS[kind]}决定的职权，请填写有权机关的全称。"
    town = level_of(body, own) == "town"
    if delegation is not None:
        return _under(kind, body, delegation)
    if kind in SOFT:
        return ""
    if town:
        return f"镇级没有决定{KINDS[kind]}的法定职权，{_INSTEAD[kind]}"
    if kind == "close" and not body.endswith("政府"):
        return "关闭由县级以上人民政府决定，请填写作出决定的人民政府。"
    if not _AUTHORITY.search(body):
        return f"“{body}”不像有权机关的全称，请按决定书落款填写，如“××区应急管理局”。"
    return ""


_INSTEAD = {
    "suspend": "请报区级主管部门决定；受委托办理的，请选择委托书。",
    "resume": "由作出停产停业决定的机关批准。",
    "ban": "由发证部门或者县级以上人民政府决定，镇里组织协助。",
    "close": "由县级以上人民政府决定。",
}


def _under(kind: str, body: str, delegation: Delegation) -> str:
    if body != delegation.body:
        return f"受委托作出的决定以委托机关“{delegation.body}”的名义作出，决定机关请填该机关。"
    matter = "suspend" if kind == "resume" else kind
    if kind not in SOFT and matter not in delegation.matters:
        return f"委托书没有委托{KINDS[kind]}，请由“{delegation.body}”作出决定。"
    return ""


def check_day(
    kind: str,
    decided_on: date,
    today: date,
    opened_on: date,
    since: date | None = None,
    found_on: date | None = None,
) -> str:
    """Why a decision cannot be dated so, or "". `since` is the day of the last decision that changed the unit's state, `found_on`
    that on which the hazards it names were found."""
    if decided_on > today:
        return "决定日期不能晚于今天。"
    if decided_on < opened_on:
        return f"决定日期早于该单位的登记日期（{opened_on:%Y-%m-%d}）。"
    if kind in UNIT_STATE and since and decided_on < since:
        return f"决定日期不能早于上一次决定的日期（{since:%Y-%m-%d}）。"
    if found_on and decided_on < found_on:
        return f"决定日期早于所列隐患的发现日期（{found_on:%Y-%m-%d}）。"
    return ""


def may_follow(kind: str, state: str, in_force: str, *, returned: bool) -> str:
    """Why a measure cannot be taken of a unit that stands so, or "". `in_force` is the kind of the measure watched now, `returned`
    says that it was found broken and waits for a new decision."""
    if kind == "resume" and state != "closed":
        return "" if in_force == "suspend" else "该单位现在没有停产停业的决定在执行，没有可以恢复的。"
    if kind not in UNIT_STATE:
        return ""
    if state == "closed":
        return "该单位已经关闭，不能再作这项决定。"
    if state == "banned" and kind != "ban":
        return f"该单位已经取缔，不能再{KINDS[kind]}；死灰复燃的，请重新登记取缔决定。"
    if kind == in_force and not returned:
        return f"该单位已经{KINDS[kind]}，正在执行，不必重复登记。"
    return ""


def may_void(*, last: bool, looked_at: bool, ended_another: bool) -> str:
    """Why a decision that was recorded in error cannot be struck out, or "": what was built upon it would hang in the air."""
    if not last:
        return "该单位后来又有新的决定，不能作废这一项；后来的也有误的，请先作废后来的。"
    if looked_at:
        return "已经按这项决定回访过，不能作废；不必再看守的，请解除看守。"
    if ended_another:
        return "登记这项决定时终止了上一项决定，不能作废；请按实际情况登记新的决定。"
    return ""


REVISIT_DAYS = {"ban": (3, 7, 15, 30), "suspend": ()}


def revisit_days(kind: str, since: date) -> Iterator[date]:
    """The days on which a place is looked at again: after a ban on the 3rd, 7th, 15th, 30th day and then monthly; while suspended
    weekly. Without end."""
    yield from (since + timedelta(days=days) for days in REVISIT_DAYS[kind])
    count = 1
    while True:
        count += 1
        yield months_on(since, count) if kind == "ban" else since + timedelta(days=7 * (count - 1))


def next_revisit(kind: str, since: date, after: date) -> date:
    """The first of the days that is past another."""
    return next(day for day in revisit_days(kind, since) if day > after)


def cleared(done: Collection[str]) -> str:
    """How far a ban has gone at the place, in words: 两断三清已完成, or what is left."""
    left = [word for step, word in CLEARANCE.items() if step not in done]
    return f"两断三清未完成：还差{'、'.join(left)}" if left else "两断三清已完成"

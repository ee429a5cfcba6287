"""Pure: the kinds of rules that a town may set for its rosters, what each asks for, and how it reads."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bihuan.duty.rules import DAY_KINDS, POSITIONS, WEEKDAYS

COUNT_MAX, REST_MAX, MOST_MAX, WEIGHT_MAX = 9, 30, 31, 20
FIRM, SOFT, EITHER = "firm", "soft", "either"
Params = Mapping[str, Any]
Names = Mapping[str, str]


@dataclass(frozen=True)
class Asked:
    """A kind of rule. `fields`: what its form asks for; `binds`: always kept, only wished, or as the town says. `single`: one of its kind
    holds at a time."""

    label: str
    help: str
    fields: tuple[str, ...]
    binds: str
    says: Callable[[Params, Names], str]
    single: bool = False


def _who(params: Params, names: Names, key: str = "person") -> str:
    return names.get(params[key], "（查无此人）")


def _needs(params: Params, _names: Names) -> str:
    kind = DAY_KINDS.get(params.get("day_kind") or "", "每天")
    return f"{kind}{POSITIONS[params['position']]}{params['count']}人"


def _extra(params: Params, _names: Names) -> str:
    when = [params["name"]] if params.get("name") else []
    if params.get("since"):
        when.append(f"{params['since']}至{params['until']}")
    if params.get("weekday"):
        when.append(WEEKDAYS[int(params["weekday"])])
    if params.get("digits"):
        when.append("逢" + "、".join(params["digits"]))
    return f"{'，'.join(when)}：{POSITIONS[params['position']]}增加{params['count']}人"


def _fair(params: Params, _names: Names) -> str:
    weights = "、".join(f"{label}{params[kind]}分" for kind, label in DAY_KINDS.items())
    return f"轮流均衡：{weights}，当年已值的一并算"


def _spared(params: Params, names: Names) -> str:
    return f"{_who(params, names)}{'、'.join(DAY_KINDS[kind] for kind in params['kinds'])}不安排"


def _fixed(params: Params, names: Names) -> str:
    when = WEEKDAYS[int(params["weekday"])] if params.get("weekday") not in (None, "") else ""
    if params.get("digits"):
        when += "逢" + "、".join(params["digits"])
    return f"{_who(params, names)}固定{when}{POSITIONS[params['position']]}"


KINDS: dict[str, Asked] = {
    "needs": Asked(
        "每天人数", "某一类日子的人数；不选类别就是每天。", ("position", "day_kind", "count"), FIRM, _needs
    ),
    "extra": Asked(
        "加强值班",
        "特护期（两会、国庆）、汛期双带班，逢集加人。",
        ("name", "position", "count", "since", "until", "weekday", "digits"),
        FIRM,
        _extra,
    ),
    "rest": Asked(
        "值班后休息",
        "至少1天，就是不连值两晚。备班在家，不算。",
        ("days",),
        FIRM,
        lambda params, _names: f"值班后至少休息{params['days']}天",
        True,
    ),
    "most": Asked(
        "每月最多",
        "每人每月最多几次。",
        ("count",),
        FIRM,
        lambda params, _names: f"每人每月最多{params['count']}次",
        True,
    ),
    "fair": Asked(
        "轮流均衡",
        "周末、节假日值一次顶工作日几次；当年已经值过的结转。",
        ("workday", "weekend", "holiday", "weight"),
        SOFT,
        _fair,
        True,
    ),
    "spared": Asked(
        "照顾人员",
        "如年龄较大的、哺乳期的，周末、节假日不安排。",
        ("person", "kinds", "hard", "weight"),
        EITHER,
        _spared,
    ),
    "together": Asked(
        "尽量同班",
        "如新手和熟手。",
        ("person", "other", "weight"),
        SOFT,
        lambda params, names: f"{_who(params, names)}和{_who(params, names, 'other')}尽量同班",
    ),
    "apart": Asked(
        "不同班",
        "如夫妻、同一岗位的AB角。",
        ("person", "other", "hard", "weight"),
        EITHER,
        lambda params, names: f"{_who(params, names)}和{_who(params, names, 'other')}不同班",
    ),
    "fixed": Asked(
        "固定日子",
        "如书记每周一带班。",
        ("person", "position", "weekday", "digits", "hard", "weight"),
        EITHER,
        _fixed,
    ),
}
# What every roster keeps, whatever the town says.
ALWAYS = ("请假的、已离任的不安排", "一人一天只在一个岗位", "只安排“值班人员”名单内的人")
# What a town usually begins with.
USUAL: Sequence[tuple[str, dict[str, Any]]] = (
    ("needs", {"position": "lead", "day_kind": "", "count": 1}),
    ("needs", {"position": "duty", "day_kind": "", "count": 2}),
    ("needs", {"position": "driver", "day_kind": "", "count": 1}),
    ("rest", {"days": 1}),
    ("fair", {"workday": 1, "weekend": 2, "holiday": 3, "weight": 1}),
)


def says(kind: str, params: Params, names: Names, hard: bool) -> str:
    """A rule in words; one that is only wished says so."""
    text = KINDS[kind].says(params, names)
    return text if hard or KINDS[kind].binds != EITHER else f"{text}（尽量）"


def check(kind: str, given: Mapping[str, Any]) -> dict[str, str]:
    """What is wrong with a rule, by field, in words."""
    if kind not in KINDS:
        return {"kind": "请从列表中选择规定的种类。"}
    wrong: dict[str, str] = {}
    fields = KINDS[kind].fields
    for name, (label, least, most) in _NUMBERS.items():
        value = given.get(name)
        if name in fields and (value is None or not least <= value <= most):
            wrong[name] = f"{label}应为{least}至{most}的整数。"
    if "position" in fields and given.get("position") not in POSITIONS:
        wrong["position"] = "请选择岗位。"
    if "person" in fields and not given.get("person"):
        wrong["person"] = "请选择人员。"
    if "other" in fields and (not given.get("other") or given.get("other") == given.get("person")):
        wrong["other"] = "请选择另一个人。"
    if "kinds" in fields and not given.get("kinds"):
        wrong["kinds"] = "请选择哪一类日子不安排。"
    return wrong | _check_days(kind, given)


_NUMBERS = {
    "count": ("数量", 1, MOST_MAX),
    "days": ("休息天数", 1, REST_MAX),
    "weight": ("分量", 1, WEIGHT_MAX),
    **{kind: (f"{label}分值", 1, COUNT_MAX) for kind, label in DAY_KINDS.items()},
}


def _check_days(kind: str, given: Mapping[str, Any]) -> dict[str, str]:
    """Days by their dates, weekday or last digit: at least one of these."""
    wrong: dict[str, str] = {}
    since, until = given.get("since"), given.get("until")
    if isinstance(since, date) != isinstance(until, date):
        wrong["until"] = "请把开始、结束日期都填上。"
    elif isinstance(since, date) and isinstance(until, date) and until < since:
        wrong["until"] = "结束日期不能早于开始日期。"
    digits = given.get("digits") or ""
    if not (digits.isascii() and (digits.isdigit() or not digits)):
        wrong["digits"] = "逢集日子填尾数，如逢五逢十填“50”。"
    named = since or given.get("weekday") not in (None, "") or digits
    if kind in ("extra", "fixed") and not named and not wrong:
        wrong["weekday"] = "请说明是哪些日子（日期、周几或者逢几）。"
    return wrong


def kept(kind: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """The params of a rule as a row keeps them: of its kind's fields those that say something."""
    values = {name: given.get(name) for name in KINDS[kind].fields if name not in ("hard", "weight")}
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in values.items()
        if value not in (None, "")
    } | ({"weight": given["weight"]} if kind == "fair" else {})

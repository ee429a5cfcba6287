"""The judges of claims: values of the deciding figures in, a verdict and what it rests on out. Pure.

Nothing is proved from an empty basis; where a figure has no answer the claim is undecidable and the reason is said.
"""

from collections.abc import Callable
from dataclasses import dataclass

from bihuan.figures.evaluation import Value
from bihuan.figures.registry import FIGURES

PROVED, DISPROVED, UNDECIDABLE = "proved", "disproved", "undecidable"
VERDICTS = {PROVED: "属实", DISPROVED: "不属实", UNDECIDABLE: "无从判断"}


@dataclass(frozen=True)
class Finding:
    """A judge's word: the verdict, what it rests on, a truthful wording to offer, and of a claim about each of several the
    names of those that it fails."""

    verdict: str
    text: str
    wording: str = ""
    failing: tuple[str, ...] = ()


Values = dict[str, Value]
Judge = Callable[[Values, int | None], Finding]
Each = list[tuple[str, Values]]
EachJudge = Callable[[Values, Each, int | None], Finding]


def number(value: Value | None) -> int:
    return int(value.value or 0) if value else 0


def all_rectified(values: Values, said: int | None) -> Finding:
    """全部整改完毕 holds exactly if something was found and nothing of it is open at the cut-off."""
    found, left = values["hazards.found"], values["hazards.open"]
    if not found.value:
        return Finding(UNDECIDABLE, found.missing or "期内没有发现隐患的记录，谈不上全部整改")
    if not left.value:
        return Finding(PROVED, f"发现{found.value}条，已全部整改")
    rate, done = values["hazards.rate"].value, number(values["hazards.rectified"])
    return Finding(DISPROVED, f"发现{found.value}条，已整改{done}条，整改率{rate}%，未整改{left.value}条")


def major_rectified(values: Values, said: int | None) -> Finding:
    found, done = values["hazards.major"], number(values["hazards.major_done"])
    if not found.value:
        return Finding(UNDECIDABLE, found.missing or "期内没有发现重大隐患的记录，谈不上全部整改")
    if done == found.value:
        return Finding(PROVED, f"发现重大隐患{found.value}条，已全部整改")
    return Finding(
        DISPROVED, f"发现重大隐患{found.value}条，已整改{done}条，未整改{int(found.value) - done}条"
    )


def all_on_site(values: Values, said: int | None) -> Finding:
    """均当场整改 holds exactly if nothing that was found needed a deadline or waits."""
    found, onsite = values["hazards.found"], number(values["hazards.onsite"])
    if not found.value:
        return Finding(UNDECIDABLE, found.missing or "期内没有发现隐患的记录")
    if onsite == found.value:
        return Finding(PROVED, f"发现{found.value}条，均当场整改")
    return Finding(DISPROVED, f"发现{found.value}条，当场整改{onsite}条")


def ordered_rectified(values: Values, said: int | None) -> Finding:
    """限期整改…已整改完毕 holds exactly if all that was ordered has passed re-inspection by the cut-off."""
    ordered, done = values["hazards.deadline"], number(values["hazards.deadline_done"])
    if not ordered.value:
        return Finding(UNDECIDABLE, ordered.missing or "期内没有责令限期整改的记录")
    if done == ordered.value:
        return Finding(PROVED, f"限期整改{ordered.value}条，均已复查合格")
    left = int(ordered.value) - done
    return Finding(DISPROVED, f"限期整改{ordered.value}条，复查合格{done}条，未完成{left}条")


def in_time(values: Values, said: int | None) -> Finding:
    """按期整改 holds exactly if no order was met after its deadline, and none is open past it."""
    return _kept(values, 0)


def all_in_time(values: Values, said: int | None) -> Finding:
    """均已按期整改 asks besides that every order is met."""
    return _kept(values, number(values["hazards.deadline"]) - number(values["hazards.deadline_done"]))


def _kept(values: Values, unmet: int) -> Finding:
    ordered = values["hazards.deadline"]
    late, overdue = number(values["hazards.deadline_late"]), number(values["hazards.open_overdue"])
    if not ordered.value:
        return Finding(UNDECIDABLE, ordered.missing or "期内没有责令限期整改的记录，没有期限可言")
    if not (late or overdue or unmet):
        return Finding(PROVED, f"限期整改{ordered.value}条，没有一条逾期")
    lacks = ((late, "逾期后才整改"), (overdue, "逾期未整改"), (unmet, "还没有整改完成"))
    told = "，".join(f"{what}{count}条" for count, what in lacks if count)
    return Finding(DISPROVED, f"限期整改{ordered.value}条，{told}")


def all_reinspected(values: Values, said: int | None) -> Finding:
    """复查率100% holds exactly if every order has been looked at again, passed or not."""
    ordered, left = values["hazards.deadline"], number(values["hazards.unreviewed"])
    if not ordered.value:
        return Finding(UNDECIDABLE, ordered.missing or "期内没有责令限期整改的记录，没有要复查的")
    if not left:
        return Finding(PROVED, f"限期整改{ordered.value}条，都复查过")
    return Finding(DISPROVED, f"限期整改{ordered.value}条，还没有复查{left}条")


def no_overdue(values: Values, said: int | None) -> Finding:
    """无逾期 speaks of the day of the cut-off. Where no deadline was set there is nothing to be kept."""
    overdue, ordered = values["hazards.overdue"], values["hazards.deadline"]
    if overdue.value:
        return Finding(DISPROVED, f"截止日逾期未整改{overdue.value}条")
    if overdue.value is None or not ordered.value:
        return Finding(UNDECIDABLE, overdue.missing or "期内没有责令限期整改的记录，没有期限可言")
    return Finding(PROVED, f"限期整改{ordered.value}条，截止日没有逾期未整改的")


def no_major_now(values: Values, said: int | None) -> Finding:
    """目前无重大隐患 is refuted by one that is open; that none is open is known only where all units were checked."""
    left = number(values["hazards.major"]) - number(values["hazards.major_done"])
    if left:
        return Finding(DISPROVED, f"截止日未整改的重大隐患{left}条")
    return _as_far_as_checked(values, "没有未整改的重大隐患")


def no_major(values: Values, said: int | None) -> Finding:
    """无重大隐患 is refuted by one that was found; that there is none is known only where all units were checked."""
    if found := values["hazards.major"].value:
        return Finding(DISPROVED, f"发现重大隐患{found}条")
    return _as_far_as_checked(values, "没有发现重大隐患")


def no_major_found(values: Values, said: int | None) -> Finding:
    """未发现重大隐患 says what the checks brought, no more."""
    return _none_found(values, values["hazards.major"], "重大隐患")


def none_found(values: Values, said: int | None) -> Finding:
    """未发现隐患 says what the checks brought, no more."""
    return _none_found(values, values["hazards.found"], "隐患")


def no_hazard(values: Values, said: int | None) -> Finding:
    """零隐患 is refuted by any that was found; that there is none is known only where all units were checked."""
    if found := values["hazards.found"].value:
        return Finding(DISPROVED, f"发现隐患{found}条")
    return _as_far_as_checked(values, "没有发现隐患")


def _none_found(values: Values, found: Value, what: str) -> Finding:
    visits = values["inspect.visits"]
    if found.value:
        return Finding(DISPROVED, f"发现{what}{found.value}条")
    if not visits.value:
        return Finding(UNDECIDABLE, visits.missing or "期内没有检查记录，没查不等于没有")
    return Finding(PROVED, f"检查{visits.value}家次，没有发现{what}")


def _as_far_as_checked(values: Values, what: str) -> Finding:
    covered, total = number(values["inspect.covered"]), number(values["units.total"])
    if not covered:
        return Finding(UNDECIDABLE, "期内没有检查记录，没查不等于没有")
    if covered < total:
        return Finding(UNDECIDABLE, f"检查过的{covered}家{what}，还有{total - covered}家没有检查，不能说没有")
    return Finding(PROVED, f"在册{total}家都检查过，{what}")


def grid_covered(values: Values, said: int | None) -> Finding:
    """网格全覆盖 holds exactly if every cell has a named person and every unit lies in a cell."""
    cells, bare, outside = (number(values[key]) for key in ("grid.cells", "grid.uncovered", "units.unplaced"))
    if not cells:
        return Finding(UNDECIDABLE, "还没有划分网格")
    if not bare and not outside:
        return Finding(PROVED, f"{cells}个网格都有实名责任人，监管对象都在网格内")
    return Finding(
        DISPROVED,
        f"{cells}个网格中{bare}个没有实名责任人，{outside}家监管对象不在网格内",
    )


def checked_all(values: Values, said: int | None) -> Finding:
    """检查全覆盖 holds exactly if every unit in the register was visited in the period."""
    rate, units, total = (values[key].value for key in ("inspect.coverage", "inspect.covered", "units.total"))
    if rate is None or not total or units is None:
        return Finding(UNDECIDABLE, values["inspect.coverage"].missing or "没有检查记录")
    if units >= total:
        return Finding(PROVED, f"在册{total}家，检查{units}家")
    return Finding(DISPROVED, f"在册{total}家，检查{units}家，覆盖率{rate}%")


def served(issued: str, done: str) -> Judge:
    """全部送达 holds exactly if of the documents of the period none was left unserved at the cut-off."""

    def judge(values: Values, said: int | None) -> Finding:
        all_of_them, served_ones = values[issued], number(values[done])
        if not all_of_them.value:
            return Finding(UNDECIDABLE, all_of_them.missing or "期内没有应当送达的文书")
        left = int(all_of_them.value) - served_ones
        if not left:
            return Finding(PROVED, f"应送达{all_of_them.value}份，都已送达")
        return Finding(DISPROVED, f"应送达{all_of_them.value}份，已送达{served_ones}份，未送达{left}份")

    return judge


def filed(values: Values, said: int | None) -> Finding:
    """完善了“一企一册” holds exactly if the file of every unit that has to have one lacks nothing."""
    due = max(number(values["units.pilot"]), number(values["units.files"]))
    if not due:
        return Finding(
            UNDECIDABLE, values["units.files"].missing or "没有纳入两个体系建设的单位，谈不上一企一册"
        )
    whole = number(values["units.files_whole"])
    if whole == due:
        return Finding(PROVED, f"应建一企一册{due}册，各项都齐全")
    return Finding(DISPROVED, f"应建一企一册{due}册，各项齐全{whole}册，不齐全{due - whole}册")


def reported(values: Values, said: int | None) -> Finding:
    """建立“日报告”“零报告”制度 holds where reports were asked for and came; how many did not come is told with it."""
    owed, sent = values["dailies.owed"], number(values["dailies.sent"])
    if not owed.value:
        return Finding(UNDECIDABLE, owed.missing or "期内没有应当报送的日报告")
    verdict = PROVED if sent else DISPROVED
    return Finding(verdict, _reports(values))


def reported_always(values: Values, said: int | None) -> Finding:
    """坚持“零报告” holds exactly if none of the reports of the period is missing."""
    owed = values["dailies.owed"]
    if not owed.value:
        return Finding(UNDECIDABLE, owed.missing or "期内没有应当报送的日报告")
    return Finding(DISPROVED if number(values["dailies.missing"]) else PROVED, _reports(values))


def _reports(values: Values) -> str:
    owed, sent, in_time, zero, missing = (
        number(values[f"dailies.{key}"]) for key in ("owed", "sent", "on_time", "zero", "missing")
    )
    return f"应报送{owed}份，已报送{sent}份（按时{in_time}份，零报告{zero}份），未报{missing}份"


def trained(values: Values, said: int | None) -> Finding:
    """开展业务培训 is borne out by a session that was held; what was planned and never held is told with it."""
    held, unheld = values["training.sessions"], number(values["training.unheld"])
    if not held.value:
        why = f"期内没有举办过培训的记录，安排而没有办的{unheld}场" if unheld else ""
        return Finding(
            DISPROVED if unheld else UNDECIDABLE,
            why or held.missing or "期内没有培训的记录，也可能是没有登记",
        )
    left = f"，安排而没有办的{unheld}场" if unheld else ""
    return Finding(PROVED, f"举办培训{held.value}场，{number(values['training.people'])}人次{left}")


def trained_all(values: Values, said: int | None) -> Finding:
    """培训全覆盖 holds exactly if all who were invited came."""
    invited = values["training.invited"]
    if not invited.value:
        return Finding(UNDECIDABLE, invited.missing or "期内没有通知参加培训的记录")
    absent = number(values["training.absent"])
    said_so = (
        f"通知参训{invited.value}人次，到场{number(values['training.invited_came'])}人次，未到{absent}人次"
    )
    return Finding(DISPROVED if absent else PROVED, said_so)


def certified(values: Values, said: int | None) -> Finding:
    """全员持证 holds exactly if no officer is without a valid card, and no unit of a dangerous trade without its persons' certificates."""
    units, officers = (number(values[f"training.{key}"]) for key in ("certificate_units", "officers"))
    if not units and not officers:
        return Finding(UNDECIDABLE, "没有应当持证的单位和人员，无从核对")
    without, uncarded = (number(values[f"training.{key}"]) for key in ("uncertified_units", "uncarded"))
    told = (
        f"应持证单位{units}家，主要负责人、安全管理人员持证的{units - without}家；"
        f"执法岗位{officers}人，无有效执法证{uncarded}人"
    )
    return Finding(DISPROVED if without or uncarded else PROVED, told)


def signed_all(values: Values, said: int | None) -> Finding:
    """分别签订责任书 holds exactly if of the letters that were to be signed none waits for a signature."""
    due, done, left = values["letters.due"], number(values["letters.done"]), number(values["letters.left"])
    if not due.value:
        return Finding(UNDECIDABLE, due.missing or "期内没有布置应当签订的责任书，无从核对")
    with_whom = "、".join(
        f"{word}{count}份"
        for word, key in (
            ("部门", "departments"),
            ("办事处", "offices"),
            ("村", "villages"),
            ("监管单位", "enterprises"),
        )
        if (count := number(values[f"letters.{key}"]))
    )
    told = f"应签订责任书{due.value}份，已签订{done}份" + (f"（期内签订：{with_whom}）" if with_whom else "")
    if left:
        return Finding(DISPROVED, f"{told}，未签订{left}份")
    return Finding(PROVED, told)


def on_duty(values: Values, said: int | None) -> Finding:
    """24小时值班 holds exactly if on each day of the period somebody led and somebody was on duty. The last day may still run when it is
    written; where days have no roster behind them nothing is proved."""
    days, staffed, bare = (number(values[key]) for key in ("duty.days", "duty.staffed", "duty.bare"))
    if not days:
        return Finding(UNDECIDABLE, values["duty.days"].missing or "期内没有发布过值班表，无从核对")
    if bare:
        return Finding(DISPROVED, f"有带班领导和值班人员的{staffed}天，带班或值班空缺{bare}天")
    if staffed < (said or 0) - 1:
        return Finding(
            UNDECIDABLE, f"期内{said}天，有值班表的{staffed}天，都有人带班、值班；其余没有记录，无从核对"
        )
    return Finding(PROVED, f"值班{staffed}天，每天都有带班领导和值班人员")


def banned(values: Values, said: int | None) -> Finding:
    return _as_many_as_said(values["sanction.ban"], said, "取缔", "处")


def suspended(values: Values, said: int | None) -> Finding:
    return _as_many_as_said(values["sanction.suspend"], said, "停业整顿", "家")


def _as_many_as_said(value: Value, said: int | None, what: str, unit: str) -> Finding:
    """A number printed in the text holds exactly if as many decisions are on record."""
    if value.value is None:
        return Finding(UNDECIDABLE, value.missing)
    recorded = f"登记的{what}决定涉及{value.value}{unit}"
    if value.value == said:
        return Finding(PROVED, f"{recorded}，与文中一致")
    return Finding(DISPROVED, f"{recorded}，文中写{said}{unit}")


def formed(values: Values, said: int | None) -> Finding:
    """成立N个组 is borne out by as many teams that went out; fewer or more disprove nothing, a team may have stayed in."""
    value = values["inspect.groups"]
    if value.value is None:
        return Finding(UNDECIDABLE, value.missing)
    if value.value == said:
        return Finding(PROVED, f"期内出动过{value.value}个专项组，与文中一致")
    return Finding(UNDECIDABLE, f"期内出动过的专项组是{value.value}个，文中写{said}个，请核对")


def practised(key: str) -> Judge:
    """A practice that leaves records (领导带队检查) is borne out by one; without any it may have gone unrecorded."""

    def judge(values: Values, said: int | None) -> Finding:
        value, figure = values[key], FIGURES[key]
        if not value.value:
            why = f"期内没有“{figure.label}”的记录，也可能是没有登记"
            return Finding(UNDECIDABLE, value.missing or why)
        return Finding(PROVED, f"期内{figure.label}{value.value}{figure.unit}")

    return judge

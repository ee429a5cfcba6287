"""What everybody remembers of the year: the illegal sand-washing site, a suspension, major hazards, the order that nobody went
back to, a change of village head."""

from datetime import date, timedelta
from functools import partial
from uuid import UUID

from bihuan.demo import cast, majors_scenes
from bihuan.demo.drives import HUNDRED_DAYS, Squad
from bihuan.demo.findings import Fault
from bihuan.demo.founding import add_unit
from bihuan.demo.grid_scenes import new_village_head
from bihuan.demo.measures_scenes import ban, resume, suspend
from bihuan.demo.patrols import find, order, version_of
from bihuan.demo.register import UnitPlan
from bihuan.demo.stage import Stage, TownUnit, working_day
from bihuan.demo.work import check, muster
from bihuan.hazards.actions import mark_urgent
from bihuan.units.actions import change_state

SAND = Fault(
    "equipment",
    "河滩",
    "未办理任何手续擅自设置洗沙设备取水洗沙，无安全设施，临河作业",
    "立即停止洗沙，自行拆除设备，清理场地",
)
DUST = Fault(
    "place",
    "打磨车间",
    "打磨车间除尘系统停用仍组织生产，积尘严重，属重大事故隐患",
    "停止打磨作业，修复除尘系统，经复查合格后恢复",
)
GUARD = Fault(
    "equipment", "冲压车间", "两台冲床安全防护装置拆除，操作规程未落实", "恢复安全防护装置，培训合格后上岗"
)
MAJORS = {
    "school": Fault(
        "fire", "宿舍楼", "学生宿舍仅有一部疏散楼梯可用，另一部长期封闭", "打通封闭楼梯，配齐疏散标志"
    ),
    "chemical.station": Fault(
        "chemicals", "罐区", "罐区紧急切断装置失效，仍继续经营", "停用该罐，修复并检测合格后使用"
    ),
}


def schedule(stage: Stage, since: date) -> None:
    """Put every episode that falls on or after `since` on the agenda."""
    year = stage.year
    scenes = [
        (working_day(date(year, 3, 27)), partial(_major, stage, "school")),
        (working_day(date(year, 5, 21)), partial(_suspension, stage, "trade.machine", 1)),
        (date(year, 7, 1), partial(_new_village_head, stage)),
        (working_day(date(year, 6, 12)), partial(_shop_closes, stage)),
        (working_day(date(year, 8, 14)), partial(_major, stage, "chemical.station")),
        (working_day(date(year, 10, 16)), partial(_sand_found, stage)),
        (working_day(date(year, 10, 22)), partial(_suspension, stage, "trade.wood", 2)),
        (working_day(date(year, 11, 20)), partial(_order_left, stage)),
    ]
    for day, scene in scenes:
        if day >= since:
            stage.later(day, partial(scene, day))


def _sand_found(stage: Stage, day: date) -> None:
    """A village finds somebody washing sand by the river without any licence."""
    village = next(name for name in stage.watchers if name in ("河头村", "渡口村"))
    with stage.moment(day):
        plan = UnitPlan(
            "河头滩无名洗沙场", "mine.sand", village, day, "无法联系", {"address": f"{village}河滩"}
        )
        unit = add_unit(stage, plan)
    unit.kept_apart = True
    unit.open_cases += 1
    hazard = find(stage, day, unit, stage.watchers[village][0], SAND, level="major", decide=False)
    majors_scenes.report(stage, day, hazard)
    ordered_on = working_day(day + timedelta(days=1))
    stage.later(ordered_on, partial(_sand_ordered, stage, ordered_on, unit, hazard))


def _sand_ordered(stage: Stage, day: date, unit: TownUnit, hazard: UUID) -> None:
    """Urgent, ordered to stop, and reported to the district, whose decision follows within some days."""
    with stage.moment(day):
        note = "非法洗沙，临河作业，随时可能发生事故"
        version = version_of(stage, hazard)
        mark_urgent(stage.actor("vice_mayor"), hazard, version=version, hours=72, note=note)
    order(stage, day, unit, hazard, SAND, days=10, strict=True)
    majors_scenes.fix(stage, day, unit, hazard)
    decided_on = working_day(day + timedelta(days=3))
    stage.later(decided_on, partial(ban, stage, decided_on, unit, SAND, hazard))


def _suspension(stage: Stage, category: str, number: int, day: date) -> None:
    """A major hazard at a works: ordered, suspended by the district, mended, re-inspected, and resumed."""
    unit = _free(stage, category, day)
    squad, team = _team(stage, category)
    drive = next(
        (one for one in stage.plan if one.key == HUNDRED_DAYS and one.begins_on <= day <= one.ends_on), None
    )
    crew = muster(stage, squad, team, drive, led=True)
    fault = DUST if category == "trade.wood" else GUARD
    case = check(
        stage, day, crew, unit, faults=[fault], outcomes=["deadline"], days=15, level="major", strict=True
    )
    assert case is not None
    unit.kept_apart = True
    hazard = case.hazards[0][0]
    suspended_on, resumed_on = working_day(day + timedelta(days=1)), working_day(day + timedelta(days=26))
    word, first = f"{cast.bodies(stage.year).order_word}停字〔{stage.year}〕", number * 2 - 1
    stop, go = f"{fault.text}，责令停业整顿", "整改完毕，经复查合格，同意恢复生产"
    stage.later(suspended_on, partial(suspend, stage, suspended_on, unit, f"{word}{first}号", stop, hazard))
    stage.later(resumed_on, partial(resume, stage, resumed_on, unit, f"{word}{first + 1}号", go))


def _major(stage: Stage, category: str, day: date) -> None:
    """A major hazard, ordered under a leader's eyes and mended in time."""
    squad, team = _team(stage, category)
    crew = muster(stage, squad, team, None, led=True)
    unit = _free(stage, category, day)
    check(
        stage,
        day,
        crew,
        unit,
        faults=[MAJORS[category]],
        outcomes=["deadline"],
        days=15,
        level="major",
        strict=True,
    )


def _order_left(stage: Stage, day: date) -> None:
    """The fault of the year: an order is issued, its deadline passes, and nobody goes back."""
    unit = _free(stage, "trade.machine", day)
    squad, team = _team(stage, "trade.machine")
    crew = muster(stage, squad, team, None)
    check(stage, day, crew, unit, faults=[GUARD], outcomes=["deadline"], days=15, forgotten=True)
    unit.kept_apart = True


def _new_village_head(stage: Stage, day: date) -> None:
    """A village gets a new head; the grid is without a name on no day."""
    village = list(stage.watchers)[6]
    with stage.moment(day):
        stage.watchers[village][0] = new_village_head(stage, village, day)


def _shop_closes(stage: Stage, day: date) -> None:
    """Two shops give up, and leave the register."""
    for _ in range(2):
        unit = _free(stage, "shop", day)
        unit.kept_apart = True
        with stage.moment(day):
            change_state(
                stage.actor("safety_head"),
                unit.id,
                state="closed",
                from_on=day,
                reason="经营者注销，门店已关",
                handling="门店已搬空，由村里查看",
            )


def _free(stage: Stage, category: str, day: date) -> TownUnit:
    """The unit of a category with the least open, that has no part in another episode."""
    there = [
        unit
        for unit in stage.units
        if unit.category == category and not unit.kept_apart and unit.opened_on <= day
    ]
    return min(there, key=lambda unit: unit.open_cases)


def _team(stage: Stage, category: str) -> tuple[Squad, UUID]:
    top = category.partition(".")[0]
    return next(pair for pair in stage.teams if top in pair[0].categories)

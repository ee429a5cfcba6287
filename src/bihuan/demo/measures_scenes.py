"""The year's hard measures: a suspension until it is mended, a ban that did not last and was made again, the days of revisits, an
interview, a warning and a notice of criticism."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from uuid import UUID

from bihuan.core import files
from bihuan.core.scope import Scope
from bihuan.demo import cast, majors_scenes, pictures
from bihuan.demo.cast import OFFICERS
from bihuan.demo.findings import Fault
from bihuan.demo.patrols import order
from bihuan.demo.stage import Stage, TownUnit, working_day
from bihuan.demo.writ_case import write_suspension
from bihuan.measures.actions import record_clearance, record_decision, revisit
from bihuan.measures.actions.watches import Seen
from bihuan.measures.models import Watch
from bihuan.measures.queries import made, next_due
from bihuan.measures.rules import CLEARANCE

FIRST, AGAIN = 41, 47  # numbers of the two bans
BACK_AFTER, LATE_AFTER, LATE_DAYS = (
    2,
    2,
    2,
)  # looks that went well before it came back, and before somebody was late
KEPT = "现场无人，设备已拆除，没有恢复的迹象"
RESTED = "车间停产，设备断电，正在按要求整改"
BACK = "夜间又有人取水洗沙，新架设抽水泵一台"


def schedule(stage: Stage, since: date) -> None:
    """Put what is written to units on the agenda, from `since` on. Bans and suspensions follow from what is found (episodes)."""
    year = stage.year
    scenes: list[tuple[date, str, str, Callable[[TownUnit], str]]] = [
        (
            date(year, 4, 24),
            "warning",
            "trade.wood",
            lambda unit: f"{unit.name}同类隐患多次出现，限期自查自纠",
        ),
        (
            date(year, 11, 6),
            "interview",
            "trade.machine",
            lambda unit: f"约谈{unit.name}主要负责人，督促落实主体责任",
        ),
        (date(year, 12, 4), "notice", "building", lambda unit: f"{unit.name}隐患整改不力，在全镇通报批评"),
    ]
    for number, (on, kind, category, reason) in enumerate(scenes, 1):
        day = working_day(on)
        if day >= since:
            stage.later(day, partial(_written, stage, day, kind, category, number, reason))


def _written(
    stage: Stage, day: date, kind: str, category: str, number: int, reason: Callable[[TownUnit], str]
) -> None:
    there = [one for one in stage.units if one.category == category and one.opened_on <= day]
    unit = max(there, key=lambda one: (one.open_cases, one.name))
    with stage.moment(day):
        record_decision(
            stage.actor("vice_mayor"),
            unit.id,
            kind=kind,
            body=f"{cast.TOWN}人民政府",
            number=f"澜东政安〔{stage.year}〕{number}号",
            decided_on=day,
            reason=reason(unit),
        )


def suspend(stage: Stage, day: date, unit: TownUnit, number: str, reason: str, hazard: UUID) -> None:
    """The bureau suspends a works; an officer looks every week whether it keeps to it."""
    with stage.moment(day):
        decision = record_decision(
            stage.actor("safety_head"),
            unit.id,
            kind="suspend",
            body=stage.town.bureau,
            number=number,
            decided_on=day,
            reason=reason,
            proof=_proof(stage, "停产停业整顿决定书"),
            hazards=[hazard],
        )
        write_suspension(stage, day, decision)
    _look_again(stage, decision.watch, unit, RESTED)


def resume(stage: Stage, day: date, unit: TownUnit, number: str, reason: str) -> None:
    """Mended and accepted: the bureau lets the works go on."""
    with stage.moment(day):
        record_decision(
            stage.actor("safety_head"),
            unit.id,
            kind="resume",
            body=stage.town.bureau,
            number=number,
            decided_on=day,
            reason=reason,
        )
    unit.kept_apart = False


def ban(stage: Stage, day: date, unit: TownUnit, fault: Fault, hazard: UUID, number: int = FIRST) -> None:
    """The district bans an illegal site: cut off at once, cleared within days, and looked at on fixed days."""
    with stage.moment(day):
        decision = record_decision(
            stage.actor("safety_head"),
            unit.id,
            kind="ban",
            body=f"{cast.DISTRICT}人民政府",
            number=f"澜政字〔{stage.year}〕{number}号",
            decided_on=day,
            reason="未经许可擅自设置洗沙场，依法予以取缔，断水断电，清除设备和原料",
            proof=_proof(stage, "取缔决定书"),
            hazards=[hazard],
            cleared={"water": day, "power": day},
        )
    cleared_on = working_day(day + timedelta(days=2))
    stage.later(cleared_on, partial(_clear, stage, cleared_on, decision.pk))
    _look_again(stage, decision.watch, unit, KEPT, fault)


def _clear(stage: Stage, day: date, decision: UUID) -> None:
    rest = dict.fromkeys(list(CLEARANCE)[2:], day)
    with stage.moment(day):
        record_clearance(stage.actor("safety_head"), decision, done=rest)


def _look_again(stage: Stage, watch: Watch, unit: TownUnit, note: str, fault: Fault | None = None) -> None:
    """Put the next look on the agenda: on its day, but once some days late."""
    due = next_due(Scope.whole_town(stage.town.pk), watch)
    if due is None:
        return
    late = _is_banned_again(watch) and made(Scope.whole_town(stage.town.pk), watch).count() == LATE_AFTER
    on = due.due_on + timedelta(days=LATE_DAYS if late else 0)
    stage.later(on, partial(_look, stage, on, watch.pk, unit, note, fault))


def _look(stage: Stage, day: date, watch_id: UUID, unit: TownUnit, note: str, fault: Fault | None) -> None:
    """The village looks at a banned site, an officer at a suspended works; at the third look the sand is washed again."""
    scope = Scope.whole_town(stage.town.pk)
    watch = Watch.objects.within(scope).get(pk=watch_id)
    if watch.ended_on:
        return
    back = fault is not None and not _is_banned_again(watch) and made(scope, watch).count() == BACK_AFTER
    seen = Seen(
        kept=not back,
        note=BACK if back else note,
        photos=stage.photo("equipment", "before" if back else "after"),
        level="major" if back else "general",
    )
    who = stage.watchers[unit.village][0] if fault else OFFICERS[0]
    with stage.moment(day):
        watch = revisit(stage.actor(who), watch.pk, seen, version=watch.version)
    hazard = made(scope, watch)[0].hazard_id
    if fault and hazard:
        majors_scenes.report(stage, day, hazard)
        ordered_on = working_day(day + timedelta(days=1))
        stage.later(ordered_on, partial(_again, stage, ordered_on, unit, fault, hazard))
    else:
        _look_again(stage, watch, unit, note, fault)


def _again(stage: Stage, day: date, unit: TownUnit, fault: Fault, hazard: UUID) -> None:
    """What came back is ordered to stop, and banned once more."""
    unit.open_cases += 1
    order(stage, day, unit, hazard, fault, days=10, strict=True)
    majors_scenes.fix(stage, day, unit, hazard)
    decided_on = working_day(day + timedelta(days=1))
    stage.later(decided_on, partial(ban, stage, decided_on, unit, fault, hazard, AGAIN))


def _is_banned_again(watch: Watch) -> bool:
    return watch.decision.number.endswith(f"〕{AGAIN}号")


def _proof(stage: Stage, title: str) -> UUID:
    """A scan of a decision, drawn once."""
    sheet = pictures.paper_scan(len(title), title)
    return files.keep_scan(stage.actor("safety_head"), sheet, f"{title}.jpg").pk

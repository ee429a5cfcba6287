"""Two accidents of the year: a worker is hurt at a works and all is told in time; a shed burns, which is nobody's production, and its owner tells it
late. Both come to their end.

Played with moments of its own, so that the rest of the year stays what it is.
"""

from datetime import date, datetime, timedelta
from functools import partial
from uuid import UUID

from bihuan.accidents import actions
from bihuan.accidents.actions import Heard, Told
from bihuan.accidents.models import Accident, Remedy
from bihuan.accidents.rules import Counts
from bihuan.core import clock
from bihuan.core.scope import Scope
from bihuan.demo import cast
from bihuan.demo.stage import Stage, TownUnit, working_day
from bihuan.risks.models import RiskPoint

HURT, BURNT = ((10, 22), ("trade.machine",)), ((11, 18), ("shop", "trade.catering"))
LIMITS = (1, 5)
EVENING = 18 * 60 + 30  # minutes of the day: after all else of it, so that no moment goes back


def schedule(stage: Stage, since: date) -> None:
    """Put what falls on or after `since` on the agenda; the town gives itself less time than the law does."""
    limits = working_day(date(stage.year, *LIMITS))
    if limits >= since:
        stage.at_evening(limits, EVENING, partial(_set_limits, stage, limits))
    for (month, day), play in ((HURT[0], _hurt), (BURNT[0], _burnt)):
        on = working_day(date(stage.year, month, day))
        if on >= since:
            stage.at_evening(on, EVENING, partial(play, stage, on))


def _set_limits(stage: Stage, on: date) -> None:
    with clock.moved(clock.at(on, 18, 30)):
        actions.set_report_limit(
            stage.actor("vice_mayor"),
            from_on=on,
            word_minutes=30,
            written_minutes=60,
            basis=f"澜东安委办〔{stage.year}〕1号",
        )


def _hurt(stage: Stage, on: date) -> None:
    """A finger is crushed at a lathe: heard at ten to seven in the evening, phoned, reported, followed up, ended, closed with two things to be done."""
    unit = _unit(stage, HURT[1], on)
    happened = clock.at(on, 18, 35)
    row = _heard(
        stage,
        Heard(
            unit=unit.id,
            place="机加工车间3号车床",
            brief="工人清理铁屑时左手被卷入，两指挤伤，已送区医院",
            happened_at=happened,
            unit_heard_at=happened + timedelta(minutes=3),
            heard_from="企业电话",
            kind=_kind(on),
        ),
        Counts(light=1),
        clock.at(on, 18, 50),
    )
    bureau = cast.bodies(stage.year).bureau
    _tell(
        stage,
        row,
        Told(bureau, "phone", at=clock.at(on, 19, 10), teller="unit", told_by=unit.name),
        clock.at(on, 19, 12),
    )
    _tell(stage, row, Told(bureau, "phone", taken_by="值班室"), clock.at(on, 19, 14))
    done = "已停机断电、保护现场，伤者送医，通知家属"
    _report(stage, row, done, clock.at(on, 19, 28))
    after = on + timedelta(days=2)
    stage.at_evening(after, EVENING, partial(_follow_up, stage, row, after))
    ended = working_day(on + timedelta(days=9))
    stage.at_evening(
        ended,
        EVENING,
        partial(
            _end, stage, row, ended, "production", "一般生产安全事故（轻伤），企业自行调查，镇安全办监督"
        ),
    )
    closed = working_day(on + timedelta(days=28))
    stage.at_evening(
        closed, EVENING, partial(_close, stage, row, closed, "车床防护罩拆除后未恢复，工人戴手套操作")
    )


def _burnt(stage: Stage, on: date) -> None:
    """A store of odds and ends burns before dawn; the owner puts it out and tells it in the morning, hours late."""
    unit = _unit(stage, BURNT[1], on)
    happened = clock.at(on, 4, 30)
    heard = clock.at(on, 18, 40)
    row = _heard(
        stage,
        Heard(
            unit=unit.id,
            place="店后自住院落杂物棚",
            brief="自住院落杂物棚起火，烧毁杂物约8平方米，店主自行扑灭，没有人受伤",
            happened_at=happened,
            unit_heard_at=happened + timedelta(minutes=10),
            heard_from="店主",
            kind="火灾",
        ),
        Counts(loss_yuan=3_000),
        heard,
    )
    bureau = cast.bodies(stage.year).bureau
    _tell(stage, row, Told(bureau, "phone", taken_by="值班室"), clock.at(on, 18, 52))
    _tell(
        stage,
        row,
        Told(bureau, "phone", at=clock.at(on, 18, 58), teller="unit", told_by=unit.name),
        clock.at(on, 19, 2),
    )
    _report(stage, row, "明火已灭，派出所、消防救援站到场查看，疏散相邻住户", clock.at(on, 19, 20))
    ended = working_day(on + timedelta(days=3))
    stage.at_evening(
        ended,
        EVENING,
        partial(_end, stage, row, ended, "fire", f"火灾事故简易调查认定书〔{stage.year}〕18号"),
    )
    closed = working_day(on + timedelta(days=14))
    stage.at_evening(
        closed, EVENING, partial(_close, stage, row, closed, "电动车在棚内充电引燃杂物，与经营无关")
    )


def _unit(stage: Stage, trades: tuple[str, ...], on: date) -> TownUnit:
    """The first of some trades in the order of the register that nothing else is played at: none that has a list of risks, which would all be due for
    evaluation."""
    listed = set(RiskPoint.objects.within(Scope.whole_town(stage.town.pk)).values_list("unit", flat=True))
    known = [one for one in stage.units if one.opened_on <= on and not one.kept_apart]
    there = [one for one in known if one.is_in(trades)] or known
    quiet = [one for one in there if one.id not in listed] or there
    return min(quiet, key=lambda one: (one.open_cases, one.name))


def _kind(on: date) -> str:
    return "机械致害" if on >= date(2026, 7, 1) else "机械伤害"


def _heard(stage: Stage, heard: Heard, counts: Counts, at: datetime) -> UUID:
    with clock.moved(at):
        return actions.enter_accident(stage.actor("inspector_1"), heard, counts).pk


def _row(stage: Stage, row: UUID) -> Accident:
    found: Accident = Accident.objects.within(Scope.whole_town(stage.town.pk)).get(pk=row)
    return found


def _tell(stage: Stage, row: UUID, told: Told, at: datetime) -> None:
    with clock.moved(at):
        actions.tell_above(stage.actor("safety_head"), row, told, version=_row(stage, row).version)


def _report(stage: Stage, row: UUID, done: str, at: datetime, *, is_final: bool = False) -> None:
    accident = _row(stage, row)
    head = stage.people["safety_head"]
    with clock.moved(at):
        actions.make_report(
            stage.actor("safety_head"),
            row,
            version=accident.version,
            written={
                "brief": accident.brief,
                "measures": done,
                "commander": f"{stage.people['vice_mayor'].name}（分管副镇长）",
                "contact": head.name,
            },
            signed_by=stage.people["vice_mayor"].pk,
            is_final=is_final,
            told=Told(cast.bodies(stage.year).bureau, "system", taken_by="值班室"),
        )


def _follow_up(stage: Stage, row: UUID, on: date) -> None:
    """The hospital has looked at the hand: it is no severe injury; the cost is known."""
    with clock.moved(clock.at(on, 18, 30)):
        actions.record_toll(
            stage.actor("safety_head"),
            row,
            Counts(light=1, loss_yuan=26_000),
            version=_row(stage, row).version,
            known_at=clock.now(),
            reason="医院诊断为两指软组织挫裂伤，初估医疗费和停工损失",
        )
    _report(stage, row, "伤者住院治疗，情况稳定；企业停产自查", clock.at(on, 19, 5))


def _end(stage: Stage, row: UUID, on: date, nature: str, ground: str) -> None:
    by = cast.bodies(stage.year).bureau if nature == "production" else f"{cast.DISTRICT}消防救援大队"
    with clock.moved(clock.at(on, 19, 10)):
        actions.judge_accident(
            stage.actor("safety_head"),
            row,
            version=_row(stage, row).version,
            nature=nature,
            by=by,
            ground=ground,
            on=on,
        )
    _report(stage, row, "处置结束，伤亡和损失不再变化", clock.at(on, 19, 40), is_final=True)


def _close(stage: Stage, row: UUID, on: date, conclusions: str) -> None:
    due = on + timedelta(days=10)
    with clock.moved(clock.at(on, 19, 45)):
        actions.close_accident(
            stage.actor("safety_head"),
            row,
            version=_row(stage, row).version,
            body=f"{cast.TOWN}人民政府",
            number=f"澜东政安调〔{stage.year}〕{on.month}号",
            on=on,
            conclusions=conclusions,
            remedies=[("排查同类设备和场所，恢复防护，登记造册", due), ("对全镇同类单位通报警示", due)],
        )
    stage.at_evening(due, EVENING, partial(_settle, stage, row, due))


def _settle(stage: Stage, row: UUID, on: date) -> None:
    open_rows = Remedy.objects.within(Scope.whole_town(stage.town.pk)).filter(accident=row, done_on=None)
    for remedy in list(open_rows):
        with clock.moved(clock.at(on, 19, 50)):
            actions.settle_remedy(stage.actor("safety_head"), remedy.pk, on=on, done="已落实，照片和通报存档")

"""Pressing on in the demo's year: terms put off, one of them refused, and what could not wait. Escalations come by themselves."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from uuid import UUID

from bihuan.core.scope import Scope
from bihuan.demo.patrols import version_of
from bihuan.demo.stage import Stage, working_day
from bihuan.hazards.actions import mark_urgent
from bihuan.hazards.models import Hazard
from bihuan.supervision import actions
from bihuan.supervision.models import Extension
from bihuan.supervision.queries import urgent_now

# Month and day of a request, and whether it is granted.
REQUESTS = ((3, 19, True), (5, 16, True), (7, 25, False), (9, 19, True), (10, 30, True), (11, 15, False))
URGENT = (6, 21)
SAND = (10, 17)  # the day after a village found it (see `episodes`)
REASONS = (
    ("需定做的配件尚未到货", "停用该设备，悬挂警示牌，专人看守"),
    ("改造施工需避开生产高峰", "每日班前检查，增配灭火器材"),
)
Scene = Callable[[date], None]


def schedule(stage: Stage, since: date) -> None:
    """Put every scene that falls on or after `since` on the agenda."""
    scenes: list[tuple[date, Scene]] = [
        (working_day(date(stage.year, month, day)), partial(_ask, stage, granted))
        for month, day, granted in REQUESTS
    ]
    scenes.append((working_day(date(stage.year, *URGENT)), partial(_urgent, stage)))
    scenes.append((working_day(date(stage.year, *SAND)) + timedelta(days=1), partial(_sand, stage)))
    for day, scene in scenes:
        if day >= since:
            stage.later(day, partial(scene, day))


def _ask(stage: Stage, granted: bool, day: date) -> None:
    """The village asks for a unit that cannot be done in time; a leader decides on the same afternoon."""
    waiting = _running(stage, day)
    if not waiting:
        return
    hazard = waiting[0]
    reason, interim = REASONS[granted]
    key = next(unit.village for unit in stage.units if unit.id == hazard.unit_id)
    assert hazard.deadline_on is not None
    with stage.moment(day):
        asked = actions.ask_extension(
            stage.actor(stage.watchers[key][0]),
            hazard.pk,
            reason=reason,
            interim=interim,
            wanted_on=hazard.deadline_on + timedelta(days=10),
        )
    with stage.moment(day):
        _answer(stage, asked, granted)


def _answer(stage: Stage, asked: Extension, granted: bool) -> None:
    leader = stage.actor("vice_mayor")
    if granted:
        answer = "情况属实，同意延期，期间落实防范措施"
        version = version_of(stage, asked.hazard.pk)
        actions.grant_extension(
            leader, asked.pk, version=version, deadline_on=asked.wanted_on - timedelta(days=3), answer=answer
        )
        return
    actions.refuse_extension(leader, asked.pk, answer="可以边生产边整改，不同意延期，按原期限完成")


def _urgent(stage: Stage, day: date) -> None:
    """Before the rain: what would not bear waiting is done within two days."""
    if waiting := _running(stage, day):
        hazard = waiting[-1].pk
        with stage.moment(day):
            version = version_of(stage, hazard)
            note = "强降雨将至，须抢在雨前处置"
            mark_urgent(stage.actor("vice_mayor"), hazard, version=version, hours=48, note=note)
        _handle(stage, day, hazard, people=8, yuan=6500)


def _sand(stage: Stage, day: date) -> None:
    """The illegal sand-washing site that was marked urgent: closed off until the district decides."""
    for hazard in urgent_now(Scope.whole_town(stage.town.pk)).filter(urgent_on__lt=day)[:1]:
        _handle(stage, day, hazard.pk, people=12, yuan=9800)


def _handle(stage: Stage, day: date, hazard: UUID, *, people: int, yuan: int) -> None:
    """Who was told, who came, what it cost; done on the next day."""
    for kind, stage_of, amount, text in (
        ("told", "", None, "报区应急值班室和分管副镇长"),
        ("people", "assigned", people, "镇应急分队"),
        ("material", "assigned", 2, "水泵、警戒带"),
        ("people", "used", people, "到场警戒、断电、清理"),
        ("money", "used", yuan, "租用机械、购置器材"),
    ):
        with stage.moment(day):
            actions.add_urgent_entry(
                stage.actor("safety_head"), hazard, kind=kind, stage=stage_of, amount=amount, text=text
            )
    stage.later(day + timedelta(days=1), partial(_finish, stage, day + timedelta(days=1), hazard))


def _finish(stage: Stage, day: date, hazard: UUID) -> None:
    row = Hazard.objects.within(Scope.whole_town(stage.town.pk)).get(pk=hazard)
    if row.is_urgent and row.is_open:
        with stage.moment(day):
            note = "险情已排除，现场移交看护，转入正常整改"
            actions.finish_urgent(stage.actor("vice_mayor"), hazard, version=row.version, note=note)


def _running(stage: Stage, day: date) -> list[Hazard]:
    """Hazards under an order that still has days to run, those of ordinary life, the nearest deadline first."""
    known = {unit.id for unit in stage.units if not unit.kept_apart}
    found = Hazard.objects.within(Scope.whole_town(stage.town.pk)).filter(
        state="ordered", level="general", deadline_on__gt=day, urgent_on__isnull=True
    )
    return [one for one in found.order_by("deadline_on", "number") if one.unit_id in known]

"""Verbs of who checks: what was looked at and found in order, or a hazard. One check or many at once, by the same rules."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from bihuan.core import clock, events, files
from bihuan.core.actions import Actor
from bihuan.core.calendar import in_words
from bihuan.core.errors import Incomplete, NotAllowed, NotFound
from bihuan.core.events import Entry
from bihuan.core.ids import new_id
from bihuan.core.scope import Scope
from bihuan.hazards.actions import OwnFinding, Spot, check_own, register_own
from bihuan.hazards.models import Hazard
from bihuan.risks.models import CheckLine, Keeper, RiskPoint
from bihuan.risks.queries import left
from bihuan.risks.rules import level_labels
from bihuan.selfchecks import rules
from bihuan.selfchecks.actions.counting import count_in
from bihuan.selfchecks.actions.doubting import doubt_checks
from bihuan.selfchecks.models import SelfCheck, SelfFinding
from bihuan.selfchecks.queries import groups, position_of, schedules, town_time, why_not_mine
from bihuan.selfchecks.rules import Period
from bihuan.units.actions import hold_unit
from bihuan.units.geometry import Point
from bihuan.units.models import Unit


@dataclass(frozen=True)
class Found:
    """A hazard found at a point. `line`: the line of the check that it fails. `spot`: where it lies; a point that has a place of its own says so itself."""

    text: str
    photos: tuple[UUID, ...]
    id: UUID = field(default_factory=new_id)
    line: UUID | None = None
    kind: str = "other"
    level: str = "general"
    criterion: str = ""
    deadline_on: date | None = None
    spot: Spot | None = None


@dataclass(frozen=True)
class Check:
    """One check at a point, for a level and a frequency. `at`: when it was made, where that was before now (without a signal). Who made it is
    who is signed in."""

    point: UUID
    level: str
    every: str
    id: UUID = field(default_factory=new_id)
    at: datetime | None = None
    photo: UUID | None = None
    latitude: float | None = None
    longitude: float | None = None
    accuracy: float | None = None
    found: tuple[Found, ...] = ()

    @property
    def here(self) -> Point | None:
        if self.latitude is None or self.longitude is None:
            return None
        return Point(self.latitude, self.longitude)


@transaction.atomic
def record_checks(actor: Actor, unit_id: UUID, checks: Sequence[Check]) -> list[SelfCheck]:
    """自查: checks that the actor has made at points of a unit, all or nothing; each period counts once. What was found is registered with
    the unit as its holder, and what is hard to believe is put down for the town. Raises NotFound, NotAllowed with which shift is on and when
    the next opens; Incomplete whose fields are those of the hazard, from the second check on named `checks.N.field`."""
    if not checks:
        raise Incomplete("没有要登记的检查。")
    unit = _held(actor, unit_id)
    _not_sent_before(actor, [one.id for check in checks for one in check.found])
    now = clock.now()
    known = _Known.of(actor, unit, checks, now)
    rows = [
        _row(actor, unit, known, one, period, now) for one, period in zip(checks, known.periods, strict=True)
    ]
    _once(rows, known.done)
    if (
        SelfCheck.objects.within(Scope.whole_town(actor.town))
        .filter(pk__in=[row.pk for row in rows])
        .exists()
    ):
        raise NotAllowed("这一页已经登记过一次检查，请刷新页面后再登记。")
    files.pictures(actor, [one.photo for one in checks if one.photo], "photo")
    findings = _findings(actor, unit, known, checks, rows)
    SelfCheck.objects.bulk_create(rows, batch_size=500)
    told = _register(actor, unit, findings)
    doubts = doubt_checks(actor, unit, rows, checks)
    days = count_in(unit, rows, [one.finding for one in findings], doubts)
    given = {
        "unit": unit.pk,
        "checks": len(rows),
        "hazards": len(findings),
        "points": sorted({known.points[row.point_id].number for row in rows}),
    }
    events.record_all(actor, [*told, *doubts, *(Entry("self_check", day, given) for day in days)])
    return rows


@transaction.atomic
def report_hazard(actor: Actor, point_id: UUID, found: Found) -> SelfFinding:
    """随手报隐患: a hazard that somebody of the unit found at a point besides the checks."""
    if actor.may("inspect"):
        raise NotAllowed("这里登记的是企业自己查出的隐患。镇里发现的，请用“检查”登记。")
    point = actor.find(RiskPoint, point_id, what="个风险点")
    unit = _held(actor, point.unit_id)
    _not_sent_before(actor, [found.id])
    point = _in_force(actor, unit, [point_id])[point_id]
    today = clock.today()
    one = _Finding(None, point, None, found, _own(point, found, today))
    if wrong := check_own(unit, one.finding):
        raise Incomplete("".join(wrong.values()), wrong)
    files.pictures(actor, list(found.photos), "photos")
    told = _register(actor, unit, [one])
    days = count_in(unit, [], [one.finding], [])
    given = {"unit": unit.pk, "checks": 0, "hazards": 1, "points": [point.number]}
    events.record_all(actor, [*told, *(Entry("self_check", day, given) for day in days)])
    made: SelfFinding = SelfFinding.objects.within(Scope.whole_town(actor.town)).get(hazard=found.id)
    return made


def _held(actor: Actor, unit_id: UUID) -> Unit:
    """The unit, held: whoever writes its checks comes one after the other, so that a period is counted once."""
    actor.need("self_check")
    unit = hold_unit(actor, unit_id)
    if unit.ended_on:
        raise NotAllowed(
            f"“{unit.name}”{unit.state_label}，不在册，不用再自查；原有记录都在。迁到外镇的，由迁入地重新建立清单。"
        )
    if unit.state != "open":
        raise NotAllowed(
            f"“{unit.name}”{unit.state_label}，这期间不用自查。恢复生产的，请先到单位页变更状态。"
        )
    return unit


def _in_force(actor: Actor, unit: Unit, ids: Sequence[UUID]) -> dict[UUID, RiskPoint]:
    """Points of a unit by their ids. Raises NotFound, NotAllowed for one that has ended."""
    rows = RiskPoint.objects.within(Scope.whole_town(actor.town)).filter(unit=unit, pk__in=set(ids))
    found = {one.pk: one for one in rows}
    for pk in ids:
        if pk not in found:
            raise NotFound("没有找到这个风险点，或者它不在您的单位。请返回重新扫码。")
        if found[pk].ended_on:
            raise NotAllowed(f"风险点“{found[pk].name}”已经停用，不用再检查。")
        found[pk].unit = unit
    return found


@dataclass(frozen=True)
class _Known:
    """What is known of a unit when checks come in."""

    points: dict[UUID, RiskPoint]
    lines: Mapping[tuple[UUID, str, str], int]
    keepers: Mapping[tuple[UUID, str], Keeper]
    gone: Collection[UUID]
    periods: Sequence[Period]
    done: Mapping[tuple[Any, ...], SelfCheck]

    @classmethod
    def of(cls, actor: Actor, unit: Unit, checks: Sequence[Check], now: datetime) -> "_Known":
        town, today = Scope.whole_town(actor.town), clock.town_day(now)
        points = _in_force(actor, unit, [one.point for one in checks])
        held = Keeper.objects.within(town).filter(point__in=points, ended_on__isnull=True)
        periods: list[Period] = []
        plans: dict[date, rules.Schedule] = {}
        for one in checks:
            at = one.at or now
            if why := rules.check_moment(at, now):
                raise NotAllowed(why)
            day = clock.town_day(at)
            if day not in plans:
                plans[day] = schedules(town, [unit.pk], day)[unit.pk]
            period = rules.period_at(one.every, town_time(at), plans[day])
            if period is None:
                raise NotAllowed(rules.why_closed(one.every, town_time(at), plans[day]))
            periods.append(period)
        days = {one.last for one in periods}
        made = SelfCheck.objects.within(town).filter(point__in=points, due_on__in=days)
        return cls(
            points,
            groups(town, [unit.pk], today),
            {(one.point_id, one.level): one for one in held},
            set(left(town, today).filter(point__in=points).values_list("pk", flat=True)),
            periods,
            {_key(one): one for one in made.select_related("person", "point")},
        )


def _key(row: SelfCheck) -> tuple[Any, ...]:
    return row.point_id, row.level, row.every, row.due_on, row.shift


def _row(actor: Actor, unit: Unit, known: _Known, check: Check, period: Period, now: datetime) -> SelfCheck:
    point = known.points[check.point]
    labels = level_labels(unit.category)
    if check.level not in labels:
        raise NotAllowed("没有这一级。请刷新页面。")
    if why := why_not_mine(
        actor, known.keepers.get((point.pk, check.level)), labels[check.level], known.gone
    ):
        raise NotAllowed(why)
    lines = known.lines.get((point.pk, check.level, check.every), 0)
    if not lines:
        raise NotAllowed(
            f"“{point.name}”{labels[check.level]}没有这个频次的检查内容，可能刚刚改过。请刷新页面。"
        )
    return SelfCheck(
        id=check.id,
        town_id=actor.town,
        unit=unit,
        point=point,
        level=check.level,
        every=check.every,
        due_on=period.last,
        shift=period.shift,
        person_id=actor.person_id,
        at=check.at or now,
        entered_at=now,
        is_normal=not check.found,
        lines=lines,
        photo_id=check.photo,
        latitude=check.latitude,
        longitude=check.longitude,
        far_m=rules.metres_away(check.here, position_of(point)),
    )


def _once(rows: Sequence[SelfCheck], done: Mapping[tuple[Any, ...], SelfCheck]) -> None:
    """Raises NotAllowed where a period's check has been made, by these themselves too."""
    seen: dict[tuple[Any, ...], SelfCheck] = dict(done)
    for row in rows:
        before = seen.setdefault(_key(row), row)
        if before is not row:
            at = town_time(before.at)
            who = before.person.name if _key(row) in done else "您"
            raise NotAllowed(
                f"“{row.point.name}”这一期已由{who}在{in_words(at.date())}{at:%H:%M}检查过，不用再查。另外发现隐患的，请用“发现隐患”。"
            )


def _not_sent_before(actor: Actor, hazards: Sequence[UUID]) -> None:
    """Raises NotAllowed where a hazard has come in before under its id: it was pressed twice, or is sent again from an old page."""
    if Hazard.objects.within(Scope.whole_town(actor.town)).filter(pk__in=hazards).exists():
        raise NotAllowed("这条隐患已经登记，不用再交。还有别的隐患的，请返回风险点重新登记。")


@dataclass(frozen=True)
class _Finding:
    """A hazard on its way in: with the check that it was found on, its point and its line."""

    check: SelfCheck | None
    point: RiskPoint
    line: CheckLine | None
    said: Found
    finding: OwnFinding


def _own(point: RiskPoint, found: Found, on: date) -> OwnFinding:
    return OwnFinding(
        text=found.text,
        found_on=on,
        photos=found.photos,
        id=found.id,
        place=f"{point.name}（{point.where}）",
        kind=found.kind,
        level=found.level,
        criterion=found.criterion,
        deadline_on=found.deadline_on,
        spot=_spot(point) or found.spot,
    )


def _spot(point: RiskPoint) -> Spot | None:
    if point.latitude is None or point.longitude is None:
        return None
    return Spot(point.latitude, point.longitude)


def _findings(
    actor: Actor, unit: Unit, known: _Known, checks: Sequence[Check], rows: Sequence[SelfCheck]
) -> list[_Finding]:
    wanted = {one.line for check in checks for one in check.found if one.line}
    lines = CheckLine.objects.within(Scope.whole_town(actor.town)).filter(
        pk__in=wanted, step__point__in=known.points
    )
    by_id = {one.pk: one for one in lines.select_related("step")}
    found: list[_Finding] = []
    wrong: dict[str, str] = {}
    for index, (check, row) in enumerate(zip(checks, rows, strict=True)):
        for one in check.found:
            finding = _own(known.points[check.point], one, clock.town_day(row.at))
            line = by_id.get(one.line) if one.line else None
            found.append(_Finding(row, known.points[check.point], line, one, finding))
            at = f"checks.{index}." if index else ""
            wrong |= {f"{at}{name}": why for name, why in check_own(unit, finding).items()}
    if wrong:
        raise Incomplete("".join(dict.fromkeys(wrong.values())), wrong)
    files.pictures(actor, [photo for one in found for photo in one.said.photos], "photos")
    return found


def _register(actor: Actor, unit: Unit, findings: Sequence[_Finding]) -> list[Entry]:
    told = register_own(actor, unit, [one.finding for one in findings])
    SelfFinding.objects.bulk_create(
        SelfFinding(
            town_id=actor.town,
            point=one.point,
            on_check=one.check,
            step=one.line.step if one.line else None,
            line=one.line,
            hazard_id=one.finding.id,
            person_id=actor.person_id,
        )
        for one in findings
    )
    return told

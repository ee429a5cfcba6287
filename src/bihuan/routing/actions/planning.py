"""A day plan drawn up, and filled by the solver."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.calendar import is_workday
from bihuan.core.errors import Incomplete, NotAllowed
from bihuan.core.ids import new_id
from bihuan.core.moving import insert_once
from bihuan.core.scope import Scope
from bihuan.grid.queries import cells_in_force
from bihuan.inspections.choices import colleagues
from bihuan.inspections.models import Campaign
from bihuan.routing import rules
from bihuan.routing.lifecycle import DRAFT
from bihuan.routing.models import TOWN_HALL, DayPlan, PlanStop, PlanTeam, RouteCustom
from bihuan.routing.queries import (
    VILLAGE_DIGITS,
    Wanted,
    busy,
    centres,
    choices,
    custom_of,
    gone,
    left_by_hand,
    place_of,
    problem_of,
    roads_of,
    site_of,
    stops_of,
    teams_of,
)
from bihuan.routing.rules import CREWS_MAX, DAYS_MAX, SITES_MAX, SOURCES, Problem, timetable
from bihuan.routing.solving import Answer

STALE = "别人刚刚改过这份计划。请刷新页面，看过以后再操作。"
NO_PLACE = "没有标注位置，所在村也没有标注过位置的单位"
BY_HAND = "手工移出"
GONE = "已不在册"


@dataclass(frozen=True)
class Pair:
    """Two inspectors and their car, as the page sent them; `start` is the cell they set out from, None for the town's own place."""

    first: UUID | None
    second: UUID | None
    car: str = ""
    start: UUID | None = None


@dataclass(frozen=True)
class Asked:
    """A plan as the page asked for it."""

    title: str
    from_on: date | None
    to_on: date | None
    pairs: Sequence[Pair]
    sources: Collection[str]
    weekends: bool = False
    campaign: UUID | None = None
    words: str = ""
    category: str = ""
    cell: str = ""
    units: Collection[UUID] = ()
    begins: int | None = None
    ends: int | None = None
    id: UUID = field(default_factory=new_id)


@transaction.atomic
def draw_up_day_plan(actor: Actor, asked: Asked) -> DayPlan:
    """编排外出计划: who goes on which days, and to which units; where each stops on which day the solver says (`jobs.SOLVE`).

    Law: 行政处罚法 on two officers at every inspection. Incomplete; NotAllowed where the page was sent before.
    """
    actor.need("campaigns")
    wrong = _check(asked)
    days = [] if wrong else _days(asked)
    if not wrong and not days:
        wrong["to_on"] = "这几天都是休息日，没有可外出的日子；确要外出的，勾选“休息日也去”。"
    if not wrong and len(days) > DAYS_MAX:
        wrong["to_on"] = f"一份计划最多排{DAYS_MAX}天，现有{len(days)}天，请分成几份。"
    if wrong:
        raise Incomplete("".join(wrong.values()), wrong)
    assert asked.from_on is not None and asked.to_on is not None
    custom, middles = custom_of(actor.scope), centres(actor.scope)
    begins = custom.begins if asked.begins is None else asked.begins
    ends = custom.ends if asked.ends is None else asked.ends
    if begins >= ends:  # one of them may be the town's usual
        raise Incomplete("返回时间应晚于出发时间。", {"ends": "返回时间应晚于出发时间。"})
    iso = [day.isoformat() for day in days]
    pairs = {  # by their rows on the page, of which some may be empty
        row: one
        for row, one in enumerate(asked.pairs, 1)
        if one.first or one.second or one.car.strip() or one.start
    }
    _check_pairs(actor, pairs, iso)
    campaign = actor.find(Campaign, asked.campaign, what="次专项行动") if asked.campaign else None
    wanted = Wanted(asked.sources, campaign, asked.words, asked.category, asked.cell, asked.units)
    found = choices(actor.scope, wanted, days[0], days[-1], clock.today())
    if not found:
        raise Incomplete(
            "按这些条件没有要去的单位。请换一种来源，或者放宽条件。", {"sources": "没有选出单位。"}
        )
    if len(found) > SITES_MAX:
        said = f"选出了{len(found)}家，一份计划最多{SITES_MAX}家。请按类别、网格缩小范围，或者分成几份。"
        raise Incomplete(said, {"sources": said})
    plan = DayPlan(
        pk=asked.id,
        town_id=actor.town,
        title=asked.title.strip() or f"{rules.day_in_short(days[0])}起外出计划",
        from_on=days[0],
        to_on=days[-1],
        days=iso,
        campaign=campaign,
        detour=custom.detour,
        speed=custom.speed,
        lunch_from=custom.lunch_from,
        lunch_to=custom.lunch_to,
        roads=[list(leg) for leg in roads_of(actor.scope)],
        made_by_id=actor.person,
        made_at=clock.now(),
    )
    teams = _teams(actor, plan, pairs, (begins, ends), custom, middles)
    insert_once(plan, "这份计划已经编排过了，请从列表打开。")
    PlanTeam.objects.bulk_create(teams)
    stops = [
        new_stop(actor, plan, custom, middles, one.unit, one.source, one.since, one.until) for one in found
    ]
    PlanStop.objects.bulk_create(stops, batch_size=500)
    told = {"says": plan.title, "days": len(days), "teams": len(teams), "units": len(stops)}
    events.record(actor, "draw_up_day_plan", plan, given=told, after=DRAFT)
    return plan


def _check(asked: Asked) -> dict[str, str]:
    wrong = rules.check_days(asked.from_on, asked.to_on, clock.today())
    if not set(asked.sources) & {"campaign", "graded", "reinspect", "banned", "chosen"}:
        wrong["sources"] = "请选择去哪些单位。"
    elif "campaign" in asked.sources and asked.campaign is None:
        wrong["campaign"] = "请选择专项行动。"
    return wrong


def _days(asked: Asked) -> list[date]:
    assert asked.from_on is not None and asked.to_on is not None
    span = [asked.from_on + timedelta(days=at) for at in range((asked.to_on - asked.from_on).days + 1)]
    return [day for day in span if asked.weekends or is_workday(day)]


def _check_pairs(actor: Actor, pairs: Mapping[int, Pair], days: Sequence[str]) -> None:
    """Raises Incomplete unless each crew has two who may inspect, nobody is in two, and nobody is out already."""
    if not pairs:
        raise Incomplete("至少要有一组人。", {"first_1": "至少要有一组人。"})
    if len(pairs) > CREWS_MAX:
        raise Incomplete(f"一份计划最多{CREWS_MAX}组。")
    wrong: dict[str, str] = {}
    names = {one.id: one.name for one in colleagues(actor.scope, date.fromisoformat(days[0]))}
    seen: set[UUID] = set()
    everybody = {who for one in pairs.values() for who in (one.first, one.second) if who}
    out = busy(actor.scope, None, days, everybody)
    for row, one in pairs.items():
        for name, who in ((f"first_{row}", one.first), (f"second_{row}", one.second)):
            if who is None:
                wrong[name] = f"第{row}组要有两名检查人员。"
            elif who not in names:
                wrong[name] = "这个人那时没有检查的岗位，请另选。"
            elif who in seen:
                wrong[name] = f"{names[who]}在两个位置上，请另选。"
            elif who in out:
                wrong[name] = f"{names[who]}这几天已经排在“{out[who]}”里。"
            if who:
                seen.add(who)
    if wrong:
        raise Incomplete("".join(wrong.values()), wrong)


def _teams(
    actor: Actor,
    plan: DayPlan,
    pairs: Mapping[int, Pair],
    hours: tuple[int, int],
    custom: RouteCustom,
    middles: Mapping[str, tuple[float, float]],
) -> list[PlanTeam]:
    cells = {one.pk: one for one in cells_in_force(actor.scope, clock.today())}
    top = next((one.path for one in cells.values() if one.level == 1), "")
    made = []
    for number, (row, one) in enumerate(pairs.items(), 1):
        field_name, name, path = f"start_{row}", custom.start or TOWN_HALL, top
        middle: tuple[float, float] | None
        if one.start is not None:
            cell = cells.get(one.start)
            if cell is None:
                raise Incomplete("请从列表中选择出发地。", {field_name: "请从列表中选择出发地。"})
            name, path, middle = cell.name, cell.path, middles.get(cell.path[:VILLAGE_DIGITS])
        elif custom.latitude is not None and custom.longitude is not None:
            middle = (custom.latitude, custom.longitude)
        else:
            middle = middles.get("")  # the middle of all places, until the town says where it is
        if middle is None:
            why = f"不知道{name}在哪里：还没有标注过位置。请到“外出设定”填写出发地的坐标，或者先给单位标注位置。"
            raise Incomplete(why, {field_name: why})
        assert one.first is not None and one.second is not None
        made.append(
            PlanTeam(
                town_id=actor.town,
                plan=plan,
                number=number,
                first_id=one.first,
                second_id=one.second,
                car=one.car.strip(),
                start=name,
                start_path=path,
                latitude=middle[0],
                longitude=middle[1],
                begins=hours[0],
                ends=hours[1],
            )
        )
    return made


def new_stop(
    actor: Actor,
    plan: DayPlan,
    custom: RouteCustom,
    middles: Mapping[str, tuple[float, float]],
    unit: Any,
    source: str,
    since: date | None = None,
    until: date | None = None,
) -> PlanStop:
    """A stop that is in no route yet. It is not written."""
    place, north, east = place_of(unit, middles)
    stay = rules.stay_of(unit.category, custom.stays)
    return PlanStop(
        town_id=actor.town,
        plan=plan,
        unit=unit,
        source=source if source in SOURCES else "added",
        since_on=since,
        until_on=until,
        place=place,
        latitude=north,
        longitude=east,
        minutes=stay.minutes,
        opens=stay.opens,
        closes=stay.closes,
        why="" if place else NO_PLACE,
        recorded_cell=unit.cell_path,
        recorded_category=unit.category,
    )


@transaction.atomic
def fill_day_plan(actor: Actor, plan_id: UUID, answer: Answer, *, version: int) -> DayPlan:
    """求解: the solver's routes go into a draft of a version; twice is harmless. NotAllowed where somebody has changed the draft since, or it is none any
    more."""
    actor.need("campaigns")
    plan = actor.hold(DayPlan, plan_id, what="份计划")
    stops = stops_of(actor.scope, plan)
    if plan.version == version + 1 and plan.solved_at and _stands(stops) == dict(answer.routes):
        return plan
    need_draft(plan)
    if plan.version != version:
        raise NotAllowed("求解的时候计划被手工改过，没有覆盖手工改的。请再求解一次。")
    teams = {str(one.pk): one for one in teams_of(actor.scope, plan)}
    at = {
        key: (teams[crew], day, turn)
        for (crew, day), sites in answer.routes.items()
        if crew in teams
        for turn, key in enumerate(sites, 1)
    }
    for one in stops:
        if left_by_hand(one):
            continue
        one.team, one.day, one.order = at.get(str(one.pk), (None, None, None))
        if one.team is None:
            one.pinned = False
            one.why = (
                GONE if gone(one) else NO_PLACE if one.latitude is None else answer.left.get(str(one.pk), "")
            )
        else:
            one.why = ""
    put_times(actor, plan, list(teams.values()), stops)
    bump(actor, plan, solved_at=clock.now(), told=list(answer.let_go))
    told = {"says": plan.title, "planned": len(at), "left": sum(one.team is None for one in stops)}
    events.record(actor, "fill_day_plan", plan, given=told)
    return plan


def _stands(stops: Sequence[PlanStop]) -> dict[tuple[str, date], tuple[str, ...]]:
    return {
        (str(team), day): tuple(str(one.pk) for one in some) for (team, day), some in by_route(stops).items()
    }


def by_route(stops: Sequence[PlanStop]) -> dict[tuple[UUID, date], list[PlanStop]]:
    """Stops by crew and day, in order."""
    found: dict[tuple[UUID, date], list[PlanStop]] = defaultdict(list)
    for one in sorted(stops, key=lambda one: one.order or 0):
        if one.team_id is not None and one.day is not None:
            found[one.team_id, one.day].append(one)
    return found


def put_times(actor: Actor, plan: DayPlan, teams: Sequence[PlanTeam], stops: Sequence[PlanStop]) -> None:
    """Turns counted from one, and by the clock when each is reached; all stops are written."""
    for one in stops:
        one.arrives, one.metres = None, 0
    for (team, day), some in by_route(stops).items():
        for turn, one in enumerate(some, 1):
            one.order = turn
        crew = next(one for one in teams if one.pk == team)
        problem = route_problem(plan, crew, some)
        calls = {
            call.site: call
            for call in timetable(problem, str(team), day, [str(one.pk) for one in some]).calls
        }
        for one in some:
            one.arrives, one.metres = calls[str(one.pk)].arrives, calls[str(one.pk)].metres
    fields = ["team", "day", "order", "arrives", "metres", "pinned", "why"]
    PlanStop.objects.within(Scope.whole_town(actor.town)).bulk_update(stops, fields, batch_size=200)


def route_problem(plan: DayPlan, team: PlanTeam, stops: Sequence[PlanStop]) -> Problem:
    """One route as the rules have it: those on it stay on it, whatever has become of their units."""
    made = problem_of(plan, [team], [])
    return Problem(
        tuple(map(site_of, stops)), made.crews, made.days, (), made.speed_kmh, made.lunch, made.distances
    )


def need_draft(plan: DayPlan) -> None:
    if plan.state != DRAFT:
        raise NotAllowed(f"这份计划{plan.get_state_display()}，不能再改。已确定的可以先退回修改。")


def bump(actor: Actor, plan: DayPlan, **values: Any) -> None:
    """A draft has another version, and some other values."""
    values["version"] = plan.version + 1
    DayPlan.objects.within(Scope.whole_town(actor.town)).filter(pk=plan.pk).update(**values)
    for name, value in values.items():
        setattr(plan, name, value)

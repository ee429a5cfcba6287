"""A roster drawn up, filled by the solver, changed by hand, published."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete, NotAllowed, Stale
from bihuan.core.moving import advance, hold_town
from bihuan.core.scope import Scope
from bihuan.duty import plan, rules
from bihuan.duty.lifecycle import ACCEPTED, ASKED, DRAFT, PUBLISHED, REPLACED, ROSTER, WITHDRAWN
from bihuan.duty.models import Roster, Swap, Turn
from bihuan.duty.queries import in_force, problem_of, told_rules
from bihuan.duty.rules import POSITIONS, Problem, Stand, breaches, check_span, gaps, why_not
from bihuan.duty.solving import Answer
from bihuan.duty.weighing import cost
from bihuan.grid.models import Person

STALE = "别人刚刚改过这份值班表。请刷新页面，看过以后再操作。"
BREACHES_SHOWN = 3


@transaction.atomic
def draw_up_roster(actor: Actor, *, from_on: date | None, to_on: date | None) -> Roster:
    """编排值班表: a draft over some days, by the rules of today; who stands on it the solver says (`jobs.SOLVE`). Incomplete; NotAllowed where
    nobody may stand, or no rule says how many."""
    actor.need("duty")
    if wrong := check_span(from_on, to_on, rules.DAYS_MAX, clock.today()):
        raise Incomplete("".join(wrong.values()), wrong)
    assert from_on is not None and to_on is not None
    _need_future(actor, from_on)
    problem = problem_of(actor.scope, list(rules.days_between(from_on, to_on)))
    if not problem.needs:
        raise NotAllowed("还没有规定每天几人值班。请先到“排班规定”里填写，或者采用常用规定。")
    if not problem.fits:
        raise NotAllowed("还没有值班人员。请先到“值班人员”里列入。")
    roster = Roster(
        town_id=actor.town, from_on=from_on, to_on=to_on, made_by_id=actor.person, made_at=clock.now()
    )
    _write_down(actor, roster, problem)
    roster.save(force_insert=True)
    events.record(actor, "draw_up_roster", roster, given={"says": str(roster)}, after=DRAFT)
    return roster


def _need_future(actor: Actor, from_on: date) -> None:
    """A shift that somebody stands already is not drawn up anew."""
    today = clock.today()
    if from_on <= today and in_force(actor.scope).filter(day=today).exists():
        raise NotAllowed("今天的班已经有人值，请从明天起重排。今天要换人的，用换班或者临时替班。")


def _write_down(actor: Actor, roster: Roster, problem: Problem) -> None:
    """The days, needs and rules as they are now."""
    roster.kinds = {on.isoformat(): kind for on, kind in problem.kinds.items()}
    needs: dict[str, dict[str, int]] = {}
    for (on, position), count in problem.needs.items():
        needs.setdefault(on.isoformat(), {})[position] = count
    roster.needs = needs
    roster.rules = [one.says for one in told_rules(actor.scope)]


@transaction.atomic
def fill_roster(
    actor: Actor, roster_id: UUID, answer: Answer, *, by_hand: Sequence[Stand] = (), version: int
) -> Roster:
    """求解: the solver's answer goes into a draft of a version, with what it said of itself; twice is harmless. NotAllowed where somebody has
    changed the draft since, or it is none any more."""
    actor.need("duty")
    roster = actor.hold(Roster, roster_id, what="份值班表")
    if roster.plan == plan.kept(answer.stands, by_hand):
        return roster
    _need_draft(roster)
    if roster.version != version:
        raise NotAllowed("求解的时候草稿被手工改过，没有覆盖手工改的。请再求解一次。")
    problem = problem_of(actor.scope, plan.days_of(roster), fixed=by_hand)
    _write_down(actor, roster, problem)
    values = {
        "plan": plan.kept(answer.stands, by_hand),
        "kinds": roster.kinds,
        "needs": roster.needs,
        "rules": roster.rules,
        "value": answer.value,
        "bound": answer.bound,
        "greedy": answer.greedy,
        "seconds": answer.seconds,
        "is_optimal": answer.optimal,
        "gaps": [*answer.gaps, *(f"手工排的{one.text}，已放开" for one in answer.let_go)],
        "version": roster.version + 1,
    }
    _put(actor, roster, values)
    told = {"says": str(roster), "value": answer.value, "bound": answer.bound, "gaps": len(answer.gaps)}
    events.record(actor, "fill_roster", roster, given=told)
    return roster


def _need_draft(roster: Roster) -> None:
    if roster.state != DRAFT:
        raise NotAllowed(f"这份值班表{roster.get_state_display()}，不能再排。请新编一份。")


def _put(actor: Actor, roster: Roster, values: dict[str, Any]) -> None:
    Roster.objects.within(Scope.whole_town(actor.town)).filter(pk=roster.pk).update(**values)
    for name, value in values.items():
        setattr(roster, name, value)


@transaction.atomic
def change_turn(
    actor: Actor,
    roster_id: UUID,
    *,
    day: date | None,
    position: str,
    was: UUID | None,
    to: UUID | None,
    version: int,
) -> Roster:
    """手工调整: another person (`to`; None: nobody) in place of one (`was`; None: where nobody was) on a day of a draft. It stays put when the
    rest is solved again. Incomplete where a hard rule is against it, by its name."""
    actor.need("duty")
    roster = actor.hold(Roster, roster_id, what="份值班表")
    _need_draft(roster)
    if roster.version != version:
        raise Stale(STALE)
    if day is None or not roster.from_on <= day <= roster.to_on or position not in POSITIONS or was == to:
        raise Incomplete("请选择这份值班表里的一个班和换上的人。", {"to": "请选择换上的人。"})
    stands, fixed = plan.stands_of(roster), plan.stands_of(roster, by_hand=True)
    gone = Stand(day, position, str(was))
    if was is not None and gone not in stands:
        raise Stale(STALE)
    stands = [one for one in stands if one != gone]
    fixed = [one for one in fixed if one != gone]
    problem = problem_of(actor.scope, plan.days_of(roster), fixed=fixed)
    name = ""
    if to is not None:
        new = Stand(day, position, str(to))
        person = actor.find(Person, to, what="个人员")
        name = person.name
        if text := why_not(problem, stands, new):
            said = f"{rules.short_day(day)}{POSITIONS[position]}不能排{person.name}：{text}。"
            raise Incomplete(said, {"to": said})
        stands.append(new)
        fixed.append(new)
        problem = problem_of(actor.scope, plan.days_of(roster), fixed=fixed)
    _put(
        actor,
        roster,
        {
            "plan": plan.kept(stands, fixed),
            "value": cost(problem, stands).total,
            "is_optimal": False,
            "gaps": gaps(problem, stands),
            "version": roster.version + 1,
        },
    )
    told = {"day": day, "position": POSITIONS[position], "name": name}
    events.record(actor, "change_turn", roster, given=told)
    return roster


@transaction.atomic
def publish_roster(actor: Actor, roster_id: UUID, *, version: int, note: str = "") -> Roster:
    """发布值班表: its turns hold from now on, in place of what was published for the same days. NotAllowed where it breaks a hard rule as of
    now; Incomplete where a need is unfilled and nothing is said of it."""
    actor.need("duty")
    hold_town(actor)
    roster = actor.hold(Roster, roster_id, what="份值班表")
    step = ROSTER.move("publish_roster", roster.state)
    if roster.from_on < clock.today():
        raise NotAllowed("这份草稿的开始日期已经过去，请从今天以后重新编排。")
    _need_future(actor, roster.from_on)
    stands = plan.stands_of(roster)
    if not stands:
        raise NotAllowed("这份草稿还没有排人，请先求解。")
    problem = problem_of(actor.scope, plan.days_of(roster))
    if broken := breaches(problem, stands):
        said = "；".join(one.text for one in broken[:BREACHES_SHOWN])
        raise NotAllowed(f"编排以后情况有变，有{len(broken)}处不合规定：{said}。请重新求解再发布。")
    left = gaps(problem, stands)
    if left and not note.strip():
        raise Incomplete(
            f"还有{len(left)}处没有排满。确要发布的，请写明缺班怎么办。", {"note": "请写明缺班怎么办。"}
        )
    now, today = clock.now(), clock.today()
    _take_place(actor, roster, now, today)
    advance(
        actor,
        roster,
        step,
        version,
        STALE,
        published_at=now,
        published_by_id=actor.person,
        note=note.strip(),
        gaps=left,
    )
    turns = [
        Turn(
            town_id=actor.town,
            roster=roster,
            day=one.on,
            kind=problem.kinds[one.on],
            position=one.position,
            person_id=UUID(one.person),
            planned_id=UUID(one.person),
            published_on=today,
        )
        for one in stands
    ]
    Turn.objects.bulk_create(turns, batch_size=1000)
    told = {"says": str(roster), "turns": len(turns), "gaps": len(left), "note": note.strip()}
    events.record(actor, "publish_roster", roster, given=told, before=DRAFT, after=PUBLISHED)
    return roster


def _take_place(actor: Actor, roster: Roster, now: Any, today: date) -> None:
    """What was published for these days holds no more, nor do swaps of it that wait; a roster none of whose turns hold is replaced."""
    town = Scope.whole_town(actor.town)
    over = in_force(town).filter(day__gte=roster.from_on, day__lte=roster.to_on)
    if not (old := dict(over.values_list("pk", "roster"))):
        return
    open_swaps = Swap.objects.within(town).filter(state__in=(ASKED, ACCEPTED))
    open_swaps.filter(turn__in=list(old)).update(state=WITHDRAWN, why_not="值班表已重排", decided_at=now)
    open_swaps.filter(other_turn__in=list(old)).update(
        state=WITHDRAWN, why_not="值班表已重排", decided_at=now
    )
    Turn.objects.within(town).filter(pk__in=list(old)).update(dropped_at=now, dropped_on=today)
    alive = set(in_force(town).filter(roster__in=set(old.values())).values_list("roster", flat=True))
    done = Roster.objects.within(town).filter(pk__in=set(old.values()) - alive, state=PUBLISHED)
    done.update(state=REPLACED)


@transaction.atomic
def drop_roster(actor: Actor, roster_id: UUID, *, version: int) -> Roster:
    """作废草稿."""
    actor.need("duty")
    roster = actor.find(Roster, roster_id, what="份值班表")
    step = ROSTER.move("drop_roster", roster.state)
    advance(actor, roster, step, version, STALE)
    events.record(actor, "drop_roster", roster, given={"says": str(roster)}, before=DRAFT, after=roster.state)
    return roster

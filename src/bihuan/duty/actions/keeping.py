"""What a roster is made from: who may stand, who is away, what the town asks, when the shift changes."""

from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import Any
from uuid import UUID

from django.db import transaction

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.calendar import in_words
from bihuan.core.errors import Forbidden, Incomplete, NotAllowed
from bihuan.core.moving import hold_town
from bihuan.core.scope import Scope
from bihuan.duty import asked
from bihuan.duty.models import DutyCustom, DutyRule, Fit, Leave
from bihuan.duty.queries import fits, leaves, names_of, officers_of, rules_in_force
from bihuan.duty.rules import AHEAD_MAX, POSITIONS, short_day
from bihuan.grid.models import Person

LEAVE_DAYS_MAX = 400


@transaction.atomic
def put_fit(
    actor: Actor, *, persons: Sequence[UUID], position: str, from_on: date | None = None
) -> list[Fit]:
    """列入值班人员: some persons may hold a position from a day (today) on. Those who are on its list already stay; NotAllowed where none
    is left."""
    actor.need("duty")
    wrong = {}
    if position not in POSITIONS:
        wrong["position"] = "请选择岗位。"
    if not persons:
        wrong["persons"] = "请勾选人员。"
    if wrong:
        raise Incomplete("".join(wrong.values()), wrong)
    hold_town(actor)
    today = clock.today()
    there = set(fits(actor.scope).filter(position=position).values_list("person", flat=True))
    wanted = set(persons)
    new = [one for one in officers_of(actor.scope, today) if one.pk in wanted and one.pk not in there]
    if not new:
        raise NotAllowed(f"勾选的都已经在{POSITIONS[position]}人员名单内，或者已经离任。")
    rows = [Fit(town_id=actor.town, person=one, position=position, from_on=from_on or today) for one in new]
    Fit.objects.bulk_create(rows)
    told = {"position": POSITIONS[position]}
    events.record_all(actor, [events.Entry("put_fit", row, told | {"name": row.person.name}) for row in rows])
    return rows


@transaction.atomic
def end_fit(actor: Actor, fit_id: UUID) -> Fit:
    """移出值班人员: from today on nobody puts the person there. What is published stays; the roster's page says which days to change."""
    actor.need("duty")
    fit = actor.find(Fit, fit_id, what="个值班人员")
    rows = Fit.objects.within(Scope.whole_town(actor.town)).filter(pk=fit.pk, ended_on__isnull=True)
    if not rows.update(ended_on=clock.today()):
        raise NotAllowed(f"{fit.person.name}已经移出{fit.get_position_display()}人员名单。")
    events.record(
        actor, "end_fit", fit, given={"name": fit.person.name, "position": fit.get_position_display()}
    )
    return fit


@transaction.atomic
def take_leave(
    actor: Actor, *, person_id: UUID | None, from_on: date | None, to_on: date | None, reason: str
) -> Leave:
    """登记请假: one's own, or anybody's for who keeps the roster. No roster puts the person on these days from now on."""
    actor.need("stand")
    wrong = {}
    if person_id is None:
        wrong["person_id"] = "请选择请假的人。"
    if from_on is None:
        wrong["from_on"] = "请填写开始日期。"
    if to_on is None:
        wrong["to_on"] = "请填写结束日期。"
    elif from_on and to_on < from_on:
        wrong["to_on"] = "结束日期不能早于开始日期。"
    elif to_on < clock.today():
        wrong["to_on"] = "这几天已经过去，不用再登记。"
    elif from_on and (to_on - from_on).days >= LEAVE_DAYS_MAX:
        wrong["to_on"] = "一次请假不能超过一年，请核对日期。"
    if from_on and (from_on - clock.today()).days > AHEAD_MAX:
        wrong["from_on"] = "只能登记今后一年以内的，请核对年份。"
    if not reason.strip():
        wrong["reason"] = "请填写事由，如“年休假”“出差”。"
    if wrong:
        raise Incomplete("".join(wrong.values()), wrong)
    if person_id != actor.person and not actor.may("duty"):
        raise Forbidden("只能登记自己的请假。别人的请假由管值班表的人登记。")
    assert from_on is not None and to_on is not None
    hold_town(actor)  # or who presses twice is away twice
    person = actor.find(Person, person_id, what="个人员")
    _need_free(actor, person, from_on, to_on)
    leave = Leave(town_id=actor.town, person=person, from_on=from_on, to_on=to_on, reason=reason.strip())
    leave.save(force_insert=True)
    told = {"name": person.name, "from_on": from_on, "to_on": to_on, "reason": leave.reason}
    events.record(actor, "take_leave", leave, given=told)
    return leave


def _need_free(actor: Actor, person: Person, from_on: date, to_on: date) -> None:
    """Nobody is away twice on a day."""
    known = leaves(Scope.whole_town(actor.town), from_on).filter(person=person, from_on__lte=to_on)
    if there := known.order_by("from_on", "pk").first():
        raise NotAllowed(
            f"{person.name}{short_day(there.from_on)}至{short_day(there.last_on)}已登记请假（{there.reason}）。"
            "只登记其余的日子；登记有误的，先销假。"
        )


@transaction.atomic
def end_leave(actor: Actor, leave_id: UUID) -> Leave:
    """销假: from today on the person can stand again."""
    actor.need("stand")
    leave = actor.find(Leave, leave_id, what="条请假")
    if leave.person_id != actor.person and not actor.may("duty"):
        raise Forbidden("只能销自己的假。")
    rows = Leave.objects.within(Scope.whole_town(actor.town)).filter(pk=leave.pk, ended_on__isnull=True)
    if not rows.update(ended_on=clock.today()):
        raise NotAllowed("这条请假已经销假。")
    events.record(actor, "end_leave", leave, given={"name": leave.person.name})
    return leave


@transaction.atomic
def set_rule(actor: Actor, kind: str, given: Mapping[str, Any]) -> DutyRule:
    """规定排班: a rule holds for the rosters made from now on. Another one of a kind that holds once takes the former's place."""
    actor.need("duty")
    if wrong := asked.check(kind, given):
        raise Incomplete("".join(wrong.values()), wrong)
    one = asked.KINDS[kind]
    for key in ("person", "other"):
        if key in one.fields:
            actor.find(Person, given[key], what="个人员")
    hold_town(actor)
    params = asked.kept(kind, given)
    hard = one.binds == asked.FIRM or (one.binds == asked.EITHER and bool(given.get("hard")))
    there = rules_in_force(actor.scope).filter(kind=kind)
    if any(row.params == params and row.hard == hard for row in there):
        raise NotAllowed("已经有这条规定，没有改动。")
    town = Scope.whole_town(actor.town)
    if one.single:
        DutyRule.objects.within(town).filter(kind=kind, ended_on__isnull=True).update(ended_on=clock.today())
    rule = _rule(actor, kind, params, hard, given.get("weight") or 1)
    rule.save(force_insert=True)
    events.record(actor, "set_duty_rule", rule, given={"says": _says(actor, rule)})
    return rule


def _rule(actor: Actor, kind: str, params: dict[str, Any], hard: bool, weight: int) -> DutyRule:
    return DutyRule(
        town_id=actor.town, kind=kind, params=params, hard=hard, weight=weight, from_on=clock.today()
    )


def _says(actor: Actor, rule: DutyRule) -> str:
    keys = [rule.params[key] for key in ("person", "other") if key in rule.params]
    return asked.says(rule.kind, rule.params, names_of(actor.scope, keys), rule.hard)


@transaction.atomic
def end_rule(actor: Actor, rule_id: UUID) -> DutyRule:
    """停用排班规定: for the rosters made from now on."""
    actor.need("duty")
    rule = actor.find(DutyRule, rule_id, what="条规定")
    rows = DutyRule.objects.within(Scope.whole_town(actor.town)).filter(pk=rule.pk, ended_on__isnull=True)
    if not rows.update(ended_on=clock.today()):
        raise NotAllowed("这条规定已经停用。")
    events.record(actor, "end_duty_rule", rule, given={"says": _says(actor, rule)})
    return rule


@transaction.atomic
def adopt_usual_rules(actor: Actor) -> list[DutyRule]:
    """采用常用规定: for a town that has none."""
    actor.need("duty")
    hold_town(actor)
    if rules_in_force(actor.scope).exists():
        raise NotAllowed("本镇已经有排班规定，请逐条修改。")
    rules = [
        _rule(
            actor,
            kind,
            asked.kept(kind, params),
            asked.KINDS[kind].binds == asked.FIRM,
            params.get("weight", 1),
        )
        for kind, params in asked.USUAL
    ]
    DutyRule.objects.bulk_create(rules)
    events.record_all(
        actor, [events.Entry("set_duty_rule", one, {"says": _says(actor, one)}) for one in rules]
    )
    return rules


@transaction.atomic
def set_change(actor: Actor, *, changes_at: time | None) -> DutyCustom:
    """设定交接班时间, from now on."""
    actor.need("duty")
    if changes_at is None:
        raise Incomplete("请填写交接班时间。", {"changes_at": "请填写时间，如08:30。"})
    hold_town(actor)
    custom: DutyCustom
    custom, _ = DutyCustom.objects.within(actor.scope).update_or_create(
        town_id=actor.town, defaults={"changes_at": changes_at}
    )
    events.record(
        actor,
        "set_duty_change",
        custom,
        given={"at": f"{changes_at:%H:%M}", "from_on": in_words(clock.today())},
    )
    return custom

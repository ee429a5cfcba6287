"""Verbs of rounds: set and end a requirement, set the tasks of a period, walk past, stand before a shut door, excuse. And the
visits that count, which follow the log."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.calendar import in_words
from bihuan.core.errors import Incomplete, NotAllowed
from bihuan.core.moving import hold_town, insert_once
from bihuan.core.scope import Scope
from bihuan.inspections.actions import Visit, complete_patrol
from bihuan.inspections.models import Inspection
from bihuan.inspections.queries import visits
from bihuan.rounds import rules
from bihuan.rounds.models import Miss, RoundRule, RoundTask, TaskVisit
from bihuan.rounds.queries import concerned, counting, done, own, rules_in_force

AT_ONCE = 1000
NOTHING_WRONG = "巡查未发现异常。"
WITHDRAWN = "巡查要求停用"


@transaction.atomic
def set_round(
    actor: Actor,
    *,
    post: str,
    period: str,
    times: int | None,
    from_on: date | None,
    categories: Sequence[str] = (),
    patrols_only: bool = False,
) -> RoundRule:
    """规定巡查: from a day on, a kind of post walks past each unit of some categories so often. Its tasks are set by the clock, those
    of today's period at once. Incomplete names the fields; NotAllowed where the same is asked already."""
    actor.need("supervise")
    chosen = sorted(set(categories))
    if wrong := rules.check(post, chosen, times, period, from_on, clock.today()):
        raise Incomplete("".join(wrong.values()), wrong)
    assert times is not None and from_on is not None
    hold_town(actor)  # or who presses twice asks the same twice
    for one in rules_in_force(actor.scope).filter(post=post, period=period):
        if one.categories == chosen:
            raise NotAllowed(f"已经有这条要求：{one}。要改的，先停用它再新增。")
    rule = RoundRule(
        town_id=actor.town,
        post=post,
        categories=chosen,
        times=times,
        period=period,
        patrols_only=patrols_only,
        from_on=from_on,
    )
    rule.save(force_insert=True)
    told = [events.Entry("set_round", rule, {"says": str(rule), "from_on": from_on})]
    if opened := _opened(actor, rule):
        told.append(opened)
    events.record_all(actor, told)
    return rule


@transaction.atomic
def end_round(actor: Actor, rule_id: UUID) -> RoundRule:
    """停用巡查要求: nothing falls due by it any more; what is still open of it need not be done. What was done and missed stays."""
    actor.need("supervise")
    rule = actor.find(RoundRule, rule_id, what="条巡查要求")
    town, today = Scope.whole_town(actor.town), clock.today()
    changed = RoundRule.objects.within(town).filter(pk=rule.pk, ended_on__isnull=True).update(ended_on=today)
    if not changed:
        raise NotAllowed("这条巡查要求已经停用。")
    rule.ended_on = today
    left = RoundTask.objects.within(town).filter(
        ~done(counting(town), today), rule=rule, due_on__gte=today, excused_on=None
    )
    excused = _excuse(town, left.values_list("pk", flat=True), WITHDRAWN)
    events.record(actor, "end_round", rule, given={"says": str(rule), "excused": excused})
    return rule


@transaction.atomic
def open_round(actor: Actor, rule: RoundRule) -> int:
    """布置巡查: a requirement's tasks for the period that runs today, one for each unit that it concerns, once. Visits already made
    in the period count. Returns how many tasks are new."""
    opened = _opened(actor, rule)
    if opened is None:
        return 0
    events.record_all(actor, [opened])
    return int(opened.given["tasks"])


def _opened(actor: Actor, rule: RoundRule) -> events.Entry | None:
    """The tasks of the period that runs today, written down, and the entry for the log; None where there are none to set. The units are
    held: a visit that is being recorded has been written when visits are counted, or finds the tasks."""
    town, today = Scope.whole_town(actor.town), clock.today()
    first, last = rules.bounds(rule.period, today)
    begins_on = max(first, rule.from_on)
    if begins_on > today:
        return None
    opened = Q(opened_until__isnull=True) | Q(opened_until__lt=begins_on)
    mine = RoundRule.objects.within(town).filter(opened, pk=rule.pk, ended_on__isnull=True)
    if not mine.update(opened_until=last):
        return None
    rule.opened_until = last
    units = concerned(town, rule).order_by("pk").held()  # type: ignore[attr-defined]
    tasks = [
        RoundTask(
            town_id=actor.town,
            rule=rule,
            unit=unit,
            begins_on=begins_on,
            due_on=last,
            times=rule.times,
            recorded_cell=unit.cell_path,
            recorded_category=unit.category,
        )
        # The latest row comes first on the list, which then stands in the grid's order.
        for unit in sorted(units, key=lambda one: (one.cell_path, one.pk), reverse=True)
    ]
    RoundTask.objects.bulk_create(tasks, batch_size=AT_ONCE)
    _count(actor.town, visits(town).filter(visited_on__gte=begins_on, visited_on__lte=last), rule)
    given = {"says": str(rule), "begins_on": begins_on, "due_on": last, "tasks": len(tasks)}
    return events.Entry("open_round", rule, given)


def walk(actor: Actor, task_id: UUID, visit_id: UUID) -> Inspection:
    """巡查无异常: a walk past the unit of a task with nothing found, in one press. `visit_id` comes from the page, so that pressing
    twice records it once (NotAllowed). With findings it is `hazards.actions.finish_check`."""
    task = actor.find(RoundTask, task_id, what="项巡查任务")
    visit = Visit(
        unit=task.unit_id,
        visited_on=clock.today(),
        id=visit_id,
        kind="patrol",
        opinion=NOTHING_WRONG,
    )
    return complete_patrol(actor, visit)


@transaction.atomic
def note_miss(actor: Actor, task_id: UUID, *, miss_id: UUID, reason: str, note: str) -> Miss:
    """登记未能入户: somebody stood at the unit and could not look. The task stays open. `miss_id` comes from the page, so that pressing
    twice tells it once (NotAllowed)."""
    actor.need("inspect")
    task = actor.find(RoundTask, task_id, what="项巡查任务")
    wrong = {}
    if reason not in rules.REASONS:
        wrong["reason"] = "请选择未能入户的原因。"
    if reason == "other" and not note.strip():
        wrong["note"] = "请写明原因。"
    if wrong:
        raise Incomplete("".join(wrong.values()), wrong)
    if not task.begins_on <= clock.today() <= task.due_on:
        raise NotAllowed(
            f"这项任务的期限是{in_words(task.begins_on)}至{in_words(task.due_on)}，现在不能登记。"
        )
    mine = RoundTask.objects.within(Scope.whole_town(actor.town)).filter(pk=task.pk)
    if task.excused_on or mine.filter(done(counting(actor.scope), clock.today())).exists():
        raise NotAllowed("这项任务已经完成或者免巡，不用再登记。")
    miss = Miss(
        id=miss_id,
        town_id=actor.town,
        task=task,
        person_id=actor.person_id,
        at=clock.now(),
        reason=reason,
        note=note.strip(),
    )
    insert_once(miss, "这次已经登记过了。")
    events.record(actor, "note_miss", task, given={"unit": task.unit_id, "says": str(miss)})
    return miss


@transaction.atomic
def excuse_task(actor: Actor, task_id: UUID, *, reason: str) -> RoundTask:
    """免于本期巡查: nobody need walk past this unit in this period, for a reason. Nobody excuses their own."""
    actor.need("supervise")
    task = actor.find(RoundTask, task_id, what="项巡查任务")
    if not reason.strip():
        raise Incomplete("请填写免于巡查的原因。", {"reason": "请填写原因，如“停产检修至12月”。"})
    town, today = Scope.whole_town(actor.town), clock.today()
    mine = RoundTask.objects.within(town).filter(pk=task.pk)
    if mine.filter(own(actor, today)).exists():
        raise NotAllowed("这项任务由您本人巡查，须由其他有权督办的人员决定。")
    if task.due_on < today:
        raise NotAllowed(f"这项任务已于{in_words(task.due_on)}到期，没有巡查的如实记为未完成，不能事后免除。")
    if mine.filter(done(counting(town), today)).exists():
        raise NotAllowed("这项任务已经完成，不用免除。")
    if not _excuse(town, [task.pk], reason.strip()):
        raise NotAllowed("这项任务已经免除。")
    events.record(actor, "excuse_task", task, given={"unit": task.unit_id, "reason": reason.strip()})
    return task


def follow_the_visits() -> None:
    """From now on each visit counts for the tasks that it meets, in the transaction that records it."""
    events.declare_follower(_follow)


def _follow(town: UUID, told: Sequence[events.Entry]) -> None:
    recorded = {one.subject.pk: one.subject for one in told if isinstance(one.subject, Inspection)}
    standing = [visit for visit in recorded.values() if visit.voided_on is None]
    if standing:
        _count(town, standing)


def _count(town: UUID, found: Iterable[Inspection], rule: RoundRule | None = None) -> None:
    """Say for which tasks (of a requirement) some visits count. Twice is harmless."""
    by_unit: dict[UUID, list[Inspection]] = {}
    for visit in found:
        by_unit.setdefault(visit.unit_id, []).append(visit)
    if not by_unit:
        return
    days = [visit.visited_on for some in by_unit.values() for visit in some]
    tasks = RoundTask.objects.within(Scope.whole_town(town)).filter(
        unit__in=by_unit, begins_on__lte=max(days), due_on__gte=min(days)
    )
    if rule is not None:
        tasks = tasks.filter(rule=rule)
    pairs = [
        TaskVisit(town_id=town, task=task, visit=visit)
        for task in tasks.select_related("rule")
        for visit in by_unit[task.unit_id]
        if task.begins_on <= visit.visited_on <= task.due_on
        and (visit.kind == "patrol" or not task.rule.patrols_only)
    ]
    TaskVisit.objects.bulk_create(pairs, ignore_conflicts=True, batch_size=AT_ONCE)


def _excuse(town: Scope, ids: Iterable[UUID], reason: str) -> int:
    mine = RoundTask.objects.within(town).filter(pk__in=list(ids), excused_on__isnull=True)
    return int(mine.update(excused_on=clock.today(), excuse=reason))

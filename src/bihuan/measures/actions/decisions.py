"""Recording what a body has decided about a unit, and what a ban does at the place."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from bihuan.core import clock, events, files
from bihuan.core.actions import Actor
from bihuan.core.errors import Forbidden, Incomplete, NotAllowed
from bihuan.core.ids import new_id
from bihuan.core.models import Town
from bihuan.core.scope import Scope
from bihuan.hazards.models import Hazard
from bihuan.inspections.models import Grant
from bihuan.measures import rules
from bihuan.measures.actions import steps
from bihuan.measures.lifecycle import RETURNED
from bihuan.measures.models import Clearance, Decision, Named, Watch
from bihuan.measures.queries import (
    clearances,
    last_turn,
    open_watch,
    state_before,
    unsettled,
    why_not_void,
)
from bihuan.units.actions import hold_unit, hold_unit_of, put_into_state
from bihuan.units.models import Unit


@transaction.atomic
def record_decision(
    actor: Actor,
    unit_id: UUID,
    *,
    kind: str,
    body: str,
    decided_on: date,
    reason: str,
    number: str = "",
    grant_id: UUID | None = None,
    proof: UUID | None = None,
    hazards: Sequence[UUID] = (),
    cleared: Mapping[str, date] | None = None,
) -> Decision:
    """登记决定: what a body has decided about a unit, with power, number, day and proof; the unit's state follows, and a ban or
    a suspension is watched from now on.

    The town records; who may decide is law (安全生产法 65, 70, 113; see `rules.may_decide`). `grant_id` is the delegation under
    which the town decided in the body's name. `cleared` are the acts of a ban done already (see `record_clearance`).
    Raises Incomplete naming the fields, NotAllowed where the unit's state does not allow it, Stale.
    """
    actor.need("decide")
    if actor.person is None:
        raise Forbidden("决定须由本人登录后登记，系统时钟和初始化程序不作决定。")
    unit = hold_unit(actor, unit_id)
    named = _named(actor, unit, hazards)
    whole = Scope.whole_town(actor.town)
    given = {"body": body.strip(), "number": number.strip(), "reason": reason.strip()}
    town = Town.objects.of(actor.scope)
    grant = actor.find(Grant, grant_id, what="份委托书") if grant_id else None
    _check(kind, given, proof)
    own = (town.name, town.office)
    if why := _no_power(kind, given["body"], own, grant, decided_on):
        raise Incomplete(why, {"body": why})
    if why := rules.check_day(
        kind, decided_on, clock.today(), unit.opened_on, _turned_on(whole, unit), _found_on(named)
    ):
        raise Incomplete(why, {"decided_on": why})
    watch = open_watch(whole, unit.pk) if kind in rules.UNIT_STATE else None
    _may_follow(kind, unit, watch)
    decision = Decision(
        id=new_id(),
        town_id=actor.town,
        unit=unit,
        recorded_unit=unit,
        kind=kind,
        level=rules.level_of(given["body"], own),
        power="grant" if grant else "law",
        grant=grant,
        decided_on=decided_on,
        proof=files.owned(actor, [proof])[0] if proof else None,
        campaign_id=named[0].campaign_id if named else None,
        recorded_cell=unit.cell_path,
        recorded_category=unit.category,
        recorded_by_id=actor.person,
        **given,
    )
    try:
        with transaction.atomic():
            decision.save(force_insert=True)
    except IntegrityError as error:
        why = "这个机关的这个文号已经登记过，请核对。"
        raise Incomplete(why, {"number": why}) from error
    Named.objects.bulk_create(Named(town_id=actor.town, decision=decision, hazard=one) for one in named)
    told = [*_take_effect(actor, decision, watch)]
    if kind == "ban" and cleared:
        _clear(actor, decision, cleared)
    told.append(
        events.Entry(
            "record_decision",
            decision,
            {
                **given,
                "kind": kind,
                "decided_on": decided_on,
                "power": decision.power,
                "grant": grant.reference if grant else None,
                "unit": unit,
                "hazards": [str(one.pk) for one in named],
                "proof": proof,
                "cleared": sorted(cleared or ()),
            },
        )
    )
    events.record_all(actor, told)
    return decision


@transaction.atomic
def record_clearance(actor: Actor, decision_id: UUID, *, done: Mapping[str, date]) -> Decision:
    """登记两断三清: which of a ban's acts were done at the place, each on its day. What was recorded stays as it was."""
    actor.need("decide")
    decision = actor.find(Decision, decision_id, what="项决定")
    if decision.kind != "ban":
        raise NotAllowed("只有取缔决定登记两断三清。")
    known = list(clearances(actor.scope, decision.pk).values_list("step", flat=True))
    fresh = {step: on for step, on in done.items() if step not in known}
    if not fresh:
        raise Incomplete("请至少填写一项新完成的日期。")
    _clear(actor, decision, fresh)
    given = {"done": {step: on.isoformat() for step, on in fresh.items()}}
    events.record(actor, "record_clearance", decision, given=given)
    return decision


@transaction.atomic
def void_decision(actor: Actor, decision_id: UUID, *, note: str) -> Decision:
    """作废决定: recorded in error, and nothing was built upon it; the unit stands as before. It keeps its trail, counts in no
    figure, and frees its number."""
    actor.need("supervise")
    decision = actor.find(Decision, decision_id, what="项决定")
    if not note.strip():
        raise Incomplete("请填写作废原因。", {"note": "请填写作废原因。"})
    hold_unit_of(actor, decision)
    turns = decision.kind in rules.UNIT_STATE
    watch = _free_to_void(actor, decision) if turns and decision.voided_on is None else None
    changed = (
        Decision.objects.within(Scope.whole_town(actor.town))
        .filter(pk=decision.pk, voided_on__isnull=True)
        .update(voided_on=clock.today())
    )
    if not changed:
        raise NotAllowed("这项决定已经作废。")
    told = [*_undo(actor, decision, watch, note.strip())] if turns else []
    events.record_all(actor, [*told, events.Entry("void_decision", decision, {"note": note.strip()})])
    return decision


def _free_to_void(actor: Actor, decision: Decision) -> Watch | None:
    """The watch over a decision that nothing is built upon, or NotAllowed. A look made meanwhile is seen by the watch's version."""
    whole = Scope.whole_town(actor.town)
    if why := why_not_void(whole, decision):
        raise NotAllowed(why)
    watch: Watch | None = Watch.objects.within(whole).filter(decision=decision).first()
    return watch


def _undo(actor: Actor, decision: Decision, watch: Watch | None, note: str) -> list[events.Entry]:
    """Take back what a decision changed at its unit."""
    if watch:
        step = steps.move_of(actor, watch, "void_decision", note=note)
        steps.advance(actor, watch, step, watch.version, ended_on=clock.today())
    unit, before = decision.unit, state_before(Scope.whole_town(actor.town), decision)
    if before == unit.state:
        return []
    reason = f"{decision.label}决定（{decision.number}）登记有误，作废"
    return [put_into_state(actor, unit, state=before, from_on=clock.today(), reason=reason)]


def _named(actor: Actor, unit: Unit, ids: Sequence[UUID]) -> list[Hazard]:
    """The unit's hazards with these ids."""
    wanted = list(dict.fromkeys(ids))
    if not wanted:
        return []
    rows = Hazard.objects.within(actor.scope).filter(pk__in=wanted, unit=unit, voided_on__isnull=True)
    found = list(rows.order_by("found_on", "number"))
    if len(found) != len(wanted):
        why = "有的隐患不是该单位的或者已经作废，请重新选择。"
        raise Incomplete(why, {"hazards": why})
    return found


def _turned_on(whole: Scope, unit: Unit) -> date | None:
    last = last_turn(whole, unit.pk)
    return last.decided_on if last else None


def _found_on(named: list[Hazard]) -> date | None:
    return max((one.found_on for one in named), default=None)


def _check(kind: str, given: Mapping[str, str], proof: UUID | None) -> None:
    if kind not in rules.KINDS:
        raise Incomplete("请选择决定种类。", {"kind": "请选择决定种类。"})
    labels = {"body": "决定机关", "number": "文号", "reason": "事由"}
    optional = {"number"} if kind == "interview" else set()
    wrong = {
        name: f"请填写{labels[name]}。" for name, value in given.items() if not value and name not in optional
    }
    if kind in rules.PROVED and not proof:
        wrong["proof"] = f"{rules.KINDS[kind]}要附决定书的照片或扫描件。"
    if wrong:
        raise Incomplete("".join(wrong.values()), wrong)


def _no_power(kind: str, body: str, own: Sequence[str], grant: Grant | None, on: date) -> str:
    if grant and not grant.from_on <= on <= grant.to_on:
        return f"委托书{grant.reference}在决定当天不在有效期内，请核对。"
    delegation = rules.Delegation(grant.body, tuple(grant.papers)) if grant else None
    return rules.may_decide(kind, body, own, delegation)


def _may_follow(kind: str, unit: Unit, watch: Watch | None) -> None:
    """Raises NotAllowed where the unit stands so that the measure cannot be taken."""
    returned = watch is not None and watch.state == RETURNED
    running = watch.decision.kind if watch else ""
    if why := rules.may_follow(kind, unit.state, running, returned=returned):
        raise NotAllowed(why)


def _take_effect(actor: Actor, decision: Decision, watch: Watch | None) -> list[events.Entry]:
    """What a decision changes: the watch before it ends, the unit's state follows, a new watch begins."""
    kind, unit, told = decision.kind, decision.unit, []
    if kind not in rules.UNIT_STATE:
        return []
    if watch:
        action = "resume" if kind == "resume" else "decide_again"
        step = steps.move_of(actor, watch, action)
        if kind == "resume":
            _need_mended(actor, watch)
        steps.advance(actor, watch, step, watch.version, ended_on=decision.decided_on)
        told.append(events.Entry(action, watch, {"decision": decision}, before=step.frm, after=step.to))
    if unit.state != rules.UNIT_STATE[kind]:
        why = f"{decision.body}{decision.label}（{decision.number}）"
        state = rules.UNIT_STATE[kind]
        told.append(put_into_state(actor, unit, state=state, from_on=decision.decided_on, reason=why))
    if kind in rules.WATCHED:
        steps.begin_watch(actor, decision)
    return told


def _need_mended(actor: Actor, watch: Watch) -> None:
    """Raises Incomplete naming the hazards for which the unit was suspended and that are not mended."""
    left = list(unsettled(Scope.whole_town(actor.town), watch.decision_id))
    if left:
        which = "、".join(f"{one.number}{one.text}" for one in left)
        raise NotAllowed(
            f"停产停业时列明的和回访发现的隐患还有{len(left)}条没有复查合格，不能恢复：{which}。请先复查或者验收。"
        )


def _clear(actor: Actor, decision: Decision, done: Mapping[str, date]) -> None:
    """Write the acts of a ban down, each on a day from the decision on."""
    wrong: dict[str, str] = {}
    for step, on in done.items():
        if on > clock.today():
            wrong[f"clear_{step}"] = "不能晚于今天。"
        elif on < decision.decided_on:
            wrong[f"clear_{step}"] = "不能早于决定日期。"
    if wrong:
        raise Incomplete("两断三清的日期有误，请核对。", wrong)
    try:
        with transaction.atomic():
            Clearance.objects.bulk_create(
                Clearance(
                    town_id=actor.town,
                    decision=decision,
                    step=step,
                    done_on=on,
                    recorded_by_id=actor.person_id,
                )
                for step, on in done.items()
            )
    except IntegrityError as error:
        raise NotAllowed("刚刚有人登记过同一项，请刷新后核对。") from error

"""Who goes first: what a unit answered, that it was chosen as a benchmark, and that it is one no more."""

from dataclasses import asdict
from uuid import UUID

from django.db import transaction

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete, NotAllowed
from bihuan.core.scope import Scope
from bihuan.rollout.models import Benchmark, Willingness
from bihuan.rollout.queries import assessed, rule_of
from bihuan.units.actions import hold_unit, hold_unit_of
from bihuan.units.models import Unit


def hold_working(actor: Actor, unit_id: UUID) -> Unit:
    """A unit of the register, held. Raises NotFound, NotAllowed for one that has left it."""
    unit = hold_unit(actor, unit_id)
    if unit.ended_on:
        raise NotAllowed(f"“{unit.name}”{unit.state_label}，不在册。恢复在册以后再办理。")
    return unit


@transaction.atomic
def ask_willingness(
    actor: Actor, unit_id: UUID, *, willing: bool | None, said_by: str, note: str = ""
) -> Willingness:
    """登记意愿: what a unit answered when asked to build the dual system first, in place of what it answered before."""
    actor.need("units")
    wrong: dict[str, str] = {}
    if willing is None:
        wrong["willing"] = "请选择愿意还是不愿意。"
    if not said_by.strip():
        wrong["said_by"] = "请填写是谁答复的。"
    if wrong:
        raise Incomplete("".join(wrong.values()), wrong)
    assert willing is not None
    unit = hold_working(actor, unit_id)
    today = clock.today()
    rows = Willingness.objects.within(Scope.whole_town(actor.town))
    rows.filter(unit=unit, ended_on__isnull=True).update(ended_on=today)
    answer = Willingness(
        town_id=actor.town,
        unit=unit,
        willing=willing,
        said_by=said_by.strip(),
        note=note.strip(),
        from_on=today,
        recorded_cell=unit.cell_path,
        recorded_category=unit.category,
    )
    answer.save(force_insert=True)
    events.record(actor, "ask_willingness", unit, given={"willing": willing, "note": note.strip()})
    return answer


@transaction.atomic
def choose_benchmark(actor: Actor, unit_id: UUID, *, ground: str = "") -> Benchmark:
    """选树标杆: a unit sets an example from today on. What the criteria make of it is kept with it; one that does not fit is chosen only on a
    ground in words (Incomplete)."""
    actor.need("supervise")
    unit = hold_working(actor, unit_id)
    rows = Benchmark.objects.within(Scope.whole_town(actor.town))
    if rows.filter(unit=unit, ended_on__isnull=True).exists():
        raise NotAllowed(f"“{unit.name}”已经是标杆企业。")
    rule, today = rule_of(actor.scope), clock.today()
    [(_, judged)] = assessed(actor.scope, [unit], today)
    if not judged.fits and not ground.strip():
        lacks = "、".join(one.says for one in judged.lacking)
        why = f"“{unit.name}”{judged.score}分，不符合选树条件（{lacks}）。确要选树的，请写明理由。"
        raise Incomplete(why, {"ground": why})
    chosen = Benchmark(
        town_id=actor.town,
        unit=unit,
        rule=None if rule._state.adding else rule,
        score=judged.score,
        full=judged.full,
        fits=judged.fits,
        reasons=[asdict(one) for one in judged.reasons],
        ground=ground.strip(),
        by_id=actor.person,
        from_on=today,
        recorded_cell=unit.cell_path,
        recorded_category=unit.category,
    )
    chosen.save(force_insert=True)
    told = {"score": judged.score, "full": judged.full, "fits": judged.fits, "ground": ground.strip()}
    events.record(actor, "choose_benchmark", unit, given=told)
    return chosen


@transaction.atomic
def end_benchmark(actor: Actor, benchmark_id: UUID, *, reason: str) -> Benchmark:
    """取消标杆: from today on it is none. That it was one stays."""
    actor.need("supervise")
    found = actor.find(Benchmark, benchmark_id, what="个标杆企业")
    if not reason.strip():
        raise Incomplete("请填写取消的原因。", {"reason": "请填写原因，如“发生重大隐患”。"})
    hold_unit_of(actor, found)
    mine = Benchmark.objects.within(Scope.whole_town(actor.town)).filter(pk=found.pk, ended_on__isnull=True)
    if not mine.update(ended_on=clock.today(), ended_for=reason.strip()):
        raise NotAllowed(f"“{found.unit.name}”已经取消。")
    found.ended_on, found.ended_for = clock.today(), reason.strip()
    events.record(actor, "end_benchmark", found.unit, given={"reason": reason.strip()})
    return found

"""Verbs of extensions: asked before a term runs out, decided with a reason, void when the hazard goes on meanwhile."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.calendar import in_words
from bihuan.core.errors import Incomplete, NotAllowed, Stale
from bihuan.core.lifecycle import Move
from bihuan.core.scope import Scope
from bihuan.hazards.actions import moves
from bihuan.hazards.lifecycle import HAZARD
from bihuan.hazards.models import Demand, Hazard
from bihuan.supervision import rules
from bihuan.supervision.lifecycle import ASKED, EXTENSION
from bihuan.supervision.models import Extension
from bihuan.supervision.queries import moot

ALREADY = "这条隐患已经有一份延期申请在等待批复，请等批复后再申请，或者先撤回原申请。"


@transaction.atomic
def ask_extension(
    actor: Actor, hazard_id: UUID, *, reason: str, interim: str, wanted_on: date | None
) -> Extension:
    """申请延期: the unit (or its village for it) asks for a later day, before the term runs out; the deadline itself is still in time.

    It says why, and what keeps people safe until then. domain: lifecycle, "ask extension"."""
    actor.need("rectify")
    hazard = actor.find(Hazard, hazard_id, what="条隐患")
    HAZARD.move("extend", hazard.state, *hazard.traits)
    town, today = Scope.whole_town(actor.town), clock.today()
    running = Demand.objects.within(town).filter(hazard=hazard, ended_on__isnull=True)
    demand = running.order_by("ordered_on").last()
    if demand is None:
        raise Stale("这条隐患刚刚被别人处理过。请核对最新情况后再申请，您填写的内容还在。")
    if today > demand.deadline_on:
        raise NotAllowed(
            f"整改期限已于{in_words(demand.deadline_on)}届满，延期要在到期以前申请。"
            "请抓紧整改并报告，或者等待复查时另定期限。"
        )
    wrong = {
        "reason": "" if reason.strip() else "请填写延期理由。",
        "interim": "" if interim.strip() else "请填写延期期间的防范措施。",
        "wanted_on": rules.check_wanted(wanted_on, demand.deadline_on, today),
    }
    _refuse(wrong)
    if Extension.objects.within(town).filter(demand=demand, state=ASKED).exists():
        raise NotAllowed(ALREADY)
    assert wanted_on is not None
    extension = Extension(
        town_id=actor.town,
        hazard=hazard,
        demand=demand,
        asked_on=today,
        asked_by_id=actor.person_id,
        reason=reason.strip(),
        interim=interim.strip(),
        wanted_on=wanted_on,
    )
    try:
        with transaction.atomic():
            extension.save(force_insert=True)
    except IntegrityError as error:
        raise NotAllowed(ALREADY) from error
    given = {
        "extension": extension,
        "reason": extension.reason,
        "interim": extension.interim,
        "wanted_on": wanted_on,
    }
    events.record(actor, "ask_extension", hazard, given=given, after=ASKED)
    return extension


@transaction.atomic
def grant_extension(
    actor: Actor, extension_id: UUID, *, version: int, deadline_on: date | None, answer: str
) -> Extension:
    """批准延期: the term ends today and a new one runs on by the same order, to the day granted.

    `version` is the hazard's. Nobody decides what he has asked for himself. Days by which the old term has meanwhile run out stay late: a grant does not undo what was so."""
    extension, step = _begin(actor, extension_id, "grant_extension")
    if extension.asked_by_id == actor.person:
        raise NotAllowed("这份延期申请是您本人提出的，须由其他有权批准的人员决定。")
    today, hazard, old = clock.today(), extension.hazard, extension.demand
    longer = HAZARD.move("extend", hazard.state, *hazard.traits)
    wrong = {
        "deadline_on": rules.check_wanted(deadline_on, old.deadline_on, today),
        "answer": "" if answer.strip() else "请填写批复意见。",
    }
    _refuse(wrong)
    assert deadline_on is not None
    _decide(actor, extension, step, answer=answer.strip(), deadline_on=deadline_on, granted_on=today)
    moves.advance(actor, hazard, longer, version, deadline_on=deadline_on)
    moves.end_demands(actor, hazard, today)
    prolonged = moves.new_demand(actor, hazard, old.paper, today, deadline_on, old.text)
    prolonged.save(force_insert=True)
    moves.tell(actor, hazard, longer, extension=extension, deadline_on=deadline_on, note=answer.strip())
    return extension


@transaction.atomic
def refuse_extension(actor: Actor, extension_id: UUID, *, answer: str) -> Extension:
    """不批准延期: the term stands."""
    extension, step = _begin(actor, extension_id, "refuse_extension")
    _refuse({"answer": "" if answer.strip() else "请填写不批准的理由。"})
    _decide(actor, extension, step, answer=answer.strip(), refused_on=clock.today())
    given = {"extension": extension, "note": answer.strip()}
    events.record(actor, step.action, extension.hazard, given=given, before=step.frm, after=step.to)
    return extension


@transaction.atomic
def withdraw_extension(actor: Actor, extension_id: UUID) -> Extension:
    """撤回延期申请: it is no longer needed."""
    extension, step = _begin(actor, extension_id, "withdraw_extension")
    _end(actor, extension, step, withdrawn_on=clock.today())
    given = {"extension": extension}
    events.record(actor, step.action, extension.hazard, given=given, before=step.frm, after=step.to)
    return extension


@transaction.atomic
def lapse_extensions(actor: Actor, limit: int) -> int:
    """延期申请失效: requests whose hazard has gone on before anybody decided end by themselves. For the clock; how many did."""
    step = EXTENSION.move("lapse_extension", ASKED)
    actor.need(step.right)
    gone = list(moot(actor.scope).select_related("hazard").order_by("asked_on", "pk")[:limit])
    ended = [one for one in gone if _change(actor, one, step, lapsed_on=clock.today())]
    if ended:
        events.record_all(
            actor,
            [
                events.Entry(step.action, one.hazard, {"extension": one}, before=step.frm, after=step.to)
                for one in ended
            ],
        )
    return len(ended)


def _begin(actor: Actor, extension_id: UUID, action: str) -> tuple[Extension, Move]:
    extension = actor.find(Extension, extension_id, what="份延期申请")
    step = EXTENSION.move(action, extension.state)
    actor.need(step.right)
    if clock.today() < extension.asked_on:
        raise NotAllowed(
            f"系统日期比申请日期{in_words(extension.asked_on)}还早，请先核对服务器的时钟，再办理。"
        )
    return extension, step


def _decide(actor: Actor, extension: Extension, step: Move, **values: Any) -> None:
    _end(actor, extension, step, decided_by_id=actor.person_id, **values)


def _end(actor: Actor, extension: Extension, step: Move, **values: Any) -> None:
    if not _change(actor, extension, step, **values):
        raise Stale("这份延期申请刚刚被别人办理过。请核对最新情况。")


def _change(actor: Actor, extension: Extension, step: Move, **values: Any) -> bool:
    """The one conditional UPDATE; the loaded row is brought up to it."""
    values["state"] = step.to
    town = Scope.whole_town(actor.town)
    changed = Extension.objects.within(town).filter(pk=extension.pk, state=step.frm).update(**values)
    for name, value in values.items():
        setattr(extension, name, value)
    return bool(changed == 1)


def _refuse(wrong: dict[str, str]) -> None:
    """Raises Incomplete where any field is wrong."""
    found = {name: text for name, text in wrong.items() if text}
    if found:
        raise Incomplete("".join(found.values()), found)

"""How an accident is found, held and moved; its clocks and the days of its tolls, brought up to what is now on record."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import F, Min, Q

from bihuan.accidents import rules
from bihuan.accidents.lifecycle import ACCIDENT, CANCELLED
from bihuan.accidents.models import Accident, FlashReport, Telling, Toll
from bihuan.accidents.queries import limit_on
from bihuan.core import clock, moving
from bihuan.core.actions import Actor
from bihuan.core.errors import Forbidden, NotAllowed, Stale
from bihuan.core.lifecycle import Move
from bihuan.core.scope import Scope

STALE = "这起事故刚刚被别人办理过。请核对最新情况后再提交，您填写的内容还在。"
WHAT = "起事故"
NEEDED = {
    "brief": "请填写简要经过。",
    "measures": "请填写已采取的措施，还没有的写“正在核实”。",
    "reason": "请填写原因。",
    "body": "请填写调查单位。",
    "number": "请填写结案文号。",
    "on": "请填写结案日期。",
    "conclusions": "请填写调查结论。",
}


def hold(actor: Actor, accident_id: UUID, version: int) -> Accident:
    """An accident of the actor's that stands, held. Raises NotFound; Stale where somebody was there since the page was opened; NotAllowed
    for one that was taken back."""
    row = actor.hold(Accident, accident_id, what=WHAT)
    if row.state == CANCELLED:
        raise NotAllowed("这起事故已经撤销，不能再办理；原有记录都在。")
    if row.version != version:
        raise Stale(STALE)
    return row


def amended(actor: Actor, accident_id: UUID, version: int) -> Accident:
    """As `hold`, for whoever may change what was heard of an accident. Raises Forbidden, NotAllowed."""
    actor.need("accidents|report_accident")
    row = hold(actor, accident_id, version)
    need_hand(actor, row)
    return row


def need_hand(actor: Actor, row: Accident) -> None:
    """Raises Forbidden where `why_not_amend` speaks against it."""
    if why := why_not_amend(actor, row):
        raise Forbidden(why)


def why_not_amend(actor: Actor, row: Accident) -> str:
    """Why an actor may not change what was heard of an accident, in words, or "": it is changed by whoever keeps the register; by whoever
    entered it until it was told upward, since from then on the law knows supplements alone (续报, 补报; order 493, art. 13)."""
    if actor.may("accidents"):
        return ""
    if row.entered_by_id != actor.person:
        return "这起事故不是您登记的，有新情况请告诉登记人或者安全办。"
    if is_told(row):
        return "这起事故已经上报，不能直接改了。请把新情况告诉安全办，由安全办更正、续报。"
    return ""


def is_told(row: Accident) -> bool:
    """Whether an accident was told upward: by word, or by a report that was signed."""
    whole = Scope.whole_town(row.town_id)
    return bool(row.worded_at or FlashReport.objects.within(whole).filter(accident=row).exists())


def begin(actor: Actor, accident_id: UUID, version: int, action: str) -> tuple[Accident, Move]:
    """The accident, held, and the table's row for the action from its state, if the actor may."""
    row = hold(actor, accident_id, version)
    step = ACCIDENT.move(action, row.state)
    actor.need(step.right)
    return row, step


def advance(actor: Actor, row: Accident, step: Move, version: int, **values: Any) -> None:
    moving.advance(actor, row, step, version, STALE, **values)


def touch(row: Accident, **values: Any) -> None:
    """Write values to a held accident, and bring the loaded row up to them."""
    mine = Accident.objects.within(Scope.whole_town(row.town_id)).filter(pk=row.pk)
    mine.update(version=F("version") + 1, **values)
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1


def terms(row: Accident) -> dict[str, Any]:
    """The instants by which an accident has to be told upward: by the town's limit of the day it heard, and by the unit (art. 9)."""
    limit = limit_on(Scope.whole_town(row.town_id), clock.town_day(row.heard_at))
    unit_heard = row.unit_heard_at
    return {
        "word_due_at": row.heard_at + timedelta(minutes=limit.word_minutes),
        "written_due_at": row.heard_at + timedelta(minutes=limit.written_minutes),
        "unit_due_at": unit_heard + timedelta(minutes=rules.UNIT_MINUTES) if unit_heard else None,
    }


def met(row: Accident) -> dict[str, Any]:
    """When those above were first told: by the town at all, in writing, and by the unit. What was written was said as well."""
    whole = Scope.whole_town(row.town_id)
    ours, theirs = Q(teller="town"), Q(teller="unit")
    written = Q(way__in=rules.WRITTEN)
    return dict(
        Telling.objects.within(whole)
        .filter(accident=row, level="above")
        .aggregate(
            worded_at=Min("at", filter=ours),
            written_at=Min("at", filter=ours & written),
            unit_told_at=Min("at", filter=theirs),
        )
    )


def recount(row: Accident) -> None:
    """On which days each of an accident's tolls counts, by the day of the accident, its nature and its kind as they stand now."""
    mine = Toll.objects.within(Scope.whole_town(row.town_id)).filter(accident=row)
    tolls = list(mine)
    days = rules.window_days(row.nature, row.kind)
    spans = rules.counting([clock.town_day(one.known_at) for one in tolls], row.happened_on, days)
    for toll, (counts_from, counts_until) in zip(tolls, spans, strict=True):
        toll.counts_from, toll.counts_until = counts_from, counts_until
    mine.bulk_update(tolls, ["counts_from", "counts_until"])

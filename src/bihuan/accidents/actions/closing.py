"""Verbs of an accident's end: closed by an investigation with what it asks for, that done; or taken back as a false alarm."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import transaction

from bihuan.accidents.actions import steps
from bihuan.accidents.models import Accident, Remedy
from bihuan.accidents.rules import PENDING
from bihuan.core import clock, events, moving
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete, NotAllowed
from bihuan.core.scope import Scope

REMEDY_DAYS_MAX = 3653


@transaction.atomic
def close_accident(
    actor: Actor,
    accident_id: UUID,
    *,
    version: int,
    body: str,
    number: str,
    on: date | None,
    conclusions: str,
    remedies: Sequence[tuple[str, date]] = (),
) -> Accident:
    """结案: as the investigating body has concluded, with number and day, and what it asks to be done by when."""
    row, step = steps.begin(actor, accident_id, version, "close_accident")
    given = {"body": body.strip(), "number": number.strip(), "on": on, "conclusions": conclusions.strip()}
    moving.need(step, steps.NEEDED, **given)
    wrong: dict[str, str] = {}
    if row.nature == PENDING:
        wrong["conclusions"] = "还没有认定事故性质，不能结案。请先按调查结论认定性质。"
    if on is not None and not row.happened_on <= on <= clock.today():
        wrong["on"] = "结案日期应在事故发生之日至今天之间。"
    for text, due_on in remedies:
        if not 0 <= (due_on - row.happened_on).days <= REMEDY_DAYS_MAX:
            wrong["remedies"] = f"“{text[:20]}”的期限应在事故发生之后10年以内，请核对年份。"
    if wrong:
        raise Incomplete("".join(wrong.values()), wrong)
    steps.advance(
        actor,
        row,
        step,
        version,
        closed_on=on,
        closed_by=given["body"],
        closed_number=given["number"],
        conclusions=given["conclusions"],
    )
    Remedy.objects.bulk_create(
        Remedy(town_id=actor.town, accident=row, text=text, due_on=due_on) for text, due_on in remedies
    )
    told = given | {"remedies": [text for text, _ in remedies]}
    events.record(actor, step.action, row, given=told, before=step.frm, after=step.to)
    return row


@transaction.atomic
def settle_remedy(actor: Actor, remedy_id: UUID, *, on: date | None, done: str) -> Remedy:
    """落实整改措施: what an investigation asked for is done, on a day, in words."""
    actor.need("accidents")
    remedy = actor.hold(Remedy, remedy_id, what="项措施")
    wrong: dict[str, str] = {}
    if not done.strip():
        wrong["done"] = "请写明怎样落实的。"
    if on is None or on > clock.today() or (remedy.accident.closed_on and on < remedy.accident.closed_on):
        wrong["on"] = "落实日期应在结案之日至今天之间。"
    if wrong:
        raise Incomplete("".join(wrong.values()), wrong)
    mine = Remedy.objects.within(Scope.whole_town(actor.town)).filter(pk=remedy.pk, done_on__isnull=True)
    if not mine.update(done_on=on, done=done.strip()):
        raise NotAllowed("这项措施已经登记过落实情况。")
    given = {"text": remedy.text, "on": on, "note": done.strip()}
    events.record(actor, "settle_remedy", remedy.accident, given=given)
    return remedy


@transaction.atomic
def cancel_accident(actor: Actor, accident_id: UUID, *, version: int, reason: str) -> Accident:
    """撤销: a false alarm. It stays in the register and counts in nothing; what was told upward has to be taken back there as well."""
    row, step = steps.begin(actor, accident_id, version, "cancel_accident")
    moving.need(step, steps.NEEDED, reason=reason.strip())
    steps.advance(actor, row, step, version, cancelled_on=clock.today(), cancelled_why=reason.strip())
    given = {"reason": reason.strip()}
    events.record(actor, step.action, row, given=given, before=step.frm, after=step.to)
    return row

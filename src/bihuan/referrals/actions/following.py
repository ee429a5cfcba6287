"""Verbs of a referral under way: acknowledged, chased, answered, declined, withdrawn."""

from datetime import date, time
from uuid import UUID

from django.db import transaction

from bihuan.core import clock, events, files
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete
from bihuan.core.events import Entry
from bihuan.core.ids import new_id
from bihuan.core.scope import Scope
from bihuan.referrals import rules
from bihuan.referrals.actions import ways
from bihuan.referrals.models import Chase, Referral


@transaction.atomic
def acknowledge(
    actor: Actor,
    referral_id: UUID,
    *,
    version: int,
    by: str,
    on: date,
    at: time | None = None,
    scan: UUID | None = None,
) -> Referral:
    """登记签收、登记到场: who of the other body took it, on what day; of who was called, the time of arrival (now, unless
    `at` is given). `scan`: the receipt (回执)."""
    referral, step = ways.begin(actor, referral_id, "acknowledge")
    ways.need(step, by=by.strip(), on=on)
    ways.check_day(on, referral.sent_on, "发出")
    values = {"acknowledged_on": on, "acknowledged_by": by.strip(), **_kept(actor, receipt=scan)}
    if referral.kind == "whistle":
        if at is None and on != clock.today():
            raise Incomplete("不是今天到场的，请填写到场时间。", {"at": "请填写到场时间。"})
        arrived = clock.at(on, at.hour, at.minute) if at else clock.now()
        sent = referral.sent_at.replace(second=0, microsecond=0)
        if not sent <= arrived <= clock.now():
            raise Incomplete("到场时间应在吹哨之后、现在之前。", {"at": "应在吹哨之后、现在之前。"})
        values["arrived_at"] = arrived
    ways.advance(actor, referral, step, version, **values)
    events.record_all(actor, [ways.told(referral, step, by=by.strip(), on=on)])
    return referral


@transaction.atomic
def answer(
    actor: Actor,
    referral_id: UUID,
    *,
    version: int,
    note: str,
    on: date,
    number: str = "",
    scan: UUID | None = None,
) -> Referral:
    """登记答复: what the other body says it has done, with number and scan of its letter. The hazard is not settled by
    it: the town looks for itself first."""
    referral, step = ways.begin(actor, referral_id, "answer")
    ways.need(step, note=note.strip(), on=on)
    ways.check_day(on, referral.acknowledged_on or referral.sent_on, "发出或者签收")
    values = {"answered_on": on, "answer": note.strip(), "answer_number": number.strip()}
    ways.advance(actor, referral, step, version, **values, **_kept(actor, scan=scan))
    events.record_all(actor, [ways.told(referral, step, note=note, on=on, number=number.strip())])
    return referral


@transaction.atomic
def chase(actor: Actor, referral_id: UUID, *, version: int, how: str, on: date, note: str = "") -> Referral:
    """催办: the body that owes an answer was reminded, on what day and how. The term stays as it was."""
    referral, step = ways.begin(actor, referral_id, "chase")
    ways.need(step, how=how)
    if how not in rules.CHASES:
        raise Incomplete("请选择催办方式。", {"how": "请选择催办方式。"})
    ways.check_day(on, referral.sent_on, "发出")
    ways.advance(actor, referral, step, version)
    Chase(
        id=new_id(),
        town_id=actor.town,
        referral=referral,
        chased_on=on,
        how=how,
        note=note.strip(),
        by_id=actor.person_id,
    ).save(force_insert=True)
    events.record_all(actor, [ways.told(referral, step, how=how, on=on, note=note)])
    return referral


@transaction.atomic
def decline(actor: Actor, referral_id: UUID, *, version: int, note: str, on: date) -> Referral:
    """登记不予接收、登记退回: the other body says that it is not its matter, before or after it took it. A hazard that was
    handed over is the town's own again."""
    seen = actor.find(Referral, referral_id, what="次移送")
    action = "refuse" if seen.acknowledged_on is None else "give_back"
    referral, step = ways.begin(actor, referral_id, action)
    ways.need(step, note=note.strip(), on=on)
    ways.check_day(on, referral.acknowledged_on or referral.sent_on, "发出或者签收")
    ways.advance(actor, referral, step, version, declined_on=on, declined=note.strip())
    entries = [ways.told(referral, step, note=note, on=on)]
    if referral.kind == "transfer":
        entries += ways.hazard_back(actor, referral.hazard, note)
    events.record_all(actor, entries)
    return referral


@transaction.atomic
def withdraw(actor: Actor, referral_id: UUID, *, version: int, note: str) -> Referral:
    """撤回: sent in error, or no longer needed. A hazard that was handed over is the town's own again."""
    referral, step = ways.begin(actor, referral_id, "withdraw")
    ways.need(step, note=note.strip())
    ways.advance(actor, referral, step, version, withdrawn_on=clock.today())
    entries = [ways.told(referral, step, note=note)]
    if referral.kind == "transfer":
        entries += ways.hazard_back(actor, referral.hazard, note)
    events.record_all(actor, entries)
    return referral


@transaction.atomic
def note_unanswered(actor: Actor, referral: Referral) -> bool:
    """逾期未答复: the clock writes into the hazard's trail that the term has passed without an answer. True where it was new."""
    changed = (
        Referral.objects.within(Scope.whole_town(actor.town))
        .filter(pk=referral.pk, state=referral.state, overdue_noted_on__isnull=True)
        .update(overdue_noted_on=clock.today())
    )
    if not changed:
        return False
    given = {"referral": referral, "kind": referral.kind, "body": referral.body, "due_on": referral.due_on}
    events.record_all(actor, [Entry("note_unanswered", referral.hazard, given)])
    return True


def _kept(actor: Actor, **scans: UUID | None) -> dict[str, UUID]:
    """The columns of scans that were given, once they are known to be files of the town."""
    given = {f"{name}_id": scan for name, scan in scans.items() if scan}
    files.owned(actor, list(given.values()))
    return given

"""Terms that a writ starts: they run from its issue or its service, are met, are taken back with a service, end unmet."""

from datetime import date
from uuid import UUID

from django.db import transaction

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.calendar import in_words
from bihuan.core.errors import Incomplete, NotAllowed
from bihuan.core.scope import Scope
from bihuan.documents.actions.drafting import right_for
from bihuan.documents.declarations import declaration
from bihuan.documents.models import Term, Writ
from bihuan.documents.rules import end_of

NOTE_MAX_CHARS = 200


def begun(writ: Writ, upon: str, from_on: date) -> list[Term]:
    """The terms that a writ starts upon its "issue" or "service" on a day, as new rows."""
    return [
        Term(
            town_id=writ.town_id,
            writ=writ,
            key=one.key,
            label=one.label,
            from_on=from_on,
            due_on=end_of(from_on, one.days_of(writ.fields), workdays=one.workdays, moves=one.moves),
        )
        for one in declaration(writ.kind, writ.edition).starts
        if one.upon == upon and one.applies(writ.fields, writ.dated)
    ]


def follow_service(writ: Writ) -> list[Term]:
    """Bring the terms in line with the day of service: begun anew with it, taken back where no service stands any more. Returns those
    that stand."""
    mine = Term.objects.within(Scope.whole_town(writ.town_id))
    known = {one.key: one for one in mine.filter(writ=writ)}
    upon_service = [one.key for one in declaration(writ.kind, writ.edition).starts if one.upon == "service"]
    if writ.served_on is None:
        mine.filter(writ=writ, key__in=upon_service, taken_back_on__isnull=True).update(
            taken_back_on=clock.today(), met_on=None, over_noted_on=None
        )
        return []
    fresh = begun(writ, "service", writ.served_on)
    for one in fresh:
        old = known.get(one.key)
        if old and (old.taken_back_on or (old.from_on, old.due_on) != (one.from_on, one.due_on)):
            mine.filter(pk=old.pk).update(
                from_on=one.from_on, due_on=one.due_on, taken_back_on=None, over_noted_on=None
            )
    Term.objects.bulk_create([one for one in fresh if one.key not in known])
    return fresh


@transaction.atomic
def meet_term(actor: Actor, term_id: UUID, *, on: date | None, note: str) -> Term:
    """已履行: what was to be done within a term was done on a day, with a note of how."""
    row = actor.find(Term, term_id, what="个期限")
    actor.need(right_for(row.writ.kind))
    wrong = {}
    if on is None or not row.from_on <= on <= clock.today():
        wrong["on"] = f"请填写履行日期，在{in_words(row.from_on)}至今天之间。"
    if not note.strip():
        wrong["note"] = "请写明怎么履行的。"
    if wrong or on is None:
        raise Incomplete("".join(wrong.values()), wrong)
    met = (
        Term.objects.within(Scope.whole_town(actor.town))
        .filter(pk=row.pk, met_on__isnull=True, taken_back_on__isnull=True)
        .update(met_on=on)
    )
    if met != 1:
        raise NotAllowed("这个期限已经登记履行，或者已随送达作废。")
    row.met_on = on
    given = {"term": row.label, "due_on": row.due_on, "on": on, "note": note.strip()[:NOTE_MAX_CHARS]}
    events.record(actor, "meet_term", row.writ, given=given)
    return row


@transaction.atomic
def note_term_over(actor: Actor, row: Term) -> bool:
    """期限届满未履行: put into the trail, once. For the clock; False when done before, or met meanwhile."""
    noted = (
        Term.objects.within(Scope.whole_town(actor.town))
        .filter(pk=row.pk, met_on__isnull=True, taken_back_on__isnull=True, over_noted_on__isnull=True)
        .update(over_noted_on=clock.today())
    )
    if noted:
        events.record(actor, "note_term_over", row.writ, given={"term": row.label, "due_on": row.due_on})
    return bool(noted)

"""Candidates of 一票否决: raised by the clock from the records, or by a person; and noted when the record behind one bears it out no more. The clock
decides nothing."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from bihuan.assessments.causes import Cause, causes_of, lost, rules_in_force, whom
from bihuan.assessments.lifecycle import CANDIDATE, DROPPED, STANDING
from bihuan.assessments.models import Veto, VetoRule
from bihuan.assessments.queries import vetoes
from bihuan.assessments.subjects import Subject, find
from bihuan.assessments.vetoing import BY_HAND
from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete, NotAllowed
from bihuan.core.events import Entry
from bihuan.core.ids import new_id
from bihuan.core.moving import hold_town
from bihuan.core.scope import Scope


@transaction.atomic
def raise_candidates(actor: Actor) -> int:
    """提出否决线索: by the clock, of what the records say and the town's rules in force. Once for each rule, record and subject; what was dropped because
    its record had been struck is raised again when that stands again. Returns how many are new."""
    whole, today = Scope.whole_town(actor.town), clock.today()
    wanted: dict[tuple[str, UUID, UUID], tuple[VetoRule, Cause, Subject]] = {}
    settled = _settled(whole)
    for rule in rules_in_force(whole, today):
        for cause in causes_of(actor.town, rule, today):
            if (rule.code, cause.id) in settled:
                continue
            for subject in whom(actor.town, rule, cause, today):
                wanted[rule.code, cause.id, subject.id] = (rule, cause, subject)
    fresh = _fresh(whole, wanted)
    if not fresh:
        return 0
    hold_town(actor)  # or two clocks would each find the same ones missing
    fresh = _fresh(whole, fresh)
    made = [_row(actor, *one) for one in fresh.values()]
    if made:
        Veto.objects.bulk_create(made)
        events.record_all(actor, [Entry("raise_veto", one, _told(one), "", CANDIDATE) for one in made])
    return len(made)


def _settled(whole: Scope) -> set[tuple[str, UUID]]:
    """The rules and records of which all that they raised is on record: whoever comes to head a village later is not met by what was before."""
    rows = Veto.objects.within(whole)
    again = set(rows.filter(state=DROPPED, lost_on__isnull=False).values_list("rule_code", "cause"))
    return set(rows.values_list("rule_code", "cause")) - again


def _fresh(whole: Scope, wanted: dict[tuple[str, UUID, UUID], Any]) -> dict[tuple[str, UUID, UUID], Any]:
    """Those of some that nobody has raised yet."""
    causes = {cause for _code, cause, _subject in wanted}
    known = Veto.objects.within(whole).filter(cause__in=causes).exclude(state=DROPPED, lost_on__isnull=False)
    there = set(known.values_list("rule_code", "cause", "subject"))
    return {key: one for key, one in wanted.items() if key not in there}


def _row(actor: Actor, rule: VetoRule, cause: Cause, subject: Subject) -> Veto:
    return Veto(
        id=new_id(),
        town_id=actor.town,
        person=subject.person,
        rule=rule,
        rule_code=rule.code,
        rule_text=rule.text,
        basis=rule.basis,
        cause_kind=cause.kind,
        cause=cause.id,
        cause_text=cause.text[:200],
        cause_on=cause.on,
        facts=cause.facts[:300],
        raised_on=clock.today(),
        raised_by_id=actor.person,
        **subject.columns,
    )


def _told(row: Veto) -> dict[str, Any]:
    return {"says": row.rule_text, "subject": row.subject_name, "cause": row.cause_text, "facts": row.facts}


@transaction.atomic
def raise_veto(
    actor: Actor,
    *,
    rule_id: UUID | None,
    kind: str,
    subject_id: UUID | None,
    happened_on: date | None,
    facts: str,
    veto_id: UUID | None = None,
) -> Veto:
    """提出一票否决: by a person, for what no record of the system shows (a criticism from above, a refusal). Sent twice it is raised once (NotAllowed)."""
    actor.need("assess")
    today, whole = clock.today(), Scope.whole_town(actor.town)
    rule = VetoRule.objects.within(whole).filter(pk=rule_id, ended_on__isnull=True).first()
    subject = find(actor, kind, subject_id, today) if subject_id else None
    wrong: dict[str, str] = {}
    if rule is None:
        wrong["rule_id"] = "请选择否决的情形（现行的规定）。"
    if subject is None:
        wrong["subject_id"] = "请选择对象。"
    if happened_on is None or happened_on > today:
        wrong["happened_on"] = "请填写发生的日期，不晚于今天。"
    if not facts.strip():
        wrong["facts"] = "请写明情形和出处，如通报的文号。"
    if wrong or rule is None or subject is None or happened_on is None:
        raise Incomplete("".join(wrong.values()), wrong)
    hold_town(actor)
    key = veto_id or new_id()
    if Veto.objects.within(whole).filter(cause=key).exists():
        raise NotAllowed("这条线索已经提出，没有重复登记。")
    cause = Cause(BY_HAND, key, facts.strip()[:60], happened_on, facts.strip())
    row = _row(actor, rule, cause, subject)
    row.id = key
    row.save(force_insert=True)
    events.record(actor, "raise_veto", row, given=_told(row), after=CANDIDATE)
    return row


@transaction.atomic
def note_causes(actor: Actor) -> int:
    """记下起因变更: of candidates and vetoes that stand, whose record was struck or corrected, or stands again. Nothing is decided by it: whoever decides is
    told. Returns how many changed."""
    whole, today = Scope.whole_town(actor.town), clock.today()
    rows = list(vetoes(whole).filter(state__in=(CANDIDATE, *STANDING)))
    gone = lost(actor.town, rows, today)
    other = [one for one in rows if gone.get(one.pk, "")[:300] != one.lost_why]
    if not other:
        return 0
    held = Veto.objects.within(whole).filter(pk__in=[one.pk for one in other]).order_by("pk").held()
    entries = []
    for row in held:
        why = gone.get(row.pk, "")[:300]
        if why == row.lost_why:
            continue
        values = {"lost_why": why, "lost_on": today if why else None}
        Veto.objects.within(whole).filter(pk=row.pk).update(**values)
        action = "note_cause_lost" if why else "note_cause_back"
        entries.append(Entry(action, row, {"says": row.rule_text, "why": why}))
    if entries:
        events.record_all(actor, entries)
    return len(entries)

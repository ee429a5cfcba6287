"""The town's rules of 一票否决: taken over as proposed, set, changed (the next edition), ended."""

from typing import Any
from uuid import UUID

from django.db import transaction

from bihuan.assessments import vetoing
from bihuan.assessments.models import VetoRule
from bihuan.assessments.vetoing import USUAL, Rule
from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.calendar import in_words
from bihuan.core.errors import Incomplete, NotAllowed
from bihuan.core.events import Entry
from bihuan.core.ids import new_id
from bihuan.core.moving import hold_town
from bihuan.core.scope import Scope


@transaction.atomic
def adopt_rules(actor: Actor, *, basis: str) -> list[VetoRule]:
    """采用常用的否决规定: those that the town has none of, by its own paper (`basis`). NotAllowed where there is nothing left to adopt."""
    actor.need("supervise")
    if not basis.strip():
        raise Incomplete("请填写依据。", {"basis": "请填写依据：上级或者本镇文件的名称、文号。"})
    hold_town(actor)
    whole, today = Scope.whole_town(actor.town), clock.today()
    known = set(VetoRule.objects.within(whole).values_list("code", flat=True))
    made = [
        VetoRule(town_id=actor.town, from_on=today, **_columns(one, basis.strip()))
        for one in USUAL
        if one.code not in known
    ]
    if not made:
        raise NotAllowed("常用的规定都已经有了，要改的请逐条改。")
    VetoRule.objects.bulk_create(made)
    events.record_all(actor, [Entry("set_veto_rule", one, _told(one)) for one in made])
    return made


@transaction.atomic
def set_rule(actor: Actor, rule: Rule, *, rule_id: UUID | None = None) -> VetoRule:
    """设定否决规定: a new one, or the next edition of one (`rule_id`) from today on. What was raised by the old edition goes on by it."""
    actor.need("supervise")
    if wrong := vetoing.check_rule(rule):
        raise Incomplete("".join(wrong.values()), wrong)
    hold_town(actor)
    whole, today = Scope.whole_town(actor.town), clock.today()
    code = f"own{new_id().hex[:12]}"
    if rule_id is not None:
        old = actor.hold(VetoRule, rule_id, what="条否决规定")
        if old.ended_on:
            raise NotAllowed(f"“{old}”已在{in_words(old.ended_on)}停用或者改过，请打开现行的一条来改。")
        code = old.code
        VetoRule.objects.within(whole).filter(pk=old.pk).update(ended_on=today)
    row = VetoRule(town_id=actor.town, from_on=today, **(_columns(rule, rule.basis.strip()) | {"code": code}))
    row.save(force_insert=True)
    events.record(actor, "set_veto_rule", row, given=_told(row))
    return row


@transaction.atomic
def end_rule(actor: Actor, rule_id: UUID) -> VetoRule:
    """停用否决规定: nothing is raised by it from today on. What was raised before is still to be decided."""
    actor.need("supervise")
    hold_town(actor)
    row = actor.hold(VetoRule, rule_id, what="条否决规定")
    if row.ended_on:
        raise NotAllowed(f"“{row}”已在{in_words(row.ended_on)}停用。")
    VetoRule.objects.within(Scope.whole_town(actor.town)).filter(pk=row.pk).update(ended_on=clock.today())
    row.ended_on = clock.today()
    events.record(actor, "end_veto_rule", row, given={"says": row.text})
    return row


def _columns(rule: Rule, basis: str) -> dict[str, Any]:
    return {
        "code": rule.code,
        "text": rule.text.strip(),
        "trigger": rule.trigger,
        "grade": rule.grade if rule.trigger == vetoing.ACCIDENT else "",
        "deaths": rule.deaths if rule.trigger == vetoing.ACCIDENT else 0,
        "days": rule.days if rule.trigger == vetoing.LISTING else 0,
        "affects": list(rule.affects),
        "months": rule.months,
        "bars": list(rule.bars),
        "basis": basis,
    }


def _told(row: VetoRule) -> dict[str, Any]:
    return {"says": row.text, "months": row.months, "bars": vetoing.bars_text(row.bars), "basis": row.basis}

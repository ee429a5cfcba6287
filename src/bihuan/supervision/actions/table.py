"""Verbs of the town's table of reminders and escalations."""

from uuid import UUID

from django.db import IntegrityError, transaction

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete, NotAllowed
from bihuan.core.models import Town
from bihuan.core.scope import Scope
from bihuan.hazards.rules import LEVELS
from bihuan.supervision import rules
from bihuan.supervision.models import EscalationRule
from bihuan.supervision.queries import rules_in_force
from bihuan.supervision.rules import ESCALATE, MEANS, Step

OTHER_FIRST = "刚刚有人改过这张表，请刷新后再办理。"


@transaction.atomic
def adopt_defaults(actor: Actor) -> list[EscalationRule]:
    """采用自己的规则表: the table that every town begins with becomes the town's own, to be changed line by line."""
    actor.need("supervise")
    if rules_in_force(actor.scope).exists():
        raise NotAllowed("本镇已经有自己的规则表。")
    rows = [_row(actor, step) for step in rules.DEFAULTS]
    try:
        with transaction.atomic():
            EscalationRule.objects.bulk_create(rows)
    except IntegrityError as error:
        raise NotAllowed(OTHER_FIRST) from error
    town = Town.objects.of(actor.scope)
    events.record(actor, "adopt_rules", town, given={"steps": [_words(row.step) for row in rows]})
    return rows


@transaction.atomic
def add_rule(
    actor: Actor, *, level: str, days: int, post: str, means: str, workdays: bool = False
) -> EscalationRule:
    """增加一步: from today on, such a step is due. It binds terms that run already."""
    actor.need("supervise")
    own = [row.step for row in rules_in_force(actor.scope)]
    if not own:
        raise NotAllowed("现在用的是默认规则，请先按“改用本镇的规则”。")
    step = Step(level, days, post, means, workdays)
    wrong = rules.check_step(step, own)
    if level not in LEVELS:
        wrong["level"] = "请选择隐患级别。"
    if means not in MEANS:
        wrong["means"] = "请选择提醒或者升级。"
    if wrong:
        raise Incomplete("".join(wrong.values()), wrong)
    row = _row(actor, step)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise NotAllowed(OTHER_FIRST) from error
    events.record(actor, "add_rule", row, given={"step": _words(step)})
    return row


@transaction.atomic
def end_rule(actor: Actor, rule_id: UUID) -> EscalationRule:
    """停用一步: it is due no more. What was told by it stays. Each level keeps at least one step that passes an overdue order up."""
    actor.need("supervise")
    row = actor.find(EscalationRule, rule_id, what="条规则")
    if row.ended_on is not None:
        raise NotAllowed("这一步已经停用。")
    others = rules_in_force(actor.scope).filter(level=row.level, means=ESCALATE).exclude(pk=row.pk)
    if row.means == ESCALATE and not others.exists():
        raise NotAllowed(f"{LEVELS[row.level]}至少要保留一步升级，逾期的才有人管。请先增加另一步。")
    changed = (
        EscalationRule.objects.within(Scope.whole_town(actor.town))
        .filter(pk=row.pk, ended_on__isnull=True)
        .update(ended_on=clock.today())
    )
    if not changed:
        raise NotAllowed(OTHER_FIRST)
    row.ended_on = clock.today()
    events.record(actor, "end_rule", row, given={"step": _words(row.step)})
    return row


def _row(actor: Actor, step: Step) -> EscalationRule:
    return EscalationRule(
        town_id=actor.town,
        level=step.level,
        days=step.days,
        workdays=step.workdays,
        post=step.post,
        means=step.means,
        from_on=clock.today(),
    )


def _words(step: Step) -> str:
    """一般隐患逾期3天升级至分管副镇长."""
    return f"{LEVELS[step.level]}{step.says}{MEANS[step.means]}{step.post_label}"

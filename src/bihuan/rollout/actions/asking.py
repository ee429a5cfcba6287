"""What the town asks: of benchmark units, and at an acceptance. An edition is ended, not changed."""

from collections.abc import Sequence
from typing import TypeVar

from django.db import transaction

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete, NotAllowed
from bihuan.core.moving import hold_town
from bihuan.core.scope import Scope
from bihuan.rollout import rules
from bihuan.rollout.models import BenchmarkRule, ScoreSheet
from bihuan.rollout.queries import rule_of, sheet_of

A = TypeVar("A", BenchmarkRule, ScoreSheet)
SAME = "与现行的完全相同，没有改动。"


@transaction.atomic
def set_criteria(actor: Actor, *, criteria: Sequence[rules.Asked], least: int | None) -> BenchmarkRule:
    """定选树条件: from today on. Who has been chosen stays so, with the reasons of that day."""
    actor.need("supervise")
    if wrong := rules.check_criteria(criteria, least):
        raise Incomplete("".join(wrong.values()), wrong)
    assert least is not None
    hold_town(actor)
    kept = [one.as_kept() for one in criteria]
    now = rule_of(actor.scope)
    if (now.criteria, now.least) == (kept, least):
        raise NotAllowed(SAME)
    rule = _begin(actor, BenchmarkRule(criteria=kept, least=least))
    told = {"least": least, "says": [f"{one.label}{one.points}分" for one in criteria]}
    events.record(actor, "set_benchmark_rule", rule, given=told)
    return rule


@transaction.atomic
def set_sheet(actor: Actor, *, items: Sequence[rules.SheetItem], least: int | None) -> ScoreSheet:
    """定验收评分表: from today on. What was accepted stays as it was scored."""
    actor.need("supervise")
    if wrong := rules.check_sheet(items, least):
        raise Incomplete("".join(wrong.values()), wrong)
    assert least is not None
    hold_town(actor)
    kept = [one.as_kept() for one in items]
    now = sheet_of(actor.scope)
    if (now.lines, now.least) == (kept, least):
        raise NotAllowed(SAME)
    sheet = _begin(actor, ScoreSheet(lines=kept, least=least))
    events.record(
        actor, "set_score_sheet", sheet, given={"least": least, "full": sheet.full, "items": len(items)}
    )
    return sheet


def _begin(actor: Actor, edition: A) -> A:
    """The new edition in the old one's place."""
    today = clock.today()
    rows = type(edition).objects.within(Scope.whole_town(actor.town))
    rows.filter(ended_on__isnull=True).update(ended_on=today)
    edition.town_id, edition.from_on = actor.town, today
    edition.save(force_insert=True)
    return edition

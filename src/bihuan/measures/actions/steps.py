"""How a watch is begun and moved: the table's row, the one conditional UPDATE."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from bihuan.core import moving
from bihuan.core.actions import Actor
from bihuan.core.errors import Stale
from bihuan.core.lifecycle import Move
from bihuan.measures.lifecycle import WATCH
from bihuan.measures.models import Decision, Revisit, Watch
from bihuan.measures.rules import next_revisit

_NEEDED = {"note": "请填写情况说明。", "photos": "请拍一张现场照片。"}
STALE = "这项看守刚刚被别人处理过。请核对最新情况后再办理，您填写的内容还在。"


def move_of(actor: Actor, watch: Watch, action: str, **given: Any) -> Move:
    """The table's row for an action from the watch's state, if the actor may; Incomplete unless all that it needs is given."""
    step = WATCH.move(action, watch.state, *watch.traits)
    actor.need(step.right)
    moving.need(step, _NEEDED, **given)
    return step


def advance(actor: Actor, watch: Watch, step: Move, version: int, **values: Any) -> None:
    """Move a watch; see `moving.advance`."""
    moving.advance(actor, watch, step, version, STALE, **values)


def begin_watch(actor: Actor, decision: Decision) -> Watch:
    """A watch over a new decision, with its first revisit. Stale where another has just begun one at the unit."""
    watch = Watch(
        town_id=actor.town, decision=decision, unit_id=decision.unit_id, since_on=decision.decided_on
    )
    try:
        with transaction.atomic():
            watch.save(force_insert=True)
    except IntegrityError as error:
        raise Stale("刚刚有人对该单位登记了决定。请核对最新情况后再办理，您填写的内容还在。") from error
    plan_revisit(actor, watch, decision.decided_on)
    return watch


def plan_revisit(actor: Actor, watch: Watch, after: date) -> None:
    """Put down the next day on which the place is to be looked at."""
    due_on = next_revisit(watch.decision.kind, watch.since_on, after)
    Revisit(town_id=actor.town, watch=watch, due_on=due_on).save(force_insert=True)

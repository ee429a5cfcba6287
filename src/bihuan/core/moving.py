"""How a thing with a lifecycle is moved: what its step needs, and the one conditional UPDATE; and how a thing is entered once."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Model

from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete, NotAllowed, Stale
from bihuan.core.lifecycle import Move
from bihuan.core.models import Town
from bihuan.core.scope import Scope


def need(step: Move, words: Mapping[str, str], **given: Any) -> None:
    """Raises Incomplete unless all that the step needs is given; `words` says of each need what is missing."""
    wrong = {name: words[name] for name in step.needs if not given.get(name)}
    if wrong:
        raise Incomplete(f"{step.label}：{''.join(wrong.values())}", wrong)


def advance(actor: Actor, row: Any, step: Move, version: int, stale: str, **values: Any) -> None:
    """Move a row of a scoped model with `state` and `version`; the loaded row is brought up to it. The row was found within the
    actor's scope; the UPDATE asks the town alone, so that all its conditions lie on the row itself (see `JoinedUpdate`).
    Raises Stale with the words of `stale` where somebody was first."""
    values["state"] = step.to
    changed = (
        type(row)
        .objects.within(Scope.whole_town(actor.town))
        .filter(pk=row.pk, state=step.frm, version=version)
        .update(version=F("version") + 1, **values)
    )
    if changed != 1:
        raise Stale(stale)
    for name, value in values.items():
        setattr(row, name, value)
    row.version = version + 1


def insert_once(row: Model, twice: str) -> None:
    """Write a new row, whose id came with its page; NotAllowed with the words of `twice` where the same page was sent before."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise NotAllowed(twice) from error


def hold_town(actor: Actor) -> Town:
    """Until the end of the transaction nobody else of the town comes past here: what an action then looks for, and does not find, is
    still not there when it is written. To be called before any row is written, or two might wait for each other."""
    held: Town = Town.objects.within(actor.scope).held().get(pk=actor.town)
    return held

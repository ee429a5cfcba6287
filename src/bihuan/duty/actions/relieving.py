"""The shift changes: who gives signs with one press, who takes over with another."""

from collections.abc import Collection
from datetime import date, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.calendar import moment_in_words
from bihuan.core.errors import Forbidden, NotAllowed
from bihuan.core.scope import Scope
from bihuan.duty.matters import kept, open_matters
from bihuan.duty.models import DutyCustom, Relief, Turn
from bihuan.duty.queries import custom_of, reliefs, standing
from bihuan.duty.rules import POSITIONS, short_day

EARLY = timedelta(hours=2)  # before the change a shift may be handed over


@transaction.atomic
def hand_over_shift(
    actor: Actor,
    day: date,
    *,
    weather: str = "",
    told: str = "",
    passed_up: str = "",
    absent: Collection[UUID] = (),
) -> Relief:
    """交班: by somebody of the shift. Whoever stood is stated present but for `absent`; what is open goes over with the shift as it is now.
    Forbidden; NotAllowed before its time, or where it was done."""
    actor.need("stand")
    turns = standing(actor.scope, day, day)
    _need_of_shift(actor, turns, day, "交班")
    custom = custom_of(actor.scope)
    ends = custom.begins(day + timedelta(days=1))
    if clock.now() < ends - EARLY:
        raise NotAllowed(f"{short_day(day)}的班到{moment_in_words(ends)}结束，还没到交班时间。")
    if there := reliefs(actor.scope).filter(day=day).first():
        raise NotAllowed(
            f"{short_day(day)}的班已由{there.given_by.name}于{moment_in_words(there.given_at)}交过。"
            "要补充的，请告诉接班的人。"
        )
    _need_recent(custom, day, "交班", "没有交代的事，请写进现在这一班的交班。")
    away = set(absent)
    relief = Relief(
        town_id=actor.town,
        day=day,
        given_by_id=actor.person_id,
        given_at=clock.now(),
        present=[_who(one) for one in turns if one.person_id not in away],
        absent=[_who(one) for one in turns if one.person_id in away],
        matters=kept(open_matters(actor.scope)),
        weather=weather.strip(),
        told=told.strip(),
        passed_up=passed_up.strip(),
    )
    try:
        with transaction.atomic():
            relief.save(force_insert=True)
    except IntegrityError as error:  # two of the shift press at once
        raise NotAllowed(f"{short_day(day)}的班已经交过了。") from error
    given = {"day": day, "matters": len(relief.matters), "absent": [one["name"] for one in relief.absent]}
    events.record(actor, "hand_over_shift", relief, given=given)
    return relief


def _need_recent(custom: DutyCustom, day: date, what: str, instead: str) -> None:
    """A shift goes over while the next one runs; what was not signed then stays unsigned."""
    over = custom.begins(day + timedelta(days=2))
    if clock.now() >= over:
        raise NotAllowed(
            f"{short_day(day)}的班早已结束，下一班到{moment_in_words(over)}也已结束，不能补{what}。{instead}"
        )


def _need_of_shift(actor: Actor, turns: list[Turn], day: date, what: str) -> None:
    if not turns:
        raise NotAllowed(f"{short_day(day)}没有发布值班表，不能{what}。")
    if not actor.may("duty") and actor.person not in {one.person_id for one in turns}:
        raise Forbidden(f"{short_day(day)}的班不是您值的，由值班的人{what}。")


def _who(turn: Turn) -> dict[str, str]:
    return {"name": turn.person.name, "position": POSITIONS[turn.position]}


@transaction.atomic
def take_over_shift(actor: Actor, relief_id: UUID) -> Relief:
    """接班: by somebody of the next shift, who did not hand over. From then on the hand-over is signed by both."""
    actor.need("stand")
    relief = actor.find(Relief, relief_id, what="次交接班")
    next_day = relief.day + timedelta(days=1)
    if relief.taken_at is None:
        _need_recent(custom_of(actor.scope), relief.day, "接班", "记录如实留作没有接班签字。")
    _need_of_shift(actor, standing(actor.scope, next_day, next_day), next_day, "接班")
    if relief.given_by_id == actor.person:
        raise Forbidden("交班人不能自己接班，由下一班的人接。")
    rows = Relief.objects.within(Scope.whole_town(actor.town)).filter(pk=relief.pk, taken_at__isnull=True)
    now = clock.now()
    if not rows.update(taken_by=actor.person_id, taken_at=now, taken_on=clock.today()):
        raise NotAllowed("这一班已经接过了。")
    relief.taken_by_id, relief.taken_at, relief.taken_on = actor.person_id, now, clock.today()
    events.record(actor, "take_over_shift", relief, given={"day": relief.day})
    return relief

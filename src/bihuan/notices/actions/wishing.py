"""Verbs of what a person and a town wish of notices. Addresses stand in no event: who changed them, and which, is what the log keeps."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete, NotAllowed
from bihuan.core.ids import new_id
from bihuan.core.models import Town
from bihuan.grid.models import Person
from bihuan.notices import rules
from bihuan.notices.kinds import KINDS
from bihuan.notices.models import Letter, TownRhythm, Wishes
from bihuan.notices.queries import wishes_of
from bihuan.notices.sealing import seal

Paces = Mapping[str, Mapping[str, str]]


@transaction.atomic
def set_wishes(
    actor: Actor,
    *,
    email: str,
    robot: str | None,
    paces: Paces,
    rhythm: rules.Rhythm | None,
    webhook_hosts: tuple[str, ...] = (),
) -> Wishes:
    """通知设置: one's own. `robot` is an address as it was pasted, "" to use none, None to leave it as it is; `paces`: of some ways,
    by kind; a way that is not among them keeps what it had; `rhythm` None: the town's."""
    wrong, found = {}, None
    if email and not _is_email(email):
        wrong["email"] = "邮箱地址不对，应如 name@example.cn。"
    if robot:
        found, why = rules.robot_of(robot, webhook_hosts)
        if why:
            wrong["robot"] = why
    if rhythm and (why := rules.check_rhythm(rhythm)):
        wrong["until"] = why
    if wrong:
        raise Incomplete("".join(wrong.values()), wrong)
    mine = wishes_of(actor) or Wishes(person_id=actor.person_id, town_id=actor.town)
    mine.email = email
    if robot is not None:
        mine.robot = seal(found.address) if found else ""
        mine.robot_label = found.label if found else ""
    mine.paces = {**mine.paces, **_known(paces)}
    mine.follows_town = rhythm is None
    mine.take(rhythm or rules.Rhythm())
    mine.save()
    person = actor.find(Person, actor.person, what="个人员")
    given = {"ways": list(mine.ways), "robot_changed": robot is not None, "own_rhythm": rhythm is not None}
    events.record(actor, "set_wishes", person, given=given)
    return mine


@transaction.atomic
def set_rhythm_of_town(actor: Actor, rhythm: rules.Rhythm) -> TownRhythm:
    """全镇通知时间: what holds for whoever wishes nothing else."""
    actor.need("maintain")
    if why := rules.check_rhythm(rhythm):
        raise Incomplete(why, {"until": why})
    row = TownRhythm.objects.within(actor.scope).first() or TownRhythm(town_id=actor.town)
    row.take(rhythm)
    row.save()
    town = Town.objects.of(actor.scope)
    given = {"quiet": f"{rhythm.since:%H:%M}–{rhythm.until:%H:%M}", "digest": f"{rhythm.digest_at:%H:%M}"}
    events.record(actor, "set_rhythm", town, given=given | {"days_off": rhythm.days_off})
    return row


@transaction.atomic
def ask_test(actor: Actor, way: str) -> Letter:
    """发测试通知: to one's own address, now. One at a time."""
    mine = wishes_of(actor)
    if mine is None or way not in mine.ways:
        raise NotAllowed("还没有填写这个地址，请先填写并保存。")
    waiting = Letter.objects.within(actor.scope).filter(
        person=actor.person, way=way, is_test=True, sent_at__isnull=True, given_up_at__isnull=True
    )
    if waiting.exists():
        raise NotAllowed("上一条测试通知还没有发出，请稍等再试。")
    now = clock.now()
    letter = Letter(
        id=new_id(),
        town_id=actor.town,
        person_id=actor.person_id,
        way=way,
        made_at=now,
        try_at=now,
        is_test=True,
    )
    letter.save(force_insert=True)
    return letter


def _known(paces: Paces) -> dict[str, dict[str, str]]:
    """What is wished of kinds that there are, where it is another pace than the kind's own."""
    return {
        way: {
            kind: pace
            for kind, pace in paces[way].items()
            if kind in KINDS and pace in rules.PACES and pace != rules.usual(KINDS[kind].level)
        }
        for way in paces
        if way in rules.WAYS
    }


def _is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True

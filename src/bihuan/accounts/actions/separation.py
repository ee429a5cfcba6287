"""The three administrators are kept apart, and become one again when two of them want it (ADR 19)."""

from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from bihuan.accounts.models import Rejoining
from bihuan.accounts.separation import may_agree, post_of_three, standing
from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.errors import Forbidden, Incomplete, NotAllowed, Stale
from bihuan.core.ids import new_id
from bihuan.core.models import Town
from bihuan.core.moving import hold_town
from bihuan.core.scope import Scope
from bihuan.grid.models import Person

STALE = "这件事刚刚有人办过。请刷新后再看。"


@transaction.atomic
def keep_apart(actor: Actor) -> Town:
    """启用三员分设: from now on each of the three has the rights of one post alone. Raises NotAllowed with all that is in the way."""
    actor.need("authorize")
    town = hold_town(actor)
    if town.is_apart:
        raise NotAllowed("本镇已经启用三员分设。")
    found = standing(actor)
    if found.gaps:
        raise NotAllowed(f"还不能启用：{''.join(found.gaps)}")
    names = [f"{label}{'、'.join(one.person.name for one in held)}" for label, held in found.posts]
    return _set(actor, town, True, "keep_apart", {"names": names})


@transaction.atomic
def ask_to_rejoin(actor: Actor, *, reason: str) -> Rejoining:
    """提出停用三员分设: another of the three, of another post, has to agree."""
    kind = _kind(actor)
    town = hold_town(actor)
    if not town.is_apart:
        raise NotAllowed("本镇没有启用三员分设。")
    if not reason.strip():
        raise Incomplete("请填写原因。", {"reason": "请填写原因，如：系统安全管理员调离，暂无人接任。"})
    if _open(actor).exists():
        raise NotAllowed("已经有人提出，正等另一名管理员确认。")
    wish = Rejoining(
        id=new_id(),
        town_id=actor.town,
        reason=reason.strip(),
        asked_by_id=actor.person_id,
        asked_as=kind,
        asked_at=clock.now(),
    )
    wish.save(force_insert=True)
    events.record(actor, "ask_to_rejoin", town, given={"reason": wish.reason})
    return wish


@transaction.atomic
def agree_to_rejoin(actor: Actor, wish_id: UUID) -> Town:
    """确认停用三员分设: by another person of another post than who asked. The one system administrator has all rights again."""
    town = hold_town(actor)
    wish = actor.find(Rejoining, wish_id, what="项申请")
    _kind(actor)
    if not may_agree(actor, wish):
        raise NotAllowed("要由另一个岗位的管理员确认，不能由提出的一方自己确认。")
    _answer(actor, wish, is_agreed=True)
    asker = Actor.founder(actor.town).find(Person, wish.asked_by_id, what="个人员")
    return _set(actor, town, False, "agree_to_rejoin", {"reason": wish.reason, "asked_by": asker.name})


@transaction.atomic
def drop_rejoining(actor: Actor, wish_id: UUID) -> Rejoining:
    """撤销停用的申请: by any of the three; all stays as it is."""
    town = hold_town(actor)
    wish = actor.find(Rejoining, wish_id, what="项申请")
    _kind(actor)
    _answer(actor, wish, is_agreed=False)
    events.record(actor, "drop_rejoining", town, given={"reason": wish.reason})
    return wish


def _kind(actor: Actor) -> str:
    """Which of the three the actor is. Raises Forbidden for none."""
    kind = post_of_three(actor)
    if not kind:
        raise Forbidden("停用三员分设由系统管理员、系统安全管理员、审计管理员中的两人办理。")
    return kind


def _open(actor: Actor) -> QuerySet[Rejoining]:
    found: QuerySet[Rejoining] = Rejoining.objects.within(Scope.whole_town(actor.town)).filter(
        answered_at__isnull=True
    )
    return found


def _answer(actor: Actor, wish: Rejoining, *, is_agreed: bool) -> None:
    answer = {"answered_by": actor.person_id, "answered_at": clock.now(), "is_agreed": is_agreed}
    if _open(actor).filter(pk=wish.pk).update(**answer) != 1:
        raise Stale(STALE)


def _set(actor: Actor, town: Town, is_apart: bool, action: str, given: dict[str, object]) -> Town:
    Town.objects.within(Scope.whole_town(actor.town)).filter(pk=town.pk).update(is_apart=is_apart)
    events.record(actor, action, town, given=given)
    town.is_apart = is_apart
    return town

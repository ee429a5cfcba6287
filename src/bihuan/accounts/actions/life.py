"""An account from its invitation to its end, and back."""

from datetime import date
from uuid import UUID

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX, make_password
from django.db import IntegrityError, transaction

from bihuan.accounts.lifecycle import ACCOUNT
from bihuan.accounts.models import Invitation
from bihuan.accounts.queries import account_state, invitation_by, open_invitation
from bihuan.accounts.rules import INVITED_FOR, code_hash, new_code
from bihuan.accounts.separation import together
from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete, NotAllowed, Stale
from bihuan.core.ids import new_id
from bihuan.core.lifecycle import Move
from bihuan.core.moving import hold_town, need
from bihuan.core.scope import Scope
from bihuan.grid.actions import leave_posts, set_password
from bihuan.grid.models import Person
from bihuan.grid.queries import actor_of

STALE = "这个人的账号刚刚被别人办理过。请刷新页面，看清现在的状态再办。"
WORDS = {"reason": "请填写原因。"}


@transaction.atomic
def invite(actor: Actor, person_id: UUID) -> tuple[Invitation, str]:
    """邀请登录、重发、重置密码: returns the invitation and its code, which nothing keeps. The password so far and an earlier invitation
    end at once."""
    actor.need("people")
    invitation, code, told = new_invitation(actor, person_id)
    events.record_all(actor, [told])
    return invitation, code


def new_invitation(actor: Actor, person_id: UUID) -> tuple[Invitation, str, events.Entry]:
    """The same within another action, which asks for a right of its own and records the entry."""
    person, step = _stepping(actor, person_id, "invite")
    if not (person.username or person.phone):
        raise Incomplete("没有用户名或手机号，不能登录。请先修改资料，填写其中一项。")
    _end_invitation(actor, person)
    _without_password(actor, person)
    code, now = new_code(), clock.now()
    invitation = Invitation(
        id=new_id(),
        town_id=actor.town,
        person=person,
        code_hash=code_hash(code),
        made_at=now,
        made_by=actor.name,
        expires_at=now + INVITED_FOR,
    )
    try:
        with transaction.atomic():
            invitation.save(force_insert=True)
    except IntegrityError as error:  # another one was handed out at the same moment: of two, one opens
        raise Stale(STALE) from error
    given = {"expires_at": invitation.expires_at}
    return invitation, code, events.Entry("invite", person, given, before=step.frm, after=step.to)


@transaction.atomic
def accept_invitation(code: str, *, password: str) -> Person:
    """接受邀请: who holds the code sets the password. The code opens nothing a second time."""
    invitation = invitation_by(code)
    person = invitation.person
    whole = Scope.whole_town(invitation.town_id)
    still = Invitation.objects.within(whole).filter(
        pk=invitation.pk, used_at__isnull=True, ended_at__isnull=True
    )
    if still.update(used_at=clock.now()) != 1:
        raise Stale("这个邀请刚刚已经用过，请直接登录。")
    actor = actor_of(person)
    changed = set_password(actor, person.pk, password=password)
    events.record(actor, "accept_invitation", person, before="invited", after="open")
    return changed


@transaction.atomic
def close_account(actor: Actor, person_id: UUID, *, reason: str, left_on: date) -> Person:
    """离职停用: the account closes at once, and all posts end on a day. The name stays in all records."""
    actor.need("people")
    if person_id == actor.person:
        raise NotAllowed("不能停用自己的账号。请由别的系统管理员办理。")
    hold_town(actor)  # whether somebody is left in the post of an administrator
    person, step = _stepping(actor, person_id, "close_account")
    need(step, WORDS, reason=reason.strip())
    whole = Scope.whole_town(actor.town)
    if Person.objects.within(whole).filter(pk=person.pk, is_active=True).update(is_active=False) != 1:
        raise Stale(STALE)
    _end_invitation(actor, person)
    _without_password(actor, person)
    left = leave_posts(actor, person, left_on=left_on)
    given = {"reason": reason.strip(), "left_on": left_on}
    closed = events.Entry("close_account", person, given, before=step.frm, after=step.to)
    events.record_all(actor, [*left, closed])
    person.is_active = False
    return person


@transaction.atomic
def reopen_account(actor: Actor, person_id: UUID, *, reason: str) -> Person:
    """恢复: who comes back is the same person as before; posts and the way in are given anew."""
    actor.need("people")
    town = hold_town(actor)
    person, step = _stepping(actor, person_id, "reopen_account")
    need(step, WORDS, reason=reason.strip())
    if town.is_apart and (found := together(actor.town, person=person)):
        raise NotAllowed(f"{person.name}还有没到离任日期的岗位：{found[person]}请等到离任以后再恢复。")
    whole = Scope.whole_town(actor.town)
    if Person.objects.within(whole).filter(pk=person.pk, is_active=False).update(is_active=True) != 1:
        raise Stale(STALE)
    events.record(
        actor, "reopen_account", person, given={"reason": reason.strip()}, before=step.frm, after=step.to
    )
    person.is_active = True
    return person


def _stepping(actor: Actor, person_id: UUID, action: str) -> tuple[Person, Move]:
    """The person, and the step that the table allows."""
    person = Actor.founder(actor.town).find(Person, person_id, what="个人员")
    return person, ACCOUNT.move(action, account_state(person, open_invitation(person)))


def _end_invitation(actor: Actor, person: Person) -> None:
    Invitation.objects.within(Scope.whole_town(actor.town)).filter(
        person=person, used_at__isnull=True, ended_at__isnull=True
    ).update(ended_at=clock.now())


def _without_password(actor: Actor, person: Person) -> None:
    """The password opens nothing any more; a changed hash ends all of the person's sessions as well."""
    found = Person.objects.within(Scope.whole_town(actor.town)).filter(pk=person.pk)
    changed = found.exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX)
    changed.update(password=make_password(None), must_change_password=False)

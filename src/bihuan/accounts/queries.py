"""Reading of accounts."""

from bihuan.accounts.lifecycle import state_of
from bihuan.accounts.models import Invitation
from bihuan.accounts.rules import code_hash, plain_code
from bihuan.core import clock
from bihuan.core.errors import NotAllowed, NotFound
from bihuan.core.scope import Scope
from bihuan.grid.models import Person


def open_invitation(person: Person) -> Invitation | None:
    """A person's invitation that nobody has used, expired or not."""
    found: Invitation | None = (
        Invitation.objects.within(Scope.whole_town(person.town_id))
        .filter(person=person, used_at__isnull=True, ended_at__isnull=True)
        .first()
    )
    return found


def account_state(person: Person, invitation: Invitation | None) -> str:
    """The state of a person's account."""
    return state_of(
        is_active=person.is_active,
        has_password=person.has_usable_password(),
        is_invited=invitation is not None,
    )


def invitation_by(code: str) -> Invitation:
    """The open invitation of a code, with its person. Raises NotFound for no such code; NotAllowed says why one holds no more."""
    found = (
        Invitation.at_the_door.select_related("person", "town").filter(code_hash=code_hash(code)).first()
        if plain_code(code)
        else None
    )
    if found is None:
        raise NotFound("没有这个邀请码。请核对有没有输错；仍不行的，请系统管理员重发邀请。")
    if found.used_at:
        raise NotAllowed("这个邀请已经用过，密码已设好，请直接登录。忘记密码的，请系统管理员重发邀请。")
    if found.ended_at or not found.person.is_active:
        raise NotAllowed(
            "这个邀请已经作废：管理员重发过邀请，或账号已停用。请用最新的一个，或联系系统管理员。"
        )
    if found.expires_at <= clock.now():
        raise NotAllowed("这个邀请已经过期。请系统管理员重发邀请。")
    return found

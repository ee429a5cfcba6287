"""The second factor: bound by its owner, used once a code, reset by an administrator with a reason."""

from uuid import UUID

import pyotp
from django.db import transaction
from django.utils.crypto import salted_hmac

from bihuan.accounts.models import RecoveryCode, SecondFactor
from bihuan.accounts.queries import factor_of, must_have_factor
from bihuan.accounts.rules import matching_step, new_code, plain_code, step_at
from bihuan.accounts.sealing import seal, unseal
from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete, NotAllowed, Stale
from bihuan.core.ids import new_id
from bihuan.core.scope import Scope, ScopedQuerySet
from bihuan.grid.models import Person

CODES, CODE_LENGTH = 10, 8
WRONG = "动态口令不对。请看验证器上现在的6位数字；手机时间差半分钟以上的，请先校准手机时间。"
USED = "这个动态口令刚才已经用过。请等验证器换出下一个（最多30秒）。"


@transaction.atomic
def begin_second_factor(actor: Actor) -> tuple[SecondFactor, str]:
    """开始绑定验证器: a new secret, which is in use only when a code of it has been typed. Asked again, the secret is the same."""
    person = actor.find(Person, actor.person_id, what="个人员")
    known = factor_of(person)
    if known and known.confirmed_at:
        raise NotAllowed("已经绑定了验证器。要换手机，请先解除绑定。")
    if known:
        return known, unseal(known.secret)
    secret = pyotp.random_base32()
    factor = SecondFactor(
        id=new_id(), town_id=actor.town, person=person, secret=seal(secret), made_at=clock.now()
    )
    factor.save(force_insert=True)
    return factor, secret


@transaction.atomic
def confirm_second_factor(actor: Actor, *, code: str) -> list[str]:
    """绑定验证器: proven by a code. Returns the recovery codes, which nothing keeps."""
    person = actor.find(Person, actor.person_id, what="个人员")
    factor = factor_of(person)
    if factor is None or factor.confirmed_at:
        raise Stale("这一页已经过期，请重新打开“动态口令”。")
    _use_code(factor, code)
    _ours(factor).update(confirmed_at=clock.now())
    codes = _new_recovery_codes(factor)
    events.record(actor, "bind_second_factor", person)
    return codes


@transaction.atomic
def use_second_factor(person: Person, *, typed: str) -> None:
    """第二步登录: by the code of the moment, or by a recovery code; either opens once. Raises Incomplete for what is neither."""
    factor = factor_of(person)
    if factor is None or factor.confirmed_at is None:
        raise Stale("验证器刚刚已解除绑定，请重新登录。")
    plain = plain_code(typed)
    if len(plain) != CODE_LENGTH:
        _use_code(factor, plain)
        return
    whole = Scope.whole_town(person.town_id)
    unused = RecoveryCode.objects.within(whole).filter(
        factor=factor, code_hash=_hash(factor, plain), used_at__isnull=True, ended_at__isnull=True
    )
    if unused.update(used_at=clock.now()) != 1:
        raise Incomplete("恢复码不对，或者已经用过。每个恢复码只能用一次。", {"code": "恢复码不对或已用过。"})
    left = unused_codes(factor)
    founder = Actor(person=person.pk, name=person.name, scope=whole)
    events.record(founder, "use_recovery_code", person, given={"left": left})


@transaction.atomic
def renew_recovery_codes(actor: Actor, *, code: str) -> list[str]:
    """重新生成恢复码: the old ones open nothing any more."""
    factor, person = _own(actor)
    _use_code(factor, code)
    codes = _new_recovery_codes(factor)
    events.record(actor, "renew_recovery_codes", person)
    return codes


@transaction.atomic
def unbind_second_factor(actor: Actor, *, code: str) -> SecondFactor:
    """解除绑定: proven by a code. Where the post must have one, another is bound at the next sign-in."""
    factor, person = _own(actor)
    _use_code(factor, code)
    _end(factor)
    events.record(actor, "unbind_second_factor", person, given={"must": must_have_factor(actor)})
    return factor


@transaction.atomic
def reset_second_factor(actor: Actor, person_id: UUID, *, reason: str) -> Person:
    """重置动态口令: for who has lost phone and codes. Not one's own: an administrator's is reset by another, or on the server."""
    actor.need("authorize")
    if person_id == actor.person:
        raise NotAllowed("不能重置自己的动态口令。请由别的管理员办理，或在服务器上运行 bihuan reset。")
    if not reason.strip():
        raise Incomplete("请填写原因。", {"reason": "请填写原因，如：手机遗失，已当面核对本人。"})
    person = Actor.founder(actor.town).find(Person, person_id, what="个人员")
    factor = factor_of(person)
    if factor is None:
        raise NotAllowed(f"{person.name}没有绑定验证器。")
    _end(factor)
    events.record(actor, "reset_second_factor", person, given={"reason": reason.strip()})
    return person


def unused_codes(factor: SecondFactor) -> int:
    """How many recovery codes are left."""
    whole = Scope.whole_town(factor.town_id)
    left: int = (
        RecoveryCode.objects.within(whole)
        .filter(factor=factor, used_at__isnull=True, ended_at__isnull=True)
        .count()
    )
    return left


def _own(actor: Actor) -> tuple[SecondFactor, Person]:
    person = actor.find(Person, actor.person_id, what="个人员")
    factor = factor_of(person)
    if factor is None or factor.confirmed_at is None:
        raise NotAllowed("还没有绑定验证器。")
    return factor, person


def _use_code(factor: SecondFactor, typed: str) -> None:
    """Takes a code of the moment; of two who send the same at once, one wins."""
    codes = pyotp.TOTP(unseal(factor.secret)).generate_otp
    plain, now = plain_code(typed), step_at(clock.on_phones())
    step = matching_step(codes, plain, now, factor.last_step)
    if step is None:
        used = matching_step(codes, plain, now, 0) is not None
        raise Incomplete(USED if used else WRONG, {"code": "口令已用过。" if used else "口令不对。"})
    if _ours(factor).filter(last_step__lt=step).update(last_step=step) != 1:
        raise Incomplete(USED, {"code": "口令已用过。"})


def _ours(factor: SecondFactor) -> ScopedQuerySet[SecondFactor]:
    whole = Scope.whole_town(factor.town_id)
    found: ScopedQuerySet[SecondFactor] = SecondFactor.objects.within(whole).filter(
        pk=factor.pk, ended_at__isnull=True
    )
    return found


def _end(factor: SecondFactor) -> None:
    _ours(factor).update(ended_at=clock.now())
    _end_codes(factor)


def _end_codes(factor: SecondFactor) -> None:
    whole = Scope.whole_town(factor.town_id)
    RecoveryCode.objects.within(whole).filter(factor=factor, ended_at__isnull=True).update(
        ended_at=clock.now()
    )


def _new_recovery_codes(factor: SecondFactor) -> list[str]:
    _end_codes(factor)
    codes = [new_code(CODE_LENGTH) for _ in range(CODES)]
    RecoveryCode.objects.bulk_create(
        RecoveryCode(id=new_id(), town_id=factor.town_id, factor=factor, code_hash=_hash(factor, code))
        for code in codes
    )
    return codes


def _hash(factor: SecondFactor, code: str) -> str:
    """Keyed, since forty bits could be tried out by who has a copy of the rows."""
    return salted_hmac(f"recovery:{factor.pk}", plain_code(code), algorithm="sha256").hexdigest()

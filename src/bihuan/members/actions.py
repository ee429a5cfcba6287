"""Verbs of a unit's persons: invited, come in, leave."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from bihuan.accounts.actions import new_invitation
from bihuan.accounts.models import Invitation
from bihuan.accounts.rules import code_hash, new_code
from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete, NotAllowed, Stale
from bihuan.core.ids import new_id
from bihuan.core.masking import mask_phone
from bihuan.core.moving import hold_town
from bihuan.core.scope import Scope
from bihuan.grid.actions import new_person, new_post, put_term
from bihuan.grid.models import Cell, Person, Post, held_on
from bihuan.grid.queries import posts_to_come_or_held, signing_in
from bihuan.grid.rules import UNIT_POSTS
from bihuan.members.models import Call
from bihuan.members.queries import call_by, open_calls
from bihuan.members.rules import (
    DAYS,
    HEAD,
    OPEN_MAX,
    PAPER_DAYS,
    ROLES,
    WAVE_MAX,
    invited_by,
    is_phone,
    wrong_phone,
)
from bihuan.units.actions import hold_unit
from bihuan.units.models import Unit

INVITES = "units|members"


@transaction.atomic
def invite_member(
    actor: Actor, unit_id: UUID, *, kind: str, name: str = "", phone: str = "", days: int = 7
) -> tuple[Call, str]:
    """邀请企业人员: returns the invitation and its code, which nothing keeps. By the town for any role, by a unit's head for the others
    of his own unit. Another one open for the same phone and role ends at once."""
    actor.need(INVITES)
    unit = hold_unit(actor, unit_id)
    if unit.ended_on:
        raise NotAllowed(f"“{unit.name}”{unit.state_label}，不能再邀请人员。")
    wrong = {}
    if kind not in invited_by(town=actor.may("units")):
        wrong["kind"] = (
            "主要负责人由镇安全办邀请，请选择其他岗位。" if kind in ROLES else "请从列表中选择岗位。"
        )
    if phone and not is_phone(phone):
        wrong["phone"] = "手机号应为11位数字。"
    if days not in DAYS:
        wrong["days"] = "请从列表中选择有效期。"
    if wrong:
        raise Incomplete("".join(wrong.values()), wrong)
    now, waiting = clock.now(), open_calls(Scope.whole_town(actor.town), unit)
    if phone:
        waiting.filter(kind=kind, phone=phone).update(ended_at=now)
    if waiting.filter(expires_at__gt=now).count() >= OPEN_MAX:
        raise NotAllowed(f"这个单位已有{OPEN_MAX}个邀请没有用，请先撤回不用的。")
    call, code = _call(actor, unit, kind=kind, name=name, phone=phone, days=days)
    call.save(force_insert=True)
    events.record_all(actor, [_told(call)])
    return call, code


@transaction.atomic
def invite_heads(actor: Actor, unit_ids: Sequence[UUID]) -> list[tuple[Call, str]]:
    """邀请一批主要负责人: a sheet for each of some units that has no head here yet, in the units' order, made out to the phone in the
    register where that is one. With the codes, which nothing keeps; sheets printed before for the same heads open nothing any more."""
    actor.need("units")
    wanted = list(dict.fromkeys(unit_ids))
    if len(wanted) > WAVE_MAX:
        raise Incomplete(f"一次最多打印{WAVE_MAX}家的邀请单，请分批打印。")
    rows = Unit.objects.within(actor.scope).filter(pk__in=wanted, ended_on__isnull=True)
    units = {one.pk: one for one in rows.order_by("pk").held()}
    whole, now = Scope.whole_town(actor.town), clock.now()
    headed = set(
        Post.objects.within(whole)
        .filter(held_on(clock.today()), unit__in=list(units), kind=HEAD)
        .values_list("unit", flat=True)
    )
    chosen = [units[pk] for pk in wanted if pk in units and pk not in headed]
    if not chosen:
        raise Incomplete("选中的单位都已有主要负责人能登录，或者已不在册，不用再邀请。")
    still = Call.objects.within(whole).filter(kind=HEAD, used_at__isnull=True, ended_at__isnull=True)
    still.filter(unit__in=chosen).update(ended_at=now)
    made = []
    for unit in chosen:
        phone = unit.phone if is_phone(unit.phone) else ""
        made.append(_call(actor, unit, kind=HEAD, name=unit.head, phone=phone, days=PAPER_DAYS))
    Call.objects.bulk_create(call for call, _code in made)
    events.record_all(actor, [_told(call) for call, _code in made])
    return made


def _call(actor: Actor, unit: Unit, *, kind: str, name: str, phone: str, days: int) -> tuple[Call, str]:
    """An invitation, not yet written, and its code."""
    code, now = new_code(), clock.now()
    call = Call(
        id=new_id(),
        town_id=actor.town,
        unit=unit,
        kind=kind,
        name=name.strip(),
        phone=phone,
        code_hash=code_hash(code),
        made_at=now,
        made_by=actor.name,
        invited_by_id=actor.person,
        expires_at=now + timedelta(days=days),
    )
    return call, code


def _told(call: Call) -> events.Entry:
    given = {"role": call.label, "name": call.name, "expires_at": call.expires_at}
    return events.Entry("invite_member", call.unit, {key: value for key, value in given.items() if value})


@transaction.atomic
def end_call(actor: Actor, call_id: UUID) -> Call:
    """撤回邀请: its link and code open nothing any more."""
    actor.need(INVITES)
    call = actor.find(Call, call_id, what="个邀请")
    still = Call.objects.within(Scope.whole_town(actor.town)).filter(
        pk=call.pk, used_at__isnull=True, ended_at__isnull=True
    )
    if still.update(ended_at=clock.now()) != 1:
        raise NotAllowed("这个邀请已经用过或者撤回。")
    events.record(actor, "end_call", call.unit, given={"role": call.label, "name": call.name})
    return call


@transaction.atomic
def join_unit(code: str, *, name: str, phone: str, password: str) -> Person:
    """接受邀请: who holds the code takes the post at the unit. A phone that is not known is a new account with this password; who has
    one shows its password and has one unit more. Incomplete where name, phone or password do not fit; the code then opens still."""
    call = call_by(code)
    town = Actor.founder(call.town_id)
    hold_town(town)  # one phone may be invited by two units: who comes second by it has an account
    unit = hold_unit(town, call.unit_id)
    if said := wrong_phone(call.phone, phone.strip()):
        raise Incomplete(said, {"phone": said})
    known = Person.accounts.filter(phone=phone.strip()).first()
    entries: list[events.Entry] = []
    if known:
        person = _known(call, known, password)
    else:
        person, entry = _new(town, name=name, phone=phone.strip(), password=password)
        entries.append(entry)
    whole = Scope.whole_town(call.town_id)
    still = Call.objects.within(whole).filter(pk=call.pk, used_at__isnull=True, ended_at__isnull=True)
    if still.update(used_at=clock.now(), person=person) != 1:
        raise Stale("这个邀请刚刚已经用过，一个邀请只能用一次。")
    entries += [_take(town, call, unit, person)]
    mine = Actor(person=person.pk, name=person.name, scope=Scope(town=call.town_id, units=(unit.pk,)))
    given = {
        "role": call.label,
        "name": person.name,
        "phone": mask_phone(person.phone or ""),
        "call": call.pk,
    }
    events.record_all(mine, [*entries, events.Entry("join_unit", unit, given)])
    return person


@transaction.atomic
def end_member(actor: Actor, post_id: UUID, *, to_on: date) -> Post:
    """离岗: the last day on which somebody has a post at a unit. The account stays, for other units and for what was done."""
    actor.need(INVITES)
    town = hold_town(actor)
    post = Actor.founder(actor.town).find(Post, post_id, what="个岗位")
    if post.kind not in UNIT_POSTS or post.unit_id is None:
        raise NotAllowed("这不是企业人员的岗位，请在人员岗位中办理。")
    actor.find(Unit, post.unit_id, what="个监管对象")
    if post.kind not in invited_by(town=actor.may("units")):
        raise NotAllowed("主要负责人离任，请报镇安全办办理。")
    if post.to_on is not None:
        raise NotAllowed("这个岗位已经离岗。")
    events.record_all(actor, [put_term(actor, town, post, {"to_on": to_on}, ())])
    return post


@transaction.atomic
def reset_member(actor: Actor, post_id: UUID) -> tuple[Invitation, str]:
    """重置企业人员密码: for who has forgotten it, or whose invitation has run out. Returns an invitation to set a new one, and its code, which
    nothing keeps; the password so far ends at once. Nobody who has a post of the town's besides: that is the administrator's."""
    actor.need("units")
    post = Actor.founder(actor.town).find(Post, post_id, what="个岗位")
    if post.unit_id is None or post.kind not in UNIT_POSTS:
        raise NotAllowed("这不是企业人员的岗位，请系统管理员重置密码。")
    unit = actor.find(Unit, post.unit_id, what="个监管对象")
    whole = Scope.whole_town(actor.town)
    held = list(posts_to_come_or_held(whole, clock.today()).filter(person=post.person_id))
    if post not in held:
        raise NotAllowed("这个人已经离岗，不用再登录。请刷新页面。")
    seats = {one.unit_id for one in held}
    within = Unit.objects.within(actor.scope).filter(pk__in=seats - {None})
    if seats != set(within.values_list("pk", flat=True)):
        raise NotAllowed("这个人还有镇里或者别处的岗位，请系统管理员重置密码。")
    invitation, code, told = new_invitation(actor, post.person_id)
    given = {"role": post.label, "name": invitation.person.name, "expires_at": invitation.expires_at}
    events.record_all(actor, [told, events.Entry("reset_member", unit, given)])
    return invitation, code


def _known(call: Call, person: Person, password: str) -> Person:
    """Somebody with an account, who shows its password."""
    if person.town_id != call.town_id:
        said = "这个手机号已在别的乡镇有账号，不能再用。请换一个手机号，或者联系镇安全办。"
        raise Incomplete(said, {"phone": said})
    if not person.is_active or not person.has_usable_password():
        said = "这个手机号的账号还没有密码，或者已经停用。请先联系镇安全办办好账号，再用这个邀请。"
        raise Incomplete(said, {"phone": said})
    if not person.check_password(password):
        said = "这个手机号已有账号，请填原来的密码。忘记密码的，请联系镇安全办。"
        raise Incomplete(said, {"password": said})
    return person


def _new(town: Actor, *, name: str, phone: str, password: str) -> tuple[Person, events.Entry]:
    if not phone:
        raise Incomplete("请填写手机号。", {"phone": "请填写手机号。"})
    person, entry = new_person(town, new_id(), signing_in(phone), name=name, phone=phone)
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise Incomplete("".join(error.messages), {"password": "".join(error.messages)}) from error
    person.set_password(password)
    try:
        with transaction.atomic():
            person.save(force_insert=True)
    except (
        IntegrityError
    ) as error:  # somebody else comes in with this number at the same moment, at another unit
        raise Stale(
            "这个手机号刚刚在别处开通了账号，邀请还没有用。是您本人开通的，请填那时设的密码，再按“进入”。"
        ) from error
    return person, entry


def _take(town: Actor, call: Call, unit: Unit, person: Person) -> events.Entry:
    """The post; posts at units stand on the town's own cell, whatever becomes of the others."""
    today = clock.today()
    mine = Post.objects.within(town.scope).filter(held_on(today), person=person, unit=unit, kind=call.kind)
    if mine.exists():
        raise NotAllowed(f"您已经是“{unit.name}”的{call.label}，不用再接受邀请，请直接登录。")
    top = Cell.objects.within(town.scope).get(kind="town", ended_on__isnull=True)
    post, entry = new_post(
        town,
        new_id(),
        person,
        kind=call.kind,
        cell=top,
        department=None,
        from_on=today,
        unit=unit.pk,
    )
    post.save(force_insert=True)
    return entry

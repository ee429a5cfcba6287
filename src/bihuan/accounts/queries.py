"""Reading of accounts."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.crypto import salted_hmac

from bihuan.accounts.lifecycle import ACCOUNT, CLOSED, INVITED, NONE, OPEN, state_of
from bihuan.accounts.models import AccountRules, Attempt, FormerPassword, Invitation, SecondFactor, Sitting
from bihuan.accounts.rules import MEMORY, code_hash, idle_for, plain_code
from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.calendar import moment_in_words
from bihuan.core.desk import Mark
from bihuan.core.errors import NotAllowed, NotFound
from bihuan.core.scope import Scope
from bihuan.grid.models import Person, Post, held_on
from bihuan.grid.rules import ADMINISTRATORS

MARKS = {NONE: ("wait", "key"), INVITED: ("run", "key"), OPEN: ("good", "check"), CLOSED: ("", "x")}


def open_invitations(scope: Scope) -> QuerySet[Invitation]:
    """The invitations that nobody has used, expired or not: one a person at most."""
    found: QuerySet[Invitation] = Invitation.objects.within(scope).filter(
        used_at__isnull=True, ended_at__isnull=True
    )
    return found


def open_invitation(person: Person) -> Invitation | None:
    """A person's invitation that nobody has used, expired or not."""
    return open_invitations(Scope.whole_town(person.town_id)).filter(person=person).first()


def account_state(person: Person, invitation: Invitation | None) -> str:
    """The state of a person's account."""
    return state_of(
        is_active=person.is_active,
        has_password=person.has_usable_password(),
        is_invited=invitation is not None,
    )


def with_invitations(found: QuerySet[Person], scope: Scope) -> QuerySet[Person]:
    """Persons, each with `invitations_open`: none or one."""
    opened = open_invitations(scope)
    return found.prefetch_related(Prefetch("invitations", queryset=opened, to_attr="invitations_open"))


def account_mark(person: Person, invitation: Invitation | None) -> Mark:
    """How a person's account stands, in colour, shape and word, given the open invitation."""
    state = account_state(person, invitation)
    if state == INVITED and invitation:
        if invitation.expires_at <= clock.now():
            return ("bad", "clock", "邀请已过期")
        return (*MARKS[state], f"已邀请，{moment_in_words(invitation.expires_at)}前有效")
    if state == OPEN and person.must_change_password:
        return ("wait", "key", "待改密码")
    return (*MARKS[state], ACCOUNT.states[state])


def known_mark(person: Any) -> Mark:
    """The same of a person whom `with_invitations` gave."""
    return account_mark(person, next(iter(person.invitations_open), None))


def cannot_sign_in(scope: Scope, on: date) -> QuerySet[Person]:
    """Persons in a post who cannot sign in before somebody does something, by name: never invited, invited in vain, or with a password
    given for once. Who has an invitation that can be used is not waited for by anybody else."""
    in_post = Post.objects.within(scope).filter(held_on(on), person=OuterRef("pk"))
    can_be_used = open_invitations(scope).filter(person=OuterRef("pk"), expires_at__gt=clock.now())
    unset = Q(password__startswith=UNUSABLE_PASSWORD_PREFIX) & ~Exists(can_be_used)
    found = Person.objects.within(scope).filter(
        Exists(in_post), unset | Q(must_change_password=True), is_active=True
    )
    return with_invitations(found.order_by("name"), scope)


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


def person_by(name: str) -> Person | None:
    """The person of a user name or phone, at the door: of any town, signed in or not."""
    name = name.strip()
    found: Person | None = (
        Person.accounts.filter(Q(username=name) | Q(phone=name)).first()
        if name and "\0" not in name
        else None
    )
    return found


def name_hash(name: str) -> str:
    """What is kept of a name that was typed at the door."""
    return salted_hmac("attempt", name.strip().casefold(), algorithm="sha256").hexdigest()


def rules_of(town: UUID) -> AccountRules:
    """What a town asks of its accounts."""
    found: AccountRules | None = AccountRules.objects.within(Scope.whole_town(town)).first()
    return found or AccountRules(town_id=town)


def factor_of(person: Person) -> SecondFactor | None:
    """A person's second factor, confirmed or about to be."""
    found: SecondFactor | None = (
        SecondFactor.objects.within(Scope.whole_town(person.town_id))
        .filter(person=person, ended_at__isnull=True)
        .first()
    )
    return found


def must_have_factor(actor: Actor) -> bool:
    """Whether one of the actor's posts must sign in with a second factor; the three administrators kept apart always must."""
    if actor.apart and actor.kinds & set(ADMINISTRATORS):
        return True
    return bool(actor.kinds & set(rules_of(actor.town).second_factor))


def password_set_at(person: Person) -> datetime | None:
    """When the present password was set; None where that was before it was written down."""
    found = FormerPassword.objects.within(Scope.whole_town(person.town_id)).filter(
        person=person, hash=person.password
    )
    last: datetime | None = found.order_by("-set_at").values_list("set_at", flat=True).first()
    return last


def is_too_old(person: Person) -> bool:
    """Whether the town asks for a new password after so many days, and they are over."""
    days, set_at = rules_of(person.town_id).change_days, password_set_at(person)
    return bool(days) and (set_at is None or set_at + timedelta(days=days) <= clock.now())


def idle_of(person: Person) -> timedelta:
    """How long a person may do nothing before the session ends: by the posts of today, whichever seat is taken."""
    posts = Post.objects.within(Scope.whole_town(person.town_id)).filter(
        held_on(clock.today()), person=person
    )
    return idle_for(
        set(posts.order_by().values_list("kind", flat=True)), rules_of(person.town_id).idle_minutes
    )


def sittings_of(person: Person) -> QuerySet[Sitting]:
    """The sessions of a person that still go on, the last seen first."""
    found: QuerySet[Sitting] = Sitting.objects.within(Scope.whole_town(person.town_id)).filter(
        person=person, ended_at__isnull=True, seen_at__gt=clock.now() - idle_of(person)
    )
    return found


@dataclass(frozen=True)
class Guessed:
    """What was tried in vain in a person's name within the last day, and from how many addresses."""

    person: Person
    failures: int
    addresses: int


def guessed(scope: Scope, least: int) -> list[Guessed]:
    """The persons of a town in whose names it was tried in vain at least so many times within the last day, the most first."""
    found = (
        Attempt.objects.within(scope)
        .filter(at__gt=clock.now() - MEMORY, is_right=False)
        .values("person")
        .annotate(failures=Count("id"), addresses=Count("address", distinct=True))
    )
    rows = {row["person"]: row for row in found if row["failures"] >= least}
    persons = Person.objects.within(scope).filter(pk__in=list(rows))
    told = [Guessed(one, rows[one.pk]["failures"], rows[one.pk]["addresses"]) for one in persons]
    return sorted(told, key=lambda one: (-one.failures, one.person.name))


def names_tried(scope: Scope) -> int:
    """In how many persons' names it was tried in vain within the last day."""
    found = Attempt.objects.within(scope).filter(at__gt=clock.now() - MEMORY, is_right=False)
    return int(found.values("person").distinct().count())

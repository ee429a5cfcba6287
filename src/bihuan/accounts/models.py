"""What accounts keep: invitations, the town's rules, second factors, sessions, former passwords, tries to sign in."""

from django.db import models
from django.db.models import Q

from bihuan.core.ids import new_id
from bihuan.core.models import Town
from bihuan.core.scope import ScopedManager
from bihuan.grid.models import Person
from bihuan.grid.rules import POST_KINDS


class Invitation(models.Model):
    """A code by which a person sets the first password, or a new one (邀请). Only its hash is kept. One of a person is open at a time;
    `used_at` and `ended_at` (another took its place, or the account was closed) end it, `expires_at` makes it void."""

    scope_fields = {"town": "town_id"}

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="invitations")
    code_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    made_by = models.CharField("邀请人", max_length=60)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = ScopedManager()
    at_the_door = models.Manager()  # for who holds a code, before anyone's scope is known

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["town", "person"],
                condition=Q(used_at__isnull=True, ended_at__isnull=True),
                name="invitation_one_open",
            )
        ]


class AccountRules(models.Model):
    """What a town asks of its accounts. A town without a row has the defaults. Zero: not asked.

    `idle_minutes` end a session in which nobody does anything; `change_days` after which a password must be changed; `history` the last
    so many passwords that may not come back; `kinds` of signs (of four) that a password must hold; `second_factor` codes of posts."""

    scope_fields = {"town": "town_id"}

    town = models.OneToOneField(Town, models.PROTECT, primary_key=True, related_name="+")
    idle_minutes = models.PositiveSmallIntegerField(default=30)
    change_days = models.PositiveSmallIntegerField(default=0)
    history = models.PositiveSmallIntegerField(default=0)
    kinds = models.PositiveSmallIntegerField(default=1)
    second_factor = models.JSONField(default=list)

    objects = ScopedManager()


class SecondFactor(models.Model):
    """An authenticator bound to a person (动态口令, RFC 6238). `secret` is sealed; `last_step` is the step of the code used last, which opens
    nothing again. Not in use until `confirmed_at`; `ended_at` when unbound or reset."""

    scope_fields = {"town": "town_id"}

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    secret = models.CharField(max_length=160)
    made_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    last_step = models.BigIntegerField(default=0)

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["town", "person"], condition=Q(ended_at__isnull=True), name="second_factor_one"
            )
        ]


class RecoveryCode(models.Model):
    """One of ten codes for who has lost the authenticator (恢复码). Only a keyed hash is kept; each opens once."""

    scope_fields = {"town": "town_id"}

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    factor = models.ForeignKey(SecondFactor, models.PROTECT, related_name="recovery_codes")
    code_hash = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = ScopedManager()

    class Meta:
        indexes = [models.Index(fields=["factor", "code_hash"], name="recovery_code")]


class Sitting(models.Model):
    """A session of a person as people see it (登录): from which device and address, since when, last seen."""

    scope_fields = {"town": "town_id"}

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="sittings")
    session_key = models.CharField(max_length=40)
    device = models.CharField(max_length=60)
    address = models.CharField(max_length=45)
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = ScopedManager()

    class Meta:
        indexes = [models.Index(fields=["town", "person", "began_at"], name="sitting_person")]
        ordering = ["-seen_at", "id"]


class FormerPassword(models.Model):
    """A password's hash and the day it was set: how old the present one is, and which ones may not come back."""

    scope_fields = {"town": "town_id"}

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    hash = models.CharField(max_length=128)
    set_at = models.DateTimeField()

    objects = ScopedManager()

    class Meta:
        indexes = [models.Index(fields=["town", "person", "set_at"], name="former_password")]


class Attempt(models.Model):
    """One try to sign in. What was typed as a name is kept as a keyed hash: some type their password there. `person` is set where the name is
    somebody's, `device` where the try came from a device known to be that person's."""

    scope_fields = {"town": "person__town_id"}

    id = models.UUIDField(primary_key=True, default=new_id)
    name_hash = models.CharField(max_length=64)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    address = models.CharField(max_length=45)
    device = models.CharField(max_length=40, default="")
    at = models.DateTimeField()
    is_right = models.BooleanField(default=False)

    objects = ScopedManager()
    at_the_door = models.Manager()  # before it is known whose name it is

    class Meta:
        indexes = [
            models.Index(fields=["name_hash", "at"], name="attempt_name"),
            models.Index(fields=["address", "at"], name="attempt_address"),
            models.Index(fields=["at"], name="attempt_at"),
        ]


class Rejoining(models.Model):
    """A wish that the three administrators kept apart become one again (恢复合一): asked by one of them, answered by another, `is_agreed` or
    withdrawn. One of a town is open at a time."""

    scope_fields = {"town": "town_id"}

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    reason = models.CharField("原因", max_length=200)
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_as = models.CharField("提出人岗位", max_length=20)
    asked_at = models.DateTimeField()
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    is_agreed = models.BooleanField(default=False)

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["town"], condition=Q(answered_at__isnull=True), name="rejoining_one_open"
            )
        ]

    @property
    def asked_as_label(self) -> str:
        return POST_KINDS[self.asked_as].label

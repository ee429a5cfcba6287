"""Invitations to a post at a unit."""

from django.db import models
from django.db.models import Q

from bihuan.core.ids import new_id
from bihuan.core.models import Town
from bihuan.core.scope import ScopedManager
from bihuan.grid.models import Person
from bihuan.members.rules import ROLES, tail
from bihuan.units.models import Unit


class Call(models.Model):
    """An invitation to a post at a unit (邀请), by link, QR code or code; of the code only the hash is kept. Made out to a `phone`, it opens
    for that number alone. It is used once (`used_at`, by `person`), or ended by who made it (`ended_at`), or void from `expires_at` on."""

    scope_fields = {"town": "town_id", "cell": "unit__cell_path", "department": "unit__department_id"}

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="calls")
    kind = models.CharField("岗位", max_length=20, choices=list(ROLES.items()))
    name = models.CharField("姓名", max_length=40, blank=True)
    phone = models.CharField("手机号", max_length=11, blank=True)
    code_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    made_by = models.CharField("邀请人", max_length=60)
    invited_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    expires_at = models.DateTimeField("有效至")
    used_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    objects = ScopedManager()
    at_the_door = models.Manager()  # for who holds a code, before anyone's scope is known

    class Meta:
        indexes = [
            models.Index(
                fields=["unit"], condition=Q(used_at__isnull=True, ended_at__isnull=True), name="call_open"
            )
        ]
        ordering = ["-made_at", "-id"]

    @property
    def label(self) -> str:
        return ROLES[self.kind]

    @property
    def tail(self) -> str:
        return tail(self.phone)

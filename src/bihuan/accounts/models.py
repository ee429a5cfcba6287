"""Invitations to sign in."""

from django.db import models
from django.db.models import Q

from bihuan.core.ids import new_id
from bihuan.core.models import Town
from bihuan.core.scope import ScopedManager
from bihuan.grid.models import Person


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

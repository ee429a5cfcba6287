"""Roll-ups: what the figures of a town came to, kept so that a county adds up towns and not their records."""

from django.db import models

from bihuan.core.ids import new_id
from bihuan.core.models import Town
from bihuan.core.scope import ScopedManager


class Rollup(models.Model):
    """A figure of a whole town in one bucket: the month "2026-05" or the year "2026" in which its own date falls, "" for
    what stands now. Kept while it is not nought, and after it has been; `seq` is the event that it last changed with."""

    scope_fields = {"town": "town_id"}

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    figure = models.CharField(max_length=60)
    bucket = models.CharField(max_length=7, blank=True)
    value = models.DecimalField(max_digits=20, decimal_places=4)
    rows = models.PositiveIntegerField()
    seq = models.BigIntegerField()

    objects = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["town", "figure", "bucket"], name="rollup_once")]


class RolledUp(models.Model):
    """How far a town's roll-ups are true: every event up to `seq` is in them, and they stand as of the day `on`."""

    scope_fields = {"town": "town_id"}

    town = models.OneToOneField(Town, models.PROTECT, primary_key=True, related_name="+")
    seq = models.BigIntegerField(default=0)
    on = models.DateField(null=True)

    objects = ScopedManager()

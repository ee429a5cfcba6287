"""When the log's chain was last walked, and what came of it."""

from django.db import models

from bihuan.core.ids import new_id
from bihuan.core.models import Town
from bihuan.core.scope import ScopedManager


class ChainCheck(models.Model):
    """One walk along a town's chain, from the event after `from_seq` (0: from the first) to `upto_seq`, which then had `upto_hash`.
    `broken_seq` is the first event that did not fit, None where all did."""

    scope_fields = {"town": "town_id"}

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.CharField(max_length=60)
    from_seq = models.BigIntegerField()
    upto_seq = models.BigIntegerField()
    upto_hash = models.CharField(max_length=64)
    broken_seq = models.BigIntegerField(null=True)
    why = models.CharField(max_length=200, default="")

    objects = ScopedManager()

    class Meta:
        indexes = [models.Index(fields=["town", "at"], name="chain_check_at")]
        ordering = ["-at", "-id"]

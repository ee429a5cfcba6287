"""What a person keeps of a list: filters by name, and the columns looked at."""

from django.db import models

from bihuan.core.ids import new_id
from bihuan.core.models import Town
from bihuan.core.scope import ScopedManager


class SavedFilter(models.Model):
    """A filter (常用筛选) of a person for a list (`Listing.key`): the query of its address, with columns and order."""

    scope_fields = {"town": "town_id"}

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    person = models.UUIDField()
    listing = models.CharField(max_length=30)
    name = models.CharField("名称", max_length=20)
    query = models.CharField(max_length=1000)

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["town", "person", "listing", "name"], name="saved_filter_once")
        ]
        ordering = ["name"]


class ChosenColumns(models.Model):
    """The columns of a list that a person wants to see, in the list's own order."""

    scope_fields = {"town": "town_id"}

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    person = models.UUIDField()
    listing = models.CharField(max_length=30)
    columns = models.JSONField(default=list)

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["town", "person", "listing"], name="chosen_columns_once")
        ]

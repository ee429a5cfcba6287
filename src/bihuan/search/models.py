"""What is found: one row for each record, with the text it is found by."""

from django.db import models

from bihuan.core.models import Town
from bihuan.core.scope import ScopedManager


class Entry(models.Model):
    """A record that can be found. `text` holds its parts in the form in which they are compared (`search.rules`). Where the record
    lies and who may see it stands on the record alone: the index only names candidates. The words of the text are in a table
    beside it that differs by database (`search.engines`)."""

    scope_fields = {"town": "town_id"}

    id = models.BigAutoField(primary_key=True)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    subject = models.UUIDField()
    text = models.TextField()

    objects = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["town", "kind", "subject"], name="entry_once")]

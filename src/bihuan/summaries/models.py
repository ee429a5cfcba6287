"""Summaries as they are kept."""

from django.db import models

from bihuan.core.ids import new_id
from bihuan.core.models import Town
from bihuan.core.scope import ScopedManager
from bihuan.grid.models import Person
from bihuan.summaries.lifecycle import SUMMARY


class Summary(models.Model):
    """A narrative for a period and a cut-off (days inclusive). A draft is worked out anew whenever it is opened; an
    issued one is the frozen `result` and `filled` text of its day, whatever happens to the records later."""

    scope_fields = {"town": "town_id"}

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    title = models.CharField("标题", max_length=100)
    since = models.DateField("起")
    until = models.DateField("止")
    as_of = models.DateField("数据截止")
    text = models.TextField("文稿")
    state = models.CharField(max_length=8, choices=list(SUMMARY.states.items()), default="draft")
    filled = models.TextField(blank=True)
    result = models.JSONField(default=dict, blank=True)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    issued_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager()

    class Meta:
        ordering = ["-made_at"]

    @property
    def state_label(self) -> str:
        return SUMMARY.states[self.state]

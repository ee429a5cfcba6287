"""How far a town's log has been told of, notices, and who was told."""

from django.db import models

from bihuan.core.ids import new_id
from bihuan.core.models import Town
from bihuan.core.scope import ScopedManager
from bihuan.grid.models import Person, Post
from bihuan.notices.kinds import KINDS, TEXT_MAX_CHARS, WHERE_MAX_CHARS


class Reading(models.Model):
    """How far a town's log has been told of, and the last day whose due things and new posts were. Locked by whoever tells."""

    scope_fields = {"town": "town_id"}

    town = models.OneToOneField(Town, models.PROTECT, primary_key=True, related_name="+")
    seq = models.BigIntegerField()
    on = models.DateField()

    objects = ScopedManager()


class Notice(models.Model):
    """One thing that some persons are to know. Of a kind and key there is one. `whom` is the `kinds.Whom` by which they were found, and
    by which who takes a post over is."""

    scope_fields = {"town": "town_id"}

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=120)
    about = models.UUIDField()
    text = models.CharField(max_length=TEXT_MAX_CHARS)
    where = models.CharField(max_length=WHERE_MAX_CHARS)
    url = models.CharField(max_length=200)
    whom = models.JSONField()
    at = models.DateTimeField()

    objects = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["town", "kind", "key"], name="notice_once")]
        indexes = [models.Index(fields=["town", "at"], name="notice_at")]

    @property
    def label(self) -> str:
        kind = KINDS.get(self.kind)
        return kind.label if kind else self.kind

    @property
    def level(self) -> str:
        kind = KINDS.get(self.kind)
        return kind.level if kind else ""


class Told(models.Model):
    """A notice as a person has it: by a post, which opens it while it is held, or for themselves. `over_at`: it waits for nobody any
    more."""

    scope_fields = {"town": "town_id"}

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    notice = models.ForeignKey(Notice, models.PROTECT, related_name="told")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    over_at = models.DateTimeField(null=True)

    objects = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["notice", "person"], name="told_once")]
        indexes = [
            models.Index(fields=["person", "-at"], name="told_person"),
            models.Index(
                fields=["town", "person"],
                condition=models.Q(read_at__isnull=True, over_at__isnull=True),
                name="told_unread",
            ),
        ]

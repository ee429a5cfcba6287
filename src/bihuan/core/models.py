"""Tenancy, the event log, numbering and stored files."""

from datetime import datetime
from uuid import UUID

from django.db import models

from bihuan.core.ids import new_id
from bihuan.core.scope import Scope, ScopedManager


class Installation(models.Model):
    """The single row about this database. `is_demo` is set only in an empty one and cannot be taken off."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    is_demo = models.BooleanField(default=False)
    made_at = models.DateTimeField()


class TownManager(ScopedManager):
    def of(self, scope: Scope) -> "Town":
        """The town of a scope. One query."""
        found: Town = self.within(scope).get()
        return found


class Town(models.Model):
    """A township (镇/街道). `district` and the two bodies' names are as they were called at the town's time. `is_apart`: its three
    administrators are kept apart (ADR 19)."""

    scope_fields = {"town": "id"}

    id = models.UUIDField(primary_key=True, default=new_id)
    name = models.CharField("名称", max_length=60, unique=True)
    district = models.CharField("所属区县", max_length=60)
    bureau = models.CharField("区级主管部门", max_length=60, help_text="如：××区应急管理局")
    office = models.CharField("镇级机构", max_length=60, default="应急管理办公室")
    number_word = models.CharField("文号代字", max_length=20, help_text="如：×应急")
    phone = models.CharField("值班电话", max_length=20, blank=True, db_default="")
    is_apart = models.BooleanField("三员分设", default=False, db_default=False)

    objects = TownManager()
    registry = models.Manager()  # all towns of the database: for the clock and the command line


class EventHead(models.Model):
    """Where a town's chain ends. Locked by whoever appends, so a town's events stand in one line."""

    town = models.OneToOneField(Town, models.PROTECT, primary_key=True)
    seq = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="")


class Event(models.Model):
    """One thing that happened. Appended, never updated, never deleted; `hash` covers the row and the one before."""

    scope_fields = {"town": "town_id"}

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    seq = models.BigIntegerField()
    at = models.DateTimeField()
    actor_id = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=60)
    action = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    given = models.JSONField(default=dict)
    before = models.CharField(max_length=40, default="")
    after = models.CharField(max_length=40, default="")
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["town", "seq"], name="event_seq_once")]
        indexes = [models.Index(fields=["town", "subject_id"], name="event_subject")]


class Series(models.Model):
    """A running number that never repeats and never skips within (town, name, year)."""

    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    name = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["town", "name", "year"], name="series_once")]


class StoredFile(models.Model):
    """A photo, scan or spreadsheet. The bytes lie in the storage (ADR 18) by their SHA-256, so the same picture is kept once.
    `again_by`, `again_at`: who has sent the same bytes again last, and when."""

    scope_fields = {"town": "town_id"}

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    kind = models.CharField(max_length=80)
    size_bytes = models.PositiveIntegerField()
    name = models.CharField(max_length=120)
    added_at = models.DateTimeField()
    added_by = models.UUIDField(null=True)
    again_at = models.DateTimeField(null=True)
    again_by = models.UUIDField(null=True)

    objects = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["town", "sha256"], name="file_once")]

    def was_sent_by(self, person: UUID, since: datetime) -> bool:
        """Whether a person has sent it since then, first or again last."""
        sent = ((self.added_by, self.added_at), (self.again_by, self.again_at))
        return any(by == person and at is not None and at > since for by, at in sent)


class Job(models.Model):
    """Work asked for and done in the background by steps (`core.jobs`). `at` is the cursor: where the last step stopped.

    `held_by` is the token of the claim under which a worker holds it, until `held_until`; `attempts` are tries of the step at the
    cursor, the one under way counted. `slot`: within a town and kind the same is asked once. `kept_until`: when what it left in its folder
    is taken away, None once that is done or while it is open. `reach`: all that its steps could read (a scope as kept), None before the first."""

    scope_fields = {"town": "town_id"}

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=60)
    slot = models.CharField(max_length=80, null=True)
    given = models.JSONField(default=dict)
    asked_by = models.UUIDField(null=True)
    asked_by_name = models.CharField(max_length=60)
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=12)
    at = models.JSONField(null=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    message = models.CharField(max_length=200, default="")
    attempts = models.PositiveSmallIntegerField(default=0)
    try_at = models.DateTimeField()
    held_by = models.UUIDField(null=True)
    held_until = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    result_name = models.CharField(max_length=120, default="")
    result_kind = models.CharField(max_length=80, default="")
    kept_until = models.DateTimeField(null=True)
    reach = models.JSONField(null=True)

    objects = ScopedManager()
    registry = models.Manager()  # the jobs of all towns: for the worker alone

    class Meta:
        constraints = [models.UniqueConstraint(fields=["town", "kind", "slot"], name="job_slot_once")]
        indexes = [
            models.Index(fields=["state", "try_at"], name="job_due"),
            models.Index(fields=["town", "asked_by", "asked_at"], name="job_asked"),
        ]

    @property
    def is_open(self) -> bool:
        """Whether it waits or is under way."""
        return self.ended_at is None

    @property
    def has_result(self) -> bool:
        """Whether there is a file to be had still."""
        return bool(self.result_name) and self.kept_until is not None


class OfTown(models.Model):
    """A row of the town as a whole."""

    scope_fields = {"town": "town_id"}

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")

    objects = ScopedManager()

    class Meta:
        abstract = True

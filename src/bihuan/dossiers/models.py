"""A unit's file (一企一册): how whole it was from day to day, and what was frozen of it."""

from django.db import models

from bihuan.core.ids import new_id
from bihuan.core.models import Town
from bihuan.core.scope import ScopedManager
from bihuan.dossiers.rules import Completeness
from bihuan.grid.models import Person
from bihuan.units.models import Unit

_OF_UNIT = {"town": "town_id", "cell": "unit__cell_path", "department": "unit__department_id"}


class FileStanding(models.Model):
    """How many of the chapters that a unit's file has to have were complete, from a day until the day before `until_on`: of each unit that has a
    file one row is without an end, so that a past day is counted like today."""

    scope_fields = _OF_UNIT

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="file_standings")
    required = models.PositiveSmallIntegerField("应有")
    complete = models.PositiveSmallIntegerField("齐全")
    is_whole = models.BooleanField("完整")
    from_on = models.DateField("自")
    until_on = models.DateField("至", null=True, blank=True)

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit"], condition=models.Q(until_on__isnull=True), name="file_standing_now_once"
            )
        ]
        indexes = [models.Index(fields=["town", "until_on", "is_whole"], name="file_standing_day")]
        ordering = ["from_on", "id"]

    @property
    def completeness(self) -> Completeness:
        return Completeness(self.required, self.complete)


class FileVersion(models.Model):
    """A version of a unit's file, frozen (定稿) and never altered: `content` is all that it prints, `digest` the SHA-256 of that. Its PDF is a
    rendering, and rendering it again gives the same bytes. `lacks`: what it was without, in words."""

    scope_fields = _OF_UNIT

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="file_versions")
    number = models.PositiveSmallIntegerField("版次")
    frozen_on = models.DateField("定稿日期")
    frozen_at = models.DateTimeField("定稿时间")
    frozen_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    note = models.CharField("说明", max_length=200, blank=True)
    required = models.PositiveSmallIntegerField("应有")
    complete = models.PositiveSmallIntegerField("齐全")
    lacks = models.JSONField("缺少", default=list)
    content = models.JSONField("内容")
    digest = models.CharField("校验码", max_length=64)

    objects = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "number"], name="file_version_once")]
        indexes = [models.Index(fields=["town", "frozen_on", "id"], name="file_version_day")]
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"第{self.number}版"

    @property
    def completeness(self) -> Completeness:
        return Completeness(self.required, self.complete)

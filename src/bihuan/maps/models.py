"""Outlines of cells, and files of outlines that are being looked at before they are taken."""

from django.db import models

from bihuan.core.ids import new_id
from bihuan.core.models import Town
from bihuan.core.scope import ScopedManager
from bihuan.grid.models import Cell, Person
from bihuan.maps.rules import Bounds
from bihuan.units.geometry import DATUMS

SOURCES = {"drawn": "手绘", "file": "导入"}


class CellOutline(models.Model):
    """The outline (轮廓) of a cell from a day until the day before `until_on`; of each cell one row is without an end. `shape` is the
    coordinates of a GeoJSON MultiPolygon in degrees of WGS 84, `light` the same as it goes over the wire; `west` … `north` the
    box around it. `origin` says where it came from."""

    scope_fields = {"town": "town_id", "cell": "cell__path"}

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    cell = models.ForeignKey(Cell, models.PROTECT, related_name="outlines")
    shape = models.JSONField()
    light = models.JSONField()
    west = models.FloatField()
    south = models.FloatField()
    east = models.FloatField()
    north = models.FloatField()
    origin = models.CharField("来源", max_length=6, choices=list(SOURCES.items()))
    from_on = models.DateField("起始日期")
    until_on = models.DateField("截止日期", null=True, blank=True)

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["town", "cell"], condition=models.Q(until_on__isnull=True), name="cell_outline_once"
            )
        ]
        ordering = ["cell", "from_on"]

    @property
    def bounds(self) -> Bounds:
        return Bounds(self.west, self.south, self.east, self.north)

    @property
    def origin_label(self) -> str:
        return SOURCES[self.origin]


class OutlineImport(models.Model):
    """A file of outlines (轮廓文件) that was read: kept until it is taken, so that nothing chosen on its page is lost. `areas` are
    {"name", "outline" (WGS 84), "corners", "problem", "mendable", "cell"} in the file's order."""

    scope_fields = {"town": "town_id"}

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField("读入时间")
    name = models.CharField("文件", max_length=100)
    datum = models.CharField("坐标系", max_length=6, choices=list(DATUMS.items()))
    areas = models.JSONField(default=list)
    taken_at = models.DateTimeField("导入时间", null=True, blank=True)

    objects = ScopedManager()

    class Meta:
        ordering = ["-made_at", "-id"]

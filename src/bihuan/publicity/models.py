"""What was done by a channel, where, with what photos; what is planned for each village; the library of materials."""

from django.db import models
from django.db.models import Q

from bihuan.core.ids import new_id
from bihuan.core.models import OfTown, StoredFile, Town
from bihuan.core.scope import ScopedManager
from bihuan.grid.models import Cell, Person
from bihuan.inspections.models import Campaign, Inspection
from bihuan.publicity.leaflets import LEAFLETS
from bihuan.publicity.rules import AUDIENCES, CHANNELS, MATERIALS, OCCASIONS, REACHES, Channel, reach_in_words
from bihuan.units.models import Unit

CHANNEL_CHOICES = [(code, one.label) for code, one in CHANNELS.items()]


class Material(OfTown):
    """A material of the town's library (宣传材料): a file, a link or a text. What stands in it is not altered: another edition is another row."""

    title = models.CharField("名称", max_length=60)
    kind = models.CharField("种类", max_length=10, choices=list(MATERIALS.items()))
    edition_on = models.DateField("印制（发布）日期")
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    link = models.CharField("网址", max_length=300, blank=True)
    text = models.TextField("文字", blank=True)
    added_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    ended_on = models.DateField("停用日期", null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["town", "edition_on", "id"], name="material_list")]
        ordering = ["-edition_on", "-id"]

    def __str__(self) -> str:
        return self.title


class Outreach(OfTown):
    """Something done by a channel on a day (宣传记录). `count` is in the channel's unit; `reached` persons are counted or estimated, never both. Where it was
    stands in its places; a row of them in the scope opens it. `leaflet`: one of ours, by its key, where no `material` of the town's own was used. `inspection`: the check at which it was done; `campaign`: the drive (专项行动) that it was part of."""

    channel = models.CharField("渠道", max_length=12, choices=CHANNEL_CHOICES)
    held_on = models.DateField("日期")
    spot = models.CharField("地点", max_length=60, blank=True)
    audience = models.CharField("对象", max_length=10, choices=list(AUDIENCES.items()), blank=True)
    count = models.PositiveIntegerField("数量")
    reached = models.PositiveIntegerField("宣传到的人数", null=True, blank=True)
    reach_kind = models.CharField("人数来源", max_length=10, choices=list(REACHES.items()), blank=True)
    consulted = models.PositiveIntegerField("接受咨询", null=True, blank=True)
    material = models.ForeignKey(Material, models.PROTECT, null=True, blank=True, related_name="uses")
    leaflet = models.CharField("自带宣传单", max_length=12, blank=True)
    inspection = models.ForeignKey(Inspection, models.PROTECT, null=True, blank=True, related_name="+")
    campaign = models.ForeignKey(
        Campaign, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="专项行动"
    )
    note = models.CharField("说明", max_length=300, blank=True)
    entered_at = models.DateTimeField("登记时间")
    entered_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    voided_on = models.DateField("作废日期", null=True, blank=True)
    void_reason = models.CharField("作废原因", max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["inspection", "channel"],
                condition=Q(inspection__isnull=False, voided_on__isnull=True),
                name="outreach_check_once",
            )
        ]
        indexes = [models.Index(fields=["town", "held_on", "id"], name="outreach_list")]
        ordering = ["-held_on", "-id"]

    def __str__(self) -> str:
        return f"{self.of.label}{self.count}{self.of.unit}"

    @property
    def of(self) -> Channel:
        return CHANNELS[self.channel]

    @property
    def reach(self) -> str:
        return reach_in_words(self.reached, self.reach_kind)

    @property
    def used(self) -> str:
        """The material's title, "" where none was."""
        if self.leaflet:
            return LEAFLETS[self.leaflet].title
        return str(self.material.title) if self.material else ""


class OutreachPlace(models.Model):
    """Where something was done: a village as it was on the day (None at the town's or an office's own place), the cell where the row stands now, the unit."""

    scope_fields = {
        "town": "town_id",
        "cell": "cell__path",
        "department": "unit__department_id",
        "unit": "unit_id",
    }

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    outreach = models.ForeignKey(Outreach, models.PROTECT, related_name="places")
    cell = models.ForeignKey(Cell, models.PROTECT, related_name="+")
    village = models.ForeignKey(Cell, models.PROTECT, null=True, blank=True, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="outreaches")
    held_on = models.DateField("日期")
    recorded_cell = models.CharField(max_length=40)
    recorded_category = models.CharField(max_length=40, blank=True)

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["outreach", "cell", "unit"], name="outreach_place_once"),
        ]
        indexes = [models.Index(fields=["town", "held_on"], name="outreach_place_day")]
        ordering = ["recorded_cell", "id"]

    @property
    def name(self) -> str:
        return str(self.unit.name if self.unit else self.cell.name)


class OutreachPhoto(OfTown):
    """A photo of something done."""

    outreach = models.ForeignKey(Outreach, models.PROTECT, related_name="photos")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["outreach", "file"], name="outreach_photo_once")]
        ordering = ["id"]


class PublicityPlan(OfTown):
    """What is to be done in the villages from a day to a day (宣传计划)."""

    title = models.CharField("名称", max_length=40)
    occasion = models.CharField(
        "时段", max_length=10, choices=[(code, one.label) for code, one in OCCASIONS.items()]
    )
    from_on = models.DateField("开始日期")
    to_on = models.DateField("结束日期")
    made_on = models.DateField("制定日期")
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    ended_on = models.DateField("停用日期", null=True, blank=True)
    reminded_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["town", "from_on", "id"], name="publicity_plan_list")]
        ordering = ["-from_on", "-id"]

    def __str__(self) -> str:
        return self.title


class PlanLine(models.Model):
    """A village and a channel of a plan. That it is done is nowhere ticked: something on record by that channel, in that village, within the plan's days, does it."""

    scope_fields = {"town": "town_id", "cell": "cell__path"}

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    plan = models.ForeignKey(PublicityPlan, models.PROTECT, related_name="lines")
    cell = models.ForeignKey(Cell, models.PROTECT, related_name="+")
    channel = models.CharField("渠道", max_length=12, choices=CHANNEL_CHOICES)
    recorded_cell = models.CharField(max_length=40)

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "cell", "channel"], name="publicity_line_once")
        ]
        ordering = ["recorded_cell", "id"]

    @property
    def of(self) -> Channel:
        return CHANNELS[self.channel]

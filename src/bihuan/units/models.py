"""Units and the history of their state."""

from django.db import models

from bihuan.core.ids import new_id
from bihuan.core.models import StoredFile, Town
from bihuan.core.scope import ScopedManager
from bihuan.grid.models import Cell, Department
from bihuan.units.rules import CATEGORIES, CERTIFICATES, CONTACT_ROLES, DOCUMENT_KINDS, REMIND_DAYS, STATES


class Unit(models.Model):
    """A unit under supervision (监管对象) at one place. `cell_path` follows `cell`, "" while it lies in none;
    where it lay before `placed_on` is told by its `places`.

    `opened_on` and `ended_on` bound its being in the register; `pilot_from` is the day it was taken into the
    building of the two systems (两个体系, 双重预防). A duplicate stays as a stub that names the unit it was merged into.
    `latitude`, `longitude`: degrees of WGS 84.
    """

    scope_fields = {"town": "town_id", "cell": "cell_path", "department": "department_id", "unit": "pk"}

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    cell = models.ForeignKey(Cell, models.PROTECT, null=True, blank=True, related_name="units")
    cell_path = models.CharField(max_length=40, default="")
    placed_on = models.DateField(null=True, blank=True)
    department = models.ForeignKey(Department, models.PROTECT, null=True, blank=True, related_name="units")
    name = models.CharField("名称", max_length=100)
    category = models.CharField(
        "类别", max_length=40, choices=[(c.code, c.label) for c in CATEGORIES.values()]
    )
    uscc = models.CharField("统一社会信用代码", max_length=18, blank=True)
    address = models.CharField("地址", max_length=200, blank=True)
    head = models.CharField("负责人", max_length=40, blank=True)
    phone = models.CharField("电话", max_length=20, blank=True)
    employees = models.PositiveIntegerField("从业人数", null=True, blank=True)
    above_scale_from = models.DateField("规模以上起", null=True, blank=True)
    above_scale_to = models.DateField("规模以上止", null=True, blank=True)
    pilot_from = models.DateField("纳入两个体系建设日期", null=True, blank=True)
    details = models.JSONField(default=dict, blank=True)
    state = models.CharField("状态", max_length=10, choices=list(STATES.items()), default="open")
    opened_on = models.DateField("登记日期")
    ended_on = models.DateField("注销日期", null=True, blank=True)
    last_visited_on = models.DateField("最近检查", null=True, blank=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")
    latitude = models.FloatField("纬度", null=True, blank=True)
    longitude = models.FloatField("经度", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["town", "uscc", "address"],
                condition=~models.Q(uscc="") & models.Q(merged_into__isnull=True),
                name="unit_site_once",
            )
        ]
        indexes = [
            models.Index(fields=["town", "cell_path"], name="unit_place"),
            models.Index(fields=["town", "category"], name="unit_category"),
            models.Index(fields=["town", "name"], name="unit_name"),
            models.Index(fields=["town", "uscc"], condition=~models.Q(uscc=""), name="unit_code"),
        ]
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def category_label(self) -> str:
        return CATEGORIES[self.category].label

    @property
    def state_label(self) -> str:
        return STATES[self.state]

    @property
    def name_and_place(self) -> str:
        """石桥小学 · 石桥村; the name alone where the unit is a cell of the grid itself."""
        place = self.cell.name if self.cell else "未入网格"
        return self.name if place == self.name else f"{self.name} · {place}"


class UnitPlace(models.Model):
    """Where a unit stood before: in a cell ("" for none) from a day until the day on which it stood elsewhere. Where it stands
    now, since `Unit.placed_on`, is the unit's own cell."""

    scope_fields = {"town": "town_id", "cell": "unit__cell_path", "department": "unit__department_id"}

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="places")
    path = models.CharField(max_length=40)
    from_on = models.DateField()
    until_on = models.DateField()

    objects = ScopedManager()

    class Meta:
        indexes = [models.Index(fields=["path", "from_on"], name="unit_place_then")]
        ordering = ["from_on"]


class UnitState(models.Model):
    """The state of a unit from a day on, until the next row: history, so that a past day can be asked.

    `until_on`: the day on which the unit came back, of a state that had taken it out of the register. `to` says where it
    moved to, or what it was merged into. `recorded_*` are as on the day.
    """

    scope_fields = {"town": "town_id", "cell": "unit__cell_path", "department": "unit__department_id"}

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="states")
    state = models.CharField(max_length=10, choices=list(STATES.items()))
    from_on = models.DateField()
    reason = models.CharField("原因", max_length=300, blank=True)
    until_on = models.DateField(null=True, blank=True)
    to = models.CharField("去向", max_length=100, blank=True)
    recorded_cell = models.CharField(max_length=40, default="")
    recorded_category = models.CharField(max_length=40, default="")

    objects = ScopedManager()

    class Meta:
        ordering = ["from_on"]


class Certificate(models.Model):
    """A certificate (证照, a filed plan, an insurance) of a unit, or of a person who works there (`holder`), good to `valid_until` inclusive.

    Renewing ends the row and begins another, so that a past day can be asked: it stood from `registered_on` until
    the day before `ended_on`.
    """

    scope_fields = {"town": "town_id", "cell": "unit__cell_path", "department": "unit__department_id"}

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="certificates")
    kind = models.CharField("证照", max_length=12, choices=list(CERTIFICATES.items()))
    number = models.CharField("编号", max_length=60)
    holder = models.CharField("持证人", max_length=40, blank=True)
    issuer = models.CharField("发证（备案、承保）机关", max_length=60, blank=True)
    issued_on = models.DateField("发证（备案、起保）日期", null=True, blank=True)
    valid_until = models.DateField("有效期至")
    registered_on = models.DateField("登记日期")
    ended_on = models.DateField("停用日期", null=True, blank=True)

    objects = ScopedManager()

    class Meta:
        indexes = [models.Index(fields=["town", "valid_until", "id"], name="certificate_list")]
        ordering = ["valid_until", "id"]

    def __str__(self) -> str:
        return f"{self.label}{f'（{self.holder}）' if self.holder else ''} {self.number}"

    @property
    def label(self) -> str:
        return CERTIFICATES[self.kind]


class ReminderSetting(models.Model):
    """How many days before they run out a town is reminded of certificates: kind → days, the farthest first; a kind that is not in it by
    REMIND_DAYS."""

    scope_fields = {"town": "town_id"}

    town = models.OneToOneField(Town, models.PROTECT, primary_key=True, related_name="+")
    days = models.JSONField(default=dict, blank=True)

    objects = ScopedManager()

    def of(self, kind: str) -> tuple[int, ...]:
        return tuple(self.days.get(kind, REMIND_DAYS))


class _OfUnit(models.Model):
    """A row that belongs to a unit, stands from a day until the day before it ended, and is seen where its unit is."""

    scope_fields = {"town": "town_id", "cell": "unit__cell_path", "department": "unit__department_id"}

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    from_on = models.DateField("起始日期")
    ended_on = models.DateField("停用日期", null=True, blank=True)

    objects = ScopedManager()

    class Meta:
        abstract = True
        ordering = ["-from_on", "-id"]


class Contact(_OfUnit):
    """A person to speak to at a unit."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="contacts")
    role = models.CharField("身份", max_length=10, choices=list(CONTACT_ROLES.items()))
    name = models.CharField("姓名", max_length=40)
    phone = models.CharField("电话", max_length=20, blank=True)

    @property
    def role_label(self) -> str:
        return CONTACT_ROLES[self.role]


class Document(_OfUnit):
    """A paper of the unit's own that is kept on it: its rules, its plan, a drawing. `dated_on` is the paper's day."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="documents")
    kind = models.CharField("种类", max_length=10, choices=list(DOCUMENT_KINDS.items()))
    title = models.CharField("名称", max_length=100)
    dated_on = models.DateField("资料日期", null=True, blank=True)
    note = models.CharField("说明", max_length=200, blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")

    @property
    def kind_label(self) -> str:
        return DOCUMENT_KINDS[self.kind]


class Apart(_OfUnit):
    """Somebody has looked at two units that are alike and said that they are two (不是同一家), `unit` and `other` in the order of their
    keys. A stub stands for the unit that it was merged into."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="apart")
    other = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    reason = models.CharField("理由", max_length=200)

    class Meta(_OfUnit.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "other"], condition=models.Q(ended_on__isnull=True), name="apart_once"
            )
        ]


class Plate(_OfUnit):
    """The QR plate at a unit's door. Its code tells nothing and cannot be guessed; a lost plate's ends with its renewal."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="plates")
    code = models.CharField("牌号", max_length=12, unique=True)

    codes = models.Manager()  # a plate is read at the door, before anyone's scope is known

    class Meta(_OfUnit.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["unit"], condition=models.Q(ended_on__isnull=True), name="plate_in_force_once"
            )
        ]

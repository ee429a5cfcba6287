"""Cells, departments, persons and the posts they hold."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.db.models import Q

from bihuan.core.ids import new_id
from bihuan.core.models import StoredFile, Town
from bihuan.core.scope import ScopedManager
from bihuan.grid.rules import DUTIES, LEVELS, NOTICE_PHONES, POST_KINDS, level_of


class Cell(models.Model):
    """A grid cell (网格): the town, an office or general Party branch, a village, or an enterprise or small cell.

    `path` is the chain of four-digit numbers from the town down; a subtree is a range of it. A path is never given twice: a
    cell that is moved ends where it stood, and the row in its new place names it as its `origin`; one that is merged away
    names the cell that it went into. So the tree of any past day is that of the rows in force then (ADR 17).
    """

    scope_fields = {"town": "town_id", "cell": "path"}

    KINDS = (
        ("town", "镇"),
        ("office", "办事处"),
        ("village", "村（社区）"),
        ("enterprise", "企业"),
        ("cell", "网格"),
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    path = models.CharField(max_length=40)
    name = models.CharField("名称", max_length=60)
    kind = models.CharField("类别", max_length=12, choices=KINDS)
    opened_on = models.DateField("启用日期")
    ended_on = models.DateField("停用日期", null=True, blank=True)
    origin = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="moved_to")
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="absorbed")
    changed_by = models.CharField("调整依据", max_length=200, blank=True)
    code = models.CharField("统计用区划代码", max_length=12, blank=True)

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["town", "path"], name="cell_path_once"),
            models.UniqueConstraint(
                fields=["town", "code"],
                condition=~Q(code="") & Q(ended_on__isnull=True),
                name="cell_code_once",
            ),
        ]
        ordering = ["path"]

    def __str__(self) -> str:
        return self.name

    @property
    def level(self) -> int:
        return level_of(self.path)

    @property
    def level_label(self) -> str:
        return LEVELS[self.level]


class NoticeSetting(models.Model):
    """What a town's boards (公示牌) say: whose phones, and the duties of posts where not by the default words."""

    scope_fields = {"town": "town_id"}

    town = models.OneToOneField(Town, models.PROTECT, primary_key=True, related_name="+")
    phones = models.CharField("公示电话", max_length=8, choices=list(NOTICE_PHONES.items()), default="office")
    duties = models.JSONField(default=dict, blank=True)

    objects = ScopedManager()

    def duty_of(self, kind: str) -> str:
        return str(self.duties.get(kind) or DUTIES[kind])


class Department(models.Model):
    """A department or station of the town that answers for a trade (行业主管部门)."""

    scope_fields = {"town": "town_id"}

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    name = models.CharField("名称", max_length=60)

    objects = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["town", "name"], name="department_once")]
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Person(AbstractBaseUser):
    """A named person, with or without an account. Rights come from posts, never from here.

    `card` is the number of the enforcement card (行政执法证), good to `card_until` inclusive.
    """

    scope_fields = {"town": "town_id"}

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    name = models.CharField("姓名", max_length=40)
    username = models.CharField("用户名", max_length=40, unique=True, null=True, blank=True)
    phone = models.CharField("手机号", max_length=11, unique=True, null=True, blank=True)
    card = models.CharField("行政执法证号", max_length=30, blank=True)
    card_until = models.DateField("执法证有效期至", null=True, blank=True)
    must_change_password = models.BooleanField(default=False)
    is_active = models.BooleanField("可以登录", default=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = []

    objects = ScopedManager()
    accounts = models.Manager()  # for signing in, before anyone's scope is known

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """A post (岗位) held by a person from a date to a date (both inclusive) on a cell, in a department, or at a unit, whose posts end
    with it. The grid knows a unit by its name and its end alone: what it is, later apps say. Posts in a department and at a unit stand
    on the town's own cell, whatever becomes of the others.

    `handed_over_on` is the first day of who took it over.
    """

    scope_fields = {"town": "town_id"}

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="posts")
    kind = models.CharField(
        "岗位", max_length=20, choices=[(code, kind.label) for code, kind in POST_KINDS.items()]
    )
    cell = models.ForeignKey(Cell, models.PROTECT, related_name="posts")
    department = models.ForeignKey(Department, models.PROTECT, null=True, blank=True, related_name="posts")
    unit = models.ForeignKey("units.Unit", models.PROTECT, null=True, blank=True, related_name="posts")
    from_on = models.DateField("任职日期")
    to_on = models.DateField("离任日期", null=True, blank=True)
    handed_over_on = models.DateField("交接日期", null=True, blank=True)

    objects = ScopedManager()

    class Meta:
        indexes = [models.Index(fields=["town", "cell"], name="post_cell")]

    @property
    def on_the_grid(self) -> bool:
        return POST_KINDS[self.kind].on_the_grid

    @property
    def label(self) -> str:
        return POST_KINDS[self.kind].label


class Handover(models.Model):
    """A post handed over (岗位交接): one tenure ended and another begun, with what lay open, as both signed for it.

    `held` is the list as it was signed: sections of {"label", "rows": [{"id", "text", "where", "state"}]}. Where the giver
    could not come, `absence` says why and `witness`, the leader who handed over instead, has signed.
    """

    scope_fields = {"town": "town_id", "cell": "cell__path", "department": "ended__department_id"}

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    cell = models.ForeignKey(Cell, models.PROTECT, related_name="handovers")
    ended = models.OneToOneField(Post, models.PROTECT, related_name="given")
    begun = models.OneToOneField(Post, models.PROTECT, related_name="taken")
    on = models.DateField("交接日期")
    made_at = models.DateTimeField("登记时间")
    held = models.JSONField(default=list)
    note = models.CharField("交接说明", max_length=500, blank=True)
    absence = models.CharField("移交人未到场原因", max_length=200, blank=True)
    witness = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    giver_signature = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    taker_signature = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    witness_signature = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")

    objects = ScopedManager()

    class Meta:
        ordering = ["-on", "-id"]

    @property
    def count(self) -> int:
        return sum(len(section["rows"]) for section in self.held)


def held_on(day: object) -> Q:
    """Posts held on a day; those at a unit until the day on which it left the register, that day included."""
    there = Q(unit__ended_on__isnull=True) | Q(unit__ended_on__gte=day)
    return Q(from_on__lte=day) & (Q(to_on__isnull=True) | Q(to_on__gte=day)) & there

"""What letters a town asks for in a year, in which words, and the letters themselves with both signatures and the scans of signed paper."""

from typing import Any

from django.db import models
from django.db.models import Q

from bihuan.core.ids import new_id
from bihuan.core.models import OfTown, StoredFile, Town
from bihuan.core.scope import ScopedManager
from bihuan.grid.models import Cell, Department, Person
from bihuan.letters.lifecycle import LETTER, MADE, OPEN, SIGNED, STANDING
from bihuan.letters.rules import KINDS, PARTIES, Target, Wording
from bihuan.units.models import Unit
from bihuan.units.rules import CATEGORIES

_KINDS = [(code, one.label) for code, one in KINDS.items()]
HOWS = {"screen": "屏幕签字", "paper": "纸质签字"}


class LetterText(OfTown):
    """A town's own words for a kind, from a day until the day before the next edition. Letters keep the words they were made with."""

    kind = models.CharField("种类", max_length=12, choices=_KINDS)
    number = models.PositiveSmallIntegerField("版次")
    title = models.CharField("标题", max_length=60)
    lead = models.TextField("开头")
    duties = models.JSONField("责任内容", default=list)
    assess = models.JSONField("考核与奖惩", default=list)
    closing = models.JSONField("期限和其他", default=list)
    targets = models.JSONField("目标", default=list)
    from_on = models.DateField("启用日期")
    ended_on = models.DateField("停用日期", null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["town", "kind", "number"], name="letter_text_once")]
        ordering = ["kind", "-number"]

    def __str__(self) -> str:
        return f"{KINDS[self.kind].label}责任书第{self.number}版"

    @property
    def wording(self) -> Wording:
        return Wording(
            self.title,
            self.lead,
            tuple(self.duties),
            tuple(self.assess),
            tuple(self.closing),
            tuple(Target(**one) for one in self.targets),
        )


class LetterPlan(OfTown):
    """That a kind of letter is signed in a year (布置), by a day. Whoever becomes a party later in the year falls under it as well."""

    year = models.PositiveSmallIntegerField("年份")
    kind = models.CharField("种类", max_length=12, choices=_KINDS)
    sign_by = models.DateField("签订期限")
    asked_on = models.DateField("布置日期")
    asked_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    ended_on = models.DateField("停止日期", null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["town", "year", "kind"], name="letter_plan_once")]
        ordering = ["-year", "kind"]

    def __str__(self) -> str:
        return f"{self.year}年{KINDS[self.kind].label}责任书"


class ResponsibilityLetter(models.Model):
    """A letter (目标责任书) of the town with a party: a department, a cell or a unit, named by `party`, which keeps its id through the cell's moves.
    `cell` is where the party lies now, the town's own for a department and for a unit in none. `content` is frozen as it was made; `head` is who has to sign.

    `*_signed_on` are the days of the signatures, `signed_on` the later one of both, `completed_on` when the second was put on record. `is_void`: a
    withdrawn letter never counts; one that was replaced or struck keeps what it was until then. `recorded_*` are as on the day it was made."""

    scope_fields = {"town": "town_id", "cell": "cell__path", "department": "department_id", "unit": "unit_id"}

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    plan = models.ForeignKey(LetterPlan, models.PROTECT, related_name="letters")
    year = models.PositiveSmallIntegerField("年份")
    kind = models.CharField("种类", max_length=12, choices=_KINDS)
    number = models.CharField("编号", max_length=40)
    code = models.CharField(max_length=10, unique=True)
    party_kind = models.CharField("对象", max_length=12, choices=list(PARTIES.items()))
    party = models.UUIDField()
    party_name = models.CharField("乙方", max_length=100)
    cell = models.ForeignKey(Cell, models.PROTECT, related_name="+")
    department = models.ForeignKey(Department, models.PROTECT, null=True, blank=True, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="letters")
    recorded_cell = models.CharField(max_length=40, default="")
    recorded_category = models.CharField(max_length=40, default="", blank=True)
    head = models.CharField("乙方负责人", max_length=40, blank=True)
    text_number = models.PositiveSmallIntegerField("文本版次", default=0)
    content = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    state = models.CharField("状态", max_length=10, choices=list(LETTER.states.items()), default=MADE)
    made_on = models.DateField("生成日期")
    made_at = models.DateTimeField()
    from_on = models.DateField("起")
    to_on = models.DateField("止")
    sign_by = models.DateField("签订期限")
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_with"
    )
    party_signed_on = models.DateField("乙方签字日期", null=True, blank=True)
    party_signer = models.CharField("乙方签字人", max_length=40, blank=True)
    party_how = models.CharField(max_length=8, choices=list(HOWS.items()), blank=True)
    party_signature = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    town_signed_on = models.DateField("甲方签字日期", null=True, blank=True)
    town_signer = models.CharField("甲方签字人", max_length=40, blank=True)
    town_how = models.CharField(max_length=8, choices=list(HOWS.items()), blank=True)
    town_signature = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    signed_on = models.DateField("签订日期", null=True, blank=True)
    completed_on = models.DateField("签订登记日期", null=True, blank=True)
    returned_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    ended_on = models.DateField("失效日期", null=True, blank=True)
    ended_for = models.CharField("失效原因", max_length=200, blank=True)
    is_void = models.BooleanField("撤回", default=False)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager()
    registry = models.Manager()  # a code is read at its foot before anyone's scope is known

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["town", "number"], name="letter_number_once"),
            models.UniqueConstraint(
                fields=["town", "year", "kind", "party"],
                condition=Q(ended_on__isnull=True),
                name="letter_standing_once",
            ),
        ]
        indexes = [
            models.Index(fields=["town", "-year", "-made_on", "-id"], name="resp_letter_list"),
            models.Index(fields=["town", "sign_by"], condition=Q(signed_on=None), name="resp_letter_open"),
        ]
        ordering = ["-year", "-made_on", "-id"]

    def __str__(self) -> str:
        return f"{self.number} {self.party_name}"

    @property
    def label(self) -> str:
        return f"{KINDS[self.kind].label}责任书"

    @property
    def state_label(self) -> str:
        return LETTER.states[self.state]

    @property
    def category_label(self) -> str:
        found = CATEGORIES.get(self.recorded_category)
        return found.label if found else ""

    @property
    def stands(self) -> bool:
        return self.state in STANDING

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_signed(self) -> bool:
        return self.state == SIGNED

    @property
    def targets(self) -> list[Target]:
        return [Target(**one) for one in self.content["targets"]]

    def side(self, name: str) -> dict[str, Any]:
        """One side's signature: who, when, how, the picture's file."""
        return {
            "on": getattr(self, f"{name}_signed_on"),
            "signer": getattr(self, f"{name}_signer"),
            "how": HOWS.get(getattr(self, f"{name}_how"), ""),
            "file": getattr(self, f"{name}_signature"),
        }


class LetterScan(models.Model):
    """A page of a letter signed on paper, photographed or scanned."""

    scope_fields = {
        "town": "town_id",
        "cell": "letter__cell__path",
        "department": "letter__department_id",
        "unit": "letter__unit_id",
    }

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    letter = models.ForeignKey(ResponsibilityLetter, models.PROTECT, related_name="scans")
    place = models.PositiveSmallIntegerField("页")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    added_at = models.DateTimeField("交回时间")
    added_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    objects = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["letter", "file"], name="letter_scan_once")]
        ordering = ["place", "id"]

"""The writ itself, and what every row that belongs to one has in common."""

from datetime import date

from django.db import models

from bihuan.core.ids import new_id
from bihuan.core.models import Town
from bihuan.core.scope import ScopedManager
from bihuan.documents.lifecycle import DRAFT, ISSUED, STANDING, WRIT
from bihuan.grid.models import Person
from bihuan.hazards.models import Hazard
from bihuan.inspections.models import Campaign, Inspection, IssuedPaper
from bihuan.inspections.papers import PAPERS
from bihuan.measures.models import Decision
from bihuan.referrals.models import Referral
from bihuan.units.models import Unit


class Writ(models.Model):
    """What one paper says. Altered while a draft, frozen when issued: PDF and docx are renderings of `fields`, by the `edition` of its
    kind's declaration, the town's own `wording` of the day, and what was so then: `issuer` (organ, town, district, bureau, and the laws that its
    sentences cite).

    `code` stands in the QR code at its foot. What it is about: a unit, and the record it was made from. `answers`: the writ that it
    follows. `taken`: what of a draft's fields came from the records (`values`), asked for which `officers`: see `renewal`. `late_reason`:
    why it is numbered after papers of later days, or in a year that is over. `digest`: SHA-256 of the frozen content. `served_on`: the
    first day on which it was served; `proposed_on`: on which it was put to the district, whatever became of it since. `outer_*`: as issued
    by the district, where the town only drafted it.
    """

    scope_fields = {"town": "town_id", "cell": "unit__cell_path", "department": "unit__department_id"}

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    kind = models.CharField(
        "文书", max_length=20, choices=[(code, one.label) for code, one in PAPERS.items()]
    )
    edition = models.PositiveSmallIntegerField("式样版次")
    state = models.CharField("状态", max_length=10, choices=list(WRIT.states.items()), default=DRAFT)
    code = models.CharField("文书码", max_length=16, unique=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="writs")
    inspection = models.ForeignKey(Inspection, models.PROTECT, null=True, blank=True, related_name="writs")
    hazard = models.ForeignKey(Hazard, models.PROTECT, null=True, blank=True, related_name="writs")
    decision = models.ForeignKey(Decision, models.PROTECT, null=True, blank=True, related_name="writs")
    referral = models.ForeignKey(Referral, models.PROTECT, null=True, blank=True, related_name="writs")
    campaign = models.ForeignKey(Campaign, models.PROTECT, null=True, blank=True, related_name="writs")
    answers = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="followers")
    dated = models.DateField("文书日期")
    late_reason = models.CharField("补录原因", max_length=200, blank=True)
    fields = models.JSONField("内容", default=dict)
    taken = models.JSONField("取自记录", default=dict, blank=True)
    wording = models.JSONField("用语", default=dict, blank=True)
    issuer = models.JSONField("签发机关", default=dict, blank=True)
    digest = models.CharField("校验码", max_length=64, blank=True)
    paper = models.OneToOneField(IssuedPaper, models.PROTECT, null=True, blank=True, related_name="writ")
    drafted_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    drafted_at = models.DateTimeField("拟稿时间")
    issued_at = models.DateTimeField("签发时间", null=True, blank=True)
    proposed_on = models.DateField("报区日期", null=True, blank=True)
    served_on = models.DateField("送达日期", null=True, blank=True)
    outer_number = models.CharField("区级文号", max_length=60, blank=True)
    outer_on = models.DateField("区级签发日期", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    renewed: tuple[str, ...] = ()  # what revising has taken anew from the records, by its labels; not kept

    objects = ScopedManager()
    registry = models.Manager()  # by the code on a page, which may be another town's

    class Meta:
        indexes = [
            models.Index(fields=["town", "-dated", "-id"], name="writ_list"),
            models.Index(fields=["town", "state", "-dated", "-id"], name="writ_state_list"),
            models.Index(fields=["town", "kind", "-dated", "-id"], name="writ_kind_list"),
        ]
        ordering = ["-dated", "-id"]

    def __str__(self) -> str:
        return f"{self.label} {self.number}".strip()

    @property
    def label(self) -> str:
        return PAPERS[self.kind].label

    @property
    def number(self) -> str:
        return self.paper.number if self.paper else self.outer_number

    @property
    def state_label(self) -> str:
        return WRIT.states[self.state]

    @property
    def issued_on(self) -> date:
        """The day on which it was issued: by the district, where it was; the day of a draft is its own."""
        return self.outer_on or self.dated

    @property
    def is_frozen(self) -> bool:
        return self.state != DRAFT

    @property
    def is_issued(self) -> bool:
        return self.state == ISSUED

    @property
    def stands(self) -> bool:
        return self.state in STANDING


class OfWrit(models.Model):
    """A row that belongs to a writ and is seen where its unit is."""

    scope_fields = {
        "town": "town_id",
        "cell": "writ__unit__cell_path",
        "department": "writ__unit__department_id",
    }

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")

    objects = ScopedManager()

    class Meta:
        abstract = True

"""Documents and what is done with them once issued: signatures, the seal, scans, service, terms; case files and hand-overs."""

from datetime import date

from django.db import models

from bihuan.core.ids import new_id
from bihuan.core.models import StoredFile, Town
from bihuan.core.scope import ScopedManager
from bihuan.documents.lifecycle import CASE, CLOSED, DRAFT, ISSUED, OPEN, STANDING, WRIT
from bihuan.documents.rules import HOWS, ROLES, WAYS
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

    `code` stands in the QR code at its foot. What it is about: a unit, and the record it was made from. `answers`: the writ that
    it follows. `late_reason`: why it is numbered after papers of later days, or in a year that is over. `digest`: SHA-256 of the frozen content. `served_on`: the first day on which it was served; `proposed_on`: on which it was put
    to the district, whatever became of it since. `outer_*`: as issued by the
    district, where the town only drafted it.
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


class _OfWrit(models.Model):
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


class Signature(_OfWrit):
    """How one place for signing on a writ was filled: on the screen, on paper, or refused before witnesses.

    `slot` is the place ("party", "officer1", "witness1"). `file` holds the stroke as a picture, `strokes` its points with times;
    `digest` is that of the writ signed. A signature is never altered; one that was given in error is struck out (`voided_at`).
    """

    writ = models.ForeignKey(Writ, models.PROTECT, related_name="signatures")
    slot = models.CharField(max_length=12)
    role = models.CharField("身份", max_length=10, choices=list(ROLES.items()))
    name = models.CharField("姓名", max_length=40)
    how = models.CharField("方式", max_length=8, choices=list(HOWS.items()))
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    strokes = models.JSONField(default=list, blank=True)
    digest = models.CharField(max_length=64)
    signed_at = models.DateTimeField("签字时间")
    reason = models.CharField("拒签原因", max_length=200, blank=True)
    witnesses = models.JSONField("见证人", default=list, blank=True)
    recorded_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    voided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["writ", "slot"],
                condition=models.Q(voided_at__isnull=True),
                name="signed_once",
            )
        ]
        ordering = ["signed_at", "id"]


class Scan(_OfWrit):
    """A page of the signed paper, scanned back and matched by the code at its foot. `page` from 1, None where it could not be read."""

    writ = models.ForeignKey(Writ, models.PROTECT, related_name="scans")
    page = models.PositiveSmallIntegerField("页", null=True, blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    added_at = models.DateTimeField("上传时间")
    added_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["writ", "file"], name="scan_once")]
        ordering = ["page", "added_at", "id"]


class Seal(models.Model):
    """The picture of a seal (印章) that the town keeps, in force from a day until (not on) another."""

    scope_fields = {"town": "town_id"}

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    body = models.CharField("印章名称", max_length=60)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    from_on = models.DateField("启用日期")
    ended_on = models.DateField("停用日期", null=True, blank=True)

    objects = ScopedManager()

    class Meta:
        ordering = ["body", "-from_on"]

    def __str__(self) -> str:
        return self.body


class SealUse(_OfWrit):
    """The seal put on a writ (用印), once; and the PDF that was sealed electronically with it, by whom (see `eseal`)."""

    writ = models.OneToOneField(Writ, models.PROTECT, related_name="seal_use")
    seal = models.ForeignKey(Seal, models.PROTECT, related_name="uses")
    used_at = models.DateTimeField("用印时间")
    used_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    sealed_file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    sealed_at = models.DateTimeField("电子签章时间", null=True, blank=True)
    provider = models.CharField("签章服务", max_length=60, blank=True)


class Consent(models.Model):
    """A unit's signed statement of where and how it takes documents (送达地址确认书), in force from a day until (not on) another.

    Law: electronic service needs it (行政处罚法 2021, art. 61).
    """

    scope_fields = {"town": "town_id", "cell": "unit__cell_path", "department": "unit__department_id"}

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="consents")
    address = models.CharField("送达地址", max_length=200, blank=True)
    electronic = models.CharField("电子送达号码", max_length=100, blank=True)
    signed_by = models.CharField("确认人", max_length=40)
    from_on = models.DateField("确认日期")
    ended_on = models.DateField("撤回日期", null=True, blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")

    objects = ScopedManager()


class Service(_OfWrit):
    """One service (送达) of a writ: by what way, on whom, when, by whom, with what proof. What was recorded in error is struck out.

    `served_on` is the day on which it holds: with public notice (公告) the end of its period, which began on `published_on`.
    """

    writ = models.ForeignKey(Writ, models.PROTECT, related_name="services")
    way = models.CharField("送达方式", max_length=10, choices=list(WAYS.items()))
    served_on = models.DateField("送达日期")
    served_time = models.TimeField("送达时刻", null=True, blank=True)
    published_on = models.DateField("公告日期", null=True, blank=True)
    place = models.CharField("送达地点", max_length=200, blank=True)
    receiver = models.CharField("收件人", max_length=40, blank=True)
    relation = models.CharField("收件人身份", max_length=40, blank=True)
    first_server = models.ForeignKey(Person, models.PROTECT, related_name="+")
    second_server = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    tracking = models.CharField("邮单号", max_length=40, blank=True)
    consent = models.ForeignKey(Consent, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField("拒收事由", max_length=200, blank=True)
    witness = models.CharField("见证人", max_length=80, blank=True)
    proof = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    entrusted_to = models.CharField("受托送达单位", max_length=60, blank=True)
    receipt = models.OneToOneField(Writ, models.PROTECT, null=True, blank=True, related_name="proves")
    recorded_at = models.DateTimeField()
    voided_on = models.DateField("作废日期", null=True, blank=True)
    void_reason = models.CharField("作废原因", max_length=200, blank=True)

    class Meta:
        ordering = ["served_on", "id"]

    @property
    def way_label(self) -> str:
        return WAYS[self.way]


class Term(_OfWrit):
    """A term (期限) that runs from a writ's service: until what day something is to be done. `met_on`: the day on which it was.

    `taken_back_on`: the service that it ran from was struck out; it stands again, anew, with the next. `over_noted_on`: the day on
    which the clock wrote into the trail that it ended unmet.
    """

    writ = models.ForeignKey(Writ, models.PROTECT, related_name="terms")
    key = models.CharField(max_length=20)
    label = models.CharField("期限", max_length=60)
    from_on = models.DateField("起算日期")
    due_on = models.DateField("截止日期")
    met_on = models.DateField("办结日期", null=True, blank=True)
    taken_back_on = models.DateField(null=True, blank=True)
    over_noted_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["writ", "key"], name="writ_term_once")]
        indexes = [models.Index(fields=["town", "due_on"], name="writ_term_due")]
        ordering = ["due_on", "id"]


class Wording(models.Model):
    """A sentence of a kind of writ as the town words it, from a day until (not on) another; placeholders stand in braces."""

    scope_fields = {"town": "town_id"}

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    kind = models.CharField("文书", max_length=20)
    key = models.CharField("句", max_length=20)
    text = models.TextField("用语")
    from_on = models.DateField("启用日期")
    ended_on = models.DateField("停用日期", null=True, blank=True)

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["town", "kind", "key"],
                condition=models.Q(ended_on__isnull=True),
                name="wording_in_force_once",
            )
        ]


class CaseFile(models.Model):
    """A case file (案卷): of a unit and a matter, the documents in order. Closed, it is not altered."""

    scope_fields = {"town": "town_id", "cell": "unit__cell_path", "department": "unit__department_id"}

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="case_files")
    number = models.CharField("案卷号", max_length=40)
    matter = models.CharField("案由", max_length=120)
    opened_on = models.DateField("立卷日期")
    closed_on = models.DateField("归档日期", null=True, blank=True)
    outcome = models.CharField("处理结果", max_length=300, blank=True)
    handled_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["town", "number"], name="case_number_once")]
        indexes = [models.Index(fields=["town", "-opened_on", "-id"], name="case_list")]
        ordering = ["-opened_on", "-id"]

    def __str__(self) -> str:
        return f"{self.number} {self.matter}"

    @property
    def state(self) -> str:
        return CLOSED if self.closed_on else OPEN

    @property
    def state_label(self) -> str:
        return CASE.states[self.state]


class CaseItem(models.Model):
    """One thing in a case file: a writ with its scans, or a paper that was scanned alone. `place` orders them from 1."""

    scope_fields = {
        "town": "town_id",
        "cell": "case__unit__cell_path",
        "department": "case__unit__department_id",
    }

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    case = models.ForeignKey(CaseFile, models.PROTECT, related_name="items")
    place = models.PositiveSmallIntegerField()
    title = models.CharField("题名", max_length=120)
    writ = models.ForeignKey(Writ, models.PROTECT, null=True, blank=True, related_name="case_items")
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    dated = models.DateField("日期", null=True, blank=True)

    objects = ScopedManager()

    class Meta:
        ordering = ["place", "id"]


class HandOver(models.Model):
    """Documents handed over to the law-enforcement system above, as JSON and xlsx of one format: to whom, when, by whom.

    `content` is the JSON as it was made, of which `digest` is the SHA-256: what was handed over is not told anew from rows that have
    changed since."""

    scope_fields = {"town": "town_id"}

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    number = models.CharField("批次号", max_length=40)
    body = models.CharField("接收单位", max_length=60)
    handed_at = models.DateTimeField("移交时间")
    handed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    content = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    digest = models.CharField("校验码", max_length=64)
    receipt = models.CharField("对方回执号", max_length=60, blank=True)
    note = models.CharField("说明", max_length=200, blank=True)

    objects = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["town", "number"], name="handover_number_once")]
        ordering = ["-handed_at", "-id"]


class HandedOver(_OfWrit):
    """A writ that went with a hand-over."""

    writ = models.ForeignKey(Writ, models.PROTECT, related_name="handed")
    handover = models.ForeignKey(HandOver, models.PROTECT, related_name="rows")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["writ", "handover"], name="handed_once")]

"""What is done with a writ once issued: signatures, scans, the seal, service and its terms; what a unit has confirmed of service."""

from django.db import models

from bihuan.core.ids import new_id
from bihuan.core.models import StoredFile, Town
from bihuan.core.scope import ScopedManager
from bihuan.documents.models.writs import OfWrit, Writ
from bihuan.documents.rules import HOWS, ROLES, WAYS
from bihuan.grid.models import Person
from bihuan.units.models import Unit


class Signature(OfWrit):
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


class Scan(OfWrit):
    """A page of the signed paper, scanned back and matched by the code at its foot. `page` from 1, None where it could not be read.
    A bad one is replaced by another, with the reason, and stays in the history (`replaced_at`)."""

    writ = models.ForeignKey(Writ, models.PROTECT, related_name="scans")
    page = models.PositiveSmallIntegerField("页", null=True, blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    added_at = models.DateTimeField("上传时间")
    added_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    replaced_at = models.DateTimeField("换下时间", null=True, blank=True)
    replace_reason = models.CharField("换下原因", max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["writ", "file"], condition=models.Q(replaced_at__isnull=True), name="scan_once"
            )
        ]
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


class SealUse(OfWrit):
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


class Service(OfWrit):
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


class Term(OfWrit):
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

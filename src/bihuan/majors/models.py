"""What a major hazard calls for besides its order (一患一档), and its listed supervision."""

from django.db import models

from bihuan.core.ids import new_id
from bihuan.core.models import Town
from bihuan.core.scope import ScopedManager
from bihuan.grid.models import Person
from bihuan.hazards.models import Hazard
from bihuan.majors.lifecycle import LISTING, PROPOSED, RUNNING
from bihuan.majors.rules import LISTING_LEVELS


class MajorCase(models.Model):
    """The file of one major hazard: reported up, and the treatment plan with its five fixings. There is none before something
    is put into it. `reported_on` and `fixed_on` are the first days and never change; a plan may be revised."""

    scope_fields = {
        "town": "town_id",
        "cell": "hazard__unit__cell_path",
        "department": "hazard__unit__department_id",
    }

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    hazard = models.OneToOneField(Hazard, models.PROTECT, related_name="major_case")
    reported_on = models.DateField("上报日期", null=True, blank=True)
    reported_to = models.CharField("上报单位", max_length=60, blank=True)
    reported_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    report = models.CharField("上报内容", max_length=500, blank=True)
    goal = models.CharField("治理目标", max_length=300, blank=True)
    responsible = models.CharField("责任单位和责任人", max_length=100, blank=True)
    measures = models.CharField("治理措施", max_length=500, blank=True)
    funds_yuan = models.PositiveBigIntegerField("资金（元）", null=True, blank=True)
    due_on = models.DateField("治理时限", null=True, blank=True)
    emergency = models.CharField("安全措施和应急预案", max_length=500, blank=True)
    fixed_on = models.DateField("五落实日期", null=True, blank=True)
    unreported_noted_on = models.DateField(null=True, blank=True)
    visit_missed_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0)

    objects = ScopedManager()


class Listing(models.Model):
    """A listed supervision of a major hazard. `body`, `number` and `listed_on` are of the decision above; one runs at a time."""

    scope_fields = {
        "town": "town_id",
        "cell": "hazard__unit__cell_path",
        "department": "hazard__unit__department_id",
    }

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    hazard = models.ForeignKey(Hazard, models.PROTECT, related_name="listings")
    state = models.CharField(max_length=8, choices=list(LISTING.states.items()), default=PROPOSED)
    proposed_on = models.DateField("提请日期", null=True, blank=True)
    reason = models.CharField("提请事由", max_length=300, blank=True)
    level = models.CharField("督办级别", max_length=8, choices=list(LISTING_LEVELS.items()), blank=True)
    body = models.CharField("督办单位", max_length=60, blank=True)
    number = models.CharField("挂牌文号", max_length=60, blank=True)
    listed_on = models.DateField("挂牌日期", null=True, blank=True)
    requirement = models.CharField("督办要求", max_length=300, blank=True)
    due_on = models.DateField("督办期限", null=True, blank=True)
    responsible = models.CharField("督办责任人", max_length=60, blank=True)
    declined_on = models.DateField("不予挂牌日期", null=True, blank=True)
    declined_why = models.CharField("不予挂牌理由", max_length=300, blank=True)
    delisted_on = models.DateField("摘牌日期", null=True, blank=True)
    delisted_by = models.CharField("摘牌机关", max_length=60, blank=True)
    delist_number = models.CharField("摘牌文号", max_length=60, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["hazard"], condition=models.Q(state__in=RUNNING), name="listing_runs_once"
            )
        ]
        ordering = ["id"]

    @property
    def state_label(self) -> str:
        return LISTING.states[self.state]

    @property
    def level_label(self) -> str:
        return LISTING_LEVELS.get(self.level, "")

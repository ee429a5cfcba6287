"""Shape of what the pages of major hazards send. `needed` are the fields marked as required; the actions ask for them."""

from django import forms
from django.db.models import QuerySet

from bihuan.core.forms import StepForm, area_field, choice_field, day_field, text_field
from bihuan.core.scope import Scope
from bihuan.hazards.models import Hazard
from bihuan.hazards.step_forms import HazardFilter
from bihuan.inspections.forms import Ids
from bihuan.majors.lifecycle import LISTING
from bihuan.majors.queries import major_ones
from bihuan.majors.rules import LISTING_LEVELS

LISTING_CHOICES = list(LISTING.states.items())


class MajorForm(StepForm):
    """A step of a major hazard: which of its fields are marked as required."""

    needed: tuple[str, ...] = ()


class RaiseForm(MajorForm):
    """判定为重大隐患."""

    needed = ("note",)
    criterion = forms.CharField(label="判定标准", required=False, max_length=40, widget=forms.Select)
    note = area_field("判定理由", 300, help_text="写明现场情况；列表中没有相符标准的，写明判定的依据。")


class AcceptForm(MajorForm):
    """验收销号."""

    needed = ("note",)
    note = area_field("验收意见", 300, help_text="写明到场人员、核实情况和结论。")
    photos_after = Ids(label="验收照片", required=False)


class RejectForm(MajorForm):
    """验收退回."""

    needed = ("note", "deadline_on")
    note = area_field("退回原因", 300)
    deadline_on = day_field("新的期限", help_text="当天仍在期限内。")


class ReportForm(MajorForm):
    """上报重大隐患."""

    needed = ("to", "on", "report")
    to = text_field("上报单位", 60)
    on = day_field("上报日期", help_text="判定为重大隐患的当天。")
    report = area_field("上报内容", 500, help_text="现状和产生原因，危害程度和整改难易程度，已采取的措施。")


class PlanForm(MajorForm):
    """治理方案."""

    needed = ("goal", "responsible", "measures", "funds_yuan", "due_on", "emergency")
    goal = area_field("治理目标和任务", 300)
    responsible = text_field("责任：负责的单位和人员", 100)
    measures = area_field("措施：方法和步骤", 500)
    funds_yuan = forms.IntegerField(
        label="资金（元）",
        required=False,
        help_text="不需要资金的填0。",
        error_messages={"invalid": "资金应填整数，单位是元。"},
    )
    due_on = day_field("时限")
    emergency = area_field("预案：治理期间的安全措施和应急预案", 500)


class ProposeForm(MajorForm):
    """提请挂牌督办."""

    needed = ("reason",)
    reason = area_field("提请事由", 300)


class ListingForm(MajorForm):
    """登记挂牌督办."""

    needed = ("level", "body", "number", "listed_on", "requirement", "due_on", "responsible")
    level = choice_field("督办级别", list(LISTING_LEVELS.items()))
    body = text_field("督办单位", 60, help_text="作出挂牌决定的上级机关，如区安委会。")
    number = text_field("挂牌文号", 60)
    listed_on = day_field("挂牌日期")
    due_on = day_field("督办期限")
    responsible = text_field("督办责任人", 60)
    requirement = area_field("督办要求", 300)


class DeclineForm(MajorForm):
    """登记不予挂牌."""

    needed = ("declined_on", "reason")
    declined_on = day_field("答复日期")
    reason = area_field("不予挂牌的理由", 300)


class DelistForm(MajorForm):
    """登记摘牌."""

    needed = ("body", "number", "delisted_on")
    body = text_field("摘牌机关", 60)
    number = text_field("摘牌文号", 60)
    delisted_on = day_field("摘牌日期")


class MajorFilter(HazardFilter):
    """The filters of the list of hazards, and how a major one stands with its listed supervision."""

    listing = forms.ChoiceField(choices=[("", ""), *LISTING_CHOICES], required=False)

    def narrow(self, scope: Scope) -> QuerySet[Hazard]:
        found = super().narrow(scope)
        return major_ones(found, scope, listing=self.cleaned_data.get("listing") or "")

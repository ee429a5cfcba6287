"""Shape of what the pages of publicity send. Rights and rules are the actions'."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from bihuan.core import clock
from bihuan.core.forms import ActionForm, choice_field, day_field, number_field, text_field
from bihuan.core.ids import new_id
from bihuan.core.scope import Scope
from bihuan.inspections.forms import Ids, ManyIds, optional_id
from bihuan.publicity.models import CHANNEL_CHOICES, Outreach
from bihuan.publicity.queries import search
from bihuan.publicity.rules import AUDIENCES, CHANNELS, MATERIALS, OCCASIONS, REACHES, Numbers

REACH_CHOICES = list(REACHES.items())
AUDIENCE_CHOICES = list(AUDIENCES.items())
MATERIAL_CHOICES = list(MATERIALS.items())
OCCASION_CHOICES = [(code, one.label) for code, one in OCCASIONS.items()]
ON_SITE_CHOICES = [(code, one.label) for code, one in CHANNELS.items() if one.on_site]


class OutreachForm(ActionForm):
    """登记宣传: what, where, how many, whom it reached."""

    outreach_id = forms.UUIDField(
        initial=new_id, error_messages={"required": "页面已过期，请刷新。", "invalid": "页面已过期，请刷新。"}
    )
    channel = choice_field("渠道", CHANNEL_CHOICES)
    held_on = day_field("日期")
    cells = ManyIds(required=False)
    all_villages = forms.BooleanField(required=False)
    unit = text_field("单位", 80)
    checks = ManyIds(required=False)
    spot = text_field("地点", 60)
    audience = choice_field("对象", AUDIENCE_CHOICES, required=False)
    count = number_field("数量")
    reached = number_field("宣传到的人数")
    reach_kind = choice_field("人数来源", REACH_CHOICES, required=False)
    consulted = number_field("咨询人次")
    used = text_field("材料", 40)
    photos = Ids(label="照片", required=False)
    campaign = optional_id("专项行动")
    note = text_field("说明", 300)

    @staticmethod
    def numbers(given: dict[str, Any]) -> Numbers:
        return Numbers(given["count"], given["reached"], given["reach_kind"], given["consulted"])


class ReasonForm(ActionForm):
    """作废."""

    reason = text_field("原因", 200)


class PlanForm(ActionForm):
    """制定宣传计划."""

    title = text_field("计划名称", 40)
    occasion = choice_field("宣传时段", OCCASION_CHOICES)
    from_on = day_field("开始日期", required=False)
    to_on = day_field("结束日期", required=False)
    channels = forms.MultipleChoiceField(
        choices=ON_SITE_CHOICES, required=False, error_messages={"invalid_choice": "请从列表中选择渠道。"}
    )
    villages = ManyIds(required=False)


class MaterialForm(ActionForm):
    """登记材料."""

    title = text_field("名称", 60)
    kind = choice_field("种类", MATERIAL_CHOICES)
    edition_on = day_field("印制（发布）日期", required=False)
    file = optional_id("文件")
    link = text_field("网址", 300)
    text = text_field("文字", 2000, widget=forms.Textarea)


class OutreachFilter(forms.Form):
    """Which entries the list shows; what cannot be read is left aside."""

    words = forms.CharField(required=False)
    channel = forms.ChoiceField(choices=CHANNEL_CHOICES, required=False)
    cell = forms.CharField(required=False)
    reach = forms.ChoiceField(choices=REACH_CHOICES, required=False)
    since = forms.DateField(required=False)
    until = forms.DateField(required=False)
    state = forms.ChoiceField(choices=[("void", "已作废")], required=False)

    def narrow(self, scope: Scope) -> QuerySet[Outreach]:
        self.is_valid()
        given = self.cleaned_data
        cell = given.get("cell") or ""
        is_path = cell.isascii() and cell.isdigit()
        found = search(
            scope,
            words=(given.get("words") or "")[:60],
            channel=given.get("channel") or "",
            cell=cell if is_path else "",
            reach=given.get("reach") or "",
            since=given.get("since"),
            until=given.get("until"),
            void=given.get("state") == "void",
        )
        return found.none() if cell and not is_path else found


class PeriodForm(forms.Form):
    """The days of which the coverage is shown; the year so far where none can be read."""

    since = forms.DateField(required=False)
    until = forms.DateField(required=False)

    def period(self) -> tuple[Any, Any]:
        self.is_valid()
        today = clock.today()
        since = self.cleaned_data.get("since") or today.replace(month=1, day=1)
        until = self.cleaned_data.get("until") or today
        return (since, until) if since <= until else (until, since)

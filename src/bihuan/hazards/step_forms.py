"""Shape of the small forms of a hazard's steps, and of the list's filters."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from bihuan.core import clock
from bihuan.core.calendar import add_workdays
from bihuan.core.forms import ActionForm, StepForm, id_field
from bihuan.core.scope import Scope
from bihuan.hazards.models import Hazard
from bihuan.hazards.queries import from_origin, search
from bihuan.hazards.rules import ORIGINS
from bihuan.inspections.forms import Ids, optional_id

WORKDAYS_MAX = 250
HOURS_MAX = 24 * 30
SORTS = {"found": "found_on", "deadline": "deadline_on", "unit": "unit__name", "number": "number"}


class OrderAllForm(ActionForm):
    """责令限期整改, many hazards at once: the same officer, term and demand for all."""

    fields_of = {"second_inspector": "second_officer"}
    second_officer = optional_id("第二名执法人员")
    deadline_on = forms.DateField(label="整改期限", required=False)
    workdays = forms.IntegerField(
        label="工作日数",
        required=False,
        min_value=1,
        max_value=WORKDAYS_MAX,
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), f"工作日数应填1至{WORKDAYS_MAX}的整数。"
        ),
    )
    demand = forms.CharField(label="整改要求", required=False, max_length=300)

    def clean(self) -> dict[str, Any]:
        """The term is a day, or so many working days from tomorrow on."""
        given = self.cleaned_data
        count, day = given.pop("workdays", None), given.get("deadline_on")
        if count and day:
            self.add_error("workdays", "整改期限和工作日数只填一个。")
        elif count:
            given["deadline_on"] = add_workdays(clock.today(), count)
        elif not day and not self.errors.keys() & {"workdays", "deadline_on"}:
            self.add_error("deadline_on", "请填写整改期限，或者填几个工作日。")
        return given


class OrderForm(OrderAllForm, StepForm):
    """责令限期整改."""


class FixForm(StepForm):
    """确认现场整改."""

    fields_of = {"photo_after": "photos_after"}
    photos_after = Ids(label="整改后照片", required=False)


class CloseOwnForm(StepForm):
    """本单位验收销号."""

    fields_of = {"photo_after": "photos_after"}
    note = forms.CharField(label="验收情况", required=False, max_length=300)
    photos_after = Ids(label="整改后照片", required=False)


class ReportForm(StepForm):
    """报告已整改."""

    fields_of = {"photo_after": "photos_after"}
    note = forms.CharField(label="整改情况", required=False, max_length=300)
    photos_after = Ids(label="整改后照片", required=False)
    funds_yuan = forms.IntegerField(
        label="整改资金（元）", required=False, error_messages={"invalid": "整改资金应填整数，单位是元。"}
    )


class ReturnForm(StepForm):
    """本单位退回整改."""

    note = forms.CharField(label="退回原因", required=False, max_length=300)


class UrgentForm(StepForm):
    """列为急办."""

    hours = forms.IntegerField(
        label="时限（小时）", error_messages={"required": "请填写时限。", "invalid": "时限应填整数小时。"}
    )
    note = forms.CharField(label="急办理由", required=False, max_length=300)


class UrgentAllForm(ActionForm):
    """列为急办, many hazards at once."""

    hours = forms.IntegerField(
        label="时限（小时）",
        min_value=1,
        max_value=HOURS_MAX,
        error_messages={"required": "请填写时限。"}
        | dict.fromkeys(("invalid", "min_value", "max_value"), f"时限应填1至{HOURS_MAX}的整数小时。"),
    )
    note = forms.CharField(label="急办理由", max_length=300, error_messages={"required": "请填写急办理由。"})


class VoidForm(StepForm):
    """作废."""

    note = forms.CharField(label="作废原因", required=False, max_length=300)


class RepeatForm(StepForm):
    """认定重复隐患; without `repeat_of` it repeats nothing."""

    repeat_of = id_field("原隐患")


class HazardFilter(forms.Form):
    """The list's filters; the address carries them, so that it can be passed on."""

    words = forms.CharField(required=False)
    state = forms.RegexField(r"^[a-z]+$", required=False)
    level = forms.RegexField(r"^[a-z]+$", required=False)
    origin = forms.ChoiceField(choices=list(ORIGINS.items()), required=False)
    cell = forms.RegexField(r"^(\d{4})+$", required=False)
    category = forms.RegexField(r"^[a-z.]+$", required=False)
    campaign = forms.UUIDField(required=False)
    since = forms.DateField(required=False)
    until = forms.DateField(required=False)
    unit = forms.UUIDField(required=False)
    sort = forms.CharField(required=False)

    def narrow(self, scope: Scope) -> QuerySet[Hazard]:
        """The hazards that fit, in the order asked. A filter that cannot be read is left out."""
        self.is_valid()
        given = self.cleaned_data
        found = search(
            scope,
            today=clock.today(),
            words=given.get("words") or "",
            state=given.get("state") or "",
            level=given.get("level") or "",
            cell=given.get("cell") or "",
            category=given.get("category") or "",
            campaign=str(given.get("campaign") or ""),
            since=given.get("since"),
            until=given.get("until"),
        )
        if given.get("unit"):
            found = found.filter(unit=given["unit"])
        if given.get("origin"):
            found = from_origin(found, scope, given["origin"])
        sort = given.get("sort") or "-found"
        column = SORTS.get(sort.lstrip("-"), "found_on")
        return found.order_by(f"{'-' if sort.startswith('-') else ''}{column}", "-number")

"""Forms of summaries: types only, rights and sense are the actions'."""

from typing import Any

from django import forms

from bihuan.core.forms import ActionForm, choice_field, day_field, text_field
from bihuan.summaries.choices import WORDS_MAX_CHARS
from bihuan.summaries.models import REPORT_KINDS
from bihuan.summaries.reading.limits import WRONG_YEAR, YEARS


class SummaryForm(forms.Form):
    """A narrative, typed or from a file, for a period and a cut-off."""

    kind = forms.ChoiceField(choices=list(REPORT_KINDS.items()), required=False)
    template = forms.UUIDField(required=False)
    title = forms.CharField(max_length=100, label="标题")
    since = forms.DateField(label="起始日期")
    until = forms.DateField(label="截止日期")
    as_of = forms.DateField(label="数据截止日", required=False)
    text = forms.CharField(label="文稿", required=False, strip=False)
    file = forms.FileField(label="文件", required=False)


class TextForm(forms.Form):
    """A draft's new wording."""

    version = forms.IntegerField()
    text = forms.CharField(strip=False)


class VersionForm(forms.Form):
    """A step on a summary as it was seen."""

    version = forms.IntegerField()


class ChoiceForm(ActionForm):
    """What a blank means; `forget` takes an earlier choice back."""

    version = forms.IntegerField()
    index = forms.IntegerField(min_value=0)
    anchor = forms.CharField(max_length=40)
    forget = forms.BooleanField(required=False)
    figure = forms.CharField(max_length=60, required=False)
    words = text_field("填写的文字", WORDS_MAX_CHARS)
    campaign = forms.CharField(max_length=100, required=False)
    category = forms.CharField(max_length=40, required=False)
    place = forms.CharField(max_length=100, required=False)
    team = forms.CharField(max_length=100, required=False)
    measure = forms.CharField(max_length=60, required=False)
    since = day_field("起始日期", required=False)
    until = day_field("截止日期", required=False)
    rounded = forms.BooleanField(required=False)


class ReplaceForm(VersionForm):
    """Words of the text at an offset, and what takes their place."""

    start = forms.IntegerField(min_value=0)
    words = forms.CharField(strip=False, max_length=500)
    wording = forms.CharField(strip=False, max_length=500)


class RemarkForm(forms.Form):
    """A remark and the words it is about."""

    remark = forms.CharField(required=False)
    quote = forms.CharField(required=False)


class ReportFormForm(ActionForm):
    """A form of a superior to be kept."""

    name = text_field("名称", 100)
    kind = choice_field("种类", list(REPORT_KINDS.items()), initial="month")
    asked_by = text_field("要表单位", 60)
    minutes = forms.IntegerField(
        label="手工填一次（分钟）", required=False, error_messages={"invalid": "应填整数分钟。"}
    )
    file = forms.FileField(
        label="文件", error_messages={"required": "请选择xlsx文件。", "empty": "文件是空的，请重新选择。"}
    )


class PeriodForm(ActionForm):
    """The period of a form, and the cut-off: the period's end where none is given."""

    since = day_field("起始日期")
    until = day_field("截止日期")
    as_of = day_field("数据截止日", required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        given["as_of"] = given.get("as_of") or given.get("until")
        for name in ("since", "until", "as_of"):
            if given.get(name) and given[name].year not in YEARS:
                self.add_error(name, WRONG_YEAR)
        return given


class CellForm(ActionForm):
    """What a cell of a form says; `forget` takes its binding away."""

    version = forms.IntegerField(required=False)
    table = forms.CharField(max_length=40, strip=False)
    at = forms.RegexField(r"^[A-Z]{1,3}[1-9][0-9]{0,6}$")
    forget = forms.BooleanField(required=False)
    figure = forms.CharField(max_length=60, required=False)
    campaign = forms.CharField(max_length=100, required=False)
    category = forms.CharField(max_length=40, required=False)
    place = forms.CharField(max_length=100, required=False)
    measure = forms.CharField(max_length=60, required=False)
    days = forms.CharField(max_length=20, required=False)

"""Forms of summaries: types only, rights and sense are the actions'."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from bihuan.core import clock
from bihuan.core.forms import ActionForm, StepForm, choice_field, day_field, number_field, text_field
from bihuan.core.scope import Scope
from bihuan.summaries.actions import KEEPERS
from bihuan.summaries.choices import WORDS_MAX_CHARS
from bihuan.summaries.models import REPORT_KINDS, FormDue
from bihuan.summaries.queries import dues
from bihuan.summaries.reading.limits import WRONG_YEAR, YEARS
from bihuan.summaries.rules import BULLETINS, RHYTHMS, STATES

DUE_STATES = [*STATES.items(), ("changed", "报后有变")]


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


class DueForm(StepForm):
    """定期自动填: how many days after the period, by which hour, by whom."""

    days = number_field("期满后第几天")
    by = forms.TimeField(required=False, error_messages={"invalid": "应为时间，如17:00。"})
    post = choice_field("由谁核对上报", KEEPERS, required=False)


class EditionForm(StepForm):
    """换新样式: the superior's file in its new edition."""

    edition = forms.FileField(
        error_messages={"required": "请选择xlsx文件。", "empty": "文件是空的，请重新选择。"}
    )


class HandForm(StepForm):
    """已上报, and what there is to say of it."""

    note = text_field("备注", 100)


class WaiveForm(StepForm):
    """本期免报, and why."""

    why = text_field("原因", 100)


class BesideForm(StepForm):
    """Whether the table of comparison goes along."""

    has_beside = forms.BooleanField(required=False)


class BulletinsForm(ActionForm):
    """Of which kinds a draft is made by itself."""

    kinds = forms.MultipleChoiceField(
        choices=[(kind, RHYTHMS[kind]) for kind in BULLETINS],
        required=False,
        error_messages={"invalid_choice": "没有这种定期文稿，请重新选择。"},
    )


class FormDueFilter(forms.Form):
    """Which due forms the list shows; what cannot be read is left aside."""

    words = forms.CharField(required=False)
    state = forms.ChoiceField(choices=DUE_STATES, required=False)
    form = forms.UUIDField(required=False)
    since = forms.DateField(required=False)
    until = forms.DateField(required=False)

    def narrow(self, scope: Scope) -> QuerySet[FormDue]:
        """The due forms of a scope that pass, the latest first."""
        self.is_valid()
        given = self.cleaned_data
        found = dues(scope)
        if words := given.get("words", "").strip():
            found = found.filter(Q(form__name__contains=words) | Q(form__asked_by__contains=words))
        if state := given.get("state"):
            found = found.filter(_in_state(state))
        if form := given.get("form"):
            found = found.filter(form=form)
        if since := given.get("since"):
            found = found.filter(due_on__gte=since)
        if until := given.get("until"):
            found = found.filter(due_on__lte=until)
        return found


def _in_state(state: str) -> Q:
    """Due forms in a state of `rules.state_of`, as a condition; "changed" cuts across them."""
    if state == "changed":
        return Q(changed_on__isnull=False)
    if state == "waived":
        return Q(waived_on__isnull=False)
    if state in ("handed", "late"):
        return Q(waived_on=None, handed_at__isnull=False, is_late=state == "late")
    now = clock.now()
    unsent = Q(waived_on=None, handed_at=None)
    return (
        unsent
        & {
            "missing": Q(by_at__lt=now),
            "ready": Q(by_at__gte=now, filled__isnull=False),
            "failed": Q(by_at__gte=now, filled=None) & ~Q(problem=""),
            "open": Q(by_at__gte=now, filled=None, problem=""),
        }[state]
    )

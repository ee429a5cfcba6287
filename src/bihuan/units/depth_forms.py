"""Shape of what the pages of mergers, plates, contacts, papers, place and terms send."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet

from bihuan.core import clock
from bihuan.core.calendar import months_on
from bihuan.core.forms import ActionForm, choice_field, day_field, id_field, text_field
from bihuan.core.scope import Scope
from bihuan.units.forms import CERTIFICATE_CHOICES, WhereFields
from bihuan.units.models import Certificate
from bihuan.units.queries import MERGED_FIELDS, running_out
from bihuan.units.rules import CERTIFICATES, CONTACT_ROLES, DOCUMENT_KINDS

CONTACT_CHOICES, DOCUMENT_CHOICES = list(CONTACT_ROLES.items()), list(DOCUMENT_KINDS.items())
FIELD_LABELS = {
    "name": "名称",
    "category": "类别",
    "uscc": "统一社会信用代码",
    "address": "地址",
    "cell": "网格",
    "department": "行业主管部门",
    "head": "负责人",
    "phone": "电话",
    "employees": "从业人数",
    "above_scale_from": "规模以上起",
    "above_scale_to": "规模以上止",
    "pilot_from": "纳入两个体系建设日期",
    "details": "专用栏目",
    "position": "位置",
}
CHOICE = "f-"  # prefix of the fields that say whose value stands
WHOSE = (("kept", "保留的"), ("gone", "并入的"))


class MergeForm(ActionForm):
    """合并; `versions` are those that the page showed. `choices` gathers what was chosen of each field."""

    kept_version = forms.IntegerField(error_messages={"required": "页面已过期，请刷新。"})
    gone_version = forms.IntegerField(error_messages={"required": "页面已过期，请刷新。"})
    reason = text_field("合并理由", 200)

    @property
    def chosen(self) -> dict[str, str]:
        """What was chosen: field name → "kept" or "gone"."""
        return {name: self.data[CHOICE + name] for name in MERGED_FIELDS if CHOICE + name in self.data}

    def asked(self) -> dict[str, Any]:
        """What the action is given."""
        versions = self.cleaned_data["kept_version"], self.cleaned_data["gone_version"]
        return {"versions": versions, "choices": self.chosen, "reason": self.cleaned_data["reason"]}


class ContactForm(ActionForm):
    """登记联系人."""

    role = choice_field("身份", CONTACT_CHOICES)
    name = text_field("姓名", 40)
    phone = text_field("电话", 20)
    from_on = day_field("起始日期", required=False)


class DocumentForm(ActionForm):
    """存资料."""

    kind = choice_field("种类", DOCUMENT_CHOICES)
    title = text_field("名称", 100)
    dated_on = day_field("资料日期", required=False)
    note = text_field("说明", 200)
    file = id_field("文件")


class ReasonForm(ActionForm):
    """What is ended or renewed for a reason."""

    reason = text_field("原因", 100)


class PlaceForm(ActionForm, WhereFields):
    """标注位置."""


class PhoneForm(ActionForm):
    """设置值班电话."""

    phone = text_field("值班电话", 20)


class RemindersForm(ActionForm):
    """设置到期提醒: a field for each kind of certificate, named as it."""

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        for kind, label in CERTIFICATES.items():
            self.fields[kind] = text_field(label, 40)


TERMS = (
    ("soon", "提醒期内（含过期）"),
    ("gone", "已过期"),
    ("30", "30天内"),
    ("60", "60天内"),
    ("90", "90天内"),
)


class TermFilter(forms.Form):
    """到期一览's filters."""

    words = forms.CharField(required=False, max_length=60)
    kind = forms.ChoiceField(required=False, choices=CERTIFICATE_CHOICES)
    term = forms.ChoiceField(required=False, choices=TERMS)
    month = forms.RegexField(r"^20\d\d-(0[1-9]|1[0-2])$", required=False)

    def narrow(self, scope: Scope) -> QuerySet[Certificate]:
        """The certificates that fit, the first to run out first. A filter that cannot be read is left out."""
        self.is_valid()
        given = {name: self.cleaned_data.get(name) or "" for name in self.fields}
        today, term = clock.today(), given["term"]
        until = None
        if term not in ("", "soon"):
            until = today + timedelta(days=-1 if term == "gone" else int(term))
        month = date.fromisoformat(f"{given['month']}-01") if given["month"] else None
        return running_out(
            scope,
            today,
            until=until,
            month=month,
            kind=given["kind"],
            words=given["words"],
            soon=term == "soon",
        )

    @staticmethod
    def months() -> list[tuple[str, str]]:
        """This month and the eleven after it, to be chosen from."""
        first = clock.today().replace(day=1)
        days = [months_on(first, ahead) for ahead in range(12)]
        return [(f"{day:%Y-%m}", f"{day.year}年{day.month}月") for day in days]

"""Shape of what the pages of referrals and assigned matters send."""

import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet

from bihuan.core import clock
from bihuan.core.forms import ActionForm, StepForm, choice_field, day_field, id_field, text_field
from bihuan.core.scope import Scope
from bihuan.inspections.forms import Ids, ManyIds, optional_id
from bihuan.referrals.actions.sending import Letter
from bihuan.referrals.lifecycle import ASSIGNMENT, REFERRAL
from bihuan.referrals.models import Assignment, Referral
from bihuan.referrals.queries import search, search_assignments
from bihuan.referrals.rules import CHASES, KINDS, materials_of

REFERRAL_STATES = (
    ("live", "未办结"),
    ("late", "逾期未答复"),
    ("settle", "已答复待核实"),
    ("nobodys", "两家不接"),
    *REFERRAL.states.items(),
)
ASSIGNMENT_STATES = (("running", "未答复"), ("late", "逾期未答复"), *ASSIGNMENT.states.items())


class ReferForm(StepForm):
    """移送、抄告、吹哨报到."""

    kind = choice_field("方式", list(KINDS.items()))
    body = text_field("受理单位", 60)
    department = id_field("部门")
    reason = text_field("理由和请求", 300)
    materials = text_field("材料清单", 1000)
    due_on = day_field("答复期限", required=False)
    hours = forms.IntegerField(
        label="到场时限（小时）", required=False, error_messages={"invalid": "到场时限应填整数小时。"}
    )

    @staticmethod
    def letter(given: dict[str, Any]) -> Letter:
        """What is to be sent, without the fields of another kind."""
        whistle = given["kind"] == "whistle"
        return Letter(
            kind=given["kind"],
            reason=given["reason"],
            body="" if whistle and given["department"] else given["body"],
            department=given["department"] if whistle else None,
            materials=tuple(materials_of(given["materials"])),
            due_on=given["due_on"],
            hours=given["hours"] if whistle else None,
        )


class AcknowledgeForm(StepForm):
    """登记签收、登记到场."""

    by = text_field("签收人", 40)
    on = day_field("签收日期")
    at = forms.TimeField(label="到场时间", required=False, error_messages={"invalid": "到场时间应如14:05。"})
    scan = optional_id("回执")


class AnswerForm(StepForm):
    """登记答复; 答复上级."""

    note = text_field("答复内容", 500)
    on = day_field("答复日期")
    number = text_field("答复文号", 60)
    scan = optional_id("答复文件")


class ChaseForm(StepForm):
    """催办."""

    how = choice_field("方式", list(CHASES.items()))
    on = day_field("催办日期")
    note = text_field("催办情况", 300)


class DeclineForm(StepForm):
    """登记不予接收、登记退回."""

    note = text_field("对方的理由", 300)
    on = day_field("日期")


class NoteForm(StepForm):
    """A step that needs a word only: 撤回、收回办理、报办理情况、作废."""

    note = text_field("情况说明", 300)


class SettleForm(StepForm):
    """移送办结销号."""

    note = text_field("核实情况", 300)
    photos_after = Ids(label="整改后照片", required=False)


class AssignmentForm(ActionForm):
    """登记交办事项."""

    source = text_field("交办单位", 60)
    number = text_field("文号", 60)
    title = text_field("事项", 120)
    text = text_field("交办要求", 1000)
    unit = text_field("监管对象", 80)
    received_on = day_field("收到日期")
    due_on = day_field("答复期限")


class GiveForm(StepForm):
    """分办、改派. `to` is post:CODE, department:ID or cell:ID."""

    to = forms.RegexField(
        r"^(post:[a-z_]+|(department|cell):[0-9a-f-]{36})$",
        label="承办",
        required=False,
        error_messages={"invalid": "请从列表中选择承办的岗位、部门或村。"},
    )
    note = text_field("分办意见", 300)

    def clean_to(self) -> dict[str, Any]:
        """The action's keyword arguments."""
        kind, _, value = str(self.cleaned_data["to"]).partition(":")
        if kind == "post":
            return {"post": value}
        try:
            return {f"{kind}_id": UUID(value)} if kind else {}
        except ValueError as error:
            raise forms.ValidationError("请从列表中选择承办的岗位、部门或村。") from error


class CloseForm(StepForm):
    """上级销号."""

    on = day_field("销号日期")


class SendBackForm(StepForm):
    """上级退回."""

    note = text_field("退回理由", 300)
    on = day_field("退回日期")
    due_on = day_field("新的答复期限")


class LinkForm(ActionForm):
    """关联隐患: ticked ones, and numbers as typed."""

    hazards = ManyIds(label="隐患", required=False)
    numbers = text_field("隐患编号", 200)

    def clean_numbers(self) -> list[str]:
        """Numbers parted by spaces, commas or 、."""
        return [one for one in re.split(r"[\s,，、;；]+", self.cleaned_data["numbers"]) if one]


class UnlinkForm(ActionForm):
    """取消关联."""

    hazard = id_field("隐患", required=True)


class MatterFilter(forms.Form):
    """What the filters of both lists have in common; the address carries them. What cannot be read is left out."""

    words = forms.CharField(required=False)
    state = forms.RegexField(r"^[a-z]+$", required=False)
    sort = forms.CharField(required=False)
    SORTS: Mapping[str, str] = {}
    USUAL = ""

    def asked(self, *names: str) -> dict[str, str]:
        """The readable filters of these names."""
        self.is_valid()
        return {name: self.cleaned_data.get(name) or "" for name in names}

    def order(self) -> tuple[str, str]:
        """The columns by which the list is sorted."""
        sort = self.asked("sort")["sort"]
        column = self.SORTS.get(sort.lstrip("-"))
        return (f"{'-' if sort.startswith('-') else ''}{column}" if column else self.USUAL, "-id")


class ReferralFilter(MatterFilter):
    """移送、抄告、吹哨."""

    kind = forms.RegexField(r"^[a-z]+$", required=False)
    SORTS = {"sent": "sent_on", "due": "due_on", "body": "body"}
    USUAL = "-sent_on"

    def narrow(self, scope: Scope) -> QuerySet[Referral]:
        """The referrals that fit, in the order asked."""
        return search(scope, clock.now(), **self.asked("words", "kind", "state")).order_by(*self.order())


class AssignmentFilter(MatterFilter):
    """上级交办."""

    SORTS = {"received": "received_on", "due": "due_on"}
    USUAL = "-received_on"

    def narrow(self, scope: Scope) -> QuerySet[Assignment]:
        """The matters that fit, in the order asked."""
        return search_assignments(scope, clock.now(), **self.asked("words", "state")).order_by(*self.order())

"""Shape of what the pages of documents send."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.forms import ActionForm, StepForm, choice_field, day_field, text_field
from bihuan.core.scope import Scope
from bihuan.inspections.forms import ManyIds, optional_id
from bihuan.policies import rules
from bihuan.policies.actions import Content, Issue
from bihuan.policies.lifecycle import POLICY, RECEIVED
from bihuan.policies.models import Policy, Received
from bihuan.policies.queries import POSTS, departments, search_policies, search_received
from bihuan.policies.rules import DutyLine
from bihuan.referrals.forms import MatterFilter

RECEIVED_STATES = (("waiting", "待答复"), ("late", "逾期"), *RECEIVED.states.items())
POLICY_STATES = (("in_force", "现行"), *POLICY.states.items())
TO = re.compile(r"(post:[a-z_]+|department:[0-9a-f-]{36})")


class ReceivedForm(ActionForm):
    """登记收文、更正."""

    source = text_field("来文单位", rules.BODY_MAX)
    number = text_field("文号", rules.NUMBER_MAX)
    title = text_field("标题", rules.TITLE_MAX)
    asks = text_field("要求", rules.ASKS_MAX)
    received_on = day_field("收到日期")
    due_on = day_field("答复期限", required=False)
    file = optional_id("文件")
    text = text_field("正文", rules.TEXT_MAX_CHARS)


class CorrectForm(StepForm, ReceivedForm):
    """更正登记: the file stays."""

    file = None  # type: ignore[assignment]


class Addressees(forms.Field):
    """Addresses of ticked boxes of one name: post:CODE, department:ID."""

    widget = forms.SelectMultiple

    def to_python(self, value: Any) -> list[str]:
        if any(not TO.fullmatch(one) for one in value or ()):
            raise forms.ValidationError("请从列表中选择。")
        return list(value or ())


class PassForm(ActionForm):
    """印送."""

    to = Addressees(label="分送给", required=False)


class PassReceivedForm(StepForm, PassForm):
    """分送, with who is to see to it."""

    handled_by = Addressees(label="承办", required=False)


class AnswerForm(StepForm):
    """答复."""

    note = text_field("答复内容", rules.ANSWER_MAX)
    on = day_field("答复日期", required=False)
    number = text_field("答复文号", rules.NUMBER_MAX)
    file = optional_id("答复文件")


class HandlingForm(StepForm):
    """报办理情况."""

    note = text_field("办理情况", rules.SAID_MAX)


class NoteForm(StepForm):
    """作废."""

    note = text_field("原因", 200)


class RepealForm(StepForm):
    """废止."""

    on = day_field("废止日期", required=False)
    note = text_field("依据", 200)


class PolicyForm(ActionForm):
    """起草、登记已印发的文件."""

    kind = choice_field("文种", list(rules.KINDS.items()))
    title = text_field("标题", rules.TITLE_MAX)
    organ = text_field("发文机关", rules.BODY_MAX)
    recipient = text_field("主送", 120)
    text = text_field("正文", rules.TEXT_MAX_CHARS)
    file = optional_id("文件")
    until_on = day_field("有效期至", required=False)
    duties = text_field("职责", 20_000)
    number = text_field("文号", rules.NUMBER_MAX)
    issued_on = day_field("印发日期", required=False)
    force_on = day_field("施行日期", required=False)
    replaces = optional_id("替代")
    known: Mapping[str, UUID] = {}

    @classmethod
    def begun(cls, actor: Actor) -> type["PolicyForm"]:
        """The form, which knows the town's departments."""
        return type(cls.__name__, (cls,), {"known": departments(actor.scope)})

    def clean_duties(self) -> list[DutyLine]:
        """A line each: 岗位：一句话."""
        found, wrong = rules.read_duties(self.cleaned_data["duties"], POSTS, self.known)
        if wrong:
            raise forms.ValidationError(wrong)
        return found

    @staticmethod
    def content(given: Mapping[str, Any]) -> Content:
        """What the document says."""
        names = ("kind", "title", "organ", "text", "recipient", "file", "until_on", "duties")
        return Content(**{name: given[name] for name in names})

    @staticmethod
    def issue(given: Mapping[str, Any]) -> Issue:
        """How it is issued."""
        return Issue(given["number"], given["issued_on"], given["force_on"])


class ReviseForm(StepForm, PolicyForm):
    """修改草稿."""


class IssueForm(StepForm):
    """印发."""

    number = text_field("文号", rules.NUMBER_MAX)
    issued_on = day_field("印发日期", required=False)
    force_on = day_field("施行日期", required=False)


class TradeForm(ActionForm):
    """明确行业主管部门. `lead`: a department's id, or office."""

    lead = forms.RegexField(
        r"^(office|[0-9a-f-]{36})$",
        label="牵头部门",
        error_messages={"required": "请选择牵头部门。", "invalid": "请从列表中选择牵头部门。"},
    )
    beside = ManyIds(label="配合部门", required=False)
    ground = text_field("依据", 100)

    def clean_lead(self) -> UUID | None:
        chosen = self.cleaned_data["lead"]
        try:
            return None if chosen == "office" else UUID(chosen)
        except ValueError as error:
            raise forms.ValidationError("请从列表中选择牵头部门。") from error


class TradeNameForm(ActionForm):
    """新增行业."""

    name = text_field("行业", 30)


class _Filter(MatterFilter):
    """What both lists' filters have in common besides: the days between which a document lies."""

    state = forms.RegexField(r"^[a-z_]+$", required=False)
    since = forms.DateField(required=False)
    until = forms.DateField(required=False)

    def days(self) -> tuple[date | None, date | None]:
        """The days between which it lies."""
        self.is_valid()
        return self.cleaned_data.get("since"), self.cleaned_data.get("until")


class ReceivedFilter(_Filter):
    """收文."""

    SORTS = {"received": "received_on", "due": "due_on"}
    USUAL = "-received_on"

    def narrow(self, scope: Scope) -> QuerySet[Received]:
        """The received documents that fit, in the order asked."""
        found = search_received(scope, clock.today(), self.days(), **self.asked("words", "state"))
        return found.defer("text").order_by(*self.order())


class PolicyFilter(_Filter):
    """本镇文件."""

    kind = forms.RegexField(r"^[a-z]+$", required=False)
    SORTS = {"issued": "dated_on"}
    USUAL = "-dated_on"

    def narrow(self, scope: Scope) -> QuerySet[Policy]:
        """The own documents that fit, in the order asked."""
        found = search_policies(scope, clock.today(), self.days(), **self.asked("words", "state", "kind"))
        return found.defer("text").order_by(*self.order())

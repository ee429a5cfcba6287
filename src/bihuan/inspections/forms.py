"""Shape of a visit's input and of the list's filters. A form cleans types; rights and rules are the action's."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.dateparse import parse_date

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.errors import NotFound
from bihuan.core.files import keep_signature
from bihuan.core.ids import new_id
from bihuan.core.scope import Scope
from bihuan.inspections.actions import OutingPlan, Visit
from bihuan.inspections.models import Inspection
from bihuan.inspections.rules import KINDS
from bihuan.search.queries import matching

NEW_OUTING = "new"
SCANS = ("scan",)
MARKS = (("late", "补录"), ("void", "已作废"))


def asked_id(request: HttpRequest, name: str) -> UUID | None:
    """An id in the address; None when none is given, NotFound when it is none."""
    text = request.GET.get(name, "")
    if not text:
        return None
    try:
        return UUID(text)
    except ValueError as error:
        raise NotFound("网址不完整，没有找到对应的记录。请返回列表重新选择。") from error


def asked_day(request: HttpRequest, name: str) -> date | None:
    """A day in the address; None where none is given or it cannot be read, NotFound where there is no such day."""
    try:
        return parse_date(request.GET.get(name, ""))
    except ValueError as error:
        raise NotFound("日期不存在，请返回重新填写。") from error


class Ids(forms.Field):
    """Ids of kept files as a page's hidden input holds them, comma separated."""

    widget = forms.HiddenInput

    def to_python(self, value: Any) -> tuple[UUID, ...]:
        try:
            return tuple(UUID(one) for one in (value or "").split(",") if one)
        except ValueError as error:
            raise forms.ValidationError("照片没有上传成功，请重新选择。") from error


class ManyIds(forms.Field):
    """Ids of ticked boxes of one name."""

    widget = forms.SelectMultiple

    def to_python(self, value: Any) -> tuple[UUID, ...]:
        try:
            return tuple(UUID(one) for one in value or ())
        except ValueError as error:
            raise forms.ValidationError("请重新选择。") from error


def optional_id(label: str) -> forms.UUIDField:
    """An id that may be missing."""
    return forms.UUIDField(label=label, required=False, error_messages={"invalid": "请从列表中选择。"})


class OutingForm(forms.Form):
    """The sortie: one of today's, or a new one with what holds for the whole of it."""

    outing = forms.CharField(label="出动", required=False)
    outing_id = forms.UUIDField(initial=new_id, error_messages={"invalid": "页面已过期，请刷新。"})
    leader = optional_id("带队领导")
    campaign = optional_id("专项行动")
    team = optional_id("专项组")
    others = ManyIds(label="同行人员", required=False)
    unannounced = forms.BooleanField(label="四不两直", required=False)
    night = forms.BooleanField(label="夜查", required=False)
    experts = forms.IntegerField(label="专家（人）", required=False, min_value=0, max_value=200)
    vehicles = forms.IntegerField(label="车辆（台）", required=False, min_value=0, max_value=200)

    def clean_outing(self) -> UUID | None:
        """The id of the sortie to join, None for a new one."""
        chosen = self.cleaned_data["outing"]
        if chosen in ("", NEW_OUTING):
            return None
        try:
            return UUID(chosen)
        except ValueError as error:
            raise forms.ValidationError("请从列表中选择出动。") from error

    def plan(self) -> OutingPlan:
        given = self.cleaned_data
        if given["outing"]:
            return OutingPlan(id=given["outing"])
        return OutingPlan(
            id=given["outing_id"],
            campaign=given["campaign"],
            team=given["team"],
            leader=given["leader"],
            others=given["others"],
            unannounced=given["unannounced"],
            night=given["night"],
            experts=given["experts"] or 0,
            vehicles=given["vehicles"] or 0,
        )


def _now() -> str:
    """The instant at which a page is opened, as its hidden field sends it back."""
    return clock.now().isoformat()


class VisitForm(forms.Form):
    """One visit. Its id is made when the page is opened, so that pressing twice records once."""

    visit_id = forms.UUIDField(initial=new_id, error_messages={"invalid": "页面已过期，请刷新。"})
    began_at = forms.DateTimeField(initial=_now, required=False)
    second_inspector = optional_id("第二名检查人员")
    present = forms.CharField(label="现场负责人", required=False, max_length=40)
    opinion = forms.CharField(label="检查情况", required=False, max_length=2000)
    signature = forms.CharField(label="签字", required=False, max_length=2_000_000)
    refusal = forms.CharField(label="拒签原因", required=False, max_length=200)
    scan = Ids(label="纸质记录", required=False)

    def visit(self, actor: Actor, unit: UUID, **more: Any) -> Visit:
        """The visit as the action takes it; the signature is kept first. Raises Incomplete."""
        given = self.cleaned_data
        return Visit(
            id=given["visit_id"],
            unit=unit,
            began_at=given.get("began_at"),
            second_inspector=given["second_inspector"],
            present=given["present"],
            opinion=given["opinion"],
            signature=keep_signature(actor, given["signature"]),
            refusal=given["refusal"],
            scan=given["scan"][0] if given["scan"] else None,
            **more,
        )


class InspectionFilter(forms.Form):
    """The list's filters; the address carries them, so that it can be passed on."""

    words = forms.CharField(required=False)
    kind = forms.ChoiceField(choices=[("", ""), *KINDS.items()], required=False)
    since = forms.DateField(required=False)
    until = forms.DateField(required=False)
    campaign = forms.UUIDField(required=False)
    mark = forms.ChoiceField(choices=[("", ""), *MARKS], required=False)

    def narrow(self, scope: Scope) -> QuerySet[Inspection]:
        """The visits of a scope that fit. A filter that cannot be read is left out."""
        self.is_valid()
        given = self.cleaned_data
        found: QuerySet[Inspection] = Inspection.objects.within(scope)
        if (words := given.get("words") or "").strip():
            found = found.filter(unit__in=matching(scope.town, "unit", words))
        exact = {
            "kind": given.get("kind"),
            "visited_on__gte": given.get("since"),
            "visited_on__lte": given.get("until"),
            "campaign": given.get("campaign"),
            "is_late_entry": given.get("mark") == "late",
        }
        found = found.filter(**{name: value for name, value in exact.items() if value})
        found = found.filter(voided_on__isnull=given.get("mark") != "void")
        return found.order_by("-visited_on", "-id")

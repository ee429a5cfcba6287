"""Shape of what the pages of joint inspections send: the plan, a party's sheet, its part, the end of a visit."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet

from bihuan.core.forms import (
    ActionForm,
    StepForm,
    area_field,
    choice_field,
    day_field,
    page_id,
    text_field,
)
from bihuan.core.scope import Scope
from bihuan.inspections.forms import optional_id
from bihuan.joint.actions import Plan
from bihuan.joint.lifecycle import JOINT
from bihuan.joint.models import JointEvent
from bihuan.joint.rules import BODY, DEPARTMENT, OFFICE, SHEETS, PartyPlan
from bihuan.search.queries import matching
from bihuan.units.rules import CATEGORIES

STATE_CHOICES = list(JOINT.states.items())
SHEET_CHOICES = list(SHEETS.items())
CATEGORY_CHOICES = [(code, one.label) for code, one in CATEGORIES.items() if "." not in code]


def _several(label: str, choices: Any) -> forms.MultipleChoiceField:
    wrong = {"invalid_choice": f"请从列表中勾选{label}。"}
    return forms.MultipleChoiceField(label=label, choices=choices, required=False, error_messages=wrong)


class JointFilter(forms.Form):
    """Which events the list shows; what cannot be read is left aside."""

    words = forms.CharField(required=False)
    state = forms.ChoiceField(choices=STATE_CHOICES, required=False)
    since = forms.DateField(required=False)
    until = forms.DateField(required=False)

    def narrow(self, scope: Scope) -> QuerySet[JointEvent]:
        """The events of a scope that pass, the latest first."""
        self.is_valid()
        given = self.cleaned_data
        found: QuerySet[JointEvent] = JointEvent.objects.within(scope)
        if words := (given.get("words") or "").strip():
            found = found.filter(pk__in=matching(scope.town, "joint", words))
        exact = {
            "state": given.get("state"),
            "from_on__lte": given.get("until"),
            "to_on__gte": given.get("since"),
        }
        found = found.filter(**{name: value for name, value in exact.items() if value})
        return found.order_by("-from_on", "-pk")


class PlanForm(StepForm):
    """联合检查安排: what, when, who, where. Units are chosen by category, by name, and of those that are listed already."""

    event_id = page_id()
    name = text_field("名称", 80)
    from_on = day_field("开始日期", required=False)
    to_on = day_field("结束日期", required=False)
    campaign = optional_id("专项行动")
    asks = area_field("检查重点和要求", 500)
    gather = text_field("集合时间、地点", 100)
    lead = forms.CharField(label="牵头单位", required=False)
    bodies = area_field("受邀单位", 600)
    names = area_field("逐家添加", 4000)
    # where a new event is planned there is no version yet
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *given: Any,
        departments: Sequence[tuple[str, str]],
        office: str,
        units: Sequence[tuple[str, str]] = (),
        known: Sequence[PartyPlan] = (),
        **options: Any,
    ) -> None:
        super().__init__(*given, **options)
        self.office, self.known = office, {one.key: one for one in known}
        self.names_of = dict(departments)
        self.fields["with_office"] = forms.BooleanField(required=False)
        self.fields["departments"] = _several("部门", departments)
        self.fields["categories"] = _several("类别", CATEGORY_CHOICES)
        self.fields["units"] = _several("单位", units)

    def parties(self) -> list[PartyPlan]:
        """The parties in the order of the form; who leads takes part."""
        given = self.cleaned_data
        lead = given["lead"]
        wanted: list[PartyPlan] = []
        if given["with_office"] or lead == OFFICE:
            wanted.append(PartyPlan(OFFICE, self.office, leads=lead == OFFICE))
        chosen = dict.fromkeys([*given["departments"], *([lead] if lead in self.names_of else [])])
        wanted += [PartyPlan(DEPARTMENT, self.names_of[one], one, one == lead) for one in chosen]
        lines = dict.fromkeys(one.strip() for one in given["bodies"].splitlines() if one.strip())
        return wanted + [PartyPlan(BODY, one[:60]) for one in lines]

    def plan(self, units: Sequence[UUID]) -> Plan:
        given = self.cleaned_data
        words = {name: given[name] for name in ("name", "asks", "gather")}
        return Plan(
            from_on=given["from_on"],
            to_on=given["to_on"],
            campaign=given["campaign"],
            parties=self.parties(),
            units=units,
            **words,
        )


class SheetForm(ActionForm):
    """怎样检查."""

    sheet = choice_field("怎样检查", SHEET_CHOICES)

    def __init__(self, *given: Any, groups: Sequence[str] = (), **options: Any) -> None:
        super().__init__(*given, **options)
        self.fields["groups"] = _several("检查表的部分", [(one, one) for one in groups])


class ReasonForm(StepForm):
    """A step that asks for its reason."""

    reason = text_field("原因", 200)

"""Shape of what the pages of teams and drives send."""

from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, QuerySet

from bihuan.campaigns.queries.drives import EXCUSED, LEFT, VISITED, listed
from bihuan.campaigns.rules import COMBINE_DAYS, REASONS, ROLES
from bihuan.core import clock
from bihuan.core.forms import (
    ActionForm,
    StepForm,
    choice_field,
    day_field,
    id_field,
    page_id,
    text_field,
)
from bihuan.core.scope import Scope, under
from bihuan.inspections.forms import Ids, optional_id
from bihuan.inspections.grant_forms import several
from bihuan.inspections.models import Campaign
from bihuan.inspections.queries import CAMPAIGN_STATES, campaigns, visits
from bihuan.inspections.rules import DRIVE_KINDS
from bihuan.units.rules import CATEGORIES

CATEGORY_CHOICES = [(one.code, one.label) for one in CATEGORIES.values()]
ROLE_CHOICES = list(ROLES.items())


class TeamForm(ActionForm):
    """成立、修改专项组."""

    name = text_field("名称", 60)
    categories = several("负责类别", CATEGORY_CHOICES, "请选择负责的类别。")


class SeatForm(ActionForm):
    """编入专项组."""

    seat_id = page_id()
    role = choice_field("职责", ROLE_CHOICES, initial="member")
    post_id = optional_id("岗位")
    department_id = optional_id("部门")
    from_on = day_field("起始日期", required=False)


class DraftForm(ActionForm):
    """起草行动."""

    campaign_id = page_id()
    kind = choice_field("种类", list(DRIVE_KINDS.items()))


class HandForm(ActionForm):
    """报送一份材料."""

    note = text_field("说明", 200)
    file = Ids(label="附件", required=False)

    def clean_file(self) -> Any:
        ids = self.cleaned_data["file"]
        return ids[-1] if ids else None


class WhichForm(forms.Form):
    """Which of a drive's papers is meant, as the address says."""

    key = forms.CharField(max_length=36)
    who = forms.CharField(max_length=36)
    on = forms.DateField()


class ReasonForm(StepForm):
    """取消: why."""

    reason = text_field("原因", 200)


class CloseForm(StepForm):
    """结束并总结: nothing but the version; what is left is told on the page."""

    left = forms.CharField(required=False)


class PlaceForm(ActionForm):
    """登记新发现的点位."""

    unit_id = page_id()
    name = text_field("名称", 100)
    category = choice_field("类别", CATEGORY_CHOICES)
    cell_id = id_field("所在网格", required=True)
    address = text_field("位置", 200)


class ExcuseForm(ActionForm):
    """写明未查原因."""

    excuse = choice_field("原因", list(REASONS.items()))
    note = text_field("说明", 200)


class TeamChoiceForm(ActionForm):
    """改派."""

    team_id = id_field("专项组", required=True)


class NoForm(ActionForm):
    """Nothing is asked."""


class DriveFilter(forms.Form):
    """The list's filters; the address carries them. What cannot be read is left out."""

    SORTS = {"name": "name", "begins": "begins_on", "ends": "ends_on"}

    words = forms.CharField(required=False, max_length=60)
    state = forms.ChoiceField(required=False, choices=[("", ""), *CAMPAIGN_STATES.items()])
    kind = forms.ChoiceField(required=False, choices=[("", ""), *DRIVE_KINDS.items()])
    sort = forms.CharField(required=False, max_length=20)

    def narrow(self, scope: Scope) -> QuerySet[Campaign]:
        """The campaigns that fit, in the order asked, the latest begun first."""
        self.is_valid()
        given = {name: self.cleaned_data.get(name) or "" for name in self.fields}
        sort = given["sort"] if given["sort"].lstrip("-") in self.SORTS else "-begins"
        found = campaigns(scope, clock.today(), words=given["words"], state=given["state"])
        if given["kind"]:
            found = found.filter(kind=given["kind"])
        return found.order_by(f"{'-' if sort.startswith('-') else ''}{self.SORTS[sort.lstrip('-')]}", "-id")


LINE_STATES = ("left", "visited", "excused", "gone", "doubled")


class LineFilter(forms.Form):
    """The filters of drives' lists of units."""

    words = forms.CharField(required=False, max_length=60)
    campaign = forms.UUIDField(required=False)
    team = forms.CharField(required=False, max_length=36)
    state = forms.ChoiceField(required=False, choices=[(one, one) for one in LINE_STATES])
    category = forms.RegexField(r"^[a-z.]+$", required=False)
    cell = forms.RegexField(r"^(\d{4})+$", required=False)

    def narrow(self, scope: Scope) -> QuerySet[Any]:
        """The lines that fit, by place."""
        self.is_valid()
        given = self.cleaned_data
        found = listed(scope).filter(campaign__cancelled_on__isnull=True)
        if campaign := given.get("campaign"):
            found = found.filter(campaign=campaign)
        team = given.get("team")
        if team == "none":
            found = found.filter(team=None)
        elif key := _key(team or ""):
            found = found.filter(team=key)
        if state := given.get("state"):
            found = _in_state(found, scope, state)
        if words := (given.get("words") or "").strip():
            for word in words.split():
                found = found.filter(unit__name__icontains=word)
        if category := given.get("category"):
            found = found.filter(recorded_category__startswith=category)
        if cell := given.get("cell"):
            found = found.filter(under("unit__cell_path", cell))
        return found.order_by("recorded_cell", "pk")


def _key(text: str) -> Any:
    try:
        return forms.UUIDField().clean(text)
    except forms.ValidationError:
        return None


def _in_state(found: QuerySet[Any], scope: Scope, state: str) -> QuerySet[Any]:
    if state == "gone":
        return found.filter(left_on__isnull=False, seen=False)
    if state == "doubled":  # a unit to which another team than its own has come within a month
        came = visits(Scope.whole_town(scope.town)).filter(
            unit=OuterRef("unit"),
            team__isnull=False,
            visited_on__gt=clock.today() - timedelta(days=COMBINE_DAYS),
        )
        return found.filter(Exists(came.exclude(team=OuterRef("team"))), LEFT)
    return found.filter({"left": LEFT, "visited": VISITED, "excused": EXCUSED}[state])

"""Shape of what the pages of teams and drives send."""

from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, QuerySet

from bihuan.campaigns.actions import Plan
from bihuan.campaigns.asked import OFFICE, OFFICE_LABEL, RHYTHMS, TEAMS, WEEKDAYS, Asked
from bihuan.campaigns.queries.drives import EXCUSED, LEFT, VISITED, listed
from bihuan.campaigns.rules import COMBINE_DAYS, MODES, REASONS, ROLES, Stage, followed
from bihuan.core import clock
from bihuan.core.forms import (
    ActionForm,
    StepForm,
    area_field,
    choice_field,
    day_field,
    id_field,
    number_field,
    page_id,
    text_field,
)
from bihuan.core.scope import Scope, under
from bihuan.grading.rules import LEVELS
from bihuan.inspections.forms import Ids, optional_id
from bihuan.inspections.grant_forms import several
from bihuan.inspections.models import Campaign
from bihuan.inspections.queries import CAMPAIGN_STATES, campaigns, visits
from bihuan.inspections.rules import DRIVE_KINDS
from bihuan.risks.rules import GRADES
from bihuan.units.rules import CATEGORIES

CATEGORY_CHOICES = [(one.code, one.label) for one in CATEGORIES.values()]
LEVEL_CHOICES = [(one.code, one.says) for one in LEVELS.values()]
RISK_CHOICES = [(str(one.number), one.says) for one in GRADES.values()]
MODE_CHOICES = list(MODES.items())
ROLE_CHOICES = list(ROLES.items())
STAGES = 6
PAPERS = 6
WRITTEN = "自行填写"
ASKED = (
    "name",
    "by",
    "to",
    "rhythm",
    "on",
    "weekday",
    "days",
    "source",
    "key",
)  # of a line, as its fields are named


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


class PlanForm(StepForm):
    """行动方案: what, when, which units, who; a line for each stage and each paper to be handed up, and some empty ones."""

    name = text_field("行动名称", 80)
    aliases = text_field("别称", 200)
    number = text_field("文号", 60)
    basis = text_field("依据", 200)
    begins_on = day_field("开始日期")
    ends_on = day_field("结束日期")
    parent = optional_id("上一级行动")
    aim = area_field("工作目标", 1000)
    content = area_field("检查重点", 2000)
    demands = area_field("工作要求", 2000)
    handing = area_field("信息报送", 1000)
    categories = several("涉及类别", CATEGORY_CHOICES)
    cells = forms.MultipleChoiceField(
        required=False, error_messages={"invalid_choice": "请从列表中选择网格。"}
    )
    levels = several("监管等级", LEVEL_CHOICES)
    risks = several("风险等级", RISK_CHOICES)
    checklists = forms.MultipleChoiceField(
        required=False, error_messages={"invalid_choice": "请从列表中选择检查表。"}
    )
    saved = forms.ChoiceField(required=False, error_messages={"invalid_choice": "请从列表中选择常用筛选。"})
    teams = forms.MultipleChoiceField(
        required=False, error_messages={"invalid_choice": "请从列表中选择专项组。"}
    )
    mode = choice_field("分工方式", MODE_CHOICES)
    reason = text_field("变更原因", 200)
    stages = forms.CharField(required=False)
    asked = forms.CharField(required=False)
    scope = forms.CharField(required=False)

    def __init__(
        self,
        *given: Any,
        choices: dict[str, Any],
        stages: list[Stage],
        asked: list[Asked],
        bodies: list[tuple[str, str]],
        sources: list[tuple[str, str]],
        again: bool = False,
        **options: Any,
    ) -> None:
        self.rows = list(range(STAGES))
        self.begun = stages[:STAGES]
        self.papers = list(range(max(PAPERS, len(asked))))
        sent = bool(given) and given[0] is not None
        self.shown = STAGES if sent else max(len(stages), 1)  # the rest is folded away
        self.papers_shown = len(self.papers) if sent else max(len(asked), 1)
        initial: dict[str, Any] = {}
        for at, one in enumerate(stages[:STAGES]):
            days = {
                name: f"{day:%Y-%m-%d}" if (day := getattr(one, name)) else ""
                for name in ("begins_on", "ends_on")
            }
            initial |= {f"stage_{at}": one.name, f"stage_text_{at}": one.text}
            initial |= {f"stage_{name}_{at}": day for name, day in days.items()}
        for at, line in enumerate(asked):
            said = {name: getattr(line, name) for name in ASKED}
            said["on"] = f"{line.on:%Y-%m-%d}" if line.on else ""
            initial |= {f"asked_{name}_{at}": value for name, value in said.items()}
        super().__init__(*given, **{**options, "initial": initial | options.get("initial", {})})
        self.again = again
        for name, found in choices.items():
            self.fields[name].choices = found  # type: ignore[attr-defined]
        for at in self.rows:
            self.fields[f"stage_{at}"] = text_field("阶段名称", 20)
            self.fields[f"stage_begins_on_{at}"] = day_field("阶段开始日期", required=False)
            self.fields[f"stage_ends_on_{at}"] = day_field("阶段结束日期", required=False)
            self.fields[f"stage_text_{at}"] = text_field("阶段任务", 200)

        for at in self.papers:
            self.fields[f"asked_key_{at}"] = forms.CharField(required=False, max_length=36)
            self.fields[f"asked_name_{at}"] = text_field("材料名称", 40)
            self.fields[f"asked_by_{at}"] = _chosen(
                "由谁报送", [(TEAMS, "各专项组"), (OFFICE, OFFICE_LABEL), *bodies]
            )
            self.fields[f"asked_to_{at}"] = text_field("报给", 40)
            self.fields[f"asked_rhythm_{at}"] = _chosen("什么时候报", list(RHYTHMS.items()))
            self.fields[f"asked_on_{at}"] = day_field("报送日期", required=False)
            self.fields[f"asked_weekday_{at}"] = _chosen("每周几", [("", ""), *WEEKDAYS.items()])
            self.fields[f"asked_days_{at}"] = number_field("结束后第几天")
            self.fields[f"asked_source_{at}"] = _chosen("材料", [("", WRITTEN), *sources])

    def _asked(self, given: dict[str, Any]) -> list[Asked]:
        """The lines with a name."""
        found = []
        for at in self.papers:
            said = {name: given.get(f"asked_{name}_{at}") for name in ASKED}
            if not said["name"]:
                continue
            rhythm = said["rhythm"] or "week"
            weekday = said["weekday"]
            found.append(
                Asked(
                    said["key"] or "",
                    said["name"],
                    said["by"] or TEAMS,
                    said["to"] or "",
                    rhythm,
                    said["on"] if rhythm == "once" else None,
                    int(weekday) if rhythm == "week" and weekday else None,
                    said["days"] if rhythm == "end" else None,
                    said["source"] or "",
                )
            )
        return found

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        stages = [
            Stage(
                given.get(f"stage_{at}") or "",
                given.get(f"stage_begins_on_{at}"),
                given.get(f"stage_ends_on_{at}"),
                given.get(f"stage_text_{at}") or "",
            )
            for at in self.rows
        ]
        for at, one in enumerate(stages):
            # a stage that was there is dropped by its name alone, as the page says; one that is new is not lost
            if not (one.name or self.initial.get(f"stage_{at}")) and (
                one.begins_on or one.ends_on or one.text
            ):
                self.add_error(f"stage_{at}", "请填写阶段名称；不要这个阶段的，把日期和任务也清空。")
        words = ("name", "number", "basis", "aim", "content", "demands", "handing", "mode")
        lists = ("categories", "cells", "levels", "teams", "checklists")
        saved = given.get("saved")
        said: dict[str, Any] = {name: given.get(name) or "" for name in words}
        said |= {name: given.get(name) or [] for name in lists}
        plan = Plan(
            begins_on=given.get("begins_on"),
            ends_on=given.get("ends_on"),
            aliases=str(given.get("aliases") or "").replace("、", " ").split(),
            parent=given.get("parent"),
            saved=None if saved == "keep" else saved or "",
            stages=self._stages([one for one in stages if one.name]),
            asked=self._asked(given),
            risks=[int(one) for one in given.get("risks") or ()],
            **said,
        )
        found = {"version": given.get("version"), "plan": plan}
        return found | ({"reason": given.get("reason", "")} if self.again else {})

    def _stages(self, given: list[Stage]) -> list[Stage]:
        """Where the drive's days were changed and no stage's, the stages follow."""
        first, last = (self.cleaned_data.get(name) for name in ("begins_on", "ends_on"))
        if given != self.begun or first is None or last is None or last < first:
            return given
        return followed(given, (self.initial["begins_on"], self.initial["ends_on"]), (first, last))


def _chosen(label: str, choices: list[Any]) -> forms.ChoiceField:
    """One of a few words; a line that is left empty says none."""
    return choice_field(label, choices, required=False)


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

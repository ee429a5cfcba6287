"""The form of a drive's plan (行动方案), with a line for each stage and each paper to be handed up, and some empty ones."""

from datetime import date
from typing import Any

from django import forms

from bihuan.campaigns.actions import Plan
from bihuan.campaigns.asked import OFFICE, OFFICE_LABEL, RHYTHMS, TEAMS, WEEKDAYS, Asked
from bihuan.campaigns.forms import CATEGORY_CHOICES
from bihuan.campaigns.rules import MODES, Stage, followed
from bihuan.core.forms import StepForm, area_field, choice_field, day_field, number_field, text_field
from bihuan.grading.rules import LEVELS
from bihuan.inspections.forms import optional_id
from bihuan.inspections.grant_forms import several
from bihuan.risks.rules import GRADES

LEVEL_CHOICES = [(one.code, one.says) for one in LEVELS.values()]
RISK_CHOICES = [(str(one.number), one.says) for one in GRADES.values()]
MODE_CHOICES = list(MODES.items())
WRITTEN = "自行填写"


class StageLines:
    """The lines of stages: those that are there, and as many more as fit."""

    MOST = 6

    def __init__(self, begun: list[Stage], *, sent: bool) -> None:
        self.begun = begun[: self.MOST]
        self.numbers = range(self.MOST)
        self.shown = self.MOST if sent else max(len(self.begun), 1)  # the rest is folded away

    @property
    def fields(self) -> dict[str, forms.Field]:
        found: dict[str, forms.Field] = {}
        for at in self.numbers:
            found[f"stage_{at}"] = text_field("阶段名称", 20)
            found[f"stage_begins_on_{at}"] = day_field("阶段开始日期", required=False)
            found[f"stage_ends_on_{at}"] = day_field("阶段结束日期", required=False)
            found[f"stage_text_{at}"] = text_field("阶段任务", 200)
        return found

    @property
    def initial(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for at, one in enumerate(self.begun):
            found |= {f"stage_{at}": one.name, f"stage_text_{at}": one.text}
            found |= {
                f"stage_begins_on_{at}": _typed(one.begins_on),
                f"stage_ends_on_{at}": _typed(one.ends_on),
            }
        return found

    def said(self, given: dict[str, Any]) -> list[Stage]:
        """What each line says, named or not."""
        return [
            Stage(
                given.get(f"stage_{at}") or "",
                given.get(f"stage_begins_on_{at}"),
                given.get(f"stage_ends_on_{at}"),
                given.get(f"stage_text_{at}") or "",
            )
            for at in self.numbers
        ]


class PaperLines:
    """The lines of papers to be handed up: those that are asked for, and some more."""

    LEAST = 6
    NAMES = ("name", "by", "to", "rhythm", "on", "weekday", "days", "source", "key")

    def __init__(
        self, asked: list[Asked], bodies: list[tuple[str, str]], sources: list[tuple[str, str]], *, sent: bool
    ) -> None:
        self.asked, self.bodies, self.sources = asked, bodies, sources
        self.numbers = range(max(self.LEAST, len(asked)))
        self.shown = len(self.numbers) if sent else max(len(asked), 1)

    @property
    def fields(self) -> dict[str, forms.Field]:
        found: dict[str, forms.Field] = {}
        by = [(TEAMS, "各专项组"), (OFFICE, OFFICE_LABEL), *self.bodies]
        for at in self.numbers:
            found[f"asked_key_{at}"] = forms.CharField(required=False, max_length=36)
            found[f"asked_name_{at}"] = text_field("材料名称", 40)
            found[f"asked_by_{at}"] = _chosen("由谁报送", by)
            found[f"asked_to_{at}"] = text_field("报给", 40)
            found[f"asked_rhythm_{at}"] = _chosen("什么时候报", list(RHYTHMS.items()))
            found[f"asked_on_{at}"] = day_field("报送日期", required=False)
            found[f"asked_weekday_{at}"] = _chosen("每周几", [("", ""), *WEEKDAYS.items()])
            found[f"asked_days_{at}"] = number_field("结束后第几天")
            found[f"asked_source_{at}"] = _chosen("材料", [("", WRITTEN), *self.sources])
        return found

    @property
    def initial(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for at, line in enumerate(self.asked):
            said = {name: getattr(line, name) for name in self.NAMES} | {"on": _typed(line.on)}
            found |= {f"asked_{name}_{at}": value for name, value in said.items()}
        return found

    def said(self, given: dict[str, Any]) -> list[Asked]:
        """The lines with a name."""
        lines = [{name: given.get(f"asked_{name}_{at}") for name in self.NAMES} for at in self.numbers]
        return [self._asked(line) for line in lines if line["name"]]

    @staticmethod
    def _asked(said: dict[str, Any]) -> Asked:
        rhythm = said["rhythm"] or "week"
        weekday = said["weekday"]
        return Asked(
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


class PlanForm(StepForm):
    """行动方案: what, when, which units, who, in which stages, with which papers."""

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
        sent = bool(given) and given[0] is not None
        self.stage_lines = StageLines(stages, sent=sent)
        self.paper_lines = PaperLines(asked, bodies, sources, sent=sent)
        self.again = again
        initial = self.stage_lines.initial | self.paper_lines.initial | options.get("initial", {})
        super().__init__(*given, **{**options, "initial": initial})
        for name, found in choices.items():
            self.fields[name].choices = found  # type: ignore[attr-defined]
        self.fields |= self.stage_lines.fields | self.paper_lines.fields

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
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
            stages=self._stages(given),
            asked=self.paper_lines.said(given),
            risks=[int(one) for one in given.get("risks") or ()],
            **said,
        )
        found = {"version": given.get("version"), "plan": plan}
        return found | ({"reason": given.get("reason", "")} if self.again else {})

    def _stages(self, given: dict[str, Any]) -> list[Stage]:
        """The stages with a name. Where the drive's days were changed and no stage's, the stages follow."""
        lines = self.stage_lines.said(given)
        for at, one in enumerate(lines):
            # a stage that was there is dropped by its name alone, as the page says; one that is new is not lost
            was_there = self.initial.get(f"stage_{at}")
            if not (one.name or was_there) and (one.begins_on or one.ends_on or one.text):
                self.add_error(f"stage_{at}", "请填写阶段名称；不要这个阶段的，把日期和任务也清空。")
        named = [one for one in lines if one.name]
        first, last = given.get("begins_on"), given.get("ends_on")
        if named != self.stage_lines.begun or first is None or last is None or last < first:
            return named
        return followed(named, (self.initial["begins_on"], self.initial["ends_on"]), (first, last))


def _typed(day: date | None) -> str:
    """A day as its field takes it."""
    return f"{day:%Y-%m-%d}" if day else ""


def _chosen(label: str, choices: list[Any]) -> forms.ChoiceField:
    """One of a few words; a line that is left empty says none."""
    return choice_field(label, choices, required=False)

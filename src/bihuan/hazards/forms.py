"""Shape of what a check and a re-inspection bring: the visit, the checklist's results, findings and reviews."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict

from bihuan.core.actions import Actor
from bihuan.core.errors import Refused
from bihuan.core.forms import choice_field
from bihuan.core.ids import new_id
from bihuan.hazards.actions import Finding, Reviewed
from bihuan.hazards.criteria import CRITERIA, Criterion, check_criterion, options_for
from bihuan.hazards.lifecycle import MAJOR
from bihuan.hazards.likeness import Told, most_like
from bihuan.hazards.models import Hazard
from bihuan.hazards.rules import KINDS, LEVELS
from bihuan.hazards.spot_forms import spot_of
from bihuan.inspections.actions import OutingPlan, Visit
from bihuan.inspections.checklists import Checklist, Item
from bihuan.inspections.choices import Company, likely_campaign, my_outings
from bihuan.inspections.forms import NEW_OUTING, Ids, OutingForm, VisitForm
from bihuan.inspections.violations import failing
from bihuan.units.forms import DATUM_CHOICES, WhereFields
from bihuan.units.models import Unit

RESULTS = (("good", "合格"), ("bad", "不合格"), ("none", "不涉及"))
OUTCOMES_OFFICER = (("onsite", "现场已整改"), ("deadline", "限期整改"))
OUTCOMES_OTHERS = (("onsite", "现场已整改"), ("undecided", "报安全办处置"))
EXTRAS = 3
EXTRAS_DESK = 8
DEADLINE_DAYS = (3, 7, 15)
RESULT = "r-"
NOT_REPEATED = "new"
KINDS_BY_GROUP = {
    "paper": ("手续", "方案"),
    "rules": ("基础管理", "制度", "应急"),
    "training": ("人员",),
    "fire": ("消防", "宿舍", "出租经营"),
    "power": ("用电",),
    "equipment": ("设备", "机械", "校车", "燃气", "除尘", "液氨"),
    "place": ("场所", "现场", "校舍", "校门", "食堂", "结构", "边坡"),
    "conduct": ("作业", "有限空间"),
    "chemicals": ("危险物品", "实验室", "货源", "储存"),
}


class FindingForm(WhereFields):
    """One hazard found: photo, words, and what is to become of it; where it lies, if that is said."""

    may_lack = True
    id = forms.UUIDField(initial=new_id, error_messages={"invalid": "页面已过期，请刷新。"})
    text = forms.CharField(label="隐患描述", required=False, max_length=300)
    place = forms.CharField(label="部位", required=False, max_length=100)
    basis = forms.CharField(label="违反的规定", required=False, max_length=200)
    kind = forms.CharField(label="类别", required=False, initial="other")
    level = forms.CharField(label="级别", required=False, initial="general")
    criterion = forms.CharField(label="判定标准", required=False, max_length=40)
    outcome = forms.CharField(label="处置", required=False)
    photos = Ids(label="隐患照片", required=False)
    photos_after = Ids(label="整改后照片", required=False)
    demand = forms.CharField(label="整改要求", required=False, max_length=300)
    deadline_on = forms.DateField(label="整改期限", required=False)
    repeat_of = forms.RegexField(
        f"^({NOT_REPEATED}|[0-9a-f-]{{36}})$",
        label="重复隐患",
        required=False,
        error_messages={"invalid": "请从列出的隐患中选择。"},
    )
    datum = choice_field("坐标来源", DATUM_CHOICES, required=False, initial="wgs84")
    item: Item | None = None

    @property
    def told(self) -> Told:
        """What is written so far, to be compared with earlier hazards."""
        return Told(*(str(self[name].value() or "").strip() for name in ("text", "kind", "place")))

    def clean_repeat_of(self) -> UUID | None:
        chosen: str = self.cleaned_data["repeat_of"]
        try:
            return UUID(chosen) if chosen not in ("", NOT_REPEATED) else None
        except ValueError as error:
            raise forms.ValidationError("请从列出的隐患中选择。") from error

    def finding(self) -> Finding:
        given, item = dict(self.cleaned_data), self.item
        given["spot"] = spot_of(self.take_place(given))
        given["is_new"] = self["repeat_of"].value() == NOT_REPEATED
        given["kind"], given["level"] = given["kind"] or "other", given["level"] or "general"
        if given["level"] != MAJOR:
            given["criterion"] = ""  # chosen before the level was set back; the page hides it then
        if item:
            given |= {"item": item.key, "basis": given["basis"] or item.basis[:200]}
        return Finding(**given)


class ReviewForm(forms.Form):
    """What a re-inspection says of one hazard; without a verdict it was not looked at."""

    version = forms.IntegerField(error_messages={"invalid": "页面已过期，请刷新。"})
    verdict = forms.ChoiceField(choices=[("", ""), ("pass", "合格"), ("fail", "不合格")], required=False)
    note = forms.CharField(label="复查情况", required=False, max_length=300)
    photos = Ids(label="复查照片", required=False)
    deadline_on = forms.DateField(label="新的期限", required=False)

    def reviewed(self, hazard: UUID) -> Reviewed:
        given = self.cleaned_data
        return Reviewed(
            hazard=hazard,
            version=given["version"],
            passed=given["verdict"] == "pass",
            note=given["note"],
            photos=given["photos"],
            deadline_on=given["deadline_on"],
        )


@dataclass(frozen=True)
class Setting:
    """Around a visit's page: who stands where on which day. `late` is an entry from paper (补录); `campaign` and `team`: what the visit is meant for,
    where one comes from the list of a drive."""

    actor: Actor
    unit: Unit
    kind: str
    on: date
    company: Company
    checklist: Checklist | None = None
    late: bool = False
    earlier: Sequence[Hazard] = ()  # what was found at the unit in the last two years
    campaign: UUID | None = None
    team: UUID | None = None

    @property
    def is_free(self) -> bool:
        """Whether findings come first and the checklist is there for who wants it: on a walk of the grid, and from paper."""
        return self.late or self.kind == "patrol"

    @property
    def outcomes(self) -> tuple[tuple[str, str], ...]:
        return OUTCOMES_OFFICER if self.actor.may("order") else OUTCOMES_OTHERS

    @property
    def criteria(self) -> list[tuple[str, str]]:
        """What makes a hazard major at such a unit on the day."""
        return options_for(self.unit.category, self.on)

    @property
    def deadlines(self) -> list[tuple[str, str]]:
        """The quick buttons: (date, 7天)."""
        return [((self.on + timedelta(days=days)).isoformat(), f"{days}天") for days in DEADLINE_DAYS]


@dataclass
class Line:
    """A line of the checklist as the page shows it."""

    item: Item
    name: str
    result: str
    form: FindingForm
    majors: list[Criterion]


@dataclass
class SheetForm:
    """What a check and a re-inspection have in common: visit, sortie, and extra findings. `data` None is a fresh page;
    `problems` are uploads that could not be kept."""

    setting: Setting
    data: QueryDict | None = None
    problems: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.message = ""
        self.visit_form = VisitForm(self.data)
        self.outing_form = OutingForm(self.data, initial=self._outing_initial())
        count = EXTRAS_DESK if self.setting.late else EXTRAS
        self.extras = [self._finding_form(f"x{index}") for index in range(count)]
        self.errors: dict[str, str] = dict(self.problems)

    @property
    def is_bound(self) -> bool:
        return self.data is not None

    def likes(self, form: FindingForm) -> list[Hazard]:
        """Earlier hazards of the unit that are like what the block says, and the one chosen; of a line of the checklist, those found
        by it."""
        if form.item and not self.is_bound:
            known = [one for one in self.setting.earlier if one.item == form.item.key]
        else:
            known = list(self.setting.earlier)
        likes = [one for _score, one in most_like(form.told, ((one, one.told) for one in known))]
        chosen = str(form["repeat_of"].value() or "")
        return likes + [one for one in known if str(one.pk) == chosen and one not in likes]

    @property
    def extra_given(self) -> list[FindingForm]:
        """The extra blocks in which anything was put."""
        names = ("text", "photos", "photos_after", "latitude", "pasted")
        return [form for form in self.extras if any(form.data.get(form.add_prefix(name)) for name in names)]

    def is_valid(self) -> bool:
        """Whether all can be read. Rules are asked by the action."""
        parts: list[forms.Form] = [self.visit_form, *self._findings_given()]
        if self.setting.kind != "patrol":
            parts.append(self.outing_form)
        for part in parts:
            for name, wrong in part.errors.items():
                self.errors.setdefault(part.add_prefix(name), str(wrong[0]))
        if self.errors:
            self.message = "有内容需要补正，请看标红处。填写的内容和照片都还在。"
        return not self.errors

    def refuse(self, error: Refused) -> None:
        """Put an action's refusal at the fields it names."""
        self.message = error.message
        names = self._field_names()
        self.errors |= {names.get(key, key): text for key, text in error.fields.items() if text}

    def visit(self) -> Visit:
        """The visit as the action takes it. Raises Incomplete where a signature cannot be kept."""
        setting, results = self.setting, self._results()
        is_left_out = setting.is_free and not results
        return self.visit_form.visit(
            setting.actor,
            setting.unit.pk,
            visited_on=setting.on,
            kind=setting.kind,
            late_entry=setting.late,
            outing=self._walk() if setting.kind == "patrol" else self.outing_form.plan(),
            checklist=None if is_left_out else setting.checklist,
            results=results,
        )

    def findings(self) -> list[Finding]:
        return [form.finding() for form in self.extra_given]

    def _findings_given(self) -> list[forms.Form]:
        return list(self.extra_given)

    def _results(self) -> dict[str, str]:
        return {}

    def _field_names(self) -> dict[str, str]:
        """The action's names of fields to the page's: findings.0.text to x0-text."""
        return {
            f"findings.{index}.{name}": form.add_prefix(name)
            for index, form in enumerate(self._findings_given())
            for name in form.fields
        }

    def _finding_form(self, prefix: str, **initial: Any) -> FindingForm:
        outcome = "" if self.setting.actor.may("order") else "undecided"
        return FindingForm(self.data, prefix=prefix, initial={"outcome": outcome} | initial)

    def _walk(self) -> OutingPlan | None:
        """A patrol is a sortie only where it is one of a drive."""
        setting = self.setting
        return OutingPlan(campaign=setting.campaign, team=setting.team) if setting.campaign else None

    def _outing_initial(self) -> dict[str, Any]:
        if self.is_bound:
            return {}
        setting = self.setting
        if setting.campaign:
            mine = my_outings(setting.actor, setting.on).filter(campaign=setting.campaign, team=setting.team)
            begun = mine.first()
            chosen = str(begun.pk) if begun else NEW_OUTING
            return {"outing": chosen, "campaign": setting.campaign, "team": setting.team}
        campaign = likely_campaign(setting.actor, setting.unit, setting.on)
        chosen = setting.company.outings[0][0] if setting.company.outings else NEW_OUTING
        return {"outing": chosen, "campaign": campaign.pk if campaign else None}


@dataclass
class CheckForm(SheetForm):
    """A check or a patrol: the checklist's lines, each with a block for what is wrong with it."""

    def __post_init__(self) -> None:
        super().__post_init__()
        items = self.setting.checklist.items if self.setting.checklist else ()
        self.lines = [self._line(item) for item in items]

    @property
    def groups(self) -> list[tuple[str, list[Line]]]:
        """The lines under their headings, in the checklist's order."""
        found: dict[str, list[Line]] = {}
        for line in self.lines:
            found.setdefault(line.item.group, []).append(line)
        return list(found.items())

    @property
    def bad(self) -> list[Line]:
        return [line for line in self.lines if line.result == "bad"]

    def is_valid(self) -> bool:
        super().is_valid()
        open_lines = [line for line in self.lines if not line.result]
        if open_lines and not self.setting.is_free:
            self.errors["results"] = f"还有{len(open_lines)}项没有结论；没有问题的可按“其余全部合格”。"
            self.message = self.message or self.errors["results"]
        return not self.errors

    def findings(self) -> list[Finding]:
        return [line.form.finding() for line in self.bad] + super().findings()

    def _findings_given(self) -> list[forms.Form]:
        return [*(line.form for line in self.bad), *super()._findings_given()]

    def _results(self) -> dict[str, str]:
        return {line.item.key: line.result for line in self.lines if line.result}

    def _line(self, item: Item) -> Line:
        """By the item's key, not its place: what was typed stays with it when the list is published anew meanwhile."""
        name = f"{RESULT}{item.key}"
        result = self.data.get(name, "") if self.data is not None else ""
        form = self._finding_form(
            f"i{item.key}",
            text=failing(item.key) or f"不符合：{item.text}"[:300],
            basis=item.basis[:200],
            demand=item.measure or item.text,
            kind=kind_of(item.group),
        )
        form.item = item
        return Line(item, name, result if result in dict(RESULTS) else "", form, self._majors(item))

    def _majors(self, item: Item) -> list[Criterion]:
        """By which criteria in force at this unit failing an item is a major hazard."""
        setting = self.setting
        return [
            CRITERIA[code]
            for code in item.majors
            if not check_criterion(code, MAJOR, setting.unit.category, setting.on)
        ]


@dataclass
class ReinspectForm(SheetForm):
    """A re-inspection: the failed items of the unit, each with its review."""

    hazards: list[Hazard] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__post_init__()
        self.reviews = [
            (hazard, ReviewForm(self.data, prefix=f"h{hazard.pk}", initial={"version": hazard.version}))
            for hazard in self.hazards
        ]

    @property
    def judged(self) -> list[tuple[Hazard, ReviewForm]]:
        return [(hazard, form) for hazard, form in self.reviews if form.data.get(form.add_prefix("verdict"))]

    @property
    def gone(self) -> int:
        """How many hazards were judged on this page that do not wait for re-inspection any more."""
        here = {form.add_prefix("verdict") for _, form in self.reviews}
        given = self.data if self.data is not None else QueryDict()
        return sum(name.endswith("-verdict") and bool(given[name]) and name not in here for name in given)

    def is_valid(self) -> bool:
        if self.gone:
            self.errors["reviews"] = (
                f"有{self.gone}条隐患刚被别人处理过，已不在待复查之列；请核对其余各条后再提交。"
            )
        for _, form in self.judged:
            for name, wrong in form.errors.items():
                self.errors.setdefault(form.add_prefix(name), str(wrong[0]))
        return super().is_valid()

    def reviewed(self) -> list[Reviewed]:
        return [form.reviewed(hazard.pk) for hazard, form in self.judged]

    def freshen(self) -> None:
        """After a refusal: the page carries the present versions, so that the next press is about what is shown."""
        if self.data is not None:
            for hazard, form in self.reviews:
                self.data[form.add_prefix("version")] = str(hazard.version)

    def _field_names(self) -> dict[str, str]:
        named = super()._field_names()
        for index, (_, form) in enumerate(self.judged):
            named |= {f"reviews.{index}.{name}": form.add_prefix(name) for name in form.fields}
        return named


def kind_of(group: str) -> str:
    """The kind of hazard that a failed item of a checklist's group most likely is; the inspector may change it."""
    return next((kind for kind, groups in KINDS_BY_GROUP.items() if group in groups), "other")


LEVEL_CHOICES = tuple(LEVELS.items())
KIND_CHOICES = tuple(KINDS.items())

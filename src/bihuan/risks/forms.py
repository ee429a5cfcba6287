"""Shape of what the pages of risks send."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from bihuan.core import clock
from bihuan.core.forms import ActionForm, choice_field, id_field, text_field, version_field
from bihuan.core.scope import Scope, under
from bihuan.risks.accident_kinds import accident_kinds
from bihuan.risks.actions import Analysed, Judged, Line, Named
from bihuan.risks.methods import DIRECT, METHODS
from bihuan.risks.models import RiskPoint, RiskStep
from bihuan.risks.queries import open_reviews, points, unkept
from bihuan.risks.rules import (
    ASKED_FOR,
    FREQUENCIES,
    GRADES,
    KINDS,
    LEVELS,
    MEASURES,
    NAME_MAX,
    OCCASIONS,
    TEXT_MAX,
    WHERE_MAX,
    WORDS_MAX,
)
from bihuan.search.queries import matching
from bihuan.units.geometry import DATUMS
from bihuan.units.rules import CATEGORIES

GRADE_CHOICES = [(one.number, one.says) for one in GRADES.values()]
KIND_CHOICES = [(code, one.label) for code, one in KINDS.items()]
METHOD_CHOICES = [(one.key, one.label) for one in METHODS.values()]
DIRECT_CHOICES, FREQUENCY_CHOICES = list(DIRECT.items()), list(FREQUENCIES.items())
WHY_CHOICES, OCCASION_CHOICES = list(ASKED_FOR.items()), list(OCCASIONS.items())
DATUM_CHOICES = list(DATUMS.items())
STATES = {
    "asked": "应重新评价",
    "late": "重新评价已逾期",
    "unkept": "没有责任人",
}
STATE_CHOICES = list(STATES.items())
GRAVEST_CHOICES = [("orange", "重大、较大风险")]
LINES_SPARE, LINES_MAX = 2, 12


def many_field() -> forms.Field:
    """Any number of ticks; which there are is for the action to say."""
    return forms.Field(required=False, widget=forms.SelectMultiple)


class KeepersForm(ActionForm):
    """指定责任人: a name and a phone for each level."""

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        for level in LEVELS:
            self.fields[f"name_{level}"] = text_field("姓名", 40)
            self.fields[f"phone_{level}"] = text_field("电话", 20)

    @property
    def named(self) -> dict[str, Named]:
        """Those named, by level."""
        given = self.cleaned_data
        return {level: Named(given[f"name_{level}"], given[f"phone_{level}"]) for level in LEVELS}


class SetUpForm(KeepersForm):
    """从模板建立风险清单."""

    trade = forms.CharField(max_length=20, error_messages={"required": "请选择行业模板。"})
    edition = forms.CharField(max_length=12, required=False)
    kept = many_field()

    @property
    def chosen(self) -> list[str]:
        """The keys that are ticked; all of them on a page that was just opened."""
        return list(self["kept"].value() or ())


class JudgeForm(ActionForm):
    """How a risk is judged. Each method's values are fields of their own, so that none is lost when the method is changed."""

    method = choice_field("评价方法", METHOD_CHOICES, required=False)
    direct = choice_field("直接判定", DIRECT_CHOICES, required=False)
    ground = text_field("判定理由", WORDS_MAX)
    with_whom = text_field("参加评价人员", 100)
    proposed = text_field("建议新增措施", TEXT_MAX)

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        for method in METHODS.values():
            for factor in method.factors:
                name = f"{method.key}_{factor.letter}"
                self.fields[name] = forms.CharField(required=False, max_length=8)

    @property
    def judgement(self) -> Judged:
        """What was chosen."""
        given = self.cleaned_data
        method = METHODS.get(given["method"])
        values = (
            {one.letter: given[f"{given['method']}_{one.letter}"] for one in method.factors} if method else {}
        )
        return Judged(
            given["method"], values, given["direct"], given["ground"], given["with_whom"], given["proposed"]
        )


class StepForm(ActionForm):
    """A step of work or a part, its measures and the lines to be checked."""

    step = text_field("步骤、项目", NAME_MAX)
    hazard = text_field("危险源或潜在事件", WORDS_MAX)
    accidents = many_field()
    harm = text_field("后果", WORDS_MAX)
    fields_of: Mapping[str, str] = {"checks": "check_0"}

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        for kind, label in MEASURES.items():
            self.fields[kind] = text_field(label, TEXT_MAX)
        for at in range(LINES_MAX):
            self.fields[f"check_{at}"] = text_field("检查内容", WORDS_MAX)
            self.fields[f"every_{at}"] = forms.CharField(required=False, max_length=8)
            self.fields[f"level_{at}"] = forms.CharField(required=False, max_length=10)

    @property
    def ticked(self) -> list[str]:
        """The kinds of accident that are ticked."""
        return list(self["accidents"].value() or ())

    @property
    def accident_choices(self) -> list[str]:
        """The kinds that are offered today, and those ticked that had another name before."""
        offered = accident_kinds(clock.today())
        return [*offered, *(one[:20] for one in self.ticked if one not in offered)]

    @property
    def lines(self) -> list[dict[str, Any]]:
        """The lines to be checked as the page shows them: those filled in, and some to spare."""
        values = self.values
        rows = [
            {
                "at": at,
                "text": values[f"check_{at}"],
                "every": values[f"every_{at}"],
                "level": values[f"level_{at}"],
            }
            for at in range(LINES_MAX)
        ]
        filled = max((row["at"] + 1 for row in rows if row["text"]), default=0)
        return rows[: min(filled + LINES_SPARE, LINES_MAX)]

    @property
    def analysed(self) -> Analysed:
        """What was written."""
        given = self.cleaned_data
        checks = [
            Line(given[f"check_{at}"], given[f"every_{at}"], given[f"level_{at}"])
            for at in range(LINES_MAX)
            if given[f"check_{at}"].strip()
        ]
        measures = {kind: given[kind] for kind in MEASURES}
        return Analysed(given["step"], given["hazard"], self.ticked, given["harm"], measures, checks)


class NewStepForm(StepForm, JudgeForm):
    """增加步骤（项目）."""


class PointFields(ActionForm):
    """A point's own particulars."""

    name = text_field("名称", NAME_MAX)
    kind = choice_field("类型", KIND_CHOICES)
    where = text_field("部位", WHERE_MAX)


class NewPointForm(PointFields, NewStepForm, KeepersForm):
    """增加风险点."""


class PointForm(PointFields):
    """修改风险点."""

    version = version_field()


class StepEditForm(StepForm):
    """修改步骤（项目）."""

    version = version_field()


class EvaluateForm(JudgeForm):
    """评价风险."""

    version = version_field()
    occasion = choice_field("评价原因", OCCASION_CHOICES)


class EndForm(ActionForm):
    """停用."""

    version = version_field()
    reason = text_field("停用原因", 200)


class ConfirmForm(ActionForm):
    """维持原评价."""

    version = version_field()
    with_whom = text_field("参加评价人员", 100)


class ReviewForm(ActionForm):
    """要求重新评价."""

    why = choice_field("原因", WHY_CHOICES)
    note = text_field("说明", 200)
    chosen = many_field()


class PlanForm(ActionForm):
    """设置平面图."""

    way = choice_field("方式", (("picture", "上传图片"), ("outline", "写一张简图")))
    file = id_field("平面图")
    outline = text_field("简图", 1000)
    afresh = forms.BooleanField(label="重新标注", required=False)


class SpotForm(ActionForm):
    """标注在平面图上: per cent from the left and from the top."""

    point = id_field("风险点", required=True)
    x = forms.FloatField(required=False, error_messages={"invalid": "应填0至100之间的数。"})
    y = forms.FloatField(required=False, error_messages={"invalid": "应填0至100之间的数。"})


class LocateForm(ActionForm):
    """标注在地图上."""

    latitude = forms.FloatField(
        label="纬度", error_messages={"required": "请填写纬度。", "invalid": "纬度应填数字，如34.123456。"}
    )
    longitude = forms.FloatField(
        label="经度", error_messages={"required": "请填写经度。", "invalid": "经度应填数字，如116.123456。"}
    )
    datum = choice_field("坐标来源", DATUM_CHOICES)


class RiskFilter(forms.Form):
    """Which points a list shows; what cannot be read is left aside."""

    words = forms.CharField(required=False, max_length=60)
    unit = forms.UUIDField(required=False)
    cell = forms.RegexField(r"^(\d{4})+$", required=False)
    category = forms.RegexField(r"^[a-z.]+$", required=False)
    grade = forms.TypedChoiceField(choices=GRADE_CHOICES, required=False, coerce=int)
    kind = forms.ChoiceField(choices=KIND_CHOICES, required=False)
    state = forms.ChoiceField(choices=STATE_CHOICES, required=False)

    def narrow(self, scope: Scope) -> QuerySet[RiskPoint]:
        """Points in force of units in the register, the gravest first; of one unit by their numbers."""
        self.is_valid()
        found = points(scope).filter(self.asked(scope))
        return (
            found.order_by("number", "pk") if self.cleaned_data.get("unit") else found.order_by("grade", "pk")
        )

    def asked(self, scope: Scope, path: str = "") -> Q:
        """What is asked of points, as a condition; `path` leads to them ("point__"). A list of their steps then goes along its own index,
        not through a table of the points found."""
        given, unit = self.cleaned_data, f"{path}unit"
        found = Q(**{f"{unit}__ended_on__isnull": True})
        if words := (given.get("words") or "").strip():
            named = Q(**{f"{path}name__icontains": words})
            found &= named | Q(**{f"{unit}__in": matching(scope.town, "unit", words)})
        if one := given.get("unit"):
            found &= Q(**{unit: one})
        if category := given.get("category"):
            found &= Q(**{f"{unit}__category__startswith": category})
        if cell := given.get("cell"):
            found &= under(f"{unit}__cell_path", cell)
        if kind := given.get("kind"):
            found &= Q(**{f"{path}kind": kind})
        if grade := given.get("grade"):
            found &= Q(**{f"{path}grade": grade})
        state = given.get("state")
        if state == "unkept":
            found &= unkept(scope, path)
        elif state:
            reviews = open_reviews(scope)
            late = reviews.filter(due_on__lt=clock.today()) if state == "late" else reviews
            found &= Q(**{f"{path}pk__in": late.order_by().values("point")})
        return found


class StepFilter(RiskFilter):
    """The same of steps or parts, as the lists of control have them."""

    def narrow(self, scope: Scope) -> QuerySet[RiskStep]:  # type: ignore[override]
        """Steps in force of the points that pass, point by point."""
        self.is_valid()
        rows: QuerySet[RiskStep] = RiskStep.objects.within(scope).filter(
            self.asked(scope, "point__"), ended_on__isnull=True, point__ended_on__isnull=True
        )
        first = "point__number" if self.cleaned_data.get("unit") else "point_id"
        return rows.order_by(first, "place", "pk")


class MajorFilter(StepFilter):
    """重大风险: those judged red, of any point that passes; with the orange ones where they are asked for."""

    gravest = forms.ChoiceField(choices=GRAVEST_CHOICES, required=False)

    @property
    def with_orange(self) -> bool:
        return self.is_valid() and self.cleaned_data["gravest"] == "orange"

    def narrow(self, scope: Scope) -> QuerySet[RiskStep]:  # type: ignore[override]
        return super().narrow(scope).filter(grade__lte=2 if self.with_orange else 1)

    @property
    def narrowed(self) -> str:
        """By what else the list was narrowed, in words; "" for nothing. The names of its cell and unit are rows, to be read within a scope."""
        if not self.is_valid():
            return ""
        given = self.cleaned_data
        said = (
            CATEGORIES[given["category"]].label if given["category"] in CATEGORIES else "",
            KINDS[given["kind"]].label if given["kind"] else "",
            GRADES[given["grade"]].label + "点" if given["grade"] else "",
            STATES.get(given["state"], ""),
            f"“{given['words'].strip()}”" if given["words"].strip() else "",
        )
        return "、".join(filter(None, said))

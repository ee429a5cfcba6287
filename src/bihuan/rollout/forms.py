"""Shape of what the pages of the roll-out send."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet

from bihuan.core import clock
from bihuan.core.forms import ActionForm, choice_field, day_field, id_field, number_field, text_field
from bihuan.core.scope import Scope, under
from bihuan.inspections.forms import ManyIds
from bihuan.rollout.models import Benchmark, Taking, WaveUnit
from bihuan.rollout.queries import benchmarks, enrolled, takings, with_steps
from bihuan.rollout.rules import CRITERIA, STEPS, USUAL, WAVES, Asked, SheetItem
from bihuan.search.queries import matching
from bihuan.units.forms import CATEGORY_CHOICES

WAVE_KINDS = [(code, one.label) for code, one in WAVES.items()]
STEP_CHOICES = [(f"not_{one.key}", f"未{one.label.removeprefix('已')}") for one in STEPS.values()] + [
    (one.key, one.label) for one in STEPS.values()
]
WILLING = [("yes", "愿意"), ("no", "不愿意")]
OWN, OWN_SPARE, OWN_MAX = "own", 2, 30


class CriteriaForm(ActionForm):
    """选树条件: a line for each criterion; one without points that is no must is not asked."""

    least = number_field("入选分数")

    def __init__(self, *given: Any, asked: Sequence[Asked] = USUAL, least: int = 0, **options: Any) -> None:
        held = {one.key: one for one in asked}
        initial: dict[str, Any] = {"least": least}
        for key in CRITERIA:
            one = held.get(key)
            initial |= {f"points_{key}": one.points if one else "", f"must_{key}": bool(one and one.must)}
        employees, trade = held.get("employees"), held.get("trade")
        initial["number_employees"] = employees.number if employees else ""
        initial["trades_trade"] = list(trade.trades) if trade else []
        super().__init__(*given, **{"initial": initial, **options})
        for key in CRITERIA:
            self.fields[f"points_{key}"] = number_field("分值")
            self.fields[f"must_{key}"] = forms.BooleanField(required=False)
        self.fields["number_employees"] = number_field("人数")
        self.fields["trades_trade"] = forms.MultipleChoiceField(
            choices=CATEGORY_CHOICES,
            required=False,
            error_messages={"invalid_choice": "请从列表中选择行业。"},
        )

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        asked = []
        for key in CRITERIA:
            points, must = given.get(f"points_{key}"), bool(given.get(f"must_{key}"))
            if not points and not must:
                continue
            number = given.get("number_employees") or 0 if key == "employees" else 0
            trades = tuple(given.get("trades_trade") or ()) if key == "trade" else ()
            asked.append(Asked(key, points or 0, must, number, trades))
        return {"criteria": asked, "least": given.get("least")}


class SheetForm(ActionForm):
    """验收评分表: a line for each item, some empty ones below; a line without points and words is left out."""

    least = number_field("合格分数")

    def __init__(self, *given: Any, items: Sequence[SheetItem] = (), least: int = 0, **options: Any) -> None:
        held = [one.key for one in items]
        spare = [key for at in range(OWN_MAX) if (key := f"{OWN}{at}") not in held]
        self.keys = [*held, *spare[:OWN_SPARE]]
        initial: dict[str, Any] = {"least": least}
        for one in items:
            initial |= {f"{name}_{one.key}": value for name, value in vars(one).items()}
        super().__init__(*given, **{"initial": initial, **options})
        for key in self.keys:
            self.fields[f"part_{key}"] = text_field("部分", 20)
            self.fields[f"text_{key}"] = text_field("看什么", 120)
            self.fields[f"points_{key}"] = number_field("分值")
            self.fields[f"must_{key}"] = forms.BooleanField(required=False)

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        items = []
        for key in self.keys:
            text, points = given.get(f"text_{key}") or "", given.get(f"points_{key}")
            if points is None and (not text or not key.startswith(OWN)):
                continue  # struck out, or a spare line that nobody filled
            part = given.get(f"part_{key}") or "其他"
            items.append(SheetItem(key, part, text, points or 0, bool(given.get(f"must_{key}"))))
        return {"items": items, "least": given.get("least")}


class AcceptForm(ActionForm):
    """验收: points and words for each item of the sheet that the page showed."""

    sheet_id = id_field("评分表")
    with_whom = text_field("参加人", 100)
    photo = id_field("照片")
    opinion = text_field("验收意见", 300)
    ground = text_field("未完成步骤的说明", 300)

    def __init__(self, *given: Any, items: Sequence[SheetItem] = (), **options: Any) -> None:
        super().__init__(*given, **options)
        self.items = items
        for one in items:
            self.fields[f"score_{one.key}"] = number_field("得分")
            self.fields[f"note_{one.key}"] = text_field("扣分原因", 120)

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        scores = {one.key: given.get(f"score_{one.key}") for one in self.items}
        notes = {one.key: given.get(f"note_{one.key}") or "" for one in self.items}
        rest = {name: given.get(name) for name in ("sheet_id", "with_whom", "photo", "opinion", "ground")}
        return {**rest, "scores": scores, "notes": notes}


class WillingForm(ActionForm):
    """登记意愿."""

    willing = choice_field("意愿", WILLING)
    said_by = text_field("答复人", 40)
    note = text_field("说明", 200)

    def clean(self) -> dict[str, Any]:
        return self.cleaned_data | {
            "willing": {"yes": True, "no": False}.get(self.cleaned_data.get("willing", ""))
        }


class ChooseForm(ActionForm):
    """选树标杆."""

    ground = text_field("选树理由", 200)


class ReasonForm(ActionForm):
    """取消, 退出, 作废: why."""

    reason = text_field("原因", 200)


class WaveForm(ActionForm):
    """确定批次."""

    kind = choice_field("步骤", WAVE_KINDS)
    name = text_field("批次名称", 40)
    from_on = day_field("开始日期", required=False)
    to_on = day_field("完成期限", required=False)
    decided = text_field("议定的会议或文件", 100)
    decided_on = day_field("会议（发文）日期", required=False)
    resolution = id_field("议定事项")


class JoinForm(ActionForm):
    """加入批次: which of those that are shown."""

    units = ManyIds(required=False)


class JoinOneForm(ActionForm):
    """加入批次, for many units of the list at once."""

    wave_id = id_field("批次", required=True)


class TakingForm(ActionForm):
    """登记纳入, for many units at once."""

    number = text_field("文号", 60)
    body = text_field("发文机关", 60)
    dated_on = day_field("发文日期", required=False)


class _UnitFilter(forms.Form):
    """What the lists of units have in common; what cannot be read is left aside."""

    words = forms.CharField(required=False, max_length=60)
    cell = forms.RegexField(r"^(\d{4})+$", required=False)
    category = forms.ChoiceField(choices=CATEGORY_CHOICES, required=False)

    def of_unit(self, scope: Scope, found: Any) -> Any:
        self.is_valid()
        given = self.cleaned_data
        if words := (given.get("words") or "").strip():
            found = found.filter(unit__in=matching(scope.town, "unit", words))
        if cell := given.get("cell"):
            found = found.filter(under("unit__cell_path", cell))
        if category := given.get("category"):
            found = found.filter(unit__category__startswith=category)
        return found


class CandidateFilter(_UnitFilter):
    """Which units are looked at for benchmarks."""

    fits = forms.BooleanField(required=False)

    def units(self, found: Any, town: Any) -> Any:
        """Those of some units that pass."""
        self.is_valid()
        given = self.cleaned_data
        if words := (given.get("words") or "").strip():
            found = found.filter(pk__in=matching(town, "unit", words))
        if cell := given.get("cell"):
            found = found.filter(under("cell_path", cell))
        if category := given.get("category"):
            found = found.filter(category__startswith=category)
        return found


class MemberFilter(_UnitFilter):
    """Which units of waves the list shows."""

    wave = forms.UUIDField(required=False)
    step = forms.ChoiceField(choices=STEP_CHOICES, required=False)

    def narrow(self, scope: Scope) -> QuerySet[WaveUnit]:
        """The units in waves that pass, those that joined last first."""
        found = self.of_unit(scope, enrolled(scope))
        given = self.cleaned_data
        if wave := given.get("wave"):
            found = found.filter(wave=wave)
        found = with_steps(found, scope, clock.today())
        if step := given.get("step"):
            found = found.filter(**{f"did_{step.removeprefix('not_')}": not step.startswith("not_")})
        return found.order_by("-joined_on", "-pk")


class BenchmarkFilter(_UnitFilter):
    """Which benchmark units the list shows."""

    def narrow(self, scope: Scope) -> QuerySet[Benchmark]:
        found: QuerySet[Benchmark] = self.of_unit(scope, benchmarks(scope))
        return found


class TakingFilter(_UnitFilter):
    """Which lines of the district's lists are shown."""

    number = forms.CharField(required=False, max_length=60)

    def narrow(self, scope: Scope) -> QuerySet[Taking]:
        found: QuerySet[Taking] = self.of_unit(scope, takings(scope))
        if number := self.cleaned_data.get("number"):
            found = found.filter(number__contains=number.strip())
        return found

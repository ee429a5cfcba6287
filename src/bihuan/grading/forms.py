"""Shape of what the pages of grading send."""

from collections.abc import Container, Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet

from bihuan.core.forms import ActionForm, text_field
from bihuan.core.scope import Scope, under
from bihuan.grading.models import UnitLevel
from bihuan.grading.queries import levels
from bihuan.grading.rules import LEVELS, TIMES_CHOICES
from bihuan.search.queries import matching
from bihuan.units.forms import CATEGORY_CHOICES

LEVEL_CHOICES = [(one.code, one.says) for one in LEVELS.values()]
TIMES_WORDS = [(one, f"每年{one}次" if one else "不列入计划") for one in TIMES_CHOICES]


class FrequencyForm(ActionForm):
    """定检查频次: for each level how often."""

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        for code in LEVELS:
            self.fields[f"times_{code}"] = forms.TypedChoiceField(
                choices=TIMES_WORDS,
                coerce=int,
                required=False,
                empty_value=None,
                error_messages={"invalid_choice": "请从列表中选择。"},
            )

    def clean(self) -> dict[str, Any]:
        return {"times": {code: self.cleaned_data.get(f"times_{code}") for code in LEVELS}}


class DrawUpForm(ActionForm):
    """拟订计划."""

    year = forms.IntegerField(
        error_messages={"required": "请选择年度。", "invalid": "请选择年度。"},
    )


class ApproveForm(ActionForm):
    """批准计划."""

    approval = text_field("批准意见", 200)


class LineFilter(forms.Form):
    """Which lines of a plan are shown; what cannot be read is left aside."""

    missed = forms.BooleanField(required=False)
    who = forms.UUIDField(required=False)

    def narrow(self, lines: Iterable[Any], behind: Container[UUID]) -> list[Any]:
        """The lines that pass; `behind` are those of which a visit is missed."""
        self.is_valid()
        missed, who = self.cleaned_data.get("missed"), self.cleaned_data.get("who")
        return [
            one for one in lines if (not missed or one.pk in behind) and (not who or one.inspector_id == who)
        ]


class LevelFilter(forms.Form):
    """Which units' levels are shown; what cannot be read is left aside."""

    words = forms.CharField(required=False, max_length=60)
    cell = forms.RegexField(r"^(\d{4})+$", required=False)
    category = forms.ChoiceField(choices=CATEGORY_CHOICES, required=False)
    level = forms.ChoiceField(choices=LEVEL_CHOICES, required=False)

    def narrow(self, scope: Scope) -> QuerySet[UnitLevel]:
        """The levels that pass, the gravest first."""
        self.is_valid()
        given, found = self.cleaned_data, levels(scope)
        if words := (given.get("words") or "").strip():
            found = found.filter(unit__in=matching(scope.town, "unit", words))
        if cell := given.get("cell"):
            found = found.filter(under("unit__cell_path", cell))
        if category := given.get("category"):
            found = found.filter(unit__category__startswith=category)
        if level := given.get("level"):
            found = found.filter(level=level)
        return found

"""Shape of what the pages of daily reports send."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from bihuan.core import clock
from bihuan.core.forms import ActionForm, choice_field, day_field, number_field, text_field
from bihuan.core.scope import Scope, under
from bihuan.dailies.actions import Saying
from bihuan.dailies.models import DailyDue
from bihuan.dailies.queries import askable, dues
from bihuan.dailies.rules import DAYS, FIELDS_MAX, REPORTERS, SOURCES, STATES, USUAL, Field
from bihuan.figures.registry import FIGURES
from bihuan.inspections.forms import ManyIds
from bihuan.search.queries import matching
from bihuan.units.forms import CATEGORY_CHOICES

REPORTER_CHOICES = [(code, one.label) for code, one in REPORTERS.items()]
DAY_CHOICES, STATE_CHOICES = list(DAYS.items()), list(STATES.items())
SPARE = 4
WRONG_TIME = {"invalid": "应为时间，如17:00。"}


def figure_choices() -> list[tuple[str, str]]:
    """The figures that can fill a field in."""
    return [(key, f"{FIGURES[key].label}（{unit}）") for key, unit in askable().items()]


class ReportsForm(ActionForm):
    """规定报送: what, by whom, when; a line for each field, some empty ones below."""

    fields_of = {"fields": "title", "ranges": "last"}

    title = text_field("名称", 40)
    reporters = forms.MultipleChoiceField(
        choices=REPORTER_CHOICES, required=False, error_messages={"invalid_choice": "请从列表中选择报送人。"}
    )
    categories = forms.MultipleChoiceField(
        choices=CATEGORY_CHOICES, required=False, error_messages={"invalid_choice": "请从列表中选择类别。"}
    )
    only = ManyIds(required=False)
    days = choice_field("哪些天报送", DAY_CHOICES)
    first = day_field("起", required=False)
    last = day_field("止", required=False)
    by = forms.TimeField(label="截止时间", required=False, error_messages=WRONG_TIME)
    next_day = forms.BooleanField(required=False)
    goes_to = text_field("报给", 60)
    from_on = day_field("开始日期")

    def __init__(self, *given: Any, usual: Sequence[Field] = USUAL, **options: Any) -> None:
        initial: dict[str, Any] = {
            "from_on": clock.today(),
            "days": "every",
            "by": "17:00",
            "reporters": ["village"],
        }
        for one in usual:
            initial |= {f"{name}_{one.key}": value for name, value in vars(one).items()}
        super().__init__(*given, **{"initial": initial, **options})
        count = min(len(usual) + SPARE, FIELDS_MAX)
        self.keys = [f"f{at}" for at in range(1, count + 1)]
        sources = [("", "")] + [(code, one.label) for code, one in SOURCES.items()] + figure_choices()
        for key in self.keys:
            self.fields[f"label_{key}"] = text_field("项目", 20)
            self.fields[f"source_{key}"] = choice_field("来源", sources, required=False)
            self.fields[f"unit_{key}"] = text_field("单位", 6)
            self.fields[f"against_{key}"] = choice_field(
                "对照", [("", ""), *figure_choices()], required=False
            )
            self.fields[f"zero_{key}"] = forms.BooleanField(required=False)

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        lines = []
        for key in self.keys:
            source, label = given.get(f"source_{key}") or "", given.get(f"label_{key}") or ""
            if not source and not label:
                continue  # struck out, or a spare line that nobody filled
            label = label or (FIGURES[source].label if source in FIGURES else "")
            unit, against = given.get(f"unit_{key}") or "", given.get(f"against_{key}") or ""
            lines.append(Field(key, label, source, unit, against, bool(given.get(f"zero_{key}"))))
        first, last = given.get("first"), given.get("last")
        return {
            "title": given.get("title", ""),
            "reporters": given.get("reporters", []),
            "categories": given.get("categories", []),
            "only": given.get("only", []),
            "days": given.get("days", ""),
            "ranges": [(first, last)] if first and last else [],
            "by": given.get("by"),
            "next_day": given.get("next_day", False),
            "goes_to": given.get("goes_to", ""),
            "from_on": given.get("from_on"),
            "fields": lines,
        }


class SayingForm(ActionForm):
    """报送: a number or words for each field that is asked for."""

    told_by = text_field("报告人", 40)

    def __init__(self, *given: Any, asked: Sequence[Field] = (), **options: Any) -> None:
        super().__init__(*given, **options)
        self.asked = [one for one in asked if one.is_asked]
        for one in self.asked:
            self.fields[one.key] = text_field(one.label, 500) if one.is_words else number_field(one.label)

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        typed = {one.key: given.get(one.key) for one in self.asked}
        return {"saying": Saying(False, typed, given.get("told_by", ""))}


class ZeroForm(ActionForm):
    """零报告: nothing to fill in, but for who said so where somebody else enters it."""

    told_by = text_field("报告人", 40)

    def clean(self) -> dict[str, Any]:
        return {"saying": Saying(True, {}, self.cleaned_data.get("told_by", ""))}


class CorrectForm(SayingForm):
    """更正: the same, and why; the version that the page showed."""

    reason = text_field("更正原因", 200)
    version = forms.IntegerField(required=False)

    def clean(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        return super().clean() | {"reason": given.get("reason", ""), "version": given.get("version")}


class DueFilter(forms.Form):
    """Which reports the list shows; what cannot be read is left aside."""

    words = forms.CharField(required=False)
    cell = forms.CharField(required=False)
    state = forms.ChoiceField(choices=STATE_CHOICES, required=False)
    kind = forms.ChoiceField(choices=REPORTER_CHOICES, required=False)
    since = forms.DateField(required=False)
    until = forms.DateField(required=False)

    def narrow(self, scope: Scope) -> QuerySet[DailyDue]:
        """The reports of a scope that pass, the latest day first."""
        self.is_valid()
        given = self.cleaned_data
        found = dues(scope)
        if words := given.get("words", "").strip():
            named = Q(cell__name__contains=words, unit=None) | Q(department__name__contains=words)
            found = found.filter(named | Q(unit__in=matching(scope.town, "unit", words)))
        if cell := given.get("cell"):
            found = (
                found.filter(under("cell__path", cell)) if cell.isascii() and cell.isdigit() else found.none()
            )
        if kind := given.get("kind"):
            found = found.filter(kind=kind)
        if state := given.get("state"):
            found = found.filter(_in_state(state))
        if since := given.get("since"):
            found = found.filter(day__gte=since)
        if until := given.get("until"):
            found = found.filter(day__lte=until)
        return found.order_by("-day", "-pk")


def _in_state(state: str) -> Q:
    """Reports in a state of `rules.state_of`, as a condition."""
    if state in ("open", "missing"):
        now = clock.now()
        return Q(sent_at__isnull=True) & (Q(by_at__lt=now) if state == "missing" else Q(by_at__gte=now))
    sent = Q(sent_at__isnull=False, is_late=state == "late")
    return sent if state == "late" else sent & Q(is_zero=state == "zero")


def day_of(text: str) -> date | None:
    """A day in an address, or None."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None

"""Which rows the lists of training and drills show; what cannot be read is left aside."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import F, Q, QuerySet

from bihuan.core import clock
from bihuan.core.scope import Scope, under
from bihuan.grid.models import Post
from bihuan.search.queries import matching
from bihuan.training.forms import DRILL_CHOICES, GROUP_CHOICES, KIND_CHOICES, QUESTION_CHOICES
from bihuan.training.lifecycle import STATES
from bihuan.training.models import ContingencyPlan, Drill, Question, TrainingSession
from bihuan.training.queries import (
    WANTS,
    drills,
    lacking_units,
    own_hours,
    plans,
    sessions,
    trained_posts,
    trained_units,
)
from bihuan.training.rules import GROUP_OF_POST
from bihuan.units.forms import CATEGORY_CHOICES
from bihuan.units.models import Unit

STATE_CHOICES = list(STATES.items())
WANT_CHOICES = list(WANTS.items())
POST_WANTS = [("any", "有欠缺的"), ("card", "无有效执法证"), ("hours", "学时不足")]
_SHORT = Q(asked_hours__gt=F("hours"))
_POST_LACKS = {"any": Q(no_card=1) | _SHORT, "card": Q(no_card=1), "hours": _SHORT}
OPEN_CHOICES = [("late", "期限已过"), ("soon", "30天内到期")]


def _days(field: str, given: dict[str, Any]) -> Q:
    found = Q()
    if since := given.get("since"):
        found &= Q(**{f"{field}__gte": since})
    if until := given.get("until"):
        found &= Q(**{f"{field}__lte": until})
    return found


class SessionFilter(forms.Form):
    """Which sessions."""

    words = forms.CharField(required=False, max_length=60)
    kind = forms.ChoiceField(choices=KIND_CHOICES, required=False)
    state = forms.ChoiceField(choices=STATE_CHOICES, required=False)
    since = forms.DateField(required=False)
    until = forms.DateField(required=False)

    def narrow(self, scope: Scope) -> QuerySet[TrainingSession]:
        """Those that pass, the latest first."""
        self.is_valid()
        given = self.cleaned_data
        found = sessions(scope).filter(_days("held_on", given))
        if words := (given.get("words") or "").strip():
            found = found.filter(
                Q(title__contains=words) | Q(place__contains=words) | Q(lecturer__contains=words)
            )
        for name in ("kind", "state"):
            if value := given.get(name):
                found = found.filter(**{name: value})
        return found


class DrillFilter(forms.Form):
    """Which drills."""

    words = forms.CharField(required=False, max_length=60)
    kind = forms.ChoiceField(choices=DRILL_CHOICES, required=False)
    state = forms.ChoiceField(choices=STATE_CHOICES, required=False)
    cell = forms.RegexField(r"^(\d{4})+$", required=False)
    since = forms.DateField(required=False)
    until = forms.DateField(required=False)

    def narrow(self, scope: Scope) -> QuerySet[Drill]:
        """Those that pass, the latest first."""
        self.is_valid()
        given = self.cleaned_data
        found = drills(scope).filter(_days("held_on", given))
        if words := (given.get("words") or "").strip():
            named = Q(unit__in=matching(scope.town, "unit", words))
            found = found.filter(Q(title__contains=words) | Q(scenario__contains=words) | named)
        for name in ("kind", "state"):
            if value := given.get(name):
                found = found.filter(**{name: value})
        if cell := given.get("cell"):
            found = found.filter(under("cell__path", cell))
        return found


class PlanFilter(forms.Form):
    """Which plans."""

    words = forms.CharField(required=False, max_length=60)
    term = forms.ChoiceField(choices=OPEN_CHOICES, required=False)

    def narrow(self, scope: Scope) -> QuerySet[ContingencyPlan]:
        """Those in force that pass, the first to be looked over first."""
        self.is_valid()
        given, today = self.cleaned_data, clock.today()
        found = plans(scope)
        if words := (given.get("words") or "").strip():
            found = found.filter(Q(title__contains=words) | Q(cell__name__contains=words))
        if given.get("term") == "late":
            found = found.filter(review_on__lt=today)
        elif given.get("term") == "soon":
            found = found.filter(review_on__range=(today, date.fromordinal(today.toordinal() + 30)))
        return found


class QuestionFilter(forms.Form):
    """Which of the town's own questions."""

    words = forms.CharField(required=False, max_length=60)
    kind = forms.ChoiceField(choices=QUESTION_CHOICES, required=False)
    group = forms.ChoiceField(choices=GROUP_CHOICES, required=False)

    def narrow(self, scope: Scope) -> QuerySet[Question]:
        """Those that pass, the latest first."""
        self.is_valid()
        given = self.cleaned_data
        found: QuerySet[Question] = Question.objects.within(scope).filter(ended_on__isnull=True)
        if words := (given.get("words") or "").strip():
            found = found.filter(text__contains=words)
        for name in ("kind", "group"):
            if value := given.get(name):
                found = found.filter(**{name: value})
        return found.order_by("-from_on", "-pk")


class PersonFilter(forms.Form):
    """Which of those whom the town trains."""

    words = forms.CharField(required=False, max_length=40)
    group = forms.ChoiceField(choices=[("officers", ""), ("grid", "")], required=False)
    want = forms.ChoiceField(choices=POST_WANTS, required=False)
    cell = forms.RegexField(r"^(\d{4})+$", required=False)

    def narrow(self, scope: Scope) -> QuerySet[Post]:
        """Those that pass, in the grid's order."""
        self.is_valid()
        given = self.cleaned_data
        found = trained_posts(scope, clock.today())
        if words := (given.get("words") or "").strip():
            found = found.filter(person__name__contains=words)
        if group := given.get("group"):
            found = found.filter(kind__in=[code for code, of in GROUP_OF_POST.items() if of == group])
        if cell := given.get("cell"):
            found = found.filter(under("cell__path", cell))
        if want := given.get("want"):
            found = found.filter(_POST_LACKS[want])
        return found.order_by("cell__path", "kind", "pk")


class UnitLackFilter(forms.Form):
    """Which units, by what they lack."""

    words = forms.CharField(required=False, max_length=60)
    want = forms.ChoiceField(choices=[("any", "有欠缺的"), *WANT_CHOICES], required=False)
    category = forms.ChoiceField(choices=CATEGORY_CHOICES, required=False)
    cell = forms.RegexField(r"^(\d{4})+$", required=False)

    def narrow(self, scope: Scope) -> QuerySet[Unit]:
        """Those that pass, by place."""
        self.is_valid()
        given, today = self.cleaned_data, clock.today()
        found = trained_units(scope, today)
        if words := (given.get("words") or "").strip():
            found = found.filter(pk__in=matching(scope.town, "unit", words))
        if category := given.get("category"):
            found = found.filter(category__startswith=category)
        if cell := given.get("cell"):
            found = found.filter(under("cell_path", cell))
        if want := given.get("want"):
            own, wanted = own_hours(scope), WANTS if want == "any" else (want,)
            lacking = Q(pk__in=())
            for one in wanted:
                lacking |= lacking_units(one, today, own)
            found = found.filter(lacking)
        return found.order_by("name", "pk")

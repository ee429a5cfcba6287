"""Which sheets, vetoes and answers a list shows; what cannot be read is left aside."""

from django import forms
from django.db.models import QuerySet

from bihuan.assessments import rules, vetoing
from bihuan.assessments.lifecycle import CANDIDATE, SHEET, STANDING, VETO
from bihuan.assessments.models import Honour, Sheet, Veto
from bihuan.assessments.queries import in_force, sheets, to_review, vetoes
from bihuan.core import clock
from bihuan.core.scope import Scope, under
from bihuan.search.queries import matching

HELD, REVIEW, LOST = "held", "review", "lost"
STATES = list(SHEET.states.items())
VETO_STATES = [
    (HELD, "在否决期内"),
    (REVIEW, "起因变更待复核"),
    (LOST, "起因变更的线索"),
    *VETO.states.items(),
]
KINDS = list(rules.ASSESSED.items())
SUBJECTS = list(rules.SUBJECTS.items())
GRADES = list(rules.GRADES.items())
VERDICTS = list(vetoing.VERDICTS.items())


class SheetFilter(forms.Form):
    """Year, kind of subject, state, grade, place and words."""

    words = forms.CharField(required=False, max_length=60)
    year = forms.IntegerField(required=False, min_value=2000, max_value=2100)
    kind = forms.ChoiceField(choices=KINDS, required=False)
    state = forms.ChoiceField(choices=STATES, required=False)
    grade = forms.ChoiceField(choices=GRADES, required=False)
    scheme = forms.UUIDField(required=False)
    cell = forms.RegexField(r"^(\d{4})+$", required=False)

    def narrow(self, scope: Scope) -> QuerySet[Sheet]:
        """The sheets of a scope that pass, by year and place."""
        self.is_valid()
        given = self.cleaned_data
        found = sheets(scope)
        if words := (given.get("words") or "").strip():
            found = found.filter(pk__in=matching(scope.town, "sheet", words))
        for name, field in (
            ("year", "year"),
            ("kind", "subject_kind"),
            ("state", "state"),
            ("grade", "grade"),
            ("scheme", "scheme"),
        ):
            if value := given.get(name):
                found = found.filter(**{field: value})
        if cell := given.get("cell"):
            found = found.filter(under("cell__path", cell))
        return found.order_by("-year", "place", "subject_name", "pk")


class VetoFilter(forms.Form):
    """State, kind of subject, what raised it, place and words."""

    words = forms.CharField(required=False, max_length=60)
    state = forms.ChoiceField(choices=VETO_STATES, required=False)
    kind = forms.ChoiceField(choices=SUBJECTS, required=False)
    trigger = forms.ChoiceField(choices=list(vetoing.TRIGGERS.items()), required=False)
    year = forms.IntegerField(required=False, min_value=2000, max_value=2100)
    cell = forms.RegexField(r"^(\d{4})+$", required=False)

    def narrow(self, scope: Scope) -> QuerySet[Veto]:
        """The vetoes of a scope that pass, the latest first."""
        self.is_valid()
        given = self.cleaned_data
        found = _in_state(scope, given.get("state") or "")
        if words := (given.get("words") or "").strip():
            found = found.filter(pk__in=matching(scope.town, "veto", words))
        if kind := given.get("kind"):
            found = found.filter(subject_kind=kind)
        if trigger := given.get("trigger"):
            found = found.filter(cause_kind=trigger)
        if year := given.get("year"):
            found = found.filter(raised_on__year=year)
        if cell := given.get("cell"):
            found = found.filter(under("cell__path", cell))
        return found.order_by("-raised_on", "-pk")


def _in_state(scope: Scope, state: str) -> QuerySet[Veto]:
    if state == HELD:
        return in_force(scope, clock.today())
    if state == REVIEW:
        return to_review(scope)
    found = vetoes(scope)
    if state == LOST:
        return found.filter(state__in=(CANDIDATE, *STANDING), lost_on__isnull=False)
    return found.filter(state=state) if state else found


class HonourFilter(forms.Form):
    """Verdict, kind of subject, year and words."""

    words = forms.CharField(required=False, max_length=60)
    verdict = forms.ChoiceField(choices=VERDICTS, required=False)
    kind = forms.ChoiceField(choices=SUBJECTS, required=False)
    year = forms.IntegerField(required=False, min_value=2000, max_value=2100)

    def narrow(self, scope: Scope) -> QuerySet[Honour]:
        """The answers of a scope that pass, the latest first."""
        self.is_valid()
        given = self.cleaned_data
        found: QuerySet[Honour] = Honour.objects.within(scope)
        for word in (given.get("words") or "").split():
            found = found.filter(subject_name__icontains=word) | found.filter(honour__icontains=word)
        if verdict := given.get("verdict"):
            found = found.filter(verdict=verdict)
        if kind := given.get("kind"):
            found = found.filter(subject_kind=kind)
        if year := given.get("year"):
            found = found.filter(year=year)
        return found.order_by("-asked_at", "-pk")

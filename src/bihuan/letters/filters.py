"""Which letters a list shows; what cannot be read is left aside."""

from django import forms
from django.db.models import Q, QuerySet

from bihuan.core import clock
from bihuan.core.scope import Scope, under
from bihuan.letters.lifecycle import LETTER, OPEN, STANDING
from bihuan.letters.models import ResponsibilityLetter
from bihuan.letters.queries import DONE, DUE, letters
from bihuan.letters.rules import KINDS, PARTIES
from bihuan.search.queries import matching
from bihuan.units.forms import CATEGORY_CHOICES

LEFT, LATE, STAND, IS_DUE, IS_DONE = "left", "late", "standing", "due", "done"
STATE_CHOICES = [
    (LEFT, "还没有签订"),
    (LATE, "逾期没有签订"),
    (STAND, "有效的"),
    (IS_DUE, "应签订"),
    (IS_DONE, "已签订（含换签的）"),
    *LETTER.states.items(),
]
KIND_CHOICES = [(code, one.label) for code, one in KINDS.items()]
PARTY_CHOICES = list(PARTIES.items())


class LetterFilter(forms.Form):
    """Year, state, kind, party, place, category and words."""

    words = forms.CharField(required=False, max_length=60)
    year = forms.IntegerField(required=False, min_value=2000, max_value=2100)
    state = forms.ChoiceField(choices=STATE_CHOICES, required=False)
    kind = forms.ChoiceField(choices=KIND_CHOICES, required=False)
    party = forms.ChoiceField(choices=PARTY_CHOICES, required=False)
    category = forms.ChoiceField(choices=CATEGORY_CHOICES, required=False)
    cell = forms.RegexField(r"^(\d{4})+$", required=False)

    def narrow(self, scope: Scope) -> QuerySet[ResponsibilityLetter]:
        """The letters of a scope that pass, the latest first."""
        self.is_valid()
        given = self.cleaned_data
        found = letters(scope)
        if words := (given.get("words") or "").strip():
            found = found.filter(pk__in=matching(scope.town, "letter", words))
        if year := given.get("year"):
            found = found.filter(year=year)
        if state := given.get("state"):
            found = found.filter(_in_state(state))
        if kind := given.get("kind"):
            found = found.filter(kind=kind)
        if party := given.get("party"):
            found = found.filter(party_kind=party)
        if category := given.get("category"):
            found = found.filter(recorded_category__startswith=category)
        if cell := given.get("cell"):
            found = found.filter(under("cell__path", cell))
        return found.order_by("-year", "-made_on", "-pk")


def _in_state(state: str) -> Q:
    if state == STAND:
        return Q(state__in=STANDING)
    if state in (IS_DUE, IS_DONE):
        return DUE if state == IS_DUE else DONE
    if state == LEFT:
        return Q(state__in=OPEN)
    if state == LATE:
        return Q(state__in=OPEN, sign_by__lt=clock.today())
    return Q(state=state)

"""Which rows the lists of duty show; what cannot be read is left aside."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from bihuan.core.scope import Scope
from bihuan.duty.lifecycle import SWAP
from bihuan.duty.models import CHECKERS, OUTCOMES, SOURCES, DutyCall, Relief, SpotCheck, Swap
from bihuan.search.queries import matching

WORDS_MAX = 60
SETTLED = (("open", "未办结"), ("settled", "已办结"))
TAKEN = (("open", "待接班"), ("taken", "已接班"))


class _Filter(forms.Form):
    """Words and days, as each of these lists has them."""

    words = forms.CharField(required=False)
    since = forms.DateField(required=False)
    until = forms.DateField(required=False)

    def read(self) -> dict[str, Any]:
        """What could be read; the words are cut and trimmed."""
        self.is_valid()
        given = self.cleaned_data
        return given | {"words": given.get("words", "")[:WORDS_MAX].strip()}

    @staticmethod
    def within(found: QuerySet[Any], field: str, since: date | None, until: date | None) -> QuerySet[Any]:
        """The rows of some days, both inclusive."""
        if since:
            found = found.filter(**{f"{field}__gte": since})
        return found.filter(**{f"{field}__lte": until}) if until else found


class CallFilter(_Filter):
    """Of what came in."""

    state = forms.ChoiceField(choices=SETTLED, required=False)
    source = forms.ChoiceField(choices=list(SOURCES.items()), required=False)

    def narrow(self, scope: Scope) -> QuerySet[DutyCall]:
        """The latest first."""
        given = self.read()
        found: QuerySet[DutyCall] = DutyCall.objects.within(scope).order_by("-at", "-pk")
        if words := given["words"]:
            found = found.filter(pk__in=matching(scope.town, "duty_call", words))
        if state := given.get("state"):
            found = found.filter(settled_at__isnull=state == "open")
        if source := given.get("source"):
            found = found.filter(source=source)
        return self.within(found, "came_on", given.get("since"), given.get("until"))


class SwapFilter(_Filter):
    """Of changes of who stands, by the day of the turn."""

    state = forms.ChoiceField(choices=list(SWAP.states.items()), required=False)
    kind = forms.ChoiceField(choices=list(Swap.KINDS), required=False)

    def narrow(self, scope: Scope) -> QuerySet[Swap]:
        """What was asked last first."""
        given = self.read()
        found: QuerySet[Swap] = Swap.objects.within(scope).order_by("-asked_at", "-pk")
        if words := given["words"]:
            found = found.filter(Q(asker__name__contains=words) | Q(other__name__contains=words))
        if state := given.get("state"):
            found = found.filter(state=state)
        if kind := given.get("kind"):
            found = found.filter(kind=kind)
        return self.within(found, "turn__day", given.get("since"), given.get("until"))


class ReliefFilter(_Filter):
    """Of hand-overs."""

    state = forms.ChoiceField(choices=TAKEN, required=False)

    def narrow(self, scope: Scope) -> QuerySet[Relief]:
        """The latest shift first."""
        given = self.read()
        found: QuerySet[Relief] = Relief.objects.within(scope).order_by("-day")
        if words := given["words"]:
            found = found.filter(
                Q(given_by__name__contains=words)
                | Q(taken_by__name__contains=words)
                | Q(told__contains=words)
                | Q(passed_up__contains=words)
            )
        if state := given.get("state"):
            found = found.filter(taken_at__isnull=state == "open")
        return self.within(found, "day", given.get("since"), given.get("until"))


class CheckFilter(_Filter):
    """Of spot checks, by the day of the shift."""

    outcome = forms.ChoiceField(choices=list(OUTCOMES.items()), required=False)
    of = forms.ChoiceField(choices=list(CHECKERS.items()), required=False)

    def narrow(self, scope: Scope) -> QuerySet[SpotCheck]:
        """The latest first."""
        given = self.read()
        found: QuerySet[SpotCheck] = SpotCheck.objects.within(scope).order_by("-at", "-pk")
        if words := given["words"]:
            found = found.filter(Q(by__contains=words) | Q(reached__name__contains=words))
        if outcome := given.get("outcome"):
            found = found.filter(outcome=outcome)
        if of := given.get("of"):
            found = found.filter(of=of)
        return self.within(found, "day", given.get("since"), given.get("until"))

"""Shape of what the log's pages send."""

from django import forms
from django.db.models import Q, QuerySet

from bihuan.audit.actions import REASONS
from bihuan.audit.queries import in_order
from bihuan.audit.words import DEEDS, GROUPS, OLD_SUBMISSIONS
from bihuan.core import clock
from bihuan.core.forms import ActionForm, choice_field, text_field
from bihuan.core.models import Event
from bihuan.core.scope import Scope
from bihuan.search.queries import matching


class EventFilter(forms.Form):
    """The list's filters; the address carries them, so that it can be passed on."""

    words = forms.CharField(required=False, max_length=40)
    about = forms.ChoiceField(
        choices=[("", ""), *((key, one[0]) for key, one in GROUPS.items())], required=False
    )
    deed = forms.ChoiceField(
        choices=[("", ""), *((key, one[0]) for key, one in DEEDS.items())], required=False
    )
    since = forms.DateField(required=False)
    until = forms.DateField(required=False)
    subject = forms.UUIDField(required=False)

    def narrow(self, scope: Scope) -> QuerySet[Event]:
        """The events that fit, the newest first. A filter that cannot be read is left out."""
        self.is_valid()
        given = self.cleaned_data
        found: QuerySet[Event] = Event.objects.within(Scope.whole_town(scope.town))
        if words := (given.get("words") or "").strip():
            found = found.filter(self._named(scope, words))
        if about := given.get("about"):
            found = found.filter(self._of_group(about))
        if deed := given.get("deed"):
            found = found.filter(action__in=DEEDS[deed][1])
        if since := given.get("since"):
            found = found.filter(at__gte=clock.begins(since))
        if until := given.get("until"):
            found = found.filter(at__lt=clock.ends(until))
        if subject := given.get("subject"):
            found = found.filter(subject_id=subject)
        return in_order(found)

    def _of_group(self, about: str) -> Q:
        kind, deeds = OLD_SUBMISSIONS
        fits, old = Q(subject_type__in=GROUPS[about][1]), Q(subject_type=kind, action__in=deeds)
        return fits | old if about == "inspection" else fits & ~old

    def _named(self, scope: Scope, words: str) -> Q:
        """By whom, or to whom or what: persons, units and hazards as the search finds them."""
        fits = Q(actor_name__icontains=words)
        for kind in ("person", "unit", "hazard"):
            fits |= Q(subject_id__in=matching(scope.town, kind, words))
        return fits


class RevealForm(ActionForm):
    """显示个人信息."""

    reason = choice_field("原因", list(REASONS.items()))
    words = text_field("用途", 100)

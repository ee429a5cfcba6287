"""Shape of what the pages of units' files send."""

from django import forms
from django.db.models import QuerySet

from bihuan.core import clock
from bihuan.core.forms import ActionForm, choice_field, text_field
from bihuan.core.scope import Scope, under
from bihuan.dossiers.queries import is_whole, with_files
from bihuan.search.queries import matching
from bihuan.units.models import Unit

WHOLE_CHOICES = [("whole", "齐全"), ("lacking", "不齐全")]
WHICH = {"frozen": "最近一次定稿（没有定稿的，按今天的情况）", "today": "今天的情况"}


class FreezeForm(ActionForm):
    """定稿."""

    note = text_field("说明", 200)


class FileFilter(forms.Form):
    """The list's filters; the address carries them, so that it can be passed on."""

    words = forms.CharField(required=False, max_length=60)
    category = forms.RegexField(r"^[a-z.]+$", required=False)
    cell = forms.RegexField(r"^(\d{4})+$", required=False)
    state = forms.ChoiceField(choices=WHOLE_CHOICES, required=False)

    def narrow(self, scope: Scope) -> QuerySet[Unit]:
        """The units with a file that fit, by name. A filter that cannot be read is left out."""
        self.is_valid()
        given = {name: self.cleaned_data.get(name) or "" for name in self.fields}
        found = with_files(scope, clock.today())
        if words := given["words"].strip():
            found = found.filter(pk__in=matching(scope.town, "unit", words))
        if given["category"]:
            found = found.filter(category__startswith=given["category"])
        if given["cell"]:
            found = found.filter(under("cell_path", given["cell"]))
        if state := given["state"]:
            found = found.filter(is_whole(scope, whole=state == "whole"))
        return found.order_by("name", "pk")


class PackForm(ActionForm):
    """打包."""

    which = choice_field("哪一版", list(WHICH.items()))

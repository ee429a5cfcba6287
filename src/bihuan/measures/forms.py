"""Shape of what the pages of measures send."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Q, QuerySet

from bihuan.core.forms import ActionForm, StepForm, choice_field, day_field, id_field, text_field
from bihuan.hazards.rules import LEVELS
from bihuan.inspections.forms import Ids, ManyIds
from bihuan.measures.actions.watches import Seen
from bihuan.measures.models import Decision, Revisit
from bihuan.measures.rules import CLEARANCE, KINDS

CLEAR = "clear_"


class ClearanceForm(ActionForm):
    """登记两断三清: the acts of a ban, each with its day; empty: not done yet."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for step, label in CLEARANCE.items():
            self.fields[f"{CLEAR}{step}"] = day_field(label, required=False)

    def cleared(self) -> dict[str, date]:
        """The days that were filled in, by act."""
        days = {step: self.cleaned_data[f"{CLEAR}{step}"] for step in CLEARANCE}
        return {step: day for step, day in days.items() if day}


class DecisionForm(ClearanceForm):
    """登记决定."""

    kind = choice_field("决定种类", list(KINDS.items()))
    body = text_field("决定机关", 60)
    grant_id = id_field("委托书")
    number = text_field("文号", 60)
    decided_on = day_field("决定日期")
    reason = text_field("事由", 300)
    proof = Ids(label="决定书", required=False)
    hazards = ManyIds(label="列明的隐患", required=False)

    def clean_proof(self) -> UUID | None:
        ids = self.cleaned_data["proof"]
        return ids[-1] if ids else None

    def given(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        """The action's keyword arguments."""
        given = {name: value for name, value in cleaned.items() if not name.startswith(CLEAR)}
        return given | {"cleared": self.cleared()}


class RevisitForm(StepForm):
    """回访."""

    finding = choice_field("现场情况", list(Revisit.FINDINGS.items()))
    note = text_field("情况说明", 300)
    photos = Ids(label="现场照片", required=False)
    level = choice_field("隐患级别", list(LEVELS.items()), required=False)
    present = text_field("现场人员", 40)
    refusal = text_field("没有签字的原因", 200)

    def seen(self, cleaned: dict[str, Any]) -> Seen:
        """What was seen, as the action takes it."""
        return Seen(
            kept=cleaned["finding"] == "kept",
            note=cleaned["note"],
            photos=cleaned["photos"],
            present=cleaned["present"],
            refusal=cleaned["refusal"],
            level=cleaned["level"] or "general",
        )


class NoteForm(StepForm):
    """A step of a watch that needs a note alone."""

    note = text_field("情况说明", 300)


class VoidForm(ActionForm):
    """作废决定."""

    note = text_field("作废原因", 300)


class DecisionFilter(forms.Form):
    """The list's filters; the address carries them, so that it can be passed on."""

    all = forms.BooleanField(required=False)
    words = forms.CharField(required=False, max_length=60)
    kind = forms.ChoiceField(choices=[("", ""), *KINDS.items()], required=False)
    since = forms.DateField(required=False)
    until = forms.DateField(required=False)

    @property
    def wants_all(self) -> bool:
        """Every decision, not only what is in force now."""
        self.is_valid()
        return bool(self.cleaned_data.get("all"))

    def narrow(self, found: QuerySet[Decision]) -> QuerySet[Decision]:
        """The decisions that fit. A filter that cannot be read is left out."""
        self.is_valid()
        given = self.cleaned_data
        for word in (given.get("words") or "").split():
            found = found.filter(
                Q(unit__name__icontains=word) | Q(number__icontains=word) | Q(body__icontains=word)
            )
        exact = {
            "kind": given.get("kind"),
            "decided_on__gte": given.get("since"),
            "decided_on__lte": given.get("until"),
        }
        return found.filter(**{name: value for name, value in exact.items() if value})

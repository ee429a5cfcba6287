"""Shape of what the pages of measures send."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet

from bihuan.core.forms import ActionForm, StepForm, choice_field, day_field, id_field, text_field
from bihuan.core.scope import Scope
from bihuan.hazards.rules import LEVELS as HAZARD_LEVELS
from bihuan.inspections.forms import Ids, ManyIds
from bihuan.measures.actions.watches import Seen
from bihuan.measures.models import Decision, Revisit
from bihuan.measures.queries import search
from bihuan.measures.rules import CLEARANCE, KINDS, LEVELS

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
    level = choice_field("隐患级别", list(HAZARD_LEVELS.items()), required=False)
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


VIEWS = {"": "在执行", "all": "全部决定", "void": "已作废"}
SORTS = {"unit": "unit__name", "decided": "decided_on"}


class DecisionFilter(forms.Form):
    """The list's filters; the address carries them, so that it can be passed on. `state`: one of VIEWS, or "returned"."""

    state = forms.ChoiceField(choices=[*VIEWS.items(), ("returned", "")], required=False)
    words = forms.CharField(required=False, max_length=60)
    kind = forms.ChoiceField(choices=[("", ""), *KINDS.items()], required=False)
    level = forms.ChoiceField(choices=[("", ""), *LEVELS.items()], required=False)
    since = forms.DateField(required=False)
    until = forms.DateField(required=False)
    sort = forms.CharField(required=False)

    def narrow(self, scope: Scope) -> QuerySet[Decision]:
        """The decisions that fit, in the order asked. A filter that cannot be read is left out."""
        self.is_valid()
        given = self.cleaned_data
        found = search(scope, state=given.get("state") or "", words=given.get("words") or "")
        exact = {
            "kind": given.get("kind"),
            "level": given.get("level"),
            "decided_on__gte": given.get("since"),
            "decided_on__lte": given.get("until"),
        }
        found = found.filter(**{name: value for name, value in exact.items() if value})
        sort = given.get("sort") or ""
        if sort.lstrip("-") in SORTS:
            return found.order_by(f"{'-' if sort.startswith('-') else ''}{SORTS[sort.lstrip('-')]}", "-pk")
        broken_first = () if given.get("state") in ("all", "void") else ("watch__state",)
        return found.order_by(*broken_first, "-decided_on", "-pk")  # "returned" stands before "watching"

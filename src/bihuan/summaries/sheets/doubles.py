"""Which forms of superiors ask for the same numbers: what a town shows who asks for them twice."""

from collections.abc import Sequence
from uuid import UUID

from bihuan.summaries.models import ReportForm


def doubles(forms: Sequence[ReportForm]) -> dict[UUID, list[tuple[ReportForm, int]]]:
    """For each of some forms the others that ask for the same over the same kind of period, with how many of its cells; most first."""
    asked = {form.pk: _asked(form) for form in forms}
    found: dict[UUID, list[tuple[ReportForm, int]]] = {}
    for form in forms:
        same = [
            (other, len(asked[form.pk] & asked[other.pk]))
            for other in forms
            if other.pk != form.pk and other.kind == form.kind
        ]
        found[form.pk] = sorted((one for one in same if one[1]), key=lambda one: -one[1])
    return found


def _asked(form: ReportForm) -> set[tuple[tuple[str, str], ...]]:
    """What a form's cells ask, each once: the binding without its address."""
    return {
        tuple(sorted((key, str(value)) for key, value in given.items())) for given in form.bindings.values()
    }

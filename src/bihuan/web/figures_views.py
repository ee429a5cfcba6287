"""The catalogue of figures, and the rows behind one: no number without rows."""

from datetime import date

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render

from bihuan.core import clock
from bihuan.core.door import PageRequest, route
from bihuan.figures.evaluation import Ask, Slice, Unsliceable, evaluate
from bihuan.figures.registry import FIGURES, IDENTITIES, KIND_LABELS, topics
from bihuan.figures.rows import as_row, behind, heads_of, source_of

PAGE_ROWS = 50


class AskForm(forms.Form):
    """The address of a figure's rows: period, cut-off and slice, all of it optional."""

    since = forms.DateField(required=False, label="起")
    until = forms.DateField(required=False, label="止")
    as_of = forms.DateField(required=False, label="数据截止")
    cell = forms.RegexField(r"^(\d{4})+(,(\d{4})+)*$", required=False)
    category = forms.RegexField(r"^[a-z.]+$", required=False)
    campaign = forms.UUIDField(required=False)
    team = forms.UUIDField(required=False)
    origin = forms.RegexField(r"^[a-z]+$", required=False)

    def ask(self, key: str) -> Ask:
        """The question; by default this year up to today."""
        given = self.cleaned_data
        until: date = given["until"] or clock.today()
        return Ask(
            key,
            since=given["since"] or until.replace(month=1, day=1),
            until=until,
            as_of=given["as_of"] or until,
            slice=Slice(
                cell=given["cell"],
                category=given["category"],
                campaign=given["campaign"],
                team=given["team"],
                origin=given["origin"],
            ),
        )


@route("office", scope="none")
def figures(request: PageRequest) -> HttpResponse:
    """指标目录."""
    shown = [(figure, KIND_LABELS[figure.kind]) for figure in FIGURES.values()]
    context = {"figures": shown, "identities": IDENTITIES, "topics": topics().values()}
    return render(request, "figures/catalogue.html", context)


@route("office", scope="place")
def figure_rows(request: PageRequest, key: str) -> HttpResponse:
    """One figure: its value for the period and slice asked, and the records behind it. The office's: rows of the town as a whole (who is on
    duty, what a meeting decided) and what a unit is not to read of itself (when the plan has it visited) are behind some."""
    if key not in FIGURES:
        raise Http404
    form = AskForm(request.GET)
    if not form.is_valid():
        return render(request, "figures/rows.html", {"figure": FIGURES[key], "form": form}, status=400)
    ask = form.ask(key)
    try:
        page = Paginator(behind(request.actor, ask), PAGE_ROWS).get_page(request.GET.get("page"))
        value = evaluate(request.actor.scope, [ask])[ask]
    except Unsliceable as error:
        context = {"figure": FIGURES[key], "form": form, "problem": str(error)}
        return render(request, "figures/rows.html", context, status=400)
    context = {
        "figure": FIGURES[key],
        "form": form,
        "ask": ask,
        "value": value,
        "heads": heads_of(key),
        "rows": [as_row(source_of(key), row) for row in page],
        "page_of_rows": page,
        "kept": value.rows - page.paginator.count if source_of(key).known else 0,
    }
    name = "figures/rows_table.html" if request.headers.get("HX-Request") else "figures/rows.html"
    return render(request, name, context)

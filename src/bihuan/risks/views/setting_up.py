"""The page on which a trade's template becomes a unit's list."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from bihuan.core.door import PageRequest, route
from bihuan.risks import actions
from bihuan.risks.forms import SetUpForm
from bihuan.risks.queries import points_of, uses
from bihuan.risks.rules import GRADES
from bihuan.risks.template_data import LIBRARY, Template, fitting
from bihuan.risks.views.shared import back, crumbs, levels_of, suggested
from bihuan.units.models import Unit


@route("risks", scope="place")
def risk_set_up(request: PageRequest, unit_id: UUID) -> HttpResponse:
    """从模板建立风险清单: all points are ticked; who is named once at each level keeps all points of that level."""
    unit = request.actor.find(Unit, unit_id, what="个监管对象")
    said = f"{unit.name}{unit.details.get('products', '')}"
    offered = fitting(unit.category, said)
    template = _asked(request, offered)
    there = set(points_of(request.actor.scope, unit).values_list("name", flat=True))
    initial = {
        "trade": template.key,
        "edition": template.edition,
        "kept": [one.key for one in template.points if one.name not in there],
        **suggested(request.actor, unit),
    }
    form = SetUpForm(request.POST or None, initial=initial)
    if form.is_bound:
        done = form.carry_out(
            lambda given: actions.set_up(
                request.actor,
                unit_id,
                trade=given["trade"],
                edition=given["edition"],
                kept=form.chosen,
                named=form.named,
            )
        )
        if done is not None:
            return back(
                request,
                f"已建立风险清单：{done.kept}个风险点。接着在四色图上标位置，打印二维码贴到现场。",
                "unit_risks",
                unit.pk,
            )
    chosen = set(form.chosen)
    counts = {grade: sum(one.grade == grade for one in template.points) for grade in GRADES.values()}
    context = {
        "unit": unit,
        "crumbs": crumbs(unit),
        "form": form,
        "template": template,
        "suiting": [one for one in offered if one.suits(unit.category, said)],
        "others": [one for one in offered if not one.suits(unit.category, said)],
        "rows": [(one, one.key in chosen, one.name in there) for one in template.points],
        "counts": counts.items(),
        "levels": levels_of(unit),
        "used": {one.row.trade for one in uses(request.actor.scope, unit)},
    }
    return render(request, "risks/set_up.html", context, status=form.status)


def _asked(request: PageRequest, offered: list[Template]) -> Template:
    """The template that is chosen, else the one that fits the unit best."""
    key = request.POST.get("trade") or request.GET.get("trade", "")
    return LIBRARY.get(key) or offered[0]

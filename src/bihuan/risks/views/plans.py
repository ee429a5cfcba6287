"""The floor plan of a unit: laid, and its points put on it; a point on the map."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from bihuan.core import files
from bihuan.core.door import PageRequest, route
from bihuan.core.errors import Incomplete, NotFound
from bihuan.risks import actions
from bihuan.risks.forms import DATUM_CHOICES, LocateForm, PlanForm, SpotForm
from bihuan.risks.models import FloorPlan, RiskPoint
from bihuan.risks.picture import picture
from bihuan.risks.queries import plan_of, points_of
from bihuan.risks.views.shared import back, crumbs, may_write
from bihuan.units.models import Unit


@route("view", scope="place")
def risk_plan(request: PageRequest, unit_id: UUID) -> HttpResponse:
    """四色图: the floor plan with its points; who may, presses where the chosen one stands (or writes per cent), and the next is chosen."""
    unit = request.actor.find(Unit, unit_id, what="个监管对象")
    plan, rows = plan_of(request.actor.scope, unit), list(points_of(request.actor.scope, unit))
    may = may_write(request.actor, unit)
    form = SpotForm(request.POST or None)
    if form.is_bound and may:
        done = form.carry_out(
            lambda given: actions.place_point(
                request.actor, _of(rows, given["point"]), x=_share(given["x"]), y=_share(given["y"])
            )
        )
        if done is not None:
            following = _next(rows, done.pk)
            asked = f"?point={following.pk}" if following else ""
            return HttpResponseRedirect(f"{reverse('risk_plan', args=[unit.pk])}{asked}#plan")
    asked = form.data.get("point", "") if form.is_bound else request.GET.get("point", "")
    chosen = next((row for row in rows if str(row.pk) == asked), None)
    if chosen is None and may:
        chosen = next((row for row in rows if row.x is None), None)
    context = {
        "unit": unit,
        "crumbs": crumbs(unit),
        "plan": plan,
        "picture": picture(plan, rows) if plan else None,
        "rows": rows,
        "left": sum(row.x is None for row in rows),
        "chosen": chosen,
        "form": form,
        "may": may,
    }
    return render(request, "risks/plan.html", context, status=form.status)


@route("risks", scope="place")
def risk_plan_lay(request: PageRequest, unit_id: UUID) -> HttpResponse:
    """设置平面图. A picture that came with the form is kept before the form is judged, so that an error does not lose it."""
    unit = request.actor.find(Unit, unit_id, what="个监管对象")
    data, problem = request.POST.copy(), ""
    if given := request.FILES.get("file_file"):
        try:
            data["file"] = str(files.keep_picture(request.actor, given.read(), given.name or "平面图").pk)
        except Incomplete as error:
            problem = error.message
    plan = plan_of(request.actor.scope, unit)
    rows = points_of(request.actor.scope, unit)
    initial = {"way": "outline" if plan and plan.outline else "picture", "outline": _outline(plan, rows)}
    form = PlanForm(data if request.method == "POST" else None, initial=initial)
    if form.is_bound and not problem:
        done = form.carry_out(
            lambda values: actions.lay_plan(
                request.actor,
                unit_id,
                file=values["file"] if values["way"] == "picture" else None,
                outline=values["outline"] if values["way"] == "outline" else "",
                afresh=values["afresh"],
            )
        )
        if done is not None:
            left = rows.filter(x__isnull=True).exists()
            said = "平面图已保存" + ("，请标注风险点的位置。" if left else "，风险点都已放进去。")
            return back(request, said, "risk_plan", unit.pk)
    context = {
        "unit": unit,
        "crumbs": [*crumbs(unit), ("四色图", reverse("risk_plan", args=[unit.pk]))],
        "form": form,
        "plan": plan,
        "problem": problem,
        "placed": rows.filter(x__isnull=False).exists(),
    }
    return render(request, "risks/plan_lay.html", context, status=422 if problem else form.status)


@route("risks", scope="place")
def risk_point_place(request: PageRequest, point_id: UUID) -> HttpResponse:
    """标注在地图上, for a point that lies apart from its unit."""
    point = request.actor.find(RiskPoint, point_id, what="个风险点")
    initial = {"latitude": point.latitude, "longitude": point.longitude, "datum": "wgs84"}
    form = LocateForm(request.POST or None, initial=initial)
    if form.is_bound:
        done = form.carry_out(lambda given: actions.locate_point(request.actor, point_id, **given))
        if done is not None:
            return back(request, "位置已保存。", "risk_point", point.pk)
    context = {
        "point": point,
        "unit": point.unit,
        "crumbs": crumbs(point.unit, point),
        "form": form,
        "datums": DATUM_CHOICES,
    }
    return render(request, "risks/point_place.html", context, status=form.status)


def _of(rows: list[RiskPoint], point: UUID) -> UUID:
    """A point of the unit whose page it is, or NotFound: what belongs to another is placed on the other's plan."""
    if all(row.pk != point for row in rows):
        raise NotFound("没有找到这个风险点，或者它已经停用。请返回四色图重新选择。")
    return point


def _share(per_cent: float | None) -> float | None:
    return None if per_cent is None else per_cent / 100


def _next(rows: list[RiskPoint], placed: UUID) -> RiskPoint | None:
    """The first that stands nowhere yet."""
    return next((row for row in rows if row.x is None and row.pk != placed), None)


def _outline(plan: FloorPlan | None, rows: object) -> str:
    """The outline in force; else the places that the points name, four in a row, for a beginning."""
    if plan is not None:
        return plan.outline
    places = list(dict.fromkeys("".join(row.where.split())[:12] for row in rows))  # type: ignore[attr-defined]
    return "\n".join(" ".join(places[at : at + 4]) for at in range(0, min(len(places), 32), 4))

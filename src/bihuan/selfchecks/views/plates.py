"""QR plates at risk points: their sheets, their renewal, and what one opens."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from bihuan import paper
from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.door import PageRequest, public, route
from bihuan.core.errors import Refused
from bihuan.core.guessing import count_miss, tries_codes
from bihuan.core.jobs import ask
from bihuan.core.masking import mask_phone
from bihuan.core.prints import pdf_answer
from bihuan.core.scope import Scope
from bihuan.inspections.uploads import filled
from bihuan.risks.models import RiskPoint
from bihuan.risks.queries import answering, keepers, measures_of, steps_of
from bihuan.risks.rules import MEASURES
from bihuan.selfchecks import actions
from bihuan.selfchecks.forms import PlateReasonForm
from bihuan.selfchecks.jobs import PLATES
from bihuan.selfchecks.models import PointPlate
from bihuan.selfchecks.queries import plate_by_code, standings
from bihuan.selfchecks.sheets import point_sheets
from bihuan.units.models import Unit
from bihuan.units.sheets import REPORT_PHONE
from bihuan.units.views.plates import address_of


@route("risks", scope="place")
def point_plates(request: PageRequest, unit_id: UUID) -> HttpResponse:
    """风险点二维码牌: of a unit, as a PDF by a press (POST); the page says what they are."""
    unit = request.actor.find(Unit, unit_id, what="个监管对象")
    if request.method == "POST":
        try:
            made = actions.issue_point_plates(request.actor, [unit_id])
            content = point_sheets(made, address_of(request))
        except (Refused, paper.GlyphMissing) as error:
            messages.error(request, str(error), extra_tags="bad")
            return HttpResponseRedirect(reverse("point_plates", args=[unit_id]))
        return pdf_answer(content, f"points-{clock.today():%Y%m%d}", kept=True)
    points = RiskPoint.objects.within(request.actor.scope).filter(unit=unit, ended_on__isnull=True)
    plates = PointPlate.objects.within(request.actor.scope).filter(point__in=points, ended_on__isnull=True)
    has = {one.point_id for one in plates}
    context = {
        "unit": unit,
        "rows": [(one, one.pk in has) for one in points.order_by("number", "pk")],
        "address": address_of(request),
    }
    return render(request, "selfchecks/plates.html", context)


@route("risks", scope="place")
@require_POST
def point_plates_all(request: PageRequest) -> HttpResponse:
    """The plates of all units that have something to check, as a job."""
    units = [
        str(pk)
        for pk in standings(request.actor.scope).order_by("unit__name", "pk").values_list("unit", flat=True)
    ]
    if not units:
        messages.error(request, "还没有建立风险清单的单位，没有牌可以打印。", extra_tags="bad")
        return HttpResponseRedirect(reverse("selfchecks"))
    given = {"units": units, "address": address_of(request)}
    return HttpResponseRedirect(reverse("job", args=[ask(request.actor, PLATES.name, given).pk]))


@route("risks", scope="place")
def point_plate_renew(request: PageRequest, point_id: UUID) -> HttpResponse:
    """换风险点牌."""
    point = request.actor.find(RiskPoint, point_id, what="个风险点")
    held = PointPlate.objects.within(request.actor.scope).filter(point=point, ended_on__isnull=True).first()
    form = filled(request, PlateReasonForm, {"plate": held.pk if held else None})
    if form.is_bound:
        done = form.carry_out(lambda given: actions.renew_point_plate(request.actor, point_id, **given))
        if done is not None:
            messages.success(request, "旧牌已作废，请打印新牌。", extra_tags="good")
            return HttpResponseRedirect(reverse("point_plates", args=[point.unit_id]))
    context = {"form": form, "point": point, "unit": point.unit}
    return render(request, "selfchecks/plate_renew.html", context, status=form.status)


@public
def point_plate_page(request: HttpRequest, point_code: str) -> HttpResponse:
    """What a point's plate opens: the check for who works at the unit, the point's page for the town, for all others what is dangerous here
    and what to do."""
    actor: Actor | None = getattr(request, "actor", None)
    plate = None if actor is None and tries_codes(request) else plate_by_code(point_code.lower())
    if plate is None:
        if actor is None:
            count_miss(request)
        return _public(request, None, 404)
    point = plate.point
    if actor and actor.may("view") and RiskPoint.objects.within(actor.scope).filter(pk=point.pk).exists():
        page = "risk_point" if actor.may("inspect") else "selfcheck"
        return HttpResponseRedirect(reverse(page, args=[point.pk]))
    return _public(request, plate, 200, [unit for unit, _name in actor.seats] if actor else ())


def _public(
    request: HttpRequest, plate: PointPlate | None, status: int, seats: Collection[UUID | None] = ()
) -> HttpResponse:
    """A card: name, grade, measures, who answers with a masked phone. No names but his, no counts. Who works here too, but is signed in for
    another unit, changes over first."""
    context: dict[str, Any] = {"plate": plate, "report_phone": REPORT_PHONE}
    if plate:
        whole = Scope.whole_town(plate.town_id)
        keeper = answering(plate.point, keepers(whole, [plate.point])[plate.point_id])
        steps = steps_of(whole, plate.point)
        context |= {
            "point": plate.point,
            "unit": plate.point.unit,
            "has_seat": plate.point.unit_id in seats,
            "keeper": keeper,
            "phone": mask_phone(keeper.phone) if keeper else "",
            "steps": [(one, [(MEASURES[k], text) for k, text in measures_of(one).items()]) for one in steps],
            "accidents": list(dict.fromkeys(name for one in steps for name in one.accidents)),
        }
    answer = render(request, "selfchecks/plate_page.html", context, status=status)
    answer["X-Robots-Tag"] = "noindex, nofollow"
    answer["Cache-Control"] = "no-store"
    return answer

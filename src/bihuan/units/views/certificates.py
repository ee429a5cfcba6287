"""The pages on which a unit's certificates are registered, renewed and ended."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from bihuan.core.door import PageRequest, route
from bihuan.units import actions
from bihuan.units.forms import CERTIFICATE_CHOICES, CertificateForm, EndForm, RenewForm
from bihuan.units.models import Certificate, Unit


@route("units", scope="place")
def certificate_new(request: PageRequest, unit_id: UUID) -> HttpResponse:
    """登记证照."""
    unit = request.actor.find(Unit, unit_id, what="个监管对象")
    form = CertificateForm(request.POST or None)
    if request.method == "POST":
        done = form.carry_out(lambda given: actions.register_certificate(request.actor, unit_id, **given))
        if done is not None:
            return _back(request, unit, f"已登记：{done}。")
    context = {"form": form, "unit": unit, "kinds": CERTIFICATE_CHOICES}
    return render(request, "units/certificate_new.html", context, status=form.status)


@route("units", scope="place")
def certificate(request: PageRequest, certificate_id: UUID) -> HttpResponse:
    """换证, or 停用."""
    row = request.actor.find(Certificate, certificate_id, what="个证照")
    ends = "end" in request.POST
    renewal = RenewForm(None if ends else request.POST or None, initial={"number": row.number})
    ending = EndForm(request.POST if ends else None)
    if request.method == "POST":
        done = (
            ending.carry_out(lambda given: actions.end_certificate(request.actor, certificate_id, **given))
            if ends
            else renewal.carry_out(
                lambda given: actions.renew_certificate(request.actor, certificate_id, **given)
            )
        )
        if done is not None:
            return _back(request, row.unit, f"{row.label}已{'停用' if ends else '换证'}。")
    context = {"row": row, "unit": row.unit, "renewal": renewal, "ending": ending}
    status = ending.status if ends else renewal.status
    return render(request, "units/certificate.html", context, status=status)


def _back(request: PageRequest, unit: Unit, text: str) -> HttpResponse:
    messages.success(request, text, extra_tags="good")
    return HttpResponseRedirect(reverse("unit", args=[unit.pk]))

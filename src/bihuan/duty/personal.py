"""The phone of who called, masked for those who are not on duty, to be shown for a reason."""

from uuid import UUID

from django.urls import reverse

from bihuan.core.actions import Actor
from bihuan.core.personal import Personal, Shown, declare_personal
from bihuan.duty.models import DutyCall


def _of_call(actor: Actor, row_id: UUID) -> Shown:
    row = actor.find(DutyCall, row_id, what="条来电来文")
    return Shown(row, row.caller, row.phone, reverse("duty_call", args=[row.pk]))


declare_personal(Personal("duty_call.phone", "电话", "office", _of_call))

"""The phones that pages of units mask, to be shown for a reason."""

from uuid import UUID

from django.urls import reverse

from bihuan.core.actions import Actor
from bihuan.core.personal import Personal, Shown, declare_personal
from bihuan.units.models import Contact, Unit


def _of_unit(actor: Actor, row_id: UUID) -> Shown:
    row = actor.find(Unit, row_id, what="个监管对象")
    return Shown(row, row.name, row.phone, reverse("unit", args=[row.pk]))


def _of_contact(actor: Actor, row_id: UUID) -> Shown:
    row = actor.find(Contact, row_id, what="个联系人")
    return Shown(row, f"{row.role_label} {row.name}", row.phone, reverse("unit", args=[row.unit_id]))


declare_personal(Personal("unit.phone", "电话", "view", _of_unit))
declare_personal(Personal("contact.phone", "电话", "view", _of_contact))

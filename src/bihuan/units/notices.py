"""Notices of units: certificates that run out. And whom what happens at a unit concerns."""

from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from django.urls import reverse

from bihuan.core import clock
from bihuan.core.calendar import in_words
from bihuan.core.scope import Scope
from bihuan.grid.rules import UNIT_KEEPERS
from bihuan.notices.kinds import Kind, Telling, Whom, declare_notice
from bihuan.notices.rules import DIGEST
from bihuan.units.models import Unit
from bihuan.units.queries import expiring, reminders
from bihuan.units.rules import reminded_at

# Who answers at the place for a unit: its own safety manager, its village, the department that follows it.
OWN_KEEPER = "enterprise_safety"
AT_THE_PLACE = (OWN_KEEPER, "village_head", "department_head")


def over(unit: Unit, *kinds: str, persons: Collection[UUID | None] = ()) -> Whom:
    """Whoever holds a post of some kinds over a unit, and some persons (None among them is nobody). What is for the safety manager of
    the unit's own cell is for those as well who answer for it at the unit itself."""
    if OWN_KEEPER in kinds:
        kinds += UNIT_KEEPERS
    known = tuple(one for one in persons if one is not None)
    return Whom(persons=known, kinds=kinds, path=unit.cell_path, department=unit.department_id, unit=unit.pk)


def _expiring(scope: Scope, today: date) -> Iterable[Telling]:
    """Once at each step of the town's setting, and once when it has run out. A step that passed while nobody told is not told later."""
    setting = reminders(scope)
    for one in expiring(scope, today).select_related("unit", "unit__cell").order_by("valid_until", "pk"):
        step = reminded_at((one.valid_until - today).days, setting.of(one.kind))
        yield Telling(
            key=f"{one.pk}:{one.valid_until}:{step}",
            about=one.pk,
            whom=over(one.unit, *AT_THE_PLACE),
            text=f"{one}{'已于' if step == 'gone' else '将于'}{in_words(one.valid_until)}到期",
            where=one.unit.name_and_place,
            url=reverse("unit", args=[one.unit_id]),
        )


def _still_expiring(scope: Scope, ids: Collection[UUID]) -> set[UUID]:
    return set(expiring(scope, clock.today()).filter(pk__in=ids).values_list("pk", flat=True))


declare_notice(
    Kind("units.certificate", "证照到期", "监管对象", DIGEST, due=_expiring, waits=_still_expiring)
)

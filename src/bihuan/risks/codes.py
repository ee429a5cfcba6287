"""Where the QR code of a point's notice leads: to its page, or to a plate of a later app, which also shows a visitor what he may see."""

from collections.abc import Callable, Collection, Iterable
from uuid import UUID

from django.urls import reverse

from bihuan.core.scope import Scope
from bihuan.risks.models import RiskPoint

Addresses = Callable[[Scope, Collection[UUID]], dict[UUID, str]]
_PLATES: list[Addresses] = []


def declare_plates(addresses: Addresses) -> None:
    """Name plates at points: `addresses` gives the path of each of some points (by id) that has one."""
    _PLATES.append(addresses)


def leads_to(scope: Scope, points: Iterable[RiskPoint]) -> dict[UUID, str]:
    """The path for each of some points; one query for each app that has plates."""
    found = {one.pk: reverse("risk_point", args=[one.pk]) for one in points}
    for addresses in _PLATES:
        found |= addresses(scope, tuple(found))
    return found

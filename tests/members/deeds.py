"""What is done again and again with the persons of units."""

from bihuan.core.actions import Actor
from bihuan.grid.models import Person
from bihuan.grid.queries import actor_of
from bihuan.members.actions import invite_member, join_unit
from bihuan.units.models import Unit
from tests.cast import PASSWORD, TODAY, Cast

PHONE, OTHER = "13855550001", "13855550002"


def joined(
    by: Actor,
    unit: Unit,
    kind: str = "unit_head",
    name: str = "唐丽",
    phone: str = PHONE,
    password: str = PASSWORD,
) -> Person:
    """Somebody invited to a unit, who came."""
    _, code = invite_member(by, unit.pk, kind=kind, name=name, phone=phone)
    return join_unit(code, name=name, phone=phone, password=password)


def head(cast: Cast, key: str = "school") -> Actor:
    """唐 at the head of a unit."""
    return actor_of(joined(cast.chen, cast.units[key]), TODAY)

"""What the pages of documents have in common: whom a document can be passed on to, the file that a form holds."""

from typing import Any

from django.core.exceptions import ValidationError

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.models import StoredFile
from bihuan.core.scope import Scope
from bihuan.grid.models import Department, Post, held_on
from bihuan.policies.models import Policy, Received
from bihuan.policies.queries import POSTS, held_by, mine, readers


def addressees(actor: Actor) -> dict[str, list[tuple[str, str, int]]]:
    """Whom a document can be passed on to, with how many persons that are today: posts of the town and its grid, and departments."""
    whole = Scope.whole_town(actor.town)
    held = Post.objects.within(whole).filter(held_on(clock.today()), unit__isnull=True)
    kinds: dict[str, int] = {}
    of: dict[Any, int] = {}
    for kind, department in held.values_list("kind", "department"):
        kinds[kind] = kinds.get(kind, 0) + 1
        of[department] = of.get(department, 0) + 1
    names = Department.objects.within(whole).order_by("name")
    return {
        "posts": [(f"post:{code}", label, kinds[code]) for code, label in POSTS.items() if code in kinds],
        "departments": [(f"department:{one.pk}", one.name, of[one.pk]) for one in names if one.pk in of],
    }


def reading(actor: Actor, row: Received | Policy) -> dict[str, Any]:
    """Whom a document went to, how many have read it, and whether the actor has to."""
    found = readers(row)
    today = clock.today()
    own = row.deliveries.within(Scope.whole_town(actor.town)).filter(mine(held_by(actor, today), today))
    waits = own.filter(read_on__isnull=True)
    return {
        "handles": own.filter(handles=True).exists(),
        "readers": found,
        "read_count": sum(one.read_on is not None for one in found),
        "is_mine": waits.exists(),
    }


def held_file(actor: Actor, value: Any) -> StoredFile | None:
    """The file whose id a form holds: what was uploaded stays when the form comes back."""
    if not value:
        return None
    try:
        found: StoredFile | None = StoredFile.objects.within(actor.scope).filter(pk=value).first()
    except (ValueError, TypeError, ValidationError):  # no id at all
        return None
    return found

"""What is found of the grid: persons with their posts, and cells."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.urls import reverse

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.grid.models import Cell, Person
from bihuan.grid.queries import cells_in_force, post_title, posts_held
from bihuan.search.kinds import Hit, Kind, declare_kind
from bihuan.search.rules import as_name, as_person, as_phone, as_words


def _persons(actor: Actor) -> QuerySet[Person]:
    held = Prefetch("posts", queryset=posts_held(actor.scope, clock.today()), to_attr="posts_today")
    found: QuerySet[Person] = Person.objects.within(actor.scope).prefetch_related(held)
    return found.order_by("-is_active", "name", "pk")


def _person(actor: Actor, row: Any) -> Hit:
    """Who keeps the persons is led to the person, everybody else to the place where the person stands."""
    posts = "、".join(post_title(post) for post in row.posts_today) or "无岗位"
    ended = None if row.is_active else ("", "x", "已停用")
    if actor.may("people|authorize"):
        return Hit(row.name, posts, reverse("person", args=[row.pk]), ended)
    places = [post.cell for post in row.posts_today]
    seen = [one for one in places if actor.scope.whole or one.path.startswith(actor.scope.cells)]
    return Hit(row.name, posts, reverse("cell", args=[seen[0].pk]) if seen else "", ended)


def _cells(actor: Actor) -> QuerySet[Cell]:
    return cells_in_force(actor.scope, clock.today())


def _cell(_actor: Actor, row: Any) -> Hit:
    return Hit(row.name, row.level_label, reverse("cell", args=[row.pk]))


declare_kind(
    Kind(
        "person",
        "人员",
        Person,
        (("name", as_person), ("username", as_words), ("phone", as_phone), ("card", as_words)),
        told_by={"register_person": "pk", "revise_person": "pk", "withdraw_person": "pk"},
        rows=_persons,
        hit=_person,
        right="any",
        words_for=("inspect", "people", "authorize"),  # nobody at a unit finds those of another
        place=30,
    )
)
declare_kind(
    Kind(
        "cell",
        "网格",
        Cell,
        (("name", as_name),),
        told_by={"found_town": "town", "open_cell": "pk", "move_cell": "pk", "split_cell": "pk"},
        rows=_cells,
        hit=_cell,
        right="office",
        words_for=("inspect",),
        place=40,
    )
)

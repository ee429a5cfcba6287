"""What a view declares: the right it asks for and the rows it shows. `web.door` holds every view to it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from bihuan.core.actions import Actor

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


@dataclass(frozen=True)
class Door:
    """What a route declares. `right` None: anyone. `scope`: "place" rows by grid cell and department, "town" rows
    of the whole town, "self" the person's own, "none" no rows."""

    right: str | None
    scope: str


class PageRequest(HttpRequest):
    """A request that came through the door."""

    actor: Actor
    is_demo: bool


def route(right: str, *, scope: str) -> Callable[[View], View]:
    """Declare what a view asks of the actor. `right` "any" is every signed-in person."""

    def mark(view: View) -> View:
        view.door = Door(right, scope)  # type: ignore[attr-defined]
        return view

    return mark


def public(view: View) -> View:
    """Declare a view that needs no sign-in and shows no rows."""
    view.door = Door(None, "none")  # type: ignore[attr-defined]
    return view


def client_address(request: HttpRequest) -> str:
    """The address a request came from; behind so many proxies of ours (PROXIES), what the outermost of them was asked by."""
    told = [one.strip() for one in request.headers.get("X-Forwarded-For", "").split(",") if one.strip()]
    if settings.PROXIES and len(told) >= settings.PROXIES:
        return told[-settings.PROXIES][:45]
    return str(request.META.get("REMOTE_ADDR", ""))[:45]

"""The door of every page: each view declares its right and its scope, or it is not served."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from bihuan.core.actions import Actor
from bihuan.core.errors import Forbidden, NotFound
from bihuan.core.models import Installation
from bihuan.grid.queries import actor_of
from bihuan.web.errors import forbidden_page, not_found_page

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


class ActorMiddleware:
    """Turns the signed-in person into an actor and holds each view to its declaration."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponseBase:
        request.is_demo = is_demo()
        request.actor = None
        if request.user.is_authenticated:
            request.actor = actor_of(request.user)
        return self.get_response(request)

    def process_view(self, request: Any, view: Any, args: Any, kwargs: Any) -> HttpResponseBase | None:
        door: Door | None = getattr(view, "door", None)
        if door is None:
            raise ImproperlyConfigured(f"{view.__module__}.{view.__name__} declares no right and scope")
        if door.right is None:
            return None
        if request.actor is None:
            return redirect_to_login(request.get_full_path(), reverse("sign_in"))
        if request.user.must_change_password and request.resolver_match.url_name not in (
            "password",
            "sign_out",
        ):
            return HttpResponseRedirect(reverse("password"))
        if door.right != "any" and not request.actor.may(door.right):
            return forbidden_page(request, door.right)
        return None

    def process_exception(self, request: Any, error: Exception) -> HttpResponse | None:
        if isinstance(error, NotFound):
            return not_found_page(request, error.message)
        if isinstance(error, Forbidden):
            return forbidden_page(request, message=error.message)
        return None


def is_demo() -> bool:
    """Whether the database carries the mark of the demo."""
    return Installation.objects.filter(is_demo=True).exists()

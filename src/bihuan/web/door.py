"""The door of every page: each view declares its right and its scope, or it is not served."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from bihuan.audit.actions import note_view
from bihuan.core.actions import Actor
from bihuan.core.door import Door, PageRequest, public, route
from bihuan.core.errors import Forbidden, NotFound
from bihuan.core.installation import is_demo
from bihuan.core.storage import StorageFails
from bihuan.grid.queries import actor_of
from bihuan.grid.rules import ADMINISTRATORS, ALONE, AUDITOR
from bihuan.web.errors import forbidden_page, not_found_page, unavailable_page
from bihuan.web.signin import MUST, PASSWORD, seat_of, see

WATCHED = frozenset(ADMINISTRATORS) - {AUDITOR}

__all__ = ["ActorMiddleware", "Door", "PageRequest", "is_demo", "public", "route"]


class ActorMiddleware:
    """Turns the signed-in person into an actor and holds each view to its declaration."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponseBase:
        request.is_demo = is_demo()
        request.actor = None
        if request.user.is_authenticated:
            request.actor = actor_of(request.user, seat=seat_of(request))
        response = self.get_response(request)
        if request.actor is not None and not response.has_header("Cache-Control"):
            response["Cache-Control"] = (
                "private, no-cache"  # a person's page is kept by no proxy, nor shown to the next unasked
            )
        if _is_watched(request, response):
            match = request.resolver_match
            note_view(request.actor, page=match.url_name, person_id=match.kwargs.get("person_id"))
        return response

    def process_view(self, request: Any, view: Any, args: Any, kwargs: Any) -> HttpResponseBase | None:
        door: Door | None = getattr(view, "door", None)
        if door is None:
            raise ImproperlyConfigured(f"{view.__module__}.{view.__name__} declares no right and scope")
        if door.right is None:
            return None
        if request.actor is None:
            return _to_sign_in(request)
        if (first := _first(request)) and request.resolver_match.url_name not in (first, "sign_out"):
            return HttpResponseRedirect(reverse(first))
        see(request, request.actor)
        if door.right != "any" and not request.actor.may(door.right):
            return forbidden_page(request, door.right)
        return None

    def process_exception(self, request: Any, error: Exception) -> HttpResponse | None:
        if isinstance(error, NotFound):
            return not_found_page(request, error.message)
        if isinstance(error, Forbidden):
            return forbidden_page(request, message=error.message)
        if isinstance(error, StorageFails):
            return unavailable_page(request, error.message)
        return None


def _is_watched(request: Any, response: HttpResponseBase) -> bool:
    """Whether one of the administrators kept apart, whom the auditor watches, was shown a page of an administrator's right."""
    actor: Actor | None = request.actor
    if actor is None or not (actor.apart and actor.kinds & WATCHED):
        return False
    door: Door | None = getattr(request.resolver_match and request.resolver_match.func, "door", None)
    asked = set(((door and door.right) or "").split("|")) & set(ALONE)
    return bool(asked) and request.method == "GET" and response.status_code == 200


def _first(request: Any) -> str:
    """The page of what the person must do before anything else, "" for nothing."""
    if request.user.must_change_password:
        return PASSWORD
    return next(iter(request.session.get(MUST, ())), "")


def _to_sign_in(request: Any) -> HttpResponseBase:
    """To the page of signing in, and from there back. A piece that htmx asked for takes its whole page there."""
    page = request.htmx.current_url_abs_path if request.htmx else request.get_full_path()
    found = redirect_to_login(page or "/", reverse("sign_in"))
    return HttpResponseClientRedirect(found.url) if request.htmx else found

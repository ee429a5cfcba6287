"""What the walks over all pages share: each asks for thousands, so what stays the same meanwhile is worked out once."""

from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import middleware
from django.http import HttpRequest
from django.urls import get_resolver

from bihuan.core.actions import Actor
from bihuan.web import door


@pytest.fixture
def worked_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whose session it is, what that person may, and where an address leads: each deed is taken back, so nobody's posts change."""
    monkeypatch.setattr(settings, "SESSION_SAVE_EVERY_REQUEST", False)
    monkeypatch.setattr(middleware, "get_user", _by_session(middleware.get_user))
    monkeypatch.setattr(door, "actor_of", _by_seat(door.actor_of))
    monkeypatch.setattr(get_resolver(), "resolve", cache(get_resolver().resolve))


def _by_session(told: Callable[[HttpRequest], Any]) -> Callable[[HttpRequest], Any]:
    known: dict[str, Any] = {}

    def get_user(request: HttpRequest) -> Any:
        session = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
        if session not in known:
            known[session] = told(request)
        return known[session]

    return get_user


def _by_seat(told: Callable[..., Actor]) -> Callable[..., Actor]:
    known: dict[tuple[Any, Any], Actor] = {}

    def actor_of(person: Any, *, seat: Any = None) -> Actor:
        if (person.pk, seat) not in known:
            known[person.pk, seat] = told(person, seat=seat)
        return known[person.pk, seat]

    return actor_of

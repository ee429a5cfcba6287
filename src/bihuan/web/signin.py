"""The door for persons: password, second step, and what is kept of a session (ADR 4)."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.contrib.auth import authenticate, login
from django.contrib.auth.backends import BaseBackend
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from bihuan.accounts.actions import begin_sitting, see_sitting, take_try, was_right, was_wrong
from bihuan.accounts.actions.sittings import SEEN_EVERY
from bihuan.accounts.queries import factor_of, idle_of, is_too_old, must_have_factor, person_by
from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.door import client_address
from bihuan.grid.models import Person
from bihuan.grid.queries import actor_of
from bihuan.web.session import POLL

BACKEND = "bihuan.web.signin.PersonBackend"
SITTING, SEEN, KEY, MUST, SEAT = "sitting", "seen", "key", "must", "seat"  # in a session
PASSWORD, FACTOR = (
    "password",
    "second_factor",
)  # what a person must do before anything else: the names of its pages
HALF_WAY = "half_way"  # who has shown the password and not yet the second factor
HALF_WAY_FOR = timedelta(minutes=5)
DEVICE_COOKIE = "device"  # signed: the device's own id, and whose device it is
DEVICE_KEPT = timedelta(days=180)
PERSONS_MAX = 8


class PersonBackend(BaseBackend):
    """Finds a person by user name or phone and checks the password."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **_: Any
    ) -> Person | None:
        if not username or password is None:
            return None
        found = person_by(username)
        if found is None or not found.has_usable_password():
            Person().set_password(password)  # the same work for an unknown name, so that time tells nothing
            return None
        return found if found.check_password(password) and found.is_active else None

    def get_user(self, user_id: Any) -> Person | None:
        return Person.accounts.filter(pk=user_id, is_active=True).first()


def try_password(request: HttpRequest, username: str, password: str) -> Person | None:
    """Who a name and a password are; None for neither. Raises TooMany where it was tried in vain too often."""
    named = person_by(username)
    device = known_device(request, named) if named else ""
    attempt = take_try(username, address=client_address(request), device=device)
    person: Any = authenticate(request, username=username, password=password)
    if person is None:
        was_wrong(attempt)
        return None
    was_right(attempt)
    return person  # type: ignore[no-any-return]


def greet(request: HttpRequest, person: Person, to: str) -> HttpResponse:
    """Whose password was right goes on to the second step, or in."""
    factor = factor_of(person)
    if factor is None or factor.confirmed_at is None:
        return let_in(request, person, to)
    until = clock.now() + HALF_WAY_FOR
    request.session[HALF_WAY] = {"person": str(person.pk), "until": until.isoformat(), "to": to}
    return HttpResponseRedirect(reverse("sign_in_code"))


def half_way(request: HttpRequest) -> tuple[Person, str] | None:
    """Who has shown the password a few minutes ago, and where to; None where nobody has."""
    kept = request.session.get(HALF_WAY)
    if kept is None or datetime.fromisoformat(kept["until"]) <= clock.now():
        return None
    person = Person.accounts.filter(pk=kept["person"], is_active=True).first()
    return (person, kept["to"]) if person else None


def let_in(request: HttpRequest, person: Person, to: str) -> HttpResponse:
    """The person is signed in and goes on to a page, or first to what the town asks for."""
    request.session.pop(HALF_WAY, None)
    login(request, person, backend=BACKEND)
    actor, session = actor_of(person, seat=seat_of(request)), request.session
    session.set_expiry(int(idle_of(person).total_seconds()))
    sitting = begin_sitting(
        actor,
        session_key=session.session_key or "",
        address=client_address(request),
        user_agent=request.headers.get("User-Agent", ""),
    )
    session[SITTING], session[SEEN] = str(sitting.pk), clock.now().isoformat()
    session[KEY] = session.session_key
    session[MUST] = [page for page, due in _due(actor, person) if due]
    answer = HttpResponseRedirect(to)
    _remember_device(request, answer, person)
    return answer


def _due(actor: Actor, person: Person) -> tuple[tuple[str, bool], ...]:
    factor = factor_of(person)
    bound = factor is not None and factor.confirmed_at is not None
    return (PASSWORD, is_too_old(person)), (FACTOR, not bound and must_have_factor(actor))


def seat_of(request: HttpRequest) -> UUID | None:
    """The unit that a person of several has chosen to act for; None for the first seat."""
    kept = request.session.get(SEAT)
    return UUID(kept) if kept else None


def take_seat(request: HttpRequest, unit: UUID | None) -> None:
    """From now on the person acts for a unit, or in the town."""
    request.session[SEAT] = str(unit) if unit else ""


def done_with(request: HttpRequest, page: str) -> None:
    """What the person had to do is done."""
    request.session[MUST] = [one for one in request.session.get(MUST, ()) if one != page]


def sitting_id(request: HttpRequest) -> UUID | None:
    """The id under which this session stands in its owner's list."""
    kept = request.session.get(SITTING)
    return UUID(kept) if kept else None


def see(request: HttpRequest, person: Person, actor: Actor) -> None:
    """Writes down now and then that somebody is there. A page that asks for itself anew is nobody."""
    session, now = request.session, clock.now()
    found = sitting_id(request)
    if found is None or POLL in request.headers:
        return
    key = session.session_key or ""
    if session.get(KEY) != key or now - datetime.fromisoformat(session[SEEN]) >= SEEN_EVERY:
        session[KEY], session[SEEN] = key, now.isoformat()
        session.set_expiry(int(idle_of(person).total_seconds()))  # posts may have changed since the door
        see_sitting(actor, found, session_key=key)


def known_device(request: HttpRequest, person: Person) -> str:
    """The id of a device on which the person has signed in before; "" for any other. So whoever guesses at a name from elsewhere
    does not keep its owner out."""
    kept = _device(request)
    return str(kept["id"]) if str(person.pk) in kept["persons"] else ""


def _device(request: HttpRequest) -> Mapping[str, Any]:
    try:
        raw = request.get_signed_cookie(DEVICE_COOKIE, "", max_age=DEVICE_KEPT)
    except BadSignature:
        raw = ""
    name, *persons = raw.split(".") if raw else (uuid4().hex,)
    return {"id": name, "persons": persons}


def _remember_device(request: HttpRequest, answer: HttpResponse, person: Person) -> None:
    kept = _device(request)
    others = [one for one in kept["persons"] if one != str(person.pk)][: PERSONS_MAX - 1]
    answer.set_signed_cookie(
        DEVICE_COOKIE,
        ".".join([kept["id"], str(person.pk), *others]),
        max_age=DEVICE_KEPT,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )

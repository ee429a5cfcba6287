"""Every route × each of the cast × rows inside and outside their scope, found by walking the resolver.

What comes out is committed as `matrix.txt`: a change of rights is a line in a diff. Rewrite it, after looking, with
`MATRIX=write`. Marks: ✔ served, ✘ no right (403), – not there (404), → sent to sign in.
"""

import logging
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse, HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from bihuan.core.actions import Actor
from bihuan.core.door import Door
from bihuan.core.jobs.queries import jobs_of
from bihuan.grid.models import Cell
from bihuan.notices.queries import notices_of
from bihuan.units.models import Unit
from bihuan.web import errors
from bihuan.web.door import ActorMiddleware
from bihuan.web.files_views import UPLOADERS
from tests.cast import Cast
from tests.routes.world import PLACES, Place, build

COMMITTED = Path(__file__).with_name("matrix.txt")
WRITES = os.environ.get("MATRIX") == "write"
PARTS = 1 if WRITES else 3  # thousands of pages: the processes share them
WHO = (
    "qian",
    "shen",
    "zhou",
    "chen",
    "zhao",
    "wu",
    "li",
    "wang",
    "feng",
    "lu",
    "zheng",
    "he",
    "xu",
    "sun",
    "nobody",
)
MARKS = {200: "✔", 302: "✔", 400: "✔", 422: "✔", 403: "✘", 404: "–"}
# Routes that ask for more than the door can say: one right of these.
ONE_OF: dict[str, tuple[str, ...]] = {
    "file_upload": tuple(UPLOADERS),
    # the world's imports are of units
    **dict.fromkeys(("import_one", "import_match", "import_mend", "import_move"), ("units",)),
    **dict.fromkeys(
        ("writ_preview", "writ_serve_here", "service_receipt"), ("order",)
    ),  # the world's papers are orders
    # the world's document was passed on to nobody, its own one is a draft
    **dict.fromkeys(
        (
            "received",
            "received_read",
            "received_handle",
            "policy",
            "policy_changes",
            "policy_paper",
            "policy_read",
        ),
        ("policies",),
    ),
    "outreach_void": ("supervise",),  # the world's entries are the officer's, who supervises
    # who leads the world's joint inspections: whoever keeps the drives
    **dict.fromkeys(
        ("joint_part", "joint_finish", "joint_late", "joint_skip", "joint_reopen"), ("campaigns",)
    ),
    "administrators_move": ("people",),  # of those who look at the page, one of the three
}
# The way in by one press is there in the demo alone; the world's units are banned, and the plates of their points void; its photos came by no link.
SHUT = {"demo_sign_in", "point_plate_page", "joint_door_thumb"}
Actors = dict[str, Actor]
# What names no row of a place.
KNOWN = {
    "key": "hazards.found",
    "sheet": "fireworks",
    "kind": "order",
    "sentence": "lead",
    "letter_kind": "village",
    "leaflet": "home",
    "assessed_kind": "village",
    "z": 2,
    "x": 3,
    "y": 1,
}
HERE = "—"  # a route without a row in its address


@dataclass(frozen=True)
class Route:
    """An address of the program: its name, the names in it, and what it declares at the door."""

    name: str
    names: tuple[str, ...]
    door: Door | None


def routes() -> list[Route]:
    """All addresses, in the resolver's order."""
    return [
        Route(str(pattern.name), tuple(pattern.pattern.converters), getattr(pattern.callback, "door", None))
        for pattern in _walk(get_resolver())
    ]


def _walk(resolver: URLResolver) -> Iterator[URLPattern]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern)
        else:
            yield pattern


@dataclass
class World:
    """The cast as actors, its rows, and a client for each person, signed in once. `refused` has the mark of each route and person whom
    the door itself turned away, before any view was asked."""

    actors: Actors
    places: dict[str, Place]
    clients: dict[str, Client]
    at_door: list[HttpResponseBase] = field(default_factory=list)
    refused: dict[tuple[str, str], str] = field(default_factory=dict)


@pytest.fixture
def world(cast: Cast, monkeypatch: pytest.MonkeyPatch, worked_out_once: None) -> World:
    # Two pages of three are refused: what such a page looks like is asked elsewhere, here its number is enough; nor need it be logged.
    monkeypatch.setattr(errors, "_page", lambda request, status, title, text: HttpResponse(status=status))
    monkeypatch.setattr(logging.getLogger("django.request"), "disabled", True)
    at_door: list[HttpResponseBase] = []
    monkeypatch.setattr(ActorMiddleware, "process_view", _telling(ActorMiddleware.process_view, at_door))
    clients = {who: Client(raise_request_exception=False) for who in WHO}
    for who, client in clients.items():
        if who != "nobody":
            client.force_login(cast.people[who], backend="bihuan.web.signin.PersonBackend")
    return World(actors_of(cast), build(cast), clients, at_door)


def _telling(asked: Callable[..., Any], said: list[HttpResponseBase]) -> Callable[..., Any]:
    """The same door, which keeps what it answered in the place of a view."""

    def process_view(self: ActorMiddleware, *given: Any) -> HttpResponseBase | None:
        answer: HttpResponseBase | None = asked(self, *given)
        if answer is not None:
            said.append(answer)
        return answer

    return process_view


def test_every_route_declares_its_door_and_has_a_name_of_its_own() -> None:
    found = routes()
    assert len(found) >= 40
    assert not [route.name for route in found if route.door is None]
    assert len({route.name for route in found}) == len(found)
    assert {route.door.scope for route in found if route.door} <= {"place", "town", "self", "none"}


@pytest.mark.once
@pytest.mark.parametrize("part", range(PARTS))
def test_the_door_and_the_scope_decide_and_the_matrix_is_the_committed_one(world: World, part: int) -> None:
    """A new name in an address needs a row in `world`, a new route its lines in the matrix."""
    lines: list[str] = []
    wrong: list[str] = []
    mine = routes()[part::PARTS]
    known = world.places["永安"].kwargs.keys() | KNOWN.keys()
    assert not [route.name for route in mine if set(route.names) - known], (
        "no row of the world has these names"
    )
    for route in mine:
        for at in places_of(route):
            place = world.places.get(at)
            seen = [_try(world, route, place, who) for who in WHO]
            right = [due(world.actors, route, place, who) for who in WHO]
            lines.append(_line(route, at, seen))
            wrong += [
                f"{route.name} {at} {who}: {mark} instead of {must}"
                for who, mark, must in zip(WHO, seen, right, strict=True)
                if mark != must
            ]
    if WRITES:
        COMMITTED.write_text("\n".join([_head(), *lines]) + "\n")
    assert not wrong, "\n".join(wrong)
    committed = [(line.split()[0], line) for line in COMMITTED.read_text().splitlines()[1:]]
    assert lines == [line for name, line in committed if name in {route.name for route in mine}]
    assert {name for name, _ in committed} <= {route.name for route in routes()}


def places_of(route: Route) -> tuple[str, ...]:
    """Where a route is tried: at each place, where its address names rows of one."""
    rows = set(route.names) - KNOWN.keys()
    return PLACES if rows else (HERE,)


def actors_of(cast: Cast) -> Actors:
    """Those who ask for pages, by their keys."""
    return {who: getattr(cast, who) for who in WHO if who != "nobody"}


def due(actors: Actors, route: Route, place: Place | None, who: str) -> str:
    """What a route's declaration means for a person and a place."""
    assert route.door is not None
    if route.door.right is None:
        return "–" if route.name in SHUT else "✔"
    if who == "nobody":
        return "→"
    actor = actors[who]
    if route.door.right != "any" and not actor.may(route.door.right):
        return "✘"
    if place is not None and not _inside(actor, route, place):
        return "–"
    if route.name in ONE_OF and not any(actor.may(right) for right in ONE_OF[route.name]):
        return "✘"
    return "✔"


def _inside(actor: Actor, route: Route, place: Place) -> bool:
    assert route.door is not None
    if route.door.scope != "place":
        if "told_id" in route.names:
            return notices_of(actor).filter(pk=place.kwargs["told_id"]).exists()
        return _is_theirs(actor, route, place) if "job_id" in route.names else bool(actor.town == place.town)
    if {"cell_id", "handover_id"} & set(route.names):
        return Cell.objects.within(actor.scope).filter(pk=place.kwargs["cell_id"]).exists()
    return Unit.objects.within(actor.scope).filter(pk=place.unit.pk).exists()


def _is_theirs(actor: Actor, route: Route, place: Place) -> bool:
    """A job is its asker's and the administrator's; its file the asker's alone."""
    seen = jobs_of(actor).filter(pk=place.kwargs["job_id"])
    return (seen.filter(asked_by=actor.person) if route.name == "job_result" else seen).exists()


def _try(world: World, route: Route, place: Place | None, who: str) -> str:
    """Open the page, or press its button where it is only pressed; whatever that wrote is taken back. Whom the door has turned away at
    one place is not sent to it at another: it knows the route and the person, and no row."""
    if (route.name, who) in world.refused:
        return world.refused[route.name, who]
    world.at_door.clear()
    address, client = reverse(route.name, kwargs=kwargs_of(route, place)), world.clients[who]
    cookies = client.cookies.copy()
    with transaction.atomic():
        answer = client.get(address)
        if answer.status_code == 405:
            answer = client.post(address, {"version": 1, "move": "drop"})
        transaction.set_rollback(True)
    client.cookies = cookies  # signing out is taken back as well
    to_sign_in = reverse("sign_in") + "?"
    is_sent = answer.status_code == 302 and answer.headers["Location"].startswith(to_sign_in)
    mark = "→" if is_sent else MARKS.get(answer.status_code, str(answer.status_code))
    if world.at_door:
        world.refused[route.name, who] = mark
    return mark


def kwargs_of(route: Route, place: Place | None) -> dict[str, Any]:
    """What an address of the route names, at a place."""
    if place:
        return {name: place.kwargs[name] for name in route.names}
    return {name: KNOWN[name] for name in route.names}


def _line(route: Route, place: str, marks: list[str]) -> str:
    assert route.door is not None
    declared = f"{route.door.right or 'anyone'}/{route.door.scope}"
    return f"{route.name:18} {declared:16} {place:\u3000<3} {'     '.join(marks)}"


def _head() -> str:
    return f"{'':18} {'':16} {'':\u3000<3} " + "".join(f"{who:6}" for who in WHO).rstrip()

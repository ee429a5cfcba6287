"""The routes of administrators where a town keeps its three apart: each page is one's alone, or shared as it declares.

What comes out is committed as `apart.txt`, by the marks of the matrix. Rewrite it, after looking, with `MATRIX=write`.
"""

from pathlib import Path

import pytest
from django.test import Client

from bihuan.audit.words import PAGES
from bihuan.core.actions import RIGHTS
from bihuan.grid.rules import ALONE
from tests.accounts.three import apart
from tests.cast import Cast
from tests.routes.test_matrix import ONE_OF, WRITES, Route, World, _line, _try, due, places_of, routes
from tests.routes.world import build

COMMITTED = Path(__file__).with_name("apart.txt")
WHO = ("xu", "an", "shn", "chen", "qian")
ADMINISTRATORS_OWN = set(ALONE) | {"grid", "import"}
# Decided by the record besides the right: the world's job is another's, its import of units, its wish nobody's of the three.
LATER = {"job", "job_result"} | set(ONE_OF)


def rights_asked(route: Route) -> set[str]:
    return set((route.door.right or "").split("|")) if route.door else set()


@pytest.mark.once
def test_each_administrator_comes_in_by_his_own_rights_alone(cast: Cast, worked_out_once: None) -> None:
    places = build(cast)
    cast = apart(cast)
    actors = {who: getattr(cast, who) for who in WHO}
    world = World(actors, places, {who: Client(raise_request_exception=False) for who in WHO})
    for who, client in world.clients.items():
        client.force_login(cast.people[who], backend="bihuan.web.signin.PersonBackend")
    found = [one for one in routes() if rights_asked(one) & ADMINISTRATORS_OWN and one.name not in LATER]
    lines, wrong = [], []
    for route in found:
        for at in places_of(route)[:1]:
            seen = [_try(world, route, places.get(at), who) for who in WHO]
            right = [due(actors, route, places.get(at), who) for who in WHO]
            lines.append(_line(route, at, seen))
            wrong += [
                (route.name, who, is_, must)
                for who, is_, must in zip(WHO, seen, right, strict=True)
                if is_ != must
            ]
            if len(asked := rights_asked(route)) == 1 and asked <= set(ALONE):
                assert sum(mark != "✘" for mark in seen) <= 1, f"{route.name} lets in two"
    if WRITES:
        COMMITTED.write_text("\n".join(lines) + "\n")
    assert not wrong
    assert lines == COMMITTED.read_text().splitlines()
    assert {right for route in found for right in rights_asked(route)} <= set(RIGHTS)


def test_the_log_has_words_for_each_page_that_the_auditor_is_told_of() -> None:
    """Those that are only pressed are told by the deed's own event, the log's own pages not at all."""
    pressed = {
        "backup_now",
        "person_invite",
        "person_sign_out",
        "administrators_apart",
        "administrators_move",
    }
    told = {one.name for one in routes() if rights_asked(one) & (set(ALONE) - {"audit"})}
    assert told - pressed == set(PAGES)

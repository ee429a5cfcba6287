"""What becomes of the persons of units in a year: heads are invited in two waves and come, or do not; they invite their own people; one
leaves; one confirms on the phone that a document has come.

Played before the offices open and with chances of its own, so that the rest of the year stays what it is.
"""

import secrets
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from random import Random

from bihuan.core.scope import Scope
from bihuan.demo.names import Names
from bihuan.demo.stage import Stage, TownUnit, working_day
from bihuan.documents.actions.consents import record_consent
from bihuan.documents.actions.serving import acknowledge
from bihuan.documents.queries import known_to, writs
from bihuan.documents.standing import unserved
from bihuan.grid.actions import revise_person
from bihuan.grid.models import Person, Post
from bihuan.grid.queries import actor_of
from bihuan.members.actions import end_call, end_member, invite_member, join_unit
from bihuan.units.models import Unit

PILOT, SECOND = 3, 4  # heads of the first and the second wave
SILENT = 2  # invited in the second wave, and nobody came
HEAD = "unit_head_0"  # who takes documents on the phone
ALSO = ("unit_safety", "team_leader", "post_worker")


@dataclass
class Waves:
    """What the scenes share: names, the units asked (chosen on the first day, whatever becomes of others since), the phones given out."""

    names: Names
    asked: list[TownUnit] = field(default_factory=list)
    phones: int = 0

    def phone(self) -> str:
        """A number of a block of its own."""
        self.phones += 1
        return f"1990001{self.phones:04d}"


def schedule(stage: Stage, since: date) -> None:
    """Put every scene that falls on or after `since` on the agenda."""
    year = stage.year
    waves = Waves(Names(Random(f"{year} members")))
    scenes = [
        (working_day(date(year, 10, 16)), partial(_pilot, stage, waves)),
        (working_day(date(year, 11, 8)), partial(_second_wave, stage, waves)),
        (working_day(date(year, 12, 6)), partial(_withdrawn_and_gone, stage, waves)),
        (working_day(date(year, 12, 18)), partial(_document_came, stage, waves)),
    ]
    for day, scene in scenes:
        if day >= since:
            stage.early(day, 35, partial(scene, day))


def _pilot(stage: Stage, waves: Waves, day: date) -> None:
    """The first heads, on the spot, each with the people of his own; who they are is on the demo's sign-in page."""
    waves.asked = _to_ask(stage, day)
    for at, unit in enumerate(waves.asked[:PILOT]):
        stage.people[f"unit_head_{at}"] = _comes(
            stage, "inspector_1", unit, "unit_head", unit.head, waves.phone()
        )
        for kind in ALSO if at == 0 else ALSO[-1:]:
            key = f"{kind}_{at}"
            stage.people[key] = _comes(
                stage, f"unit_head_{at}", unit, kind, waves.names.person(), waves.phone()
            )
    admin = stage.actor("admin")
    for kind in ("unit_head", *ALSO):
        person = stage.people[f"{kind}_0"]
        revise_person(admin, person.pk, name=person.name, phone=person.phone or "", username=kind)


def _second_wave(stage: Stage, waves: Waves, _day: date) -> None:
    """More heads; some lay the sheet aside."""
    units = waves.asked[PILOT:]
    for unit in units[:-SILENT]:
        _comes(stage, "safety_head", unit, "unit_head", unit.head, waves.phone())
    for unit in units[-SILENT:]:
        invite_member(
            stage.actor("safety_head"),
            unit.id,
            kind="unit_head",
            name=unit.head,
            phone=waves.phone(),
            days=30,
        )


def _withdrawn_and_gone(stage: Stage, waves: Waves, day: date) -> None:
    """An invitation made out to the wrong person is withdrawn, and a worker leaves."""
    unit, head = waves.asked[0], stage.actor(HEAD)
    call, _ = invite_member(head, unit.id, kind="post_worker", name="临时工")
    end_call(head, call.pk)
    worker = stage.people["post_worker_1"]
    post = Post.objects.within(Scope.whole_town(stage.town.pk)).get(person=worker, unit__isnull=False)
    end_member(stage.actor("unit_head_1"), post.pk, to_on=day)


def _document_came(stage: Stage, waves: Waves, day: date) -> None:
    """A unit signs that it takes documents on the phone, and confirms what lies there for it."""
    officer, unit = stage.actor("inspector_1"), waves.asked[0]
    head = actor_of(stage.people[HEAD])
    record_consent(
        officer,
        unit.id,
        address=Unit.objects.within(officer.scope).get(pk=unit.id).address or unit.name,
        electronic=stage.people[HEAD].phone or "",
        signed_by=unit.head,
        from_on=day,
        file=stage.scans[0],
    )
    for row in known_to(head, unserved(writs(head.scope))).order_by("dated", "id"):
        acknowledge(head, row.pk, version=row.version)


def _to_ask(stage: Stage, day: date) -> list[TownUnit]:
    """The units to which the waves go: works with a manager of their own first."""
    there = [unit for unit in stage.units if unit.opened_on < day and unit.head and not unit.kept_apart]
    return sorted(there, key=lambda unit: not unit.manager)[: PILOT + SECOND]


def _comes(stage: Stage, by: str, unit: TownUnit, kind: str, name: str, phone: str) -> Person:
    inviter = actor_of(stage.people[by])
    _, code = invite_member(inviter, unit.id, kind=kind, name=name, phone=phone)
    return join_unit(code, name=name, phone=phone, password=secrets.token_urlsafe(16))

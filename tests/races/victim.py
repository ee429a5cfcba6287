"""A program of its own that is killed in the middle of a write, on the database of DATABASE_URL: `prepare`, `die`,
`look` or `check`. All but `die` print what is there.

`die` says "writing" when the records of a check are written but for its events, and then waits to be killed.
"""

import json
import sys
import time
from typing import Any, NoReturn

import django

django.setup()

from django.core.management import call_command  # noqa: E402

from bihuan.core import clock, events  # noqa: E402
from bihuan.core.models import Event  # noqa: E402
from bihuan.core.scope import Scope  # noqa: E402
from bihuan.grid.models import Person  # noqa: E402
from bihuan.hazards import actions  # noqa: E402
from bihuan.hazards.models import Demand, Evidence, Hazard  # noqa: E402
from bihuan.inspections.models import Inspection, IssuedPaper, Outing  # noqa: E402
from tests import cast as casting  # noqa: E402
from tests.core.deeds import finding, visit  # noqa: E402

COUNTED = (Inspection, Outing, Hazard, Demand, Evidence, IssuedPaper, Event)


def prepare() -> None:
    """An empty database with the cast."""
    call_command("migrate", verbosity=0)
    casting.build()


def check() -> None:
    """陈's check of 永安, with two findings."""
    cast = _cast()
    findings = [finding(cast, cast.chen), finding(cast, cast.chen, "onsite")]
    actions.finish_check(cast.chen, visit(cast, cast.chen), findings)


def die() -> None:
    """The same check, which never comes to its end."""
    events.record_all = _wait_to_be_killed  # type: ignore[assignment]
    check()


def look() -> None:
    """What is there: rows by model, and whether the chain is whole."""
    scope = _cast().chen.scope
    found: dict[str, Any] = {model.__name__: model.objects.within(scope).count() for model in COUNTED}
    found["numbers"] = sorted(Hazard.objects.within(scope).values_list("number", flat=True))
    found["broken"] = events.check(scope.town) is not None
    print(json.dumps(found))  # noqa: T201


def _wait_to_be_killed(*_args: Any) -> NoReturn:
    print("writing", flush=True)  # noqa: T201
    while True:
        time.sleep(1)


def _cast() -> casting.Cast:
    """The cast of a database that has it already, as far as a check needs it."""
    people = {str(person.username): person for person in Person.accounts.all()}
    chen = people["chen"]
    scope = Scope.whole_town(chen.town_id)
    units = {"yongan": casting.Unit.objects.within(scope).get(name="永安烟花店")}
    return casting.Cast(chen.town, chen.town, people, {}, {}, units)


if __name__ == "__main__":
    with clock.moved(casting.NOW):
        if deed := {"prepare": prepare, "check": check, "die": die}.get(sys.argv[1]):
            deed()
        look()

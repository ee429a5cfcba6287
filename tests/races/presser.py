"""A program in which several press the same thing at once, on the database of DATABASE_URL: `check PEOPLE` one due check of 永安's worker,
`join PEOPLE` as many invitations, each by its own person's hand but with one new phone, `reset PEOPLE` one person's password.

Prints what came of each press and what stands in the tables after it, as JSON.
"""

import argparse
import json
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connections  # noqa: E402

from bihuan.accounts.models import Invitation  # noqa: E402
from bihuan.core import clock, events  # noqa: E402
from bihuan.core.errors import Refused  # noqa: E402
from bihuan.core.scope import Scope  # noqa: E402
from bihuan.grid.models import Cell, Person, Post  # noqa: E402
from bihuan.members.actions import invite_member, join_unit, reset_member  # noqa: E402
from bihuan.members.models import Call  # noqa: E402
from bihuan.risks.template_data import LIBRARY  # noqa: E402
from bihuan.selfchecks.models import SelfCheck, UnitDay  # noqa: E402
from tests import cast as casting  # noqa: E402
from tests.members.deeds import PHONE, joined  # noqa: E402
from tests.races.walker import cast  # noqa: E402
from tests.risks.deeds import STALL  # noqa: E402
from tests.selfchecks.deeds import check, checked, ready  # noqa: E402

WAIT_SECONDS = 60


def at_once(deeds: Sequence[Callable[[], Any]]) -> Counter[str]:
    """Do all of them at one moment, each with a connection of its own; how often which answer came. Anything but a refusal goes up."""
    gate = Barrier(len(deeds))

    def press(deed: Callable[[], Any]) -> str:
        try:
            with clock.moved(casting.NOW):
                gate.wait(WAIT_SECONDS)
                deed()
                return "done"
        except Refused as refused:
            return f"{type(refused).__name__}: {refused.message}"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return Counter(pool.map(press, deeds))


def checks(mine: casting.Cast, people: int) -> dict[str, Any]:
    town = Scope.whole_town(mine.town.pk)
    LIBRARY["stall"] = STALL
    mine.cells["永安烟花店"] = Cell.objects.within(town).get(name="永安烟花店")
    ma = ready(mine)
    came = at_once([lambda: checked(mine, ma, check(ma))] * people)
    days = UnitDay.objects.within(town).values_list("checks", flat=True)
    return {"came": came, "checks": SelfCheck.objects.within(town).count(), "days": list(days)}


def joins(mine: casting.Cast, people: int) -> dict[str, Any]:
    town = Scope.whole_town(mine.town.pk)
    units = [mine.units[key] for key in ("yongan", "school", "site")][:people]
    codes = [invite_member(mine.chen, one.pk, kind="post_worker")[1] for one in units]
    given = {"name": "唐丽", "phone": PHONE, "password": casting.PASSWORD}
    came = at_once([lambda code=code: join_unit(code, **given) for code in codes])
    return {
        "came": came,
        "persons": Person.accounts.filter(phone=PHONE).count(),
        "open": Call.objects.within(town).filter(used_at__isnull=True).count(),
    }


def resets(mine: casting.Cast, people: int) -> dict[str, Any]:
    town = Scope.whole_town(mine.town.pk)
    person = joined(mine.chen, mine.units["school"])
    post = Post.objects.within(town).get(person=person).pk
    came = at_once([lambda: reset_member(mine.chen, post)] * people)
    still = Invitation.objects.within(town).filter(person=person, used_at__isnull=True, ended_at__isnull=True)
    return {"came": came, "open": still.count()}


DEEDS = {"check": checks, "join": joins, "reset": resets}

if __name__ == "__main__":
    asked = argparse.ArgumentParser()
    asked.add_argument("--files", type=Path, required=True)
    asked.add_argument("deed", choices=list(DEEDS))
    asked.add_argument("people", type=int)
    words = asked.parse_args()
    settings.FILES = words.files
    with clock.moved(casting.NOW):
        town = cast()
        found = DEEDS[words.deed](town, words.people)
        print(json.dumps(found | {"broken": str(events.check(town.town.pk) or "")}))  # noqa: T201

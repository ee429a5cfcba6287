"""A program in which many people of the cast's town issue documents at once, on the database of DATABASE_URL: `issue PEOPLE`.

Each drafts a letter, tries to issue it while something is missing, fills it in, issues it, and every fifth voids it again. Prints how many
there were, the numbers given, and the refusals, as JSON.
"""

import argparse
import json
import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection, connections  # noqa: E402

from bihuan.core import clock, events  # noqa: E402
from bihuan.core.errors import Incomplete  # noqa: E402
from bihuan.documents import actions  # noqa: E402
from bihuan.documents.declarations import declaration  # noqa: E402
from bihuan.documents.gathering import About  # noqa: E402
from bihuan.inspections.models import IssuedPaper  # noqa: E402
from tests import cast as casting  # noqa: E402
from tests.races.walker import cast  # noqa: E402

KIND = "warning"


def issue(people: int) -> dict[str, Any]:
    """So many people at once."""
    mine, gate = cast(), BoundedSemaphore(_connections())
    with ThreadPoolExecutor(people) as pool:
        came = Counter(pool.map(lambda number: _one(mine, number, gate), range(people)))
    papers = IssuedPaper.objects.within(mine.chen.scope).filter(kind=KIND)
    numbers = sorted(int(re.search(r"〕(\d+)号$", one.number)[1]) for one in papers)  # type: ignore[index]
    return {
        "came": came,
        "numbers": numbers,
        "void": papers.filter(voided_on__isnull=False).count(),
        "with_content": papers.filter(writ__isnull=False).count(),
        "broken": str(events.check(mine.town.pk) or ""),
    }


def _connections() -> int:
    """How many may be connected at once: all of them, where the server takes so many."""
    if connection.vendor != "postgresql":
        return 1000
    with connection.cursor() as cursor:
        cursor.execute("SHOW max_connections")
        return int(cursor.fetchone()[0]) - 20


def _one(mine: casting.Cast, number: int, gate: BoundedSemaphore) -> str:
    try:
        with gate, clock.moved(casting.NOW):
            return _through(mine, number)
    finally:
        connections.close_all()


def _through(mine: casting.Cast, number: int) -> str:
    chen = mine.chen
    row = actions.draft(chen, KIND, About(unit=mine.units["yongan"]))
    needed = [
        one
        for one in declaration(KIND).fields
        if one.need and not one.locked and one.kind in ("line", "text")
    ]
    row = actions.revise(chen, row.pk, version=row.version, values={one.key: "" for one in needed})
    try:
        actions.issue(chen, row.pk, version=row.version)
    except Incomplete:
        row = actions.revise(
            chen, row.pk, version=row.version, values={one.key: f"第{number}件" for one in needed}
        )
        row = actions.issue(chen, row.pk, version=row.version)
    if number % 5 == 0:
        actions.void(chen, row.pk, version=row.version, note="写错了单位")
        return "void"
    return "issued"


if __name__ == "__main__":
    asked = argparse.ArgumentParser()
    asked.add_argument("--files", type=Path, required=True)
    asked.add_argument("deed", choices=["issue"])
    asked.add_argument("people", type=int)
    words = asked.parse_args()
    settings.FILES = words.files
    with clock.moved(casting.NOW):
        print(json.dumps(issue(words.people)))  # noqa: T201

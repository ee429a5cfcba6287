"""An action against its own raw SQL: the same rows and the same event, each in a transaction of its own, on the same
tables with the same indexes, at 10 thousand and at a million hazards. Aim: ≤ 8 on PostgreSQL, ≤ 12 on SQLite, flat in size."""

import json
from random import Random
from statistics import median
from time import perf_counter
from typing import Any

from django.db import connection, transaction
from tests.cast import NOW, TODAY, Cast

from benchmarks import scratch
from bihuan.core.ids import new_id
from bihuan.hazards.actions import report_rectified
from bihuan.hazards.models import Hazard

SIZES = (10_000, 1_000_000)
ROUNDS = 150


def run(cast: Cast) -> list[str]:
    """A line for each size."""
    pattern = scratch.one_check(cast)
    lines, at = [], 0
    for size in SIZES:
        scratch.grow(cast, pattern, since=at + 1, until=size)
        at = size
        scratch.analyze()
        action, raw = _measure(cast)
        lines.append(f"report_rectified : raw SQL at {size:>9,} hazards = {action / raw:.1f} : 1")
    return lines


def _measure(cast: Cast) -> tuple[float, float]:
    """Median seconds of the action and of its SQL, taken in turns on hazards of their own."""
    actor = cast.chen
    photo = cast.photo(actor, "green")
    ready = Hazard.objects.within(actor.scope).filter(state="ordered").order_by("-id")
    ids = list(ready.values_list("pk", flat=True)[: 40 * ROUNDS])
    Random(1).shuffle(ids)  # neighbours share pages: whoever comes second would find them warm
    ids = ids[: 2 * ROUNDS]
    actions, raws = [], []
    for one, other in zip(ids[::2], ids[1::2], strict=True):
        begun = perf_counter()
        report_rectified(actor, one, version=1, note="已整改", photos_after=[photo])  # type: ignore[list-item]
        actions.append(perf_counter() - begun)
        begun = perf_counter()
        with transaction.atomic(), connection.cursor() as cursor:
            _raw(cursor, cast, other, photo)
        raws.append(perf_counter() - begun)
    return median(actions), median(raws)


def _raw(cursor: Any, cast: Cast, hazard: Any, photo: Any) -> None:
    """What the action writes, by hand."""
    town, key = scratch.key(cast.town.pk), scratch.key
    lock = " FOR UPDATE" if connection.vendor == "postgresql" else ""
    cursor.execute(
        "SELECT state, version FROM hazards_hazard WHERE id = %s AND town_id = %s", [key(hazard), town]
    )
    cursor.fetchone()
    cursor.execute(
        "UPDATE hazards_hazard SET state = 'reported', reported_on = %s, version = version + 1 "
        "WHERE id = %s AND town_id = %s AND state = 'ordered' AND version = 1",
        [TODAY, key(hazard), town],
    )
    cursor.execute("SELECT id FROM core_storedfile WHERE id = %s AND town_id = %s", [key(photo), town])
    cursor.fetchone()
    cursor.execute(
        "INSERT INTO hazards_evidence (id, town_id, hazard_id, file_id, shows, added_at) VALUES (%s, %s, %s, %s, 'after', %s)",
        [key(new_id()), town, key(hazard), key(photo), NOW],
    )
    cursor.execute(f"SELECT seq, hash FROM core_eventhead WHERE town_id = %s{lock}", [town])
    seq, previous = cursor.fetchone()
    cursor.execute(
        "INSERT INTO core_event (id, town_id, seq, at, actor_id, actor_name, action, subject_type, subject_id, given, before, "
        "after, previous, hash) VALUES (%s, %s, %s, %s, %s, %s, 'report', 'hazard', %s, %s, 'ordered', 'reported', %s, %s)",
        [
            key(new_id()),
            town,
            seq + 1,
            NOW,
            key(cast.people["chen"].pk),
            "陈明",
            key(hazard),
            json.dumps({"note": "已整改", "photos": [str(photo)]}),
            previous,
            "0" * 64,
        ],
    )
    cursor.execute(
        "UPDATE core_eventhead SET seq = %s, hash = %s WHERE town_id = %s", [seq + 1, "0" * 64, town]
    )

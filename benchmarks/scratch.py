"""A scratch database with one town, and as many rows as are wanted, copied from real ones by one statement a table."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from time import perf_counter, process_time
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Model
from tests import cast as casting
from tests import migrated
from tests.cast import NOW, TODAY, Cast

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.tables import bring_forward
from bihuan.hazards.actions import Finding, finish_check
from bihuan.hazards.models import Hazard
from bihuan.inspections.actions import OutingPlan, Visit
from bihuan.inspections.models import Inspection, IssuedPaper, Outing


@contextmanager
def town() -> Iterator[Cast]:
    """The cast's town in a database of its own, thrown away afterwards."""
    with clock.moved(NOW):
        if connection.vendor == "sqlite":
            bring_forward()
            yield casting.build()
            return
        before = connection.settings_dict["NAME"]
        with migrated.begun():
            connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        try:
            yield casting.build()
        finally:
            connection.creation.destroy_test_db(before, verbosity=0)


def one_check(cast: Cast) -> Hazard:
    """A real check with one ordered hazard, as the pattern of all others."""
    chen: Actor = cast.chen
    photo = casting.files.keep_picture(chen, casting.picture(), "a.jpg").id
    finding = Finding("电线老化", "deadline", photos=(photo,), deadline_on=TODAY + timedelta(days=7))
    visit = Visit(
        unit=cast.units["yongan"].pk,
        visited_on=TODAY,
        outing=OutingPlan(),
        second_inspector=cast.people["zhao"].pk,
        signature=photo,
    )
    finish_check(chen, visit, [finding])
    found: Hazard = Hazard.objects.within(chen.scope).get(pk=finding.id)
    return found


def grow(cast: Cast, pattern: Hazard, *, since: int, until: int, towns: Sequence[UUID] = ()) -> None:
    """Copies of the pattern's sortie, visit, paper and hazard, numbered from `since` to `until`; dates spread over a
    year, every third hazard fixed on site, every third closed, the rest ordered; in turn for each of `towns`."""
    day, placed = _day("i"), {"town_id": in_turn(towns, "i / 360")} if towns else {}
    visit = Inspection.objects.within(cast.chen.scope).get(pk=pattern.inspection_id)
    paper = IssuedPaper.objects.within(cast.chen.scope).filter(kind="record").first()
    sortie = Outing.objects.within(cast.chen.scope).filter(pk=visit.outing_id).first()
    assert paper is not None and sortie is not None
    changing = placed | {"on": day, "experts": "i %% 3", "vehicles": "i %% 2", "night": "i %% 9 = 0"}
    multiply(sortie, since, until, changing | {"id": counted_id("i"), "unannounced": "i %% 5 = 0"})
    multiply(visit, since, until, placed | {"visited_on": day, "outing_id": counted_id("i")})
    multiply(paper, since, until, placed | {"issued_on": day, "number": "'N' || i"})
    fixed, closed = "i %% 3 = 1", "i %% 3 = 2"
    multiply(
        pattern,
        since,
        until,
        placed
        | {
            "found_on": day,
            "number": "'H' || i",
            "state": f"CASE WHEN {fixed} THEN 'fixed' WHEN {closed} THEN 'closed' ELSE 'ordered' END",
            "onsite_on": f"CASE WHEN {fixed} THEN {day} END",
            "ordered_on": f"CASE WHEN {fixed} THEN NULL ELSE {day} END",
            "settled_on": f"CASE WHEN {fixed} OR {closed} THEN {day} END",
        },
    )


def multiply(row: Model, since: int, until: int, changes: dict[str, str], only: str = "") -> None:
    """Insert copies of a row, one for each i from `since` to `until` (`only` where that SQL holds), with some columns as
    SQL over i."""
    table = connection.ops.quote_name(row._meta.db_table)
    columns = [field.column for field in row._meta.concrete_fields]
    values = [
        changes.get(one) or (any_id() if one == "id" else f"t.{connection.ops.quote_name(one)}")
        for one in columns
    ]
    names = ", ".join(connection.ops.quote_name(one) for one in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({names}) "
            f"WITH RECURSIVE s(i) AS (SELECT {since} UNION ALL SELECT i + 1 FROM s WHERE i < {until}) "
            f"SELECT {', '.join(values)} FROM s, {table} t WHERE t.id = %s{only and f' AND {only}'}",
            [key(row.pk)],
        )


def made_of(row: Model, times: int, changes: dict[str, str], source: str) -> None:
    """Insert rows like one that is not saved, so many of each row of `source` (a table with an alias and its WHERE), with some columns as SQL
    over it and over `s.i`, from 0."""
    fields = row._meta.concrete_fields
    given = {one.column: one.get_db_prep_save(getattr(row, one.attname), connection) for one in fields}
    names = ", ".join(connection.ops.quote_name(one) for one in given)
    table, _, where = source.partition(" WHERE ")
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {connection.ops.quote_name(row._meta.db_table)} ({names}) "
            f"WITH RECURSIVE s(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM s WHERE i < {times - 1}) "
            f"SELECT {', '.join(changes.get(one, '%s') for one in given)} FROM {table}, s WHERE {where}",
            [value for one, value in given.items() if one not in changes],
        )


def moment(day: str, minutes: str) -> str:
    """A moment of a day that is SQL, in its second hour."""
    if connection.vendor == "sqlite":
        return f"{day} || ' 01:' || printf('%%02d', {minutes} %% 60) || ':00'"
    return f"(({day})::timestamptz + interval '1 hour' + ({minutes} %% 60) * interval '1 minute')"


def clock_of() -> float:
    """Seconds of work: of this process' CPU where the database is in it, whatever else runs; of the wall where it is another's."""
    return process_time() if connection.vendor == "sqlite" else perf_counter()


def analyze() -> None:
    """Let the planner know what lies there."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def key(pk: UUID) -> Any:
    """A UUID as the database keeps it."""
    return Hazard._meta.pk.get_db_prep_value(pk, connection)


def any_id() -> str:
    """An id that no row has, as SQL."""
    return "lower(hex(randomblob(16)))" if connection.vendor == "sqlite" else "gen_random_uuid()"


def counted_id(i: str) -> str:
    """An id made of a number, so that copies in one table can name those in another."""
    if connection.vendor == "sqlite":
        return f"printf('%%032x', {i})"
    return f"lpad(to_hex(({i})::bigint), 32, '0')::uuid"


def in_turn(towns: Sequence[UUID], at: str) -> str:
    """The towns one after the other, by an SQL number."""
    cases = " ".join(f"WHEN {place} THEN '{_literal(town)}'" for place, town in enumerate(towns))
    found = f"CASE ({at}) %% {len(towns)} {cases} END"
    return found if connection.vendor == "sqlite" else f"({found})::uuid"


def _literal(town: UUID) -> str:
    return town.hex if connection.vendor == "sqlite" else str(town)


def padded(number: str, width: int) -> str:
    """An SQL number with noughts before it."""
    if connection.vendor == "sqlite":
        return f"printf('%%0{width}d', {number})"
    return f"lpad(({number})::text, {width}, '0')"


def after(day: str, days: str) -> str:
    """The day some days after another: a literal date, or SQL."""
    if connection.vendor == "sqlite":
        return f"date({day}, '+' || ({days}) || ' days')"
    return f"(({day})::date + ({days})::int)"


def _day(i: str) -> str:
    return after("'2025-06-03'", f"{i} %% 360")

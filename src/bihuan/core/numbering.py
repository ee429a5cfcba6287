"""Running numbers that never repeat and never skip."""

from uuid import UUID

from django.db import connection

from bihuan.core.models import Series, Town

_TAKE = """
INSERT INTO core_series (town_id, name, year, last) VALUES (%s, %s, %s, %s)
ON CONFLICT (town_id, name, year) DO UPDATE SET last = core_series.last + excluded.last RETURNING last
"""


def next_number(town: UUID, name: str, year: int) -> int:
    """The next number of a series, from 1. See `next_numbers`."""
    return next_numbers(town, name, year, 1)[0]


def next_numbers(town: UUID, name: str, year: int, count: int) -> range:
    """The next `count` (≥ 1) numbers of a series. Call it inside the action's transaction: the row stays locked until
    the end, and a number whose transaction fails was never given. One statement on SQLite and PostgreSQL alike.
    """
    town_key = Town._meta.pk.get_db_prep_value(town, connection)
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [town_key, name, year, count])
        last = int(cursor.fetchone()[0])
    return range(last - count + 1, last + 1)


def last_number(town: UUID, name: str, year: int) -> int:
    """The last number given in a series; 0 when none was."""
    row = Series.objects.filter(town_id=town, name=name, year=year).first()
    return row.last if row else 0

"""The index of words, the one part of searching that differs by database: FTS5 on SQLite, a GIN index over a tsvector on PostgreSQL.

Both keep `search_words`: the words of an entry by its id. A word carries a tag of town and kind, so that a look-up meets only
what lies in the one town, however many towns there are. Neither needs an extension or a right beyond that of making a table.
"""

from collections.abc import Iterable
from hashlib import blake2b
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import UUIDField
from django.db.models.expressions import RawSQL

from bihuan.search.models import Entry
from bihuan.search.rules import Asked, indexed

TAG_BYTES = 3

_PUT = {
    "sqlite": "INSERT OR REPLACE INTO search_words (rowid, words) VALUES (%s, %s)",
    "postgresql": "INSERT INTO search_words (id, words) VALUES (%s, array_to_tsvector(%s))"
    " ON CONFLICT (id) DO UPDATE SET words = EXCLUDED.words",
}
# CROSS JOIN holds SQLite to the order: first the index, then the entries it names.
_FOUND = {
    "sqlite": "search_words w CROSS JOIN search_entry e ON e.id = w.rowid WHERE w.search_words MATCH %s",
    "postgresql": "search_words w JOIN search_entry e ON e.id = w.id WHERE w.words @@ %s::tsquery",
}
_KEY = {"sqlite": "rowid", "postgresql": "id"}


def put(entries: Iterable[Entry]) -> None:
    """Write the words of some entries, in the place of what they had."""
    rows = [(one.pk, _tagged(one.town_id, one.kind, indexed(one.text))) for one in entries]
    written = [(pk, " ".join(words) if connection.vendor == "sqlite" else words) for pk, words in rows]
    with connection.cursor() as cursor:
        cursor.executemany(_PUT[connection.vendor], written)


def forget(town: UUID) -> None:
    """Take a town's entries out, with their words."""
    with connection.cursor() as cursor:
        mine = "SELECT id FROM search_entry WHERE town_id = %s"
        cursor.execute(
            f"DELETE FROM search_words WHERE {_KEY[connection.vendor]} IN ({mine})", [_stored(town)]
        )
        cursor.execute("DELETE FROM search_entry WHERE town_id = %s", [_stored(town)])


def subjects(town: UUID, kind: str, question: Asked) -> RawSQL:
    """A subquery of the ids of records of a kind whose text holds all that is asked. Whether they may be seen is not asked here:
    it narrows a queryset that has been opened by a scope."""
    source, given = _candidates(town, kind, question)
    return RawSQL(f"SELECT e.subject FROM {source}", given)


def kinds_with(town: UUID, kinds: Iterable[str], question: Asked) -> set[str]:
    """Those of some kinds of which anything fits: one statement, which stops at the first of each."""
    asked = [(kind, *_candidates(town, kind, question)) for kind in kinds]
    if not asked:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join(
                f"SELECT '{kind}' WHERE EXISTS (SELECT 1 FROM {source})" for kind, source, _ in asked
            ),
            [value for _, _, given in asked for value in given],
        )
        return {kind for (kind,) in cursor.fetchall()}


def _candidates(town: UUID, kind: str, question: Asked) -> tuple[str, list[Any]]:
    """The entries that hold all that is asked, as SQL from FROM on, and its values."""
    if question.whole or question.begun:
        source, given = _FOUND[connection.vendor], [_match(town, kind, question)]
    else:  # signs alone, of which no index is kept
        source, given = "search_entry e WHERE true", []
    held = "".join(" AND e.text LIKE %s ESCAPE '!'" for _ in question.parts)
    parts = (f"%{_escaped(part)}%" for part in question.parts)
    return f"{source} AND e.town_id = %s AND e.kind = %s{held}", [*given, _stored(town), kind, *parts]


def without_words(town: UUID) -> int:
    """How many entries of a town have no words: none, if all is well."""
    key = _KEY[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM search_entry WHERE town_id = %s"
            f" AND id NOT IN (SELECT {key} FROM search_words)",
            [_stored(town)],
        )
        return int(cursor.fetchone()[0])


def _match(town: UUID, kind: str, question: Asked) -> str:
    """The question as the database's own index asks it. Words are letters, digits and characters alone: nothing to escape."""
    whole, begun = _tagged(town, kind, question.whole), _tagged(town, kind, question.begun)
    if connection.vendor == "sqlite":
        return " AND ".join([*(f'"{one}"' for one in whole), *(f'"{one}" *' for one in begun)])
    return " & ".join([*(f"'{one}'" for one in whole), *(f"'{one}':*" for one in begun)])


def _tagged(town: UUID, kind: str, words: Iterable[str]) -> list[str]:
    tag = blake2b(f"{town} {kind}".encode(), digest_size=TAG_BYTES).hexdigest()
    return [tag + word for word in words]


def _escaped(part: str) -> str:
    return part.replace("!", "!!").replace("%", "!%").replace("_", "!_")


def _stored(town: UUID) -> Any:
    """An id as the database keeps it."""
    return UUIDField().get_db_prep_value(town, connection)

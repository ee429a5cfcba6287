"""Verifies the event log of a database by itself: python scripts/verify_chain.py FILE.sqlite3 (or postgres://…).
Names by town and number each changed byte, each row missing, put in or swapped, each wrong head. Exit 0: whole, 1: broken."""

import json
import sqlite3
import sys
from hashlib import sha256
from pathlib import Path

PARTS = ("1, 8", "9, 4", "13, 4", "17, 4", "21")
IDS = ("id", "town_id", "actor_id", "subject_id")
ROWS = """SELECT hash, {town_id}, previous, seq, {at}, coalesce({actor_id}, 'None'), actor_name, action, subject_type,
{subject_id}, given, before, after, {id}, {town_id} FROM core_event ORDER BY core_event.town_id, seq"""
UTC = "replace(to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US'), '.000000', '') || '+00:00'"
canonical = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def asking(address):
    """A function that asks the database, ids and instants as the text that was hashed: no byte is read in two ways."""
    if address.startswith("postgres"):
        server, ids = __import__("psycopg").connect(address), {name: f"{name}::text" for name in IDS}
        return lambda query: server.cursor(query[-60:]).execute(query.format(**ids, at=UTC))
    file = sqlite3.connect(f"{Path(address).resolve().as_uri()}?mode=ro", uri=True)
    file.text_factory = lambda kept: kept.decode(errors="surrogateescape")  # broken UTF-8 is a change as well
    ids = {name: "||'-'||".join(f"substr({name}, {part})" for part in PARTS) for name in IDS}
    at = "replace(replace(at, 'T', 't'), ' ', 'T') || '+00:00'"
    return lambda query: file.execute(query.format(**ids, at=at))


def fits(kept, row, given):
    """Whether a hash is that of its row. The first installations hashed rows without the two ids at their end."""
    try:
        row[8] = json.loads(given) if isinstance(given, str) else given
        texts = [canonical(told).encode(errors="surrogateescape") for told in (row, row[:-2])]
    except (TypeError, ValueError):
        return False  # what was written there is no longer of its kind
    return given in (row[8], json.dumps(row[8])) and kept in [sha256(text).hexdigest() for text in texts]


def faults(address):
    """What is wrong, a line for each fault: the number of a row, the one before it, its hash, and each town's end."""
    ask = asking(address)
    names = dict(ask("SELECT {id}, name FROM core_town"))
    heads = dict(ask("SELECT {town_id}, '第' || seq || '条 ' || hash FROM core_eventhead"))
    ends = dict.fromkeys([*names, *heads], (0, ""))
    for kept, town, *row in ask(ROWS):
        (last, end), (previous, seq) = ends.get(town, (0, "")), row[:2]
        if seq != last + 1:
            yield f"{names.get(town, town)}：第{last + 1}条缺失，其后是第{seq}条"
        elif previous != end or not fits(kept, row, row[8]):
            yield f"{names.get(town, town)}：第{seq}条{'内容被改动' if previous == end else '与上一条不相接'}"
        ends[town] = (seq if isinstance(seq, int) else last, kept)
    for town, tail in ((town, f"第{seq}条 {kept}") for town, (seq, kept) in ends.items()):
        if heads.get(town) != tail:
            yield f"{names.get(town, town)}：链尾记为{heads.get(town)}，实际到{tail}"


if __name__ == "__main__":
    wrong = [sys.stdout.buffer.write(f"{line}\n".encode(errors="replace")) for line in faults(sys.argv[1])]
    sys.exit(1 if wrong else 0)

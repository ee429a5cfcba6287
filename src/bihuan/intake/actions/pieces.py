"""What takes long is done a piece at a time (`go_on`): each piece is one transaction in which the import's `reached` moves together
with the rows, so that whoever is stopped in between has lost nothing, and nothing is done twice."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from bihuan.core import events
from bihuan.core.actions import Actor
from bihuan.core.errors import Stale
from bihuan.core.ids import new_id
from bihuan.core.scope import Scope
from bihuan.intake import cells, queries
from bihuan.intake.actions.starting import STALE, find_import, kind_for
from bihuan.intake.heads import is_head_again, is_note
from bihuan.intake.lifecycle import IMPORT, READING, RUNNING, UNDOING
from bihuan.intake.models import Import, ImportRow
from bihuan.intake.registry import Kind, Known, Made, Option, Ready

READ_ROWS, TAKE_ROWS = 1000, 500  # in one transaction: some tenths of a second, in which others wait
Options = Mapping[str, Sequence[Option]]


def go_on(actor: Actor, import_id: UUID) -> bool:
    """Do the next piece of an import that is under way: read, take in, or withdraw. Whether there is more. Raises Stale where another
    has done this very piece."""
    batch = find_import(actor, import_id)
    work = {READING: _read_on, RUNNING: _take_on, UNDOING: _undo_on}.get(batch.state)
    return work is not None and work(actor, batch)


def _read_on(actor: Actor, batch: Import) -> bool:
    kind = kind_for(actor, batch.kind)
    lines = queries.lines(batch)
    now = [one for one in lines if one.row > batch.reached][:READ_ROWS]
    place = batch.columns.get(kind.names) if kind.names else None
    named = frozenset(one.cells[place] for one in lines if place is not None and place < len(one.cells))
    known = queries.known_while_reading(actor, kind.key, batch.pk, named)
    options = kind.options(actor)
    rows, skipped, head = [], [], queries.head(batch)
    for line in now:
        texts = {key: line.cells[at] for key, at in batch.columns.items() if at < len(line.cells)}
        if is_note(line.cells) or is_head_again(line.cells, head):
            skipped.append(line.row)
            continue
        if not any(texts.values()):
            continue  # a running number alone
        row = ImportRow(id=new_id(), town_id=actor.town, batch=batch, row=line.row, texts=texts)
        judge(row, batch, kind, options, known)
        rows.append(row)
    last = now[-1].row if now else batch.reached
    more = bool(lines) and last < lines[-1].row
    with transaction.atomic():
        _reach(actor, batch, "" if more else "read", last, skipped=[*batch.skipped, *skipped], last_row=last)
        ImportRow.objects.bulk_create(rows, batch_size=250)
        if not more:
            queries.forget_what_was_read()
            mark_repeats(batch, kind, options)
    return more


def judge(row: ImportRow, batch: Import, kind: Kind, options: Options, known: Known) -> None:
    """What a row's cells say, what is wrong with them, and what the row looks like."""
    values, row.wrong = cells.read_all(kind.columns, batch.fills | _said(row.texts), options)
    for key, why in known.judge(values).items():
        row.wrong.setdefault(key, why)
    row.is_bad = bool(row.wrong) or row.repeats is not None
    like = known.like(values)
    if like is None:
        row.like, row.like_words, row.choice = None, "", "skip" if row.choice == "skip" else "new"
    elif like.record != row.like:
        row.like, row.like_words = like.record, f"{like.label}（{like.why}）"[:200]
        row.choice = "skip" if row.choice == "skip" else "update" if like.is_sure else ""


def _said(texts: Mapping[str, str]) -> dict[str, str]:
    return {key: text for key, text in texts.items() if text}


def mark_repeats(batch: Import, kind: Kind, options: Options) -> None:
    """Mark the rows that say what an earlier row has said already. Only columns that may say a thing once are looked at."""
    columns = [one for one in kind.columns if any(one.key in keys for keys in kind.once)]
    first: dict[tuple[Any, ...], int] = {}
    changed = []
    found = queries.rows(batch).exclude(choice="skip").values_list("pk", "row", "texts", "wrong", "repeats")
    for pk, number, texts, wrong, before in found.iterator(chunk_size=2000):
        values, _wrong = cells.read_all(columns, batch.fills | _said(texts), options)
        seen = [(at, *map(values.get, keys)) for at, keys in enumerate(kind.once) if values.get(keys[0])]
        repeats = min((first[one] for one in seen if one in first), default=None)
        for one in seen:
            first.setdefault(one, number)
        if repeats != before:
            changed.append(ImportRow(pk=pk, repeats=repeats, is_bad=bool(wrong) or repeats is not None))
    ImportRow.objects.within(Scope.whole_town(batch.town_id)).bulk_update(
        changed, ["repeats", "is_bad"], batch_size=200
    )


def _take_on(actor: Actor, batch: Import) -> bool:
    kind = kind_for(actor, batch.kind)
    options = kind.options(actor)
    good = queries.rows(batch).filter(queries.GOOD, row__gt=batch.reached)
    now = list(good[:TAKE_ROWS])
    ready = []
    for row in now:
        values, _wrong = cells.read_all(kind.columns, batch.fills | _said(row.texts), options)
        onto, unlike = (row.like, None) if row.choice == "update" else (None, row.like)
        ready.append(Ready(row.pk, values, onto, unlike))
    more = len(now) == TAKE_ROWS
    with transaction.atomic():
        _reach(actor, batch, "" if more else "finish", now[-1].row if now else batch.reached)
        taken = kind.take(actor, ready)
        for row, came in zip(now, taken, strict=True):
            made = "updated" if row.choice == "update" else "made"
            row.outcome, row.note, row.before = "refused" if came.problem else made, came.problem, came.before
        _outcomes(batch, now)
        entries = [came.entry for came in taken if came.entry]
        if entries:
            events.record_all(actor, entries)
    return more


def _undo_on(actor: Actor, batch: Import) -> bool:
    kind = kind_for(actor, batch.kind)
    # the latest first: what a row rests on came before it
    found = queries.rows(batch).filter(outcome__in=("made", "updated")).order_by("-row")
    now = list(found[:TAKE_ROWS])
    made = [Made(row.record, row.before if row.choice == "update" else None) for row in now]  # type: ignore[arg-type]
    more = len(now) == TAKE_ROWS
    with transaction.atomic():
        _reach(actor, batch, "" if more else "undone", batch.reached + len(now))
        came = kind.undo(actor, made)
        for row, one in zip(now, came, strict=True):
            row.outcome, row.note = "kept" if one.problem else "undone", one.problem
        _outcomes(batch, now)
        entries = [one.entry for one in came if one.entry]
        if entries:
            events.record_all(actor, entries)
    return more


def _outcomes(batch: Import, rows: Sequence[ImportRow]) -> None:
    """Write down what became of rows: those to which the same happened in one statement."""
    whole = Scope.whole_town(batch.town_id)
    alike: dict[tuple[str, str], list[UUID]] = {}
    for row in rows:
        alike.setdefault((row.outcome, row.note[:200]), []).append(row.pk)
    for (outcome, note), ids in alike.items():
        ImportRow.objects.within(whole).filter(pk__in=ids).update(outcome=outcome, note=note)
    ImportRow.objects.within(whole).bulk_update(
        [one for one in rows if one.before], ["before"], batch_size=200
    )


def _reach(actor: Actor, batch: Import, move: str, reached: int, **values: Any) -> None:
    """The piece is mine: one conditional UPDATE on the state and on how far the work has come. Raises Stale."""
    to = IMPORT.move(move, batch.state).to if move else batch.state
    changed = (
        Import.objects.within(Scope.whole_town(actor.town))
        .filter(pk=batch.pk, state=batch.state, reached=batch.reached, version=batch.version)
        .update(state=to, reached=reached, version=batch.version + 1, **values)
    )
    if changed != 1:
        raise Stale(STALE)
    batch.state, batch.reached, batch.version = to, reached, batch.version + 1

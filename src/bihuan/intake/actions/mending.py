"""What is mended in the preview, before anything is taken in."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db import transaction

from bihuan.core import events
from bihuan.core.actions import Actor
from bihuan.core.moving import advance
from bihuan.core.scope import Scope
from bihuan.intake import queries
from bihuan.intake.actions.pieces import judge, mark_repeats
from bihuan.intake.actions.starting import STALE, find_import, kind_for
from bihuan.intake.lifecycle import IMPORT
from bihuan.intake.models import Import, ImportRow
from bihuan.intake.registry import Kind

CELL_MAX = 500  # letters of a cell that are kept


@transaction.atomic
def mend_rows(
    actor: Actor,
    import_id: UUID,
    *,
    cells: Mapping[tuple[int, str], str],
    choices: Mapping[int, str],
    alike: bool = False,
    rest: str = "",
) -> int:
    """更正: what cells say (by the sheet's row and the column's key), what is to be done with rows. `alike`: a mended choice goes for
    all rows that say the same there; `rest`: the choice for all rows that still wait for one. Gives the number of rows that changed."""
    find_import(actor, import_id)
    whole = Scope.whole_town(actor.town)
    batch: Import = Import.objects.within(whole).held().get(pk=import_id)
    kind, step = kind_for(actor, batch.kind), IMPORT.move("mend", batch.state)
    advance(actor, batch, step, batch.version, STALE)
    asked = {row for row, _key in cells} | set(choices)
    rows = {row.row: row for row in queries.rows(batch).filter(row__in=asked)}
    changed = _rewritten(batch, kind, rows, cells, alike)
    if changed:
        options = kind.options(actor)
        known = kind.look(actor, _named(batch, kind, changed.values()))
        for row in changed.values():
            judge(row, batch, kind, options, known)
    for number, choice in choices.items():
        chosen = changed.get(number) or rows.get(number)
        if chosen and choice != chosen.choice and choice in allowed(chosen):
            chosen.choice = choice
            changed[number] = chosen
    fields = ["texts", "mended", "wrong", "is_bad", "like", "like_words", "choice"]
    ImportRow.objects.within(whole).bulk_update(list(changed.values()), fields, batch_size=100)
    count = len(changed)
    if rest in ("new", "skip", "update"):
        count += queries.rows(batch).filter(is_bad=False, choice="").update(choice=rest)
    mark_repeats(batch, kind, kind.options(actor))
    events.record(actor, "mend_rows", batch, given={"rows": count})
    return count


def allowed(row: ImportRow) -> tuple[str, ...]:
    """What may be done with a row."""
    return ("new", "skip") if row.like is None else ("update", "new", "skip")


def _rewritten(
    batch: Import,
    kind: Kind,
    rows: Mapping[int, ImportRow],
    cells: Mapping[tuple[int, str], str],
    alike: bool,
) -> dict[int, ImportRow]:
    """The rows whose text is now another, by their numbers."""
    changed: dict[int, ImportRow] = {}
    same: dict[tuple[str, str], str] = {}
    for (number, key), text in cells.items():
        row, column = rows.get(number), kind.by_key.get(key)
        if row is None or column is None or text == (before := row.texts.get(key, "")):
            continue
        _write(row, key, text)
        changed[number] = row
        if alike and column.kind == "choice":
            same[key, before] = text
    if same:
        for row in queries.rows(batch).filter(is_bad=True).exclude(row__in=changed):
            for (key, before), text in same.items():
                if key in row.wrong and row.texts.get(key, "") == before:
                    _write(row, key, text)
                    changed[row.row] = row
    return changed


def _write(row: ImportRow, key: str, text: str) -> None:
    row.mended.setdefault(key, row.texts.get(key, ""))
    row.texts[key] = text[:CELL_MAX].replace("\0", "")


def _named(batch: Import, kind: Kind, changed: Iterable[ImportRow]) -> frozenset[str]:
    """What the file says in the column that rows of it may speak of."""
    if not kind.names:
        return frozenset()
    texts = [*queries.rows(batch).values_list("texts", flat=True), *(row.texts for row in changed)]
    return frozenset(text[kind.names] for text in texts if text.get(kind.names))

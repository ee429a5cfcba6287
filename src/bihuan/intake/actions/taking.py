"""How rows become records, are put onto records, and are taken back: one way for all kinds. What differs by kind is handed in."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Model

from bihuan.core.actions import Actor
from bihuan.core.errors import Refused
from bihuan.core.events import Entry
from bihuan.intake.queries import touched
from bihuan.intake.registry import Made, Ready, Taken, Values

SAME = "与已登记的内容相同，没有要更新的。"
GONE = "已经不在您的管辖范围内，或者已经停用。"
USED = "导入以后已经用过（检查、改动或者关联了别的记录）。"
CHANGED = "导入以后又改过。"
TWICE = "前面已有一行更新了同一条记录，这一行没有导入。"

# Of a row, the rows of a new record, not yet written, the record first, and what is to be told.
New = Callable[[Ready], tuple[Sequence[Model], Entry]]
# Write changed fields of a record down. Raises Refused before anything is written.
Put = Callable[[Any, dict[str, Any]], Entry]
# What of a row's values stands in which field of the record that it means.
Onto = Callable[[Any, Values], dict[str, Any]]
# End a record as if it had never been.
Withdraw = Callable[[Any], Entry]


def take_in(
    actor: Actor, model: type[Model], ready: Sequence[Ready], *, new: New, put: Put, onto: Onto
) -> list[Taken]:
    """导入各行: new records in the order of the file, written together; then the others put onto the records that they mean, as far as
    they say anything new. What is refused is said of the row. Statements: one a model of the new ones, and what `put` takes a row."""
    taken: dict[UUID, Taken] = {}
    written: dict[type[Model], list[Model]] = defaultdict(list)
    for one in ready:
        if one.onto is None:
            taken[one.id] = _made(one, new, written)
    for kind, rows in written.items():
        kind.objects.bulk_create(rows)  # type: ignore[attr-defined]
    meant = _held(actor, model, [one.onto for one in ready if one.onto is not None])
    done: set[UUID] = set()
    for one in ready:
        if one.onto is None:
            continue
        is_twice = one.onto in done
        taken[one.id] = Taken(TWICE) if is_twice else _updated(meant.get(one.onto), one.values, put, onto)
        done.add(one.onto)
    return [taken[one.id] for one in ready]


def _made(one: Ready, new: New, written: dict[type[Model], list[Model]]) -> Taken:
    try:
        rows, entry = new(one)
    except Refused as refused:
        return Taken(refused.message)
    for row in rows:
        written[type(row)].append(row)
    return Taken(entry=entry)


def _updated(record: Any, values: Values, put: Put, onto: Onto) -> Taken:
    if record is None:
        return Taken(GONE)
    was = {key: (getattr(record, key), value) for key, value in onto(record, values).items()}
    changed = {key: value for key, (before, value) in was.items() if _plain(before) != _plain(value)}
    if not changed:
        return Taken(SAME)
    try:
        entry = put(record, changed)
    except Refused as refused:
        return Taken(refused.message)
    return Taken(
        before={key: [_plain(was[key][0]), _plain(value)] for key, value in changed.items()}, entry=entry
    )


def take_back(
    actor: Actor,
    model: type[Model],
    made: Sequence[Made],
    *,
    withdraw: Withdraw,
    put: Put,
    own: tuple[type[Model], ...] = (),
) -> list[Taken]:
    """撤销各行: a new record that nothing points to is withdrawn, an updated one is as it was. What has been used or changed since
    stays, and that is said of the row. `own`: models whose rows were made together with the record."""
    # Held first: who uses one of them meanwhile has done so before the look at what is used, or waits and is told.
    records = _held(actor, model, [one.record for one in made])
    used = touched(actor.town, model, [one.record for one in made if one.before is None], own=own)
    return [_undone(records.get(one.record), one, one.record in used, withdraw, put) for one in made]


def _undone(record: Any, one: Made, is_used: bool, withdraw: Withdraw, put: Put) -> Taken:
    if record is None:
        return Taken(GONE)
    if one.before is None and is_used:
        return Taken(USED)
    before = one.before or {}
    if any(_plain(getattr(record, key)) != became for key, (_was, became) in before.items()):
        return Taken(CHANGED)
    try:
        if one.before is None:
            return Taken(entry=withdraw(record))
        fields = {key: record._meta.get_field(key) for key in before}
        return Taken(entry=put(record, {key: fields[key].to_python(was) for key, (was, _) in before.items()}))
    except Refused as refused:
        return Taken(refused.message)


def _held(actor: Actor, model: type[Model], ids: Sequence[UUID]) -> dict[UUID, Any]:
    """Records of the actor's scope, held until the transaction ends."""
    if not ids:
        return {}
    rows: Any = model.objects.within(actor.scope).order_by("pk").held()  # type: ignore[attr-defined]
    found: dict[UUID, Any] = rows.in_bulk(ids)
    return found


def _plain(value: Any) -> Any:
    """A field's value as an import's row keeps it."""
    return value if value is None or isinstance(value, str | int) else str(value)

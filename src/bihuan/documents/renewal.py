"""A draft kept in line with its records: what was taken from them is taken anew where its day or a record has changed, what a person
typed stays."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from bihuan.core.events import canonical
from bihuan.core.scope import Scope
from bihuan.documents.declarations import Declaration, Field, Values, declaration
from bihuan.documents.gathering import About, about_of, gather
from bihuan.documents.models import Writ
from bihuan.inspections.queries import Signing, signing


@dataclass(frozen=True)
class Renewed:
    """A draft's fields by its records as they are; what was `taken` from them, as its row keeps it; the `labels` of what is other than it
    was in the fields."""

    fields: Values
    taken: dict[str, Any]
    labels: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """Of what the records say: whether they say the same as when a page was shown."""
        return hashlib.sha256(canonical(self.taken)).hexdigest() if self.taken else ""


def taken_for(scope: Scope, made: Declaration, about: About, by: Signing) -> dict[str, Any]:
    """What the records say for a draft, and for which officers they were asked, as its row keeps it."""
    values = made.fill(gather(scope, about, by, by.leave(made.kind)))
    return {"values": values, "officers": [str(one) for one in about.officers]}


def renewed(scope: Scope, writ: Writ, fields: Mapping[str, Any], dated: date) -> Renewed:
    """Some fields of a draft, by its records as they are and on a day. A draft of which it is not known what was taken stays as it is."""
    if not writ.taken:
        return Renewed(dict(fields), {})
    made, before = declaration(writ.kind, writ.edition), about_of(writ)
    officers = tuple(UUID(one) for one in writ.taken["officers"])
    about = About(**before.links, officers=officers)
    taken = taken_for(scope, made, about, signing(scope, dated))
    values, labels = merged(made, fields, writ.taken["values"], taken["values"])
    return Renewed(values, taken, labels)


def merged(
    made: Declaration, fields: Mapping[str, Any], was: Mapping[str, Any], now: Mapping[str, Any]
) -> tuple[Values, tuple[str, ...]]:
    """Fields with what the records say `now` in the place of what they said, save where a person has typed something else; and the labels
    of those that change."""
    found, labels = dict(fields), []
    for one in made.fields:
        if one.key not in now or not (one.locked or _same(fields.get(one.key), was.get(one.key))):
            continue
        if not _same(fields.get(one.key), now[one.key]):
            found[one.key] = now[one.key]
            labels.append(_label(one))
    return found, tuple(labels)


def _label(one: Field) -> str:
    return one.label.partition("（")[0]


def _same(one: Any, other: Any) -> bool:
    return bool(_plain(one) == _plain(other))


def _plain(value: Any) -> Any:
    """A value without what a page adds or drops: spaces at its ends, empty cells and rows."""
    if isinstance(value, list):
        rows = ({key: _plain(cell) for key, cell in row.items() if _plain(cell)} for row in value)
        return [row for row in rows if row]
    return str(value or "").replace("\r\n", "\n").strip()

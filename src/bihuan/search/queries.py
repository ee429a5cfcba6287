"""Reading the index: what an actor finds, and whether the index is true."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models.expressions import RawSQL

from bihuan.core.actions import Actor
from bihuan.core.scope import Scope
from bihuan.search import engines
from bihuan.search.kinds import KINDS, Hit, Kind
from bihuan.search.models import Entry
from bihuan.search.rules import asked

WORDS_MAX = 60


@dataclass(frozen=True)
class Found:
    """What was found of one kind; `more` leads to the rest, "" where all is shown or there is no such list."""

    kind: Kind
    hits: list[Hit]
    is_cut: bool
    more: str


def matching(town: UUID, kind: str, words: str) -> RawSQL:
    """A subquery of the ids of a town's records of a kind that fit some words, to narrow a list that a scope has opened."""
    return engines.subjects(town, kind, asked(words[:WORDS_MAX]))


def find(actor: Actor, words: str, most: int) -> list[Found]:
    """What fits all the words, by kinds, at most so many of each: the actor's own rows, as far as the posts let find. One query for
    all kinds, and one for each of which the town has anything that fits."""
    words = words[:WORDS_MAX].replace("\0", "").strip()
    if not words:
        return []
    kinds = [kind for kind in KINDS.values() if _may(actor, (kind.right,))]
    fitting = engines.kinds_with(actor.town, [kind.key for kind in kinds], asked(words))
    found = (_find(actor, kind, words, most) for kind in kinds if kind.key in fitting)
    return [one for one in found if one.hits]


def _find(actor: Actor, kind: Kind, words: str, most: int) -> Found:
    by_words = _may(actor, kind.words_for)
    if not by_words and not kind.number:
        return Found(kind, [], is_cut=False, more="")
    rows = kind.rows(actor).filter(pk__in=matching(actor.town, kind.key, words))
    if not by_words:
        for word in words.split():
            rows = rows.filter(**{f"{kind.number}__icontains": word})
    shown = list(rows[: most + 1])
    cut = len(shown) > most
    more = kind.list_url(words) if cut and by_words and kind.list_url else ""
    return Found(kind, [kind.hit(actor, row) for row in shown[:most]], cut, more)


def _may(actor: Actor, rights: tuple[str, ...]) -> bool:
    return any(right == "any" or actor.may(right) for right in rights)


def is_empty(town: UUID) -> bool:
    """Whether a town has no entry at all: of a database from before there was a search."""
    return not Entry.objects.within(Scope.whole_town(town)).exists()


def differing(town: UUID) -> dict[str, int]:
    """How many records of each kind the index tells wrongly, or not at all; nothing, if all is well."""
    whole = Scope.whole_town(town)
    wrong: dict[str, int] = {}
    for kind in KINDS.values():
        fields = [name for name, _ in kind.fields]
        rows: Any = kind.model.objects.within(whole).order_by()  # type: ignore[attr-defined]
        due = {pk: kind.text(values) for pk, *values in rows.values_list("pk", *fields)}
        kept = dict(Entry.objects.within(whole).filter(kind=kind.key).values_list("subject", "text"))
        if count := sum(due.get(pk) != kept.get(pk) for pk in due.keys() | kept.keys()):
            wrong[kind.label] = count
    if count := engines.without_words(town):
        wrong["词"] = count
    return wrong

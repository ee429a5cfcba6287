"""Reading of imports."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import Count, Model, Q, QuerySet

from bihuan.core import files
from bihuan.core.actions import Actor
from bihuan.core.models import Event, StoredFile
from bihuan.core.scope import Scope
from bihuan.intake import book
from bihuan.intake.book import Line
from bihuan.intake.lifecycle import READING, RUNNING, UNDOING
from bihuan.intake.models import Import, ImportRow
from bihuan.intake.registry import KINDS, Known

GOOD = Q(is_bad=False) & ~Q(choice="skip") & ~Q(choice="")
VIEWS = {
    "all": ("全部", Q()),
    "bad": ("要改的", Q(is_bad=True) & ~Q(choice="skip")),
    "open": ("像已有的，待定", Q(is_bad=False, choice="")),
    "like": ("像已有的", Q(like__isnull=False)),
    "new": ("新增", Q(is_bad=False, choice="new")),
    "skip": ("不导入", Q(choice="skip")),
    "refused": ("没有导入", Q(outcome__in=("", "refused"))),
    "made": ("已导入", Q(outcome__in=("made", "updated"))),
    "kept": ("撤销时保留", Q(outcome="kept")),
}


def imports(actor: Actor) -> QuerySet[Import]:
    """The imports of what the actor may bring in, the latest first."""
    mine = [key for key, kind in KINDS.items() if actor.may(kind.right)]
    found: QuerySet[Import] = Import.objects.within(actor.scope).filter(kind__in=mine)
    return found


def rows(batch: Import) -> QuerySet[ImportRow]:
    """The rows of an import, in the sheet's order."""
    found: QuerySet[ImportRow] = (
        ImportRow.objects.within(Scope.whole_town(batch.town_id)).filter(batch=batch).order_by("row")
    )
    return found


def counts(batch: Import) -> dict[str, int]:
    """How many rows each of VIEWS shows, and how many are good to be taken in, in one query."""
    asked = {key: Count("pk", filter=condition) for key, (_label, condition) in VIEWS.items() if key != "all"}
    return dict(rows(batch).order_by().aggregate(all=Count("pk"), good=Count("pk", filter=GOOD), **asked))


@lru_cache(maxsize=1)
def lines_of(sha256: str, stored: UUID, town: UUID, sheet: int) -> tuple[Line, ...]:
    """The rows of a kept file's worksheet. The last one read is at hand: a file never changes, and it is read a piece at a time."""
    kept = StoredFile.objects.within(Scope.whole_town(town)).get(pk=stored, sha256=sha256)
    return tuple(book.lines(files.content_of(kept), sheet))


def lines(batch: Import) -> tuple[Line, ...]:
    """The rows of an import's worksheet below its head."""
    return tuple(one for one in _lines(batch) if one.row > batch.head_row)


def head(batch: Import) -> tuple[str, ...]:
    """What the head's row of an import's worksheet says."""
    return next((one.cells for one in _lines(batch) if one.row == batch.head_row), ())


def _lines(batch: Import) -> tuple[Line, ...]:
    return lines_of(batch.file.sha256, batch.file_id, batch.town_id, batch.sheet)


@lru_cache(maxsize=1)
def known_while_reading(actor: Actor, kind: str, _import: UUID, names: frozenset[str]) -> Known:
    """What is there, as it was when the reading of an import began: what has come since is seen again when rows are taken in."""
    return KINDS[kind].look(actor, names)


def forget_what_was_read() -> None:
    """A file read to its end is not needed any more."""
    lines_of.cache_clear()
    known_while_reading.cache_clear()


def is_large(batch: Import, rows_max: int) -> bool:
    """Whether what an import has before it is more than so many rows."""
    found = lines(batch) if batch.state == READING else rows(batch)
    return bool(found[rows_max : rows_max + 1])


def touched(
    town: UUID, model: type[Model], ids: Iterable[UUID], *, own: tuple[type[Model], ...] = ()
) -> set[UUID]:
    """Those of the records to which something happened after they were made: an event of their own, or a row of any model that
    points to them. `own`: models whose rows were made together with the record."""
    asked, whole = list(ids), Scope.whole_town(town)
    told = Event.objects.within(whole).filter(subject_id__in=asked).values("subject_id").order_by()
    found: set[UUID] = set(told.annotate(n=Count("pk")).filter(n__gt=1).values_list("subject_id", flat=True))
    for relation in model._meta.related_objects:
        pointing: Any = relation.related_model
        if pointing in own or (pointing is model and relation.many_to_many):
            continue
        name = relation.field.name
        used = pointing.objects.within(whole).filter(**{f"{name}__in": asked})
        found |= set(
            used.values_list(relation.field.attname if not relation.many_to_many else name, flat=True)
        )
    return found & set(asked)


def progress(batch: Import) -> tuple[int, int]:
    """How far the present work has come: rows done, and of how many."""
    if batch.state == READING:
        found = lines(batch)
        return sum(one.row <= batch.reached for one in found), len(found)
    if batch.state == RUNNING:
        good = rows(batch).filter(GOOD)
        return good.filter(row__lte=batch.reached).count(), good.count()
    left = rows(batch).filter(outcome__in=("made", "updated")).count()
    gone = rows(batch).filter(outcome__in=("undone", "kept")).count()
    return (gone, gone + left) if batch.state == UNDOING else (gone + left, gone + left)

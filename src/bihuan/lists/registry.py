"""The declaration of lists: columns, rows, filters, and what may be done to many rows. Nothing here knows of any app."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict

from bihuan.core.actions import Actor
from bihuan.core.forms import ActionForm


@dataclass(frozen=True)
class Column:
    """A column. `told` gives a row's plain value (text, number, day or instant, None for nothing): what a spreadsheet gets, and the page
    where the list's template of cells has no macro named by `key`. What is personal is masked here, for both. `sort` is its key
    in the order of the list's form, "" where nobody sorts by it; `on`: shown unless somebody chose otherwise; `main`: the
    heading of a card on a phone, always shown. `joins` are the relations that it reads (select_related), `brings` adds what is
    not one row: both only where the column is shown."""

    key: str
    label: str
    told: Callable[[Any], Any]
    sort: str = ""
    on: bool = True
    main: bool = False
    num: bool = False
    minor: bool = False  # left out of a phone's card and of the large text
    wide: int = 14  # characters, in a spreadsheet
    joins: tuple[str, ...] = ()
    brings: Callable[[QuerySet[Any], Actor], QuerySet[Any]] | None = None


@dataclass(frozen=True)
class Bulk:
    """A step to be done to many rows at once. `form` asks what is the same for all; `refuses` says why a row cannot be among them, or
    "", before anything is written; `do` is the single action, by which each row is checked again."""

    key: str
    label: str
    right: str
    form: type[ActionForm]
    do: Callable[[Actor, Any, Mapping[str, Any]], object]
    refuses: Callable[[Actor, Any], str] = lambda _actor, _row: ""
    context: Callable[[Actor], Mapping[str, Any]] = lambda _actor: {}
    template: str = ""  # of the form's fields; the macros of components/form.html are `fields` there


@dataclass(frozen=True)
class Listing:
    """A list. `form` is built of an address's query and narrows (`narrow(scope)`, in order). `template` extends "lists/list.html" and brings filters and buttons; `cells` is a template of macros, each
    showing one column of a row. `context` is what the filters offer. `named` says which row this is, in a preview."""

    key: str
    title: str
    unit: str
    right: str
    form: Callable[[QueryDict], Any]
    columns: tuple[Column, ...]
    template: str
    cells: str
    named: Callable[[Any], str] = str
    context: Callable[[Actor], Mapping[str, Any]] = lambda _actor: {}
    size: int = 50
    bulk: tuple[Bulk, ...] = field(default=())

    def rows(self, actor: Actor, query: QueryDict, columns: Sequence[Column] = ()) -> QuerySet[Any]:
        """What an address's filters leave of an actor's scope, in order, with all that some columns read."""
        found: QuerySet[Any] = self.form(query).narrow(actor.scope)
        if joins := sorted({path for one in columns for path in one.joins}):
            found = found.select_related(*joins)
        for brings in dict.fromkeys(one.brings for one in columns if one.brings):
            found = brings(found, actor)
        return found

    def shown(self, keys: Sequence[str]) -> list[Column]:
        """The columns of some keys in the list's order; the usual ones where none of the keys is known."""
        chosen = [one for one in self.columns if one.key in keys]
        return [one for one in self.columns if one.main or one in chosen or (one.on and not chosen)]


LISTINGS: dict[str, Listing] = {}


def kind_of(listing: Listing) -> str:
    """The name of the job that exports a list."""
    return f"lists.{listing.key}"


def declare_listing(listing: Listing) -> Listing:
    """Add a list; its key must be new."""
    if listing.key in LISTINGS:
        raise ValueError(f"list {listing.key} declared twice")
    LISTINGS[listing.key] = listing
    return listing

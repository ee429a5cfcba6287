"""The declaration of lists: columns, rows, filters, and what may be done to many rows. Nothing here knows of any app."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import QueryDict

from bihuan.core.actions import Actor
from bihuan.core.forms import ActionForm

FILLED = 50  # rows at a time


@dataclass(frozen=True)
class Column:
    """A column. `told` gives a row's plain value (text, number, day or instant, None for nothing): what a spreadsheet gets, and the page
    where the list's template of cells has no macro named by `key`. What is personal is masked here, for both. `sort` is its key
    in the order of the list's form, "" where nobody sorts by it; `on`: shown unless somebody chose otherwise; `main`: the
    heading of a card on a phone, always shown; `stays`: in sight while a list wider than a page is moved about. Only where the column is shown are asked:
    `joins`, the relations that it reads (select_related); `brings`, what else one statement adds; `fills`, which puts to rows already read
    what no statement of theirs can (a figure, of the registry), in a number of queries that does not grow with them."""

    key: str
    label: str
    told: Callable[[Any], Any]
    sort: str = ""
    on: bool = True
    main: bool = False
    stays: bool = False
    num: bool = False
    minor: bool = False  # left out of a phone's card and of the large text
    wide: int = 14  # characters, in a spreadsheet
    joins: tuple[str, ...] = ()
    brings: Callable[[QuerySet[Any], Actor], QuerySet[Any]] | None = None
    fills: Callable[[Sequence[Any], Actor], None] | None = None


def _none_refused(_actor: Actor, _rows: Sequence[Any]) -> Mapping[UUID, str]:
    return {}


@dataclass(frozen=True)
class Bulk:
    """A step to be done to many rows at once. `form` asks what is the same for all; `refuses` says of which rows it is plain beforehand that
    they cannot be among them, and why (by key); `do` is the single action, by which each row is checked again. `holds` holds all that the
    action holds or changes, of all the rows, in the one order (docs/architecture.md): the first row's event leaves the log's head held, and
    nothing may be waited for after that."""

    key: str
    label: str
    right: str
    form: type[ActionForm]
    holds: Callable[[Actor, Sequence[Any], Mapping[str, Any]], object]
    do: Callable[[Actor, Any, Mapping[str, Any]], object]
    refuses: Callable[[Actor, Sequence[Any]], Mapping[UUID, str]] = _none_refused
    context: Callable[[Actor], Mapping[str, Any]] = lambda _actor: {}
    template: str = ""  # of the form's fields; the macros of components/form.html are `fields` there


@dataclass(frozen=True)
class Together:
    """A step done to the chosen rows as one: their keys are posted as `row` to a page of its own (by its route), with the list's address as
    `back`."""

    key: str
    label: str
    right: str
    route: str


@dataclass(frozen=True)
class Beside:
    """Another way of looking at a list's rows (a map): its page by route, which reads the list's filters from its address, and `given`
    beside them."""

    label: str
    route: str
    icon: str
    right: str
    given: Mapping[str, str]


@dataclass(frozen=True)
class Listing:
    """A list. `form` is built of an address's query and narrows (`narrow(scope)`, in order). `template` extends "lists/list.html" and brings filters and buttons; `cells` is a template of macros, each
    showing one column of a row. `context` is what the filters offer. `named` says which row this is, in a preview; `hint` stands below the title. `ledger`: a form to be
    printed (台账), its rows numbered; `known`: of those found, what the actor may know of; `grouped`: the heading under which a row stands, in the list's own order."""

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
    together: tuple[Together, ...] = field(default=())
    hint: str = ""
    ledger: bool = False
    known: Callable[[Actor, QuerySet[Any]], QuerySet[Any]] | None = None
    grouped: Callable[[Any], str] | None = None

    def rows(self, actor: Actor, query: QueryDict, columns: Sequence[Column] = ()) -> QuerySet[Any]:
        """What an address's filters leave of an actor's scope, in order, with all that some columns read."""
        found: QuerySet[Any] = self.form(query).narrow(actor.scope)
        if self.known:
            found = self.known(actor, found)
        if joins := sorted({path for one in columns for path in one.joins}):
            found = found.select_related(*joins)
        for brings in dict.fromkeys(one.brings for one in columns if one.brings):
            found = brings(found, actor)
        return found

    def fill(self, actor: Actor, rows: Sequence[Any], columns: Sequence[Column]) -> None:
        """Put to rows already read what some columns show of them, a page's worth at a time."""
        for fills in dict.fromkeys(one.fills for one in columns if one.fills):
            for at in range(0, len(rows), FILLED):
                fills(rows[at : at + FILLED], actor)

    def shown(self, keys: Sequence[str]) -> list[Column]:
        """The columns of some keys in the list's order; the usual ones where none of the keys is known."""
        chosen = [one for one in self.columns if one.key in keys]
        return [one for one in self.columns if one.main or one in chosen or (one.on and not chosen)]


LISTINGS: dict[str, Listing] = {}
_ADDED: dict[str, list[Bulk]] = {}
_TOGETHER: dict[str, list[Together]] = {}
_BESIDE: dict[str, list[Beside]] = {}


def kind_of(listing: Listing) -> str:
    """The name of the job that exports a list."""
    return f"lists.{listing.key}"


def declare_listing(listing: Listing) -> Listing:
    """Add a list; its key must be new."""
    if listing.key in LISTINGS:
        raise ValueError(f"list {listing.key} declared twice")
    LISTINGS[listing.key] = listing
    return listing


def declare_bulk(key: str, bulk: Bulk) -> None:
    """Add a step to many rows of an earlier app's list (ADR 11)."""
    _ADDED.setdefault(key, []).append(bulk)


def bulks(listing: Listing) -> list[Bulk]:
    """All steps that can be done to many rows of a list: its own, then those of later apps."""
    return [*listing.bulk, *_ADDED.get(listing.key, ())]


def declare_together(key: str, together: Together) -> None:
    """Add a step done to many rows as one to an earlier app's list."""
    _TOGETHER.setdefault(key, []).append(together)


def steps_together(listing: Listing) -> list[Together]:
    """The steps done to many rows of a list as one: its own, then those of later apps."""
    return [*listing.together, *_TOGETHER.get(listing.key, ())]


def declare_beside(key: str, beside: Beside) -> None:
    """Add another way of looking at the rows of an earlier app's list."""
    _BESIDE.setdefault(key, []).append(beside)


def besides(listing: Listing) -> list[Beside]:
    """The other ways of looking at a list's rows."""
    return list(_BESIDE.get(listing.key, ()))

"""The verbs of lists. What a person keeps for himself writes no event, since nothing happened to the town; what is taken out of the system does."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from bihuan.core import events
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete, NotAllowed, Refused
from bihuan.core.jobs import ask
from bihuan.core.models import Job, Town
from bihuan.core.scope import Scope
from bihuan.lists.models import ChosenColumns, SavedFilter
from bihuan.lists.registry import Bulk, Listing, kind_of

NAME_MAX, QUERY_MAX, FILTERS_MAX = 20, 1000, 30


@transaction.atomic
def save_filter(actor: Actor, listing: str, *, name: str, query: str) -> None:
    """保存筛选: keep a list's address under a name; the same name again takes the place of the old."""
    name = name.replace("\0", "").strip()  # which PostgreSQL does not take
    if not name or len(name) > NAME_MAX:
        raise Incomplete(f"请给筛选起个名字，最多{NAME_MAX}个字。", {"name": "请填写名称。"})
    if len(query) > QUERY_MAX:
        raise Incomplete("筛选条件过长，请减少一些条件再保存。")
    mine = SavedFilter.objects.within(Scope.whole_town(actor.town)).filter(person=actor.person_id)
    if mine.filter(listing=listing).exclude(name=name).count() >= FILTERS_MAX:
        raise NotAllowed(f"最多保存{FILTERS_MAX}个筛选，请先删除不用的。")
    SavedFilter.objects.bulk_create(
        [SavedFilter(town_id=actor.town, person=actor.person_id, listing=listing, name=name, query=query)],
        update_conflicts=True,
        unique_fields=["town", "person", "listing", "name"],
        update_fields=["query"],
    )


@transaction.atomic
def drop_filter(actor: Actor, filter_id: UUID) -> None:
    """删除筛选: one of one's own; gone already is as good."""
    mine = SavedFilter.objects.within(Scope.whole_town(actor.town)).filter(person=actor.person_id)
    mine.filter(pk=filter_id)._raw_delete(mine.db)


@transaction.atomic
def choose_columns(actor: Actor, listing: Listing, keys: Sequence[str]) -> None:
    """选择显示的列: kept for the person and the list."""
    known = [one.key for one in listing.columns if one.key in keys]
    if not known:
        raise Incomplete("请至少选一列。")
    ChosenColumns.objects.bulk_create(
        [ChosenColumns(town_id=actor.town, person=actor.person_id, listing=listing.key, columns=known)],
        update_conflicts=True,
        unique_fields=["town", "person", "listing"],
        update_fields=["columns"],
    )


@transaction.atomic
def record_export(actor: Actor, listing: Listing, *, query: str, columns: Sequence[str], rows: int) -> None:
    """导出: writes down who took which rows of a list out, by its filters."""
    actor.need(listing.right)
    town = Town.objects.of(actor.scope)
    given = {"list": listing.key, "title": listing.title, "query": query, "columns": columns, "rows": rows}
    events.record(actor, "export_list", town, given=given)


@transaction.atomic
def ask_export(actor: Actor, listing: Listing, *, query: str, columns: Sequence[str]) -> Job:
    """导出（后台）: the same in the background, for as many rows as there are. The log has who asked for which rows, and how many they were."""
    given = {"listing": listing.key, "query": query, "columns": list(columns)}
    return ask(actor, kind_of(listing), given)


class SomeRefused(NotAllowed):
    """Of many rows some cannot be done, and who asked has not seen which: nothing was done to any. `rows`: (row, why); `left`: how many
    could be done."""

    def __init__(self, rows: list[tuple[Any, str]], left: int) -> None:
        some = "有的不能办理，还没有办。请看清哪些不能、为什么，再按一次，其余的照办。"
        super().__init__(some if left else "勾选的都不能办理，原因见上。")
        self.rows = rows


@transaction.atomic
def do_to_all(
    actor: Actor, bulk: Bulk, rows: Sequence[Any], given: Mapping[str, Any], *, known: Collection[UUID] = ()
) -> int:
    """批量办理: the single action to each row in turn, all in one transaction; how many were done. A row that is refused is left as it was.

    Nothing is done by halves unseen: where one is refused that is not `known` (by key) to be, or all are, everything is taken back and
    SomeRefused names those that cannot be done. What is wrong with a field for all of them is the field's fault, and told as such.
    """
    actor.need(bulk.right)
    bulk.holds(actor, rows, given)
    refused: list[tuple[Any, Refused]] = []
    for row in rows:
        try:
            with transaction.atomic():
                bulk.do(actor, row, given)
        except Refused as error:
            refused.append((row, error))
    if len(refused) == len(rows) and refused[0][1].fields:
        raise refused[0][1]
    if len(refused) == len(rows) or any(row.pk not in known for row, _ in refused):
        left = len(rows) - len(refused)
        raise SomeRefused([(row, error.message) for row, error in refused], left)
    return len(rows) - len(refused)

"""The two forms in which hazards are handed on and printed: the problem list (问题清单) and the ledger (整改台账). Both take the filters of the
list of hazards. Their columns are of the usual forms (domain: ledgers)."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import QueryDict

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.hazards.lifecycle import OWN, UNDER_ORDER
from bihuan.hazards.listing import COLUMNS, filters
from bihuan.hazards.models import Evidence, Hazard
from bihuan.hazards.step_forms import HazardFilter
from bihuan.lists.exports import declare_export
from bihuan.lists.registry import Column, Listing, declare_listing

PRINT_ROWS = 200
_OF_LIST = {one.key: one for one in COLUMNS}


def as_in_list(key: str, label: str = "", *, minor: bool = False, stays: bool = False) -> Column:
    """A column of the list of hazards in a ledger: shown, by another name, and sorted by as there."""
    column = _OF_LIST[key]
    return replace(column, label=label or column.label, on=True, minor=minor, stays=stays)


def how_it_stands(row: Hazard) -> str:
    """整改中（逾期）."""
    late = row.deadline_on and row.deadline_on < clock.today() and row.state in (*UNDER_ORDER, OWN)
    return f"{row.state_label}（逾期）" if late else row.state_label


def _occasion(row: Hazard) -> str:
    return row.campaign.name if row.campaign else row.found_by


def _with_photos(found: QuerySet[Hazard], actor: Actor) -> QuerySet[Hazard]:
    photos = Evidence.objects.within(actor.scope).order_by("added_at", "id")
    return found.prefetch_related(Prefetch("evidence", queryset=photos))


def _photos(shows: str, label: str) -> Column:
    """Photos: on the page themselves, in a spreadsheet how many."""

    def told(row: Any) -> int | None:
        return sum(one.shows == shows for one in row.evidence.all()) or None

    return Column(shows, label, told, minor=True, brings=_with_photos)


def ledger(
    key: str,
    title: str,
    columns: tuple[Column, ...],
    *,
    form: Callable[[QueryDict], Any] = HazardFilter,
    context: Callable[[Actor], Mapping[str, Any]] = filters,
    hint: str = "",
) -> Listing:
    """A form of hazards, declared as a list."""
    found = Listing(
        key=key,
        title=title,
        unit="条",
        right="view",
        form=form,
        columns=columns,
        template="hazards/list.html",
        cells="hazards/ledger_cells.html",
        named=str,
        context=context,
        size=PRINT_ROWS,
        hint=hint,
        ledger=True,
    )
    declare_export(declare_listing(found))
    return found


PROBLEMS = ledger(
    "problem_list",
    "问题清单",
    (
        as_in_list("unit"),
        as_in_list("text", "存在问题"),
        as_in_list("kind", "问题类别"),
        as_in_list("demand"),
        as_in_list("head"),
        as_in_list("deadline", "时限"),
        Column("onsite", "是否当场整改", lambda row: bool(row.onsite_on)),
    ),
)
LEDGER = ledger(
    "ledger",
    "隐患整改台账",
    (
        as_in_list("number", stays=True),
        as_in_list("found", "检查日期"),
        Column(
            "occasion",
            "检查类型",
            _occasion,
            minor=True,
            joins=("campaign", "inspection"),
        ),
        as_in_list("unit", "被查单位"),
        as_in_list("cell", "所在村、网格"),
        as_in_list("category", minor=True),
        as_in_list("place", minor=True),
        as_in_list("text", "隐患描述"),
        as_in_list("kind", minor=True),
        as_in_list("level", minor=True),
        as_in_list("basis", minor=True),
        as_in_list("checked", minor=True),
        as_in_list("demand", minor=True),
        as_in_list("head", minor=True),
        as_in_list("deadline"),
        as_in_list("settled"),
        Column("standing", "整改情况", how_it_stands),
        _photos("before", "整改前照片"),
        _photos("after", "整改后照片"),
        as_in_list("papers", minor=True),
    ),
)

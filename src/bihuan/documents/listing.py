"""The list of documents: its columns, and what is done to chosen ones together."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.documents.case_forms import CASE_VIEWS, SERVED, STANDING_VIEWS, VIEWS, CaseFilter, WritFilter
from bihuan.documents.declarations import DECLARATIONS
from bihuan.documents.models import CaseFile, CaseItem, HandedOver, Signature, Writ
from bihuan.documents.queries import asks_party, known_to
from bihuan.grid.queries import cell_choices, village
from bihuan.inspections.papers import FAMILIES, PAPERS
from bihuan.inspections.queries import begun_campaigns
from bihuan.lists.exports import declare_export
from bihuan.lists.registry import Column, Listing, Together, declare_listing
from bihuan.units.rules import CATEGORIES

SIGNED = {"screen": "已签", "paper": "已签", "refused": "拒签", "": "未签", None: ""}


def signed(row: Writ) -> str:
    """Whether the party has signed; nothing where the form has no place for that, or is a draft."""
    if not row.is_frozen:
        return ""
    return SIGNED[row.party_how or ("" if asks_party(DECLARATIONS[row.kind, row.edition]) else None)]  # type: ignore[attr-defined]


def _tell_serving(rows: Sequence[Any], _actor: Actor) -> None:
    """Which of them stand and are still to be served."""
    for row in rows:
        due = row.stands and DECLARATIONS[row.kind, row.edition].served
        row.is_to_serve = due and not row.served_on


def _body(row: Writ) -> str:
    return row.paper.body if row.paper else ""


def _with_signing(found: QuerySet[Writ], actor: Actor) -> QuerySet[Writ]:
    mine = Signature.objects.within(actor.scope).filter(
        writ=OuterRef("pk"), role="party", voided_at__isnull=True
    )
    return found.annotate(party_how=Subquery(mine.values("how")[:1]))


def _with_village(found: QuerySet[Writ], actor: Actor) -> QuerySet[Writ]:
    return found.annotate(village=village(actor.scope, "unit__cell"))


def _with_handover(found: QuerySet[Writ], actor: Actor) -> QuerySet[Writ]:
    mine = (
        HandedOver.objects.within(actor.scope).filter(writ=OuterRef("pk")).order_by("-submission__handed_at")
    )
    return found.annotate(handed_in=Subquery(mine.values("submission__number")[:1]))


def _campaign(row: Writ) -> str:
    named = row.campaign or (row.paper and row.paper.campaign)
    return named.name if named else ""


def _category(row: Writ) -> str:
    code = row.unit.category if row.unit else ""
    return CATEGORIES[code].label if code else ""


def _filters(actor: Actor) -> dict[str, Any]:
    return {
        "views": [
            (key, label) for key, label in VIEWS.items() if key in STANDING_VIEWS or actor.may("office")
        ],
        "kinds": [(code, one.label) for code, one in PAPERS.items()],
        "families": list(FAMILIES.items()),
        "serving": list(SERVED.items()),
        "cells": cell_choices(actor.scope, clock.today(), "path"),
        "campaigns": [(str(one.pk), one.name) for one in begun_campaigns(actor.scope)],
    }


WRITS = declare_listing(
    Listing(
        key="writs",
        title="文书",
        unit="份",
        right="view",
        form=WritFilter,
        columns=(
            Column("kind", "文书", lambda row: row.label, sort="kind", main=True, wide=26),
            Column("number", "文号", lambda row: row.number, wide=30),
            Column(
                "unit",
                "单位",
                lambda row: row.unit.name if row.unit else _campaign(row),
                sort="unit",
                wide=28,
                joins=("unit", "campaign", "paper__campaign"),
                brings=_with_village,
            ),
            Column("dated", "日期", lambda row: row.dated, sort="dated"),
            Column("state", "状态", lambda row: row.state_label),
            Column("signed", "当事人签字", signed, brings=_with_signing, minor=True),
            Column(
                "served",
                "送达",
                lambda row: row.served_on or ("未送达" if row.is_to_serve else None),
                sort="served",
                fills=_tell_serving,
            ),
            Column("body", "名义", _body, on=False, wide=24),
            Column("cell", "网格", lambda row: row.village, on=False, brings=_with_village),
            Column("category", "行业", _category, on=False, joins=("unit",)),
            Column(
                "campaign", "专项行动", _campaign, on=False, wide=24, joins=("campaign", "paper__campaign")
            ),
            Column("family", "类别", lambda row: FAMILIES[PAPERS[row.kind].family], on=False),
            Column(
                "drafter",
                "拟稿人",
                lambda row: row.drafted_by.name if row.drafted_by else "",
                on=False,
                joins=("drafted_by",),
            ),
            Column("proposed", "报区日期", lambda row: row.proposed_on, on=False),
            Column("outer", "区级签发日期", lambda row: row.outer_on, on=False),
            Column(
                "voided",
                "作废原因",
                lambda row: row.paper.void_reason if row.paper and row.paper.voided_on else "",
                on=False,
                wide=24,
            ),
            Column("handed", "移交批次", lambda row: row.handed_in, on=False, brings=_with_handover, wide=20),
        ),
        template="documents/list.html",
        cells="documents/cells.html",
        context=_filters,
        named=str,
        known=known_to,
        together=(
            Together("print", "打印、打包", "office", "writs_print"),
            Together("hand", "移交", "refer", "writ_handover_new"),
        ),
    )
)
declare_export(WRITS)


def _with_count(found: QuerySet[CaseFile], actor: Actor) -> QuerySet[CaseFile]:
    mine = CaseItem.objects.within(actor.scope).filter(case=OuterRef("pk")).order_by()
    count = mine.values("case").annotate(n=Count("pk")).values("n")
    return found.annotate(count=Subquery(count))


CASES = declare_listing(
    Listing(
        key="cases",
        title="案卷",
        unit="卷",
        right="office",
        form=CaseFilter,
        columns=(
            Column("matter", "案由", lambda row: row.matter, main=True, wide=40),
            Column("number", "案卷号", lambda row: row.number, wide=18),
            Column("unit", "当事人", lambda row: row.unit.name, sort="unit", wide=28),
            Column("state", "状态", lambda row: row.state_label),
            Column("count", "材料", lambda row: row.count or 0, num=True, brings=_with_count),
            Column("opened", "立卷日期", lambda row: row.opened_on, sort="opened"),
            Column("closed", "归档日期", lambda row: row.closed_on, sort="closed"),
            Column("handler", "承办人", lambda row: row.handled_by.name, on=False),
            Column("outcome", "处理结果", lambda row: row.outcome, on=False, wide=30),
        ),
        template="documents/cases.html",
        cells="documents/case_cells.html",
        context=lambda _actor: {"views": list(CASE_VIEWS.items())},
        named=str,
    )
)
declare_export(CASES)

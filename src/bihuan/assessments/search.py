"""What is found of assessments: sheets and vetoes, by whom they are of and by number."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from bihuan.assessments.listing import sheet_badge, veto_badge
from bihuan.assessments.models import Sheet, Veto
from bihuan.assessments.queries import sheets, vetoes
from bihuan.core.actions import Actor
from bihuan.search.kinds import Hit, Kind, declare_kind
from bihuan.search.rules import as_name, as_words


def _sheets(actor: Actor) -> QuerySet[Sheet]:
    return sheets(actor.scope).order_by("-year", "-pk")


def _sheet(_actor: Actor, row: Any) -> Hit:
    told = f"{row.total}分，{row.grade_label}" if row.total is not None else row.state_label
    return Hit(
        f"{row.subject_name} {row.scheme.title}", told, reverse("sheet", args=[row.pk]), sheet_badge(row)
    )


def _vetoes(actor: Actor) -> QuerySet[Veto]:
    return vetoes(actor.scope).order_by("-raised_on", "-pk")


def _veto(_actor: Actor, row: Any) -> Hit:
    told = "，".join(filter(None, (row.number, row.cause_text)))
    return Hit(
        f"{row.subject_name} 一票否决：{row.rule_text}", told, reverse("veto", args=[row.pk]), veto_badge(row)
    )


declare_kind(
    Kind(
        "sheet",
        "考核表",
        Sheet,
        (("subject_name", as_name), ("scheme__title", as_words)),
        told_by={"open_sheet": "pk"},
        rows=_sheets,
        hit=_sheet,
        right="office",
        words_for=("office",),
        place=62,
    )
)
declare_kind(
    Kind(
        "veto",
        "一票否决",
        Veto,
        (
            ("number", as_words),
            ("subject_name", as_name),
            ("rule_text", as_words),
            ("cause_text", as_words),
            ("grounds", as_words),
        ),
        told_by={"raise_veto": "pk", "decide_veto": "pk"},
        rows=_vetoes,
        hit=_veto,
        right="office",
        words_for=("office",),
        number="number",
        place=61,
    )
)

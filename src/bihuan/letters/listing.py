"""The list of letters: who, what, how it stands; those chosen are signed for the town, or printed."""

from typing import Any

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.desk import Mark
from bihuan.grid.queries import cell_choices
from bihuan.letters.filters import KIND_CHOICES, PARTY_CHOICES, STATE_CHOICES, LetterFilter
from bihuan.letters.lifecycle import BY_PARTY, BY_TOWN, MADE, REPLACED, SIGNED, STRUCK, WITHDRAWN
from bihuan.letters.models import ResponsibilityLetter
from bihuan.letters.queries import years
from bihuan.letters.rules import PARTIES
from bihuan.lists.exports import declare_export
from bihuan.lists.registry import Column, Listing, Together, declare_listing
from bihuan.units.forms import CATEGORY_CHOICES

BADGES = {
    MADE: ("wait", "signature"),
    BY_PARTY: ("wait", "signature"),
    BY_TOWN: ("wait", "signature"),
    SIGNED: ("good", "circle-check"),
    WITHDRAWN: ("", "x"),
    REPLACED: ("", "arrows-exchange"),
    STRUCK: ("", "x"),
}


def badge_of(row: ResponsibilityLetter) -> Mark:
    """The badge of a letter's state."""
    return (*BADGES[row.state], row.state_label)


def _filters(actor: Actor) -> dict[str, Any]:
    today = clock.today()
    known = years(actor.scope)
    return {
        "cells": cell_choices(actor.scope, today, "path"),
        "states": STATE_CHOICES,
        "kinds": KIND_CHOICES,
        "parties": PARTY_CHOICES,
        "categories": CATEGORY_CHOICES,
        "years": [(one, f"{one}年") for one in known],
        "badge_of": badge_of,
        "today_": today,
    }


LETTERS = declare_listing(
    Listing(
        key="letters_list",
        title="责任书清单",
        unit="份",
        right="office",
        form=LetterFilter,
        columns=(
            Column("party", "乙方", lambda row: row.party_name, main=True, wide=28),
            Column("kind", "责任书", lambda row: f"{row.year}年{row.label}", wide=24),
            Column("state", "状态", lambda row: row.state_label),
            Column("head", "负责人", lambda row: row.head),
            Column("cell", "网格", lambda row: row.cell.name),
            Column("by", "签订期限", lambda row: row.sign_by),
            Column("party_on", "乙方签字", lambda row: row.party_signed_on),
            Column("town_on", "甲方签字", lambda row: row.town_signed_on),
            Column("signed", "签订日期", lambda row: row.signed_on, minor=True),
            Column("number", "编号", lambda row: row.number, wide=28, minor=True),
            Column("party_kind", "对象", lambda row: PARTIES[row.party_kind], on=False),
            Column("category", "类别", lambda row: row.category_label, on=False),
            Column("why", "失效原因", lambda row: row.ended_for, on=False, wide=36),
        ),
        template="letters/list.html",
        cells="letters/cells.html",
        context=_filters,
        named=lambda row: f"{row.party_name}{row.label}",
        together=(
            Together("sign", "镇里签字", "sign", "letters_sign"),
            Together("print", "打印", "office", "letters_print"),
        ),
    )
)
declare_export(LETTERS)

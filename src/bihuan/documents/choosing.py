"""What may be drafted about a record, and by what power: the answer to 'what may I sign here today?'."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Model
from django.urls import reverse

from bihuan.core.actions import Actor, without
from bihuan.core.errors import NotFound
from bihuan.documents.actions.drafting import before_it, fits, right_for, why_not_from, why_unfit
from bihuan.documents.declarations import Declaration, current
from bihuan.documents.gathering import About
from bihuan.documents.models import Writ
from bihuan.hazards.models import Hazard
from bihuan.inspections.models import Campaign, Inspection
from bihuan.inspections.papers import PAPERS, PaperKind
from bihuan.inspections.queries import Leave, signing
from bihuan.measures.models import Decision
from bihuan.referrals.models import Referral
from bihuan.units.models import Unit

# What a page's address may name: parameter, the model, its measure word and word, the route of its page.
RECORDS: dict[str, tuple[type[Model], str, str]] = {
    "inspection": (Inspection, "条检查记录", "inspection"),
    "hazard": (Hazard, "条隐患", "hazard"),
    "decision": (Decision, "项决定", "decision"),
    "referral": (Referral, "次移送", "referral"),
    "campaign": (Campaign, "次专项行动", "campaign"),
    "answers": (Writ, "份文书", "writ"),
    "unit": (Unit, "个监管对象", "unit"),
}


@dataclass(frozen=True)
class Offer:
    """A kind of document as the page offers it. `can`: it can be drafted; `why` it cannot, or what stands against issuing it."""

    paper: PaperKind
    made: Declaration
    leave: Leave
    can: bool
    why: str = ""

    @property
    def state(self) -> str:
        """sign, draft (for the district), none."""
        return "none" if not self.can else "sign" if self.leave.allowed else "draft"


def about_from(actor: Actor, given: Mapping[str, str]) -> tuple[About, str, str, str]:
    """The record that an address names, the address of its page and its word, and the query that names it. NotFound where it names
    one that is not there."""
    for name, (model, word, page) in RECORDS.items():
        if said := given.get(name):
            try:
                key = UUID(said)
            except ValueError as error:
                raise NotFound(f"没有找到这{word}，请从它的页面进入。") from error
            row: Any = actor.find(model, key, what=word)
            back = reverse(page, args=[row.pk])
            return about_of_one(name, row), back, word[1:], urlencode({name: row.pk})
    return About(), "", "", ""


def about_of_one(name: str, row: Any) -> About:
    """About one record; what follows a writ is about what that is about."""
    if name == "answers":
        return About(answers=row, unit=row.unit, inspection=row.inspection, hazard=row.hazard)
    return About(**{name: row})


def offers(actor: Actor, about: About, on: date) -> list[Offer]:
    """Each kind that can be about the record, in the register's order: what may be signed, drafted for the district, or not at all."""
    by, declared = signing(actor.scope, on), current()
    found = []
    for kind, paper in PAPERS.items():
        made = declared.get(kind)
        if made is None or made.by_action or not fits(made, about):
            continue
        leave = by.leave(kind)
        why = _why_not(actor, made, about)
        found.append(Offer(paper, made, leave, can=not why, why=why or leave.why))
    return found


def _why_not(actor: Actor, made: Declaration, about: About) -> str:
    """Why a kind cannot even be drafted about the record, or ""."""
    if not actor.may(right_for(made.kind)):
        return without(right_for(made.kind))
    if why := why_unfit(made, about) or why_not_from(about.links):
        return why
    needed = made.follows and made.follows_always and about.answers is None
    if needed and before_it(actor, made, about) is None:
        names = "、".join(PAPERS[one].label for one in made.follows)
        return f"要先有{names}。"
    return ""

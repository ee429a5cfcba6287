"""Drafting: a writ filled from the records, and what a person then changes in it."""

import secrets
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.calendar import in_words
from bihuan.core.errors import Incomplete, NotAllowed, Stale
from bihuan.core.scope import Scope
from bihuan.documents.checking import readable
from bihuan.documents.declarations import Declaration, current, declaration
from bihuan.documents.gathering import About, named_by
from bihuan.documents.lifecycle import DRAFT
from bihuan.documents.models import Writ
from bihuan.documents.queries import needed_before
from bihuan.documents.renewal import renewed, taken_for
from bihuan.inspections.papers import INNER, PAPERS
from bihuan.inspections.queries import signing

STALE = "这份文书刚刚被别人改过。请核对最新内容后再保存，您填写的内容还在。"
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that are mistaken for each other
LATE_MAX = 200
EARLIEST = date(2000, 1, 1)  # of an earlier day the year is mistyped: the law on work safety is of 2002


def right_for(kind: str) -> str:
    """The right that drafting and issuing a kind needs."""
    return "campaigns" if PAPERS[kind].family == INNER else "order"


def new_code() -> str:
    """A code for the foot of a writ's pages: 12 signs, 59 bits by chance."""
    return "".join(secrets.choice(ALPHABET) for _ in range(12))


@transaction.atomic
def draft(actor: Actor, kind: str, about: About, *, writ_id: UUID | None = None) -> Writ:
    """拟稿: a writ of today, filled from the records it is about. With a `writ_id` from the page, pressing twice drafts it
    once."""
    made = _drafted_by_hand(kind)
    actor.need(right_for(kind))
    if known := _known(actor, writ_id):
        return known
    if why := why_unfit(made, about) or why_not_from(about.links):
        raise NotAllowed(why)
    if made.follows and about.answers is None:
        about = _answering(actor, made, about)
    by = signing(actor.scope, clock.today())
    taken = taken_for(actor.scope, made, about, by)
    row = Writ(
        **({"id": writ_id} if writ_id else {}),
        town_id=actor.town,
        kind=kind,
        edition=made.edition,
        code=new_code(),
        dated=by.on,
        fields=taken["values"],
        taken=taken,
        drafted_by_id=actor.person_id,
        drafted_at=clock.now(),
        **about.links,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        if known := _known(actor, writ_id):  # pressed twice at once
            return known
        raise NotAllowed("这份文书已经开具过，请到文书列表中查看。") from error
    events.record(actor, "draft_writ", row, given={"kind": kind}, after=DRAFT)
    return row


@transaction.atomic
def revise(
    actor: Actor,
    writ_id: UUID,
    *,
    version: int,
    values: Mapping[str, Any],
    dated: date | None = None,
    late_reason: str | None = None,
) -> Writ:
    """改稿: put other values into a draft's fields; those that come from the records are taken anew, by its day. Incomplete names the
    fields that cannot be read."""
    row = actor.find(Writ, writ_id, what="份文书")
    actor.need(right_for(row.kind))
    if row.state != DRAFT:
        raise NotAllowed(f"这份文书{row.state_label}，内容不能再改。")
    made = declaration(row.kind, row.edition)
    open_to_change = {one.key for one in made.fields if not one.locked}
    fields = row.fields | {key: value for key, value in values.items() if key in open_to_change}
    wrong = readable(made, fields)
    if dated and dated > clock.today():
        wrong["dated"] = "文书日期不能晚于今天。"
    if dated and dated < EARLIEST:
        wrong["dated"] = f"文书日期不能早于{in_words(EARLIEST)}，请核对年份。"
    if wrong:
        raise Incomplete("".join(wrong.values()), wrong)
    fresh = renewed(actor.scope, row, fields, dated or row.dated)
    late = row.late_reason if late_reason is None else late_reason.strip()[:LATE_MAX]
    changed = (
        Writ.objects.within(Scope.whole_town(actor.town))
        .filter(pk=row.pk, state=DRAFT, version=version)
        .update(
            fields=fresh.fields,
            taken=fresh.taken,
            dated=dated or row.dated,
            late_reason=late,
            version=F("version") + 1,
        )
    )
    if changed != 1:
        raise Stale(STALE)
    row.fields, row.taken, row.dated = fresh.fields, fresh.taken, dated or row.dated
    row.late_reason, row.version, row.renewed = late, version + 1, fresh.labels
    given = {"kind": row.kind} | ({"renewed": list(fresh.labels)} if fresh.labels else {})
    events.record(actor, "revise_writ", row, given=given)
    return row


def _known(actor: Actor, writ_id: UUID | None) -> Writ | None:
    """What was drafted with an id from the page."""
    found: Writ | None = Writ.objects.within(actor.scope).filter(pk=writ_id).first() if writ_id else None
    return found


def fits(made: Declaration, about: About) -> bool:
    """Whether one of the records is such as a kind is made from; about nothing, none stands against it."""
    named = named_by(about)
    return not named or not named.isdisjoint(made.about)


def why_unfit(made: Declaration, about: About) -> str:
    """Why a kind is not made from some records, or "". A campaign's papers may be written before there is a campaign."""
    if not named_by(about) and made.about and made.about != ("campaign",):
        return "请从检查记录、隐患、监管对象或者决定的页面开具。"
    if not fits(made, about):
        return f"{PAPERS[made.kind].label}不从这条记录开具，请从它所依据的记录的页面进入。"
    if made.follows and about.answers is not None and about.answers.kind not in made.follows:
        names = "、".join(PAPERS[one].label for one in made.follows)
        return f"应从{names}的页面开具。"
    return ""


def why_not_from(links: Mapping[str, Any]) -> str:
    """Why nothing can be issued on the strength of some records (`About.links`, or a writ's own), or "": one of them is void."""
    for name, word in (("inspection", "检查记录"), ("hazard", "隐患"), ("decision", "决定")):
        if (row := links.get(name)) and row.voided_on:
            return f"所依据的{word}已经作废，不能据此开具文书。"
    before = links.get("answers")
    if before and not before.stands:
        return f"所依据的{before}{before.state_label}，不能据此开具文书。"
    return ""


def _drafted_by_hand(kind: str) -> Declaration:
    made = current().get(kind)
    if made is None:
        raise Incomplete("请选择文书。", {"kind": "请选择文书。"})
    if made.by_action:
        raise NotAllowed(f"{PAPERS[kind].label}在完成检查、责令整改、复查或移送时自动生成，不单独开具。")
    return made


def before_it(actor: Actor, made: Declaration, about: About) -> Writ | None:
    """The writ that one of a kind would follow: the newest of a fitting kind upon the unit, of the same visit before others."""
    unit, visit = about.party, about.links["inspection"]
    if unit is None:
        return None
    standing = needed_before(actor.scope, unit.pk, made.follows)
    return (standing.filter(inspection=visit).first() if visit else None) or standing.first()


def _answering(actor: Actor, made: Declaration, about: About) -> About:
    """With the writ that it follows."""
    before = before_it(actor, made, about)
    if before is None and made.follows_always:
        names = "、".join(PAPERS[one].label for one in made.follows)
        raise NotAllowed(f"开具{PAPERS[made.kind].label}以前，要先有{names}。")
    return About(**{**about.links, "answers": before, "officers": about.officers, "named": about.named})

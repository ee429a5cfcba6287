"""Verbs of listed supervision (挂牌督办): proposed by the town or by the rule; listed, declined and delisted as recorded decisions of
a body above. The clock proposes and decides nothing."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.errors import Forbidden, Incomplete, NotAllowed, Stale
from bihuan.core.lifecycle import Move
from bihuan.core.models import Town
from bihuan.core.scope import Scope
from bihuan.hazards.models import Hazard
from bihuan.inspections.rules import check_deadline
from bihuan.majors.lifecycle import LISTING, NONE
from bihuan.majors.models import Listing
from bihuan.majors.queries import Standing, find_standing
from bihuan.majors.rules import LISTING_LEVELS, may_list

_WORDS = {
    "reason": "事由",
    "level": "督办级别",
    "body": "机关",
    "number": "文号",
    "listed_on": "挂牌日期",
    "requirement": "督办要求",
    "due_on": "督办期限",
    "responsible": "督办责任人",
    "declined_on": "答复日期",
    "delisted_on": "摘牌日期",
}


@transaction.atomic
def propose_listing(actor: Actor, hazard_id: UUID, *, version: int, reason: str) -> Hazard:
    """提请挂牌督办: the town asks the body above to list a major hazard."""
    at, step = _begin(actor, hazard_id, "propose_listing")
    _need(step, reason=reason)
    _advance(actor, at, step, version, proposed_on=clock.today(), reason=reason.strip())
    events.record(actor, step.action, at.hazard, given={"reason": reason.strip()})
    return at.hazard


@transaction.atomic
def propose_by_rule(actor: Actor, at: Standing, reason: str) -> bool:
    """提请挂牌督办: by the town's rule, on the clock's day. False when somebody was quicker."""
    step = LISTING.move("propose_listing", NONE)
    try:
        _advance(actor, at, step, 0, proposed_on=clock.today(), reason=reason)
    except Stale:
        return False
    events.record(actor, step.action, at.hazard, given={"reason": reason, "by_rule": True})
    return True


@transaction.atomic
def record_listing(
    actor: Actor,
    hazard_id: UUID,
    *,
    version: int,
    level: str,
    body: str,
    number: str,
    listed_on: date,
    requirement: str,
    due_on: date,
    responsible: str,
) -> Hazard:
    """登记挂牌督办: as decided by a district, city or province, with number and day. A town lists nothing itself."""
    at, step = _begin(actor, hazard_id, "record_listing")
    decision = {
        "level": level,
        "body": body.strip(),
        "number": number.strip(),
        "listed_on": listed_on,
        "requirement": requirement.strip(),
        "due_on": due_on,
        "responsible": responsible.strip(),
    }
    wrong = _wrong_body(actor, body)
    if level and level not in LISTING_LEVELS:
        wrong["level"] = "请选择督办级别。"
    if listed_on and not _from(at.hazard.major_on, listed_on):
        wrong["listed_on"] = "挂牌日期应在判定为重大隐患之日至今天之间。"
    if due_on and listed_on and (why := check_deadline(due_on, listed_on)):
        wrong["due_on"] = why.replace("整改期限", "督办期限").replace("检查日期", "挂牌日期")
    _need(step, wrong, **decision)
    _advance(actor, at, step, version, **decision)
    events.record(actor, step.action, at.hazard, given=decision)
    return at.hazard


@transaction.atomic
def decline_listing(actor: Actor, hazard_id: UUID, *, version: int, declined_on: date, reason: str) -> Hazard:
    """登记不予挂牌: the body above has answered that it does not list, and why."""
    at, step = _begin(actor, hazard_id, "decline_listing")
    since = at.listing.proposed_on if at.listing else None
    wrong = {} if _from(since, declined_on) else {"declined_on": "答复日期应在提请之日至今天之间。"}
    _need(step, wrong, declined_on=declined_on, reason=reason)
    _advance(actor, at, step, version, declined_on=declined_on, declined_why=reason.strip())
    events.record(actor, step.action, at.hazard, given={"declined_on": declined_on, "reason": reason.strip()})
    return at.hazard


@transaction.atomic
def delist(
    actor: Actor, hazard_id: UUID, *, version: int, body: str, number: str, delisted_on: date
) -> Hazard:
    """登记摘牌: as decided above after the hazard was accepted, with number and day."""
    at, step = _begin(actor, hazard_id, "delist")
    wrong = _wrong_body(actor, body)
    if not _from(at.hazard.settled_on, delisted_on):
        wrong["delisted_on"] = "摘牌日期应在验收销号之日至今天之间。"
    _need(step, wrong, body=body, number=number, delisted_on=delisted_on)
    decision = {"delisted_by": body.strip(), "delist_number": number.strip(), "delisted_on": delisted_on}
    _advance(actor, at, step, version, **decision)
    given = {"body": body.strip(), "number": number.strip(), "delisted_on": delisted_on}
    events.record(actor, step.action, at.hazard, given=given)
    return at.hazard


def _begin(actor: Actor, hazard_id: UUID, action: str) -> tuple[Standing, Move]:
    """The hazard as it stands, and the table's row, if the actor may and the state allows."""
    at = find_standing(actor, hazard_id)
    if why := at.refusal(action):
        raise NotAllowed(why)
    step = LISTING.move(action, at.listing_state)
    actor.need(step.right)
    if actor.person is None:
        raise Forbidden("挂牌督办须由本人登录后登记，系统时钟和初始化程序不作决定。")
    return at, step


def _wrong_body(actor: Actor, body: str) -> dict[str, str]:
    town = Town.objects.of(actor.scope)
    why = may_list(body, town=town.name, office=town.office)
    return {"body": why} if why else {}


def _from(first: date | None, day: date | None) -> bool:
    """Whether a day lies between the first possible one and today."""
    return day is None or (first or day) <= day <= clock.today()


def _need(step: Move, wrong: dict[str, str] | None = None, **given: Any) -> None:
    """Raises Incomplete for what is wrong, and for each of the step's needs that is not given."""
    missing = {name for name in step.needs if not str(given.get(name) or "").strip()}
    found = {name: f"请填写{_WORDS[name]}。" for name in step.needs if name in missing} | (wrong or {})
    if found:
        raise Incomplete("".join(found.values()), found)


def _advance(actor: Actor, at: Standing, step: Move, version: int, **values: Any) -> None:
    """The one conditional UPDATE of the running listing, or its first row. One of two who press at once is told."""
    stale = "这条隐患的挂牌督办刚刚被别人办理过。请核对最新情况后再办理，您填写的内容还在。"
    if step.frm == NONE:
        if version != 0:
            raise Stale(stale)
        try:
            with transaction.atomic():
                Listing(town_id=actor.town, hazard=at.hazard, state=step.to, **values).save(force_insert=True)
        except IntegrityError as error:
            raise Stale(stale) from error
        return
    running = Listing.objects.within(Scope.whole_town(actor.town)).filter(hazard=at.hazard, state=step.frm)
    if running.filter(version=version).update(state=step.to, version=F("version") + 1, **values) != 1:
        raise Stale(stale)

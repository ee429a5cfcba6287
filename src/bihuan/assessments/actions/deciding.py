"""People decide: a candidate becomes a veto by a body's decision after the party was heard, or is dropped for a reason; a veto whose cause is gone is
looked at again."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from bihuan.assessments import vetoing
from bihuan.assessments.causes import lost
from bihuan.assessments.lifecycle import CANDIDATE, STANDING, VETO
from bihuan.assessments.models import Veto
from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete, NotAllowed, Stale
from bihuan.core.models import Town
from bihuan.core.moving import advance, need
from bihuan.core.numbering import next_number
from bihuan.core.scope import Scope

STALE = "这条一票否决刚刚有人办理过。请看过最新的情况再办理，您填写的内容还在。"
SERIES = "vetoes"
WHAT = "条一票否决"
NEEDED = {"reason": "请填写原因。", "grounds": "请填写申诉理由。", "answer": "请填写复核意见。"}


@transaction.atomic
def decide_veto(
    actor: Actor,
    veto_id: UUID,
    *,
    body: str,
    grounds: str,
    heard: str,
    from_on: date | None,
    months: int | None,
    bars: Sequence[str],
    version: int,
) -> Veto:
    """决定一票否决: in the name of a body, after the party was heard, for a term, with the number of the decision. NotAllowed where the record behind it was
    struck or corrected: it is dropped then."""
    actor.need("decide")
    veto = actor.hold(Veto, veto_id, what=WHAT)
    step = VETO.move("decide_veto", veto.state)
    today = clock.today()
    if why := lost(actor.town, [veto], today).get(veto.pk):
        raise NotAllowed(f"{why}，不能再据此否决。请选“不予否决”，线索和经过都会保留。")
    wrong = vetoing.check_decision(
        body=body, grounds=grounds, heard=heard, from_on=from_on, cause_on=veto.cause_on, today=today
    )
    if months is None or not 1 <= months <= vetoing.MONTHS_MAX:
        wrong["months"] = f"期限应为1至{vetoing.MONTHS_MAX}个月。"
    if not bars or any(one not in vetoing.BARS for one in bars):
        wrong["bars"] = "请勾选取消什么。"
    if wrong or from_on is None or months is None:
        raise Incomplete("".join(wrong.values()), wrong)
    town = Town.objects.of(actor.scope)
    values: dict[str, Any] = {
        "decided_on": today,
        "decided_by_id": actor.person_id,
        "body": body.strip(),
        "grounds": grounds.strip(),
        "heard": heard.strip(),
        "bars": [one for one in vetoing.BARS if one in bars],
        "from_on": from_on,
        "to_on": vetoing.term(from_on, months),
        "appeal_until": vetoing.appeal_until(today),
        "number": f"{town.number_word}否决〔{today.year}〕{next_number(actor.town, SERIES, today.year)}号",
    }
    advance(actor, veto, step, version, STALE, **values)
    given = {
        "says": veto.rule_text,
        "body": veto.body,
        "number": veto.number,
        "from": veto.from_on,
        "to": veto.to_on,
        "bars": veto.bars_text,
        "note": veto.grounds,
    }
    events.record(actor, "decide_veto", veto, given=given, before=step.frm, after=step.to)
    return veto


@transaction.atomic
def drop_veto(actor: Actor, veto_id: UUID, *, reason: str, version: int) -> Veto:
    """不予否决: a candidate is not followed, for a reason. It stays on record and is not raised again by the same."""
    actor.need("decide")
    veto = actor.hold(Veto, veto_id, what=WHAT)
    step = VETO.move("drop_veto", veto.state)
    need(step, NEEDED, reason=reason.strip())
    today = clock.today()
    values: dict[str, Any] = {"dropped_on": today, "dropped_why": reason.strip()}
    if why := lost(actor.town, [veto], today).get(veto.pk):
        values |= {"lost_why": why[:300], "lost_on": veto.lost_on or today}
    advance(actor, veto, step, version, STALE, **values)
    given = {"says": veto.rule_text, "reason": reason.strip()}
    events.record(actor, "drop_veto", veto, given=given, before=CANDIDATE, after=step.to)
    return veto


@transaction.atomic
def keep_veto(actor: Actor, veto_id: UUID, *, reason: str, version: int) -> Veto:
    """复核维持: somebody has looked at a veto whose cause was struck or corrected, and it stands on other grounds. Else it is revoked."""
    actor.need("decide")
    veto = actor.hold(Veto, veto_id, what=WHAT)
    if veto.state not in STANDING or veto.lost_on is None:
        raise NotAllowed("这条一票否决的起因没有变更，不用复核。")
    if veto.version != version:
        raise Stale(STALE)
    if not reason.strip():
        raise Incomplete("请填写维持的理由。", {"reason": "起因变了仍然维持的，请写明另有什么依据。"})
    values = {"kept_on": clock.today(), "kept_why": reason.strip()}
    Veto.objects.within(Scope.whole_town(actor.town)).filter(pk=veto.pk).update(
        version=F("version") + 1, **values
    )
    for name, value in values.items():
        setattr(veto, name, value)
    veto.version += 1
    events.record(actor, "keep_veto", veto, given={"says": veto.rule_text, "reason": reason.strip()})
    return veto

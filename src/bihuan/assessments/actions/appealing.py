"""Whoever is vetoed appeals once, within the term; a person answers; a veto may be revoked; its term ends by itself."""

from typing import Any
from uuid import UUID

from django.db import transaction

from bihuan.assessments.actions.deciding import NEEDED, STALE, WHAT
from bihuan.assessments.lifecycle import APPEALED, DECIDED, UPHELD, VETO
from bihuan.assessments.models import Veto
from bihuan.assessments.queries import speaks_for
from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.calendar import in_words
from bihuan.core.errors import Forbidden, NotAllowed
from bihuan.core.events import Entry
from bihuan.core.moving import advance, need
from bihuan.core.scope import Scope

AT_ONCE = 200


@transaction.atomic
def appeal_veto(actor: Actor, veto_id: UUID, *, grounds: str, version: int, said_by: str = "") -> Veto:
    """申诉: by the one who is vetoed, or by the office for what came on paper (`said_by`). The veto goes on meanwhile. NotAllowed after the term, and a
    second time."""
    actor.need("report|supervise")
    veto = actor.hold(Veto, veto_id, what=WHAT)
    if not speaks_for(actor, veto):
        raise Forbidden(f"只有{veto.subject_name}（本人或者负责人）可以申诉。")
    if why := why_not_appeal(veto):
        raise NotAllowed(why)
    step = VETO.move("appeal_veto", veto.state)
    need(step, NEEDED, grounds=grounds.strip())
    values: dict[str, Any] = {
        "appealed_on": clock.today(),
        "appealed_by": said_by.strip() or actor.name,
        "appeal": grounds.strip(),
    }
    advance(actor, veto, step, version, STALE, **values)
    given = {"says": veto.rule_text, "text": veto.appeal, "by": veto.appealed_by}
    events.record(actor, "appeal_veto", veto, given=given, before=step.frm, after=step.to)
    return veto


def why_not_appeal(veto: Veto) -> str:
    """Why a veto cannot be appealed against now, in words, or ""."""
    if veto.appealed_on:
        told = "正在复核" if veto.state == APPEALED else f"已经答复（{veto.state_label}）"
        return f"已由{veto.appealed_by}在{in_words(veto.appealed_on)}提出申诉，{told}，不用再交。同一决定只能申诉一次；有新的证据请交安全办。"
    if veto.state == DECIDED and veto.appeal_until and veto.appeal_until < clock.today():
        return f"申诉期已在{in_words(veto.appeal_until)}届满，不能再申诉。起因的记录有误的，请先申请更正记录，镇里会复核。"
    return ""


@transaction.atomic
def answer_appeal(actor: Actor, veto_id: UUID, *, answer: str, revoked: bool, version: int) -> Veto:
    """答复申诉: the veto is upheld, or revoked from today on."""
    actor.need("decide")
    veto = actor.hold(Veto, veto_id, what=WHAT)
    if veto.state != APPEALED:
        raise NotAllowed(f"这条一票否决{veto.state_label}，没有等待答复的申诉。")
    today, said = clock.today(), answer.strip()
    step = VETO.move("revoke_veto" if revoked else "uphold_veto", veto.state)
    need(step, NEEDED, reason=said, answer=said)
    values: dict[str, Any] = {"answer": said, "answered_on": today, "answered_by_id": actor.person_id}
    if revoked:
        values |= {"revoked_on": today, "revoked_why": f"申诉成立：{said}"[:500]}
    advance(actor, veto, step, version, STALE, **values)
    given = {"says": veto.rule_text, "answer": said}
    events.record(actor, step.action, veto, given=given, before=step.frm, after=step.to)
    return veto


@transaction.atomic
def revoke_veto(actor: Actor, veto_id: UUID, *, reason: str, version: int) -> Veto:
    """撤销否决: from today on, for a reason: its cause was struck, or it was wrong. What was barred until then stays on record."""
    actor.need("decide")
    veto = actor.hold(Veto, veto_id, what=WHAT)
    step = VETO.move("revoke_veto", veto.state)
    need(step, NEEDED, reason=reason.strip())
    today = clock.today()
    values: dict[str, Any] = {"revoked_on": today, "revoked_why": reason.strip()}
    if veto.state == APPEALED:
        values |= {"answer": reason.strip(), "answered_on": today, "answered_by_id": actor.person_id}
    advance(actor, veto, step, version, STALE, **values)
    given = {"says": veto.rule_text, "reason": reason.strip()}
    events.record(actor, "revoke_veto", veto, given=given, before=step.frm, after=step.to)
    return veto


@transaction.atomic
def end_vetoes(actor: Actor) -> int:
    """否决期满: by the clock, the day after the last one. An appeal that waits is answered first. Returns how many ended."""
    whole, today = Scope.whole_town(actor.town), clock.today()
    over = Veto.objects.within(whole).filter(state__in=(DECIDED, UPHELD), to_on__lt=today)
    if not over.exists():
        return 0
    rows = list(over.order_by("pk").held()[:AT_ONCE])
    entries = []
    for one in rows:
        step = VETO.move("end_veto", one.state)
        advance(actor, one, step, one.version, STALE, ended_on=today)
        entries.append(Entry("end_veto", one, {"says": one.rule_text, "to": one.to_on}, step.frm, step.to))
    if entries:
        events.record_all(actor, entries)
    return len(entries)

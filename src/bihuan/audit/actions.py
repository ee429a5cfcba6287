"""Verbs of the log: walk along its chain; show personal data for a reason."""

from uuid import UUID

from django.db import transaction

from bihuan.audit.models import ChainCheck
from bihuan.audit.queries import last_check
from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete
from bihuan.core.ids import new_id
from bihuan.core.models import Town
from bihuan.core.personal import Personal, Shown
from bihuan.grid.models import Person

REASONS = {
    "contact": "联系办理检查、整改",
    "verify": "核对登记是否正确",
    "emergency": "突发事件处置",
    "other": "其他",
}
WORDS_MIN = 4


def check_chain(actor: Actor, *, whole: bool) -> ChainCheck:
    """核对操作日志: every event's hash is counted anew, from the first or from where the last walk ended well. Reads for as long as it takes
    and holds nobody up; writes what came of it."""
    head = events.head_of(actor.town)
    last = None if whole else last_check(actor.scope)
    since = (last.upto_seq, last.upto_hash) if last and last.broken_seq is None else (0, "")
    broken = events.check(actor.town, head[0], after=since)
    check = ChainCheck(
        id=new_id(),
        town_id=actor.town,
        at=clock.now(),
        by=actor.name,
        from_seq=since[0],
        upto_seq=head[0],
        upto_hash=head[1],
        broken_seq=broken.seq if broken else None,
        why=broken.why if broken else "",
    )
    check.save(force_insert=True)
    return check


@transaction.atomic
def note_view(actor: Actor, *, page: str, person_id: UUID | None) -> None:
    """记下打开的管理页面: where the three administrators are kept apart, what one of them looked at (`page`: the route's
    name); of whom, where it is a person's page."""
    whole = Actor.founder(actor.town)
    subject = (
        whole.find(Person, person_id, what="个人员")
        if person_id
        else whole.find(Town, actor.town, what="个镇")
    )
    events.record(actor, "view_page", subject, given={"page": page})


@transaction.atomic
def reveal(actor: Actor, what: Personal, row_id: UUID, *, reason: str, words: str) -> Shown:
    """显示个人信息: for this once, with the reason in the log."""
    actor.need(what.right)
    if reason not in REASONS:
        raise Incomplete("请选择查看的原因。", {"reason": "请选择原因。"})
    if len(words.strip()) < WORDS_MIN:
        raise Incomplete(
            f"请写明用来办什么事，至少{WORDS_MIN}个字。", {"words": f"请写明用途，至少{WORDS_MIN}个字。"}
        )
    shown = what.find(actor, row_id)
    given = {"what": what.label, "why": REASONS[reason], "reason": words.strip()}
    events.record(actor, "reveal", shown.row, given=given)
    return shown

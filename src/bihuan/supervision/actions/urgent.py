"""Verbs of the urgent track (急办, 特事特办): what is assigned and used, who is told, and the end of it."""

from uuid import UUID

from django.db import transaction

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete, NotAllowed
from bihuan.core.scope import Scope
from bihuan.hazards.actions import moves
from bihuan.hazards.models import Hazard
from bihuan.supervision.models import UrgentEntry

MEASURED = ("people", "material", "money")
NEED_AMOUNT = {"people": "人数", "money": "金额（元）"}
AMOUNT_MAX = 100_000_000


@transaction.atomic
def add_urgent_entry(
    actor: Actor, hazard_id: UUID, *, kind: str, text: str, stage: str = "", amount: int | None = None
) -> UrgentEntry:
    """登记急办事项: people, material or money assigned or used, whom one has told, how it goes. `amount` is persons or yuan."""
    actor.need("inspect")
    hazard = actor.find(Hazard, hazard_id, what="条隐患")
    _need_urgent(actor, hazard)
    wrong = _wrong(kind, text, stage, amount)
    if wrong:
        raise Incomplete("".join(wrong.values()), wrong)
    stage, amount = (stage, amount) if kind in MEASURED else ("", None)
    entry = _entry(actor, hazard, kind, text, stage, amount)
    entry.save(force_insert=True)
    events.record(
        actor, "add_urgent_entry", hazard, given={"entry": f"{entry.label}{entry.amount_text}", "note": text}
    )
    return entry


@transaction.atomic
def finish_urgent(actor: Actor, hazard_id: UUID, *, version: int, note: str) -> Hazard:
    """急办办结: what could not wait is done, with its result; the clock in hours stops. The hazard itself goes its usual way."""
    hazard, step = moves.begin(actor, hazard_id, "finish_urgent")
    moves.need(step, note=note.strip())
    _need_urgent(actor, hazard)
    moves.advance(actor, hazard, step, version, urgent_done_at=clock.now())
    _entry(actor, hazard, "result", note, "", None).save(force_insert=True)
    moves.tell(actor, hazard, step, note=note.strip())
    return hazard


def _need_urgent(actor: Actor, hazard: Hazard) -> None:
    """Raises NotAllowed where the clock does not run, or the server's has gone back behind what was entered."""
    if not (hazard.is_urgent and hazard.is_open):
        raise NotAllowed("这条隐患没有列为急办，或者急办已经办结。")
    entries = UrgentEntry.objects.within(Scope.whole_town(actor.town)).filter(hazard=hazard)
    if entries.filter(at__gt=clock.now()).exists():
        raise NotAllowed("系统时间比上一条急办记录还早，请先核对服务器的时钟，再登记。")


def _wrong(kind: str, text: str, stage: str, amount: int | None) -> dict[str, str]:
    wrong = {}
    if kind not in UrgentEntry.KINDS or kind == "result":
        wrong["kind"] = "请选择登记的内容。"
    if not text.strip():
        wrong["text"] = "请填写说明：谁、什么、做什么用。"
    if kind in MEASURED and stage not in UrgentEntry.STAGES:
        wrong["stage"] = "请选择调派还是投入。"
    if amount is None:
        if kind in NEED_AMOUNT:
            wrong["amount"] = f"请填写{NEED_AMOUNT[kind]}。"
    elif not 0 < amount < AMOUNT_MAX:
        wrong["amount"] = "数量应大于0，小于一亿。"
    return wrong


def _entry(actor: Actor, hazard: Hazard, kind: str, text: str, stage: str, amount: int | None) -> UrgentEntry:
    now = clock.now()
    return UrgentEntry(
        town_id=actor.town,
        hazard=hazard,
        kind=kind,
        stage=stage,
        amount=amount,
        text=text.strip(),
        entered_by_id=actor.person_id,
        at=now,
        on=clock.town_day(now),
    )

"""What comes in on duty and its way until it is settled; checks whether somebody is there."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.calendar import moment_in_words
from bihuan.core.errors import Incomplete, NotAllowed
from bihuan.core.ids import new_id
from bihuan.core.moving import insert_once
from bihuan.core.scope import Scope
from bihuan.duty.models import CHECKERS, OUTCOMES, SOURCES, STEPS, CallStep, DutyCall, SpotCheck
from bihuan.duty.queries import custom_of, standing
from bihuan.duty.rules import short_day
from bihuan.grid.models import Person
from bihuan.units.models import Unit

AHEAD = timedelta(minutes=5)  # by which a clock may be wrong and nobody minds
BACK = timedelta(days=30)


def _wrong_time(at: datetime | None) -> str:
    """What is wrong with when something happened, in words, or "". A phone's clock that goes wrong is told what time it is."""
    now = clock.now()
    if at is None:
        return "请填写时间。"
    if at > now + AHEAD:
        return f"时间还没有到：现在是{moment_in_words(now)}。手机时间不准的，请按实际时间填写。"
    if at < now - BACK:
        return "只能登记最近30天内的，请核对日期。"
    return ""


@transaction.atomic
def note_call(
    actor: Actor,
    *,
    at: datetime | None,
    source: str,
    caller: str,
    content: str,
    organ: str = "",
    phone: str = "",
    opinion: str = "",
    unit_id: UUID | None = None,
    call_id: UUID | None = None,
) -> DutyCall:
    """登记来电来文: open until its result is in. An opinion given at once is its first step. `call_id` comes from the page, so that pressing
    twice enters it once (NotAllowed)."""
    actor.need("stand")
    wrong = {"at": _wrong_time(at)}
    if source not in SOURCES:
        wrong["source"] = "请选择来源。"
    if not caller.strip():
        wrong["caller"] = "请填写来电（文）人；不肯留名的填“匿名”。"
    if not content.strip():
        wrong["content"] = "请填写内容。"
    if wrong := {name: text for name, text in wrong.items() if text}:
        raise Incomplete("".join(wrong.values()), wrong)
    assert at is not None
    call = DutyCall(
        id=call_id or new_id(),
        town_id=actor.town,
        at=at,
        came_on=clock.town_day(at),
        source=source,
        caller=caller.strip(),
        organ=organ.strip(),
        phone=phone.strip(),
        content=content.strip(),
        unit=actor.find(Unit, unit_id, what="个监管对象") if unit_id else None,
        taken_by_id=actor.person_id,
        entered_at=clock.now(),
    )
    insert_once(call, "这件来电来文已经登记过，请到清单里查看。")
    if opinion.strip():
        _step(actor, call, "opinion", opinion, "").save(force_insert=True)
    events.record(actor, "note_call", call, given={"says": str(call), "opinion": opinion.strip()})
    return call


def _step(actor: Actor, call: DutyCall, kind: str, text: str, whose: str) -> CallStep:
    return CallStep(
        town_id=actor.town,
        call=call,
        kind=kind,
        text=text.strip(),
        whose=whose.strip(),
        by_id=actor.person_id,
        at=clock.now(),
    )


@transaction.atomic
def step_call(actor: Actor, call_id: UUID, *, kind: str, text: str, whose: str = "") -> DutyCall:
    """办理来电来文: an opinion, a leader's word (whose), a passing on; the result settles it. NotAllowed for one that is settled."""
    actor.need("stand")
    call = actor.hold(DutyCall, call_id, what="条来电来文")
    wrong = {}
    if kind not in STEPS:
        wrong["kind"] = "请选择办到哪一步。"
    if not text.strip():
        wrong["text"] = "请填写内容。"
    if kind == "leader" and not whose.strip():
        wrong["whose"] = "请填写哪位领导批示。"
    if wrong:
        raise Incomplete("".join(wrong.values()), wrong)
    if call.settled_at is not None:
        raise NotAllowed("这件事已经办结。又有新情况的，请另记一条。")
    last = CallStep.objects.within(actor.scope).filter(call=call).last()
    if last and (last.kind, last.text, last.by_id) == (kind, text.strip(), actor.person):
        raise NotAllowed("同样的内容刚刚已经记下，没有重复登记。")
    _step(actor, call, kind, text, whose).save(force_insert=True)
    if kind == "result":
        now = clock.now()
        DutyCall.objects.within(Scope.whole_town(actor.town)).filter(pk=call.pk).update(
            settled_at=now, settled_on=clock.today()
        )
        call.settled_at, call.settled_on = now, clock.today()
    told = {"says": str(call), "step": STEPS[kind], "text": text.strip(), "whose": whose.strip()}
    events.record(actor, "step_call", call, given=told)
    return call


@transaction.atomic
def note_check(
    actor: Actor,
    *,
    at: datetime | None,
    by: str,
    of: str,
    outcome: str,
    reached: UUID | None = None,
    note: str = "",
    check_id: UUID | None = None,
) -> SpotCheck:
    """登记查岗: who phoned when, who answered, whether they were there. Whoever was reached stood on that shift. `check_id` comes from the
    page, so that pressing twice enters it once (NotAllowed)."""
    actor.need("stand")
    wrong = {"at": _wrong_time(at)}
    if of not in CHECKERS:
        wrong["of"] = "请选择谁查岗。"
    if not by.strip():
        wrong["by"] = "请填写查岗的单位或人。"
    if outcome not in OUTCOMES:
        wrong["outcome"] = "请选择结果。"
    day = custom_of(actor.scope).shift_of(at) if at else None
    if outcome == "missed":
        reached = None
    elif reached is None:
        wrong["reached"] = "请选择接听的人。"
    elif day and reached not in {one.person_id for one in standing(actor.scope, day, day)}:
        wrong["reached"] = f"这个人不在{short_day(day)}的班上，请核对时间和人。"
    if wrong := {name: text for name, text in wrong.items() if text}:
        raise Incomplete("".join(wrong.values()), wrong)
    assert at is not None and day is not None
    check = SpotCheck(
        id=check_id or new_id(),
        town_id=actor.town,
        at=at,
        day=day,
        by=by.strip(),
        of=of,
        outcome=outcome,
        reached=actor.find(Person, reached, what="个人员") if reached else None,
        note=note.strip(),
        entered_by_id=actor.person_id,
    )
    insert_once(check, "这次查岗已经登记过，请到清单里查看。")
    told = {"by": check.by, "outcome": OUTCOMES[outcome], "name": check.reached.name if check.reached else ""}
    events.record(actor, "note_check", check, given=told)
    return check

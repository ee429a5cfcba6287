"""The leaders' list, and what no other record tells of a leader."""

from datetime import date
from uuid import UUID

from django.db import transaction

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.calendar import in_words
from bihuan.core.errors import Incomplete, NotAllowed
from bihuan.core.moving import hold_town
from bihuan.core.scope import Scope
from bihuan.meetings import leading
from bihuan.meetings.leading import RECORDED
from bihuan.meetings.models import LeaderDuty, LeaderRecord
from bihuan.meetings.queries import seats
from bihuan.meetings.rules import LEADERS


@transaction.atomic
def adopt_usual_duties(actor: Actor) -> list[LeaderDuty]:
    """采用常用清单: what is usually asked of a town's leaders, from the first day of the year on. NotAllowed where the town has said its own."""
    actor.need("supervise")
    hold_town(actor)
    if LeaderDuty.objects.within(actor.scope).exists():
        raise NotAllowed("已经有职责清单。要改的，请逐项停用、新增。")
    first = clock.today().replace(month=1, day=1)
    rows = [
        LeaderDuty(
            town_id=actor.town,
            post=one.post,
            measure=one.measure,
            times=one.times,
            every=one.every,
            text=one.text,
            basis=leading.BASIS,
            from_on=first,
        )
        for one in leading.USUAL_DUTIES
    ]
    LeaderDuty.objects.bulk_create(rows)
    events.record_all(actor, [events.Entry("set_leader_duty", row, {"says": str(row)}) for row in rows])
    return rows


@transaction.atomic
def set_leader_duty(
    actor: Actor,
    *,
    post: str,
    measure: str,
    times: int | None,
    every: str,
    from_on: date | None,
    text: str = "",
    basis: str = "",
) -> LeaderDuty:
    """列入职责清单: what a leader's post does how often, from a day on."""
    actor.need("supervise")
    if wrong := leading.check_duty(post, measure, times, every, from_on):
        raise Incomplete("".join(wrong.values()), wrong)
    assert times is not None and from_on is not None
    hold_town(actor)  # or who presses twice sets the same twice
    there = LeaderDuty.objects.within(actor.scope).filter(post=post, measure=measure, ended_on__isnull=True)
    if there.exists():
        raise NotAllowed("这位领导的清单里已经有这一项。要改次数的，请先停用再新增。")
    row = LeaderDuty(
        town_id=actor.town,
        post=post,
        measure=measure,
        times=times,
        every=every,
        text=text.strip(),
        basis=basis.strip(),
        from_on=from_on,
    )
    row.save(force_insert=True)
    events.record(actor, "set_leader_duty", row, given={"says": str(row)})
    return row


@transaction.atomic
def end_leader_duty(actor: Actor, duty_id: UUID) -> LeaderDuty:
    """停用清单事项: it is asked up to today and no more."""
    actor.need("supervise")
    row = actor.find(LeaderDuty, duty_id, what="项职责")
    mine = LeaderDuty.objects.within(Scope.whole_town(actor.town)).filter(pk=row.pk, ended_on__isnull=True)
    if not mine.update(ended_on=clock.today()):
        raise NotAllowed("这一项已经停用。")
    row.ended_on = clock.today()
    events.record(actor, "end_leader_duty", row, given={"says": str(row)})
    return row


@transaction.atomic
def note_leader_record(
    actor: Actor, *, person: UUID | None, measure: str, on: date | None, text: str
) -> LeaderRecord:
    """登记履职: that a leader reported on duty, or studied, on a day; what meetings and inspections tell is not entered again."""
    actor.need("meetings")
    wrong: dict[str, str] = {}
    if measure not in RECORDED:
        wrong["measure"] = "请选择事项。参加会议、带队检查按会议、检查记录统计，不用登记。"
    if on is None:
        wrong["on"] = "请填写日期。"
    elif on > clock.today():
        wrong["on"] = "日期不能晚于今天。"
    if not text.strip():
        wrong["text"] = "请写明内容，如“向镇党委述职，述安全生产”。"
    leaders = {seat.person.pk: seat.person for seat in seats(actor.scope, on or clock.today(), LEADERS)}
    if person not in leaders:
        wrong["person"] = "请选择当时在任的领导。"
    if wrong:
        raise Incomplete("".join(wrong.values()), wrong)
    assert person is not None and on is not None
    row = LeaderRecord(
        town_id=actor.town,
        person_id=person,
        measure=measure,
        on=on,
        text=text.strip(),
        by_id=actor.person_id,
        entered_at=clock.now(),
    )
    row.save(force_insert=True)
    given = {"says": row.get_measure_display(), "name": leaders[person].name, "on": on, "text": text.strip()}
    events.record(actor, "note_leader_record", row, given=given)
    return row


@transaction.atomic
def void_leader_record(actor: Actor, record_id: UUID, *, reason: str) -> LeaderRecord:
    """作废履职登记: what was entered by mistake, with the reason."""
    actor.need("supervise")
    row = actor.find(LeaderRecord, record_id, what="条履职登记")
    if not reason.strip():
        raise Incomplete("请填写作废的原因。", {"reason": "请填写作废的原因。"})
    mine = LeaderRecord.objects.within(Scope.whole_town(actor.town)).filter(pk=row.pk, voided_on__isnull=True)
    if not mine.update(voided_on=clock.today(), voided_for=reason.strip()):
        raise NotAllowed(f"{in_words(row.on)}的这条登记已经作废。")
    row.voided_on = clock.today()
    events.record(actor, "void_leader_record", row, given={"name": row.person.name, "reason": reason.strip()})
    return row

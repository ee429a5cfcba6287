"""Verbs of what becomes known of an accident: its toll from an instant on, and whether it is one of production."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from bihuan.accidents import rules
from bihuan.accidents.actions import steps
from bihuan.accidents.models import Accident, Toll
from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete


@transaction.atomic
def record_toll(
    actor: Actor, accident_id: UUID, counts: rules.Counts, *, version: int, known_at: datetime, reason: str
) -> Toll:
    """登记伤亡变化: what has become known since, from an instant on. Fewer dead or injured than were told want a reason. What becomes known after
    the window of art. 13 is recorded, and stays outside the statistics."""
    row = steps.amended(actor, accident_id, version)
    last = Toll.objects.within(actor.scope).filter(accident=row).last()
    assert last is not None
    wrong = rules.check_counts(counts)
    if known_at > clock.now():
        wrong["known_at"] = "知悉时间不能晚于现在。"
    elif known_at < last.known_at:
        wrong["known_at"] = "知悉时间不能早于上一次登记的时间；上一次登记有误的，请在说明里写明。"
    if (fewer := rules.shrinks(last.counts, counts)) and not reason.strip():
        wrong["reason"] = f"{'、'.join(fewer)}比上一次少，请写明原因，如“经核实，重伤1人改为轻伤”。"
    if counts == last.counts and not wrong:
        wrong["deaths"] = "与上一次登记相同，没有变化。"
    if wrong:
        raise Incomplete("".join(wrong.values()), wrong)
    toll = new_toll(actor, row, counts, known_at, reason)
    toll.save(force_insert=True)
    steps.touch(row)
    steps.recount(row)
    toll.refresh_from_db()
    given = {"toll": counts.in_words(), "grade": toll.grade_label, "at": known_at, "reason": reason.strip()}
    events.record(actor, "record_toll", row, given=given | ({} if toll.is_counted else {"outside": True}))
    return toll


@transaction.atomic
def judge_accident(
    actor: Actor, accident_id: UUID, *, version: int, nature: str, by: str, ground: str, on: date | None
) -> Accident:
    """认定事故性质: whether it is one of production, as who may say so has said, and on what ground. Judged anew it counts as it is judged now,
    in past periods too: what an accident is does not change, what is known of it does."""
    actor.need("accidents")
    row = steps.hold(actor, accident_id, version)
    wrong: dict[str, str] = {}
    if nature not in rules.NATURES or nature == rules.PENDING:
        wrong["nature"] = "请选择事故性质。"
    if not by.strip():
        wrong["by"] = "请填写由谁认定，如“区应急管理局”“区消防救援大队”。"
    if not ground.strip():
        wrong["ground"] = "请填写依据，如“火灾事故认定书〔2026〕3号”。"
    if on is None or not row.happened_on <= on <= clock.today():
        wrong["on"] = "认定日期应在事故发生之日至今天之间。"
    if wrong:
        raise Incomplete("".join(wrong.values()), wrong)
    before = row.nature_label
    steps.touch(row, nature=nature, nature_by=by.strip(), nature_ground=ground.strip(), nature_on=on)
    steps.recount(row)
    given = {"nature": row.nature_label, "by": row.nature_by, "ground": row.nature_ground, "on": on}
    events.record(actor, "judge_accident", row, given=given, before=before, after=row.nature_label)
    return row


def new_toll(actor: Actor, row: Accident, counts: rules.Counts, known_at: datetime, reason: str = "") -> Toll:
    """A toll with its grade, not yet written."""
    return Toll(
        town_id=actor.town,
        accident=row,
        known_at=known_at,
        grade=rules.grade(counts),
        reason=reason.strip(),
        by_id=actor.person_id,
        **vars(counts),
    )

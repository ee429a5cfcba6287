"""Verbs of the town's contingency plans."""

from datetime import date
from uuid import UUID

from django.db import transaction

from bihuan.core import clock, events, files
from bihuan.core.actions import Actor
from bihuan.core.calendar import years_on
from bihuan.core.errors import Incomplete, NotAllowed
from bihuan.grid.queries import cell_in_use
from bihuan.training.models import ContingencyPlan
from bihuan.training.rules import PLAN_KINDS, PLAN_YEARS

KEEPS = "units"  # the safety office keeps them for the town and its villages


@transaction.atomic
def set_plan(
    actor: Actor,
    *,
    cell_id: UUID | None,
    kind: str,
    title: str,
    issued_on: date | None,
    number: str = "",
    review_on: date | None = None,
    file: UUID | None = None,
) -> ContingencyPlan:
    """登记预案: of the town or a village; it is to be looked over by a day, three years on where none is given."""
    actor.need(KEEPS)
    wrong: dict[str, str] = {}
    if cell_id is None:
        wrong["cell_id"] = "请选择适用范围。"
    if kind not in PLAN_KINDS:
        wrong["kind"] = "请选择预案类别。"
    if not title.strip():
        wrong["title"] = "请填写预案名称。"
    if issued_on is None or issued_on > clock.today():
        wrong["issued_on"] = "请填写印发日期，不晚于今天。"
    elif review_on and review_on <= issued_on:
        wrong["review_on"] = "修订评估期限应在印发日期之后。"
    if wrong:
        raise Incomplete("".join(wrong.values()), wrong)
    assert cell_id is not None and issued_on is not None
    row = ContingencyPlan(
        town_id=actor.town,
        cell=cell_in_use(actor, cell_id),
        kind=kind,
        title=title.strip(),
        number=number.strip(),
        issued_on=issued_on,
        review_on=review_on or years_on(issued_on, PLAN_YEARS),
        file=files.owned(actor, [file])[0] if file else None,
    )
    row.save(force_insert=True)
    events.record(actor, "set_plan", row, given={"title": row.title, "review_on": row.review_on})
    return row


@transaction.atomic
def review_plan(actor: Actor, plan_id: UUID, *, note: str, review_on: date | None) -> ContingencyPlan:
    """登记评估修订: it was looked over today, with what came of it, and is next by a day."""
    actor.need(KEEPS)
    row = actor.hold(ContingencyPlan, plan_id, what="份预案")
    if row.ended_on:
        raise NotAllowed("这份预案已经废止。")
    today, wrong = clock.today(), dict[str, str]()
    if not note.strip():
        wrong["note"] = "请填写评估结论，如“修订了联系人和队伍，主体内容适用”。"
    if review_on is not None and review_on <= today:
        wrong["review_on"] = "下次期限应在今天之后。"
    if wrong:
        raise Incomplete("".join(wrong.values()), wrong)
    row.reviewed_on, row.review_note = today, note.strip()
    row.review_on = review_on or years_on(today, PLAN_YEARS)
    row.save(update_fields=["reviewed_on", "review_note", "review_on"])
    given = {"title": row.title, "note": row.review_note, "review_on": row.review_on}
    events.record(actor, "review_plan", row, given=given)
    return row


@transaction.atomic
def end_plan(actor: Actor, plan_id: UUID) -> ContingencyPlan:
    """废止预案: it is no longer in force."""
    actor.need(KEEPS)
    row = actor.hold(ContingencyPlan, plan_id, what="份预案")
    if row.ended_on:
        raise NotAllowed("这份预案已经废止。")
    row.ended_on = clock.today()
    row.save(update_fields=["ended_on"])
    events.record(actor, "end_plan", row, given={"title": row.title})
    return row

"""Verbs of a received document: registered, answered, made an assignment, asked for again, made void."""

from datetime import date, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from bihuan.core import clock, events, files
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete, NotAllowed
from bihuan.core.events import Entry
from bihuan.core.ids import new_id
from bihuan.core.scope import Scope
from bihuan.policies import rules
from bihuan.policies.actions import ways
from bihuan.policies.models import Received
from bihuan.policies.queries import waiting
from bihuan.policies.reading import text_of
from bihuan.referrals.actions import receive_assignment
from bihuan.referrals.actions.ways import check_day
from bihuan.referrals.models import Assignment

ONCE = "这个单位的这个文号已经登记过，请到列表中查看。"


@transaction.atomic
def receive_document(
    actor: Actor,
    *,
    source: str,
    title: str,
    received_on: date | None,
    number: str = "",
    asks: str = "",
    due_on: date | None = None,
    file: UUID | None = None,
    text: str = "",
) -> Received:
    """登记收文: what came, with its file, from which its text is taken unless it was typed."""
    actor.need("policies")
    source, title, number = source.strip(), title.strip(), rules.tidy_number(number)
    wrong = rules.check_received(
        source=source, title=title, received_on=received_on, due_on=due_on, today=clock.today()
    )
    if len(number) > rules.NUMBER_MAX:
        wrong["number"] = f"文号最多{rules.NUMBER_MAX}个字。"
    if wrong:
        raise Incomplete("".join(wrong.values()), wrong)
    assert received_on is not None
    kept = ways.own_file(actor, file)
    row = Received(
        id=new_id(),
        town_id=actor.town,
        source=source,
        number=number,
        title=title,
        asks=asks.strip(),
        received_on=received_on,
        due_on=due_on,
        file_id=kept,
        text=text.strip()[: rules.TEXT_MAX_CHARS],
    )
    if not row.text and kept:
        row.text = text_of(files.owned(actor, [kept])[0])
    _enter(row)
    given = {"source": source, "number": number, "title": title, "due_on": due_on}
    events.record(actor, "receive_document", row, given=given, after=row.state)
    return row


def _enter(row: Received) -> None:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise Incomplete(ONCE, {"number": "已经登记过，请核对。"}) from error


@transaction.atomic
def correct_document(
    actor: Actor,
    received_id: UUID,
    *,
    version: int,
    source: str,
    title: str,
    received_on: date | None,
    number: str = "",
    asks: str = "",
    due_on: date | None = None,
    text: str = "",
) -> Received:
    """更正登记: what was read wrongly off the paper. The term of what is answered or has gone on as an assignment stays."""
    actor.need("policies")
    row = actor.hold(Received, received_id, what=ways.DOCUMENT)
    if row.voided_on:
        raise NotAllowed("这份收文已经作废，不能再改。")
    values = {
        "source": source.strip(),
        "title": title.strip(),
        "number": rules.tidy_number(number),
        "asks": asks.strip(),
        "received_on": received_on,
        "due_on": due_on,
        "text": text.strip()[: rules.TEXT_MAX_CHARS],
    }
    wrong = rules.check_received(
        source=source, title=title, received_on=received_on, due_on=due_on, today=clock.today()
    )
    if row.answered_on or row.assigned_on:
        if due_on != row.due_on:
            wrong["due_on"] = "已经答复或转为交办的，答复期限不能再改。"
        if row.answered_on and received_on and received_on > row.answered_on:
            wrong["received_on"] = "收到日期不能晚于答复日期。"
    if wrong:
        raise Incomplete("".join(wrong.values()), wrong)
    changed = {name: getattr(row, name) for name, value in values.items() if getattr(row, name) != value}
    if not changed:
        raise NotAllowed("内容与登记的完全相同，没有改动。")
    if row.version != version:
        raise ways.stale()
    try:
        with transaction.atomic():
            mine = Received.objects.within(Scope.whole_town(actor.town)).filter(pk=row.pk, version=version)
            mine.update(version=version + 1, **values)
    except IntegrityError as error:
        raise Incomplete(ONCE, {"number": "已经登记过，请核对。"}) from error
    for name, value in values.items():
        setattr(row, name, value)
    row.version = version + 1
    told = {name: was if name != "text" else f"{len(was)}字" for name, was in changed.items()}
    events.record(actor, "correct_document", row, given={"was": told, "title": row.title})
    return row


@transaction.atomic
def answer_document(
    actor: Actor,
    received_id: UUID,
    *,
    version: int,
    note: str,
    on: date | None,
    number: str = "",
    file: UUID | None = None,
) -> Received:
    """答复: what was answered above, on which day, by which paper. A late one is kept as late."""
    row, step = ways.begin_received(actor, received_id, "answer_document")
    ways.need(step, note=note.strip(), on=on)
    assert on is not None and row.due_on is not None
    check_day(on, row.received_on, "收到")
    values = {
        "answered_on": on,
        "answer": note.strip(),
        "answer_number": rules.tidy_number(number),
        "answer_file_id": ways.own_file(actor, file),
    }
    ways.advance(actor, row, step, version, **values)
    given = {"title": row.title, "note": note.strip(), "on": on, "late": on > row.due_on}
    events.record(actor, step.action, row, given=given, before=step.frm, after=step.to)
    return row


@transaction.atomic
def assign_document(actor: Actor, received_id: UUID, *, version: int) -> Received:
    """转为上级交办: it gives the town something to do, which is given out, followed and answered there; nothing is typed twice. One that is
    there already under its number is taken."""
    row, step = ways.begin_received(actor, received_id, "assign_document")
    assert row.due_on is not None
    if row.version != version:
        raise ways.stale()
    known = Assignment.objects.within(actor.scope).filter(
        source=row.source, number=row.number, voided_on__isnull=True
    )
    matter = (known.first() if row.number else None) or receive_assignment(
        actor,
        source=row.source,
        number=row.number,
        title=row.title,
        text=row.asks,
        received_on=row.received_on,
        due_on=row.due_on,
    )
    ways.advance(actor, row, step, version, assignment_id=matter.pk, assigned_on=clock.today())
    given = {"title": row.title, "assignment": matter.pk}
    events.record(actor, step.action, row, given=given, before=step.frm, after=step.to)
    return row


@transaction.atomic
def void_document(actor: Actor, received_id: UUID, *, version: int, note: str) -> Received:
    """作废: entered in error. Kept, and counted nowhere."""
    row, step = ways.begin_received(actor, received_id, "void_document")
    ways.need(step, note=note.strip())
    ways.advance(actor, row, step, version, voided_on=clock.today(), voided_for=note.strip())
    given = {"title": row.title, "note": note.strip()}
    events.record(actor, step.action, row, given=given, before=step.frm, after=step.to)
    return row


@transaction.atomic
def remind_document(actor: Actor, received_id: UUID) -> Received:
    """催办、催阅: who has it in hand and who has not read it are asked again, once a day."""
    actor.need("policies")
    row = actor.hold(Received, received_id, what=ways.DOCUMENT)
    if row.voided_on:
        raise NotAllowed("这份收文已经作废。")
    unread = row.deliveries.within(actor.scope).filter(read_on__isnull=True).count()
    if not row.waits and not unread:
        raise NotAllowed("都已读过、答复过，不用再催。")
    if row.reminded_on == clock.today():
        raise NotAllowed("今天已经催过了。")
    _remind(actor, [row])
    return row


@transaction.atomic
def remind_late(actor: Actor, today: date) -> int:
    """催办: by the clock, what is late and was not asked for in the last days. Returns how many."""
    since = today - timedelta(days=rules.AGAIN_DAYS)
    rows = waiting(actor.scope).filter(due_on__lt=today)
    late = list(rows.filter(Q(reminded_on__isnull=True) | Q(reminded_on__lte=since)).held())  # type: ignore[attr-defined]
    if late:
        _remind(actor, late)
    return len(late)


def _remind(actor: Actor, rows: list[Received]) -> None:
    today = clock.today()
    mine = Received.objects.within(Scope.whole_town(actor.town)).filter(pk__in=[row.pk for row in rows])
    mine.update(reminded_on=today)
    events.record_all(
        actor,
        [
            Entry(
                "remind_document",
                row,
                {"title": row.title, "late": row.is_late(today), "due_on": row.due_on},
            )
            for row in rows
        ],
    )

"""Verbs of who comes: signs in by the QR on the wall with an account or without, is ticked by the organiser, or added."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.calendar import in_words
from bihuan.core.errors import Incomplete, NotAllowed, NotFound
from bihuan.core.scope import Scope
from bihuan.grid.models import Person
from bihuan.grid.rules import SEGMENT_DIGITS
from bihuan.training.actions.exams import draw_exams
from bihuan.training.actions.sessions import ORGANISES, new_code
from bihuan.training.lifecycle import CANCELLED, PLANNED
from bihuan.training.models import Attendee, TrainingSession
from bihuan.training.rules import (
    GROUP_OF_POST,
    GROUPS,
    GUEST_GROUPS,
    OF_A_UNIT,
    TICK_DAYS,
    why_not_phone,
)
from bihuan.units.actions import hold_unit
from bihuan.units.models import Unit

GUESTS_MAX = 1000  # of one session, without an account: its QR may have been passed on


@transaction.atomic
def sign_in(actor: Actor, session_id: UUID) -> Attendee:
    """签到: one press of a person with an account, on the session's day. Twice is once."""
    person = actor.person_id
    town = Actor.founder(actor.town)
    unit = hold_unit(town, actor.seat) if actor.seat else None
    session = town.hold(TrainingSession, session_id, what="场培训")
    _need_today(session)
    rows = Attendee.objects.within(town.scope).filter(session=session)
    row: Attendee | None = rows.filter(person=person).first()
    group = next((GROUP_OF_POST[one] for one in sorted(actor.kinds) if one in GROUP_OF_POST), "others")
    if row is None and unit is not None:
        row = _foreseen(rows, unit, group)
    if row is not None and row.signed_on:
        return row
    if row is None:
        row = Attendee(town_id=actor.town, session=session, group=group, unit=unit)
    held = Person.objects.within(town.scope).get(pk=person)
    row.person, row.name, row.phone = held, held.name, held.phone or ""
    _placed(row, unit, actor.scope.cells)
    return _signed(actor, session, row)


@transaction.atomic
def sign_guest(code: str, *, name: str, phone: str, group: str, unit_name: str = "") -> Attendee:
    """签到 of who has no account: name, phone and unit, by the code on the wall, on its day. The same phone twice is once."""
    session = TrainingSession.codes.filter(code=code).first()
    if session is None:
        raise NotFound("签到码无效，请重新扫现场的二维码。")
    town = Actor.founder(session.town_id)
    wrong = _wrong_guest(name, phone, group, unit_name)
    if wrong:
        raise Incomplete("".join(wrong.values()), wrong)
    unit = _meant(town, unit_name)
    session = town.hold(TrainingSession, session.pk, what="场培训")
    _need_today(session)
    rows = Attendee.objects.within(town.scope).filter(session=session)
    there: Attendee | None = rows.filter(phone=phone.strip(), signed_on__isnull=False).first()
    if there is not None:
        if there.name != name.strip():
            said = "这个手机号已经由别人签到。请核对手机号；填错了的，请告诉组织人。"
            raise Incomplete(said, {"phone": said})
        return there
    if rows.filter(person__isnull=True, invited=False).count() >= GUESTS_MAX:
        raise NotAllowed("签到的人数异常，请到组织人处登记。")
    row = _foreseen(rows, unit, group) if unit else None
    if row is None:
        row = Attendee(town_id=town.town, session=session, group=group, unit=unit)
    row.name, row.phone, row.unit_name = name.strip(), phone.strip(), unit_name.strip()
    _placed(row, unit, ())
    guest = Actor(person=None, name=name.strip(), scope=Scope(town=town.town))
    return _signed(guest, session, row)


@transaction.atomic
def tick(actor: Actor, session_id: UUID, attendees: Collection[UUID]) -> int:
    """勾选到场: those of whom the organiser knows that they came; others stay as they are. Returns how many were new."""
    actor.need(ORGANISES)
    session = actor.hold(TrainingSession, session_id, what="场培训")
    _need_tickable(session)
    rows = list(
        Attendee.objects.within(actor.scope)
        .filter(session=session, pk__in=list(attendees), signed_on__isnull=True)
        .order_by("pk")
    )
    if not rows:
        raise Incomplete("请勾选到场而还没有签到的人。")
    for row in rows:
        _mark(row, ticked=True)
    names = ["signed_at", "signed_on", "ticked", "ticket"]
    Attendee.objects.within(Scope.whole_town(actor.town)).bulk_update(rows, names, batch_size=500)
    draw_exams(session, rows)
    events.record(actor, "tick_attendees", session, given={"title": session.title, "count": len(rows)})
    return len(rows)


@transaction.atomic
def add_attendee(
    actor: Actor,
    session_id: UUID,
    *,
    name: str,
    group: str,
    phone: str = "",
    unit_id: UUID | None = None,
) -> Attendee:
    """补登到场人员: somebody who came, was not invited and did not sign in."""
    actor.need(ORGANISES)
    unit = hold_unit(actor, unit_id) if unit_id else None
    session = actor.hold(TrainingSession, session_id, what="场培训")
    _need_tickable(session)
    wrong: dict[str, str] = {}
    if not name.strip():
        wrong["name"] = "请填写姓名。"
    if group not in GROUPS:
        wrong["group"] = "请选择身份。"
    if phone.strip() and (said := why_not_phone(phone.strip())):
        wrong["phone"] = said
    if group in OF_A_UNIT and unit is None:
        wrong["unit_id"] = "请选择单位，学时记在单位名下。"
    rows = Attendee.objects.within(actor.scope).filter(session=session)
    if phone.strip() and rows.filter(phone=phone.strip(), signed_on__isnull=False).exists():
        wrong["phone"] = "这个手机号已经签到。"
    if wrong:
        raise Incomplete("".join(wrong.values()), wrong)
    row = Attendee(
        town_id=actor.town, session=session, name=name.strip(), phone=phone.strip(), group=group, unit=unit
    )
    _placed(row, unit, ())
    return _signed(actor, session, row, ticked=True)


def _wrong_guest(name: str, phone: str, group: str, unit_name: str) -> dict[str, str]:
    found = {
        "name": "" if name.strip() else "请填写姓名。",
        "phone": why_not_phone(phone.strip()),
        "group": "" if group in GUEST_GROUPS else "请选择身份。",
        "unit_name": "请填写单位名称。" if group in OF_A_UNIT and not unit_name.strip() else "",
    }
    return {key: said for key, said in found.items() if said}


def _need_today(session: TrainingSession) -> None:
    """Raises NotAllowed on every day but the session's own, and once it is over."""
    if session.state == CANCELLED:
        raise NotAllowed("这场培训已经取消。")
    if session.held_on != clock.today():
        when = in_words(session.held_on)
        raise NotAllowed(f"签到码只在培训当天（{when}）有效。当天到场没有签上的，请组织人补登。")
    if session.state != PLANNED:
        raise NotAllowed("这场培训已经结束，签到已停止。到场没有签上的，请组织人补登。")


def _need_tickable(session: TrainingSession) -> None:
    today = clock.today()
    if session.state == CANCELLED:
        raise NotAllowed("这场培训已经取消。")
    if session.held_on > today:
        raise NotAllowed(f"培训安排在{in_words(session.held_on)}，还没有举办，不能登记到场。")
    if session.state != PLANNED and session.ended_on and session.ended_on < today - timedelta(days=TICK_DAYS):
        raise NotAllowed(f"培训结束登记已过{TICK_DAYS}天，到场名单不能再改。")


def _meant(town: Actor, name: str) -> Unit | None:
    """The unit that bears exactly the name which was typed, held; None where there is none or more than one."""
    there = Unit.objects.within(town.scope).filter(name=name.strip(), ended_on__isnull=True)
    found = list(there.values_list("pk", flat=True)[:2]) if name.strip() else []
    return hold_unit(town, found[0]) if len(found) == 1 else None


def _foreseen(rows: Any, unit: Unit, group: str) -> Attendee | None:
    """The row of a unit that was invited and of which nobody has come yet."""
    found: Attendee | None = rows.filter(
        unit=unit, group=group, person__isnull=True, signed_on__isnull=True
    ).first()
    return found


def _placed(row: Attendee, unit: Unit | None, cells: Collection[str]) -> None:
    if unit is not None:
        row.recorded_cell, row.recorded_category = unit.cell_path, unit.category
    elif not row.recorded_cell:
        row.recorded_cell = min(cells, default="0" * (SEGMENT_DIGITS - 1) + "1")


def _mark(row: Attendee, *, ticked: bool) -> None:
    row.signed_at, row.signed_on, row.ticked = clock.now(), clock.today(), ticked
    row.ticket = new_code() + new_code()


def _signed(actor: Actor, session: TrainingSession, row: Attendee, *, ticked: bool = False) -> Attendee:
    """Written down, with the exam drawn."""
    _mark(row, ticked=ticked)
    row.save()
    draw_exams(session, [row])
    given = {"title": session.title, "name": row.name, "where": row.where}
    events.record(actor, "add_attendee" if ticked else "sign_in_training", session, given=given)
    return row

"""Verbs of units."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from pypinyin import Style, lazy_pinyin

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete, NotAllowed, Stale
from bihuan.core.ids import new_id
from bihuan.core.scope import Scope
from bihuan.grid.models import Cell, Department
from bihuan.units.models import Certificate, Unit, UnitState
from bihuan.units.rules import (
    CERTIFICATES,
    ENDS,
    HELD_BY_PERSONS,
    STATES,
    check_valid_until,
    clean_unit,
)

FIELDS = (
    "name",
    "category",
    "uscc",
    "address",
    "head",
    "phone",
    "employees",
    "above_scale_from",
    "above_scale_to",
    "pilot_from",
    "details",
)


@transaction.atomic
def register_unit(actor: Actor, *, opened_on: date, unit_id: UUID | None = None, **given: Any) -> Unit:
    """登记监管对象: put a unit into the register from a day on.

    `given` holds values of FIELDS and `cell_id`, `department_id`. Raises Incomplete naming the wrong fields.
    """
    actor.need("units")
    cleaned = _clean(actor, given)
    unit, state, entry = new_unit(actor, unit_id or new_id(), opened_on, cleaned)
    unit.save(force_insert=True)
    state.save(force_insert=True)
    events.record_all(actor, [entry])
    return unit


def new_unit(
    actor: Actor, unit_id: UUID, opened_on: date, cleaned: dict[str, Any]
) -> tuple[Unit, UnitState, events.Entry]:
    """The rows of a unit that is registered, not yet written, and the entry for the log."""
    unit = Unit(id=unit_id, town_id=actor.town, opened_on=opened_on, **cleaned)
    state = UnitState(town_id=actor.town, unit=unit, state="open", from_on=opened_on, reason="登记")
    given = {**_told(cleaned), "opened_on": opened_on}
    return unit, state, events.Entry("register_unit", unit, given)


@transaction.atomic
def revise_unit(actor: Actor, unit_id: UUID, *, version: int, **given: Any) -> Unit:
    """修改监管对象: change a unit's particulars. History stays as it was recorded."""
    actor.need("units")
    unit = actor.find(Unit, unit_id, what="个监管对象")
    events.record_all(actor, [put_particulars(actor, unit, version, given)])
    return actor.find(Unit, unit.pk, what="个监管对象")


def put_particulars(actor: Actor, unit: Unit, version: int, given: dict[str, Any]) -> events.Entry:
    """Write a unit's changed particulars down. To be called by an action that has checked the right, inside its transaction; that
    action records the entry given back. Raises Incomplete and Stale."""
    cleaned = _clean(actor, given, known=unit)
    changed = (
        Unit.objects.within(actor.scope)
        .filter(pk=unit.pk, version=version)
        .update(version=F("version") + 1, **cleaned)
    )
    if not changed:
        raise Stale("这个监管对象刚刚被别人修改过。请核对最新内容后再保存，您填写的内容还在。")
    return events.Entry("revise_unit", unit, _told(cleaned))


Hold = Callable[[Actor, Unit, str], str]
_HOLDS: list[Hold] = []


def declare_hold(why: Hold) -> None:
    """Name a reason of a later app for which a unit's state cannot be changed by hand: `why(actor, unit, state)` says it, or ""."""
    _HOLDS.append(why)


@transaction.atomic
def change_state(actor: Actor, unit_id: UUID, *, state: str, from_on: date, reason: str) -> Unit:
    """变更状态: paused, banned, closed or open again, from a day on. A closed or banned unit leaves the register. NotAllowed where
    something holds it (see `declare_hold`)."""
    actor.need("units" if actor.may("units") else "decide")
    unit = actor.find(Unit, unit_id, what="个监管对象")
    if "withdrawn" in (state, unit.state):
        raise NotAllowed("登记的撤销只能由撤销导入办理；已撤销登记的，请重新登记。")
    for hold in _HOLDS:
        if why := hold(actor, unit, state):
            raise NotAllowed(why)
    events.record_all(actor, [put_into_state(actor, unit, state=state, from_on=from_on, reason=reason)])
    return unit


def put_into_state(actor: Actor, unit: Unit, *, state: str, from_on: date, reason: str) -> events.Entry:
    """Write a unit's new state down and bring the loaded row up to it. To be called by an action that has checked the
    right, inside its transaction; that action records the entry given back."""
    if state not in STATES:
        raise Incomplete("没有这种状态。", {"state": "请从列表中选择。"})
    if not reason.strip():
        raise Incomplete("请填写变更原因。", {"reason": "请填写变更原因。"})
    before = unit.state
    ended_on = from_on if state in ENDS else None
    Unit.objects.within(actor.scope).filter(pk=unit.pk).update(
        state=state, ended_on=ended_on, version=F("version") + 1
    )
    UnitState(town_id=actor.town, unit=unit, state=state, from_on=from_on, reason=reason).save(
        force_insert=True
    )
    unit.state, unit.ended_on, unit.version = state, ended_on, unit.version + 1
    given = {"reason": reason, "from_on": from_on}
    return events.Entry("change_state", unit, given, before=before, after=state)


@transaction.atomic
def register_certificate(
    actor: Actor, unit_id: UUID, *, kind: str, number: str, valid_until: date | None, holder: str = ""
) -> Certificate:
    """登记证照: a certificate of a unit, or of a person who works there, with the day until which it is good."""
    actor.need("units")
    unit = actor.find(Unit, unit_id, what="个监管对象")
    wrong = _wrong_certificate(kind, number, holder, valid_until)
    same = Certificate.objects.within(Scope.whole_town(actor.town)).filter(
        unit=unit, kind=kind, number=number.strip(), holder=holder.strip(), ended_on__isnull=True
    )
    if not wrong and same.exists():
        wrong["number"] = "这个证照已经登记；换发新证的请在原证上按“换证”。"
    if wrong:
        raise Incomplete("".join(wrong.values()), wrong)
    return _new_certificate(actor, "register_certificate", unit, kind, number, holder, valid_until)


@transaction.atomic
def renew_certificate(
    actor: Actor, certificate_id: UUID, *, number: str, valid_until: date | None
) -> Certificate:
    """换证: the certificate is replaced by a new one of the same kind and holder."""
    actor.need("units")
    old = actor.find(Certificate, certificate_id, what="个证照")
    if wrong := _wrong_certificate(old.kind, number, old.holder, valid_until):
        raise Incomplete("".join(wrong.values()), wrong)
    _end_certificate(actor, old)
    return _new_certificate(actor, "renew_certificate", old.unit, old.kind, number, old.holder, valid_until)


@transaction.atomic
def end_certificate(actor: Actor, certificate_id: UUID, *, reason: str) -> Certificate:
    """停用证照: withdrawn, or its holder has left; it is not reminded of any more."""
    actor.need("units")
    old = actor.find(Certificate, certificate_id, what="个证照")
    if not reason.strip():
        raise Incomplete("请填写停用原因。", {"reason": "请填写停用原因。"})
    _end_certificate(actor, old)
    given = {"certificate": old.label, "number": old.number, "reason": reason.strip()}
    events.record(actor, "end_certificate", old.unit, given=given)
    return old


def _wrong_certificate(kind: str, number: str, holder: str, valid_until: date | None) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if kind not in CERTIFICATES:
        wrong["kind"] = "请选择证照种类。"
    if not number.strip():
        wrong["number"] = "请填写证照编号。"
    if kind in HELD_BY_PERSONS and not holder.strip():
        wrong["holder"] = "这种证由个人持有，请填写持证人。"
    if why := check_valid_until(valid_until, clock.today()):
        wrong["valid_until"] = why
    return wrong


def _new_certificate(
    actor: Actor, action: str, unit: Unit, kind: str, number: str, holder: str, valid_until: date | None
) -> Certificate:
    """Write the row and its event, whose subject is the unit; the log keeps no holder's name."""
    assert valid_until is not None
    certificate = Certificate(
        id=new_id(),
        town_id=actor.town,
        unit=unit,
        kind=kind,
        number=number.strip(),
        holder=holder.strip(),
        valid_until=valid_until,
        registered_on=clock.today(),
    )
    certificate.save(force_insert=True)
    given = {"certificate": certificate.label, "number": certificate.number, "valid_until": valid_until}
    events.record(actor, action, unit, given=given)
    return certificate


def _end_certificate(actor: Actor, certificate: Certificate) -> None:
    changed = (
        Certificate.objects.within(Scope.whole_town(actor.town))
        .filter(pk=certificate.pk, ended_on__isnull=True)
        .update(ended_on=clock.today())
    )
    if changed != 1:
        raise Stale("这个证照刚刚已经换证或者停用。请刷新后核对。")
    certificate.ended_on = clock.today()


def initials_of(name: str) -> str:
    """First letters of a name's pinyin, for search: 永安木业 → yamy."""
    return "".join(lazy_pinyin(name, style=Style.FIRST_LETTER, errors="ignore")).lower()[:100]


def _clean(actor: Actor, given: dict[str, Any], known: Unit | None = None) -> dict[str, Any]:
    """The values as they are stored, or Incomplete with a message for each wrong field."""
    values, wrong = clean_unit(
        {name: given[name] for name in FIELDS if name in given},
        name=known.name if known else "",
        category=known.category if known else "",
        uscc=known.uscc if known else "",
    )
    if wrong:
        raise Incomplete("".join(wrong.values()), wrong)
    name = values["name"]
    values |= {"initials": initials_of(name)}
    if "cell_id" in given:
        cell = actor.find(Cell, given["cell_id"], what="个网格") if given["cell_id"] else None
        values |= {"cell": cell, "cell_path": cell.path if cell else ""}
    if "department_id" in given:
        department = given["department_id"]
        values["department"] = actor.find(Department, department, what="个部门") if department else None
    if known is None:
        place = {"cell": values.get("cell"), "address": values.get("address", "")}
        if (
            Unit.objects.within(Scope.whole_town(actor.town))
            .filter(name=name, ended_on__isnull=True, **place)
            .exists()
        ):
            raise Incomplete(
                "同一网格、同一地址的同名监管对象已经登记。", {"name": "已经登记，请搜索后直接使用。"}
            )
    if values["uscc"]:
        same = Unit.objects.within(Scope.whole_town(actor.town)).filter(
            uscc=values["uscc"], address=values.get("address", known.address if known else "")
        )
        if same.exclude(pk=known.pk if known else None).exists():
            raise Incomplete(
                "同一代码、同一地址的监管对象已经登记。", {"uscc": "同一地址已登记，请搜索后直接使用。"}
            )
    return values


def _told(cleaned: dict[str, Any]) -> dict[str, Any]:
    """What the log keeps of a unit's values: no phone, no head's name."""
    return {key: value for key, value in cleaned.items() if key not in ("phone", "head", "initials")} | {
        "at": clock.now()
    }

"""What is kept on a unit: persons to speak to, papers, and where it lies."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from bihuan.core import clock, events, files
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete
from bihuan.core.ids import new_id
from bihuan.core.scope import Scope
from bihuan.units.actions.ending import end_today
from bihuan.units.actions.holding import hold_unit, hold_units
from bihuan.units.actions.register import register_unit
from bihuan.units.geometry import FAR_KM, Point, check_position, distance_km, to_wgs84
from bihuan.units.models import Contact, Document, Unit
from bihuan.units.queries import middle
from bihuan.units.rules import CONTACT_ROLES, DOCUMENT_KINDS, check_phone

ENDED = "刚刚已经有人停用。请刷新后核对。"


@transaction.atomic
def register_contact(
    actor: Actor, unit_id: UUID, *, role: str, name: str, phone: str, from_on: date | None = None
) -> Contact:
    """登记联系人: a person to speak to at a unit, from a day on (today). The log keeps neither name nor phone."""
    actor.need("units")
    unit = hold_unit(actor, unit_id)
    wrong: dict[str, str] = {}
    if role not in CONTACT_ROLES:
        wrong["role"] = "请选择身份。"
    if not name.strip():
        wrong["name"] = "请填写姓名；值班电话填“值班室”。"
    if why := check_phone(phone.strip()):
        wrong["phone"] = why
    if wrong:
        raise Incomplete("".join(wrong.values()), wrong)
    contact = Contact(
        id=new_id(),
        town_id=actor.town,
        unit=unit,
        role=role,
        name=name.strip(),
        phone=phone.strip(),
        from_on=from_on or clock.today(),
    )
    contact.save(force_insert=True)
    events.record(actor, "register_contact", unit, given={"role": role, "contact": contact.pk})
    return contact


@transaction.atomic
def end_contact(actor: Actor, contact_id: UUID) -> Contact:
    """停用联系人: the person is no longer there."""
    actor.need("units")
    contact = actor.find(Contact, contact_id, what="个联系人")
    end_today(actor, contact, ENDED)
    events.record(actor, "end_contact", contact.unit, given={"role": contact.role, "contact": contact.pk})
    return contact


@transaction.atomic
def keep_document(
    actor: Actor,
    unit_id: UUID,
    *,
    kind: str,
    title: str,
    file: UUID | None,
    dated_on: date | None = None,
    note: str = "",
) -> Document:
    """存资料: keep a paper of the unit's own; a picture or a PDF that was uploaded before (`core.files`)."""
    actor.need("units")
    unit = hold_unit(actor, unit_id)
    wrong: dict[str, str] = {}
    if kind not in DOCUMENT_KINDS:
        wrong["kind"] = "请选择种类。"
    if not title.strip():
        wrong["title"] = "请填写名称。"
    if dated_on and dated_on > clock.today():
        wrong["dated_on"] = "资料日期晚于今天，请核对。"
    if file is None:
        wrong["file"] = "请选择文件（照片或PDF）。"
    if wrong or file is None:
        raise Incomplete("".join(wrong.values()), wrong)
    document = Document(
        id=new_id(),
        town_id=actor.town,
        unit=unit,
        kind=kind,
        title=title.strip(),
        dated_on=dated_on,
        note=note.strip(),
        file=files.owned(actor, [file])[0],
        from_on=clock.today(),
    )
    document.save(force_insert=True)
    given = {"kind": kind, "title": document.title, "document": document.pk, "sha256": document.file.sha256}
    events.record(actor, "keep_document", unit, given=given)
    return document


@transaction.atomic
def end_document(actor: Actor, document_id: UUID, *, reason: str) -> Document:
    """停用资料: out of date or kept by mistake; the file stays."""
    actor.need("units")
    document = actor.find(Document, document_id, what="份资料")
    if not reason.strip():
        raise Incomplete("请填写停用原因。", {"reason": "请填写停用原因。"})
    end_today(actor, document, ENDED)
    given = {"title": document.title, "document": document.pk, "reason": reason.strip()}
    events.record(actor, "end_document", document.unit, given=given)
    return document


@transaction.atomic
def register_unit_there(actor: Actor, *, place: Mapping[str, Any] | None, **given: Any) -> Unit:
    """登记监管对象并标注位置: both or neither; `place` is what `place_unit` asks for, None where it is to be told later."""
    unit = register_unit(actor, **given)
    return place_unit(actor, unit.pk, **place) if place else unit


@transaction.atomic
def place_unit(
    actor: Actor,
    unit_id: UUID,
    *,
    latitude: float,
    longitude: float,
    datum: str = "wgs84",
    sure: bool = False,
) -> Unit:
    """标注位置: where a unit lies, in degrees; kept as WGS 84 whatever map the pin was read off (`datum`). A place far from
    the town's other units is taken only from one who is `sure`."""
    actor.need("units")
    unit = hold_unit(actor, unit_id)
    if why := check_position(latitude, longitude, datum):
        raise Incomplete(why, {"latitude": why})
    point = to_wgs84(Point(latitude, longitude), datum)
    others = middle(actor.town, without=unit.pk)
    if others and not sure and (far := distance_km(point, others)) > FAR_KM:
        why = f"这个位置离本镇其他监管对象约{far:.0f}公里，请核对经纬度是否填反或填错；确实无误的，勾选“位置无误”再保存。"
        raise Incomplete(why, {"latitude": why})
    placed = {"latitude": round(point.latitude, 6), "longitude": round(point.longitude, 6)}
    Unit.objects.within(Scope.whole_town(actor.town)).filter(pk=unit.pk).update(
        version=F("version") + 1, **placed
    )
    given = {name: str(value) for name, value in placed.items()} | {"datum": datum}
    events.record(actor, "place_unit", unit, given=given)
    unit.latitude, unit.longitude, unit.version = *placed.values(), unit.version + 1
    return unit


@transaction.atomic
def place_units(actor: Actor, places: Mapping[UUID, tuple[float, float]]) -> int:
    """批量标注位置: where units lie as a survey brings it, degrees north and east of WGS 84; those that lie there already, that are stubs or not the
    actor's are left. Each is told of in the log. Returns how many were placed."""
    actor.need("units")
    for north, east in places.values():
        if why := check_position(north, east, "wgs84"):
            raise Incomplete(why)
    hold_units(actor, places)
    found = list(
        Unit.objects.within(actor.scope).filter(pk__in=list(places), merged_into__isnull=True).order_by("pk")
    )
    placed = []
    for unit in found:
        at = tuple(round(one, 6) for one in places[unit.pk])
        if (unit.latitude, unit.longitude) != at:
            unit.latitude, unit.longitude = at
            unit.version += 1
            placed.append(unit)
    Unit.objects.within(Scope.whole_town(actor.town)).bulk_update(
        placed, ["latitude", "longitude", "version"]
    )
    if placed:
        events.record_all(
            actor,
            [
                events.Entry(
                    "place_unit",
                    unit,
                    {"latitude": str(unit.latitude), "longitude": str(unit.longitude), "datum": "wgs84"},
                )
                for unit in placed
            ],
        )
    return len(placed)

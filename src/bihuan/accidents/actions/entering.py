"""Verbs of what is heard of an accident: entered by whoever hears it, corrected with a reason, with photos."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from bihuan.accidents import rules
from bihuan.accidents.actions import steps
from bihuan.accidents.actions.knowing import new_toll
from bihuan.accidents.models import Accident, AccidentPhoto, Toll
from bihuan.core import clock, events, files
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete
from bihuan.core.events import Entry
from bihuan.core.ids import new_id
from bihuan.core.moving import insert_once
from bihuan.core.numbering import next_number
from bihuan.core.scope import Scope
from bihuan.figures.actions import recount_all
from bihuan.grid.models import Cell
from bihuan.grid.queries import cells_in_force
from bihuan.risks.accident_kinds import accident_kinds
from bihuan.risks.actions import review_after_accident
from bihuan.units.actions import hold_unit
from bihuan.units.models import Unit
from bihuan.units.rules import CATEGORIES

WORDS = {
    "unit": "事故单位",
    "place": "事故地点",
    "cell": "所在网格",
    "happened_at": "发生时间",
    "heard_at": "接报时间",
    "heard_from": "报告人、来源",
    "unit_heard_at": "单位负责人接报时间",
    "brief": "简要经过",
    "kind": "事故类型",
    "recorded_category": "行业",
    "latitude": "纬度",
    "longitude": "经度",
}


@dataclass(frozen=True)
class Heard:
    """What is heard of an accident. Of a unit the place may be left out: it is the unit's address. `heard_at` None: this moment.
    `latitude`, `longitude` in degrees of WGS 84, both or none. `category`: of an accident at no unit."""

    brief: str
    happened_at: datetime
    unit: UUID | None = None
    place: str = ""
    cell: UUID | None = None
    heard_at: datetime | None = None
    heard_from: str = ""
    unit_heard_at: datetime | None = None
    kind: str = ""
    category: str = ""
    latitude: float | None = None
    longitude: float | None = None


@transaction.atomic
def enter_accident(
    actor: Actor,
    heard: Heard,
    counts: rules.Counts,
    *,
    accident_id: UUID | None = None,
    photos: Sequence[UUID] = (),
) -> Accident:
    """登记事故: by the office, by whoever keeps the place, by whoever answers for the unit; at once, with what a call tells. The clocks run
    from the moment of hearing, and the unit's risk points are to be evaluated anew. `accident_id` comes from the page, so that pressing twice
    enters it once (NotAllowed). Incomplete names the fields."""
    actor.need("accidents|report_accident")
    unit = _unit(actor, heard)
    values = _cleaned(actor, heard, unit)
    if wrong := rules.check_counts(counts):
        raise Incomplete("".join(wrong.values()), wrong)
    now = clock.now()
    year = clock.town_day(values["happened_at"]).year
    row = Accident(
        id=accident_id or new_id(),
        town_id=actor.town,
        number=rules.accident_number(year, next_number(actor.town, "accident", year)),
        department_id=unit.department_id if unit else None,
        entered_at=now,
        entered_by_id=actor.person_id,
        **values,
    )
    for name, at in steps.terms(row).items():
        setattr(row, name, at)
    insert_once(row, "这起事故已经登记过，请到事故列表中查看。")
    first = new_toll(actor, row, counts, row.heard_at)
    first.counts_from = row.happened_on
    first.save(force_insert=True)
    _keep_photos(actor, row, photos)
    given = {"number": row.number, "where": row.where, "toll": counts.in_words(), "note": row.brief}
    told = [Entry("enter_accident", row, given, after=row.state)]
    if unit:
        told += review_after_accident(actor, unit, f"{row.number} {row.brief}")
    events.record_all(actor, told)
    return row


@transaction.atomic
def correct_accident(actor: Actor, accident_id: UUID, heard: Heard, *, version: int, reason: str) -> Accident:
    """更正事故信息: what was heard wrongly. The log keeps what stood before, with the reason; the clocks and the days of the toll follow, and
    figures count by what is right."""
    actor.need("accidents|report_accident")
    unit = _unit(actor, heard)
    row = steps.amended(actor, accident_id, version)
    values = _cleaned(actor, heard, unit, known=row)
    first, *later = Toll.objects.within(actor.scope).filter(accident=row)
    if later and values["heard_at"] > later[0].known_at:
        raise Incomplete(
            "接报时间晚于已经登记的伤亡变化，请核对。", {"heard_at": "不能晚于已登记的伤亡变化时间。"}
        )
    if not reason.strip():
        raise Incomplete("请填写更正原因。", {"reason": "请填写更正原因，如“经核实，发生时间为9时40分”。"})
    before = {name: getattr(row, name) for name in values}
    changed = {name: (before[name], value) for name, value in values.items() if before[name] != value}
    if not changed:
        raise Incomplete("没有改动。请先改正有误的内容，再提交。", {"reason": "没有改动。"})
    moved = row.happened_on.replace(day=1) != values["happened_on"].replace(day=1)
    fresh_unit = unit is not None and unit.pk != row.unit_id
    steps.touch(row, **values, department_id=unit.department_id if unit else None)
    steps.touch(row, **steps.terms(row), pressed_at=None, late_noted_at=None)
    Toll.objects.within(Scope.whole_town(actor.town)).filter(pk=first.pk).update(known_at=row.heard_at)
    steps.recount(row)
    if moved:
        recount_all(actor.town)
    given = {
        "reason": reason.strip(),
        "changed": [_said(name, *pair) for name, pair in changed.items() if name in WORDS],
    }
    told = [Entry("correct_accident", row, given)]
    if fresh_unit and unit:
        told += review_after_accident(actor, unit, f"{row.number} {row.brief}")
    events.record_all(actor, told)
    return row


def _unit(actor: Actor, heard: Heard) -> Unit | None:
    """The unit that was named, held; whoever acts for one names it, or would not see what was entered."""
    if heard.unit:
        return hold_unit(actor, heard.unit)
    if actor.seat:
        raise Incomplete("请填写发生事故的单位。", {"unit": "请填写本单位。"})
    return None


@transaction.atomic
def add_photos(actor: Actor, accident_id: UUID, *, photos: Sequence[UUID]) -> int:
    """补充照片: of the scene, or scans of papers about it. Returns how many are new."""
    actor.need("accidents|report_accident")
    row = actor.hold(Accident, accident_id, what=steps.WHAT)
    if not photos:
        raise Incomplete("请选择照片。", {"photos": "请选择照片。"})
    count = _keep_photos(actor, row, photos)
    if count:
        events.record(actor, "add_accident_photos", row, given={"count": count})
    return count


def _keep_photos(actor: Actor, row: Accident, photos: Sequence[UUID]) -> int:
    if not photos:
        return 0
    kept = files.owned(actor, list(photos))
    there = set(AccidentPhoto.objects.within(actor.scope).filter(accident=row).values_list("file", flat=True))
    fresh = list({one.pk: one for one in kept if one.pk not in there}.values())
    AccidentPhoto.objects.bulk_create(
        AccidentPhoto(
            town_id=actor.town, accident=row, file=one, added_at=clock.now(), added_by_id=actor.person_id
        )
        for one in fresh
    )
    return len(fresh)


def _cleaned(actor: Actor, heard: Heard, unit: Unit | None, known: Accident | None = None) -> dict[str, Any]:
    """The columns of what was heard. Raises Incomplete."""
    now = clock.now()
    # To the minute, as clocks are read and forms are filled: or who corrects a place would correct the seconds.
    heard_at = heard.heard_at or (known.heard_at if known else now.replace(second=0, microsecond=0))
    wrong = rules.check_times(
        happened_at=heard.happened_at, heard_at=heard_at, unit_heard_at=heard.unit_heard_at, now=now
    )
    place = heard.place.strip() or (
        f"{unit.name}{f'（{unit.address}）' if unit.address else ''}" if unit else ""
    )
    if not place:
        wrong["place"] = "请填写事故地点；发生在某一单位的，填写单位名称即可。"
    if not heard.brief.strip():
        wrong["brief"] = "请写明发生了什么，如“工人从梯子上跌落，腿部骨折，已送医”。"
    happened_on = clock.town_day(heard.happened_at)
    offered = accident_kinds(happened_on)
    if heard.kind and heard.kind not in offered and not (known and known.kind == heard.kind):
        wrong["kind"] = "请从列表中选择事故类型；列表随发生日期施行的国家标准而定。"
    if heard.category and heard.category not in CATEGORIES:
        wrong["category"] = "请从列表中选择行业。"
    if (heard.latitude is None) != (heard.longitude is None):
        wrong["latitude"] = "经度、纬度应同时填写。"
    elif heard.latitude is not None and not (3 < heard.latitude < 54 and 73 < (heard.longitude or 0) < 136):
        wrong["latitude"] = "坐标不在国内，请核对：纬度在前，经度在后。"
    if wrong:
        raise Incomplete("".join(wrong.values()), wrong)
    cell = _cell(actor, heard, unit)
    return {
        "unit": unit,
        "place": place[:100],
        "cell": cell,
        "happened_at": heard.happened_at,
        "happened_on": happened_on,
        "heard_at": heard_at,
        "heard_from": heard.heard_from.strip(),
        "unit_heard_at": heard.unit_heard_at,
        "brief": heard.brief.strip(),
        "kind": heard.kind,
        "latitude": heard.latitude,
        "longitude": heard.longitude,
        "recorded_cell": cell.path,
        "recorded_category": unit.category if unit else heard.category,
    }


def _cell(actor: Actor, heard: Heard, unit: Unit | None) -> Cell:
    """Where an accident lies: the unit's cell, the one chosen, else the highest that the actor keeps."""
    if unit and unit.cell:
        return unit.cell
    if heard.cell:
        return actor.find(Cell, heard.cell, what="个网格")
    today = clock.today()
    own = cells_in_force(actor.scope, today).first()
    top: Cell | None = own or cells_in_force(Scope.whole_town(actor.town), today).first()
    assert top is not None
    return top


def _said(name: str, before: Any, after: Any) -> str:
    """发生时间：2026-06-02 09:00→2026-06-02 09:40."""
    return f"{WORDS[name]}：{_plain(before)}→{_plain(after)}"


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return f"{value.astimezone(clock.TOWN_TIME):%Y-%m-%d %H:%M}"
    return "空" if value in (None, "") else str(value)

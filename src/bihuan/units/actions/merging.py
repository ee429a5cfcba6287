"""Two rows for one unit become one, and nothing is lost."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete, NotAllowed, Stale
from bihuan.core.ids import new_id
from bihuan.core.moving import hold_town
from bihuan.core.scope import Scope
from bihuan.grid.queries import cell_in_use
from bihuan.units.actions.places import put_into
from bihuan.units.actions.register import told_of
from bihuan.units.actions.states import held, put_into_state
from bihuan.units.following import FOLLOWERS
from bihuan.units.likeness import taken
from bihuan.units.models import Contact, Unit
from bihuan.units.queries import MERGED_FIELDS, particulars
from bihuan.units.rules import CATEGORIES

Versions = tuple[int, int]


@transaction.atomic
def merge_units(
    actor: Actor, kept_id: UUID, gone_id: UUID, *, versions: Versions, choices: Mapping[str, str], reason: str
) -> Unit:
    """合并监管对象: one unit takes over all that belongs to another, which stays as a stub that leads to it.

    `versions` are those of the two as the page showed them; `choices` says of each field of MERGED_FIELDS whose value
    stands ("kept", "gone"). What was recorded (cell, category, unit of a visit) stays as recorded; both events name every
    row that went over.
    """
    actor.need("units")
    hold_town(actor)
    kept, gone = _both(actor, kept_id, gone_id, takes_cell=choices.get("cell") == "gone")
    if (kept.version, gone.version) != versions:
        raise Stale("这两个监管对象里有一个刚刚被别人修改过。请核对最新内容后再合并。")
    if why := why_not(actor, kept, gone):
        raise NotAllowed(why)
    if not reason.strip():
        raise Incomplete("请填写合并理由。", {"reason": "请填写合并理由，如“同一家店重复登记”。"})
    unknown = [
        name for name, whose in choices.items() if name not in MERGED_FIELDS or whose not in ("kept", "gone")
    ]
    if unknown:
        raise Incomplete("有的项目没有选好，请逐项选择保留哪一个。", {unknown[0]: "请选择。"})
    changed = taken(particulars(kept), particulars(gone), choices)
    _need_own_site(kept, gone, changed)
    told = [_leave(actor, kept, gone, reason.strip())]
    told += _take_over(actor, kept, gone, changed)
    moved = _follow(actor, kept, gone)
    given = {"reason": reason.strip(), "kept": kept, "gone": gone, "moved": moved}
    told.append(events.Entry("merge_unit", kept, given | {"name": gone.name}))
    told.append(events.Entry("merged_into", gone, given | {"name": kept.name}))
    events.record_all(actor, told)
    return kept


def why_not(actor: Actor, kept: Unit, gone: Unit) -> str:
    """Why two units cannot be merged, in words, or ""."""
    if kept.pk == gone.pk:
        return "不能和自己合并，请选择另一个监管对象。"
    for one in (kept, gone):
        if one.ended_on:
            return f"“{one.name}”{one.state_label}，不在册，不能合并；登记有误的，请先恢复。"
    if kept.uscc and gone.uscc and kept.uscc != gone.uscc:
        return "两家的统一社会信用代码不同，是两个单位，不能合并；代码填错的，请先改正。"
    if kept.state != gone.state:
        return f"“{kept.name}”{kept.state_label}，“{gone.name}”{gone.state_label}，请先核实改为一致再合并。"
    return held(actor, gone, "merged")


def _both(actor: Actor, kept_id: UUID, gone_id: UUID, *, takes_cell: bool) -> tuple[Unit, Unit]:
    """The two, held; before them the cell that the one takes over from the other, so that it is not merged away meanwhile."""
    _, gone = (actor.find(Unit, one, what="个监管对象") for one in (kept_id, gone_id))
    if takes_cell and gone.cell_id:
        cell_in_use(actor, gone.cell_id)
    both = Unit.objects.within(Scope.whole_town(actor.town)).filter(pk__in=[kept_id, gone_id])
    rows = {one.pk: one for one in both.order_by("pk").held()}
    return rows[kept_id], rows[gone_id]


def _need_own_site(kept: Unit, gone: Unit, changed: Mapping[str, Any]) -> None:
    """Raises Incomplete where the code and the address that were chosen are those of a third unit."""
    uscc, address = (changed.get(name, getattr(kept, name)) for name in ("uscc", "address"))
    there = Unit.objects.within(Scope.whole_town(kept.town_id)).filter(
        uscc=uscc, address=address, merged_into__isnull=True
    )
    third = there.exclude(pk__in=[kept.pk, gone.pk]).first() if uscc else None
    if third:
        why = f"这个代码和地址已经登记为“{third.name}”。三个都是同一家的，请先和它合并；不是的，请另选代码或地址。"
        raise Incomplete(why, {"uscc": why})


def _leave(actor: Actor, kept: Unit, gone: Unit, reason: str) -> events.Entry:
    """The one leaves the register today, and names where it went; so do those merged into it before."""
    entry = put_into_state(
        actor,
        gone,
        state="merged",
        from_on=clock.today(),
        reason=f"并入“{kept.name}”：{reason}"[:300],
        to=kept.name,
    )
    Unit.objects.within(Scope.whole_town(actor.town)).filter(pk=gone.pk).update(merged_into=kept)
    gone.merged_into = kept
    return entry


def _take_over(actor: Actor, kept: Unit, gone: Unit, changed: dict[str, Any]) -> list[events.Entry]:
    """Write the chosen values. A head or a phone that is replaced stays among the contacts: the log keeps neither."""
    former = (kept.head, kept.phone)
    replaced = any(name in changed and getattr(kept, name) for name in ("head", "phone"))
    if replaced:
        Contact(
            id=new_id(),
            town_id=actor.town,
            unit=kept,
            role="former",
            name=former[0] or "（未登记姓名）",
            phone=former[1],
            from_on=clock.today(),
        ).save(force_insert=True)
    values = dict(changed)
    if "position" in values:
        values["latitude"], values["longitude"] = values.pop("position")
    if "cell" in values:
        values |= put_into(kept, values["cell"], clock.today())
    if "category" in values and "details" not in values:
        allowed = {one.name for one in CATEGORIES[values["category"]].details}
        values["details"] = {name: value for name, value in kept.details.items() if name in allowed}
    visited = [one.last_visited_on for one in (kept, gone) if one.last_visited_on]
    whole = Scope.whole_town(actor.town)
    Unit.objects.within(whole).filter(pk=kept.pk).update(
        version=F("version") + 1, last_visited_on=max(visited, default=None), **values
    )
    for name, value in values.items():
        setattr(kept, name, value)
    kept.version += 1
    return [events.Entry("revise_unit", kept, told_of(values))] if changed else []


def _follow(actor: Actor, kept: Unit, gone: Unit) -> dict[str, list[str]]:
    """Hand over the rows of all that declared it: key of FOLLOWERS → their ids."""
    moved: dict[str, list[str]] = {}
    for key, one in FOLLOWERS.items():
        if not one.moves:
            continue
        rows = one.rows(actor.town, gone.pk)
        if ids := [str(row.pk) for row in rows.order_by("pk").only("pk").held()]:
            rows.update(**{one.field: kept})
            moved[key] = ids
    return moved

"""Verbs of who answers for which trade."""

from collections.abc import Collection
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete, NotAllowed
from bihuan.core.events import Entry
from bihuan.core.models import Town
from bihuan.core.moving import hold_town
from bihuan.core.scope import Scope
from bihuan.grid.models import Department
from bihuan.policies import trades
from bihuan.policies.models import Trade, TradeOwner
from bihuan.policies.owning import proposals, trade_name
from bihuan.units.rules import CATEGORIES

GROUND_MAX, TRADE_MAX = 100, 30


@transaction.atomic
def settle_trade(
    actor: Actor, trade: str, *, lead: UUID | None, beside: Collection[UUID] = (), ground: str = ""
) -> list[TradeOwner]:
    """明确行业主管部门: who leads (None: the town's safety office) and who stands beside, from today on. What held before is ended."""
    actor.need("supervise")
    name = trade_name(actor.scope, trade)
    if lead in beside:
        raise Incomplete("牵头部门不用再选为配合部门。", {"beside": "牵头部门不用再选。"})
    town = hold_town(actor)
    known = Department.objects.within(actor.scope).in_bulk([*filter(None, [lead]), *beside])
    if len(known) < len(set(beside) | ({lead} if lead else set())):
        raise Incomplete("请从列表中选择部门。", {"lead": "请从列表中选择部门。"})
    ends = _ended(actor, [trade])
    before = _told(ends, town)
    owners = [_owner(actor, trade, lead, ground, leads=True)]
    owners += [_owner(actor, trade, one, ground, leads=False) for one in dict.fromkeys(beside)]
    if before == _told(owners, town, known):
        raise NotAllowed("与现在的分工完全相同，没有改动。")
    _write(actor, [trade], owners)
    given = {"trade": name, "was": before, "now": _told(owners, town, known), "ground": ground.strip()}
    events.record(actor, "settle_trade", owners[0], given=given)
    return owners


@transaction.atomic
def adopt_proposals(actor: Actor) -> list[TradeOwner]:
    """按建议明确: each trade that nobody answers for, by the law's default, where the town has such a department."""
    actor.need("supervise")
    town = hold_town(actor)
    found = proposals(actor.scope, clock.today())
    if not found:
        raise NotAllowed("没有可以按建议明确的行业。")
    owners = [_owner(actor, key, one.department, one.ground, leads=True) for key, one in found.items()]
    _write(actor, list(found), owners)
    names = {one.department: one.name for one in found.values()}
    events.record_all(
        actor,
        [
            Entry(
                "settle_trade",
                owner,
                {
                    "trade": found[owner.trade].trade,
                    "was": "",
                    "now": f"{names[owner.department_id] or town.office}牵头",
                    "ground": owner.ground,
                },
            )
            for owner in owners
        ],
    )
    return owners


@transaction.atomic
def add_trade(actor: Actor, *, name: str) -> Trade:
    """新增行业: one that neither the categories nor the law's list knows. It is nobody's until it is settled."""
    actor.need("supervise")
    name = name.strip()
    taken = {one.label for one in trades.ACROSS.values()}
    if not name or len(name) > TRADE_MAX:
        raise Incomplete(f"请填写行业名称（{TRADE_MAX}个字以内）。", {"name": "请填写行业名称。"})
    if name in taken or trade_is_category(name):
        raise Incomplete(f"表里已经有“{name}”。", {"name": "表里已经有了。"})
    row = Trade(town_id=actor.town, name=name, added_on=clock.today())
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise Incomplete(f"表里已经有“{name}”。", {"name": "表里已经有了。"}) from error
    events.record(actor, "add_trade", row, given={"trade": name})
    return row


@transaction.atomic
def end_trade(actor: Actor, trade_id: UUID) -> Trade:
    """停用行业: one of the town's own that is no more, or was entered in error."""
    actor.need("supervise")
    row = actor.hold(Trade, trade_id, what="个行业")
    if row.ended_on:
        raise NotAllowed(f"“{row.name}”已经停用。")
    whole = Scope.whole_town(actor.town)
    Trade.objects.within(whole).filter(pk=row.pk).update(ended_on=clock.today())
    row.ended_on = clock.today()
    TradeOwner.objects.within(whole).filter(trade=str(row.pk), ended_on__isnull=True).update(
        ended_on=clock.today()
    )
    events.record(actor, "end_trade", row, given={"trade": row.name})
    return row


def trade_is_category(name: str) -> bool:
    """Whether a word is a category of units."""
    return any(name == one.label or name in one.also for one in CATEGORIES.values())


def _owner(actor: Actor, trade: str, department: UUID | None, ground: str, *, leads: bool) -> TradeOwner:
    return TradeOwner(
        town_id=actor.town,
        trade=trade,
        department_id=department,
        leads=leads,
        ground=ground.strip()[:GROUND_MAX],
        from_on=clock.today(),
    )


def _ended(actor: Actor, keys: list[str]) -> list[TradeOwner]:
    """What holds now of some trades."""
    rows = TradeOwner.objects.within(Scope.whole_town(actor.town)).filter(
        trade__in=keys, ended_on__isnull=True
    )
    return list(rows.select_related("department"))


def _write(actor: Actor, keys: list[str], owners: list[TradeOwner]) -> None:
    rows = TradeOwner.objects.within(Scope.whole_town(actor.town)).filter(
        Q(trade__in=keys), ended_on__isnull=True
    )
    rows.update(ended_on=clock.today())
    TradeOwner.objects.bulk_create(owners)


def _told(owners: list[TradeOwner], town: Town, known: dict[UUID, Department] | None = None) -> str:
    """城建办牵头，教委办配合."""
    names = [
        (
            str((known or {}).get(one.department_id) or one.department or "")
            if one.department_id
            else town.office,
            one,
        )
        for one in owners
    ]
    return "，".join(
        f"{name}{'牵头' if one.leads else '配合'}"
        for name, one in sorted(names, key=lambda pair: (not pair[1].leads, pair[0]))
    )

"""The table of the three musts (三个必须): each trade, the departments that answer for it, who heads them today, how it stands. The units' own departments
are the ground of it; what the town has settled comes on top."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count

from bihuan.core.errors import NotFound
from bihuan.core.models import Town
from bihuan.core.scope import Scope
from bihuan.grid.models import Post, held_on
from bihuan.policies import trades
from bihuan.policies.models import Trade, TradeOwner
from bihuan.policies.queries import departments
from bihuan.policies.trades import OFFICE, Default, Ruled
from bihuan.units.figures import registered
from bihuan.units.models import Unit
from bihuan.units.rules import CATEGORIES


@dataclass(frozen=True)
class Owner:
    """A department of a trade (the safety office: `id` None), whether it leads, and who heads it today; "" where the post is empty."""

    id: UUID | None
    name: str
    leads: bool
    head: str


@dataclass(frozen=True)
class TradeRow:
    """A line of the table. `depth`: how far below its group; `units`: how many there are of it; `by_units`: nobody has said, its units tell;
    `from_above`: the trade above it that it follows; `proposed`: the town's department that the law's default points to."""

    key: str
    label: str
    depth: int
    standing: str
    owners: tuple[Owner, ...]
    units: int
    says: str
    default: Default
    default_name: str
    proposed: str | None
    ground: str = ""
    by_units: bool = False
    from_above: str = ""
    own: bool = False

    @property
    def is_pressing(self) -> bool:
        return self.standing in trades.PRESSING

    @property
    def is_idle(self) -> bool:
        """Whether the town has nothing of it, and nobody has said whose it would be."""
        return self.standing == trades.NONE


@dataclass(frozen=True)
class Proposal:
    """What a gap is closed with: the department (None: the safety office), its name, the trade's, the law."""

    department: UUID | None
    name: str
    trade: str
    ground: str


def trade_name(scope: Scope, key: str) -> str:
    """What a trade is called; NotFound for none."""
    if key in CATEGORIES:
        return CATEGORIES[key].label
    if key in trades.ACROSS:
        return trades.ACROSS[key].label
    try:
        own = Trade.objects.within(scope).filter(pk=UUID(key), ended_on__isnull=True).first()
    except ValueError:
        own = None
    if own is None:
        raise NotFound("没有找到这个行业，请返回表格重新选择。")
    return str(own.name)


def trade_rows(scope: Scope, on: date) -> list[TradeRow]:
    """The whole table, in the order of the categories, then what cuts across them, then the town's own. Six queries, however many units."""
    whole = Scope.whole_town(scope.town)
    town = Town.objects.of(whole)
    known = departments(scope)
    heads = _heads(whole, on)
    rulings, grounds = _rulings(whole)
    counts = _counts(whole, on)
    own = list(Trade.objects.within(whole).filter(ended_on__isnull=True))
    keys = [
        *((code, one.label, code.count("."), False) for code, one in CATEGORIES.items()),
        *((key, one.label, 0, False) for key, one in trades.ACROSS.items()),
        *((str(one.pk), one.name, 0, True) for one in own),
    ]
    rows = []
    for key, label, depth, is_own in keys:
        at, ruled = trades.ruling_of(key, rulings)
        units = counts.get(key, {})
        stands = trades.standing(ruled, units, always=key not in CATEGORIES)
        default = trades.default_of(key)
        names = _names(ruled, units)
        rows.append(
            TradeRow(
                key=key,
                label=label,
                depth=depth,
                standing=stands,
                owners=tuple(
                    Owner(known.get(name), name or town.office, leads, heads.get(known.get(name), ""))
                    for name, leads in names
                ),
                units=sum(units.values()),
                says=trades.said(stands, ruled, units, town.office),
                default=default,
                default_name=default.named(on),
                proposed=trades.proposed(default, known),
                ground=grounds.get(at, ""),
                by_units=ruled.lead is None and bool(names),
                from_above=trade_label(at) if at and at != key else "",
                own=is_own,
            )
        )
    return rows


def trade_label(key: str) -> str:
    """What a category or a trade across them is called."""
    return CATEGORIES[key].label if key in CATEGORIES else trades.ACROSS[key].label


def proposals(scope: Scope, on: date) -> dict[str, Proposal]:
    """Of each trade that nobody answers for, the department that the law's default points to, where the town has one."""
    known, found = departments(scope), {}
    for row in trade_rows(scope, on):
        if row.standing == trades.GAP and row.proposed is not None:
            name = row.proposed
            found[row.key] = Proposal(known.get(name), name, row.label, row.default.law)
    return found


def of_department(rows: Iterable[TradeRow], ids: Iterable[UUID | None]) -> list[TradeRow]:
    """The trades for which some departments answer."""
    mine = set(ids)
    return [row for row in rows if any(owner.id in mine for owner in row.owners)]


def _names(ruled: Ruled, units: dict[str | None, int]) -> list[tuple[str, bool]]:
    """The departments of a trade and whether each leads: as settled, else as its units are registered."""
    if ruled.lead is not None:
        return [(ruled.lead, True), *((name, False) for name in ruled.beside)]
    named = sorted((name for name in units if name), key=lambda name: -units[name])
    return [(name, len(named) == 1) for name in named]


def _rulings(whole: Scope) -> tuple[dict[str, Ruled], dict[str, str]]:
    """What the town has settled, and on what ground, by trade."""
    rows = TradeOwner.objects.within(whole).filter(ended_on__isnull=True).select_related("department")
    lead: dict[str, str] = {}
    beside: dict[str, list[str]] = defaultdict(list)
    grounds: dict[str, str] = {}
    for one in rows:
        name = one.department.name if one.department else OFFICE
        if one.leads:
            lead[one.trade], grounds[one.trade] = name, one.ground
        else:
            beside[one.trade].append(name)
    return {key: Ruled(name, tuple(beside[key])) for key, name in lead.items()}, grounds


def _counts(whole: Scope, on: date) -> dict[str, dict[str | None, int]]:
    """How many registered units each category has, by their department."""
    rows = Unit.objects.within(whole).filter(registered(on)).order_by()
    found: dict[str, dict[str | None, int]] = defaultdict(dict)
    for code, name, count in rows.values_list("category", "department__name").annotate(n=Count("pk")):
        found[code][name] = count
    return found


def _heads(whole: Scope, on: date) -> dict[UUID | None, str]:
    """Who heads each department today, and (None) the safety office."""
    held = Post.objects.within(whole).filter(held_on(on), kind__in=("department_head", "safety_head"))
    found: dict[UUID | None, list[str]] = defaultdict(list)
    for department, name in held.order_by("from_on", "pk").values_list("department", "person__name"):
        found[department].append(name)
    return {key: "、".join(names) for key, names in found.items()}

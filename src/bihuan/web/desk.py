"""The desk: what waits for a person today, by what the person's posts give the right to do. It counts nothing itself;
numbers are figures."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import Case, F, Q, QuerySet, Value, When
from django.urls import reverse

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.figures.tiles import Tile, latest_year, tiles
from bihuan.grid.queries import tree, without_password
from bihuan.hazards.lifecycle import FOUND, ORDERED, REPORTED
from bihuan.hazards.models import Hazard
from bihuan.hazards.queries import open_hazards
from bihuan.inspections.choices import neighbours

SHOWN = 8
FIGURES = (
    "inspect.visits",
    "hazards.found",
    "hazards.rate",
    "hazards.open",
    "hazards.overdue",
    "docs.order",
)
ACCOUNT_FIGURES = ("grid.cells", "grid.uncovered", "grid.members", "units.unplaced")

Mark = tuple[str, str, str]  # kind, icon and word of a badge


@dataclass(frozen=True)
class Item:
    """One thing to do: what, where, how it presses, and the page where it is done."""

    text: str
    where: str
    url: str
    mark: Mark | None = None
    mine: bool = False


@dataclass(frozen=True)
class Section:
    """Things of one kind, the most pressing first; `more` leads to all of them, "" where all are shown."""

    title: str
    items: list[Item]
    more: str


@dataclass(frozen=True)
class Desk:
    """A person's desk."""

    sections: list[Section]
    tiles: list[Tile]
    year: int


def desk_of(actor: Actor) -> Desk:
    """The desk by rights: who orders decides and re-inspects; who supervises sees what runs late; who only inspects
    or mends sees the open hazards of the place; who keeps the accounts sees what they lack."""
    now = clock.now()
    sections: list[Section] = []
    if actor.may("view"):
        sections += [_urgent(actor, now), _overdue(actor, now)]
    if actor.may("order"):
        sections += [_undecided(actor, now), _reported(actor, now), _running(actor, now)]
    elif actor.may("rectify") or (actor.may("inspect") and not actor.may("supervise")):
        sections += [_mine_to_follow(actor, now)]
    if actor.may("inspect") and not actor.may("supervise"):
        sections.append(_long_unvisited(actor))
    if actor.may("people"):
        sections += [_accounts(actor), _uncovered(actor)]
    year, found = _numbers(actor)
    return Desk([one for one in sections if one.items], found, year)


def _numbers(actor: Actor) -> tuple[int, list[Tile]]:
    """The year's figures: of the latest year in which anybody of the actor's place was out."""
    if actor.may("people"):
        today = clock.today()
        found = tiles(actor.scope, ACCOUNT_FIGURES, today.replace(month=1, day=1), today)
        return today.year, found if actor.may("view") else [replace(one, url="") for one in found]
    if not actor.may("view") or not (actor.may("inspect") or actor.scope.whole):
        return 0, []
    since, until = latest_year(actor.scope, FIGURES[0])
    return until.year, tiles(actor.scope, FIGURES, since, until)


def _urgent(actor: Actor, now: datetime) -> Section:
    rows = _hazards(actor).filter(urgent_on__isnull=False).order_by("-mine", "urgent_due_at")
    return _section("急办", rows, actor, now, {"state": "open"})


def _overdue(actor: Actor, now: datetime) -> Section:
    today = clock.town_day(now)
    rows = _hazards(actor).filter(deadline_on__lt=today, urgent_on__isnull=True)
    rows = rows.order_by("-mine", "deadline_on")
    return _section("逾期", rows, actor, now, {"state": "overdue", "sort": "deadline"})


def _undecided(actor: Actor, now: datetime) -> Section:
    rows = _hazards(actor).filter(state=FOUND, urgent_on__isnull=True).order_by("found_on")
    return _section("待处置", rows, actor, now, {"state": FOUND, "sort": "found"})


def _reported(actor: Actor, now: datetime) -> Section:
    rows = _in_time(actor, now).filter(state=REPORTED).order_by("-mine", "reported_on")
    return _section("待复查", rows, actor, now, {"state": REPORTED, "sort": "deadline"})


def _running(actor: Actor, now: datetime) -> Section:
    rows = _in_time(actor, now).filter(state=ORDERED).order_by("-mine", "deadline_on")
    return _section("整改中", rows, actor, now, {"state": ORDERED, "sort": "deadline"})


def _mine_to_follow(actor: Actor, now: datetime) -> Section:
    """What is open and still in time, at the place of who inspects or mends there."""
    title = "未销号隐患" if actor.may("inspect") else "本单位待整改隐患"
    rows = _in_time(actor, now).order_by(F("deadline_on").asc(nulls_last=True), "found_on")
    return _section(title, rows, actor, now, {"state": "open", "sort": "deadline"})


def _long_unvisited(actor: Actor) -> Section:
    items = [
        Item(
            unit.name,
            f"{unit.cell.name if unit.cell else '未入网格'} · {unit.category_label}",
            reverse("unit", args=[unit.pk]),
            ("", "calendar", f"{unit.last_visited_on:%Y-%m-%d}查过" if unit.last_visited_on else "从未检查"),
        )
        for unit in neighbours(actor, None)[:SHOWN]
    ]
    return Section("最久没有检查的单位", items, f"{reverse('units')}?sort=visited")


def _accounts(actor: Actor) -> Section:
    items = [
        Item(
            person.name,
            "一次性密码还没有改" if person.must_change_password else "有岗位，还没有密码",
            reverse("person", args=[person.pk]),
            ("wait", "key", "待改密码" if person.must_change_password else "未设密码"),
        )
        for person in without_password(actor.scope, clock.today())[:SHOWN]
    ]
    return Section("账号", items, reverse("people"))


def _uncovered(actor: Actor) -> Section:
    """Cells without a keeper; each leads to where one is appointed."""
    page = reverse("post_new")
    empty = [row.cell for row in tree(actor.scope, clock.today()) if not row.holders]
    mark = ("bad", "user", "无责任人")
    items = [
        Item(cell.name, cell.get_kind_display(), f"{page}?cell={cell.pk}", mark) for cell in empty[:SHOWN]
    ]
    return Section("没有责任人的网格", items, page)


def _hazards(actor: Actor) -> QuerySet[Any]:
    """Open hazards of the place; `mine` where the actor found them."""
    me = Q(inspection__first_inspector=actor.person) | Q(inspection__second_inspector=actor.person)
    found = open_hazards(actor.scope).select_related("unit", "unit__cell")
    return found.annotate(mine=Case(When(me, then=Value(1)), default=Value(0)))


def _in_time(actor: Actor, now: datetime) -> QuerySet[Any]:
    """Open hazards that stand in no more pressing section."""
    late = Q(deadline_on__lt=clock.town_day(now))
    return _hazards(actor).filter(~late | Q(deadline_on__isnull=True), urgent_on__isnull=True)


def _section(title: str, rows: QuerySet[Any], actor: Actor, now: datetime, asked: dict[str, str]) -> Section:
    items = [_item(row, actor, now) for row in rows[: SHOWN + 1]]
    more = f"{reverse('hazards')}?{urlencode(asked)}" if len(items) > SHOWN else ""
    return Section(title, items[:SHOWN], more)


def _item(row: Any, actor: Actor, now: datetime) -> Item:
    where = f"{row.unit.name} · {row.unit.cell.name if row.unit.cell else '未入网格'}"
    to_reinspect = row.state == REPORTED and actor.may("reinspect") and actor.card
    page = reverse("reinspect", args=[row.unit_id]) if to_reinspect else reverse("hazard", args=[row.pk])
    return Item(row.text, where, page, pressing(row, now), bool(row.mine))


def pressing(row: Hazard, now: datetime) -> Mark:
    """How a hazard presses: hours where it is urgent, else days, else its state."""
    if row.urgent_due_at:
        hours = int((row.urgent_due_at - now).total_seconds() // 3600)
        return ("bad", "bolt", f"还剩{hours}小时" if hours >= 0 else f"超时{-hours}小时")
    if row.state == FOUND:
        return ("wait", "help-circle", f"{row.found_on.month}月{row.found_on.day}日发现")
    if row.deadline_on is None:
        return ("wait", "clock", row.state_label)
    left = (row.deadline_on - clock.town_day(now)).days
    if left < 0:
        return ("bad", "alert-triangle", f"逾期{-left}天")
    if row.state == REPORTED:
        return ("wait", "eye-check", "已报整改")
    return ("run", "clock", f"还剩{left}天" if left else "今天到期")

"""The desk's section of joint inspections: on the day, the units whose part is still to be sent; for who leads, what can be finished and what came late; hazards that
were given to one's department."""

from datetime import datetime

from django.urls import reverse

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.calendar import in_words
from bihuan.core.desk import Item, Section, declare_section
from bihuan.core.scope import Scope
from bihuan.joint.queries import handed_to, mine_on, parties, party_of, to_finish, unsent, waiting_late

SHOWN = 6


def _today(actor: Actor, now: datetime) -> Section | None:
    """What is under way today; few events run at once."""
    if not actor.may("office") or actor.person is None:
        return None
    items: list[Item] = []
    for event in mine_on(actor, clock.town_day(now)):
        page = reverse("joint", args=[event.pk])
        mine = party_of(actor, parties(actor.scope, event))
        if mine is not None:
            waiting = list(unsent(actor, event, mine)[: SHOWN + 1])
            mark = ("run", "clipboard-check", "今天检查")
            items += [
                Item(
                    f"填写本部门检查情况：{one.unit.name}",
                    event.name,
                    reverse("joint_part", args=[one.pk, mine.pk]),
                    mark,
                )
                for one in waiting[:SHOWN]
            ]
            if len(waiting) > SHOWN:
                items.append(Item(f"{event.name}：还有其他单位没有填写", "联合检查", page, mark))
        if mine is None or mine.leads:
            left = to_finish(Scope.whole_town(actor.town), event).count()
            if left:
                mark = ("wait", "clock", f"还剩{left}家")
                items.append(
                    Item(f"{event.name}：还有{left}家没有查完", f"{in_words(event.to_on)}结束", page, mark)
                )
    return Section("联合检查", items, reverse("joints"))


def _late(actor: Actor, _now: datetime) -> Section | None:
    """What parties sent after the record was closed."""
    if not actor.may("campaigns") or not actor.may("inspect"):
        return None
    items = [
        Item(
            f"{part.party.name}补录{count}条问题，待登记",
            f"{part.visit.unit.name} · {part.visit.event.name}",
            reverse("joint_late", args=[part.visit_id]),
            ("wait", "clock", "补录"),
        )
        for part, count in waiting_late(Scope.whole_town(actor.town))[:SHOWN]
    ]
    return Section("联合检查补录", items, reverse("joints"))


def _handed(actor: Actor, _now: datetime) -> Section | None:
    """Hazards that a joint inspection gave to the actor's department, wherever the unit is registered."""
    if not actor.may("office") or not actor.scope.departments:
        return None
    rows = list(handed_to(Scope.whole_town(actor.town), actor.scope.departments)[: SHOWN + 1])
    items = []
    for one in rows[:SHOWN]:
        due = one.hazard.deadline_on if one.hazard else None
        late = due is not None and due < clock.today()
        mark = (
            ("bad", "alert-triangle", "逾期")
            if late
            else ("run", "clock", f"{in_words(due)}前" if due else "待处置")
        )
        text = f"联合检查交办：{one.hazard.text}" if one.hazard else ""
        items.append(Item(text, one.visit.unit.name, reverse("joint_visit", args=[one.visit_id]), mark))
    return Section("联合检查交办的隐患", items, reverse("joints") if len(rows) > SHOWN else "")


declare_section(10, _today)
declare_section(30, _late)
declare_section(40, _handed)

"""The desk's sections: what is left of my teams' units in the drives that run; which drive is to be issued, which is over and not closed; which papers
are to be handed up."""

from collections import defaultdict
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count
from django.urls import reverse

from bihuan.campaigns.asked import NEAR_DAYS as NEAR
from bihuan.campaigns.queries.drives import LEFT, listed
from bihuan.campaigns.queries.handings import Line, owed, own_bodies
from bihuan.campaigns.queries.teams import teams_of
from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.calendar import in_words
from bihuan.core.desk import Item, Mark, Section, declare_section
from bihuan.core.scope import Scope
from bihuan.inspections.lifecycle import DRAFT, ISSUED
from bihuan.inspections.models import Campaign

SHOWN = 8
NEAR_DAYS = 3


def _drives(actor: Actor, now: datetime) -> Section | None:
    """A line for each of my teams and running drives with units left, the first to end first; for who runs the drives, what is to be issued and
    what is over and not closed."""
    if not actor.may("office") or actor.person is None:
        return None
    today = clock.town_day(now)
    rows = Campaign.objects.within(actor.scope).filter(state__in=(DRAFT, ISSUED), plan__isnull=False)
    drives = list(rows.order_by("ends_on", "pk"))
    items = _left(actor, [one for one in drives if one.state == ISSUED and one.begins_on <= today], today)
    if actor.may("campaigns"):
        items += [_to_do(one) for one in drives if one.state == DRAFT or one.ends_on < today]
    more = reverse("campaigns") if len(items) > SHOWN or actor.may("campaigns") else ""
    return Section("专项行动", items[:SHOWN], more)


def _left(actor: Actor, drives: list[Campaign], today: date) -> list[Item]:
    teams = {one.pk: one for one in teams_of(actor, today)} if drives and actor.may("inspect") else {}
    if not teams:
        return []
    rows = (
        listed(Scope.whole_town(actor.town))
        .filter(LEFT, campaign__in=drives, team__in=teams)
        .order_by()
        .values_list("campaign", "team")
        .annotate(n=Count("pk"))
    )
    left: dict[UUID, list[tuple[UUID, int]]] = defaultdict(list)
    for campaign, team, count in rows:
        left[campaign].append((team, count))
    items = []
    for drive in drives:
        for team, count in sorted(left.get(drive.pk, ()), key=lambda one: teams[one[0]].name):
            url = f"{reverse('drive_units')}?campaign={drive.pk}&team={team}&state=left"
            where = f"{teams[team].name} · {in_words(drive.ends_on)}结束"
            items.append(
                Item(f"{drive.name}：还有{count}家没有查", where, url, _term(drive, today), mine=True)
            )
    return items


def _term(drive: Campaign, today: date) -> Mark:
    days = (drive.ends_on - today).days
    if days < 0:
        return ("bad", "alert-triangle", "已到期")
    return ("wait" if days <= NEAR_DAYS else "run", "clock", f"还剩{days}天" if days else "今天结束")


def _to_do(row: Campaign) -> Item:
    url = reverse("campaign", args=[row.pk])
    if row.state == DRAFT:
        return Item(row.name, f"{in_words(row.begins_on)}开始", url, ("wait", "edit", "待印发"))
    return Item(row.name, f"{in_words(row.ends_on)}结束", url, ("wait", "file-text", "待总结"))


def _papers(actor: Actor, now: datetime) -> Section | None:
    """What I owe to the drives, overdue and what is due within two days; for who runs the drives, a line for each in which others are late."""
    if not actor.may("inspect") or actor.person is None:
        return None
    today = clock.town_day(now)
    rows = owed(actor.scope, today, today + timedelta(days=NEAR))
    if not rows:
        return None
    mine = own_bodies(actor, today)
    items = [_paper(row, line) for row, line in rows if line.who in mine]
    if actor.may("campaigns"):
        late: dict[UUID, list[str]] = defaultdict(list)
        drives = {row.pk: row for row, _ in rows}
        for row, line in rows:
            if line.who not in mine and line.state == "overdue":
                late[row.pk].append(line.body)
        items += [
            Item(
                f"{drives[key].name}：{len(bodies)}份材料没有按时报送",
                "、".join(dict.fromkeys(bodies)),
                f"{reverse('campaign', args=[key])}#papers",
                ("bad", "alert-triangle", "逾期未报"),
            )
            for key, bodies in late.items()
        ]
    return Section("行动报送", items[:SHOWN], reverse("campaigns") if len(items) > SHOWN else "")


def _paper(row: Campaign, line: Line) -> Item:
    address = f"{reverse('campaign_hand', args=[row.pk])}?{line.query}"
    where = f"{line.body} · {in_words(line.on)}前报{line.to}"
    return Item(f"{row.name}：{line.name}", where, address, line.mark, mine=True)


declare_section(30, _papers)
declare_section(40, _drives)

"""What a visit's page offers to choose from: colleagues, today's outings, campaigns, teams, and units to go to."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, QuerySet

from bihuan.core.actions import Actor
from bihuan.core.scope import Scope
from bihuan.grid.models import Post, held_on
from bihuan.grid.queries import card_is_valid, post_title
from bihuan.grid.rules import POST_KINDS
from bihuan.inspections.models import Campaign, Inspection, Outing, Team
from bihuan.inspections.queries import running_campaigns
from bihuan.units.models import Unit

LEADERS = ("secretary", "mayor", "vice_mayor", "safety_head")
RECENT = 5

Pair = tuple[str, str]


@dataclass(frozen=True)
class Colleague:
    """Somebody who may go along: by the first of the posts held that day."""

    id: UUID
    name: str
    title: str
    signs: bool
    leads: bool
    path: str


@dataclass(frozen=True)
class Company:
    """Who and what a visit of a day can be made with; pairs (value, label) for the page's selects."""

    seconds: list[Pair]
    leaders: list[Pair]
    others: list[Pair]
    outings: list[Pair]
    campaigns: list[Pair]
    teams: list[Pair]


def company(actor: Actor, unit: Unit, on: date) -> Company:
    """The choices for a visit to a unit on a day. Five queries."""
    people = [one for one in colleagues(actor.scope, on) if one.id != actor.person]
    near = [one for one in people if len(one.path) == 4 or unit.cell_path.startswith(one.path)]
    near.sort(key=lambda one: not one.signs)
    campaigns = running_campaigns(actor.scope, on)
    return Company(
        seconds=[(str(one.id), f"{one.name}（{'持执法证' if one.signs else one.title}）") for one in near],
        leaders=[(str(one.id), f"{one.name}（{one.title}）") for one in people if one.leads],
        others=[(str(one.id), one.name) for one in near],
        outings=[(str(outing.pk), _said(outing)) for outing in my_outings(actor, on)],
        campaigns=[(str(one.pk), one.name) for one in campaigns],
        teams=[(str(one.pk), one.name) for one in Team.objects.within(actor.scope)],
    )


def colleagues(scope: Scope, on: date) -> list[Colleague]:
    """Persons of the town whose posts on a day let them inspect, each once, the higher post first."""
    kinds = [code for code, kind in POST_KINDS.items() if "inspect" in kind.rights]
    posts = (
        Post.objects.within(Scope.whole_town(scope.town))
        .filter(held_on(on), kind__in=kinds, person__is_active=True)
        .select_related("person", "cell", "department")
        .order_by("cell__path", "pk")
    )
    found: dict[UUID, Colleague] = {}
    for post in posts:
        person = post.person
        signs = POST_KINDS[post.kind].signs and card_is_valid(person, on)
        one = Colleague(person.pk, person.name, post_title(post), signs, post.kind in LEADERS, post.cell.path)
        found.setdefault(person.pk, one)
    return list(found.values())


def my_outings(actor: Actor, on: date) -> QuerySet[Outing]:
    """The sorties of a day on which the actor went, the latest first, with their number of visits."""
    found: QuerySet[Outing] = (
        Outing.objects.within(actor.scope)
        .filter(on=on, members__person=actor.person)
        .select_related("leader", "campaign")
        .annotate(visits=Count("inspections"))
        .order_by("-id")
    )
    return found


def likely_campaign(actor: Actor, unit: Unit, on: date) -> Campaign | None:
    """The one campaign running that day whose categories name the unit's; None where none or several do."""
    fits = [
        campaign
        for campaign in running_campaigns(actor.scope, on)
        if any(unit.category == code or unit.category.startswith(f"{code}.") for code in campaign.categories)
    ]
    return fits[0] if len(fits) == 1 else None


def recent_units(actor: Actor) -> list[Unit]:
    """Where the actor has been of late, the latest first."""
    visits = (
        Inspection.objects.within(actor.scope)
        .filter(first_inspector=actor.person, voided_on__isnull=True)
        .select_related("unit", "unit__cell")
        .order_by("-visited_on", "-id")[: RECENT * 4]
    )
    return list({visit.unit_id: visit.unit for visit in visits}.values())[:RECENT]


def _said(outing: Outing) -> str:
    """今天的出动 as a line: 百日攻坚 · 周正带队 · 已查3家."""
    parts = [
        outing.campaign.name if outing.campaign else "日常检查",
        f"{outing.leader.name}带队" if outing.leader else "",
        f"已查{outing.visits}家",  # type: ignore[attr-defined]
    ]
    return " · ".join(filter(None, parts))

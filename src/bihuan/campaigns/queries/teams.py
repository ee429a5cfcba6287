"""Reading of teams: who sits on them, which categories nobody watches, what is left of their units."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from bihuan.campaigns.models import TeamSeat
from bihuan.campaigns.rules import ROLES, overlapping, unwatched
from bihuan.core.actions import Actor
from bihuan.core.scope import Scope
from bihuan.grid.models import Post
from bihuan.grid.queries import post_title, posts_held
from bihuan.hazards.models import Hazard
from bihuan.hazards.queries import overdue
from bihuan.inspections.models import Team
from bihuan.inspections.queries import visits
from bihuan.units.models import Unit
from bihuan.units.queries import of_trades
from bihuan.units.rules import CATEGORIES

Place = tuple[str, UUID, UUID | None]


def seats_on(scope: Scope, on: date) -> QuerySet[TeamSeat]:
    """The seats of a day."""
    standing = Q(ended_on__isnull=True) | Q(ended_on__gt=on)
    found: QuerySet[TeamSeat] = TeamSeat.objects.within(scope).filter(standing, from_on__lte=on)
    return found.select_related("post__person", "post__cell", "post__department", "department")


@dataclass(frozen=True)
class Sitting:
    """A seat with who has it now: the holder of its post, nobody where the post is empty, or a department."""

    seat: TeamSeat
    holders: tuple[Post, ...]

    @property
    def role(self) -> str:
        return ROLES[self.seat.role]

    @property
    def words(self) -> str:
        """安全办主任陈明, or the department's name."""
        if self.seat.department is not None:
            return str(self.seat.department)
        post = self.seat.post
        assert post is not None
        named = "、".join(one.person.name for one in self.holders) or "空缺"
        return f"{post_title(post)}{named}"


def _place(post: Post) -> Place:
    return (post.kind, post.cell_id, post.department_id)


def _after(post: Post, there: Sequence[Post]) -> Sequence[Post]:
    """Who of those that hold a post's place now took it over: who came when it ended, else the only one there is. Of several inspectors those who
    were there beside the one who left did not."""
    later = [one for one in there if post.to_on and one.from_on >= post.to_on]
    return later or (there if len(there) == 1 else ())


def sittings(scope: Scope, seats: Iterable[TeamSeat], on: date) -> dict[UUID, list[Sitting]]:
    """The seats of each team with who has them, heads first. One query for all."""
    rows = list(seats)
    held = list(posts_held(Scope.whole_town(scope.town), on)) if rows else []
    by_id = {post.pk: post for post in held}
    by_place: dict[Place, list[Post]] = defaultdict(list)
    for post in held:
        by_place[_place(post)].append(post)
    found: dict[UUID, list[Sitting]] = defaultdict(list)
    for seat in sorted(rows, key=lambda one: list(ROLES).index(one.role)):
        holders: Sequence[Post] = ()
        if seat.post is not None:
            holders = (
                [by_id[seat.post_id]]
                if seat.post_id in by_id
                else _after(seat.post, by_place.get(_place(seat.post), []))
            )
        found[seat.team_id].append(Sitting(seat, tuple(holders)))
    return dict(found)


def doubled(found: dict[UUID, list[Sitting]], names: dict[UUID, str]) -> dict[UUID, str]:
    """Of persons who sit on several teams now: the names of those teams, by person."""
    rows = [
        (post.person_id, team, one.seat.from_on, one.seat.ended_on)
        for team, some in found.items()
        for one in some
        for post in one.holders
    ]
    return {
        person: "、".join(sorted(names[team] for team in teams if team in names))  # type: ignore[index, misc]
        for person, teams in overlapping(rows).items()
    }


def teams_of(actor: Actor, on: date) -> list[Team]:
    """The teams on which the actor sits, by a post of now or of a department."""
    if actor.person is None:
        return []
    found = sittings(actor.scope, seats_on(actor.scope, on), on)
    departments = set(actor.scope.departments)
    mine = {
        team
        for team, some in found.items()
        for one in some
        if any(post.person_id == actor.person for post in one.holders)
        or one.seat.department_id in departments
    }
    return list(Team.objects.within(actor.scope).filter(pk__in=mine)) if mine else []


def heads_of(scope: Scope, teams: Iterable[UUID], on: date) -> dict[UUID, tuple[UUID, ...]]:
    """The persons who lead each team now, head and deputies."""
    rows = seats_on(scope, on).filter(team__in=list(teams), role__in=("head", "deputy"))
    return {
        team: tuple({post.person_id for one in some for post in one.holders})
        for team, some in sittings(scope, rows, on).items()
    }


def open_categories(scope: Scope) -> list[tuple[str, str, int]]:
    """(code, label, units in the register) of the categories that have units and that no team watches. Two queries."""
    watched = [code for one in Team.objects.within(scope) for code in one.categories]
    counts = dict(
        Unit.objects.within(scope)
        .filter(ended_on__isnull=True, merged_into__isnull=True)
        .exclude(state="withdrawn")
        .order_by()
        .values_list("category")
        .annotate(n=Count("pk"))
    )
    return [
        (code, CATEGORIES[code].label, counts[code])
        for code in unwatched(CATEGORIES, watched)
        if counts.get(code)
    ]


def units_of(scope: Scope, team: Team, year: int) -> QuerySet[Any]:
    """The units that a team watches, with `seen`: whether anybody visited them in a year."""
    came = visits(Scope.whole_town(scope.town)).filter(unit=OuterRef("pk"), visited_on__year=year)
    found: QuerySet[Any] = (
        Unit.objects.within(scope)
        .filter(of_trades(team.categories), ended_on__isnull=True, merged_into__isnull=True)
        .exclude(state="withdrawn")
    )
    seen: QuerySet[Any] = found.annotate(seen=Exists(came))
    return seen


def late_of(scope: Scope, team: Team, on: date) -> QuerySet[Hazard]:
    """The overdue hazards at the units that a team watches, the longest overdue first."""
    trades = of_trades(team.categories)
    units = Unit.objects.within(scope).filter(trades).order_by().values("pk")
    found: QuerySet[Hazard] = overdue(scope, on).filter(unit__in=units).select_related("unit")
    return found.order_by("deadline_on", "pk")


def seats_past(scope: Scope, team: Team) -> QuerySet[TeamSeat]:
    """The seats of a team that were ended, the latest first."""
    found: QuerySet[TeamSeat] = TeamSeat.objects.within(scope).filter(team=team, ended_on__isnull=False)
    return found.select_related("post__person", "post__cell", "post__department", "department").order_by(
        "-ended_on"
    )

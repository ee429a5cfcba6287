"""What follows the log: when two units become one, their points are numbered in one row, and count for the one from that day on; who joins
a unit is the keeper who was named before he had an account."""

from collections.abc import Sequence
from uuid import UUID

from bihuan.core import clock, events
from bihuan.core.scope import Scope
from bihuan.grid.models import Post
from bihuan.risks.actions.holding import begin_grades, next_number, recount
from bihuan.risks.models import Keeper, PointGrade, RiskPoint
from bihuan.risks.rules import levels_of
from bihuan.units.models import Unit

MOVED = f"{RiskPoint._meta.label_lower}.unit"


def follow_others() -> None:
    """From now on a merger of units gives the points that go over new numbers, and who joins keeps what he was named for, each in the
    transaction that records it."""
    events.declare_follower(_follow)


def _follow(town: UUID, told: Sequence[events.Entry]) -> None:
    for entry in told:
        moved = entry.given["moved"].get(MOVED) if entry.action == "merge_unit" else None
        if moved and isinstance(entry.subject, Unit):
            _take_over(town, entry.subject, moved)
    if any(entry.action == "join_unit" for entry in told):
        for post in (entry.subject for entry in told if isinstance(entry.subject, Post)):
            _is_the_named(town, post)


def _is_the_named(town: UUID, post: Post) -> None:
    """Who joins is the keeper of his name, where one only of that name is named for the levels of his post and has no account: from then
    on the account counts, and neither a namesake nor the manager checks in his place. Keepers of one name and phone are one; where there
    are two, the unit names him anew."""
    whole = Scope.whole_town(town)
    named = Keeper.objects.within(whole).filter(
        point__unit=post.unit_id,
        level__in=levels_of(post.kind),
        name=post.person.name,
        person__isnull=True,
        ended_on__isnull=True,
    )
    if named.order_by().values("name", "phone").distinct().count() == 1:
        Keeper.objects.within(whole).filter(pk__in=list(named.values_list("pk", flat=True))).update(
            person=post.person
        )


def _take_over(town: UUID, kept: Unit, moved: Sequence[str]) -> None:
    """Grades until today stay with the unit for which they were recorded: on an earlier day there were two that had a list."""
    whole, today = Scope.whole_town(town), clock.today()
    rows = RiskPoint.objects.within(whole)
    came = list(rows.filter(pk__in=moved).order_by("number", "id"))
    if rows.filter(unit=kept).exclude(pk__in=moved).exists():
        first = next_number(kept)
        for at, point in enumerate(came):
            point.number = first + at
        rows.bulk_update(came, ["number"])
    PointGrade.objects.within(whole).filter(point__in=came, until_on__isnull=True).update(until_on=today)
    begin_grades([one for one in came if one.ended_on is None], today)
    recount(kept)

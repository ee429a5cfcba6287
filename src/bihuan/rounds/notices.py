"""Notices of rounds: what is left when a period nears its end, and what was left when it was over."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from bihuan.core import clock
from bihuan.core.calendar import in_words
from bihuan.core.scope import Scope
from bihuan.grid.models import Cell, Post
from bihuan.grid.queries import cells_in_force, posts_held
from bihuan.grid.rules import SEGMENT_DIGITS
from bihuan.notices.kinds import Kind, Telling, Whom, declare_notice
from bihuan.notices.rules import DIGEST
from bihuan.rounds.models import RoundTask
from bihuan.rounds.queries import counting, done, owed, running
from bihuan.rounds.rules import PERIODS, WALKERS, least_path_digits, remind_from

GROUP = "巡查"
LATE = timedelta(days=7)


def _by_post(tasks: QuerySet[RoundTask]) -> dict[tuple[str, str, str, date], int]:
    """How many of some tasks fall to each post's place: (kind of post, path, period, last day) → number."""
    found: dict[tuple[str, str, str, date], int] = defaultdict(int)
    alike = tasks.order_by().values_list("rule__post", "unit__cell_path", "rule__period", "due_on")
    for post, path, period, due_on, count in alike.annotate(Count("pk")):
        found[post, path[: least_path_digits(post)], period, due_on] += count
    return found


def _near(today: date) -> Q:
    """Tasks of which those who owe them are reminded on a day."""
    near = Q(pk__in=())
    for code in PERIODS:
        horizon = today + (today - remind_from(code, today))
        near |= Q(rule__period=code, due_on__lte=horizon)
    return near


def _left(scope: Scope, today: date) -> Iterable[Telling]:
    """Once a period, to whoever holds the post: how many are left. It is about the post, of several alike the first."""
    posts: dict[tuple[str, str], Post] = {}
    for post in posts_held(scope, today).filter(kind__in=WALKERS):
        posts.setdefault((post.kind, post.cell.path), post)
    for (kind, path, period, due_on), count in _by_post(running(scope, today).filter(_near(today))).items():
        if held := posts.get((kind, path)):
            yield Telling(
                key=f"{kind}:{path}:{period}:{due_on}",
                about=held.pk,
                whom=Whom(kinds=(kind,), path=path),
                text=f"{PERIODS[period].now}还有{count}家没有巡查，{in_words(due_on)}截止",
                where=held.cell.name,
                url=reverse("rounds"),
            )


def _missed(scope: Scope, today: date) -> Iterable[Telling]:
    """When a period is over, to whoever stands above the post: how many were left out. A clock that stood still for some days
    tells it late, not never."""
    yesterday = today - timedelta(days=1)
    left_out = RoundTask.objects.within(scope).filter(
        owed(yesterday), ~done(counting(scope), yesterday), due_on__lte=yesterday, due_on__gt=yesterday - LATE
    )
    cells = {cell.path: cell for cell in cells_in_force(scope, today)}
    for (post, path, period, due_on), count in _by_post(left_out).items():
        if cell := cells.get(path):
            yield Telling(
                key=f"{post}:{path}:{period}:{due_on}",
                about=cell.pk,
                whom=_above(cell),
                text=f"到期未巡查{count}家（{PERIODS[period].label}的巡查，{in_words(due_on)}截止）",
                where=cell.name,
                url=f"{reverse('round_tasks')}?state=missed&cell={path}&since={due_on}&until={due_on}",
            )


def _above(cell: Cell) -> Whom:
    """Who looks after a cell's keepers: its office, and the town's safety office."""
    return Whom(kinds=("office_head", "safety_head"), path=cell.path[: 2 * SEGMENT_DIGITS])


def _still_left(scope: Scope, ids: Collection[UUID]) -> set[UUID]:
    """The posts to which anything near its end still falls."""
    today = clock.today()
    left = {(kind, path) for kind, path, _, _ in _by_post(running(scope, today).filter(_near(today)))}
    posts = Post.objects.within(scope).filter(pk__in=ids).select_related("cell")
    return {post.pk for post in posts if (post.kind, post.cell.path) in left}


declare_notice(Kind("rounds.left", "巡查快到期", GROUP, DIGEST, due=_left, waits=_still_left))
declare_notice(Kind("rounds.missed", "到期未巡查", GROUP, DIGEST, due=_missed))

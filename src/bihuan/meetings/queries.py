"""Reading of meetings, of what they decided and whose it is, of when the next is due."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.errors import NotFound
from bihuan.core.scope import Scope
from bihuan.grid.models import Person, Post, held_on
from bihuan.grid.queries import post_title, posts_held
from bihuan.grid.rules import POST_KINDS
from bihuan.meetings.lifecycle import AHEAD, CANCELLED, DROPPED, HELD, OPEN
from bihuan.meetings.models import Attendance, Meeting, MeetingKind, Resolution
from bihuan.meetings.rules import INVITED, LATE_NOTICE_DAYS, PARTY, Period, missed, period_of


def kinds_in_force(scope: Scope) -> QuerySet[MeetingKind]:
    """The town's kinds of meetings."""
    found: QuerySet[MeetingKind] = MeetingKind.objects.within(scope).filter(ended_on__isnull=True)
    return found


def meetings(scope: Scope) -> QuerySet[Meeting]:
    """Meetings that were not cancelled."""
    found: QuerySet[Meeting] = Meeting.objects.within(scope).exclude(state=CANCELLED)
    return found


def seen_by(actor: Actor, found: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """Of some meetings, those that an actor may read: the Party committee's are for who keeps meetings and who was there."""
    if actor.may("meetings"):
        return found
    there = Attendance.objects.within(Scope.whole_town(actor.town)).filter(
        meeting=OuterRef("pk"), person=actor.person
    )
    return found.filter(~Q(sort=PARTY) | Exists(there))


def attended_seen(actor: Actor, found: QuerySet[Attendance]) -> QuerySet[Attendance]:
    """Of some attendance, that of meetings which an actor may read."""
    return found.filter(meeting__in=seen_by(actor, Meeting.objects.within(actor.scope)).order_by())


def decisions_seen(actor: Actor, found: QuerySet[Resolution]) -> QuerySet[Resolution]:
    """Of some decisions, those of meetings that an actor may read, and those that are the actor's to bring about."""
    if actor.may("meetings"):
        return found
    mine = held_by(actor.scope, actor.person, clock.today())
    return found.filter(mine | Q(meeting__in=seen_by(actor, Meeting.objects.within(actor.scope)).order_by()))


def held(scope: Scope) -> QuerySet[Meeting]:
    """Meetings that were held."""
    return meetings(scope).filter(held_on__isnull=False)


def last_of_kind(scope: Scope, kind: MeetingKind, before: date | None = None) -> Meeting | None:
    """The latest meeting of a kind that was held (before a day). A kind that was said anew goes on, under another name too."""
    found = held(scope).filter(kind__chain=kind.chain)
    return (found.filter(held_on__lt=before) if before else found).order_by("-held_on", "-pk").first()


@dataclass(frozen=True)
class Seat:
    """Somebody who can be asked to a meeting or given a task: a tenure of today."""

    post: Post

    @property
    def id(self) -> str:
        return str(self.post.pk)

    @property
    def person(self) -> Person:
        return self.post.person

    @property
    def title(self) -> str:
        return post_title(self.post)

    @property
    def label(self) -> str:
        """安全办主任（陈明）."""
        return f"{self.title}（{self.person.name}）"


_ORDER = {code: at for at, code in enumerate(POST_KINDS)}


def seats(scope: Scope, on: date, kinds: Collection[str] = INVITED) -> list[Seat]:
    """The tenures of some kinds of posts on a day, the higher posts first. One query."""
    rows = posts_held(Scope.whole_town(scope.town), on).filter(kind__in=list(kinds), unit=None)
    return [Seat(one) for one in sorted(rows, key=lambda one: (_ORDER[one.kind], one.cell.path, str(one.pk)))]


def invited(scope: Scope, meeting: Meeting, on: date) -> list[Seat]:
    """Whom a meeting asks, each once, by the highest of the posts asked: the holders of that day."""
    found: dict[UUID, Seat] = {}
    for seat in seats(scope, on, meeting.posts):
        found.setdefault(seat.person.pk, seat)
    return list(found.values())


def attendance_of(scope: Scope, meeting: Meeting) -> QuerySet[Attendance]:
    """Who was at a meeting, in order."""
    found: QuerySet[Attendance] = (
        Attendance.objects.within(scope).filter(meeting=meeting).select_related("person")
    )
    return found


def resolutions(scope: Scope) -> QuerySet[Resolution]:
    """What meetings decided and nobody has taken back."""
    found: QuerySet[Resolution] = Resolution.objects.within(scope).exclude(state=DROPPED)
    return found


def to_report(scope: Scope, kind: MeetingKind) -> QuerySet[Resolution]:
    """What earlier meetings of a kind decided and no later one has been told the result of, done or not."""
    found = resolutions(scope).filter(meeting__kind__chain=kind.chain, told_in__isnull=True)
    return found.order_by("due_on", "pk")


def overdue(scope: Scope, today: date) -> QuerySet[Resolution]:
    """Decisions whose term has passed."""
    return resolutions(scope).filter(state=OPEN, due_on__lt=today)


def held_by(scope: Scope, person: UUID | None, on: date) -> Q:
    """Decisions that a person has on a day: given to a tenure of theirs, or to an earlier tenure of a post that they hold now. One query."""
    mine = Post.objects.within(Scope.whole_town(scope.town)).filter(held_on(on), person=person)
    found = Q(pk__in=())
    for one in mine:
        same = Q(
            post__kind=one.kind,
            post__cell=one.cell_id,
            post__department=one.department_id,
            post__to_on__lt=on,
        )
        found |= Q(post=one.pk) | same
    return found


def own(actor: Actor, today: date) -> QuerySet[Resolution]:
    """What an actor has to bring about of what meetings decided, the earliest term first."""
    found = resolutions(Scope.whole_town(actor.town)).filter(state=OPEN)
    return found.filter(held_by(actor.scope, actor.person, today)).order_by("due_on", "pk")


def holders(scope: Scope, rows: Iterable[Resolution], on: date) -> dict[UUID, list[Post]]:
    """Who has each of some decisions on a day: the tenure that it was given to while it lasts, else whoever holds the post now. One query; the
    rows' posts are loaded."""
    now = list(posts_held(Scope.whole_town(scope.town), on))
    by_place: dict[tuple[str, UUID, UUID | None], list[Post]] = {}
    for post in now:
        by_place.setdefault((post.kind, post.cell_id, post.department_id), []).append(post)
    held = {post.pk: post for post in now}
    return {
        row.pk: [held[row.post_id]]
        if row.post_id in held
        else by_place.get((row.post.kind, row.post.cell_id, row.post.department_id), [])
        for row in rows
    }


@dataclass(frozen=True)
class Due:
    """A kind of meeting in its present period: when it is to be held at the latest, what is planned, which past periods had none."""

    kind: MeetingKind
    period: Period
    planned: Meeting | None
    held: Meeting | None
    missed: tuple[Period, ...]

    def presses(self, today: date) -> bool:
        """Whether it is time to call it."""
        if self.held or self.planned:
            return False
        within = min(LATE_NOTICE_DAYS, (self.period.last - self.period.first).days // 2 + 1)
        return self.period.last - timedelta(days=within) <= today


def rhythm(scope: Scope, today: date) -> list[Due]:
    """How each kind with a rhythm stands in its present period and in the ended ones of this year. Two queries."""
    kinds = [one for one in kinds_in_force(scope) if one.every]
    if not kinds:
        return []
    year = date(today.year, 1, 1)
    rows = list(
        meetings(scope)
        .filter(Q(held_on__gte=year) | Q(state__in=AHEAD), kind__chain__in={one.chain for one in kinds})
        .select_related("kind")
        .order_by("at", "pk")
    )
    found = []
    for kind in kinds:
        mine = [one for one in rows if one.kind.chain == kind.chain]
        period = period_of(kind.every, today)
        days = [one.held_on for one in mine if one.held_on]
        gone = missed(kind.every, max(kind.from_on, year), today, days)
        now = next((one for one in mine if one.held_on and period.first <= one.held_on <= period.last), None)
        ahead = next((one for one in mine if one.state in AHEAD), None)
        found.append(Due(kind, period, ahead, now, tuple(gone)))
    return found


def ahead(scope: Scope) -> QuerySet[Meeting]:
    """Meetings that are planned or called, the next first."""
    return meetings(scope).filter(state__in=AHEAD).order_by("at", "pk")


def to_minute(scope: Scope) -> QuerySet[Meeting]:
    """Meetings that were held and whose minutes are not issued."""
    return meetings(scope).filter(state=HELD).order_by("held_on", "pk")


def shows_file(scope: Scope, file_id: UUID) -> bool:
    """Whether a photo belongs to what was reported of a decision."""
    return bool(Resolution.objects.within(scope).filter(photo=file_id).exists())


def find_meeting(actor: Actor, meeting_id: UUID) -> Meeting:
    """A meeting that the actor may read, with its kind. NotFound."""
    rows = seen_by(actor, Meeting.objects.within(actor.scope).select_related("kind", "chair", "campaign"))
    found: Meeting | None = rows.filter(pk=meeting_id).first()
    if found is None:
        raise NotFound("没有找到这次会议，或者它的纪要不发给您。请返回列表重新选择。")
    return found


def today_holds(row: Resolution, actor: Actor) -> bool:
    """Whether a decision is the actor's to report on today."""
    mine = held_by(actor.scope, actor.person, clock.today())
    return bool(Resolution.objects.within(Scope.whole_town(actor.town)).filter(mine, pk=row.pk).exists())


def told_of(scope: Scope, meeting: Meeting) -> QuerySet[Resolution]:
    """What earlier meetings of the kind decided and this one is told of: what has been done since the last, and what is still open."""
    before = resolutions(scope).filter(
        meeting__kind__chain=meeting.kind.chain,
        issued_on__lte=meeting.held_on or clock.today(),
    )
    mine = before.filter(Q(told_in=meeting) | Q(told_in__isnull=True)).exclude(meeting=meeting)
    return mine.order_by("due_on", "pk")

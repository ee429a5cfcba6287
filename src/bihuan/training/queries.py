"""Reading of training and drills: sessions and who came, the bank of a day, hours of persons and units, who lacks what."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import (
    Case,
    DecimalField,
    Exists,
    IntegerField,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from bihuan.core.actions import Actor
from bihuan.core.scope import Scope
from bihuan.grid.models import Cell, Post, held_on
from bihuan.training.bank import built_in
from bihuan.training.lifecycle import HELD, PLANNED
from bihuan.training.models import (
    Attendee,
    ContingencyPlan,
    Drill,
    HourRule,
    Lesson,
    Question,
    TrainingSession,
)
from bihuan.training.rules import (
    EXAM_DAYS,
    GROUP_OF_POST,
    NATIONAL,
    Asked,
    Asking,
    drilled_since,
    hours_asked,
    plain,
)
from bihuan.units.models import Certificate, Unit
from bihuan.units.queries import certificates, of_trades
from bihuan.units.rules import CATEGORIES, is_dangerous, keeps_rules

NO_HOURS = Decimal(0)


def sessions(scope: Scope) -> QuerySet[TrainingSession]:
    """The town's sessions, the latest first."""
    found: QuerySet[TrainingSession] = TrainingSession.objects.within(Scope.whole_town(scope.town))
    return found.order_by("-held_on", "-pk")


def attendees(scope: Scope, session: TrainingSession) -> QuerySet[Attendee]:
    """Who was invited to a session or came."""
    found: QuerySet[Attendee] = Attendee.objects.within(scope).filter(session=session)
    return found.select_related("person", "unit")


def session_by_code(code: str) -> TrainingSession | None:
    """What the QR on a wall opens."""
    return TrainingSession.codes.filter(code=code).select_related("town").first()


def attendee_by_ticket(ticket: str) -> Attendee | None:
    """Whose exam a ticket opens."""
    if not ticket:
        return None
    return Attendee.tickets.filter(ticket=ticket).select_related("session", "town", "unit").first()


def own_rows(actor: Actor) -> QuerySet[Attendee]:
    """Where the actor was invited or came, the latest first."""
    mine = Attendee.objects.within(Scope.whole_town(actor.town)).filter(person=actor.person)
    found: QuerySet[Attendee] = mine.select_related("session").order_by("-session__held_on", "-pk")
    return found


def exam_open_until(session: TrainingSession) -> date:
    """The last day on which a session's exam can be sent."""
    return session.held_on + timedelta(days=EXAM_DAYS)


def bank(scope: Scope, on: date) -> list[Asking]:
    """What an exam of a day is drawn from: the built-in questions whose law is in force, and the town's own."""
    rows = Question.objects.within(scope).filter(
        Q(ended_on__isnull=True) | Q(ended_on__gt=on), from_on__lte=on
    )
    return built_in(on) + [one.asking for one in rows.order_by("pk")]


def own_hours(scope: Scope) -> list[Asked]:
    """What the town asks beside the national rules, of all days."""
    return [one.asked for one in HourRule.objects.within(Scope.whole_town(scope.town))]


def rules_in_force(scope: Scope, on: date) -> list[Asked]:
    """All rules of a day on hours, the national ones first."""
    return [
        one
        for one in (*NATIONAL, *own_hours(scope))
        if one.from_on <= on and (not one.to_on or on < one.to_on)
    ]


def counted(year: int) -> Q:
    """Who came to a session that was held in a year: whose hours count."""
    begins, ends = date(year, 1, 1), date(year, 12, 31)
    return Q(signed_on__isnull=False, session__state=HELD, session__held_on__range=(begins, ends))


def hours_of(scope: Scope, person: UUID, year: int) -> Decimal:
    """A person's hours in a year."""
    rows = Attendee.objects.within(Scope.whole_town(scope.town)).filter(counted(year), person=person)
    return rows.aggregate(sum=Sum("session__hours"))["sum"] or NO_HOURS


def _hours(scope: Scope, year: int, **whose: Any) -> Coalesce:
    rows = Attendee.objects.within(Scope.whole_town(scope.town)).filter(counted(year), **whose).order_by()
    field = DecimalField(max_digits=7, decimal_places=1)
    sums = rows.values(next(iter(whose))).annotate(sum=Sum("session__hours")).values("sum")
    return Coalesce(Subquery(sums, output_field=field), NO_HOURS, output_field=field)


TRAINED_POSTS = tuple(code for code, group in GROUP_OF_POST.items() if group in ("officers", "grid"))


def trained_posts(scope: Scope, on: date) -> QuerySet[Post]:
    """Who is to be trained by the town: officers and those of the grid, a row a post, with the hours of the year and the card.
    A person with two posts is two rows, since two groups ask of him."""
    asked = {group: hours_asked(group, "", on, own_hours(scope)) for group in ("officers", "grid")}
    posts = [
        When(kind__in=[code for code, of in GROUP_OF_POST.items() if of == group], then=Value(one.hours))
        for group, one in asked.items()
        if one is not None
    ]
    signing = Q(kind__in=[code for code, of in GROUP_OF_POST.items() if of == "officers"])
    uncarded = Q(person__card="") | Q(person__card_until__lt=on)
    found: QuerySet[Post] = Post.objects.within(scope).filter(held_on(on), kind__in=TRAINED_POSTS)
    if not scope.whole:
        found = found.filter(cell__path__in=_below(scope))
    return found.select_related("person", "cell").annotate(
        hours=_hours(scope, on.year, person=OuterRef("person")),
        asked_hours=Case(*posts, default=Value(0), output_field=IntegerField()),
        no_card=Case(When(signing & uncarded, then=Value(1)), default=Value(0), output_field=IntegerField()),
    )


def _below(scope: Scope) -> Any:
    return Cell.objects.within(scope).values("path")


def trained_units(scope: Scope, on: date) -> QuerySet[Any]:
    """Units in the register of which something is asked, with what each has: certificates of its persons, hours of the year, its last drill."""
    held = certificates(Scope.whole_town(scope.town), on).filter(unit=OuterRef("pk"))
    good = held.filter(valid_until__gte=on)
    drills = Drill.objects.within(Scope.whole_town(scope.town)).filter(
        unit=OuterRef("pk"), state=HELD, held_on__lte=on
    )
    found: QuerySet[Unit] = Unit.objects.within(scope).filter(ended_on__isnull=True)
    found = found.exclude(category="building.house").select_related("cell")
    return found.annotate(
        head_certified=Exists(good.filter(kind="head")),
        manager_certified=Exists(good.filter(kind="manager")),
        expired_persons=Exists(
            held.filter(valid_until__lt=on, kind__in=("head", "manager", "trade", "operator"))
        ),
        head_hours=_hours(scope, on.year, unit=OuterRef("pk"), group="heads"),
        manager_hours=_hours(scope, on.year, unit=OuterRef("pk"), group="managers"),
        drilled_on=Subquery(drills.order_by().values("unit").annotate(last=Max("held_on")).values("last")),
    )


@dataclass(frozen=True)
class Want:
    """Something that somebody lacks: its kind, in words, and by which rule."""

    kind: str
    text: str
    basis: str = ""


def wants_of_post(row: Any, on: date, own: Iterable[Asked]) -> list[Want]:
    """What who holds a post lacks."""
    found = []
    if row.no_card:
        until = row.person.card_until
        gone = f"执法证已于{until:%Y-%m-%d}到期" if row.person.card and until else "没有执法证"
        found.append(Want("card", gone))
    group = GROUP_OF_POST[row.kind]
    asked = hours_asked(group, "", on, own)
    if asked and row.hours < asked.hours:
        found.append(Want("hours", f"学时差{plain(asked.hours - row.hours)}", asked.source))
    return found


def wants_of_unit(row: Any, on: date, own: Iterable[Asked]) -> list[Want]:
    """What a unit lacks of its persons' certificates, hours and drills."""
    found = []
    if is_dangerous(row.category):
        if not row.head_certified:
            found.append(Want("head", "主要负责人没有有效的考核合格证"))
        if not row.manager_certified:
            found.append(Want("manager", "安全管理人员没有有效的考核合格证"))
    if row.expired_persons:
        found.append(Want("expired", "有人员证书已过期"))
    for group, had, word in (
        ("heads", row.head_hours, "主要负责人"),
        ("managers", row.manager_hours, "安全管理人员"),
    ):
        asked = hours_asked(group, row.category, on, own)
        if asked and had < asked.hours:
            found.append(Want(group, f"{word}学时差{plain(asked.hours - had)}", asked.source))
    if keeps_rules(row.category) and (not row.drilled_on or row.drilled_on < drilled_since(row.category, on)):
        last = f"上次演练{row.drilled_on:%Y-%m-%d}" if row.drilled_on else "没有演练记录"
        found.append(Want("drill", last))
    return found


WANTS = {
    "head": "主要负责人未持证",
    "manager": "安全管理人员未持证",
    "expired": "人员证书过期",
    "heads": "主要负责人学时不足",
    "managers": "安全管理人员学时不足",
    "drill": "演练未开展",
}


def lacking_units(want: str, on: date, own: Iterable[Asked]) -> Q:
    """The condition on `trained_units` of those that lack something."""
    own = list(own)
    if want in ("head", "manager"):
        codes = [code for code in CATEGORIES if is_dangerous(code)]
        return Q(category__in=codes, **{f"{want}_certified": False})
    if want == "expired":
        return Q(expired_persons=True)
    if want in ("heads", "managers"):
        codes_by: dict[int, list[str]] = defaultdict(list)
        for code in CATEGORIES:
            if asked := hours_asked(want, code, on, own):
                codes_by[asked.hours].append(code)
        field = f"{want.removesuffix('s')}_hours__lt"
        short = Q(pk__in=())
        for hours, codes in codes_by.items():
            short |= Q(category__in=codes, **{field: hours})
        return short
    since: dict[date, list[str]] = defaultdict(list)
    for code in CATEGORIES:
        if keeps_rules(code):
            since[drilled_since(code, on)].append(code)
    late = Q(pk__in=())
    for day, codes in since.items():
        late |= Q(category__in=codes) & (Q(drilled_on__isnull=True) | Q(drilled_on__lt=day))
    return late


def persons_certificates(scope: Scope, on: date) -> QuerySet[Certificate]:
    """What persons at units hold."""
    return certificates(scope, on).filter(kind__in=("head", "manager", "trade", "operator"))


def plans(scope: Scope) -> QuerySet[ContingencyPlan]:
    """The contingency plans in force, those to be looked over first at the top."""
    found: QuerySet[ContingencyPlan] = ContingencyPlan.objects.within(scope).filter(ended_on__isnull=True)
    return found.select_related("cell").order_by("review_on", "pk")


def drills(scope: Scope) -> QuerySet[Drill]:
    """The drills, the latest first."""
    found: QuerySet[Drill] = Drill.objects.within(scope).select_related("cell", "unit", "plan")
    return found.order_by("-held_on", "-pk")


def open_lessons(scope: Scope) -> QuerySet[Lesson]:
    """What drills taught and is not done yet, the earliest term first."""
    found: QuerySet[Lesson] = Lesson.objects.within(scope).filter(done_on__isnull=True, person__isnull=False)
    return found.select_related("drill", "drill__cell", "drill__unit", "person").order_by("due_on", "pk")


def to_end(scope: Scope, today: date) -> QuerySet[TrainingSession]:
    """Sessions whose day has passed and that nobody has said to be held."""
    return sessions(scope).filter(state=PLANNED, held_on__lt=today)


def invited_posts(scope: Scope, kinds: Collection[str], on: date) -> list[Post]:
    """Who holds posts of some kinds on a day, one post a person."""
    rows = Post.objects.within(Scope.whole_town(scope.town)).filter(held_on(on), kind__in=list(kinds))
    by_person: dict[UUID, Post] = {}
    for post in rows.select_related("person", "cell", "unit").order_by("cell__path", "pk"):
        by_person.setdefault(post.person_id, post)
    return list(by_person.values())


def invited_units(scope: Scope, categories: Collection[str]) -> list[Unit]:
    """The working units of some categories and those below them."""
    rows = Unit.objects.within(scope).filter(of_trades(categories), ended_on__isnull=True, state="open")
    return list(rows.order_by("cell_path", "pk"))


def heads_of(scope: Scope, units: Collection[Unit], on: date) -> Mapping[UUID, Post]:
    """The post of the head of each unit that has one."""
    rows = Post.objects.within(Scope.whole_town(scope.town)).filter(
        held_on(on), kind="unit_head", unit__in=[one.pk for one in units]
    )
    return {one.unit_id: one for one in rows.select_related("person").order_by("pk") if one.unit_id}


def shows_file(scope: Scope, file_id: UUID) -> bool:
    """Whether a file belongs to a session (for all of the town), or to a plan or drill that the scope sees."""
    of = (
        TrainingSession.objects.within(scope).filter(material=file_id),
        ContingencyPlan.objects.within(scope).filter(file=file_id),
        Drill.objects.within(scope).filter(photo=file_id),
    )
    return any(rows.exists() for rows in of)

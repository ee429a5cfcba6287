"""Notices of training and drills: who is invited, that it was called off; what a drill left to somebody; a plan to be looked over."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from uuid import UUID

from django.urls import reverse

from bihuan.core.calendar import in_words
from bihuan.core.models import Event
from bihuan.core.scope import Scope
from bihuan.notices.kinds import Kind, Telling, Whom, declare_notice, on
from bihuan.notices.rules import DIGEST
from bihuan.training.models import Attendee, ContingencyPlan, Lesson, TrainingSession
from bihuan.training.queries import plans

GROUP = "培训和演练"
PLAN_DAYS = 30


def _sessions(scope: Scope, happened: Sequence[Event]) -> list[tuple[TrainingSession, list[UUID]]]:
    """The sessions of some events, each with the persons who were invited and have an account; two queries."""
    keys = {one.subject_id for one in happened}
    rows = TrainingSession.objects.within(scope).in_bulk(keys)
    persons: dict[UUID, list[UUID]] = defaultdict(list)
    invited = Attendee.objects.within(scope).filter(session__in=keys, invited=True, person__isnull=False)
    for session, person in invited.order_by("pk").values_list("session", "person"):
        persons[session].append(person)
    return [(row, persons[key]) for key, row in rows.items()]


def _tellings(scope: Scope, happened: Sequence[Event], says: str) -> Iterable[Telling]:
    for session, persons in _sessions(scope, happened):
        at = f"{session.starts:%H:%M}" if session.starts else ""
        yield Telling(
            key=str(session.pk),
            about=session.pk,
            whom=Whom(persons=tuple(persons)),
            text=f"{says}：{session.title}，{in_words(session.held_on)}{at}",
            where=session.place,
            url=reverse("session", args=[session.pk]),
        )


def _invited(scope: Scope, happened: Sequence[Event]) -> Iterable[Telling]:
    return _tellings(scope, happened, "请参加培训")


def _called_off(scope: Scope, happened: Sequence[Event]) -> Iterable[Telling]:
    return _tellings(scope, happened, "培训取消")


def _tasks(scope: Scope, happened: Sequence[Event]) -> Iterable[Telling]:
    keys = [one.subject_id for one in happened]
    rows = Lesson.objects.within(scope).filter(drill__in=keys, person__isnull=False)
    for row in rows.select_related("drill", "drill__cell", "drill__unit").order_by("pk"):
        yield Telling(
            key=str(row.pk),
            about=row.pk,
            whom=Whom(persons=(row.person_id,)),
            text=f"演练改进请在{in_words(row.due_on)}前落实：{row.text}",
            where=f"{row.drill.where} {row.drill.title}",
            url=reverse("drill", args=[row.drill_id]),
        )


def _tasks_open(scope: Scope, ids: Collection[UUID]) -> set[UUID]:
    rows = Lesson.objects.within(scope).filter(pk__in=ids, done_on__isnull=True)
    return set(rows.values_list("pk", flat=True))


def _plans_due(scope: Scope, today: date) -> Iterable[Telling]:
    """Once before the day, and once when it has passed."""
    for one in plans(scope).filter(review_on__lte=today + timedelta(days=PLAN_DAYS)):
        gone = one.review_on < today
        yield Telling(
            key=f"{one.pk}:{one.review_on}:{'gone' if gone else 'soon'}",
            about=one.pk,
            whom=Whom(kinds=("safety_head", "inspector")),
            text=f"{one.title}{'已过' if gone else '应在'}{in_words(one.review_on)}{'的评估期限' if gone else '前评估修订'}",
            where=one.cell.name,
            url=reverse("contingency_review", args=[one.pk]),
        )


def _plans_open(scope: Scope, ids: Collection[UUID]) -> set[UUID]:
    rows = ContingencyPlan.objects.within(scope).filter(
        pk__in=ids, ended_on__isnull=True, review_on__isnull=False
    )
    return set(rows.values_list("pk", flat=True))


declare_notice(
    Kind("training.invited", "培训通知", GROUP, on=on("trainingsession", "open_session"), tell=_invited)
)
declare_notice(
    Kind(
        "training.cancelled", "培训取消", GROUP, on=on("trainingsession", "cancel_session"), tell=_called_off
    )
)
declare_notice(
    Kind("training.lesson", "演练改进", GROUP, on=on("drill", "finish_drill"), tell=_tasks, waits=_tasks_open)
)
declare_notice(Kind("training.plan", "预案评估期限", GROUP, DIGEST, due=_plans_due, waits=_plans_open))

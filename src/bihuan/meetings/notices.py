"""Notices of meetings: one is due; one is called, moved or cancelled; what was decided is yours, falls due, is late; it is late below you."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from uuid import UUID

from django.urls import reverse

from bihuan.core import clock
from bihuan.core.calendar import in_words
from bihuan.core.models import Event
from bihuan.core.scope import Scope
from bihuan.meetings.lifecycle import AHEAD, OPEN
from bihuan.meetings.models import Meeting, Resolution
from bihuan.meetings.queries import holders, resolutions, rhythm
from bihuan.meetings.rules import LATE_NOTICE_DAYS
from bihuan.notices.kinds import Kind, Telling, Whom, declare_notice, on
from bihuan.notices.rules import DIGEST

GROUP = "会议"
BEFORE_DAYS = 3
ABOVE = ("safety_head", "vice_mayor")
HELD_BY_SEVERAL = ("inspector", "grid_member")


def _due(scope: Scope, today: date) -> Iterable[Telling]:
    """Once a period, some days before it ends, to who keeps the meetings; at once where it is missed, to the leaders as well."""
    for one in rhythm(scope, today):
        if one.presses(today):
            yield Telling(
                key=f"{one.kind.pk}:{one.period.first}",
                about=one.kind.pk,
                whom=Whom(kinds=("safety_head",)),
                text=f"{one.kind.name}{one.period.label}还没有召开，应在{in_words(one.period.last)}前召开",
                where="会议",
                url=reverse("meetings"),
            )


def _still_due(scope: Scope, ids: Collection[UUID]) -> set[UUID]:
    return {
        one.kind.pk
        for one in rhythm(scope, clock.today())
        if one.kind.pk in ids and not one.held and not one.planned
    }


def _missed(scope: Scope, today: date) -> Iterable[Telling]:
    """Once for each period that ended without a meeting, within the days after."""
    for one in rhythm(scope, today):
        for gone in one.missed[-1:]:
            # the clock may have stood on the day after
            if today - gone.last <= timedelta(days=LATE_NOTICE_DAYS):
                yield Telling(
                    key=f"{one.kind.pk}:{gone.first}",
                    about=one.kind.pk,
                    whom=Whom(kinds=(*ABOVE, one.kind.chair)),
                    text=f"{one.kind.name}{gone.label}没有召开",
                    where="会议",
                    url=reverse("meetings"),
                )


def _called(scope: Scope, happened: Sequence[Event]) -> Iterable[Telling]:
    """To everyone who is asked."""
    for event in happened:
        word = {"call_again": "会议改期：", "cancel_meeting": "会议取消："}.get(event.action, "")
        when = (
            f"，{event.given['at']}，{event.given['place']}"
            if "at" in event.given
            else f"，{event.given['reason']}"
        )
        yield Telling(
            key=str(event.seq),
            about=event.subject_id,
            whom=Whom(persons=tuple(UUID(one) for one in event.given["persons"])),
            text=f"{word}{event.given['says']}{when}",
            where="会议",
            url=reverse("meeting", args=[event.subject_id]),
            by=event.actor_id,
        )


def _still_ahead(scope: Scope, ids: Collection[UUID]) -> set[UUID]:
    found = Meeting.objects.within(scope).filter(pk__in=ids, state__in=AHEAD)
    return set(found.order_by().values_list("pk", flat=True))


def _whom(row: Resolution, today: date) -> Whom:
    """Whoever holds the post, so that it is handed on with it; of posts that several hold, who was given it while the tenure lasts."""
    post = row.post
    if post.kind in HELD_BY_SEVERAL and (post.to_on is None or post.to_on >= today):
        return Whom(persons=(post.person_id,))
    return Whom(kinds=(post.kind,), path=post.cell.path, department=post.department_id)


def _telling(row: Resolution, key: str, text: str, whom: Whom, by: UUID | None = None) -> Telling:
    return Telling(
        key=key,
        about=row.pk,
        whom=whom,
        text=text,
        where=row.meeting.title,
        url=reverse("resolution", args=[row.pk]),
        by=by,
    )


def _decided(scope: Scope, happened: Sequence[Event]) -> Iterable[Telling]:
    rows = _loaded(scope).in_bulk([one.subject_id for one in happened])
    for event in happened:
        if row := rows.get(event.subject_id):
            text = f"会议议定由您办理，{in_words(row.due_on)}前完成：{row.text}"
            yield _telling(row, str(event.seq), text, _whom(row, clock.today()))


def _near(scope: Scope, today: date) -> Iterable[Telling]:
    """Some days before the term, once for each term."""
    rows = _loaded(scope).filter(
        state=OPEN, due_on__gte=today, due_on__lte=today + timedelta(days=BEFORE_DAYS)
    )
    for row in rows:
        text = f"会议议定事项{in_words(row.due_on)}到期：{row.text}"
        yield _telling(row, f"{row.pk}:{row.due_on}", text, _whom(row, today))


def _late(scope: Scope, today: date) -> Iterable[Telling]:
    for row in _loaded(scope).filter(state=OPEN, due_on__lt=today):
        text = f"会议议定事项已逾期，请尽快办结、报结果：{row.text}"
        yield _telling(row, f"{row.pk}:{row.due_on}", text, _whom(row, today))


def _late_below(scope: Scope, today: date) -> Iterable[Telling]:
    """To the safety office and the leader in charge, with who has it."""
    rows = list(_loaded(scope).filter(state=OPEN, due_on__lt=today))
    now = holders(scope, rows, today) if rows else {}
    for row in rows:
        name = "、".join(post.person.name for post in now[row.pk]) or "岗位空缺"
        text = f"会议议定事项逾期未完成（{row.post.label}{name}，期限{in_words(row.due_on)}）：{row.text}"
        yield _telling(row, f"{row.pk}:{row.due_on}", text, Whom(kinds=ABOVE))


def _loaded(scope: Scope):  # type: ignore[no-untyped-def]
    return resolutions(scope).select_related("meeting", "post__cell").order_by("due_on", "pk")


def _still_open(scope: Scope, ids: Collection[UUID]) -> set[UUID]:
    found = resolutions(scope).filter(pk__in=ids, state=OPEN)
    return set(found.order_by().values_list("pk", flat=True))


CALLED = on("meeting", "call_meeting", "call_again")
CANCELLED = on("meeting", "cancel_meeting")
declare_notice(Kind("meetings.due", "该开的会", GROUP, DIGEST, due=_due, waits=_still_due))
declare_notice(Kind("meetings.missed", "会议没有按期召开", GROUP, DIGEST, due=_missed))
declare_notice(Kind("meetings.called", "会议通知", GROUP, on=CALLED, tell=_called, waits=_still_ahead))
declare_notice(Kind("meetings.cancelled", "会议取消", GROUP, on=CANCELLED, tell=_called))
declare_notice(
    Kind(
        "meetings.decided",
        "会议议定由我办理",
        GROUP,
        on=on("resolution", "decide_resolution"),
        tell=_decided,
        waits=_still_open,
    )
)
declare_notice(Kind("meetings.near", "议定事项快到期", GROUP, due=_near, waits=_still_open))
declare_notice(Kind("meetings.late", "议定事项逾期", GROUP, due=_late, waits=_still_open))
declare_notice(
    Kind("meetings.late_below", "下级的议定事项逾期", GROUP, DIGEST, due=_late_below, waits=_still_open)
)

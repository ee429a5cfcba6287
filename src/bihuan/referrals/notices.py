"""Notices of matters of others: what they answered or declined, what they owe, and what those above have assigned."""

from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from django.urls import reverse

from bihuan.core.calendar import in_words
from bihuan.core.models import Event
from bihuan.core.scope import Scope
from bihuan.notices.kinds import Kind, Telling, Whom, declare_notice, on
from bihuan.notices.rules import NOW
from bihuan.referrals.lifecycle import GIVEN, RECEIVED
from bihuan.referrals.models import Assignment, Referral
from bihuan.referrals.queries import LIVE, assignments, referrals
from bihuan.units.notices import over

GROUP = "移送交办"
SAYS = {
    "answer_referral": "已答复",
    "refuse_referral": "不予接收",
    "give_back_referral": "已退回",
    "note_unanswered": "逾期未答复",
}
PLACES = ("office_head", "village_head", "grid_member")


def _of_referrals(scope: Scope, happened: Sequence[Event]) -> Iterable[Telling]:
    """To the safety office, and to who sent it."""
    ids = {event.given["referral"] for event in happened}
    found = {
        str(one.pk): one for one in referrals(scope).filter(pk__in=ids).select_related("hazard__unit__cell")
    }
    for event in happened:
        if one := found.get(event.given["referral"]):
            yield _about(event, one)


def _about(event: Event, one: Referral) -> Telling:
    return Telling(
        key=str(event.seq),
        about=one.pk,
        whom=over(one.hazard.unit, "safety_head", persons=[one.sent_by_id]),
        text=f"{one.body}{SAYS[event.action]}：{one.hazard.text}",
        where=one.hazard.unit.name_and_place,
        url=reverse("referral", args=[one.pk]),
        by=event.actor_id,
    )


def _still_owed(scope: Scope, ids: Collection[UUID]) -> set[UUID]:
    found = referrals(scope).filter(pk__in=ids, state__in=LIVE)
    return set(found.order_by().values_list("pk", flat=True))


def _received(scope: Scope, happened: Sequence[Event]) -> Iterable[Telling]:
    for event, matter in _with_matters(scope, happened):
        yield _of_matter(event, matter, Whom(kinds=("safety_head",)), f"待分办：{matter.title}")


def _given(scope: Scope, happened: Sequence[Event]) -> Iterable[Telling]:
    """To the post, the department or the village that has it now; sent back by those above, to the same."""
    for event, matter in _with_matters(scope, happened):
        word = "上级退回，请再办" if event.action == "send_back_assignment" else "请承办"
        text = f"{word}，{in_words(matter.due_on)}前答复：{matter.title}"
        yield _of_matter(event, matter, _handlers(matter), text)


def _handlers(matter: Assignment) -> Whom:
    path = matter.cell.path
    if matter.post:
        return Whom(kinds=(matter.post,), path=path, department=matter.department_id)
    return Whom(kinds=("department_head", *PLACES), path=path, department=matter.department_id)


def _of_matter(event: Event, matter: Assignment, whom: Whom, text: str) -> Telling:
    return Telling(
        key=str(event.seq),
        about=matter.pk,
        whom=whom,
        text=text,
        where=f"{matter.source}交办",
        url=reverse("assignment", args=[matter.pk]),
        by=event.actor_id,
    )


def _with_matters(scope: Scope, happened: Sequence[Event]) -> list[tuple[Event, Assignment]]:
    ids = {event.subject_id for event in happened}
    found = {one.pk: one for one in assignments(scope).filter(pk__in=ids).select_related("cell")}
    return [(event, found[event.subject_id]) for event in happened if event.subject_id in found]


def _still_received(scope: Scope, ids: Collection[UUID]) -> set[UUID]:
    return set(assignments(scope).filter(pk__in=ids, state=RECEIVED).order_by().values_list("pk", flat=True))


def _still_given(scope: Scope, ids: Collection[UUID]) -> set[UUID]:
    return set(assignments(scope).filter(pk__in=ids, state=GIVEN).order_by().values_list("pk", flat=True))


for _kind in (
    Kind(
        "referrals.answered",
        "移送有了答复",
        GROUP,
        NOW,
        on("hazard", "answer_referral", "refuse_referral", "give_back_referral"),
        _of_referrals,
    ),
    Kind(
        "referrals.unanswered",
        "移送逾期未答复",
        GROUP,
        NOW,
        on("hazard", "note_unanswered"),
        _of_referrals,
        waits=_still_owed,
    ),
    Kind(
        "referrals.received",
        "上级交办待分办",
        GROUP,
        NOW,
        on("assignment", "receive_assignment"),
        _received,
        waits=_still_received,
    ),
    Kind(
        "referrals.given",
        "交办给我的",
        GROUP,
        NOW,
        on("assignment", "give_assignment", "send_back_assignment"),
        _given,
        waits=_still_given,
    ),
):
    declare_notice(_kind)

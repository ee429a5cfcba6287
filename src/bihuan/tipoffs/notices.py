"""Notices of tips: one has come in; one was given to a post or a place; a term has run out; the sender has said something; a reward waits. None names a sender."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from uuid import UUID

from django.urls import reverse

from bihuan.core.calendar import in_words
from bihuan.core.models import Event
from bihuan.core.scope import Scope
from bihuan.notices.kinds import Kind, Telling, Whom, declare_notice, on
from bihuan.notices.rules import DIGEST, NOW, URGENT
from bihuan.tipoffs.lifecycle import CHECKED, CHECKING, HELD, RECEIVED
from bihuan.tipoffs.models import Tip
from bihuan.tipoffs.queries import still_open, waiting_rewards

GROUP = "群众举报"
OFFICE = ("safety_head", "inspector")
AT_A_PLACE = ("office_head", "village_head")


def _tell(
    whom: Callable[[Tip], Whom], said: Callable[[Event, Tip], str]
) -> Callable[[Scope, Sequence[Event]], Iterable[Telling]]:
    def tell(scope: Scope, happened: Sequence[Event]) -> Iterator[Telling]:
        rows = Tip.objects.within(scope).filter(pk__in={one.subject_id for one in happened})
        found = {one.pk: one for one in rows.select_related("unit", "cell")}
        for event in happened:
            if row := found.get(event.subject_id):
                yield Telling(
                    key=str(event.seq),
                    about=row.pk,
                    whom=whom(row),
                    text=said(event, row)[:200],
                    where=row.where,
                    url=reverse("tip", args=[row.pk]),
                    by=event.actor_id,
                )

    return tell


def _office(_row: Tip) -> Whom:
    return Whom(kinds=OFFICE)


def _leaders(_row: Tip) -> Whom:
    return Whom(kinds=("vice_mayor", "safety_head"))


def _handlers(row: Tip) -> Whom:
    """Whoever it was given to: a post of the town, a department, an office or a village."""
    if row.post:
        return Whom(kinds=(row.post,))
    if row.cell.level > 1:
        return Whom(kinds=AT_A_PLACE, path=row.cell.path)
    return Whom(kinds=("department_head",), department=row.department_id)


def _came(_event: Event, row: Tip) -> str:
    return f"{row.channel_label}举报{'（待甄别）' if row.state == HELD else ''}：{row.text}"


def _given(_event: Event, row: Tip) -> str:
    until = f"，{in_words(row.check_due_on)}前核查完" if row.check_due_on else ""
    return f"群众举报请核查{until}：{row.text}"


def _late(event: Event, row: Tip) -> str:
    return f"群众举报{event.given['term']}期限已过：{row.text}"


def _checked(_event: Event, row: Tip) -> str:
    return f"群众举报核查{row.verdict_label}，请答复：{row.finding}"


def _replied(_event: Event, row: Tip) -> str:
    return f"举报人补充了情况，请看：{row.text}"


def _proposed(event: Event, row: Tip) -> str:
    return f"{row.number}提出奖励，请审批：{event.given['says']}"


def _approved(event: Event, row: Tip) -> str:
    return f"{row.number}奖励已批准，请发放：{event.given['says']}"


def _while(*states: str) -> Callable[[Scope, Collection[UUID]], set[UUID]]:
    return lambda scope, ids: still_open(scope, ids, *states)


def _reward_waits(state: str) -> Callable[[Scope, Collection[UUID]], set[UUID]]:
    return lambda scope, ids: set(
        waiting_rewards(scope).filter(tip__in=ids, state=state).order_by().values_list("tip", flat=True)
    )


for _kind in (
    Kind(
        "tipoffs.received",
        "收到举报",
        GROUP,
        NOW,
        on("tip", "send_tip", "enter_tip"),
        _tell(_office, _came),
        waits=_while(HELD, RECEIVED),
    ),
    Kind(
        "tipoffs.given",
        "举报交办",
        GROUP,
        NOW,
        on("tip", "accept_tip"),
        _tell(_handlers, _given),
        waits=_while(CHECKING),
    ),
    Kind(
        "tipoffs.checked",
        "举报待答复",
        GROUP,
        NOW,
        on("tip", "check_tip"),
        _tell(_office, _checked),
        waits=_while(CHECKED),
    ),
    Kind(
        "tipoffs.late",
        "举报办理逾期",
        GROUP,
        URGENT,
        on("tip", "note_tip_late"),
        _tell(_leaders, _late),
        waits=_while(),
    ),
    Kind(
        "tipoffs.replied", "举报人补充", GROUP, DIGEST, on("tip", "reply_to_town"), _tell(_office, _replied)
    ),
    Kind(
        "tipoffs.proposed",
        "举报奖励待批",
        GROUP,
        NOW,
        on("tip", "propose_reward"),
        _tell(lambda _row: Whom(right="reward"), _proposed),
        waits=_reward_waits("proposed"),
    ),
    Kind(
        "tipoffs.approved",
        "举报奖励待发",
        GROUP,
        NOW,
        on("tip", "approve_reward"),
        _tell(_office, _approved),
        waits=_reward_waits("approved"),
    ),
):
    declare_notice(_kind)

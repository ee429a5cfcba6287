"""Verbs of handing a post over."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from bihuan.core import clock, events, files
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete, NotAllowed, Stale
from bihuan.core.ids import new_id
from bihuan.core.models import StoredFile
from bihuan.core.scope import Scope
from bihuan.grid.administrators import refuse_taking, right_over
from bihuan.grid.holdings import frozen, held_at, seal
from bihuan.grid.models import Handover, Person, Post


@dataclass(frozen=True)
class Signed:
    """Who has signed a list, by the ids of kept files. Without the giver it takes `absence` and the leader's."""

    giver: UUID | None = None
    taker: UUID | None = None
    witness: UUID | None = None
    absence: str = ""


@transaction.atomic
def hand_over(
    actor: Actor, post_id: UUID, *, taker_id: UUID | None, on: date, seen: str, signed: Signed, note: str = ""
) -> Handover:
    """岗位交接: end one tenure and begin another on the day `on`, the list of what lies open signed by both, or by the acting
    leader where the giver cannot come. `seen` is the seal of the list that was signed (`holdings.seal`).

    Raises Incomplete naming the field, NotAllowed where the post was handed over, Stale where the list has changed.
    """
    whole = Actor.founder(actor.town)
    post = whole.find(Post, post_id, what="个岗位")
    actor.need(right_over(actor, post.kind))
    if post.handed_over_on:
        raise NotAllowed("这个岗位已经交接过。")
    if post.cell.ended_on and post.cell.ended_on <= clock.today():
        raise NotAllowed(f"“{post.cell.name}”已经调整，请在调整后的网格上办理交接。")
    taker = _taker(whole, post, taker_id)
    _check_day(post, on)
    refuse_taking(actor, taker, post.kind, on)
    files_signed = _signatures(actor, post, signed)
    sections = held_at(post, on)
    if seal(sections) != seen:
        raise Stale("签字前清单有了变化。清单已经更新，请双方核对后重新签字。")
    _end(post, on)
    begun = _begin(post, taker, on)
    handover = Handover(
        id=new_id(),
        town_id=actor.town,
        cell=post.cell,
        ended=post,
        begun=begun,
        on=on,
        made_at=clock.now(),
        held=frozen(sections),
        note=note.strip(),
        absence=signed.absence.strip(),
        witness_id=actor.person_id if signed.absence.strip() else None,
        **files_signed,
    )
    handover.save(force_insert=True)
    given = {"post": post, "from": post.person, "to": taker, "on": on, "absence": handover.absence}
    held = [row["id"] for section in handover.held for row in section["rows"]]
    events.record(actor, "hand_over", handover, given={**given, "begun": begun, "held": held})
    return handover


def _taker(whole: Actor, post: Post, taker_id: UUID | None) -> Person:
    """Who takes over: somebody else of this town, still there, who does not hold the same post already."""
    if taker_id is None:
        raise Incomplete("请选择接收人。", {"taker": "请选择接收人。"})
    if taker_id == post.person_id:
        raise Incomplete("移交人和接收人不能是同一个人。", {"taker": "不能交接给本人。"})
    taker = whole.find(Person, taker_id, what="个人员")
    if not taker.is_active:
        raise Incomplete(
            f"{taker.name}的账号已停用，不能接收岗位。", {"taker": "账号已停用，请选择在职人员。"}
        )
    same = Post.objects.within(whole.scope).filter(
        Q(to_on__isnull=True) | Q(to_on__gte=clock.today()),
        person=taker,
        kind=post.kind,
        cell=post.cell_id,
        department=post.department_id,
    )
    if same.exists():
        raise Incomplete(f"{taker.name}已经在任这个岗位。", {"taker": "已经在任，请选择其他人。"})
    return taker


def _check_day(post: Post, on: date) -> None:
    """The day lies within what is known: after the tenure began, not ahead of the list, which is of today."""
    said = ""
    if on > clock.today():
        said = "交接日期不能晚于今天：清单以办理当天为准。"
    elif on <= post.from_on:
        said = "交接日期应晚于移交人的任职日期。"
    elif post.to_on and on <= post.to_on:
        said = "移交人在这一天还在任，交接日期应晚于离任日期。"
    if said:
        raise Incomplete(said, {"on": said})


def _signatures(actor: Actor, post: Post, signed: Signed) -> dict[str, StoredFile]:
    """The kept signatures by the field that holds them; Incomplete names the one that lacks."""
    wrong = {} if signed.taker else {"taker_signature": "请接收人签字。"}
    wanted = {"taker_signature": signed.taker}
    if signed.absence.strip():
        wanted["witness_signature"] = signed.witness
        if not signed.witness:
            wrong["witness_signature"] = "移交人未到场的，请监交人签字。"
    elif post.to_on:
        wrong["absence"] = "移交人已经离任，请说明情况，由监交人签字。"
    else:
        wanted["giver_signature"] = signed.giver
        if not signed.giver:
            wrong["giver_signature"] = "请移交人签字；不能到场的，请说明原因，由监交人签字。"
    if wrong:
        raise Incomplete("".join(wrong.values()), wrong)
    kept = files.owned(actor, [one for one in wanted.values() if one])
    return dict(zip(wanted, kept, strict=True))


def _end(post: Post, on: date) -> None:
    """End the giver's tenure on the eve, unless it has ended; NotAllowed where somebody was quicker."""
    as_read = Q(to_on=post.to_on) if post.to_on else Q(to_on__isnull=True)
    last = post.to_on or on - timedelta(days=1)
    rows = Post.objects.within(Scope.whole_town(post.town_id))
    if not rows.filter(as_read, pk=post.pk, handed_over_on__isnull=True).update(
        to_on=last, handed_over_on=on
    ):
        raise NotAllowed("这个岗位刚刚已经离任或者交接。请刷新后核对。")
    post.to_on, post.handed_over_on = last, on


def _begin(post: Post, taker: Person, on: date) -> Post:
    """The same post, held by another from a day on."""
    begun = Post(
        id=new_id(),
        town_id=post.town_id,
        person=taker,
        kind=post.kind,
        cell=post.cell,
        department=post.department,
        from_on=on,
    )
    begun.save(force_insert=True)
    return begun

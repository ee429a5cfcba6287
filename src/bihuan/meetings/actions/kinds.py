"""Which meetings a town holds, how often, and whom they ask."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete, NotAllowed
from bihuan.core.ids import new_id
from bihuan.core.moving import hold_town
from bihuan.core.scope import Scope
from bihuan.grid.rules import POST_KINDS
from bihuan.meetings import rules
from bihuan.meetings.models import MeetingKind
from bihuan.meetings.queries import kinds_in_force


@transaction.atomic
def adopt_usual_kinds(actor: Actor) -> list[MeetingKind]:
    """采用常用会议: the four kinds that most towns have, from today on. NotAllowed where the town has said its own."""
    actor.need("supervise")
    town = hold_town(actor)
    if MeetingKind.objects.within(actor.scope).exists():
        raise NotAllowed("已经设置过会议。要改的，请在“会议设置”里逐个修改。")
    words = {"town": town.name, "short": town.name[:1], "office": town.office}
    rows = [
        MeetingKind(
            town_id=actor.town,
            sort=one.sort,
            name=one.name,
            every=one.every,
            body=one.body.format(**words),
            word=one.word.format(**words),
            notice_word=one.notice_word.format(**words),
            chair=one.chair,
            posts=list(one.posts),
            guests=one.guests,
            place=f"{town.name}会议室",
            from_on=clock.today(),
        )
        for one in rules.USUAL
    ]
    MeetingKind.objects.bulk_create(rows)
    events.record_all(actor, [events.Entry("set_meeting_kind", row, _told(row)) for row in rows])
    return rows


@transaction.atomic
def set_kind(
    actor: Actor,
    *,
    sort: str,
    name: str,
    every: str,
    body: str,
    chair: str,
    posts: Sequence[str],
    word: str = "",
    notice_word: str = "",
    guests: str = "",
    place: str = "",
    replaces: UUID | None = None,
) -> MeetingKind:
    """设置会议: a kind from today on, in place of another where it is said anew: what that decided is told in this one's meetings, whatever it is called.
    Incomplete names the fields."""
    actor.need("supervise")
    wrong = rules.check_kind(sort=sort, name=name, every=every, body=body, chair=chair, posts=posts)
    if wrong:
        raise Incomplete("".join(wrong.values()), wrong)
    hold_town(actor)  # or who presses twice sets the same twice
    before = actor.find(MeetingKind, replaces, what="种会议") if replaces else None
    if before and before.sort != sort:
        why = f"“{before.name}”是{before.get_sort_display()}，类别不能改。请停用后另设一种。"
        raise Incomplete(why, {"sort": why})
    others = kinds_in_force(actor.scope)
    if before:
        _end(actor, before)
    if others.filter(name=name.strip()).exists():
        raise NotAllowed(f"已经有“{name.strip()}”。请改用别的名称，或者修改那一种。")
    row = MeetingKind(
        town_id=actor.town,
        chain=before.chain if before else new_id(),
        sort=sort,
        name=name.strip(),
        every=every,
        body=body.strip(),
        word=word.strip(),
        notice_word=notice_word.strip(),
        chair=chair,
        posts=[code for code in POST_KINDS if code in posts],
        guests=guests.strip(),
        place=place.strip(),
        # the rhythm goes on where only something else was changed
        from_on=before.from_on if before and before.every == every else clock.today(),
    )
    row.save(force_insert=True)
    events.record(actor, "set_meeting_kind", row, given=_told(row))
    return row


@transaction.atomic
def end_kind(actor: Actor, kind_id: UUID) -> MeetingKind:
    """停用会议: none of the kind falls due or is drafted any more. Those that were held stay."""
    actor.need("supervise")
    row = actor.find(MeetingKind, kind_id, what="种会议")
    _end(actor, row)
    events.record(actor, "end_meeting_kind", row, given={"says": row.name})
    return row


def _end(actor: Actor, row: MeetingKind) -> None:
    mine = MeetingKind.objects.within(Scope.whole_town(actor.town)).filter(pk=row.pk, ended_on__isnull=True)
    if not mine.update(ended_on=clock.today()):
        raise NotAllowed(f"“{row.name}”已经停用或者修改过，请刷新后再看。")
    row.ended_on = clock.today()


def _told(row: MeetingKind) -> dict[str, str]:
    return {"says": row.name, "every": row.get_every_display(), "posts": row.posts_label}

"""Verbs of a session: opened with who is invited, ended once it was held, called off."""

import secrets
from collections.abc import Sequence
from datetime import date, time
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from bihuan.core import clock, events, files, moving
from bihuan.core.actions import Actor
from bihuan.core.calendar import in_words
from bihuan.core.errors import Incomplete, NotAllowed
from bihuan.core.ids import new_id
from bihuan.core.moving import insert_once
from bihuan.grid.rules import POST_KINDS
from bihuan.training.lifecycle import CANCELLED, SESSION
from bihuan.training.models import Attendee, TrainingSession
from bihuan.training.queries import heads_of, invited_posts, invited_units
from bihuan.training.rules import (
    EXAM_MAX,
    GROUP_OF_POST,
    KINDS,
    NAME_MAX,
    PASS_USUAL,
    why_not_day,
    why_not_hours,
)
from bihuan.units.actions import hold_units
from bihuan.units.actions.plates import ALPHABET, CODE_LENGTH
from bihuan.units.rules import CATEGORIES

ORGANISES = "units"
AT_ONCE = 500
STALE = "这场培训刚刚有人办理过，请刷新后再看。"
NEEDED = {"reason": "请填写原因。"}


@transaction.atomic
def open_session(
    actor: Actor,
    *,
    title: str,
    kind: str,
    held_on: date | None,
    hours: Decimal | None,
    place: str,
    lecturer: str,
    starts: time | None = None,
    content: str = "",
    material: UUID | None = None,
    link: str = "",
    posts: Sequence[str] = (),
    categories: Sequence[str] = (),
    exam_count: int | None = None,
    pass_mark: int | None = None,
    session_id: UUID | None = None,
) -> TrainingSession:
    """安排培训: a session on a day, past or to come, with who is invited: holders of posts, and a head for each unit of some categories. `session_id` comes
    from the page, so that pressing twice plans it once (NotAllowed)."""
    actor.need(ORGANISES)
    wrong = _wrong(title, kind, held_on, hours, place, lecturer, exam_count, pass_mark)
    if link and not link.startswith(("http://", "https://")):
        wrong["link"] = "链接应以http://或https://开头。"
    if set(posts) - POST_KINDS.keys() or set(categories) - CATEGORIES.keys():
        wrong["posts"] = "请从列表中选择通知对象。"
    if wrong:
        raise Incomplete("".join(wrong.values()), wrong)
    assert held_on is not None and hours is not None
    units = invited_units(actor.scope, categories) if categories else []
    hold_units(actor, [one.pk for one in units])
    count = exam_count or 0
    session = TrainingSession(
        id=session_id or new_id(),
        town_id=actor.town,
        title=title.strip(),
        kind=kind,
        held_on=held_on,
        starts=starts,
        hours=hours,
        place=place.strip(),
        lecturer=lecturer.strip(),
        content=content.strip(),
        material=files.owned(actor, [material])[0] if material else None,
        link=link.strip(),
        posts=[one for one in POST_KINDS if one in posts],
        categories=[one for one in CATEGORIES if one in categories],
        exam_count=count,
        pass_mark=PASS_USUAL if pass_mark is None else pass_mark,
        code=new_code(),
        made_on=clock.today(),
    )
    insert_once(session, "这场培训已经安排好，不用再提交。请到培训台账中查看。")
    rows = _invited_persons(actor, session, posts)
    known = {row.person_id for row in rows}
    rows += [row for row in _invited_units(actor, session, units) if row.person_id not in known]
    Attendee.objects.bulk_create(rows, batch_size=AT_ONCE)
    given = {"title": session.title, "on": session.held_on, "hours": str(hours), "invited": len(rows)}
    events.record(actor, "open_session", session, given=given)
    return session


def new_code() -> str:
    """A code that tells nothing and cannot be guessed."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def _wrong(
    title: str,
    kind: str,
    held_on: date | None,
    hours: Decimal | None,
    place: str,
    lecturer: str,
    exam_count: int | None,
    pass_mark: int | None,
) -> dict[str, str]:
    found = {
        "title": "" if title.strip() else "请填写培训名称。",
        "kind": "" if kind in KINDS else "请选择培训对象。",
        "held_on": why_not_day(held_on, clock.today()),
        "hours": why_not_hours(hours),
        "place": "" if place.strip() else "请填写地点。",
        "lecturer": "" if lecturer.strip() else "请填写授课人。",
        "exam_count": ""
        if 0 <= (exam_count or 0) <= EXAM_MAX
        else f"考试题数应在0至{EXAM_MAX}之间，0表示不考试。",
        "pass_mark": "" if pass_mark is None or 1 <= pass_mark <= 100 else "合格分应在1至100之间。",
    }
    return {name: said for name, said in found.items() if said}


def _invited_persons(actor: Actor, session: TrainingSession, posts: Sequence[str]) -> list[Attendee]:
    if not posts:
        return []
    return [
        Attendee(
            town_id=actor.town,
            session=session,
            person=post.person,
            unit=post.unit,
            name=post.person.name,
            phone=post.person.phone or "",
            group=GROUP_OF_POST.get(post.kind, "others"),
            recorded_cell=post.unit.cell_path if post.unit else post.cell.path,
            recorded_category=post.unit.category if post.unit else "",
            invited=True,
        )
        for post in invited_posts(actor.scope, posts, session.held_on)
    ]


def _invited_units(actor: Actor, session: TrainingSession, units: Sequence) -> list[Attendee]:  # type: ignore[type-arg]
    """A head of each unit: the person who has that post, else whom the register names."""
    heads, found, seen = heads_of(actor.scope, units, session.held_on), [], set()
    for unit in units:
        post = heads.get(unit.pk)
        person = post.person if post and post.person_id not in seen else None
        if person:
            seen.add(person.pk)
        found.append(
            Attendee(
                town_id=actor.town,
                session=session,
                person=person,
                unit=unit,
                name=(person.name if person else unit.head or "负责人")[:NAME_MAX],
                phone="" if person else unit.phone,
                group="heads",
                recorded_cell=unit.cell_path,
                recorded_category=unit.category,
                invited=True,
            )
        )
    return found


@transaction.atomic
def end_session(actor: Actor, session_id: UUID, *, version: int) -> TrainingSession:
    """结束培训: it was held, and the hours of who came count. Refused before its day, and while nobody is signed in."""
    session = actor.hold(TrainingSession, session_id, what="场培训")
    step = SESSION.move("end_session", session.state)
    actor.need(step.right)
    if session.held_on > clock.today():
        raise NotAllowed(
            f"培训安排在{in_words(session.held_on)}，还没有举办，不能登记结束。改期的，请取消后重新安排。"
        )
    came = Attendee.objects.within(actor.scope).filter(session=session, signed_on__isnull=False).count()
    if not came:
        raise NotAllowed("还没有人签到。请先勾选到场的人；没有办成的，请取消培训。")
    moving.advance(actor, session, step, version, STALE, ended_on=clock.today())
    given = {"title": session.title, "came": came, "hours": str(session.hours)}
    events.record(actor, step.action, session, given=given, before=step.frm, after=step.to)
    return session


@transaction.atomic
def cancel_session(actor: Actor, session_id: UUID, *, version: int, reason: str) -> TrainingSession:
    """取消培训: it will not be held, for a reason. Who was invited is told."""
    session = actor.hold(TrainingSession, session_id, what="场培训")
    step = SESSION.move("cancel_session", session.state)
    actor.need(step.right)
    moving.need(step, NEEDED, reason=reason.strip())
    moving.advance(
        actor, session, step, version, STALE, cancelled_on=clock.today(), cancelled_for=reason.strip()
    )
    given = {"title": session.title, "reason": reason.strip()}
    events.record(actor, step.action, session, given=given, before=step.frm, after=CANCELLED)
    return session

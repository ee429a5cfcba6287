"""What the stories of meetings do."""

from datetime import date, timedelta
from typing import Any

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.scope import Scope
from bihuan.grid.actions import appoint, register_person
from bihuan.grid.models import Cell, Post
from bihuan.meetings import actions
from bihuan.meetings.models import Meeting, MeetingKind, Resolution
from bihuan.meetings.queries import invited, seats
from bihuan.meetings.rules import Presence, Topic, Wanted
from tests.cast import FOUNDED, NOW, TODAY, Cast

DUE = TODAY + timedelta(days=10)


def town(cast: Cast) -> Scope:
    return Scope.whole_town(cast.town.pk)


def kinds(cast: Cast) -> dict[str, MeetingKind]:
    """The usual kinds by sort, adopted where the town has none."""
    found = MeetingKind.objects.within(town(cast)).filter(ended_on__isnull=True)
    rows = list(found) or actions.adopt_usual_kinds(cast.chen)
    return {row.sort: row for row in rows}


def drafted(cast: Cast, sort: str = "committee") -> Meeting:
    return actions.draft_meeting(cast.chen, kinds(cast)[sort].pk)


def present(cast: Cast, row: Meeting, **states: str) -> list[Presence]:
    """All who are asked, each there but for those whose state is given by surname (with a reason where one is needed)."""
    by_person = {cast.people[name].pk: state for name, state in states.items()}
    found = []
    for one in invited(town(cast), row, clock.today()):
        state = by_person.get(one.person.pk, "present")
        found.append(Presence(str(one.person.pk), state, note="出差" if state == "leave" else ""))
    return found


def held(cast: Cast, sort: str = "committee", chair: str = "shen", **states: str) -> Meeting:
    """A meeting drafted and held now."""
    row = drafted(cast, sort)
    return actions.hold_meeting(
        cast.chen,
        row.pk,
        version=row.version,
        at=clock.now(),
        place="三楼会议室",
        chair=str(cast.people[chair].pk),
        present=present(cast, row, **states),
    )


def seat(cast: Cast, name: str) -> str:
    """The id of the tenure that one of the cast holds today."""
    return next(one.id for one in seats(town(cast), clock.today()) if one.person.pk == cast.people[name].pk)


def wanted(
    cast: Cast, who: str = "li", text: str = "督促永安烟花店更换库房线路", due: date | None = None
) -> Wanted:
    return Wanted(text, seat(cast, who), (due or DUE).isoformat())


def topics(row: Meeting, *decided: Wanted, talk: str = "会议听取了汇报。") -> list[Topic]:
    """The meeting's topics and one more, with some decisions."""
    return [*row.topics, Topic("t9", "研究烟花爆竹安全", "安全办", talk=talk, wanted=decided)]


def issued(cast: Cast, *decided: Wanted, **more: Any) -> Meeting:
    """A meeting whose minutes are out."""
    row = held(cast, **more)
    actions.issue_minutes(
        cast.chen, row.pk, version=row.version, topics=topics(row, *decided or (wanted(cast),)), signer="沈立"
    )
    return Meeting.objects.within(town(cast)).select_related("kind").get(pk=row.pk)


def resolution(cast: Cast) -> Resolution:
    return Resolution.objects.within(town(cast)).get()


def one_of_each(actor: Actor) -> dict[str, Any]:
    """A meeting with its minutes, what it decided, an item of the leaders' list and a record beside it."""
    founder, top = Actor.founder(actor.town), Cell.objects.within(actor.scope).filter(kind="town")[0]
    mayor = Post.objects.within(actor.scope).filter(kind="mayor").first()
    if mayor is None:
        person = register_person(founder, name="镇长")
        mayor = appoint(founder, person.pk, kind="mayor", cell_id=top.pk, from_on=FOUNDED)
    kind = next(one for one in actions.adopt_usual_kinds(actor) if one.sort == "committee")
    row = actions.draft_meeting(actor, kind.pk)
    chair = str(mayor.person_id)
    row = actions.hold_meeting(
        actor, row.pk, version=1, at=NOW, place="会议室", chair=chair, present=[Presence(chair)]
    )
    decided = Wanted("办一件事", str(mayor.pk), TODAY.isoformat())
    paper = actions.issue_minutes(
        actor,
        row.pk,
        version=row.version,
        topics=[Topic("t1", "一件事", wanted=(decided,))],
        signer="镇长",
    )
    duty_of = actions.adopt_usual_duties(actor)[0]
    record = actions.note_leader_record(
        actor, person=mayor.person_id, measure="report", on=TODAY, text="述职"
    )
    return {
        "meeting_kind_id": kind.pk,
        "meeting_id": row.pk,
        "meeting_paper_id": paper.pk,
        "resolution_id": Resolution.objects.within(actor.scope).get().pk,
        "leader_duty_id": duty_of.pk,
        "leader_record_id": record.pk,
        "leader_post_id": mayor.pk,
    }

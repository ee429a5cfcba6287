"""What the stories of joint inspections do: the school seen by the safety office, the school office, the building office and the police station."""

from typing import Any
from uuid import UUID

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.ids import new_id
from bihuan.core.scope import Scope
from bihuan.joint import actions
from bihuan.joint.actions import Closing, Fate, Plan, Sent
from bihuan.joint.models import JointEvent, JointLink, JointPart, JointParty, JointVisit
from bihuan.joint.queries import Told, sides
from bihuan.joint.rules import BODY, DEPARTMENT, OFFICE, PartyPlan
from tests.cast import TODAY, Cast

POLICE = "石桥派出所"


def planned(actor: Actor, units: list[Any], departments: dict[str, Any], **more: Any) -> JointEvent:
    """An event of today, not told of yet; the safety office leads."""
    parties = [
        PartyPlan(OFFICE, "应急管理办公室", leads=True),
        *(PartyPlan(DEPARTMENT, name, str(one.pk)) for name, one in departments.items()),
        PartyPlan(BODY, POLICE),
    ]
    given: dict[str, Any] = {"name": "校园联合检查", "from_on": TODAY, "to_on": TODAY, "parties": parties}
    return actions.begin_joint(actor, Plan(units=[one.pk for one in units], **given | more))


def called(cast: Cast, **more: Any) -> JointEvent:
    """The same, told to its parties."""
    row = planned(cast.chen, [cast.units["school"]], cast.departments, **more)
    return actions.call_joint(cast.chen, row.pk, version=row.version)


def visit_of(event: JointEvent, unit: Any = None) -> JointVisit:
    """The visit of an event (to a unit), fresh."""
    rows = JointVisit.objects.within(Scope.whole_town(event.town_id)).filter(event=event)
    found: JointVisit = rows.get(unit=unit) if unit else rows.get()
    return found


def party(event: JointEvent, name: str) -> JointParty:
    found: JointParty = JointParty.objects.within(Scope.whole_town(event.town_id)).get(event=event, name=name)
    return found


def thing(cast: Cast, actor: Actor, text: str = "疏散通道堆放杂物", **more: Any) -> Told:
    """Something that was found, with its photo."""
    given: dict[str, Any] = {"outcome": "undecided", "kind": "fire", "photos": (cast.photo(actor),)}
    if more.get("outcome") == "onsite" and "photos_after" not in more:
        given["photos_after"] = (cast.photo(actor, "green"),)
    return Told(new_id(), text, **given | more)


def send(
    actor: Actor, event: JointEvent, name: str, *told: Told, link: JointLink | None = None, **more: Any
) -> JointPart:
    """A party's part; nothing found where nothing is given."""
    visit = more.pop("visit", None) or visit_of(event)
    given: dict[str, Any] = {"press": new_id(), "version": 0, "people": "李警官", "nothing": not told}
    return actions.send_part(
        actor, visit.pk, party(event, name).pk, Sent(told=told, **given | more), link=link
    )


def closing(cast: Cast, visit: JointVisit, fates: dict[UUID, Fate], **more: Any) -> Closing:
    """The end of a visit by 陈 and 赵, signed."""
    parts = JointPart.objects.within(cast.chen.scope).filter(visit=visit)
    given: dict[str, Any] = {
        "seen": {one.pk: one.version for one in parts},
        "second_inspector": cast.people["zhao"].pk,
        "signature": cast.photo(cast.chen, "white"),
        "present": "王校长",
    }
    return Closing(fates, **given | more)


def finish(cast: Cast, event: JointEvent, fates: dict[UUID, Fate], **more: Any) -> JointVisit:
    visit = more.pop("visit", None) or visit_of(event)
    version = more.pop("version", visit.version)
    return actions.finish_joint(cast.chen, visit.pk, closing(cast, visit, fates, **more), version=version)


def told_by(event: JointEvent) -> dict[str, list[str]]:
    """What each party found, as the merged list has it."""
    visit = visit_of(event)
    there = list(JointParty.objects.within(Scope.whole_town(event.town_id)).filter(event=event))
    return {one.party.name: [told.text for told in one.told] for one in sides(event.town_id, visit, there)}


def held_at(actor: Actor, unit: Any) -> dict[str, Any]:
    """One of everything for the matrix of routes: an event under way at the unit, a department and a body with its link."""
    parties = [PartyPlan(OFFICE, "安全办", leads=True), PartyPlan(BODY, f"{unit.name}派出所")]
    plan = Plan(f"{unit.name}联合检查", clock.today(), clock.today(), parties, [unit.pk])
    row = actions.begin_joint(actor, plan)
    row = actions.call_joint(actor, row.pk, version=row.version)
    body = party(row, f"{unit.name}派出所")
    link, code = actions.invite_body(actor, body.pk)
    return {
        "joint_id": row.pk,
        "joint_party_id": body.pk,
        "joint_link_id": link.pk,
        "joint_visit_id": visit_of(row).pk,
        "joint_code": code,
    }

"""The joint inspection of all schools and kindergartens in two days, private ones too: six departments and the police station on one visit each, one record a
school. Who found what is told apart; the police station comes by its link."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from uuid import UUID

from bihuan.core import clock, files
from bihuan.core.actions import Actor
from bihuan.core.ids import new_id
from bihuan.core.models import StoredFile
from bihuan.core.scope import Scope
from bihuan.demo.drives import SCHOOLS, Drive
from bihuan.demo.stage import Stage, TownUnit
from bihuan.demo.work import check, muster
from bihuan.hazards.actions import Finding
from bihuan.inspections.actions import Visit
from bihuan.inspections.models import Inspection
from bihuan.joint import actions
from bihuan.joint.actions import Closing, Fate, Plan, Sent
from bihuan.joint.models import JointEvent, JointLink, JointPart, JointParty, JointVisit
from bihuan.joint.owners import Owners, owners_of
from bihuan.joint.queries import Told, guest, parties
from bihuan.joint.rules import BODY, DEPARTMENT, FREE, LIST, OFFICE, PartyPlan
from bihuan.units.models import Unit

POLICE = "枫禾派出所"
# Which department's head goes along, and which parts of the schools' list he looks at.
ALONG = {
    "head_school": ("教委办", ("制度", "校门")),
    "department_head": ("城建办", ("校舍",)),
    "head_market": ("市场监管所", ("食堂",)),
    "head_traffic": ("交管站", ("校车",)),
    "head_trade": ("经发办", ("用电",)),
    "head_land": ("国土所", ()),
}
OWN_KINDS = {
    "place": "department_head",
    "power": "head_trade",
    "rules": "head_school",
    "paper": "head_school",
}
NAME = "校园及周边安全联合检查"
WHOLE_EVERY = 6  # one school in so many has the part of each party; at the others who found something sends one, and the school office


def schedule(stage: Stage, since: date) -> None:
    """Put the event and its two days on the agenda."""
    drive = next(one for one in stage.plan if one.key == SCHOOLS)
    if drive.begins_on < since:
        return
    _evening(stage, max(drive.begins_on - timedelta(days=5), since), partial(_plan, stage, drive))
    _evening(stage, drive.begins_on - timedelta(days=1), partial(_call, stage))
    stage.early(drive.begins_on, 50, partial(_invite, stage))
    stage.later(drive.begins_on, partial(_schools, stage, drive, 0, drive.begins_on))
    stage.later(drive.ends_on, partial(_schools, stage, drive, 1, drive.ends_on))
    _evening(stage, drive.ends_on, partial(_close, stage))


def _evening(stage: Stage, day: date, act: Callable[[], object]) -> None:
    def play() -> None:
        with clock.moved(clock.at(day, 20, 40)):
            act()

    stage.at_evening(day, 20 * 60 + 40, play)


def _event(stage: Stage) -> JointEvent:
    found: JointEvent = JointEvent.objects.within(Scope.whole_town(stage.town.pk)).get(name=NAME)
    return found


def _schools_in(stage: Stage, drive: Drive) -> list[TownUnit]:
    return [unit for unit in stage.units if unit.is_in(drive.categories) and not unit.kept_apart]


def _wanted(stage: Stage, drive: Drive, campaign: UUID | None = None) -> Plan:
    """The safety office leads. The campaign begins on the day, and is named once it is there."""
    wanted = [PartyPlan(OFFICE, stage.town.office, leads=True)]
    for name, groups in ALONG.values():
        one = stage.departments[name]
        sheet = LIST if groups else FREE
        wanted.append(PartyPlan(DEPARTMENT, one.name, str(one.pk), sheet=sheet, groups=groups))
    wanted.append(PartyPlan(BODY, POLICE))
    return Plan(
        NAME,
        drive.begins_on,
        drive.ends_on,
        wanted,
        [one.id for one in _schools_in(stage, drive)],
        campaign=campaign,
        asks="公办民办学校、幼儿园一个不漏，能当场改的当场改，不能当场改的责令限期整改。",
        gather="8:00 镇政府院内，分两组",
    )


def _plan(stage: Stage, drive: Drive) -> None:
    actions.begin_joint(stage.actor("safety_head"), _wanted(stage, drive))


def _call(stage: Stage) -> None:
    row = _event(stage)
    actions.call_joint(stage.actor("safety_head"), row.pk, version=row.version)


def _invite(stage: Stage) -> None:
    scope = Scope.whole_town(stage.town.pk)
    police = JointParty.objects.within(scope).get(event=_event(stage), name=POLICE)
    link, _code = actions.invite_body(stage.actor("safety_head"), police.pk)
    actions.note_use(link, "10.20.30.40")


def _close(stage: Stage) -> None:
    row = _event(stage)
    actions.close_joint(stage.actor("safety_head"), row.pk, version=row.version)


@dataclass
class _Day:
    """What holds for a day of the event."""

    stage: Stage
    drive: Drive
    there: dict[str, JointParty]
    link: JointLink
    owners: Owners
    visits: dict[UUID, UUID]


def _schools(stage: Stage, drive: Drive, half: int, day: date) -> None:
    """The joint group sees half of the schools on each of two days, in two parties; nobody is left out."""
    schools = _schools_in(stage, drive)
    squad, team = next(pair for pair in stage.teams if "school" in pair[0].categories)
    event, scope = _event(stage), Scope.whole_town(stage.town.pk)
    there = {one.name: one for one in parties(scope, event)}
    link = JointLink.objects.within(scope).select_related("party__event").get(party=there[POLICE])
    owners = owners_of(stage.actor("safety_head"), Unit.objects.within(scope).get(pk=schools[0].id), day)
    visits = dict(JointVisit.objects.within(scope).filter(event=event).values_list("unit", "pk"))
    today = _Day(stage, drive, there, link, owners, visits)
    for party in (0, 1):
        crew = muster(stage, squad, team, drive, led=party == 0)
        for index, unit in enumerate(schools[half * 2 + party :: 4]):
            # Some schools have something to mend by a day, or the joint check would have nothing to tell.
            finish = partial(_finish, today, index % WHOLE_EVERY == 0)
            check(
                stage, day, crew, unit, outcomes=("deadline", "onsite") if index == 0 else (), finish=finish
            )


def _finish(
    today: _Day, whole: bool, officer: Actor, visit: Visit, findings: Sequence[Finding]
) -> Inspection:
    """What was found is spread over those who look at such things; each sends its part, then the officer finishes."""
    stage, visit_id = today.stage, today.visits[visit.unit]
    event = _event(stage)
    if event.campaign_id is None:
        plan = _wanted(stage, today.drive, stage.campaigns[SCHOOLS])
        actions.plan_joint(stage.actor("safety_head"), event.pk, plan, version=event.version)
    by_whom: dict[str, list[Finding]] = {"head_school": []}
    for at, one in enumerate(findings):
        key = OWN_KINDS.get(
            one.kind, "police" if one.kind == "conduct" else "office" if at else "head_market"
        )
        by_whom.setdefault(key, []).append(one)
    if whole:
        by_whom = {key: by_whom.get(key, []) for key in ("office", *ALONG, "police")}
    seen = {}
    for key, found in by_whom.items():
        part = _send(today, visit_id, key, officer, visit, found)
        seen[part.pk] = part.version
    fates = {
        one.id: Fate(
            one.outcome, one.level, one.criterion, one.deadline_on, one.demand, today.owners.of(one.text)
        )
        for one in findings
    }
    closing = Closing(
        fates,
        seen,
        id=visit.id,
        on=visit.visited_on,
        second_inspector=visit.second_inspector,
        present=visit.present,
        opinion=visit.opinion,
        signature=visit.signature,
        refusal=visit.refusal,
        began_at=visit.began_at,
        outing=visit.outing,
    )
    row = JointVisit.objects.within(officer.scope).get(pk=visit_id)
    done = actions.finish_joint(officer, visit_id, closing, version=row.version)
    found_record: Inspection = Inspection.objects.within(officer.scope).get(pk=done.inspection_id)
    return found_record


def _send(
    today: _Day, visit_id: UUID, key: str, officer: Actor, visit: Visit, found: Sequence[Finding]
) -> JointPart:
    """A party's part: its lines of the list good but for what it found."""
    stage, is_police = today.stage, key == "police"
    name = (
        POLICE
        if is_police
        else stage.town.office
        if key == "office"
        else stage.departments[ALONG[key][0]].name
    )
    party = today.there[name]
    actor = guest(today.link) if is_police else officer if key == "office" else stage.actor(key)
    if is_police:  # it sends its own photos
        found = [
            replace(one, photos=_own(actor, one.photos), photos_after=_own(actor, one.photos_after))
            for one in found
        ]
    told = [
        Told(
            one.id,
            one.text,
            "onsite" if one.outcome == "onsite" else "undecided",
            one.place,
            one.basis,
            one.kind,
            one.item,
            one.photos,
            one.photos_after,
        )
        for one in found
    ]
    sheet, keys = visit.checklist, {one.item for one in found}
    if sheet is not None and party.sheet == LIST:
        items = tuple(one for one in sheet.items if one.group in party.groups or one.key in keys)
        sheet = replace(sheet, items=items) if items else None
    else:
        sheet = None
    results = {one.key: visit.results.get(one.key, "none") for one in sheet.items} if sheet else {}
    # what another party has found on a line that this one looks at as well is that one's to tell
    results = {
        line: "bad" if line in keys else "good" if said == "bad" else said for line, said in results.items()
    }
    sent = Sent(
        new_id(), 0, "李警官、王辅警" if is_police else actor.name, told, sheet, results, nothing=not told
    )
    return actions.send_part(actor, visit_id, party.pk, sent, link=today.link if is_police else None)


def _own(actor: Actor, photos: Sequence[UUID]) -> tuple[UUID, ...]:
    """The same pictures, kept as the actor's."""
    rows = StoredFile.objects.within(actor.scope).filter(pk__in=photos)
    return tuple(files.keep_picture(actor, files.content_of(one), "照片.jpg").pk for one in rows)

"""A drive's list of units kept in step with the register: who opens or comes to fit joins, who leaves the register or does not fit any more leaves,
each with a note. What was visited stays counted."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from bihuan.campaigns.models import CampaignUnit, DrivePlan
from bihuan.campaigns.queries.drives import current_plans, listed
from bihuan.campaigns.rules import Crew, Place, assign, weight
from bihuan.campaigns.scoping import fitting
from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.calendar import in_words
from bihuan.core.moving import hold_town
from bihuan.core.scope import Scope
from bihuan.inspections.models import Team
from bihuan.units.models import Unit

OPENED = "期内新登记"
CHANGED = "登记情况变更后属于行动范围"
OUT = "登记情况变更后不再属于行动范围"
REPLANNED, DROPPED = "方案变更后列入", "方案变更后不再属于行动范围"


def crews_of(town: UUID, teams: Collection[str]) -> list[Crew]:
    """The teams of a plan, in its order."""
    rows = {
        str(one.pk): one for one in Team.objects.within(Scope.whole_town(town)).filter(pk__in=list(teams))
    }
    return [Crew(rows[key].pk, tuple(rows[key].categories)) for key in teams if key in rows]


def bring_up(
    town: UUID,
    plan: DrivePlan,
    *,
    joins: str,
    leaves: str = OUT,
    units: Collection[UUID] | None = None,
    why: Mapping[UUID, str] | None = None,
    anew: bool = False,
) -> tuple[int, int]:
    """Make a drive's list what its scope means today, of all units or of some; (joined, left). `joins` and `leaves` are the notes, `why` those of
    single units; with `anew` all that is not visited is assigned again. To be called by an action, inside its transaction, which records the
    event."""
    whole, today = Scope.whole_town(town), clock.today()
    campaign = plan.campaign
    asked = fitting(whole, plan)
    rows = listed(whole).filter(campaign=campaign)
    if units is not None:
        asked = asked.filter(pk__in=list(units))
        rows_here = rows.filter(unit__in=list(units))
    else:
        rows_here = rows
    fit = {
        pk: Place(pk, path, category)
        for pk, path, category in asked.order_by().values_list("pk", "cell_path", "category")
    }
    there = {row.unit_id: row for row in rows_here.select_related("unit__merged_into")}
    mine = CampaignUnit.objects.within(whole)
    gone = [
        row
        for key, row in there.items()
        if row.left_on is None and key not in fit and (row.unit.ended_on or not row.seen)
    ]
    for row in gone:
        mine.filter(pk=row.pk).update(left_on=today, left_for=_left(row.unit, leaves))
    again = [row for key, row in there.items() if row.left_on is not None and key in fit]
    fresh = [place for key, place in fit.items() if key not in there]
    given = (
        _assigned(town, plan, rows, fit, [*fresh, *(fit[row.unit_id] for row in again)], anew=anew)
        if again or fresh or anew
        else {}
    )
    _join(town, plan, fresh, given, joins, why or {})
    if again:
        keys = [row.pk for row in again]
        mine.filter(pk__in=keys).update(left_on=None, left_for="", joined_for=joins)
    return len(fresh) + len(again), len(gone)


def merged_words(name: str) -> str:
    """Why a stub left a list."""
    return f"已并入“{name}”"[:100]


def _left(unit: Unit, leaves: str) -> str:
    """Why a unit left, as its line says."""
    if unit.merged_into is not None:
        return merged_words(unit.merged_into.name)
    return f"{unit.state_label}（{in_words(unit.ended_on)}）" if unit.ended_on else leaves


def _assigned(
    town: UUID,
    plan: DrivePlan,
    rows: QuerySet[Any],
    fit: Mapping[UUID, Place],
    joining: Sequence[Place],
    *,
    anew: bool,
) -> dict[object, object]:
    """A team for each that joins, by how busy each is already; with `anew` for all as well that is not visited. Lines that are there are brought up
    to it."""
    loads: dict[object, int] = {}
    places = {one.id: one for one in joining}
    for unit, team, seen, category in rows.filter(left_on__isnull=True).values_list(
        "unit", "team", "seen", "recorded_category"
    ):
        if anew and not seen and unit in fit:
            places[unit] = fit[unit]
        elif team:
            loads[team] = loads.get(team, 0) + weight(category)
    crews = crews_of(town, plan.teams)
    known = {crew.id for crew in crews}
    found = assign(
        places.values(), crews, plan.mode, {key: load for key, load in loads.items() if key in known}
    )
    by_team: dict[object, list[object]] = {}
    for unit in places:
        by_team.setdefault(found.get(unit), []).append(unit)
    mine = CampaignUnit.objects.within(Scope.whole_town(town)).filter(campaign=plan.campaign)
    for team, units in by_team.items():
        mine.filter(unit__in=units).update(team=team)
    return found


def _join(
    town: UUID,
    plan: DrivePlan,
    fresh: Sequence[Place],
    given: Mapping[object, object],
    joins: str,
    why: Mapping[UUID, str],
) -> None:
    rows = [
        CampaignUnit(
            town_id=town,
            campaign=plan.campaign,
            unit_id=one.id,  # type: ignore[misc]
            team_id=given.get(one.id),
            joined_on=clock.today(),
            joined_for=why.get(one.id, joins),  # type: ignore[call-overload]
            recorded_cell=one.path,
            recorded_category=one.category,
        )
        for one in fresh
    ]
    # of two deeds at once that bring the same unit, one writes the line
    CampaignUnit.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)


@transaction.atomic
def keep_drives(actor: Actor) -> int:
    """名单随登记变化: what the log does not tell (a level that changed, a filter) is looked at once a day. Returns how many lines that changes;
    twice is harmless."""
    plans = list(current_plans(Scope.whole_town(actor.town), clock.today()))
    if not plans:
        return 0
    hold_town(actor)
    entries = []
    for plan in plans:
        joined, left = bring_up(actor.town, plan, joins=CHANGED)
        if joined or left:
            given = {"says": plan.campaign.name, "joined": joined, "left": left}
            entries.append(events.Entry("keep_drive", plan.campaign, given))
    if entries:
        events.record_all(actor, entries)
    return len(entries)

"""The year's drives: three with plans and lists of units, the others with their days alone; each is closed on its last evening and begins its report.
The teams get their heads and members; in autumn a sweep of the filling stations, the markets and where fireworks are sold.

Played without the year's dice. What the hundred days leave is accounted for unit by unit, as an office does on the last evening.
"""

from datetime import date
from functools import partial
from uuid import UUID

from bihuan.campaigns import actions
from bihuan.campaigns.actions import Plan
from bihuan.campaigns.asked import Asked
from bihuan.campaigns.models import CampaignUnit, DrivePlan
from bihuan.campaigns.queries.drives import open_lines
from bihuan.campaigns.sheets import check_sheets
from bihuan.core import clock
from bihuan.core.ids import new_id
from bihuan.core.scope import Scope
from bihuan.demo import founding, handing_scenes
from bihuan.demo.drives import HUNDRED_DAYS, SCHOOLS, Drive
from bihuan.demo.stage import Stage, working_day
from bihuan.grid.models import Post, held_on
from bihuan.inspections.models import Campaign

KINDS = {HUNDRED_DAYS: "hundred", SCHOOLS: "special", "fireworks": "special"}
# About as many units as the teams get to in the hundred days, by trade: dust, chemicals, mines, vehicles, children, crowds.
DANGEROUS = ("trade.wood", "chemical", "mine", "transport", "school", "market", "crowd")
SHEETS = ("wood", "fireworks", "station", "mine", "crowd", "school")
BASIS = {HUNDRED_DAYS: "区安委会《关于开展安全生产百日攻坚行动的通知》"}
SWEEP, SWEPT = "加油站、市场和烟花爆竹零售点拉网式巡查", ("chemical.station", "market", "fireworks")
MEMBERS = ("inspector_1", "inspector_2", "inspector_3")
CLOSES = 20 * 60 + 45  # minutes of the day: after the last visits have been written down
WHY_NOT = ("stopped", "shut", "other_body")


def schedule(stage: Stage, since: date) -> None:
    """Put the teams' seats, the sweep and the end of each drive on the agenda."""
    seated = working_day(max(since, date(stage.year, 1, 4)))
    stage.at_evening(seated, CLOSES - 9, partial(_at, seated, CLOSES - 9, partial(_seats, stage)))
    for at, drive in enumerate(stage.plan):
        if since <= drive.ends_on < date(stage.year, 12, 31):
            minute = CLOSES + at
            stage.at_evening(
                drive.ends_on, minute, partial(_at, drive.ends_on, minute, partial(_close, stage, drive))
            )
        if drive.key in KINDS and since <= drive.ends_on:
            handing_scenes.schedule(stage, since, drive, seated)
    begins, walked = working_day(date(stage.year, 10, 15)), working_day(date(stage.year, 10, 19))
    stage.early(begins, 51, partial(_sweep, stage))
    stage.at_evening(walked, CLOSES - 5, partial(_at, walked, CLOSES - 5, partial(_walk, stage)))


def _at(day: date, minute: int, act: partial[None]) -> None:
    with clock.moved(clock.at(day, minute // 60, minute % 60)):
        act()


def begin(stage: Stage, drive: Drive) -> None:
    """A drive begins, by the vice-mayor's hand: with a plan from its kind's template, or with its days alone."""
    if drive.key not in KINDS:
        founding.begin(stage, drive)
        return
    with stage.moment(drive.begins_on):
        actor = stage.actor("vice_mayor")
        row = actions.draft_drive(
            actor, kind=KINDS[drive.key], name=drive.name, begins_on=drive.begins_on, ends_on=drive.ends_on
        )
        usual = DrivePlan.objects.within(Scope.whole_town(stage.town.pk)).get(campaign=row).asks
        asked = handing_scenes.asked_in(stage, drive, usual)
        row = _plan(stage, row, drive.aliases, drive.categories or DANGEROUS, BASIS.get(drive.key, ""), asked)
        stage.campaigns[drive.key] = row.pk
        actions.issue_drive(actor, row.pk, version=row.version)


def _plan(
    stage: Stage,
    row: Campaign,
    aliases: tuple[str, ...],
    categories: tuple[str, ...],
    basis: str,
    asked: list[Asked] | None = None,
) -> Campaign:
    """The template's plan with its own names and kinds of units."""
    kept = DrivePlan.objects.within(Scope.whole_town(stage.town.pk)).get(campaign=row)
    words = {name: getattr(kept, name) for name in ("aim", "content", "demands", "handing", "teams", "mode")}
    named = [key for key in SHEETS if not check_sheets([key], categories, row.begins_on)]
    plan = Plan(
        name=row.name,
        begins_on=row.begins_on,
        ends_on=row.ends_on,
        aliases=aliases,
        basis=basis,
        categories=categories,
        checklists=named,
        stages=kept.parts,
        asked=kept.asks if asked is None else asked,
        **words,
    )
    return actions.plan_drive(stage.actor("vice_mayor"), row.pk, version=row.version, plan=plan)


def _seats(stage: Stage) -> None:
    """The head of each team is who goes along from the department; the safety office has its inspectors on all of them in turn."""
    actor = stage.actor("vice_mayor")
    for at, (squad, team) in enumerate(stage.teams):
        seats = {"head": squad.companion, "deputy": "safety_head", "member": MEMBERS[at % len(MEMBERS)]}
        for role, key in seats.items():
            if (post := _post(stage, key)) is not None:
                actions.seat(actor, team, role=role, post_id=post)


def _post(stage: Stage, key: str) -> UUID | None:
    held = Post.objects.within(Scope.whole_town(stage.town.pk)).filter(
        held_on(clock.today()), person=stage.people[key]
    )
    found: UUID | None = held.order_by("from_on", "pk").values_list("pk", flat=True).first()
    return found


def _account_for(stage: Stage, campaign: UUID) -> None:
    actor = stage.actor("safety_head")
    left = open_lines(Scope.whole_town(stage.town.pk), campaign).order_by(
        "recorded_cell", "unit__opened_on", "pk"
    )
    for at, key in enumerate(left.values_list("pk", flat=True)):
        actions.excuse_line(actor, key, excuse=WHY_NOT[at % len(WHY_NOT)])


def _close(stage: Stage, drive: Drive) -> None:
    campaign = stage.campaigns[drive.key]
    _account_for(stage, campaign)
    row = Campaign.objects.within(Scope.whole_town(stage.town.pk)).get(pk=campaign)
    actions.close_drive(stage.actor("safety_head"), campaign, version=row.version)


def _sweep(stage: Stage) -> None:
    """Four days for every place of three kinds."""
    actor, first = stage.actor("vice_mayor"), clock.today()
    last = working_day(date(stage.year, 10, 19))
    row = actions.draft_drive(actor, kind="sweep", name=SWEEP, begins_on=first, ends_on=last)
    stage.campaigns[SWEEP] = row.pk
    row = _plan(stage, row, ("拉网式巡查",), SWEPT, "")
    actions.issue_drive(actor, row.pk, version=row.version)


def _walk(stage: Stage) -> None:
    """All are arrived at but one, which is shut; a place that sells petrol from a drum is found and registered. Then it is closed."""
    whole = Scope.whole_town(stage.town.pk)
    campaign = Campaign.objects.within(whole).get(name=SWEEP)
    actor = stage.actor("inspector_1")
    sorties: dict[UUID | None, UUID] = {}
    village = next(name for name, keys in stage.watchers.items() if keys)
    cell = stage.cells[village].pk
    actions.found_place(
        actor,
        campaign.pk,
        name="村口流动加油点",
        category="chemical.station",
        cell_id=cell,
        address=f"{village}村口",
    )
    lines = list(
        CampaignUnit.objects.within(whole)
        .filter(campaign=campaign, left_on=None)
        .order_by("recorded_cell", "unit__opened_on", "pk")
    )
    for line in lines[1:]:
        actions.note_arrival(actor, line.pk, outing_id=sorties.setdefault(line.team_id, new_id()))
    actions.excuse_line(actor, lines[0].pk, excuse="shut")
    row = Campaign.objects.within(whole).get(pk=campaign.pk)
    actions.close_drive(stage.actor("safety_head"), row.pk, version=row.version)
    handing_scenes.settle(stage, SWEEP)

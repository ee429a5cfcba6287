"""Setting the demo town up: its grid and persons, delegation, teams, photos and units, all before the year begins."""

import secrets
from collections.abc import Callable
from datetime import date
from functools import partial
from random import Random

from django.contrib.auth.hashers import make_password

from bihuan.core import calendar, files
from bihuan.core.actions import Actor
from bihuan.demo import cast, pictures, rounds_scenes
from bihuan.demo.drives import SQUADS, Drive, drives
from bihuan.demo.findings import KINDS_SHOWN
from bihuan.demo.names import Names
from bihuan.demo.register import Size, UnitPlan, plan_units, trades
from bihuan.demo.stage import Stage, TownUnit
from bihuan.grid import actions as grid
from bihuan.inspections.actions import begin_campaign, form_team
from bihuan.inspections.grant_actions import register_grant
from bihuan.units.actions import register_unit

SMALL_OFFICES = 2
VILLAGES_PER_MEMBER = 3
ENTERPRISE_CELLS = {"full": 6, "small": 2}
MORE_CELLS = {"full": 6, "small": 0}  # of works that check themselves later in the year
DELEGATED_YEARS = 24
VIEWS = 2  # photos of each kind, before and after


def found(rng: Random, year: int, size: Size, says: Callable[[str], None]) -> Stage:
    """The town as it stands on the eve of the year. To be called with the clock in the year before."""
    names = Names(rng)
    bodies = cast.bodies(year)
    town, top = grid.found_town(
        name=cast.TOWN,
        district=cast.DISTRICT,
        bureau=bodies.bureau,
        office=bodies.office,
        number_word=bodies.number_word,
        opened_on=date(year - 6, 1, 1),
    )
    stage = Stage(rng, year, size, town, drives(year, calendar.is_workday), cells={"town": top})
    says("划分网格")
    _open_cells(stage)
    says("登记人员")
    _appoint_all(stage, names)
    _delegate(stage)
    for squad in SQUADS:
        team = form_team(stage.actor("vice_mayor"), name=squad.name, categories=list(squad.categories))
        stage.teams.append((squad, team.pk))
    says("绘制照片")
    _draw(stage)
    says("登记监管对象")
    _register(stage, names)
    rounds_scenes.regulate(stage)
    return stage


# What the bureau has delegated: correction and the simple procedure; never compulsion.
DELEGATED_PAPERS = [
    "record",
    "measures",
    "order",
    "review",
    "inquiry",
    "evidence",
    "receipt",
    "transfer",
    "penalty_notice",
    "penalty",
    "statement",
]


def _delegate(stage: Stage) -> None:
    """The district's delegation, three years at a time, by the names of each time. In the simulated summer it was renewed some days
    late: what was ordered meanwhile are notices in the town's own name. It reaches past the simulated year, so that who opens
    the demo later can still go the whole way."""
    year = stage.year
    terms = [(date(year - 3, 7, 1), date(year, 6, 30)), (date(year, 7, 9), date(year + 3, 6, 30))]
    terms += [
        (date(first, 7, 1), date(first + 3, 6, 30)) for first in range(year + 3, year + DELEGATED_YEARS, 3)
    ]
    for from_on, to_on in terms:
        bodies = cast.bodies(max(from_on.year, year))
        register_grant(
            stage.actor("safety_head"),
            body=bodies.bureau,
            reference=bodies.grant,
            papers=DELEGATED_PAPERS,
            from_on=from_on,
            to_on=to_on,
        )


def _open_cells(stage: Stage) -> None:
    founder = Actor.founder(stage.town.pk)
    offices = list(cast.OFFICES.items())
    opened = date(stage.year - 6, 1, 1)
    for office, villages in offices if stage.size == "full" else offices[:SMALL_OFFICES]:
        cell = grid.open_cell(founder, stage.cells["town"].pk, name=office, kind="office", opened_on=opened)
        stage.cells[office] = cell
        for village in villages:
            stage.cells[village] = grid.open_cell(
                founder, cell.pk, name=village, kind="village", opened_on=opened
            )


def villages_of(stage: Stage) -> list[str]:
    """The town's villages in the grid's order."""
    return [name for name, cell in stage.cells.items() if cell.kind == "village"]


def _appoint_all(stage: Stage, names: Names) -> None:
    """Every person and post. All share one password of a random secret that nobody knows: the demo's page signs in."""
    password = make_password(secrets.token_urlsafe(32))
    founder = Actor.founder(stage.town.pk)
    for name in dict.fromkeys(role.department for role in cast.TOWN_ROLES if role.department):
        called = cast.department_name(name, stage.year)
        stage.departments[name] = grid.found_department(founder, name=called)
    for role in cast.TOWN_ROLES:
        card = f"{9909000 + len(stage.people)}" if role.officer else ""
        _appoint(stage, names, password, role.key, role.kind, role.name, "town", role.department, card)
    keys = iter(["office_head"])
    for name, cell in list(stage.cells.items()):
        if cell.kind == "office":
            key = next(keys, f"office_head_{cell.path}")
            _appoint(stage, names, password, key, "office_head", names.person(), name)
    villages = villages_of(stage)
    for index, village in enumerate(villages):
        key = f"village_head_{index + 1}" if index else "village_head"
        _appoint(stage, names, password, key, "village_head", names.person(), village)
        stage.watchers[village] = [key]
    for index in range(0, len(villages), VILLAGES_PER_MEMBER):
        key = f"grid_member_{index}" if index else "grid_member"
        for village in villages[index : index + VILLAGES_PER_MEMBER]:
            _appoint(stage, names, password, key, "grid_member", names.person, village)
            stage.watchers[village].append(key)


def _appoint(
    stage: Stage,
    names: Names,
    password: str,
    key: str,
    kind: str,
    name: str | Callable[[], str],
    cell: str,
    department: str = "",
    card: str = "",
) -> None:
    """A person under a key (registered when new) takes a post on a cell."""
    founder = Actor.founder(stage.town.pk)
    if key not in stage.people:
        stage.people[key] = grid.register_person(
            founder,
            name=name if isinstance(name, str) else name(),
            phone=names.phone(),
            username=key,
            card=card,
            card_until=date(stage.year + DELEGATED_YEARS, 12, 31) if card else None,
            password_hash=password,
        )
    grid.appoint(
        founder,
        stage.people[key].pk,
        kind=kind,
        cell_id=stage.cells[cell].pk,
        from_on=date(stage.year - 2, 1, 1),
        department_id=stage.departments[department].pk if department else None,
    )


def _draw(stage: Stage) -> None:
    """The pool of photos, signatures and scans: no person sent them, so that each may use them."""
    actor = Actor.founder(stage.town.pk)
    for kind in KINDS_SHOWN:
        for shows in ("before", "after"):
            stage.photos[kind, shows] = [
                files.keep_picture(actor, pictures.scene(kind, shows, view), f"{kind}-{shows}-{view}.jpg").pk
                for view in range(VIEWS)
            ]
    for number in range(4):
        sheet = pictures.signature(number)
        stage.signatures.append(files.keep_picture(actor, sheet, f"签字{number + 1}.png").pk)
    for number in range(2):
        stage.scans.append(
            files.keep_scan(actor, pictures.paper_scan(number), f"纸质记录{number + 1}.jpg").pk
        )


def _register(stage: Stage, names: Names) -> None:
    """Units known on the eve are registered now; sites that begin within the year are put on the agenda."""
    plans = plan_units(stage.rng, names, villages_of(stage), stage.year, stage.size)
    works = [plan for plan in plans if "above_scale_from" in plan.given]
    first = ENTERPRISE_CELLS[stage.size]
    own_cell = {id(plan): index for index, plan in enumerate(works[: first + MORE_CELLS[stage.size]])}
    others = Names(
        Random(f"{stage.year} enterprises"), block="1991000"
    )  # chances of their own: the rest of the year stays what it is
    for plan in plans:
        manager = ""
        if id(plan) in own_cell:
            manager = f"enterprise_safety_{own_cell[id(plan)]}" if own_cell[id(plan)] else "enterprise_safety"
            _open_enterprise(stage, names if own_cell[id(plan)] < first else others, plan, manager)
        if plan.opened_on.year < stage.year:
            add_unit(stage, plan, manager)
        else:
            stage.later(plan.opened_on, partial(_add_on, stage, plan))


def _open_enterprise(stage: Stage, names: Names, plan: UnitPlan, manager: str) -> None:
    """A level-four cell of the enterprise's own, with its safety manager."""
    village = stage.cells[plan.village]
    stage.cells[plan.name] = grid.open_cell(
        Actor.founder(stage.town.pk), village.pk, name=plan.name, kind="enterprise", opened_on=plan.opened_on
    )
    password = stage.people["secretary"].password
    _appoint(stage, names, password, manager, "enterprise_safety", names.person(), plan.name)


def _add_on(stage: Stage, plan: UnitPlan) -> None:
    with stage.moment(plan.opened_on):
        add_unit(stage, plan)


def add_unit(stage: Stage, plan: UnitPlan, manager: str = "") -> TownUnit:
    """Register a unit and remember it."""
    department = next(
        (cast.DEPARTMENTS[code] for code in trades(plan.category) if code in cast.DEPARTMENTS), ""
    )
    cell = stage.cells[plan.name if manager else plan.village]
    unit = register_unit(
        stage.actor("inspector_1"),
        opened_on=plan.opened_on,
        name=plan.name,
        category=plan.category,
        head=plan.head,
        cell_id=cell.pk,
        department_id=stage.departments[department].pk if department else None,
        **plan.given,
    )
    office = next(name for name, one in stage.cells.items() if one.path == cell.path[:8])
    known = TownUnit(
        unit.pk, plan.name, plan.category, plan.village, office, plan.head, plan.opened_on, manager
    )
    stage.units.append(known)
    return known


def begin(stage: Stage, drive: Drive) -> None:
    """A campaign begins, by the vice-mayor's hand."""
    with stage.moment(drive.begins_on):
        campaign = begin_campaign(
            stage.actor("vice_mayor"),
            name=drive.name,
            begins_on=drive.begins_on,
            ends_on=drive.ends_on,
            aliases=list(drive.aliases),
            categories=list(drive.categories),
        )
    stage.campaigns[drive.key] = campaign.pk

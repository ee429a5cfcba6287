"""The files of the units that were taken into the building of the two systems (一企一册): in autumn the office fills in what some of them lack, at the
year's end they are frozen, whole or not.

Played before the offices open and without chances, so that the rest of the year stays what it is.
"""

from datetime import date
from functools import partial

from bihuan.core.actions import Actor
from bihuan.core.calendar import years_on
from bihuan.demo.stage import Stage, TownUnit, working_day, working_day_before
from bihuan.dossiers import filing
from bihuan.dossiers.actions import freeze_file
from bihuan.risks import actions as risks
from bihuan.risks.queries import plan_of, points_of
from bihuan.training import actions as training
from bihuan.units import actions as units
from bihuan.units.models import Unit
from bihuan.units.rules import CERTIFICATES, licences_asked, persons_asked

COMPLETED, FROZEN = 3, 5  # units: with all that is asked of them; frozen at the year's end
FILLED_ON, FROZEN_ON = (11, 21), (12, 27)
HEADS = "DGHMZ"


def schedule(stage: Stage, since: date) -> None:
    """Put both scenes on the agenda."""
    for day, scene in (
        (working_day(date(stage.year, *FILLED_ON)), _fill_in),
        (working_day_before(date(stage.year, *FROZEN_ON)), _freeze),
    ):
        if day >= since:
            stage.early(day, 55, partial(scene, stage, day))


def _taken_in(stage: Stage, actor: Actor) -> list[tuple[TownUnit, Unit]]:
    """Those taken in that have a graded list, in the simulation's order."""
    rows = {one.pk: one for one in Unit.objects.within(actor.scope).filter(pilot_from__isnull=False)}
    there = [(known, rows[known.id]) for known in stage.units if known.id in rows and not known.kept_apart]
    return [(known, row) for known, row in there if points_of(actor.scope, row).exists()][:FROZEN]


def _fill_in(stage: Stage, day: date) -> None:
    actor = stage.actor("inspector_2")
    for at, (known, row) in enumerate(
        _taken_in(stage, actor)[:-1][:COMPLETED]
    ):  # one at least stays as it is
        _particulars(actor, row)
        good_to = years_on(day, 2)
        lacking = {lack.text for one in filing.file_of(actor.scope, row, day).sections for lack in one.lacks}
        for kind in (*licences_asked(row.category), *persons_asked(row.category), "insurance"):
            if f"没有登记{CERTIFICATES[kind]}" in lacking:
                holder = known.head if kind in persons_asked(row.category) else ""
                number = f"{HEADS[at]}{stage.year}{kind[:2].upper()}{at + 1:03d}"
                units.register_certificate(
                    actor, row.pk, kind=kind, number=number, valid_until=good_to, holder=holder
                )
        if "没有登记安全管理员" in lacking:
            units.register_contact(actor, row.pk, role="manager", name=known.head, phone="")
        for kind, title, word in (
            ("system", "全员安全生产责任制", "责任制、制度"),
            ("plan", "生产安全事故应急预案", "应急预案"),
            ("training", "全员安全培训签到和考核", "培训记录"),
        ):
            if any(said.endswith(f"没有{word}") for said in lacking):
                scan = stage.scans[at % len(stage.scans)]
                units.keep_document(actor, row.pk, kind=kind, title=title, file=scan, dated_on=day)
        if "没有演练记录" in lacking:
            drill = training.plan_drill(
                actor,
                title="火灾疏散演练",
                kind="field",
                held_on=day,
                place="厂区",
                scenario="仓库起火，人员疏散和初期扑救",
                unit_id=row.pk,
            )
            said = "三分钟内全员撤离，灭火器使用规范"
            training.finish_drill(actor, drill.pk, version=1, people=12, summary=said)
        _draw(actor, row)


def _particulars(actor: Actor, row: Unit) -> None:
    """What the register does not have of it."""
    given = {"employees": 12} if row.employees is None else {}
    if given:
        units.revise_unit(actor, row.pk, version=row.version, **given)


def _draw(actor: Actor, row: Unit) -> None:
    """Every point on the plan; those that stand in no room of it along its lower edge."""
    if plan_of(actor.scope, row) is None:
        risks.lay_plan(actor, row.pk, outline="车间 仓库\n办公室 院子")
    left = list(points_of(actor.scope, row).filter(x__isnull=True))
    for at, point in enumerate(left, start=1):
        risks.place_point(actor, point.pk, x=at / (len(left) + 1), y=0.9)


def _freeze(stage: Stage, _day: date) -> None:
    actor = stage.actor("safety_head")
    for _, row in _taken_in(stage, actor):
        freeze_file(actor, row.pk, note=f"{stage.year}年度")

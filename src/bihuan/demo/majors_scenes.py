"""What the year's major hazards call for: reported up on the day, the five fixings, a visit a week; one is listed by the district's
committee and delisted after it was accepted."""

from datetime import date, timedelta
from functools import partial
from uuid import UUID

from bihuan.core.scope import Scope
from bihuan.demo import cast
from bihuan.demo.stage import Stage, TownUnit, working_day
from bihuan.hazards.criteria import check_criterion
from bihuan.hazards.lifecycle import MAJOR
from bihuan.inspections.actions import Visit, complete_patrol
from bihuan.majors.actions import decline_listing, delist, fix_plan, record_listing, report_up
from bihuan.majors.lifecycle import PROPOSED
from bihuan.majors.models import Listing
from bihuan.majors.queries import Standing, find_standing, open_majors, to_delist
from bihuan.majors.rules import VISIT_EVERY_DAYS

LISTED_TRADE = "trade.wood"  # whose major hazard of October is listed
_MET = {
    "trade.wood": ("gm2017.5", "gm2023.11.4"),
    "school": ("xf2006.3", "xf2017.3", "xf2025.3"),
    "chemical.station": ("wh2017.4",),
}
EMERGENCY = "治理期间停用隐患部位，设专人看护，配备应急器材，发现险情立即撤人并报告"


def schedule(stage: Stage, since: date) -> None:
    """The district's decisions, where they fall on or after `since`."""
    year = stage.year
    for day, scene in (
        (working_day(date(year, 8, 20)), partial(_decline, "chemical.station", "由区局直接督促整改，不挂牌")),
        (working_day(date(year, 10, 24)), partial(_decline, "mine.sand", "已依法取缔，不再挂牌")),
        (working_day(working_day(date(year, 10, 22)) + timedelta(days=1)), _list),  # before it can be mended
        (working_day(date(year, 11, 26)), _delist),
    ):
        if day >= since:
            stage.later(day, partial(scene, stage, day))


def criterion_of(category: str, day: date) -> str:
    """The criterion that an episode's fault at a unit of a category meets on a day, "" where no standard lists it yet."""
    codes = _MET.get(category, ())
    return next((code for code in codes if not check_criterion(code, MAJOR, category, day)), "")


def report(stage: Stage, day: date, hazard: UUID) -> None:
    """The head of the safety office reports a major hazard up on the day on which it was found."""
    with stage.moment(day):
        at = _standing(stage, hazard)
        report_up(
            stage.actor("safety_head"),
            hazard,
            version=at.case.version,
            to=stage.town.bureau,
            on=day,
            report=f"{at.hazard.unit.name}：{at.hazard.text}。已责令整改，正在制定治理方案。",
        )


def fix(stage: Stage, day: date, unit: TownUnit, hazard: UUID) -> None:
    """The plan that goes with the order, and somebody of the village who comes by every week until the term's end."""
    with stage.moment(day):
        at = _standing(stage, hazard)
        deadline_on = at.hazard.deadline_on
        assert deadline_on is not None
        fix_plan(
            stage.actor("safety_head"),
            hazard,
            version=at.case.version,
            goal=f"消除隐患：{at.hazard.text}",
            responsible=f"{unit.name}，{unit.head}",
            measures=at.hazard.demand,
            funds_yuan=stage.rng.choice((8_000, 15_000, 30_000, 60_000)),
            due_on=deadline_on,
            emergency=EMERGENCY,
        )
    on = day + timedelta(days=VISIT_EVERY_DAYS - 1)
    while on <= deadline_on + timedelta(days=VISIT_EVERY_DAYS):
        stage.later(on, partial(_visit, stage, on, unit, hazard))
        on += timedelta(days=VISIT_EVERY_DAYS - 1)


def _visit(stage: Stage, day: date, unit: TownUnit, hazard: UUID) -> None:
    with stage.moment(day):
        if _standing(stage, hazard).hazard.is_open:
            words = "重大隐患每周巡查：治理按方案进行，防范措施在位。"
            visit = Visit(unit=unit.id, visited_on=day, kind="patrol", opinion=words, present=unit.head)
            complete_patrol(stage.actor(stage.watchers[unit.village][0]), visit)


def _list(stage: Stage, day: date) -> None:
    """The district's committee lists the works' hazard; the town records it."""
    with stage.moment(day):
        at = _of_trade(open_majors(Scope.whole_town(stage.town.pk)))
        record_listing(
            stage.actor("safety_head"),
            at.hazard.pk,
            version=at.listing.version if at.listing else 0,
            level="district",
            body=f"{cast.DISTRICT}安全生产委员会",
            number=f"澜安委督〔{stage.year}〕3号",
            listed_on=day,
            requirement="限期消除隐患，治理期间停用相关设备，整改情况每周报告。",
            due_on=at.hazard.deadline_on or day + timedelta(days=30),
            responsible="分管副镇长",
        )


def _delist(stage: Stage, day: date) -> None:
    with stage.moment(day):
        at = _of_trade(to_delist(Scope.whole_town(stage.town.pk)))
        assert at.listing is not None
        delist(
            stage.actor("safety_head"),
            at.hazard.pk,
            version=at.listing.version,
            body=at.listing.body,
            number=f"澜安委摘〔{stage.year}〕2号",
            delisted_on=day,
        )


def _decline(category: str, reason: str, stage: Stage, day: date) -> None:
    """The district answers what the rule proposed: it does not list."""
    waiting = Listing.objects.within(Scope.whole_town(stage.town.pk)).filter(state=PROPOSED)
    with stage.moment(day):
        one = waiting.get(hazard__unit__category=category)
        decline_listing(
            stage.actor("safety_head"), one.hazard_id, version=one.version, declined_on=day, reason=reason
        )


def _of_trade(found: list[Standing]) -> Standing:
    return next(one for one in found if one.hazard.unit.category == LISTED_TRADE)


def _standing(stage: Stage, hazard: UUID) -> Standing:
    return find_standing(stage.actor("safety_head"), hazard)

"""The town's units set up their graded lists, first those taken into the building of the two systems, then the larger works, then the more
dangerous trades. Most correct the template by what they have, some copy it through; a change of process, an accident, and one who is late.

Played before the offices open and with chances of its own, so that the rest of the year stays what it is.
"""

from datetime import date, timedelta
from functools import partial
from itertools import islice
from random import Random

from bihuan.core.actions import Actor
from bihuan.core.scope import Scope
from bihuan.demo.names import Names
from bihuan.demo.stage import Stage, TownUnit, working_day
from bihuan.risks import actions
from bihuan.risks.actions import Analysed, Judged, Line, Named
from bihuan.risks.models import RiskPoint, RiskStep
from bihuan.risks.queries import latest, open_reviews, points, unkept, usual_keepers
from bihuan.risks.rules import LEVELS, is_room
from bihuan.risks.template_data import Template, fitting
from bihuan.units.models import Unit

# When each wave begins, over how many days it goes, and how many units it has in a full town; a small one has one wave, in autumn.
WAVES = (((3, 12), 25, 10), ((5, 21), 50, 25), ((8, 27), 75, 60))
SMALL_WAVE = ((10, 9), 20, 6)
RISKIER = ("chemical", "mine", "trade.wood", "trade.machine", "trade.catering", "school", "market", "trade")
CORRECTED_AFTER, OUTLINED_AFTER, COPIES = timedelta(days=6), timedelta(days=9), 4
EVERYWHERE = ("power-box", "fire-gear", "exit")  # points that nobody is without
SMOKED_ON, EVALUATED_AFTER = (9, 12), timedelta(days=12)


def schedule(stage: Stage, since: date) -> None:
    """Each unit's day, and what it does later: all on the agenda from the beginning, before what the days themselves bring."""
    waves = [SMALL_WAVE] if stage.size == "small" else WAVES
    chosen = iter(_chosen(stage, sum(count for *_, count in waves)))
    for (month, day), spread, count in waves:
        for at, (unit, template) in enumerate(islice(chosen, count)):
            on = working_day(date(stage.year, month, day) + timedelta(days=at * spread // count))
            if on >= since:
                _begins(stage, on, unit, template, careful=at % COPIES != COPIES - 1)


def _begins(stage: Stage, day: date, unit: TownUnit, template: Template, *, careful: bool) -> None:
    rng = Random(f"{stage.year} {unit.name} risks")
    stage.early(day, 40, partial(_set_up, stage, unit, template, careful, rng))
    if not careful:
        return
    stage.early(working_day(day + CORRECTED_AFTER), 40, partial(_correct, stage, unit, rng))
    stage.early(working_day(day + OUTLINED_AFTER), 40, partial(_outline, stage, unit))
    smoked = working_day(date(stage.year, *SMOKED_ON))
    if unit.is_in(("trade.wood",)) and day < smoked - OUTLINED_AFTER:
        stage.early(smoked, 40, partial(_smoke, stage, unit))
        if rng.random() < 0.6:
            stage.early(working_day(smoked + EVALUATED_AFTER), 40, partial(_evaluate_anew, stage, unit))


def _chosen(stage: Stage, count: int) -> list[tuple[TownUnit, Template]]:
    """Units without a list whose trade has a template: those taken in, then the larger, then by danger."""
    whole = Scope.whole_town(stage.town.pk)
    rows = {one.pk: one for one in Unit.objects.within(whole).filter(ended_on__isnull=True)}
    listed = set(RiskPoint.objects.within(whole).order_by().values_list("unit", flat=True).distinct())
    found = []
    for known in stage.units:
        unit = rows.get(known.id)
        template = fitting(unit.category)[0] if unit else None
        if unit is None or known.id in listed or template is None or template.serves(unit.category) is None:
            continue
        rank = next((at for at, one in enumerate(RISKIER) if known.is_in((one,))), len(RISKIER))
        found.append(((unit.pilot_from is None, unit.above_scale_from is None, rank), known, template))
    found.sort(key=lambda one: one[0])
    return [(known, template) for _, known, template in found[:count]]


def _actor(stage: Stage, unit: TownUnit) -> Actor:
    """The unit's own safety manager; where it has no account an officer enters it with the owner."""
    return stage.actor(unit.manager or "inspector_2")


def _set_up(stage: Stage, unit: TownUnit, template: Template, careful: bool, rng: Random) -> None:
    if unit.kept_apart:
        return
    names = Names(rng)
    who = {"company": Named(unit.head, names.phone())}
    who |= {level: Named(names.person(), names.phone()) for level in LEVELS[1:]}
    levels = ("company", "post") if unit.is_in(("shop", "trade.catering")) else LEVELS
    struck = (
        set(rng.sample([one.key for one in template.points[4:]], rng.randint(1, 4))) if careful else set()
    )
    actions.set_up(
        _actor(stage, unit),
        unit.id,
        trade=template.key,
        edition=template.edition,
        kept=[one.key for one in template.points if one.key not in struck],
        named={level: who[level] for level in levels},
    )


def _correct(stage: Stage, unit: TownUnit, rng: Random) -> None:
    """What the template says too lightly or too gravely, by those who work there; and a point that it does not have."""
    actor = _actor(stage, unit)
    if unit.kept_apart or not (steps := _steps(actor, unit)):
        return
    known = latest(actor.scope, steps)
    for step in rng.sample([one for one in steps if known[one.pk].method == "lec"], 2):
        values = known[step.pk].values
        values = values | {"E": "3" if values["E"] == "6" else "6"}
        judgement = Judged("lec", values, with_whom="班组长、岗位人员")
        actions.evaluate_step(actor, step.pk, version=step.version, occasion="initial", judgement=judgement)
    actions.add_point(
        actor,
        unit.id,
        name="厂区车辆进出" if unit.is_in(("trade", "chemical", "mine")) else "门前车辆进出",
        kind="activity",
        where="大门口",
        step=Analysed(
            "车辆进出",
            "倒车、转弯看不见人，撞人",
            ["车辆伤害"],
            "人员伤亡",
            {"engineering": "划人行线，装凸面镜", "management": "限速5公里，有人指挥倒车"},
            [Line("出入口没有停车、堆物", "week", "post")],
        ),
        judgement=Judged("lec", {"L": "3", "E": "6", "C": "3"}),
        named={"company": Named(unit.head)},
    )
    if points(actor.scope).filter(unkept(actor.scope), unit=unit.id).exists():  # some became graver
        held = usual_keepers(actor.scope, Unit.objects.within(actor.scope).get(pk=unit.id))
        named = {level: Named(one.name, one.phone) for level, one in held.items()}
        actions.keep_points(actor, unit.id, named=named)


def _outline(stage: Stage, unit: TownUnit) -> None:
    """A floor plan in a few words; points go into the rooms that they name."""
    actor = _actor(stage, unit)
    if unit.kept_apart:
        return
    places = list(dict.fromkeys(one.where for one in _points(actor, unit) if is_room(one.where)))
    lines = [" ".join(places[at : at + 4]) for at in range(0, min(len(places), 16), 4)]
    if lines:
        actions.lay_plan(actor, unit.id, outline="\n".join(lines))


def _smoke(stage: Stage, unit: TownUnit) -> None:
    """A duct smouldered: what is grave there is to be evaluated anew. Most do so within a fortnight."""
    inspector = stage.actor("inspector_1")
    chosen = [one.pk for one in _points(inspector, unit) if one.grade <= 2]
    if chosen and not unit.kept_apart:
        note = "除尘管道阴燃冒烟，没有伤人"
        actions.ask_review(inspector, unit.id, chosen=chosen, why="accident", note=note)


def _evaluate_anew(stage: Stage, unit: TownUnit) -> None:
    actor = _actor(stage, unit)
    asked = set(open_reviews(actor.scope).filter(point__unit=unit.id).values_list("point", flat=True))
    steps = [one for one in _steps(actor, unit) if one.point_id in asked]
    known = latest(actor.scope, steps)
    for step in steps:
        was = known[step.pk]
        judgement = Judged(
            was.method, was.values, was.direct, was.ground, "车间主任、班组长", "管道加装火花探测和熄灭装置"
        )
        actions.evaluate_step(actor, step.pk, version=step.version, occasion="accident", judgement=judgement)


def _points(actor: Actor, unit: TownUnit) -> list[RiskPoint]:
    return list(points(actor.scope).filter(unit=unit.id, unit__ended_on__isnull=True).order_by("number"))


def _steps(actor: Actor, unit: TownUnit) -> list[RiskStep]:
    rows = RiskStep.objects.within(actor.scope).filter(ended_on__isnull=True, point__in=_points(actor, unit))
    return list(rows.order_by("point__number", "place"))

"""A trade's template becomes a unit's graded list, with named persons, at one press."""

from collections.abc import Collection, Mapping
from uuid import UUID

from django.db import transaction

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete, NotAllowed, NotFound, Stale
from bihuan.core.ids import new_id
from bihuan.risks.actions.evaluating import Judged, first_evaluation
from bihuan.risks.actions.holding import begin_grades, hold_own, next_number, recount
from bihuan.risks.actions.keeping import Named, given_names, need_answering, new_keepers
from bihuan.risks.actions.steps import Line, lines, measures
from bihuan.risks.models import CheckLine, Evaluation, Keeper, Measure, RiskPoint, RiskStep, TemplateUse
from bihuan.risks.queries import own_people
from bihuan.risks.rules import controlling
from bihuan.risks.template_data import LIBRARY, Point, Step, Template
from bihuan.units.models import Unit


@transaction.atomic
def set_up(
    actor: Actor,
    unit_id: UUID,
    *,
    trade: str,
    edition: str,
    kept: Collection[str],
    named: Mapping[str, Named],
) -> TemplateUse:
    """从模板建立风险清单: the points of a trade's template that a unit has (`kept`, by their keys), graded as suggested, each kept by the named
    persons of the levels that its grade asks for. What is not kept counts as struck out. Raises Stale where the template has a newer edition
    than the page showed; Incomplete where nobody named stands high enough."""
    unit = hold_own(actor, unit_id)
    template = LIBRARY.get(trade)
    if template is None:
        raise NotFound("没有这个行业的模板。请返回重新选择行业。")
    if template.edition != edition:
        raise Stale(f"“{template.label}”的模板刚刚更新。请核对新的内容后再提交，您勾选的还在。")
    if TemplateUse.objects.within(actor.scope).filter(unit=unit, trade=trade).exists():
        raise NotAllowed(f"已经用“{template.label}”的模板建立过清单。要增加的，请逐个增加风险点。")
    chosen = [one for one in template.points if one.key in kept]
    if set(kept) - {one.key for one in template.points}:
        raise Incomplete("有的风险点不在模板里。请刷新页面后重新勾选。", {"kept": "请重新勾选。"})
    if not chosen:
        raise Incomplete("请至少勾选一个风险点。", {"kept": "请至少勾选一个风险点。"})
    wanted = given_names(named)
    need_answering(unit, [(one.name, one.grade.number) for one in chosen], list(wanted))
    points = _write(actor, unit, template, chosen, wanted)
    use = TemplateUse(
        id=new_id(),
        town_id=actor.town,
        unit=unit,
        trade=trade,
        edition=edition,
        used_on=clock.today(),
        offered=len(template.points),
        kept=len(points),
        struck=len(template.points) - len(points),
    )
    use.save(force_insert=True)
    recount(unit)
    struck = [one.name for one in template.points if one not in chosen]
    told = {"template": template.label, "edition": edition, "points": len(points), "struck": struck}
    events.record(actor, "set_up_risks", unit, given=told)
    return use


def _write(
    actor: Actor, unit: Unit, template: Template, chosen: list[Point], wanted: Mapping[str, Named]
) -> list[RiskPoint]:
    """The points with all that belongs to them, a statement for each kind of row."""
    today, number = clock.today(), next_number(unit)
    points = [
        RiskPoint(
            town_id=actor.town,
            unit=unit,
            number=number + at,
            name=one.name,
            kind=one.kind,
            where=one.where,
            grade=one.grade.number,
            graded_on=today,
            template=template.key,
            template_key=one.key,
            opened_on=today,
        )
        for at, one in enumerate(chosen)
    ]
    RiskPoint.objects.bulk_create(points)
    begin_grades(points, today)
    steps: list[tuple[RiskStep, Step]] = [
        (_step(point, place, given), given)
        for point, one in zip(points, chosen, strict=True)
        for place, given in enumerate(one.steps, 1)
    ]
    RiskStep.objects.bulk_create(row for row, _ in steps)
    Evaluation.objects.bulk_create(_evaluation(actor, row, given) for row, given in steps)
    Measure.objects.bulk_create(one for row, given in steps for one in measures(row, given.measures))
    CheckLine.objects.bulk_create(
        one
        for row, given in steps
        for one in lines(row, [Line(check.text, check.every, check.level) for check in given.checks])
    )
    people = own_people(actor.scope, unit, today)
    Keeper.objects.bulk_create(
        keeper
        for point in points
        for keeper in new_keepers(
            [point], {level: wanted[level] for level in controlling(point.grade, wanted)}, people
        )
    )
    return points


def _step(point: RiskPoint, place: int, given: Step) -> RiskStep:
    today = clock.today()
    return RiskStep(
        town_id=point.town_id,
        point=point,
        place=place,
        name=given.name,
        hazard=given.hazard,
        accidents=list(given.accidents),
        harm=given.harm,
        grade=given.result.grade,
        evaluated_on=today,
        opened_on=today,
    )


def _evaluation(actor: Actor, step: RiskStep, given: Step) -> Evaluation:
    judgement = Judged(given.method, given.values, "rule" if given.direct else "", given.direct)
    return first_evaluation(actor, step, judgement, given.values, given.result)

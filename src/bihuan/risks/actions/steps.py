"""Verbs of a point's steps or parts: what may happen there, the measures against it, the lines by which they are checked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete, NotAllowed
from bihuan.core.ids import new_id
from bihuan.core.scope import Scope
from bihuan.risks.actions.evaluating import Judged, first_evaluation, judged
from bihuan.risks.actions.holding import differ, hold_point, hold_step, regrade
from bihuan.risks.models import CheckLine, Measure, RiskPoint, RiskStep
from bihuan.risks.rules import MEASURES, TEXT_MAX, WORDS_MAX, check_line, check_step

LINES_MAX = 12


@dataclass(frozen=True)
class Line:
    """A line to be checked, as it is given."""

    text: str
    every: str
    level: str


@dataclass(frozen=True)
class Analysed:
    """A step of work or a part as it is given: measures by kind, "" for none."""

    name: str
    hazard: str
    accidents: Sequence[str]
    harm: str = ""
    measures: Mapping[str, str] = field(default_factory=dict)
    checks: Sequence[Line] = ()

    def wrong(self) -> dict[str, str]:
        """What is wrong with it, by field."""
        wrong = check_step(self.name, self.hazard, self.accidents)
        for kind, text in self.measures.items():
            if len(text.strip()) > TEXT_MAX:
                wrong[kind] = f"{MEASURES[kind]}最多{TEXT_MAX}个字，请写得简短些。"
        if not any(text.strip() for text in self.measures.values()):
            wrong["engineering"] = "请至少写一项管控措施。"
        if len(self.checks) > LINES_MAX:
            wrong["checks"] = f"一个步骤（项目）最多{LINES_MAX}条检查内容。"
        for one in self.checks:
            if why := check_line(one.text, one.every, one.level):
                wrong["checks"] = f"检查内容“{one.text[:12]}”：{why}" if one.text.strip() else why
            elif len(one.text) > WORDS_MAX:
                wrong["checks"] = f"检查内容“{one.text[:12]}…”超过{WORDS_MAX}个字，请写得简短些。"
        return wrong


@transaction.atomic
def add_step(actor: Actor, point_id: UUID, *, given: Analysed, judgement: Judged) -> RiskStep:
    """增加步骤（项目）: a step or part of a point with its first evaluation; the point's grade follows."""
    point = hold_point(actor, point_id)
    step = new_step(actor, point, given, judgement)
    differ(point)
    regrade(point)
    told = {"step": step.name, "grade": step.grade}
    events.record(actor, "add_risk_step", point, given=told)
    return step


def new_step(actor: Actor, point: RiskPoint, given: Analysed, judgement: Judged) -> RiskStep:
    """Write a step with all that belongs to it. To be called by an action that holds the unit. Raises Incomplete with all that is wrong."""
    wrong = given.wrong()
    values, result, more = judged(judgement)
    if wrong | more or result is None:
        wrong |= more
        raise Incomplete("".join(wrong.values()), wrong)
    whole, today = Scope.whole_town(actor.town), clock.today()
    last = RiskStep.objects.within(whole).filter(point=point).order_by("-place").first()
    step = RiskStep(
        id=new_id(),
        town_id=actor.town,
        point=point,
        place=(last.place if last else 0) + 1,
        name=given.name.strip(),
        hazard=given.hazard.strip(),
        accidents=list(given.accidents),
        harm=given.harm.strip(),
        grade=result.grade,
        evaluated_on=today,
        opened_on=today,
    )
    step.save(force_insert=True)
    first_evaluation(actor, step, judgement, values, result).save(force_insert=True)
    Measure.objects.bulk_create(measures(step, given.measures))
    CheckLine.objects.bulk_create(lines(step, given.checks))
    return step


@transaction.atomic
def edit_step(actor: Actor, step_id: UUID, *, version: int, given: Analysed) -> RiskStep:
    """修改步骤（项目）: its words, measures and lines to be checked. What is replaced ends today and stays to be read. Raises Stale where
    somebody has been there since the page was opened."""
    if wrong := given.wrong():
        raise Incomplete("".join(wrong.values()), wrong)
    step = hold_step(actor, step_id, version)
    words = {
        "name": given.name.strip(),
        "hazard": given.hazard.strip(),
        "accidents": list(given.accidents),
        "harm": given.harm.strip(),
    }
    changed = [name for name, value in words.items() if getattr(step, name) != value]
    RiskStep.objects.within(Scope.whole_town(actor.town)).filter(pk=step.pk).update(**words)
    for name, value in words.items():
        setattr(step, name, value)
    changed += _replace_measures(actor, step, given.measures)
    changed += _replace_lines(actor, step, given.checks)
    if changed:
        differ(step.point)
    events.record(actor, "edit_risk_step", step.point, given={"step": step.name, "changed": changed})
    return step


@transaction.atomic
def end_step(actor: Actor, step_id: UUID, *, version: int, reason: str) -> RiskStep:
    """停用步骤（项目）: it is not there any more; the point's grade follows. The last of a point ends with the point."""
    if not reason.strip():
        raise Incomplete("请填写停用原因。", {"reason": "请填写停用原因，如“设备已拆除”。"})
    step = hold_step(actor, step_id, version)
    rows = RiskStep.objects.within(Scope.whole_town(actor.town)).filter(ended_on__isnull=True)
    if not rows.filter(point=step.point).exclude(pk=step.pk).exists():
        raise NotAllowed("这是最后一个步骤（项目），不能单独停用；整个风险点不在了的，请停用风险点。")
    rows.filter(pk=step.pk).update(ended_on=clock.today())
    step.ended_on = clock.today()
    differ(step.point)
    regrade(step.point)
    events.record(actor, "end_risk_step", step.point, given={"step": step.name, "reason": reason.strip()})
    return step


def measures(step: RiskStep, given: Mapping[str, str]) -> Iterable[Measure]:
    """The measures of a step, not yet written."""
    return [
        Measure(town_id=step.town_id, step=step, kind=kind, text=text.strip(), from_on=clock.today())
        for kind, text in given.items()
        if text.strip()
    ]


def lines(step: RiskStep, given: Iterable[Line]) -> Iterable[CheckLine]:
    """The lines to be checked of a step, not yet written."""
    return [
        CheckLine(
            town_id=step.town_id,
            step=step,
            text=one.text.strip(),
            every=one.every,
            level=one.level,
            from_on=clock.today(),
        )
        for one in given
    ]


def _replace_measures(actor: Actor, step: RiskStep, given: Mapping[str, str]) -> list[str]:
    rows = Measure.objects.within(Scope.whole_town(actor.town)).filter(step=step, ended_on__isnull=True)
    before = {one.kind: one.text for one in rows}
    wanted = {kind: text.strip() for kind, text in given.items() if text.strip()}
    changed = [kind for kind in MEASURES if before.get(kind) != wanted.get(kind)]
    rows.filter(kind__in=changed).update(ended_on=clock.today())
    Measure.objects.bulk_create(measures(step, {kind: wanted[kind] for kind in changed if kind in wanted}))
    return changed


def _replace_lines(actor: Actor, step: RiskStep, given: Sequence[Line]) -> list[str]:
    rows = CheckLine.objects.within(Scope.whole_town(actor.town)).filter(step=step, ended_on__isnull=True)
    wanted = [Line(one.text.strip(), one.every, one.level) for one in given]
    stays, ends = [], []
    for row in rows:
        line = Line(row.text, row.every, row.level)
        if line in wanted and line not in stays:
            stays.append(line)
        else:
            ends.append(row.pk)
    begins = [one for one in wanted if one not in stays]
    rows.filter(pk__in=ends).update(ended_on=clock.today())
    CheckLine.objects.bulk_create(lines(step, begins))
    return ["checks"] if ends or begins else []

"""Verbs upon the file of a major hazard: reported up, the treatment plan with its five fixings, and what the clock notes."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete, NotAllowed, Stale
from bihuan.core.scope import Scope
from bihuan.hazards.models import Hazard
from bihuan.majors.models import MajorCase
from bihuan.majors.queries import Standing, find_standing
from bihuan.majors.rules import FUNDS_MAX_YUAN, check_due

_WORDS = {
    "to": "上报单位",
    "on": "上报日期",
    "report": "上报内容",
    "goal": "治理目标",
    "responsible": "责任单位和责任人",
    "measures": "治理措施",
    "funds_yuan": "资金，不需要资金的填0",
    "due_on": "治理时限",
    "emergency": "安全措施和应急预案",
}


@transaction.atomic
def report_up(actor: Actor, hazard_id: UUID, *, version: int, to: str, on: date, report: str) -> Hazard:
    """上报重大隐患: told to the body above on a day, by a person; once. Due on the day on which it was judged major (domain: town to
    district the same day). `report`: state and causes, how grave, how hard to mend."""
    actor.need("supervise")
    at = _begin(actor, hazard_id, "report_up")
    if at.case.reported_on:
        raise NotAllowed(
            f"这条重大隐患已于{at.case.reported_on:%Y-%m-%d}上报{at.case.reported_to}，不用再报。"
        )
    wrong = _missing(to=to, on=on, report=report)
    if on and at.hazard.major_on and not at.hazard.major_on <= on <= clock.today():
        wrong["on"] = f"上报日期应在判定为重大隐患的{at.hazard.major_on:%Y-%m-%d}至今天之间。"
    _refuse(wrong)
    given = {"reported_to": to.strip(), "reported_on": on, "report": report.strip()}
    _write(actor, at.hazard, version, reported_by=actor.person_id, **given)
    events.record(actor, "report_up", at.hazard, given={"to": to.strip(), "on": on, "report": report.strip()})
    return at.hazard


@transaction.atomic
def fix_plan(
    actor: Actor,
    hazard_id: UUID,
    *,
    version: int,
    goal: str,
    responsible: str,
    measures: str,
    funds_yuan: int | None,
    due_on: date,
    emergency: str,
) -> Hazard:
    """制定治理方案: the five fixings (责任 措施 资金 时限 预案) and the aim. By the town or by the unit itself; may be revised while the
    hazard is open. `funds_yuan` in yuan, 0 where none are needed; `due_on` no later than the order's deadline."""
    actor.need("rectify")
    at = _begin(actor, hazard_id, "fix_plan")
    words = {"goal": goal, "responsible": responsible, "measures": measures, "emergency": emergency}
    plan: dict[str, Any] = {name: text.strip() for name, text in words.items()}
    plan |= {"funds_yuan": funds_yuan, "due_on": due_on}
    wrong = _missing(**plan)
    if funds_yuan is not None and not 0 <= funds_yuan <= FUNDS_MAX_YUAN:
        wrong["funds_yuan"] = "资金应为0至1000亿元之间的整数，单位是元。"
    if due_on and (why := check_due(due_on, at.hazard.major_on or due_on, at.hazard.deadline_on)):
        wrong["due_on"] = why
    _refuse(wrong)
    revised = at.case.fixed_on is not None
    _write(actor, at.hazard, version, fixed_on=at.case.fixed_on or clock.today(), **plan)
    events.record(actor, "revise_plan" if revised else "fix_plan", at.hazard, given=plan)
    return at.hazard


@transaction.atomic
def note_unreported(actor: Actor, hazard: Hazard) -> bool:
    """未按时上报: put into the trail, once, that a major hazard was not reported up on its day. For the clock."""
    if not _note(
        actor, hazard, Q(reported_on__isnull=True, unreported_noted_on__isnull=True), "unreported_noted_on"
    ):
        return False
    events.record(actor, "note_unreported", hazard, given={"major_on": hazard.major_on})
    return True


@transaction.atomic
def note_missed_visit(actor: Actor, hazard: Hazard, due_on: date) -> bool:
    """巡查到期未去: put into the trail, once for each day that was due, that nobody has been to the unit. For the clock."""
    fresh = Q(visit_missed_on__isnull=True) | Q(visit_missed_on__lte=due_on)
    if not _note(actor, hazard, fresh, "visit_missed_on"):
        return False
    events.record(actor, "note_missed_visit", hazard, given={"due_on": due_on})
    return True


def _begin(actor: Actor, hazard_id: UUID, action: str) -> Standing:
    at = find_standing(actor, hazard_id)
    if why := at.refusal(action):
        raise NotAllowed(why)
    return at


def _missing(**given: Any) -> dict[str, str]:
    return {
        name: f"请填写{_WORDS[name]}。"
        for name, value in given.items()
        if value is None or (isinstance(value, str) and not value.strip())
    }


def _refuse(wrong: dict[str, str]) -> None:
    if wrong:
        raise Incomplete("".join(wrong.values()), wrong)


def _write(actor: Actor, hazard: Hazard, version: int, **values: Any) -> None:
    """The one conditional UPDATE of the file, opened first where there is none. One of two who press at once is told."""
    changed = _file(actor, hazard).filter(version=version).update(version=F("version") + 1, **values)
    if changed != 1:
        raise Stale("这条重大隐患的档案刚刚被别人改过。请核对最新情况后再提交，您填写的内容还在。")


def _note(actor: Actor, hazard: Hazard, fresh: Q, column: str) -> bool:
    return bool(_file(actor, hazard).filter(fresh).update(**{column: clock.today()}))


def _file(actor: Actor, hazard: Hazard) -> Any:
    """The hazard's file, there from now on. Opening it twice at once is harmless."""
    MajorCase.objects.bulk_create([MajorCase(town_id=actor.town, hazard=hazard)], ignore_conflicts=True)
    return MajorCase.objects.within(Scope.whole_town(actor.town)).filter(hazard=hazard)

"""What belongs on an agenda by what is known below: the last decisions, the situation, major and overdue hazards, matters from above, accidents."""

from django.db.models import Count
from django.urls import reverse

from bihuan.accidents.models import Accident
from bihuan.core.calendar import in_words
from bihuan.figures.evaluation import Ask, evaluate
from bihuan.figures.registry import FIGURES
from bihuan.figures.tiles import address
from bihuan.grid.queries import village
from bihuan.hazards.queries import overdue
from bihuan.majors.queries import open_majors
from bihuan.meetings.agenda import Asking, Line, Proposal, declare_proposal
from bihuan.meetings.queries import to_report
from bihuan.meetings.rules import COMMITTEE, MORNING, PARTY, SPECIAL
from bihuan.referrals.lifecycle import RUNNING
from bihuan.referrals.queries import assignments

SITUATION = (
    "inspect.visits",
    "hazards.found",
    "hazards.rectified",
    "hazards.overdue",
    "docs.order",
)
OFFICE = "安全办"


def _last_decisions(asking: Asking) -> list[Line]:
    """What earlier meetings of the kind decided, done or not."""
    rows = to_report(asking.scope, asking.kind).select_related("meeting")
    return [
        Line(
            f"{row.text}（{row.holder}，{in_words(row.due_on)}前）：{row.how_label}",
            reverse("resolution", args=[row.pk]),
        )
        for row in rows
    ]


def _situation(asking: Asking) -> list[Line]:
    """The numbers since the last meeting."""
    until = max(asking.since, asking.on)
    asks = [Ask(key, asking.since, until, until) for key in SITUATION]
    found = evaluate(asking.scope, asks)
    known = [(ask, found[ask].value) for ask in asks if found[ask].value is not None]
    return [
        Line(f"{FIGURES[ask.figure].label}{value}{FIGURES[ask.figure].unit}", address(ask))
        for ask, value in known
    ]


def _majors(asking: Asking) -> list[Line]:
    """Major hazards not yet settled, overdue ones first."""
    rows = [one.hazard for one in open_majors(asking.scope)]
    rows.sort(key=lambda one: (one.deadline_on is None, one.deadline_on or asking.on))
    found = []
    for row in rows:
        late = row.deadline_on is not None and row.deadline_on < asking.on
        term = f"，期限{in_words(row.deadline_on)}" if row.deadline_on else "，还没有定期限"
        found.append(
            Line(
                f"{row.unit.name}：{row.text}{term}{'，已逾期' if late else ''}",
                reverse("hazard", args=[row.pk]),
            )
        )
    return found


def _overdue(asking: Asking) -> list[Line]:
    """Overdue hazards, how many in each village, the most first."""
    rows = overdue(asking.scope, asking.on).annotate(at=village(asking.scope, "unit__cell"))
    counted = rows.order_by().values_list("at").annotate(n=Count("pk")).order_by("-n", "at")
    where = f"{reverse('hazards')}?state=overdue"
    return [Line(f"{name or '未入网格'}{count}条", where) for name, count in counted]


def _from_above(asking: Asking) -> list[Line]:
    """Matters and papers from above that wait to be answered, the earliest term first."""
    rows = assignments(asking.scope).filter(state__in=RUNNING).order_by("due_on", "pk")
    return [
        Line(
            f"{row.source}{row.number}：{row.title}，{in_words(row.due_on)}前答复",
            reverse("assignment", args=[row.pk]),
        )
        for row in rows
    ]


def _accidents(asking: Asking) -> list[Line]:
    """Accidents since the last meeting."""
    rows = Accident.objects.within(asking.scope).filter(
        cancelled_on__isnull=True, happened_on__gte=asking.since, happened_on__lte=asking.on
    )
    return [
        Line(f"{in_words(row.happened_on)}{row.brief[:60]}", reverse("accident", args=[row.pk]))
        for row in rows.order_by("happened_on", "pk")
    ]


_ALL = (PARTY, COMMITTEE, SPECIAL, MORNING)
for _one in (
    Proposal("last", "通报上次会议议定事项落实情况", OFFICE, _ALL, _last_decisions, 10),
    Proposal("above", "传达上级文件和交办事项", OFFICE, (PARTY, COMMITTEE, MORNING), _from_above, 20),
    Proposal("situation", "听取近期安全生产工作情况汇报", OFFICE, (PARTY, COMMITTEE), _situation, 30),
    Proposal("accidents", "通报事故情况", OFFICE, (PARTY, COMMITTEE, MORNING), _accidents, 40),
    Proposal("majors", "研究重大事故隐患整改", OFFICE, (PARTY, COMMITTEE, MORNING), _majors, 50),
    Proposal("overdue", "督办逾期未整改隐患", OFFICE, (COMMITTEE, MORNING), _overdue, 60),
):
    declare_proposal(_one)

"""Reading of what drives ask to be handed up: what is due, what was handed up for it, what a person owes."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import QuerySet

from bihuan.campaigns.asked import OFFICE, OFFICE_LABEL, STATES, TEAMS, Due, dues, settles, state_of
from bihuan.campaigns.models import DriveHanding, DrivePlan
from bihuan.campaigns.queries.teams import teams_of
from bihuan.core.actions import Actor
from bihuan.core.scope import Scope
from bihuan.grid.models import Department
from bihuan.inspections.lifecycle import CLOSED, ISSUED
from bihuan.inspections.models import Campaign, Team

LATE_DAYS = 31  # so long what is missing is asked for; after that it stands on the drive's page alone


@dataclass(frozen=True)
class Bodies:
    """The names of who may be asked: teams and departments by their ids, as text."""

    names: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, scope: Scope) -> "Bodies":
        """All of a town. One query."""
        teams, departments = (
            model.objects.within(Scope.whole_town(scope.town)).order_by().values_list("pk", "name")
            for model in (Team, Department)
        )
        return cls({str(pk): name for pk, name in teams.union(departments)})

    def name(self, who: str) -> str:
        """Of one body."""
        return OFFICE_LABEL if who == OFFICE else self.names.get(who, "（已撤销的部门）")

    def asked(self, by: str) -> str:
        """Of those whom a line of a plan asks."""
        return "各专项组" if by == TEAMS else self.name(by)


@dataclass(frozen=True)
class Line:
    """A paper that is due or was handed up, as the drive's table has it. What was handed up under an earlier plan is due no more (`due` None)."""

    name: str
    who: str  # of whom: a team or department by id, or OFFICE
    body: str
    to: str
    on: date
    state: str
    due: Due | None = None
    sent: DriveHanding | None = None

    @property
    def mark(self) -> tuple[str, str, str]:
        return STATES[self.state]

    @property
    def key(self) -> str:
        return self.due.asked.key if self.due else ""

    @property
    def query(self) -> str:
        """What names it in the address of the page on which it is handed up."""
        return urlencode({"key": self.key, "who": self.who, "on": self.on.isoformat()})

    def may_come(self, today: date) -> bool:
        """Whether it can be handed up on a day: once the days that it is about have begun."""
        return self.due is not None and self.sent is None and self.due.since <= today


def standing(scope: Scope, campaigns: Collection[UUID]) -> QuerySet[DriveHanding]:
    """What was handed up in some drives and not taken back."""
    found: QuerySet[DriveHanding] = DriveHanding.objects.within(scope).filter(
        campaign__in=list(campaigns), voided_on__isnull=True
    )
    return found.select_related("by", "filled", "summary").order_by("due_on", "pk")


def lines_of(
    campaign: Campaign, plan: DrivePlan, sent: Iterable[DriveHanding], bodies: Bodies, today: date
) -> list[Line]:
    """A drive's papers, the first due first; nothing of a drive that was not issued, or was cancelled, is due."""
    rows = list(sent)
    left = {row.pk: row for row in rows}
    found = []
    owed = (
        dues(plan.asks, campaign.begins_on, campaign.ends_on, campaign.closed_on)
        if campaign.state in (ISSUED, CLOSED)
        else []
    )
    for due in owed:
        row = next((one for one in rows if one.pk in left and settles(one.settled, due)), None)
        if row is not None:
            del left[row.pk]
        found.append(_handed(row, bodies, due) if row else _open(due, bodies, today))
    found += [_handed(row, bodies, None) for row in left.values()]
    return sorted(found, key=lambda line: (line.on, line.name, line.body))


def _open(due: Due, bodies: Bodies, today: date) -> Line:
    name, to = due.asked.name, due.asked.to
    return Line(name, due.who, bodies.name(due.who), to, due.on, state_of(due.on, today), due)


def _handed(row: DriveHanding, bodies: Bodies, due: Due | None) -> Line:
    state = "late" if row.is_late else "sent"
    return Line(row.name, row.who, bodies.name(row.who), row.to, row.due_on, state, due, row)


def papers_of(scope: Scope, campaign: Campaign, plan: DrivePlan | None, today: date) -> list[Line]:
    """The same of one drive. At most three queries."""
    if plan is None:
        return []
    sent = list(standing(scope, [campaign.pk]))
    if not sent and not plan.asked:
        return []
    return lines_of(campaign, plan, sent, Bodies.of(scope), today)


def owed(scope: Scope, today: date, until: date) -> list[tuple[Campaign, Line]]:
    """What was not handed up in any drive and falls due by a day, the longest due first; what is missing for more than a month is left out. Three
    queries, one where nothing is asked."""
    since = today - timedelta(days=LATE_DAYS)
    plans = [
        plan
        for plan in DrivePlan.objects.within(scope)
        .filter(
            campaign__state__in=(ISSUED, CLOSED),
            campaign__begins_on__lte=until,
            campaign__ends_on__gte=since - timedelta(days=LATE_DAYS),
        )
        .select_related("campaign")
        .order_by("pk")
        if plan.asked
    ]
    if not plans:
        return []
    bodies = Bodies.of(scope)
    sent: dict[UUID, list[DriveHanding]] = defaultdict(list)
    for row in standing(scope, [plan.campaign_id for plan in plans]):
        sent[row.campaign_id].append(row)
    found = [
        (plan.campaign, line)
        for plan in plans
        for line in lines_of(plan.campaign, plan, sent[plan.campaign_id], bodies, today)
        if line.sent is None and since <= line.on <= until
    ]
    return sorted(found, key=lambda one: (one[1].on, one[0].name, one[1].name, one[1].body))


def own_bodies(actor: Actor, today: date) -> set[str]:
    """For whom an actor hands up: the teams on which he sits, his departments, and the safety office for who runs the drives."""
    found = {str(one.pk) for one in teams_of(actor, today)} | {str(one) for one in actor.scope.departments}
    return found | ({OFFICE} if actor.may("campaigns") else set())


def shows_file(scope: Scope, file_id: UUID) -> bool:
    """Whether a file was handed up with a paper of the scope."""
    return bool(DriveHanding.objects.within(scope).filter(file=file_id).exists())

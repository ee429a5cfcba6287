"""Notices of drives: one is issued, changed or cancelled (to its teams); it ends soon with units left (to who leads the teams); it is over and not
closed (to the safety office). Of papers to be handed up: one is due (to those who owe it), one is overdue (to them and the safety office)."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID, uuid5

from django.db.models import Count
from django.urls import reverse

from bihuan.campaigns.asked import OFFICE
from bihuan.campaigns.queries.drives import LEFT, listed
from bihuan.campaigns.queries.handings import Line, owed
from bihuan.campaigns.queries.teams import heads_of, seats_on, sittings
from bihuan.core import clock
from bihuan.core.calendar import in_words
from bihuan.core.models import Event
from bihuan.core.scope import Scope
from bihuan.inspections.lifecycle import ISSUED
from bihuan.inspections.models import Campaign, Team
from bihuan.notices.kinds import Kind, Telling, Whom, declare_notice, on
from bihuan.notices.rules import DIGEST

GROUP = "专项行动"
BEFORE_DAYS = 3
SAID = {"issue_drive": "行动方案已印发", "change_drive": "行动方案有变更", "cancel_drive": "行动已取消"}


def _told(scope: Scope, happened: Sequence[Event]) -> Iterable[Telling]:
    """To everybody who sits on one of its teams."""
    today = clock.today()
    found = sittings(scope, seats_on(scope, today), today)
    persons = {team: {post.person_id for one in some for post in one.holders} for team, some in found.items()}
    for event in happened:
        asked = {person for team in event.given.get("teams", ()) for person in persons.get(UUID(team), ())}
        if asked:
            reason = f"（{event.given['reason']}）" if event.given.get("reason") else ""
            yield Telling(
                key=str(event.seq),
                about=event.subject_id,
                whom=Whom(persons=tuple(sorted(asked, key=str))),
                text=f"{SAID[event.action]}：{event.given['says']}{reason}",
                where=GROUP,
                url=reverse("campaign", args=[event.subject_id]),
                by=event.actor_id,
            )


def _open(scope: Scope, today: date) -> dict[UUID, Campaign]:
    rows = Campaign.objects.within(scope).filter(
        state=ISSUED, ends_on__gte=today, ends_on__lte=today + timedelta(days=BEFORE_DAYS)
    )
    return {row.pk: row for row in rows}


def _ends(scope: Scope, today: date) -> Iterable[Telling]:
    """Once, some days before the end, to the head and the deputies of each team that has units left."""
    soon = _open(scope, today)
    if not soon:
        return
    rows = (
        listed(scope)
        .filter(LEFT, campaign__in=soon)
        .order_by()
        .values_list("campaign", "team")
        .annotate(n=Count("pk"))
    )
    left: dict[UUID, list[tuple[UUID | None, int]]] = defaultdict(list)
    for campaign, team, count in rows:
        left[campaign].append((team, count))
    heads = heads_of(scope, {team for some in left.values() for team, _ in some if team}, today)
    for key, some in left.items():
        row = soon[key]
        for team, count in some:
            persons = heads.get(team, ()) if team else ()
            yield Telling(
                key=f"{key}:{team}:{row.ends_on}",
                about=key,
                whom=Whom(persons=persons) if persons else Whom(kinds=("safety_head",)),
                text=f"{row.name}{in_words(row.ends_on)}结束，还有{count}家没有查",
                where=GROUP,
                url=f"{reverse('drive_units')}?campaign={key}&state=left" + (f"&team={team}" if team else ""),
            )


def _over(scope: Scope, today: date) -> Iterable[Telling]:
    """Once, after the last day, to the safety office."""
    for row in Campaign.objects.within(scope).filter(state=ISSUED, ends_on__lt=today):
        yield Telling(
            key=f"{row.pk}:{row.ends_on}",
            about=row.pk,
            whom=Whom(kinds=("safety_head",)),
            text=f"{row.name}已经到期，还没有结束并总结",
            where=GROUP,
            url=reverse("campaign", args=[row.pk]),
        )


def _to_hand_up(scope: Scope, today: date) -> Iterable[Telling]:
    """Once on the day before it is due."""
    yield from _owing(scope, today, today + timedelta(days=1), late=False)


def _late(scope: Scope, today: date) -> Iterable[Telling]:
    """Once on the day after."""
    yield from _owing(scope, today, today - timedelta(days=1), late=True)


def _owing(scope: Scope, today: date, until: date, *, late: bool) -> Iterable[Telling]:
    rows = [(row, line) for row, line in owed(scope, today, until) if late or line.on >= today]
    if not rows:
        return
    asked = {line.who for _, line in rows} - {OFFICE}
    teams = list(Team.objects.within(scope).filter(pk__in=asked).order_by().values_list("pk", flat=True))
    led = heads_of(scope, teams, today) if teams else {}
    heads = {str(key): led.get(key, ()) for key in teams}
    for row, line in rows:
        when = "已过" if late else ""
        text = (
            f"{row.name}：{line.name}{when}{in_words(line.on)}{'，还没有报送' if late else f'前报{line.to}'}"
        )
        for at, whom in enumerate(_who_owes(line, heads, late=late)):
            yield Telling(
                key=f"{uuid5(row.pk, f'{line.key}:{line.who}')}:{line.on}:{at}",
                about=row.pk,
                whom=whom,
                text=text,
                where=line.body,
                url=f"{reverse('campaign_hand', args=[row.pk])}?{line.query}",
            )


def _who_owes(line: Line, heads: Mapping[str, tuple[UUID, ...]], *, late: bool) -> list[Whom]:
    """The team's head and deputies, or the department; the office for its own, for what is late, and where nobody leads the team."""
    own: list[Whom] = []
    if line.who in heads:
        own = [Whom(persons=heads[line.who])] if heads[line.who] else []
    elif line.who != OFFICE:
        own = [Whom(kinds=("department_head",), department=UUID(line.who))]
    return [*own, Whom(kinds=("safety_head",))] if late or not own else own


def _still_open(scope: Scope, ids: Collection[UUID]) -> set[UUID]:
    found = Campaign.objects.within(scope).filter(pk__in=ids, state=ISSUED)
    return set(found.order_by().values_list("pk", flat=True))


declare_notice(
    Kind("campaigns.told", "行动方案印发、变更、取消", GROUP, on=on("campaign", *SAID), tell=_told)
)
declare_notice(Kind("campaigns.paper_due", "行动材料快到报送日期", GROUP, due=_to_hand_up))
declare_notice(Kind("campaigns.paper_late", "行动材料逾期没有报送", GROUP, DIGEST, due=_late))
declare_notice(Kind("campaigns.ends", "行动快结束还有没查的", GROUP, due=_ends, waits=_still_open))
declare_notice(Kind("campaigns.over", "行动到期没有总结", GROUP, DIGEST, due=_over, waits=_still_open))

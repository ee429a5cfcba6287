"""24小时值班 in a summary: proved by a leader and somebody on duty on each day, else the true count is offered."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from bihuan.core.duties import run_due
from bihuan.duty import actions, plan
from bihuan.duty.models import Turn
from bihuan.summaries import actions as summaries
from tests.cast import Cast
from tests.duty.deeds import FIRST, LAST, drawn, published, set_up, town
from tests.notices.deeds import at

pytestmark = pytest.mark.usefixtures("no_rollups")
TEXT = "实行领导带班和24小时轮流值班制度。值班XX天。"


def verdict(cast: Cast, since: date, until: date) -> tuple[str, str, str]:
    done = summaries.work_out(cast.chen.scope, text=TEXT, since=since, until=until, as_of=until)
    [one] = [claim for claim in done.claims if claim.claim.kind.name == "值班制度"]
    return one.finding.verdict, one.finding.text, one.finding.wording


def test_each_day_with_a_leader_and_somebody_on_duty_proves_it(cast: Cast) -> None:
    set_up(cast)
    assert verdict(cast, FIRST, LAST)[0] == "undecidable"
    published(cast)
    with at(LAST + timedelta(days=1)):
        run_due(cast.town.pk)
        assert verdict(cast, FIRST, LAST)[:2] == ("proved", "值班14天，每天都有带班领导和值班人员")
        assert verdict(cast, FIRST - timedelta(days=30), LAST)[0] == "undecidable"


def test_a_day_without_a_leader_disproves_it_and_the_true_count_is_offered(cast: Cast) -> None:
    set_up(cast)
    roster = drawn(cast)
    lead = next(one for one in plan.stands_of(roster) if one.position == "lead")
    roster = actions.change_turn(
        cast.chen,
        roster.pk,
        day=lead.on,
        position="lead",
        was=UUID(lead.person),
        to=None,
        version=roster.version,
    )
    actions.publish_roster(cast.chen, roster.pk, version=roster.version, note="领导学习")
    assert Turn.objects.within(town(cast)).count() == 55
    with at(LAST + timedelta(days=1)):
        run_due(cast.town.pk)
        said = verdict(cast, FIRST, LAST)
    assert said[0] == "disproved" and said[2] == "安排值班14天，其中有带班领导和值班人员的13天"

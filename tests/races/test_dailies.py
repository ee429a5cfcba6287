"""Two persons say something of the same village and day at once: one report holds, the other is told who was first."""

import pytest

from bihuan.core import clock, events
from bihuan.core.errors import NotAllowed, Stale
from bihuan.dailies.actions import correct_report, send_report
from bihuan.dailies.models import DailyReport
from tests.cast import NOW, Cast
from tests.dailies.deeds import QUIET, asked, due, saying
from tests.races.conftest import at_once, outcomes

pytestmark = pytest.mark.race


def test_of_two_who_report_a_village_at_once_one_is_first(alone: Cast) -> None:
    with clock.moved(NOW):
        asked(alone)
        mine = due(alone, "石桥村")
    came = at_once(
        lambda: send_report(alone.li, mine.pk, QUIET),
        lambda: send_report(alone.wang, mine.pk, saying(events=1)),
    )
    assert outcomes(came) == ["DailyReport", "NotAllowed"]
    told = next(str(one) for one in came if isinstance(one, NotAllowed))
    first = DailyReport.objects.within(alone.chen.scope).get()
    assert f"已由{first.person.name}于" in told and "更正" in told
    mine.refresh_from_db()
    assert (mine.version, mine.is_zero) == (1, first.is_zero)
    assert events.check(alone.town.pk) is None


def test_of_two_who_correct_a_report_at_once_one_looks_again(alone: Cast) -> None:
    with clock.moved(NOW):
        asked(alone)
        mine = due(alone, "石桥村")
        send_report(alone.li, mine.pk, QUIET)
    came = at_once(
        lambda: correct_report(alone.li, mine.pk, saying(events=1), reason="漏报一起", version=1),
        lambda: correct_report(alone.wang, mine.pk, saying(events=2), reason="漏报两起", version=1),
    )
    assert outcomes(came) == ["DailyReport", "Stale"]
    assert any(isinstance(one, Stale) for one in came)
    rows = DailyReport.objects.within(alone.chen.scope).filter(due=mine)
    assert [one.version for one in rows] == [1, 2]
    assert rows.filter(replaced_on__isnull=True).count() == 1

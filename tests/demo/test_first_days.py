"""The demo's first days on either database: told day by day, with figures that agree and a log that is whole."""

from datetime import date

import pytest

from bihuan.core import events
from bihuan.figures.identities import check_identities
from bihuan.inspections.models import Inspection
from tests.demo.conftest import YEAR, emptied, tell

DAYS = 8


@pytest.mark.django_db
def test_the_first_days_are_told() -> None:
    with emptied():
        demo = tell(days=DAYS)
        days = (
            Inspection.objects.within(demo.scope).order_by("visited_on").values_list("visited_on", flat=True)
        )
        assert len(days) > DAYS // 2
        last = max(days)
        (verdicts,) = check_identities(demo.scope, date(YEAR, 1, 1), last, last).values()
        assert verdicts and all(one.holds for one in verdicts)
        assert events.check(demo.town.pk) is None

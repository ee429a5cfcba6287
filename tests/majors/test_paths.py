"""Random sequences of actions over major hazards: the identities hold after each, none is lost or stranded, the chain is whole."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bihuan.core import clock, events
from bihuan.core.duties import run_due
from bihuan.core.errors import Refused
from bihuan.figures.evaluation import WHOLE
from bihuan.figures.identities import check_identities
from bihuan.hazards import actions as hazards
from bihuan.hazards.lifecycle import HAZARD
from bihuan.hazards.models import Hazard
from bihuan.majors import actions
from bihuan.majors.lifecycle import LISTING
from bihuan.majors.models import Listing
from bihuan.majors.queries import find_standing
from tests.cast import FOUNDED, NOW, Cast
from tests.core.deeds import found, fresh, plan
from tests.majors.test_story import ABOVE, decision, major, passed
from tests.profiles import examples

pytestmark = pytest.mark.usefixtures("no_rollups")

Step = tuple[str, int, int]  # deed, which of the hazards so far, days that pass before it


def _listing_version(cast: Cast, hazard: Hazard) -> int:
    at = find_standing(cast.chen, hazard.pk)
    return at.listing.version if at.listing and at.listing_state == at.listing.state else 0


def _case_version(cast: Cast, hazard: Hazard) -> int:
    return find_standing(cast.chen, hazard.pk).case.version


STEPS: dict[str, Callable[[Cast, Hazard], Any]] = {
    "raise": lambda cast, one: actions.raise_to_major(cast.zhou, one.pk, version=one.version, note="超量"),
    "report": lambda cast, one: actions.report_up(
        cast.chen, one.pk, version=_case_version(cast, one), to="区应急局", on=clock.today(), report="超量"
    ),
    "plan": lambda cast, one: actions.fix_plan(
        cast.chen, one.pk, version=_case_version(cast, one), **plan(one)
    ),
    "pass": passed,
    "accept": lambda cast, one: actions.accept(cast.zhou, one.pk, version=one.version, note="好"),
    "reject": lambda cast, one: actions.reject(
        cast.zhou, one.pk, version=one.version, note="没好", deadline_on=clock.today() + timedelta(days=3)
    ),
    "propose": lambda cast, one: actions.propose_listing(
        cast.chen, one.pk, version=_listing_version(cast, one), reason="超量"
    ),
    "list": lambda cast, one: actions.record_listing(
        cast.zhou, one.pk, version=_listing_version(cast, one), **decision()
    ),
    "decline": lambda cast, one: actions.decline_listing(
        cast.zhou, one.pk, version=_listing_version(cast, one), declined_on=clock.today(), reason="不予"
    ),
    "delist": lambda cast, one: actions.delist(
        cast.zhou,
        one.pk,
        version=_listing_version(cast, one),
        body=ABOVE,
        number="摘1号",
        delisted_on=clock.today(),
    ),
    "void": lambda cast, one: hazards.void_hazard(cast.zhou, one.pk, version=one.version, note="误登"),
    "clock": lambda cast, _one: run_due(cast.town.pk),
}
FINDS = ("find general", "find major")
steps = st.tuples(
    st.sampled_from([*FINDS, *STEPS, "report", "plan", "pass", "accept"]),
    st.integers(0, 3),
    st.integers(0, 4),
)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    max_examples=examples(4),
    deadline=None,
)
@given(st.lists(steps, min_size=6, max_size=10))
def test_no_path_strands_a_major_hazard_or_breaks_an_identity(cast: Cast, path: list[Step]) -> None:
    with transaction.atomic():
        _walk(cast, path)
        transaction.set_rollback(True)


def _walk(cast: Cast, path: list[Step]) -> None:
    ids, day = [], NOW
    with clock.moved(day):
        ids.append(major(cast).pk)
    for deed, which, days in path:
        day += timedelta(days=days)
        with clock.moved(day):
            if deed in FINDS:
                ids.append((major(cast) if deed == "find major" else found(cast, cast.chen)).pk)
            else:
                with suppress(Refused), transaction.atomic():
                    STEPS[deed](cast, fresh(cast, ids[which % len(ids)]))
            _holds(cast, ids)
    assert events.check(cast.town.pk) is None


def _holds(cast: Cast, ids: list[Any]) -> None:
    today = clock.today()
    checked = check_identities(cast.chen.scope, FOUNDED, today, today, [WHOLE])
    assert not [one for verdicts in checked.values() for one in verdicts if not one.holds]
    rows = list(Hazard.objects.within(cast.chen.scope).filter(pk__in=ids))
    assert len(rows) == len(ids)
    for row in rows:
        at = find_standing(cast.chen, row.pk)
        assert row.state in HAZARD.ends or HAZARD.from_state(row.state, *row.traits)
        assert at.listing_state in LISTING.ends or LISTING.from_state(at.listing_state)
        if row.is_major and row.state == "closed":
            assert at.lacks == []
    for one in Listing.objects.within(cast.chen.scope).select_related("hazard"):
        assert one.delisted_on is None or one.hazard.voided_on or one.hazard.settled_on <= one.delisted_on

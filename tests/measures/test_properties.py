"""Random sequences of decisions and looks: the unit stands as its watch says, one look is due, the identities hold."""

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
from bihuan.core.errors import NotAllowed, Refused
from bihuan.figures.identities import check_identities
from bihuan.measures.actions import keep_watching, lift_watch, void_decision
from bihuan.measures.models import Decision, Watch
from bihuan.measures.queries import next_due, open_watch
from bihuan.units.models import Unit
from tests.cast import FOUNDED, NOW, Cast
from tests.measures.deeds import decide, look
from tests.profiles import examples

pytestmark = pytest.mark.usefixtures("no_rollups")

KINDS = ("suspend", "resume", "ban", "close", "interview")
STANDS = {"suspend": "paused", "ban": "banned"}


def _noted(act: Callable[..., Watch]) -> Callable[[Cast, Watch], Any]:
    return lambda cast, watch: act(cast.chen, watch.pk, version=watch.version, note="已处理")


STEPS: dict[str, Callable[[Cast, Watch], Any]] = {
    "kept": lambda cast, watch: look(cast, watch.decision, cast.wang),
    "returned": lambda cast, watch: look(cast, watch.decision, cast.wang, kept=False),
    "keep": _noted(keep_watching),
    "lift": _noted(lift_watch),
}
deeds = st.tuples(st.sampled_from([*KINDS, *STEPS, "void"]), st.integers(0, 12))


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    max_examples=examples(6),
    deadline=None,
    derandomize=True,
)
@given(st.lists(deeds, min_size=3, max_size=10))
def test_the_unit_stands_as_its_watch_says(cast: Cast, path: list[tuple[str, int]]) -> None:
    with transaction.atomic():
        moment = NOW
        for deed, days in path:
            moment += timedelta(days=days)
            with clock.moved(moment):
                run_due(cast.town.pk)
                watch = open_watch(cast.chen.scope, cast.units["yongan"].pk)
                with suppress(Refused), transaction.atomic():
                    if deed in KINDS:
                        decide(cast, deed)
                    elif deed == "void":
                        void_decision(cast.chen, _latest(cast).pk, note="登错")
                    elif watch:
                        STEPS[deed](cast, watch)
                _holds(cast)
        assert events.check(cast.town.pk) is None
        transaction.set_rollback(True)


def _latest(cast: Cast) -> Decision:
    row = Decision.objects.within(cast.chen.scope).first()
    if row is None:
        raise NotAllowed("")
    return row


def _holds(cast: Cast) -> None:
    scope, today = cast.chen.scope, clock.today()
    unit = Unit.objects.within(scope).get(pk=cast.units["yongan"].pk)
    watch = open_watch(scope, unit.pk)
    if watch:
        assert unit.state == STANDS[watch.decision.kind]
        assert next_due(scope, watch) is not None or watch.state == "returned"
    else:
        assert unit.state != "paused"
    for as_of in (today, today - timedelta(days=1)):
        checked = check_identities(scope, FOUNDED, today, as_of)
        assert not [one for found in checked.values() for one in found if not one.holds]

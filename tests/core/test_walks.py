"""Random paths of actions on a moving clock, by several hands: the identities hold after each step, no hazard is lost or
stranded, numbers have no gap, the chain is whole, and what a past day was told stays told."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bihuan.core import clock, duties
from bihuan.core.errors import NotAllowed, Refused, Stale
from bihuan.core.models import EventHead
from bihuan.figures.evaluation import WHOLE, Ask, Slice, Value, evaluate
from bihuan.figures.identities import check_identities
from bihuan.figures.registry import IDENTITIES
from bihuan.hazards import actions
from bihuan.hazards.lifecycle import GENERAL, HAZARD, MAJOR, OPEN
from bihuan.inspections.models import Inspection
from tests.cast import FOUNDED, NOW, Cast
from tests.core.deeds import found, fresh
from tests.profiles import examples
from tests.walks import (
    DEEDS,
    FINDS,
    WHO,
    figures_as_of,
    find,
    find_late,
    hazards_of,
    nothing_is_lost,
)

HOURS = (0, 0, 1, -1, 24, 24, 96, 264)


@dataclass(frozen=True)
class Step:
    """One thing tried: what, on which of the hazards so far, by whom, how many hours after the one before, and whether on a
    page that has grown old."""

    deed: str
    which: int
    who: str
    hours: int
    is_stale: bool


steps = st.builds(
    Step,
    deed=st.sampled_from([*FINDS, *DEEDS, "find late", "tick"]),
    which=st.integers(0, 5),
    who=st.sampled_from(WHO),
    hours=st.sampled_from(HOURS),
    is_stale=st.sampled_from((False,) * 5 + (True,)),
)


@dataclass
class Walk:
    """A walk through the cast's town, and what past days were told on the way."""

    cast: Cast
    moment: datetime = NOW
    found: int = 0
    told: dict[date, dict[str, Value]] = field(default_factory=dict)

    def go(self, step: Step) -> None:
        """Try it; see that a refusal changed nothing, and that what holds, holds."""
        self.moment += timedelta(hours=step.hours)
        with clock.moved(self.moment):
            before = EventHead.objects.get(town=self.cast.town).seq
            try:
                with transaction.atomic():
                    self._look(rewrites=self._try(step))
            except Refused as refused:
                assert any("\u4e00" <= sign <= "\u9fff" for sign in refused.message)
                assert EventHead.objects.get(town=self.cast.town).seq == before

    def _try(self, step: Step) -> bool:
        """Do it; returns whether it takes back or adds to what past days were told."""
        actor = getattr(self.cast, step.who)
        if step.deed in FINDS or step.deed == "find late":
            is_late = step.deed == "find late"
            find_late(self.cast, actor) if is_late else find(self.cast, actor, step.deed)
            self.found += 1
            return is_late
        if step.deed == "tick":
            duties.run_due(self.cast.town.pk)
            assert duties.run_due(self.cast.town.pk) == 0
        elif hazards := hazards_of(self.cast):
            hazard = hazards[step.which % len(hazards)]
            deed = DEEDS[step.deed]
            deed.do(self.cast, actor, hazard, hazard.version - step.is_stale)
            return deed.rewrites
        return False

    def _look(self, rewrites: bool) -> None:
        """Identities of today and yesterday, of the town and of parts; and the first and the last past day that were asked before are told
        the same, unless the step was one that rewrites the past."""
        today = clock.today()
        yesterday = today - timedelta(days=1)
        parts = (WHOLE, Slice(category="fireworks"), Slice(cell=self.cast.cells["东片办事处"].path))
        checked = check_identities(self.cast.chen.scope, FOUNDED, today, today, parts)
        assert not [verdict for found in checked.values() for verdict in found if not verdict.holds]
        known = [] if rewrites else sorted(day for day in self.told if day <= yesterday)
        told = figures_as_of(self.cast, sorted({*known[:1], *known[-1:], yesterday}))
        for day in set(known) & set(told):
            assert told[day] == self.told[day], day
        for one in IDENTITIES:
            left, *right = (told[yesterday][key].value or 0 for key in (one.left, *one.right))
            assert left == sum(right) if one.relation == "=" else left <= sum(right), one.rule
        self.told = told
        nothing_is_lost(self.cast, found=self.found)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    max_examples=examples(6),
    deadline=None,
)
@given(st.lists(steps, min_size=6, max_size=14))
def test_whatever_is_done_the_identities_hold_and_no_hazard_is_lost(cast: Cast, path: list[Step]) -> None:
    with transaction.atomic():
        walk = Walk(cast)
        for step in path:
            walk.go(step)
        _figures_count_what_stands(cast)
        transaction.set_rollback(True)


def _figures_count_what_stands(cast: Cast) -> None:
    standing = [hazard for hazard in hazards_of(cast) if hazard.voided_on is None]
    far = NOW.date() + timedelta(days=365)
    for all_of, still_open, own in (
        ("hazards.found", "hazards.open", False),
        ("selfcheck.hazards", "selfcheck.open", True),
    ):
        asks = {key: Ask(key, FOUNDED, far, far) for key in (all_of, still_open)}
        values = evaluate(cast.chen.scope, asks.values())
        mine = [hazard for hazard in standing if hazard.is_own is own]
        assert (values[asks[all_of]].value or 0) == len(mine)
        assert (values[asks[still_open]].value or 0) == sum(hazard.state in OPEN for hazard in mine)


def test_every_move_of_the_hazards_table_is_walked() -> None:
    walked = {action for deed in DEEDS.values() for action in deed.moves}
    assert walked == {move.action for move in HAZARD.moves}


def test_no_path_of_the_table_strands_a_hazard() -> None:
    """From every state, as an ordinary hazard and as a major one, some moves lead to an end."""
    for level in (GENERAL, MAJOR):
        settled = set(HAZARD.ends)
        for _ in HAZARD.states:
            settled |= {
                move.frm for move in HAZARD.moves if move.to in settled and move.only in ((), (level,))
            }
        assert settled == set(HAZARD.states)


def test_a_reinspection_that_closed_a_hazard_is_not_voided_under_it(cast: Cast) -> None:
    hazard = found(cast, cast.chen)
    DEEDS["review, mended"].do(cast, cast.chen, hazard, hazard.version)
    again = Inspection.objects.within(cast.chen.scope).get(kind="reinspection")
    with pytest.raises(NotAllowed, match="不能整次作废"):
        actions.void_visit(cast.zhou, again.pk, reason="误登")
    assert fresh(cast, hazard.pk).state == "closed"


@pytest.mark.parametrize("outcome", ["onsite", "deadline", "undecided"])
def test_a_move_the_table_does_not_have_is_refused_by_the_action_too(cast: Cast, outcome: str) -> None:
    hazard = found(cast, cast.chen, outcome)
    has = {move.action for move in HAZARD.from_state(hazard.state, *hazard.traits)}
    for deed in (deed for deed in DEEDS.values() if deed.moves and not has & set(deed.moves)):
        with pytest.raises((NotAllowed, Stale)):
            deed.do(cast, cast.chen, hazard, hazard.version)
    assert fresh(cast, hazard.pk).version == hazard.version

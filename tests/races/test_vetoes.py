"""Two at once on one veto, one sheet's line, one question: one of them goes through, who was too late is told; nothing is raised or numbered twice."""

from uuid import uuid4

import pytest

from bihuan.assessments import actions
from bihuan.assessments.models import Honour, Veto
from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.errors import NotAllowed, Stale
from tests.assessments.deeds import (
    APPEAL,
    begun,
    candidates,
    decided,
    hurt,
    raised,
    ruled,
    score_of,
    scored,
    sheet_of,
    town,
)
from tests.cast import NOW, TODAY, Cast
from tests.races.conftest import at_once

pytestmark = pytest.mark.race


def _both(one, other):  # type: ignore[no-untyped-def]
    def at_nine(act):  # type: ignore[no-untyped-def]
        def do() -> object:
            with clock.moved(NOW):
                return act()

        return do

    return at_once(at_nine(one), at_nine(other))


def test_two_who_decide_at_once_make_one_decision_with_one_number(alone: Cast) -> None:
    [one] = raised(alone)
    zhou, shen = alone.zhou, alone.shen
    came = _both(lambda: decided(alone, one, zhou), lambda: decided(alone, one, shen))
    assert sum(isinstance(each, Veto) for each in came) == 1
    assert sum(isinstance(each, NotAllowed | Stale) for each in came) == 1
    assert Veto.objects.within(town(alone)).get().number.endswith("〔2026〕1号")


def test_one_decides_while_the_other_drops_it(alone: Cast) -> None:
    [one] = raised(alone)
    zhou, chen = alone.zhou, alone.chen
    came = _both(
        lambda: decided(alone, one, zhou),
        lambda: actions.drop_veto(chen, one.pk, reason="没有责任", version=one.version),
    )
    assert sum(isinstance(each, NotAllowed | Stale) for each in came) == 1


def test_an_appeal_sent_twice_at_once_is_one(alone: Cast) -> None:
    [one] = raised(alone)
    done = decided(alone, one)
    feng = alone.feng

    def appeal() -> object:
        return actions.appeal_veto(feng, done.pk, grounds=APPEAL, version=done.version)

    came = _both(appeal, appeal)
    assert sum(isinstance(each, NotAllowed | Stale) for each in came) == 1


def test_two_who_score_a_line_at_once_leave_one_score(alone: Cast) -> None:
    begun(alone)
    sheet = sheet_of(alone, "石桥村")
    chen, zhao = alone.chen, alone.zhao
    came = _both(
        lambda: scored(chen, sheet, 35, version=1),
        lambda: scored(zhao, sheet, 20, version=1),
    )
    [beaten] = [each for each in came if isinstance(each, Stale)]
    assert "刚刚由" in beaten.message and score_of(sheet).version == 2


def test_two_clocks_raise_one_candidate(alone: Cast) -> None:
    ruled(alone)
    hurt(alone)
    actor = Actor.clock(alone.town.pk)
    came = _both(lambda: actions.raise_candidates(actor), lambda: actions.raise_candidates(actor))
    assert sorted(came) == [0, len(candidates(alone))]


def test_an_answer_pressed_twice_has_one_number(alone: Cast) -> None:
    key, chen = uuid4(), alone.chen

    def ask() -> object:
        return actions.answer_honour(
            chen, kind="village", subject_id=alone.cells["石桥村"].pk, bar="honours", honour="先进村", on=TODAY,
            honour_id=key,
        )  # fmt: skip

    came = _both(ask, ask)
    assert sum(isinstance(each, NotAllowed) for each in came) == 1
    assert Honour.objects.within(town(alone)).count() == 1

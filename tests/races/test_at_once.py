"""Two connections at once, held at a barrier until both have read: one wins and the other is told."""

from collections.abc import Callable
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest

from bihuan.core import events
from bihuan.core.errors import Refused
from bihuan.core.ids import new_id
from bihuan.hazards import actions
from bihuan.hazards.actions import Reviewed, steps
from bihuan.hazards.models import Demand, Hazard
from bihuan.inspections.models import Inspection, IssuedPaper
from bihuan.measures.actions import decisions, watches
from bihuan.measures.models import Decision, Revisit
from bihuan.measures.queries import in_force
from tests.cast import TODAY, Cast
from tests.core.deeds import finding, found, visit
from tests.measures.deeds import decide, look
from tests.races.conftest import at_once, outcomes

pytestmark = pytest.mark.race
WAIT_SECONDS = 20


def held(function: Callable[..., Any], barrier: Barrier) -> Callable[..., Any]:
    """The function, after everybody has come to it."""

    def waits(*args: Any, **kwargs: Any) -> Any:
        barrier.wait(WAIT_SECONDS)
        return function(*args, **kwargs)

    return waits


def test_two_officers_order_the_same_hazard_and_one_order_is_issued(
    alone: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    hazard = found(alone, alone.chen, "undecided")
    monkeypatch.setattr(steps, "need_second_officer", held(steps.need_second_officer, Barrier(2)))

    def order(actor: Any, second: str) -> Hazard:
        return actions.order_rectification(
            actor,
            hazard.pk,
            version=1,
            second_officer=alone.people[second].pk,
            demand="更换老化线路",
            deadline_on=TODAY + timedelta(days=7),
        )

    chen, zhao = alone.chen, alone.zhao
    results = at_once(lambda: order(chen, "zhao"), lambda: order(zhao, "chen"))
    assert outcomes(results) in (["Hazard", "Stale"], ["Hazard", "NotAllowed"])
    papers = IssuedPaper.objects.within(chen.scope).filter(kind="order")
    assert [paper.number for paper in papers] == ["（东）应急责改〔2026〕1号"]
    assert Demand.objects.within(chen.scope).count() == 1
    assert [event.action for event in events.trail(chen.scope, hazard.pk)] == ["find", "order"]
    assert events.check(alone.town.pk) is None


def test_a_report_and_a_reinspection_meet_and_one_is_told(
    alone: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    hazard = found(alone, alone.chen)
    chen, feng = alone.chen, alone.feng
    photos = [alone.photo(feng, "green")]
    again = visit(alone, chen, kind="reinspection")
    barrier = Barrier(2)
    monkeypatch.setattr(actions.steps.moves, "advance", held(actions.steps.moves.advance, barrier))
    results = at_once(
        lambda: actions.report_rectified(feng, hazard.pk, version=1, note="已换", photos_after=photos),
        lambda: actions.reinspect(chen, again, [Reviewed(hazard.pk, 1, passed=True, note="已更换")]),
    )
    assert sum(isinstance(result, Refused) for result in results) == 1, results
    after = Hazard.objects.within(chen.scope).get(pk=hazard.pk)
    assert (after.state, after.version) in (("reported", 2), ("closed", 2))
    assert (after.state == "closed") == Inspection.objects.within(chen.scope).filter(pk=again.id).exists()
    assert events.check(alone.town.pk) is None


def test_the_same_page_sent_twice_at_once_is_recorded_once(alone: Cast) -> None:
    chen, barrier = alone.chen, Barrier(2)
    one, page = finding(alone, chen), visit(alone, chen, id=new_id())

    def send() -> Inspection:
        barrier.wait(WAIT_SECONDS)
        return actions.finish_check(chen, page, [one])

    assert outcomes(at_once(send, send)) == ["Inspection", "NotAllowed"]
    assert Inspection.objects.within(chen.scope).count() == 1
    assert Hazard.objects.within(chen.scope).get().number == "2026-0001"


def test_under_eight_threads_numbers_have_no_gap_and_the_chain_holds(alone: Cast) -> None:
    threads, each = 8, 3
    chen, barrier = alone.chen, Barrier(threads)
    pages = [
        [(visit(alone, chen), [finding(alone, chen), finding(alone, chen, "onsite")]) for _ in range(each)]
        for _ in range(threads)
    ]

    def work(mine: list[Any]) -> int:
        barrier.wait(WAIT_SECONDS)
        for page, findings in mine:
            actions.finish_check(chen, page, findings)
        return len(mine)

    results = at_once(*(lambda mine=mine: work(mine) for mine in pages))
    assert results == [each] * threads
    hazards = Hazard.objects.within(chen.scope).values_list("number", flat=True)
    assert sorted(hazards) == [f"2026-{n:04d}" for n in range(1, threads * each * 2 + 1)]
    for kind, word in (("record", "检记"), ("order", "责改")):
        numbers = set(
            IssuedPaper.objects.within(chen.scope).filter(kind=kind).values_list("number", flat=True)
        )
        assert numbers == {f"（东）应急{word}〔2026〕{n}号" for n in range(1, threads * each + 1)}
    assert events.check(alone.town.pk) is None


def test_two_record_a_ban_and_one_ban_stands(alone: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decisions, "hold_unit", held(decisions.hold_unit, Barrier(2)))
    chen, zhou = alone.chen, alone.zhou
    results = at_once(lambda: decide(alone, "ban", chen), lambda: decide(alone, "ban", zhou))
    assert outcomes(results) == ["Decision", "NotAllowed"]
    assert Decision.objects.within(chen.scope).count() == in_force(chen.scope).count() == 1
    assert events.check(alone.town.pk) is None


def test_two_look_at_once_and_one_look_is_kept(alone: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    ban, wang, chen = decide(alone, "ban"), alone.wang, alone.chen
    monkeypatch.setattr(watches, "hold_unit_of", held(watches.hold_unit_of, Barrier(2)))
    results = at_once(lambda: look(alone, ban, wang), lambda: look(alone, ban, chen, kept=False))
    assert outcomes(results) == ["Stale", "Watch"]
    assert Revisit.objects.within(chen.scope).filter(seen_on__isnull=False).count() == 1

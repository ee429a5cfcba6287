"""Two clocks at once, an answer and a report at once: each step is taken once, and one of two who press is told."""

from datetime import timedelta
from threading import Barrier
from time import sleep
from typing import Any

import pytest

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.errors import Refused
from bihuan.grid.actions import end_post
from bihuan.grid.models import Post
from bihuan.hazards import actions as hazards
from bihuan.hazards.actions import Reviewed, checks, moves
from bihuan.hazards.models import Demand
from bihuan.intake.queries import rows
from bihuan.supervision import actions
from bihuan.supervision.actions import escalations, urging
from bihuan.supervision.duties import press_on
from bihuan.supervision.models import Escalation, Extension
from bihuan.supervision.queries import Holders
from bihuan.supervision.rules import DEFAULTS
from bihuan.units.intake import actions as taking
from bihuan.units.models import Unit
from tests.cast import TODAY, Cast
from tests.core.deeds import found, fresh, visit
from tests.intake.ledgers import CODE, brought, carried, plain
from tests.races.conftest import at_once, outcomes
from tests.races.test_at_once import WAIT_SECONDS, held
from tests.supervision.test_extensions import LATER, ask, grant

pytestmark = pytest.mark.race


def test_two_clocks_at_once_take_each_step_once(alone: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    hazard = found(alone, alone.chen)
    monkeypatch.setattr(escalations, "hold", held(escalations.hold, Barrier(2)))

    def tick() -> int:
        with clock.moved(clock.at(TODAY + timedelta(days=10), 8)):
            return actions.take_steps(actor, DEFAULTS, Holders(alone.town.pk, clock.today()), 500)

    actor = Actor.clock(alone.town.pk)
    results = at_once(tick, tick)
    assert sorted(results) == [0, 2]  # type: ignore[type-var]
    assert Escalation.objects.within(alone.chen.scope).count() == 2
    trail = [event.action for event in events.trail(alone.chen.scope, hazard.pk)]
    assert trail == ["find", "escalate", "escalate"]
    assert events.check(alone.town.pk) is None
    monkeypatch.undo()
    assert press_on(alone.town.pk) == 0


def test_two_leaders_who_urge_at_once_are_heard_once(alone: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    hazard, zhou, chen = found(alone, alone.chen), alone.zhou, alone.chen
    monkeypatch.setattr(urging, "hold", held(urging.hold, Barrier(2)))
    results = at_once(
        lambda: actions.urge(zhou, hazard.pk, note="抓紧"), lambda: actions.urge(chen, hazard.pk, note="抓紧")
    )
    assert outcomes(results) == ["Escalation", "NotAllowed"]
    assert [one.action for one in events.trail(alone.chen.scope, hazard.pk)] == ["find", "urge"]


def test_a_grant_and_a_report_meet_and_one_is_told(alone: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    hazard = found(alone, alone.chen)
    asked, feng, zhou = ask(alone, hazard), alone.feng, alone.zhou
    photos = [alone.photo(feng, "green")]
    monkeypatch.setattr(moves, "advance", held(moves.advance, Barrier(2)))
    results = at_once(
        lambda: hazards.report_rectified(feng, hazard.pk, version=1, note="已换", photos_after=photos),
        lambda: actions.grant_extension(zhou, asked.pk, version=1, deadline_on=LATER, answer="同意"),
    )
    assert sum(isinstance(result, Refused) for result in results) == 1, results
    row, extension = fresh(alone, hazard.pk), Extension.objects.within(zhou.scope).get()
    assert (row.state, extension.state) in (("reported", "asked"), ("ordered", "granted"))
    assert (row.deadline_on == LATER) == (extension.state == "granted")
    assert Demand.objects.within(zhou.scope).filter(ended_on__isnull=True).count() == 1
    assert events.check(alone.town.pk) is None


def test_two_who_ask_at_once_leave_one_request(alone: Cast) -> None:
    hazard = found(alone, alone.chen)
    results = at_once(lambda: ask(alone, hazard), lambda: ask(alone, hazard))
    assert sum(isinstance(result, Refused) for result in results) == 1, results
    grant(alone, Extension.objects.within(alone.chen.scope).get())
    assert Extension.objects.within(alone.chen.scope).count() == 1


def test_a_visit_voided_while_it_is_reinspected_stands(alone: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    hazard = found(alone, alone.chen)
    again = visit(alone, alone.chen, kind="reinspection", outing=None)
    both, zhou, record_all = Barrier(2), alone.zhou, events.record_all

    def slowly(*given: Any) -> None:
        record_all(*given)
        both.wait(WAIT_SECONDS)
        sleep(0.5)  # while the other comes up to the row

    def void() -> Any:
        both.wait(WAIT_SECONDS)
        return hazards.void_visit(zhou, hazard.inspection_id, reason="录错单位")

    monkeypatch.setattr(checks.events, "record_all", slowly)
    results = at_once(
        lambda: hazards.reinspect(alone.chen, again, [Reviewed(hazard.pk, 1, True, "已换")]), void
    )
    assert outcomes(results) == ["Inspection", "NotAllowed"]
    assert fresh(alone, hazard.pk).state == "closed"


def test_two_clocks_at_once_pass_on_once(alone: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    found(alone, alone.chen)
    actor, day = Actor.clock(alone.town.pk), TODAY + timedelta(days=10)
    with clock.moved(clock.at(day, 8)):
        assert press_on(alone.town.pk) == 2
        post = Post.objects.within(alone.chen.scope).get(person=alone.people["chen"])
        end_post(alone.xu, post.pk, to_on=day - timedelta(days=1))
    monkeypatch.setattr(escalations, "hold", held(escalations.hold, Barrier(2)))

    def tick() -> int:
        with clock.moved(clock.at(day, 9)):
            return actions.pass_on(actor, Holders(alone.town.pk, clock.today()), 500)

    results = at_once(tick, tick)
    assert sorted(results) == [0, 1], results  # type: ignore[type-var]
    assert Escalation.objects.within(alone.chen.scope).count() == 3
    assert events.check(alone.town.pk) is None


@pytest.mark.parametrize("code", ["", CODE])
def test_two_who_bring_in_one_file_at_once_register_its_units_once(
    alone: Cast, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    table = plain(["名称", "类别", "地址", "统一社会信用代码"], ["石桥木器厂", "木业", "北街", code])
    chen, zhao = alone.chen, alone.zhao
    one, two = brought(chen, "units", table), brought(zhao, "units", table)
    monkeypatch.setattr(taking, "hold_town", held(taking.hold_town, Barrier(2)))
    results = at_once(lambda: carried(chen, one), lambda: carried(zhao, two))
    assert outcomes(results) == ["Import", "Import"]
    assert Unit.objects.within(chen.scope).filter(name="石桥木器厂").count() == 1
    assert sorted(row.outcome for batch in (one, two) for row in rows(batch)) == ["made", "refused"]

"""A term put off: asked before it runs out, decided with a reason, and what figures say of it afterwards."""

from datetime import date, timedelta
from typing import Any

import pytest

from bihuan.core import clock, events
from bihuan.core.duties import run_due
from bihuan.core.errors import Forbidden, Incomplete, NotAllowed, NotFound, Stale
from bihuan.figures.evaluation import Ask, evaluate
from bihuan.hazards import actions as hazards
from bihuan.hazards.actions import Reviewed
from bihuan.hazards.models import Demand, Hazard
from bihuan.hazards.timeline import told
from bihuan.supervision import actions
from bihuan.supervision.models import Extension
from tests.cast import TODAY, Cast
from tests.core.deeds import found, fresh, visit

pytestmark = pytest.mark.usefixtures("no_rollups")

DEADLINE = TODAY + timedelta(days=7)
LATER = TODAY + timedelta(days=21)


def ask(cast: Cast, hazard: Hazard, **more: Any) -> Extension:
    given: dict[str, Any] = {
        "reason": "配电箱要定做",
        "interim": "库房断电，专人看守",
        "wanted_on": LATER,
    } | more
    return actions.ask_extension(cast.feng, hazard.pk, **given)


def grant(cast: Cast, asked: Extension, on: date = LATER, version: int | None = None) -> Extension:
    version = version or fresh(cast, asked.hazard_id).version
    return actions.grant_extension(
        cast.zhou, asked.pk, version=version, deadline_on=on, answer="同意，断电期间不得进人"
    )


def at(day: date) -> Any:
    return clock.moved(clock.at(day, 9))


def value(cast: Cast, key: str, as_of: date) -> Any:
    one = Ask(key, date(2026, 1, 1), as_of, as_of)
    return evaluate(cast.chen.scope, [one])[one].value


def mend(cast: Cast, hazard: Hazard, day: date) -> None:
    """Reported and found mended on the same day."""
    with at(day):
        photo = cast.photo(cast.feng, "green")
        hazards.report_rectified(
            cast.feng, hazard.pk, version=fresh(cast, hazard.pk).version, note="已更换", photos_after=[photo]
        )
        row = fresh(cast, hazard.pk)
        again = visit(cast, cast.zhao, visited_on=day, kind="reinspection")
        hazards.reinspect(cast.zhao, again, [Reviewed(hazard.pk, row.version, True, "已更换")])


def test_a_unit_asks_in_time_and_the_term_goes_on_by_the_same_order(cast: Cast) -> None:
    hazard = found(cast, cast.chen)
    with at(DEADLINE):  # the deadline itself is still in time
        asked = ask(cast, hazard)
        granted = grant(cast, asked)
    hazard = fresh(cast, hazard.pk)
    assert (granted.state, granted.granted_on, granted.deadline_on) == ("granted", DEADLINE, LATER)
    assert (hazard.state, hazard.deadline_on) == ("ordered", LATER)
    old, new = Demand.objects.within(cast.chen.scope).filter(hazard=hazard).order_by("ordered_on")
    assert (old.ended_on, new.ordered_on, new.deadline_on) == (DEADLINE, DEADLINE, LATER)
    assert new.paper_id == old.paper_id
    lines = [told(event).text for event in events.trail(cast.chen.scope, hazard.pk)]
    assert "申请延期，申请延长至2026年6月23日，理由：配电箱要定做，防范措施：库房断电，专人看守" in lines
    assert "批准延期，期限2026年6月23日，同意，断电期间不得进人" in lines
    assert events.check(cast.town.pk) is None


def test_what_was_mended_in_the_prolonged_term_is_not_late(cast: Cast) -> None:
    hazard = found(cast, cast.chen)
    grant(cast, ask(cast, hazard))
    assert value(cast, "hazards.unreviewed", TODAY) == 1  # nobody has looked, though a term has ended
    with at(LATER):
        assert value(cast, "hazards.overdue", LATER) == 0
    mend(cast, hazard, LATER - timedelta(days=1))
    assert value(cast, "hazards.deadline_late", LATER) == 0
    assert value(cast, "hazards.unreviewed", LATER) == 0
    assert value(cast, "hazards.unreviewed", TODAY) == 1
    assert (value(cast, "extensions.asked", LATER), value(cast, "extensions.granted", LATER)) == (1, 1)


def test_a_grant_after_the_term_does_not_undo_the_days_that_were_late(cast: Cast) -> None:
    hazard = found(cast, cast.chen)
    asked = ask(cast, hazard)
    late = DEADLINE + timedelta(days=2)
    with at(late):
        grant(cast, asked)
    assert value(cast, "hazards.overdue", late - timedelta(days=1)) == 1
    assert value(cast, "hazards.overdue", late) == 0
    mend(cast, hazard, LATER)
    assert value(cast, "hazards.deadline_late", LATER) == 1


def test_after_expiry_it_is_refused_and_nothing_changes(cast: Cast) -> None:
    hazard = found(cast, cast.chen)
    with at(DEADLINE + timedelta(days=1)), pytest.raises(NotAllowed, match=r"已于2026年6月9日届满.*到期以前"):
        ask(cast, hazard)
    assert not Extension.objects.within(cast.chen.scope).exists()
    assert events.trail(cast.chen.scope, hazard.pk).last().action != "ask_extension"  # type: ignore[union-attr]


def test_one_request_at_a_time(cast: Cast) -> None:
    hazard = found(cast, cast.chen)
    first = ask(cast, hazard)
    with pytest.raises(NotAllowed, match="等待批复"):
        ask(cast, hazard)
    actions.withdraw_extension(cast.li, first.pk)
    assert ask(cast, hazard).state == "asked"


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"reason": " "}, "reason"),
        ({"interim": ""}, "interim"),
        ({"wanted_on": None}, "wanted_on"),
        ({"wanted_on": DEADLINE}, "wanted_on"),
        ({"wanted_on": date(2036, 1, 1)}, "wanted_on"),
    ],
)
def test_a_request_without_its_parts_is_refused(cast: Cast, given: dict[str, Any], field: str) -> None:
    hazard = found(cast, cast.chen)
    with pytest.raises(Incomplete) as refused:
        ask(cast, hazard, **given)
    assert list(refused.value.fields) == [field]


def test_only_what_is_under_order_can_be_put_off(cast: Cast) -> None:
    waiting = found(cast, cast.chen, "undecided")
    with pytest.raises(NotAllowed, match="待处置"):
        ask(cast, waiting)


def test_refused_with_a_reason_the_term_stands(cast: Cast) -> None:
    hazard = found(cast, cast.chen)
    asked = ask(cast, hazard)
    with pytest.raises(Incomplete, match="不批准的理由"):
        actions.refuse_extension(cast.chen, asked.pk, answer=" ")
    actions.refuse_extension(cast.chen, asked.pk, answer="危险较大，按期整改")
    assert fresh(cast, hazard.pk).deadline_on == DEADLINE
    with pytest.raises(NotAllowed, match="未批准"):
        grant(cast, asked)


def test_who_may_ask_and_who_may_decide(cast: Cast) -> None:
    hazard = found(cast, cast.chen)
    with pytest.raises(Forbidden):
        actions.ask_extension(cast.wang, hazard.pk, reason="忙", interim="看守", wanted_on=LATER)
    asked = ask(cast, hazard)
    with pytest.raises(Forbidden):
        actions.grant_extension(cast.zhao, asked.pk, version=1, deadline_on=LATER, answer="可以")
    with pytest.raises(NotFound):
        actions.refuse_extension(cast.sun, asked.pk, answer="不行")


def test_an_old_page_grants_nothing(cast: Cast) -> None:
    hazard = found(cast, cast.chen)
    asked = ask(cast, hazard)
    hazards.mark_urgent(cast.zhou, hazard.pk, version=hazard.version, hours=24, note="节前")
    with pytest.raises(Stale):
        grant(cast, asked, version=hazard.version)
    assert Extension.objects.within(cast.chen.scope).get(pk=asked.pk).state == "asked"


def test_when_the_hazard_goes_on_meanwhile_the_request_ends_by_itself(cast: Cast) -> None:
    hazard = found(cast, cast.chen)
    asked = ask(cast, hazard)
    mend(cast, hazard, DEADLINE)
    with pytest.raises(NotAllowed, match="已销号"):
        grant(cast, asked)
    run_due(cast.town.pk)
    assert Extension.objects.within(cast.chen.scope).get(pk=asked.pk).state == "lapsed"
    assert run_due(cast.town.pk) == 0
    last = told(events.trail(cast.chen.scope, hazard.pk).last())  # type: ignore[arg-type]
    assert last.text == "隐患已有结果，延期申请失效"


def test_a_clock_set_back_decides_nothing(cast: Cast) -> None:
    hazard = found(cast, cast.chen)
    asked = ask(cast, hazard)
    with at(TODAY - timedelta(days=1)), pytest.raises(NotAllowed, match="核对服务器的时钟"):
        grant(cast, asked)
    with clock.moved(clock.now() - timedelta(hours=1)):  # the same day: nothing depends on the hour
        assert grant(cast, asked).state == "granted"


def test_nobody_grants_what_he_asked_for_himself(cast: Cast) -> None:
    hazard = found(cast, cast.zhao)
    asked = actions.ask_extension(
        cast.chen, hazard.pk, reason="配电箱要定做", interim="库房断电", wanted_on=LATER
    )
    with pytest.raises(NotAllowed, match="本人提出"):
        actions.grant_extension(cast.chen, asked.pk, version=1, deadline_on=LATER, answer="同意")
    assert fresh(cast, hazard.pk).deadline_on == DEADLINE
    assert grant(cast, asked).granted_on == TODAY

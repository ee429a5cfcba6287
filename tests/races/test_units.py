"""Something is entered at a unit while it is merged into another: it goes over as well, or who enters it is told where to go. Nothing
stays at the stub, and nobody waits for another who waits for him."""

import threading
from collections.abc import Callable
from datetime import timedelta
from threading import Event
from time import sleep
from typing import Any

import pytest

from bihuan.core import clock, events
from bihuan.core.errors import Refused
from bihuan.hazards.actions import (
    Reviewed,
    finish_check,
    moves,
    order_rectification,
    reinspect,
    void_visit,
)
from bihuan.hazards.models import Hazard
from bihuan.measures.actions import record_decision, void_decision
from bihuan.publicity.actions import Done, enter_outreach
from bihuan.publicity.rules import Numbers
from bihuan.referrals.actions import receive_assignment
from bihuan.risks.actions import lay_plan
from bihuan.supervision.duties import press_on
from bihuan.units import actions
from bihuan.units.following import FOLLOWERS
from bihuan.units.models import Unit
from tests.cast import NOW, TODAY, Cast
from tests.core.deeds import finding, visit
from tests.races.conftest import at_once, outcomes
from tests.risks.deeds import add as add_risk
from tests.units.deeds import CODE, fresh, merge, twin

pytestmark = pytest.mark.race
WAIT_SECONDS, LOOK_SECONDS = 20, 0.4

Deed = Callable[[], Any]


def one_after_the_other(patch: pytest.MonkeyPatch, first: Deed, second: Deed) -> list[Any]:
    """What came of two deeds: the second begins when the first has written its rows and told nobody yet; the first goes on when the
    second has come as far, or waits for it."""
    written, whose = {"first": Event(), "second": Event()}, threading.local()
    record = events.record_all

    def told(*given: Any) -> Any:
        written[whose.name].set()
        if whose.name == "first":
            written["second"].wait(LOOK_SECONDS)
        return record(*given)

    def run(name: str, deed: Deed) -> Any:
        whose.name = name
        if name == "second":
            written["first"].wait(WAIT_SECONDS)
        return deed()

    with patch.context() as patched:
        patched.setattr(events, "record_all", told)
        return at_once(lambda: run("first", first), lambda: run("second", second))


def all_done_or_told(results: list[Any]) -> bool:
    """Whether whatever failed was refused in words."""
    return all(isinstance(one, Refused) for one in results if isinstance(one, Exception))


def busy(cast: Cast, number: int) -> Unit:
    """A double with something to go on from: a visit with a hazard that waits, a certificate, an interview."""
    unit = twin(cast, name=f"永安{number}店", address=f"{number}号", uscc="")
    finish_check(cast.chen, visit(cast, cast.chen, unit=unit.pk), [finding(cast, cast.chen, "undecided")])
    actions.register_certificate(cast.chen, unit.pk, kind="insurance", number="PZ-1", issued_on=TODAY)
    return unit


def deeds_at(cast: Cast, unit: Unit) -> dict[str, Deed]:
    """Each way in which something comes to stand at a unit."""
    zhao, zhou = cast.zhao, cast.zhou
    whole = cast.chen.scope
    hazard = Hazard.objects.within(whole).get(unit=unit)
    insurance = unit.certificates.model.objects.within(whole).get(unit=unit)
    due = TODAY + timedelta(days=7)
    photo = cast.photo(zhao, "white")
    checked, found = visit(cast, zhao, unit=unit.pk), finding(cast, zhao)
    talk = {"kind": "interview", "body": "东岭镇人民政府", "decided_on": TODAY, "reason": "拖延整改"}
    talked = record_decision(zhou, unit.pk, **talk)
    return {
        "contact": lambda: actions.register_contact(zhao, unit.pk, role="duty", name="值班室", phone=""),
        "certificate": lambda: actions.register_certificate(
            zhao, unit.pk, kind="plan", number="YA-1", issued_on=TODAY
        ),
        "renewal": lambda: actions.renew_certificate(zhao, insurance.pk, number="PZ-2", issued_on=TODAY),
        "paper": lambda: actions.keep_document(zhao, unit.pk, kind="plan", title="预案", file=photo),
        "place": lambda: actions.place_unit(zhao, unit.pk, latitude=34.1, longitude=116.1),
        "plate": lambda: actions.issue_plates(zhao, [unit.pk]),
        "state": lambda: actions.change_state(
            zhao, unit.pk, state="closed", from_on=TODAY, reason="歇业", handling="照旧"
        ),
        "particulars": lambda: actions.revise_unit(zhao, unit.pk, version=1, phone="13900000009"),
        "a second visit of the day": lambda: finish_check(zhao, checked, [found]),
        "order": lambda: order_rectification(
            zhao,
            hazard.pk,
            version=1,
            second_officer=cast.people["chen"].pk,
            demand="更换老化线路",
            deadline_on=due,
        ),
        "taking back the visit": lambda: void_visit(zhou, hazard.inspection_id, reason="登记错误"),
        "risk point": lambda: add_risk(zhao, unit),
        "floor plan": lambda: lay_plan(zhao, unit.pk, outline="店内"),
        "interview": lambda: record_decision(zhou, unit.pk, **talk),
        "taking back a talk": lambda: void_decision(zhou, talked.pk, note="登记错误"),
        "leaflet": lambda: enter_outreach(zhao, Done("leaflet", TODAY, Numbers(1), unit=unit.pk)),
        "assignment": lambda: receive_assignment(
            zhao, source="区安委会", title="核查", received_on=TODAY, due_on=due, unit_id=unit.pk
        ),
    }


@pytest.mark.parametrize("merger", ["first", "second"])
def test_what_is_entered_while_its_unit_is_merged_does_not_stay_at_the_stub(
    alone: Cast, monkeypatch: pytest.MonkeyPatch, merger: str
) -> None:
    kept, names = alone.units["yongan"], list(deeds_at(alone, busy(alone, 0)))
    for number, name in enumerate(names, start=1):
        gone = busy(alone, number)
        deed = deeds_at(alone, gone)[name]
        both = [lambda gone=gone: merge(kept, gone, alone.chen), deed]
        results = one_after_the_other(monkeypatch, *(both if merger == "first" else both[::-1]))
        assert all_done_or_told(results), (name, results)
        if fresh(alone.chen, gone).merged_into_id is None:
            continue
        stranded = {
            key: count
            for key, one in FOLLOWERS.items()
            if one.moves and (count := one.rows(alone.town.pk, gone.pk).count())
        }
        assert not stranded, (name, results)
    assert events.check(alone.town.pk) is None


def test_two_who_give_their_units_one_code_at_once_and_one_is_told(
    alone: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = (twin(alone, name=f"永安{word}店", uscc="", address="一号") for word in "甲乙")
    chen, zhao = alone.chen, alone.zhao
    new = {"name": "永安丙店", "category": "shop", "opened_on": TODAY, "address": "一号", "uscc": CODE}
    for first, second in (
        (
            lambda: actions.revise_unit(chen, one.pk, version=1, uscc=CODE),
            lambda: actions.revise_unit(zhao, other.pk, version=1, uscc=CODE),
        ),
        (
            lambda: actions.revise_unit(chen, one.pk, version=3, uscc=CODE),
            lambda: actions.register_unit(zhao, **new),
        ),
        (
            lambda: actions.register_unit(zhao, **new),
            lambda: actions.revise_unit(chen, one.pk, version=5, uscc=CODE),
        ),
    ):
        results = one_after_the_other(monkeypatch, first, second)
        assert [type(result).__name__ for result in results] == ["Unit", "SameCode"], results
        assert "已经登记" in str(results[1])
        if results[0].pk == one.pk:
            actions.revise_unit(chen, one.pk, version=results[0].version, uscc="")


def test_who_looks_again_and_the_clock_that_reminds_do_not_wait_for_each_other(
    alone: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The clock holds the hazards in their order; the page may show them in another."""
    finish_check(alone.chen, visit(alone, alone.chen), [finding(alone, alone.chen) for _ in range(6)])
    hazards = list(Hazard.objects.within(alone.chen.scope).order_by("-pk"))
    later = NOW + timedelta(days=9)
    with clock.moved(later):
        again = visit(alone, alone.chen, kind="reinspection", unit=alone.units["yongan"].pk)
    reviews = [Reviewed(one.pk, 1, passed=True, note="已更换") for one in hazards]

    def at(deed: Deed) -> Any:
        with clock.moved(later):
            return deed()

    chen, town = alone.chen, alone.town.pk
    advance, begun = moves.advance, Event()

    def slowly(*given: Any, **values: Any) -> None:
        advance(*given, **values)
        begun.set()
        sleep(0.05)

    def pressed() -> int:
        begun.wait(WAIT_SECONDS)
        return at(lambda: press_on(town))

    monkeypatch.setattr(moves, "advance", slowly)
    results = at_once(lambda: at(lambda: reinspect(chen, again, reviews)), pressed)
    assert outcomes(results) == ["Inspection", "int"], results

"""The dual system when two press at the same moment: a check, a hazard, an invitation, a version, a plan count once, and the log holds."""

from collections.abc import Callable
from typing import Any

import pytest

from bihuan.core import clock, events
from bihuan.dossiers.actions import freeze_file
from bihuan.dossiers.models import FileVersion
from bihuan.grading.actions import approve_plan, draw_up_plan, set_frequency
from bihuan.grading.models import Plan
from bihuan.grading.rules import USUAL_TIMES
from bihuan.grid.models import Person
from bihuan.hazards.models import Hazard
from bihuan.members.actions import invite_member, join_unit
from bihuan.rollout.actions import choose_benchmark
from bihuan.rollout.models import Acceptance, Benchmark
from bihuan.selfchecks.actions import issue_point_plates, record_checks, renew_point_plate, report_hazard
from bihuan.selfchecks.models import PointPlate, SelfCheck, UnitDay
from tests.cast import NOW, PASSWORD, TODAY, Cast
from tests.members.deeds import OTHER, PHONE
from tests.races.conftest import at_once, outcomes
from tests.races.test_risks import stall
from tests.risks.deeds import begin, point
from tests.rollout.deeds import accepted, joined
from tests.selfchecks.deeds import check, found, ready

__all__ = ["stall"]
pytestmark = pytest.mark.race


def twice(deed: Callable[[], Any]) -> list[str]:
    return outcomes(at_once(deed, deed))


def test_a_check_pressed_twice_at_once_counts_once(alone: Cast) -> None:
    with clock.moved(NOW):
        ma = ready(alone)
        unit, one = alone.units["yongan"].pk, check(ma)
    assert twice(lambda: record_checks(ma, unit, [one])) == ["NotAllowed", "list"]
    assert SelfCheck.objects.within(ma.scope).count() == 1
    assert [row.checks for row in UnitDay.objects.within(ma.scope)] == [1]
    assert events.check(alone.town.pk) is None


def test_a_hazard_pressed_twice_at_once_is_registered_once(alone: Cast) -> None:
    with clock.moved(NOW):
        ma = ready(alone)
        store, said = point(ma, "储存间").pk, found(alone, ma)
    assert twice(lambda: report_hazard(ma, store, said)) == ["NotAllowed", "SelfFinding"]
    assert Hazard.objects.within(ma.scope).count() == 1
    assert events.check(alone.town.pk) is None


def test_an_invitation_pressed_by_two_at_once_lets_one_in(alone: Cast) -> None:
    with clock.moved(NOW):
        _, code = invite_member(alone.chen, alone.units["school"].pk, kind="team_leader")
    results = at_once(
        lambda: join_unit(code, name="郭一", phone=PHONE, password=PASSWORD),
        lambda: join_unit(code, name="郭二", phone=OTHER, password=PASSWORD),
    )
    assert sorted(outcomes(results), key=str.lower)[-1] in {"Person", "Stale"}
    assert Person.accounts.filter(phone__in=(PHONE, OTHER)).count() == 1
    assert events.check(alone.town.pk) is None


def test_one_phone_invited_by_two_units_at_once_is_one_person(alone: Cast) -> None:
    with clock.moved(NOW):
        codes = [
            invite_member(alone.chen, alone.units[key].pk, kind="team_leader")[1]
            for key in ("school", "site")
        ]
    results = at_once(
        *(
            lambda code=code: join_unit(code, name="郭一", phone=PHONE, password=PASSWORD)  # type: ignore[misc]
            for code in codes
        )
    )
    assert set(outcomes(results)) <= {"Person", "Incomplete", "Stale", "NotAllowed"}
    assert Person.accounts.filter(phone=PHONE).count() == 1


def test_a_file_frozen_twice_at_once_is_one_version(alone: Cast) -> None:
    with clock.moved(NOW):
        begin(alone, alone.feng)
        feng, unit = alone.feng, alone.units["yongan"].pk
    assert twice(lambda: freeze_file(feng, unit)) == ["FileVersion", "NotAllowed"]
    assert FileVersion.objects.within(feng.scope).count() == 1


def test_a_plate_renewed_twice_at_once_is_renewed_once(alone: Cast) -> None:
    with clock.moved(NOW):
        begin(alone, alone.feng)
        feng = alone.feng
        store = point(feng, "储存间").pk
        issue_point_plates(feng, [alone.units["yongan"].pk])
        plate = PointPlate.objects.within(feng.scope).get(point=store).pk
    assert twice(lambda: renew_point_plate(feng, store, plate=plate, reason="被翻拍")) == [
        "PointPlate",
        "Stale",
    ]
    assert PointPlate.objects.within(feng.scope).filter(point=store, ended_on__isnull=True).count() == 1


def test_a_benchmark_chosen_twice_at_once_is_chosen_once(alone: Cast) -> None:
    zhou, unit = alone.zhou, alone.units["yongan"].pk
    assert twice(lambda: choose_benchmark(zhou, unit, ground="党委会议定")) == ["Benchmark", "NotAllowed"]
    assert Benchmark.objects.within(zhou.scope).count() == 1


def test_an_acceptance_sent_twice_at_once_is_one(alone: Cast) -> None:
    with clock.moved(NOW):
        begin(alone, alone.chen)
        within = joined(alone.chen, alone.units["yongan"]).pk
    assert twice(lambda: accepted(alone, within)) == ["Acceptance", "NotAllowed"]
    assert Acceptance.objects.within(alone.chen.scope).count() == 1


def test_a_plan_drawn_up_and_approved_twice_at_once_is_one_plan(alone: Cast) -> None:
    with clock.moved(NOW):
        set_frequency(alone.zhou, times=USUAL_TIMES)
    chen, zhou, shen = alone.chen, alone.zhou, alone.shen
    assert twice(lambda: draw_up_plan(chen, year=TODAY.year)) == ["Plan", "Plan"]
    plan = Plan.objects.within(chen.scope).get(dropped_on__isnull=True).pk
    results = at_once(
        lambda: approve_plan(zhou, plan, approval="同意"), lambda: approve_plan(shen, plan, approval="同意")
    )
    assert outcomes(results) == ["NotAllowed", "Plan"]
    assert events.check(alone.town.pk) is None

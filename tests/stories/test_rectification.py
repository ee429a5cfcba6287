"""Stories of a hazard's life, from a check on site to its close."""

from datetime import date, timedelta

import pytest

from bihuan.core import clock, events
from bihuan.core.errors import Forbidden, Incomplete, NotAllowed, NotFound, Stale
from bihuan.figures.evaluation import WHOLE, Ask, evaluate
from bihuan.figures.identities import check_identities
from bihuan.hazards import actions
from bihuan.hazards.actions import Finding, Reviewed
from bihuan.hazards.models import Hazard
from bihuan.inspections.actions import OutingPlan, Visit
from bihuan.inspections.models import IssuedPaper
from tests.cast import NOW, TODAY, Cast


def visit(cast: Cast, actor, **more) -> Visit:  # type: ignore[no-untyped-def]
    """陈 and 赵 at 永安, 冯 signs."""
    given = {
        "unit": cast.units["yongan"].pk,
        "visited_on": TODAY,
        "outing": OutingPlan(leader=cast.people["zhou"].pk),
        "second_inspector": cast.people["zhao"].pk,
        "signature": cast.photo(actor, "white"),
        "present": "冯永",
    }
    return Visit(**(given | more))


def wiring(cast: Cast, actor, **more) -> Finding:  # type: ignore[no-untyped-def]
    """The loose wiring of 永安: a finding with a deadline."""
    given = {
        "text": "库房电线老化裸露",
        "outcome": "deadline",
        "photos": (cast.photo(actor, "red"),),
        "deadline_on": TODAY + timedelta(days=7),
        "demand": "更换老化线路",
        "kind": "power",
    }
    return Finding(**(given | more))


def ordered(cast: Cast) -> Hazard:
    """永安's wiring, ordered today with seven days."""
    finding = wiring(cast, cast.chen)
    actions.finish_check(cast.chen, visit(cast, cast.chen), [finding])
    return Hazard.objects.within(cast.chen.scope).get(pk=finding.id)


def test_a_hazard_goes_from_a_check_to_its_close(cast: Cast) -> None:
    hazard = ordered(cast)
    assert (hazard.state, hazard.number) == ("ordered", "2026-0001")

    actions.report_rectified(
        cast.feng,
        hazard.pk,
        version=hazard.version,
        note="已换新线",
        photos_after=[cast.photo(cast.feng, "green")],
    )
    review = Reviewed(hazard.pk, version=2, passed=True, note="线路已更换")
    actions.reinspect(
        cast.zhao,
        visit(cast, cast.zhao, kind="reinspection", second_inspector=cast.people["chen"].pk),
        [review],
    )

    hazard = Hazard.objects.within(cast.chen.scope).get(pk=hazard.pk)
    assert (hazard.state, hazard.settled_on) == ("closed", TODAY)
    assert [event.action for event in events.trail(cast.chen.scope, hazard.pk)] == ["find", "report", "close"]
    assert sorted(IssuedPaper.objects.within(cast.chen.scope).values_list("kind", flat=True)) == [
        "order",
        "record",
        "review",
    ]
    assert events.check(cast.town.pk) is None


def test_a_refused_reinspection_sends_the_hazard_back_with_a_new_deadline(cast: Cast) -> None:
    hazard = ordered(cast)
    later = TODAY + timedelta(days=10)
    review = Reviewed(hazard.pk, version=1, passed=False, note="未更换", deadline_on=later)
    actions.reinspect(cast.chen, visit(cast, cast.chen, kind="reinspection"), [review])

    hazard = Hazard.objects.within(cast.chen.scope).get(pk=hazard.pk)
    assert (hazard.state, hazard.deadline_on) == ("ordered", later)
    assert [demand.ended_on for demand in hazard.demands.within(cast.chen.scope).order_by("deadline_on")] == [
        TODAY,
        None,
    ]


def test_two_people_press_at_once_and_one_is_told(cast: Cast) -> None:
    hazard = ordered(cast)
    photo = [cast.photo(cast.feng, "green")]
    actions.report_rectified(cast.feng, hazard.pk, version=1, note="已换", photos_after=photo)
    with pytest.raises(NotAllowed):
        actions.report_rectified(cast.li, hazard.pk, version=1, note="已换", photos_after=photo)
    with pytest.raises(Stale):
        actions.reinspect(
            cast.chen,
            visit(cast, cast.chen, kind="reinspection"),
            [Reviewed(hazard.pk, version=1, passed=True, note="好")],
        )


def test_an_order_needs_two_officers_and_a_deadline_after_the_visit(cast: Cast) -> None:
    with pytest.raises(Incomplete, match="两名执法人员"):
        actions.finish_check(
            cast.chen,
            visit(cast, cast.chen, second_inspector=cast.people["li"].pk),
            [wiring(cast, cast.chen)],
        )
    with pytest.raises(Incomplete) as refused:
        actions.finish_check(
            cast.chen,
            visit(cast, cast.chen),
            [wiring(cast, cast.chen, deadline_on=TODAY - timedelta(days=1))],
        )
    assert refused.value.fields == {"findings.0.deadline_on": "整改期限不能早于检查日期。"}
    assert not Hazard.objects.within(cast.chen.scope).exists()


def test_a_grid_members_finding_waits_for_an_officer(cast: Cast) -> None:
    finding = wiring(cast, cast.wang, outcome="undecided", deadline_on=None)
    patrol = Visit(unit=cast.units["yongan"].pk, visited_on=TODAY, kind="patrol")
    with pytest.raises(Incomplete, match="报安全办处置"):
        actions.finish_check(cast.wang, patrol, [wiring(cast, cast.wang)])
    actions.finish_check(cast.wang, patrol, [finding])
    hazard = Hazard.objects.within(cast.chen.scope).get(pk=finding.id)
    assert (hazard.state, hazard.origin) == ("found", "patrol")

    with pytest.raises(Forbidden):
        actions.order_rectification(
            cast.wang,
            hazard.pk,
            version=1,
            second_officer=cast.people["zhao"].pk,
            demand="更换",
            deadline_on=TODAY,
        )
    actions.order_rectification(
        cast.chen,
        hazard.pk,
        version=1,
        second_officer=cast.people["zhao"].pk,
        demand="更换老化线路",
        deadline_on=date(2026, 6, 9),
    )
    assert Hazard.objects.within(cast.chen.scope).get(pk=hazard.pk).state == "ordered"


def test_the_next_town_sees_nothing(cast: Cast) -> None:
    hazard = ordered(cast)
    with pytest.raises(NotFound):
        actions.void_hazard(cast.sun, hazard.pk, version=1, note="误登")
    assert not Hazard.objects.within(cast.sun.scope).exists()


def test_a_hazard_of_december_mended_in_january_is_open_at_the_cut_off_for_ever(cast: Cast) -> None:
    hazard = ordered(cast)
    cutoff = date(2026, 6, 30)
    ask = [
        Ask(key, date(2026, 1, 1), cutoff, cutoff)
        for key in ("hazards.open", "hazards.found", "hazards.rate")
    ]
    with clock.moved(NOW + timedelta(days=40)):
        review = Reviewed(hazard.pk, version=1, passed=True, note="已更换")
        again = visit(
            cast,
            cast.zhao,
            kind="reinspection",
            visited_on=clock.today(),
            second_inspector=cast.people["chen"].pk,
        )
        actions.reinspect(cast.zhao, again, [review])
    with clock.moved(NOW + timedelta(days=400)):
        found = evaluate(cast.chen.scope, ask)
        assert [value.value for value in found.values()] == [1, 1, 0]
        assert all(
            verdict.holds
            for verdict in check_identities(cast.chen.scope, date(2026, 1, 1), cutoff, cutoff)[WHOLE]
        )
    later = [Ask("hazards.open", date(2026, 1, 1), cutoff, date(2026, 12, 31))]
    assert [value.value for value in evaluate(cast.chen.scope, later).values()] == [0]


def test_void_rows_count_in_no_figure(cast: Cast) -> None:
    hazard = ordered(cast)
    actions.void_visit(cast.chen, hazard.inspection_id, reason="录错单位")
    ask = Ask("hazards.found", TODAY, TODAY, TODAY)
    value = evaluate(cast.chen.scope, [ask])[ask]
    assert value.value is None
    assert "不能据此填0" in value.missing

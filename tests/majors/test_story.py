"""Stories of a major hazard: graded, reported up, planned, listed above, visited, accepted, delisted; and what is refused."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.duties import run_due
from bihuan.core.errors import Forbidden, Incomplete, NotAllowed, NotFound, Stale
from bihuan.figures.evaluation import WHOLE, Ask, evaluate
from bihuan.figures.identities import check_identities
from bihuan.hazards import actions as hazards
from bihuan.hazards.actions import Reviewed
from bihuan.hazards.models import Hazard
from bihuan.inspections.actions import Visit, complete_patrol
from bihuan.majors import actions
from bihuan.majors.models import Listing, MajorCase
from bihuan.majors.queries import find_standing, open_majors, to_delist
from tests.cast import FOUNDED, NOW, TODAY, Cast
from tests.core.deeds import filed, finding, found, fresh, plan, visit

pytestmark = pytest.mark.usefixtures("no_rollups")

ABOVE = "东城区安全生产委员会"
CRITERION = "yh2017.5"


def major(cast: Cast, **more: Any) -> Hazard:
    """永安 keeps more powder than it may: found today by 陈, ordered with a week."""
    return found(cast, cast.chen, level="major", criterion=CRITERION, **more)


def decision(**more: Any) -> dict[str, Any]:
    given: dict[str, Any] = {
        "level": "district",
        "body": ABOVE,
        "number": "东安委督〔2026〕3号",
        "listed_on": clock.today(),
        "requirement": "限期消除",
        "due_on": clock.today() + timedelta(days=30),
        "responsible": "副区长",
    }
    return given | more


def passed(cast: Cast, hazard: Hazard) -> Hazard:
    """Re-inspected and found mended: it waits to be accepted."""
    review = Reviewed(hazard.pk, fresh(cast, hazard.pk).version, passed=True, note="已清走")
    hazards.reinspect(cast.chen, visit(cast, cast.chen, kind="reinspection", outing=None), [review])
    return fresh(cast, hazard.pk)


def running(cast: Cast, hazard: UUID) -> Listing:
    listing = find_standing(cast.chen, hazard).listing
    assert listing is not None
    return listing


def value(cast: Cast, figure: str, as_of: date) -> Any:
    ask = Ask(figure, FOUNDED, as_of, as_of)
    return evaluate(cast.chen.scope, [ask])[ask].value


def test_a_major_hazard_goes_from_a_check_to_its_delisting(cast: Cast) -> None:
    hazard = major(cast)
    assert (hazard.criterion, hazard.major_on) == (CRITERION, TODAY)
    filed(cast, hazard.pk)
    actions.propose_listing(cast.chen, hazard.pk, version=0, reason="存药量大，周边有住户")
    with clock.moved(NOW + timedelta(days=2)):
        actions.record_listing(cast.zhou, hazard.pk, version=1, **decision())
    with clock.moved(NOW + timedelta(days=6)):
        hazard = passed(cast, hazard)
        assert hazard.state == "passed"
        actions.accept(cast.zhou, hazard.pk, version=hazard.version, note="现场验收，药量符合核定")
    with clock.moved(NOW + timedelta(days=8)):
        given = {"body": ABOVE, "number": "东安委摘〔2026〕1号", "delisted_on": clock.today()}
        actions.delist(cast.zhou, hazard.pk, version=2, **given)

    listing = running(cast, hazard.pk)
    assert (listing.state, listing.listed_on, listing.delisted_on) == (
        "delisted",
        TODAY + timedelta(days=2),
        TODAY + timedelta(days=8),
    )
    assert [event.action for event in events.trail(cast.chen.scope, hazard.pk)] == [
        "find",
        "report_up",
        "fix_plan",
        "propose_listing",
        "record_listing",
        "pass_review",
        "accept",
        "delist",
    ]
    assert events.check(cast.town.pk) is None

    end = TODAY + timedelta(days=8)
    past = {
        figure: [value(cast, figure, TODAY + timedelta(days=days)) for days in (0, 1, 2, 6, 8)]
        for figure in ("hazards.listed", "hazards.delisted", "hazards.major_open")
    }
    assert past == {
        "hazards.listed": [0, 0, 1, 1, 1],
        "hazards.delisted": [0, 0, 0, 0, 1],
        "hazards.major_open": [1, 1, 1, 0, 0],
    }
    assert value(cast, "hazards.major_fixed", TODAY) == 1
    assert value(cast, "hazards.major_reported_rate", TODAY) == 100
    checked = check_identities(cast.chen.scope, FOUNDED, end, end, [WHOLE])
    assert all(verdict.holds for verdicts in checked.values() for verdict in verdicts)


@pytest.mark.parametrize(
    ("code", "why"), [("none.1", "没有这一条"), ("xx2024.1", "不适用"), ("xf2017.3", "失效")]
)
def test_a_criterion_unknown_out_of_force_or_of_another_trade_is_refused_on_a_check(
    cast: Cast, code: str, why: str
) -> None:
    one = finding(cast, cast.chen, level="major", criterion=code)
    with pytest.raises(Incomplete, match=why) as refused:
        hazards.finish_check(cast.chen, visit(cast, cast.chen), [one])
    assert list(refused.value.fields) == ["findings.0.criterion"]
    assert not Hazard.objects.within(cast.chen.scope).exists()


def test_a_general_hazard_is_judged_major_by_a_criterion_of_the_day(cast: Cast) -> None:
    hazard = found(cast, cast.chen)
    with pytest.raises(Incomplete, match="不适用"):
        actions.raise_to_major(cast.zhou, hazard.pk, version=1, note="超量存药", criterion="xx2024.1")
    with pytest.raises(Forbidden):
        actions.raise_to_major(cast.zhao, hazard.pk, version=1, note="超量存药", criterion=CRITERION)
    with clock.moved(NOW + timedelta(days=1)):
        raised = actions.raise_to_major(cast.zhou, hazard.pk, version=1, note="超量", criterion=CRITERION)
    assert (raised.level, raised.criterion, raised.major_on) == (
        "major",
        CRITERION,
        TODAY + timedelta(days=1),
    )
    with pytest.raises(NotAllowed):
        actions.raise_to_major(cast.zhou, hazard.pk, version=2, note="又一次")


def test_what_is_not_on_file_cannot_be_accepted(cast: Cast) -> None:
    hazard = passed(cast, major(cast))
    for lacking in ("还没有上报上级，还没有落实", "还没有落实"):
        with pytest.raises(NotAllowed, match=lacking):
            actions.accept(cast.zhou, hazard.pk, version=hazard.version, note="好")
        if "上报" in lacking:
            actions.report_up(cast.chen, hazard.pk, version=0, to="区应急局", on=TODAY, report="超量")
    actions.fix_plan(cast.feng, hazard.pk, version=1, **plan(hazard))
    photos = [cast.photo(cast.zhou, "green")]
    closed = actions.accept(cast.zhou, hazard.pk, version=hazard.version, note="好", photos_after=photos)  # type: ignore[arg-type]
    assert (closed.state, closed.settled_on) == ("closed", TODAY)
    assert closed.evidence.within(cast.chen.scope).filter(shows="after").count() == 1


def test_one_that_is_not_gone_goes_back_with_a_new_day(cast: Cast) -> None:
    hazard = passed(cast, major(cast))
    later = TODAY + timedelta(days=5)
    sent = actions.reject(cast.zhou, hazard.pk, version=hazard.version, note="没清完", deadline_on=later)
    assert (sent.state, sent.deadline_on, sent.passed_on) == ("ordered", later, None)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"goal": " "}, "goal"),
        ({"responsible": ""}, "responsible"),
        ({"measures": ""}, "measures"),
        ({"funds_yuan": None}, "funds_yuan"),
        ({"funds_yuan": -1}, "funds_yuan"),
        ({"funds_yuan": 10**12}, "funds_yuan"),
        ({"due_on": TODAY - timedelta(days=1)}, "due_on"),
        ({"due_on": TODAY + timedelta(days=8)}, "due_on"),
        ({"emergency": ""}, "emergency"),
    ],
)
def test_each_of_the_five_is_asked_for(cast: Cast, more: dict[str, Any], field: str) -> None:
    hazard = major(cast)
    with pytest.raises(Incomplete) as refused:
        actions.fix_plan(cast.chen, hazard.pk, version=0, **plan(hazard, **more))
    assert list(refused.value.fields) == [field]
    assert not MajorCase.objects.within(cast.chen.scope).exists()


def test_a_plan_may_be_revised_and_keeps_its_first_day(cast: Cast) -> None:
    hazard = major(cast)
    actions.fix_plan(cast.feng, hazard.pk, version=0, **plan(hazard, funds_yuan=0))
    with clock.moved(NOW + timedelta(days=1)):
        actions.fix_plan(cast.chen, hazard.pk, version=1, **plan(hazard, funds_yuan=900))
        with pytest.raises(Stale):
            actions.fix_plan(cast.feng, hazard.pk, version=1, **plan(hazard))
    case = find_standing(cast.chen, hazard.pk).case
    assert (case.fixed_on, case.funds_yuan, case.version) == (TODAY, 900, 2)


def test_it_is_reported_up_once_and_on_a_day_that_can_be(cast: Cast) -> None:
    hazard = major(cast)
    terms = {"to": "东城区应急管理局", "report": "超量存药"}
    for on in (TODAY - timedelta(days=1), TODAY + timedelta(days=1)):
        with pytest.raises(Incomplete, match="上报日期"):
            actions.report_up(cast.chen, hazard.pk, version=0, on=on, **terms)
    with pytest.raises(Forbidden):
        actions.report_up(cast.feng, hazard.pk, version=0, on=TODAY, **terms)
    actions.report_up(cast.chen, hazard.pk, version=0, on=TODAY, **terms)
    with pytest.raises(NotAllowed, match="已于2026-06-02上报"):
        actions.report_up(cast.zhou, hazard.pk, version=1, on=TODAY, **terms)


def test_a_listing_by_a_body_without_the_right_is_refused_in_words_and_changes_nothing(cast: Cast) -> None:
    hazard = major(cast)
    for body in ("东岭镇人民政府", "应急管理办公室", "西河镇安委会"):
        with pytest.raises(Incomplete, match=r"没有挂牌督办的权限.*可以提请挂牌") as refused:
            actions.record_listing(cast.zhou, hazard.pk, version=0, **decision(body=body))
        assert list(refused.value.fields) == ["body"]
    assert not Listing.objects.within(cast.chen.scope).exists()
    assert [event.action for event in events.trail(cast.chen.scope, hazard.pk)] == ["find"]


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"number": " "}, "number"),
        ({"level": "town"}, "level"),
        ({"listed_on": TODAY + timedelta(days=1)}, "listed_on"),
        ({"listed_on": TODAY - timedelta(days=1)}, "listed_on"),
        ({"due_on": TODAY - timedelta(days=1)}, "due_on"),
        ({"due_on": TODAY + timedelta(days=400)}, "due_on"),
        ({"requirement": ""}, "requirement"),
        ({"responsible": ""}, "responsible"),
    ],
)
def test_a_decision_above_has_number_day_level_demand_and_term(
    cast: Cast, more: dict[str, Any], field: str
) -> None:
    hazard = major(cast)
    with pytest.raises(Incomplete) as refused:
        actions.record_listing(cast.zhou, hazard.pk, version=0, **decision(**more))
    assert list(refused.value.fields) == [field]


def test_nothing_is_delisted_before_it_was_accepted_nor_by_the_town(cast: Cast) -> None:
    hazard = major(cast)
    filed(cast, hazard.pk)
    actions.record_listing(cast.zhou, hazard.pk, version=0, **decision())
    given = {"body": ABOVE, "number": "东安委摘〔2026〕1号", "delisted_on": TODAY}
    with pytest.raises(NotAllowed, match="还没有验收销号"):
        actions.delist(cast.zhou, hazard.pk, version=1, **given)
    hazard = passed(cast, hazard)
    with pytest.raises(NotAllowed, match="还没有验收销号"):
        actions.delist(cast.zhou, hazard.pk, version=1, **given)
    actions.accept(cast.zhou, hazard.pk, version=hazard.version, note="好")
    with pytest.raises(Incomplete, match="没有挂牌督办的权限"):
        actions.delist(cast.zhou, hazard.pk, version=1, **(given | {"body": "东岭镇人民政府"}))
    with pytest.raises(Incomplete, match="摘牌日期"):
        actions.delist(
            cast.zhou, hazard.pk, version=1, **(given | {"delisted_on": TODAY - timedelta(days=1)})
        )
    actions.delist(cast.zhou, hazard.pk, version=1, **given)
    with pytest.raises(NotAllowed):
        actions.delist(cast.zhou, hazard.pk, version=2, **given)


def test_a_proposal_is_declined_and_may_be_made_again(cast: Cast) -> None:
    hazard = major(cast)
    actions.propose_listing(cast.chen, hazard.pk, version=0, reason="存药量大")
    with pytest.raises(NotAllowed):
        actions.propose_listing(cast.zhou, hazard.pk, version=0, reason="存药量大")
    actions.decline_listing(cast.zhou, hazard.pk, version=1, declined_on=TODAY, reason="由镇里督促")
    actions.propose_listing(cast.chen, hazard.pk, version=0, reason="仍未整改")
    assert [one.state for one in find_standing(cast.chen, hazard.pk).listings] == ["declined", "proposed"]


def test_two_record_the_same_decision_and_one_is_told(cast: Cast) -> None:
    hazard = major(cast)
    actions.record_listing(cast.zhou, hazard.pk, version=0, **decision())
    with pytest.raises(NotAllowed, match="挂牌督办中"):
        actions.record_listing(cast.chen, hazard.pk, version=0, **decision())


def test_who_may_not_decide_decides_nothing_nor_does_the_clock(cast: Cast) -> None:
    hazard = major(cast)
    with pytest.raises(Forbidden):
        actions.record_listing(cast.zhao, hazard.pk, version=0, **decision())
    with pytest.raises(Forbidden):
        actions.record_listing(Actor.clock(cast.town.pk), hazard.pk, version=0, **decision())
    with pytest.raises(Forbidden):
        actions.record_listing(Actor.founder(cast.town.pk), hazard.pk, version=0, **decision())
    with pytest.raises(NotFound):
        actions.record_listing(cast.sun, hazard.pk, version=0, **decision())


def test_a_general_hazard_has_no_file_and_no_listing(cast: Cast) -> None:
    hazard = found(cast, cast.chen)
    with pytest.raises(NotAllowed, match="没有判定为重大隐患"):
        actions.report_up(cast.chen, hazard.pk, version=0, to="区应急局", on=TODAY, report="线路")
    with pytest.raises(NotAllowed, match="没有判定为重大隐患"):
        actions.propose_listing(cast.chen, hazard.pk, version=0, reason="线路")


def told(cast: Cast, hazard: Hazard) -> list[str]:
    """The hazard's events, but those that press on, which are another app's."""
    trail = events.trail(cast.chen.scope, hazard.pk)
    return [event.action for event in trail if event.action not in ("remind", "escalate")]


def test_the_clock_notes_what_was_not_done_proposes_by_the_rule_and_does_so_once(cast: Cast) -> None:
    hazard = major(cast)
    run_due(cast.town.pk)
    # fireworks are proposed at once; the day for reporting up is not over yet
    assert told(cast, hazard) == ["find", "propose_listing"]
    assert running(cast, hazard.pk).reason.endswith("重大隐患")
    with clock.moved(NOW + timedelta(days=1)):
        run_due(cast.town.pk)
        run_due(cast.town.pk)
    assert told(cast, hazard) == ["find", "propose_listing", "note_unreported"]
    with clock.moved(NOW + timedelta(days=8)):
        run_due(cast.town.pk)
        run_due(cast.town.pk)
    assert told(cast, hazard)[3:] == ["note_overdue", "note_missed_visit"]


def test_somebody_goes_there_every_week(cast: Cast) -> None:
    hazard = major(cast)
    assert find_standing(cast.chen, hazard.pk).visit_due_on == TODAY + timedelta(days=7)
    seen = Visit(unit=hazard.unit_id, visited_on=TODAY + timedelta(days=5), kind="patrol", opinion="药未清走")
    with clock.moved(NOW + timedelta(days=5)):
        complete_patrol(cast.wang, seen)
    assert find_standing(cast.chen, hazard.pk).visit_due_on == TODAY + timedelta(days=12)
    with clock.moved(NOW + timedelta(days=12)):
        run_due(cast.town.pk)
    assert "note_missed_visit" not in told(cast, hazard)
    with clock.moved(NOW + timedelta(days=13)):
        run_due(cast.town.pk)
    assert told(cast, hazard).count("note_missed_visit") == 1


def test_a_void_hazard_asks_for_nothing_more(cast: Cast) -> None:
    hazard = major(cast)
    actions.record_listing(cast.zhou, hazard.pk, version=0, **decision())
    hazards.void_hazard(cast.zhou, hazard.pk, version=1, note="误登")
    assert open_majors(cast.chen.scope) == to_delist(cast.chen.scope) == []
    assert value(cast, "hazards.listed", TODAY) == 0


def test_all_major_hazards_are_read_in_two_queries(cast: Cast) -> None:
    scope, counts = cast.chen.scope, []
    for _ in range(2):
        actions.propose_listing(cast.chen, major(cast).pk, version=0, reason="超量")
        with CaptureQueriesContext(connection) as queries:
            assert all(one.listing for one in open_majors(scope))
        counts.append(len(queries))
    assert counts == [2, 2]

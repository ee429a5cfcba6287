"""Two units that are one: all that belonged to the second is at the first, and no figure of an earlier day has changed."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from django.db.models import ForeignKey, ManyToManyField, OneToOneField
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.errors import Forbidden, Incomplete, NotAllowed, NotFound, Stale
from bihuan.core.models import Event
from bihuan.dossiers.asof import as_of
from bihuan.figures import rollups
from bihuan.figures.actions import roll_up
from bihuan.figures.evaluation import WHOLE, Ask, Slice, evaluate
from bihuan.figures.registry import FIGURES, Kind
from bihuan.hazards.actions import finish_check
from bihuan.hazards.models import Hazard
from bihuan.inspections.actions import Visit
from bihuan.inspections.models import Inspection, IssuedPaper
from bihuan.measures.models import Decision
from bihuan.referrals.actions import receive_assignment
from bihuan.referrals.models import Assignment
from bihuan.units.actions import (
    change_state,
    issue_plates,
    merge_units,
    register_certificate,
    register_contact,
    renew_plate,
    revise_unit,
    states,
    tell_apart,
)
from bihuan.units.following import FOLLOWERS
from bihuan.units.models import Certificate, Contact, Unit, UnitState
from bihuan.units.queries import plate_by_code, twins
from tests.cast import FOUNDED, NOW, TODAY, Cast
from tests.core.deeds import finding, visit
from tests.measures.deeds import decide
from tests.units.deeds import CODE, fresh, merge, twin

DAYS = (TODAY - timedelta(days=1), TODAY, TODAY + timedelta(days=9), date(2026, 12, 31))


def later(days: int = 10) -> Any:
    return clock.moved(NOW + timedelta(days=days))


def busy_twin(cast: Cast) -> Unit:
    """永安's double with something of everything."""
    unit = twin(cast)
    finish_check(cast.chen, visit(cast, cast.chen, unit=unit.pk), [finding(cast, cast.chen, "undecided")])
    register_certificate(cast.chen, unit.pk, kind="insurance", number="PZ-1", issued_on=TODAY)
    register_contact(cast.chen, unit.pk, role="duty", name="值班室", phone="0537-2345678")
    receive_assignment(
        cast.chen, source="区安委会", title="核查鞭炮店", received_on=TODAY, due_on=TODAY, unit_id=unit.pk
    )
    return unit


def test_every_key_that_leads_to_a_unit_is_declared() -> None:
    """Who adds a model with a unit says what becomes of its rows when two units become one."""
    led = {
        f"{model._meta.label_lower}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, ForeignKey | OneToOneField | ManyToManyField) and field.related_model is Unit
    }
    assert led == set(FOLLOWERS)


def test_all_that_belongs_to_the_one_goes_over_and_the_other_stays_as_a_stub(cast: Cast) -> None:
    kept, gone = cast.units["yongan"], busy_twin(cast)
    finish_check(cast.chen, visit(cast, cast.chen), [finding(cast, cast.chen)])
    models = (Hazard, Inspection, IssuedPaper, Certificate, Contact, Assignment)
    scope = cast.chen.scope
    of_both = {
        model: set(model.objects.within(scope).filter(unit__in=[kept, gone]).values_list("pk", flat=True))
        for model in models
    }
    assert all(of_both.values())
    with later():
        merge(kept, gone, cast.chen)
    for model, ids in of_both.items():
        assert set(model.objects.within(scope).filter(unit=kept).values_list("pk", flat=True)) >= ids
        assert not model.objects.within(scope).filter(unit=gone).exists()
    stub = fresh(cast.chen, gone)
    assert (stub.state, stub.merged_into, stub.ended_on) == ("merged", kept, TODAY + timedelta(days=10))
    assert [one.state for one in UnitState.objects.within(scope).filter(unit=gone)] == ["open", "merged"]
    assert Inspection.objects.within(scope).filter(recorded_unit=gone, unit=kept).count() == 1
    assert events.check(cast.town.pk) is None


def test_both_events_name_every_row_that_went_over(cast: Cast) -> None:
    kept, gone = cast.units["yongan"], busy_twin(cast)
    hazards = [str(one.pk) for one in Hazard.objects.within(cast.chen.scope).filter(unit=gone)]
    merge(kept, gone, cast.chen)
    for subject, action in ((kept, "merge_unit"), (gone, "merged_into")):
        told = Event.objects.within(cast.chen.scope).get(subject_id=subject.pk, action=action)
        assert told.given["moved"]["hazards.hazard.unit"] == hazards
        assert (told.given["kept"], told.given["gone"]) == (str(kept.pk), str(gone.pk))


def test_the_chosen_particulars_stand_and_a_replaced_phone_is_not_lost(cast: Cast) -> None:
    kept, gone = cast.units["yongan"], twin(cast)
    merge(kept, gone, cast.chen, choices={"uscc": "gone", "name": "gone", "head": "kept", "phone": "gone"})
    now = fresh(cast.chen, kept)
    assert (now.uscc, now.name, now.head) == (CODE, "永安鞭炮店", "冯永")
    assert (now.phone, now.address) == ("13900000002", "石桥村北头")
    former = Contact.objects.within(cast.chen.scope).get(unit=kept)
    assert (former.role, former.name, former.phone) == ("former", "冯永", "13800000001")


def test_a_renewed_plate_ends_those_of_what_was_merged_as_well(cast: Cast) -> None:
    kept, gone = cast.units["yongan"], twin(cast)
    (old,) = issue_plates(cast.chen, [gone.pk])
    merge(kept, gone, cast.chen)
    assert plate_by_code(old.code)
    new = renew_plate(cast.chen, kept.pk, reason="旧牌被人翻印")
    assert plate_by_code(old.code) is None and plate_by_code(new.code)


def test_what_was_merged_before_leads_on_to_the_last(cast: Cast) -> None:
    first, second, third = (twin(cast, name=f"永安{word}店", uscc="", address=word) for word in "甲乙丙")
    merge(second, first, cast.chen)
    merge(third, second, cast.chen)
    assert {fresh(cast.chen, one).merged_into for one in (first, second)} == {third}


def test_what_was_told_apart_stays_apart_when_one_of_them_takes_over_another(cast: Cast) -> None:
    one, other, third = (
        twin(cast, name="永安木业", uscc="", address=word) for word in ("", "村北头东", "村北头")
    )
    with pytest.raises(Incomplete, match="请填写理由"):
        tell_apart(cast.chen, one.pk, other.pk, reason="")
    with pytest.raises(Forbidden):
        tell_apart(cast.li, one.pk, other.pk, reason="两家")
    assert {frozenset((pair.one.id, pair.other.id)) for pair in twins(cast.chen.scope)} == {
        frozenset((one.pk, other.pk)),
        frozenset((one.pk, third.pk)),
        frozenset((other.pk, third.pk)),
    }
    tell_apart(cast.chen, other.pk, one.pk, reason="前后两家")
    tell_apart(cast.chen, third.pk, other.pk, reason="两个老板")
    merge(third, one, cast.chen)
    assert twins(cast.chen.scope) == []
    told = [event.action for event in events.trail(cast.chen.scope, other.pk)]
    assert told.count("tell_apart") == 2


def test_no_figure_of_an_earlier_day_changes(cast: Cast) -> None:
    kept, gone = cast.units["yongan"], busy_twin(cast)
    finish_check(cast.chen, visit(cast, cast.chen), [finding(cast, cast.chen)])
    decide(cast, "interview")
    before = values(cast, DAYS[:3])
    with later():
        merge(kept, gone, cast.chen, choices={"category": "gone"})
        assert values(cast, DAYS[:3]) == before
        total = Ask("units.total", FOUNDED, DAYS[3], DAYS[3])
        counted = evaluate(cast.chen.scope, [total, Ask("units.merged", FOUNDED, DAYS[3], DAYS[3])])
        assert [one.value for one in counted.values()] == [3, 1]


def test_a_visit_of_the_double_covers_the_one_that_took_over_from_the_day_on(cast: Cast) -> None:
    kept, gone = cast.units["yongan"], busy_twin(cast)
    with later():
        merge(kept, gone, cast.chen)
    ask = {
        (key, on): Ask(key, FOUNDED, on, on)
        for key in ("inspect.covered", "units.unvisited", "units.total", "inspect.units")
        for on in (DAYS[2], DAYS[3])
    }
    found = evaluate(cast.chen.scope, ask.values())
    assert {named: found[one].value for named, one in ask.items()} == {
        ("inspect.covered", DAYS[2]): 1,
        ("units.unvisited", DAYS[2]): 3,  # 永安, the school, the site; the double was visited
        ("units.total", DAYS[2]): 4,
        ("inspect.units", DAYS[2]): 1,
        ("inspect.covered", DAYS[3]): 1,
        ("units.unvisited", DAYS[3]): 2,
        ("units.total", DAYS[3]): 3,
        ("inspect.units", DAYS[3]): 1,
    }


def test_the_roll_ups_follow(cast: Cast) -> None:
    gone = busy_twin(cast)
    roll_up(cast.town.pk)
    with later():
        merge(cast.units["yongan"], gone, cast.chen)
        roll_up(cast.town.pk)
        assert rollups.stored(cast.chen.scope) == rollups.recount(cast.chen.scope, clock.today())


def test_a_past_day_of_each_is_told_as_it_was(cast: Cast) -> None:
    kept, gone = cast.units["yongan"], busy_twin(cast)
    finish_check(cast.chen, visit(cast, cast.chen), [finding(cast, cast.chen)])

    def told() -> list[Any]:
        shown = (as_of(cast.chen, fresh(cast.chen, one), TODAY) for one in (kept, gone))
        return [
            (one.facts, one.hazards, one.visits, one.papers, one.certificates, one.lines) for one in shown
        ]

    before = told()
    with later():
        merge(kept, gone, cast.chen)
        assert told() == before
        assert len(as_of(cast.chen, fresh(cast.chen, kept), clock.today()).hazards) == 2


def values(cast: Cast, days: tuple[date, ...]) -> dict[tuple[str, date], Any]:
    """Every figure of the registry at some cut-offs, whole and for the fireworks shops."""
    asked = {
        (key, on, part): Ask(key, FOUNDED, on, on, part)
        for key, figure in FIGURES.items()
        for on in days
        for part in (WHOLE, Slice(category="fireworks"))
        if figure.kind is not Kind.RATIO and (part is WHOLE or _has_category(key))
    }
    found = evaluate(cast.chen.scope, asked.values())
    return {named: found[one].value for named, one in asked.items()}


def _has_category(key: str) -> bool:
    return key.startswith(("inspect.units", "inspect.visits", "hazards.", "units."))


def test_who_may_not_cannot_and_what_cannot_be_is_refused(cast: Cast) -> None:
    kept, gone = cast.units["yongan"], twin(cast)
    with pytest.raises(NotAllowed, match="不能和自己合并"):
        merge(kept, kept, cast.chen)
    with pytest.raises(Incomplete, match="合并理由"):
        merge(kept, gone, cast.chen, reason=" ")
    with pytest.raises(Incomplete, match="没有选好"):
        merge(kept, gone, cast.chen, choices={"version": "gone"})
    for actor in (cast.li, cast.qian, Actor.clock(cast.town.pk)):
        with pytest.raises(Forbidden, match="没有“维护监管对象”的权限"):
            merge(kept, gone, actor)
    with pytest.raises(NotFound, match="没有找到"):
        merge_units(cast.sun, kept.pk, gone.pk, versions=(1, 1), choices={}, reason="重复")
    revise_unit(cast.chen, kept.pk, version=1, name="永安烟花爆竹店")
    with pytest.raises(Stale, match="刚刚被别人修改过"):
        merge(kept, gone, cast.chen, versions=(1, gone.version))
    assert fresh(cast.chen, gone).merged_into is None


def test_two_codes_are_two_units(cast: Cast) -> None:
    kept, gone = twin(cast), twin(cast, name="永安炮竹店", uscc="91110000600037341L")
    with pytest.raises(NotAllowed, match="两家的统一社会信用代码不同"):
        merge(kept, gone, cast.chen)


def test_code_and_address_of_a_third_are_refused_in_words(cast: Cast) -> None:
    kept, third = twin(cast, uscc="", address="甲"), twin(cast, name="永安三店", address="甲")
    gone = twin(cast, name="永安二店", address="乙", other_site=True)
    with pytest.raises(Incomplete, match="已经登记为“永安三店”"):
        merge(kept, gone, cast.chen, choices={"uscc": "gone", "address": "kept"})
    merge(third, gone, cast.chen)
    merge(kept, third, cast.chen, choices={"uscc": "gone", "address": "kept"})
    assert fresh(cast.chen, kept).uscc == CODE


def test_what_stands_under_a_decision_is_not_merged_away(cast: Cast) -> None:
    double = twin(cast)
    decide(cast, "suspend")
    with pytest.raises(NotAllowed, match="请先核实改为一致"):
        merge(double, cast.units["yongan"], cast.chen)
    change_state(cast.chen, double.pk, state="paused", from_on=TODAY, reason="停业")
    with pytest.raises(NotAllowed, match="还在执行"):
        merge(double, cast.units["yongan"], cast.chen)
    merge(cast.units["yongan"], double, cast.chen)  # the other way round the watch stays where it is
    assert Decision.objects.within(cast.chen.scope).get(kind="suspend").unit == cast.units["yongan"]


def test_nothing_is_done_at_a_stub(cast: Cast) -> None:
    kept, gone = cast.units["yongan"], twin(cast)
    merge(kept, gone, cast.chen)
    with pytest.raises(NotAllowed, match="已经并入"):
        change_state(cast.chen, gone.pk, state="open", from_on=TODAY, reason="恢复")
    with pytest.raises(NotAllowed, match="已经并入"):
        revise_unit(cast.chen, gone.pk, version=2, name="永安")
    with pytest.raises(Incomplete, match="并入其他监管对象"):
        finish_check(cast.wang, Visit(unit=gone.pk, visited_on=TODAY, kind="patrol"), [])
    with pytest.raises(NotAllowed, match="不在册"):
        merge(kept, gone, cast.chen)
    again = twin(cast)  # its code and its address are free for whoever is there in truth
    assert again.uscc == CODE


def test_who_closes_it_while_it_is_merged_is_told(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    kept, gone = cast.units["yongan"], twin(cast)

    def meanwhile(_actor: Actor, _unit: Unit) -> list[Any]:
        merge(kept, gone, cast.zhao)
        return []

    monkeypatch.setattr(states, "open_work", meanwhile)
    with pytest.raises(Stale), transaction.atomic():
        change_state(cast.chen, gone.pk, state="closed", from_on=TODAY, reason="歇业")


NAMES = ("甲", "乙", "丙", "丁")
picked = st.sampled_from(range(len(NAMES)))


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(visited=st.lists(picked, max_size=4), merged=st.lists(st.tuples(picked, picked), max_size=4))
def test_whoever_is_merged_into_whom_no_earlier_day_changes(
    cast: Cast, visited: list[int], merged: list[tuple[int, int]]
) -> None:
    """Some visits, some mergers in any order: the days before tell what they told."""
    keys = ("units.total", "inspect.covered", "units.unvisited", "inspect.units", "inspect.visits")
    asks = [Ask(key, FOUNDED, on, on) for key in keys for on in DAYS[:3]]
    with transaction.atomic():
        units = [twin(cast, name=f"永安{word}店", uscc="", address=word) for word in NAMES]
        for number in visited:
            finish_check(cast.chen, visit(cast, cast.chen, unit=units[number].pk), [])
        before = {ask: one.value for ask, one in evaluate(cast.chen.scope, asks).items()}
        with later():
            for kept, gone in merged:
                if kept != gone and not any(fresh(cast.chen, units[one]).ended_on for one in (kept, gone)):
                    merge(units[kept], units[gone], cast.chen)
            assert {ask: one.value for ask, one in evaluate(cast.chen.scope, asks).items()} == before
            on = clock.today()
            now = evaluate(cast.chen.scope, [Ask(key, FOUNDED, on, on) for key in keys[:3]])
        total, covered, unvisited = (one.value or 0 for one in now.values())
        assert covered + unvisited == total  # type: ignore[operator]
        transaction.set_rollback(True)

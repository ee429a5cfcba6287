"""What cannot be is refused in words, at its field; nothing is written."""

from datetime import timedelta
from typing import Any

import pytest

from bihuan.accidents import actions
from bihuan.accidents.actions import Told
from bihuan.accidents.models import Accident, FlashReport, Telling, Toll
from bihuan.accidents.rules import Counts
from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.errors import Forbidden, Incomplete, NotFound
from bihuan.grid.actions import end_post
from bihuan.grid.models import Post
from tests.accidents.deeds import BUREAU, DONE, HAPPENED, enter, fresh, hear, know, report
from tests.cast import NOW, TODAY, Cast
from tests.notices.deeds import at

HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("heard", "counts", "fields"),
    [
        ({"happened_at": NOW + HOUR}, Counts(), {"happened_at", "heard_at"}),
        ({"heard_at": NOW + HOUR}, Counts(), {"heard_at"}),
        ({"heard_at": HAPPENED - HOUR}, Counts(), {"heard_at"}),
        ({"unit_heard_at": HAPPENED - HOUR}, Counts(), {"unit_heard_at"}),
        ({"brief": "  "}, Counts(), {"brief"}),
        ({"unit": None}, Counts(), {"place"}),
        ({"kind": "机械致害"}, Counts(), {"kind"}),  # of the list that comes into force in July
        ({"category": "nothing"}, Counts(), {"category"}),
        ({"latitude": 35.0}, Counts(), {"latitude"}),
        ({"latitude": 116.0, "longitude": 35.0}, Counts(), {"latitude"}),
        ({}, Counts(deaths=-1), {"deaths"}),
        ({}, Counts(loss_yuan=-1), {"loss_yuan"}),
    ],
)
def test_an_entry_that_cannot_be(cast: Cast, heard: dict[str, Any], counts: Counts, fields: set[str]) -> None:
    with pytest.raises(Incomplete) as refused:
        actions.enter_accident(cast.chen, hear(cast, **heard), counts)
    assert set(refused.value.fields) == fields
    assert not Accident.objects.within(cast.chen.scope).exists()


def test_a_unit_of_another_town_or_place_is_none(cast: Cast) -> None:
    for actor in (cast.sun, cast.feng):
        with pytest.raises(NotFound):
            actions.enter_accident(actor, hear(cast, "school"), Counts())
    with pytest.raises(NotFound):
        actions.tell_above(cast.sun, enter(cast).pk, Told(BUREAU, "phone"), version=1)


@pytest.mark.parametrize(
    ("counts", "minutes", "reason", "field"),
    [
        (Counts(severe=2), 600, "", "known_at"),
        (Counts(severe=2), -60, "", "known_at"),
        (Counts(severe=-1), 0, "", "severe"),
        (Counts(light=1), 0, "", "reason"),
        (Counts(severe=1), 0, "", "deaths"),
    ],
)
def test_a_toll_that_cannot_be(cast: Cast, counts: Counts, minutes: int, reason: str, field: str) -> None:
    row = enter(cast)
    with pytest.raises(Incomplete) as refused:
        know(cast, row, counts, NOW + timedelta(minutes=minutes), reason)
    assert field in refused.value.fields
    assert Toll.objects.within(cast.chen.scope).count() == 1
    know(cast, row, Counts(light=1), reason="经核实为轻伤")


def test_who_signs_must_hold_a_post_that_signs_today(cast: Cast) -> None:
    row = enter(cast)
    for key in ("zhao", "wang", "sun"):
        with pytest.raises(Incomplete) as refused:
            report(cast, row, signed_by=cast.people[key].pk)
        assert set(refused.value.fields) == {"signed_by"}
    post = Post.objects.within(cast.chen.scope).get(person=cast.people["zhou"])
    end_post(Actor.founder(cast.town.pk), post.pk, to_on=TODAY)
    with at(TODAY + timedelta(days=1)), pytest.raises(Incomplete, match="现在不担任"):
        report(cast, row)
    assert not FlashReport.objects.within(cast.chen.scope).exists()


def test_a_report_without_its_words_is_none(cast: Cast) -> None:
    row = enter(cast)
    for name in ("brief", "measures"):
        with pytest.raises(Incomplete) as refused:
            report(cast, row, written=DONE | {name: " "})
        assert set(refused.value.fields) == {name}
    assert fresh(cast, row).version == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"body": " "}, "body"),
        ({"way": "pigeon"}, "way"),
        ({"teller": "nobody"}, "teller"),
        ({"level": "below"}, "level"),
        ({"at": NOW + HOUR}, "at"),
        ({"at": NOW - HOUR}, "at"),
    ],
)
def test_a_telling_that_cannot_be(cast: Cast, wrong: dict[str, Any], field: str) -> None:
    row = enter(cast)
    told = Told(**({"body": BUREAU, "way": "phone"} | wrong))
    with pytest.raises(Incomplete) as refused:
        actions.tell_above(cast.chen, row.pk, told, version=1)
    assert set(refused.value.fields) == {field}
    assert not Telling.objects.within(cast.chen.scope).exists()


def test_what_is_judged_says_who_and_on_what_ground(cast: Cast) -> None:
    row = enter(cast)
    right: dict[str, Any] = {"nature": "fire", "by": "区消防救援大队", "ground": "认定书", "on": TODAY}
    wrongs = (
        {"nature": "pending"},
        {"by": ""},
        {"ground": " "},
        {"on": TODAY + timedelta(days=1)},
        {"on": None},
    )
    for wrong in wrongs:
        with pytest.raises(Incomplete) as refused:
            actions.judge_accident(cast.chen, row.pk, version=1, **(right | wrong))
        assert set(refused.value.fields) == set(wrong)
    with pytest.raises(Forbidden):
        actions.judge_accident(cast.wang, row.pk, version=1, **right)


def test_a_case_is_closed_when_it_is_judged(cast: Cast) -> None:
    row = enter(cast)
    report(cast, row, final=True)
    given: dict[str, Any] = {"body": "调查组", "number": "1号", "on": clock.today(), "conclusions": "已查清"}
    version = fresh(cast, row).version
    with pytest.raises(Incomplete, match="还没有认定"):
        actions.close_accident(cast.chen, row.pk, version=version, **given)
    for name in given:
        with pytest.raises(Incomplete):
            actions.close_accident(
                cast.chen, row.pk, version=version, **(given | {name: None if name == "on" else ""})
            )

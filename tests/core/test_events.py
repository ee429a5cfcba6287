"""The chain: any row changed, taken out or put in is found, and named."""

from collections.abc import Callable

import pytest
from django.db import connection

from bihuan.core import events
from bihuan.core.errors import Incomplete
from bihuan.core.models import Event, EventHead
from bihuan.hazards import actions
from tests.cast import Cast
from tests.core.deeds import finding, found, visit

Tamper = Callable[[Event], tuple[str, list[object]]]


def test_the_chain_of_the_cast_holds_in_both_towns(cast: Cast) -> None:
    found(cast, cast.chen)
    assert events.check(cast.town.pk) is None
    assert events.check(cast.next_town.pk) is None


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("actor_name", "某人"),
        ("action", "void"),
        ("given", '{"name": "改过"}'),
        ("before", "found"),
        ("after", "closed"),
        ("subject_type", "unit"),
        ("at", "2020-01-01 00:00:00+00:00"),
    ],
)
def test_a_row_changed_is_named(cast: Cast, column: str, value: str) -> None:
    hazard = found(cast, cast.chen)
    event = events.trail(cast.chen.scope, hazard.pk).get(action="find")
    _run(f'UPDATE core_event SET "{column}" = %s WHERE seq = %s AND {_town(event)}', value, event.seq)
    link = events.check(cast.town.pk)
    assert link is not None
    assert (link.seq, link.why) == (event.seq, f"第{event.seq}条内容被改动")


def test_a_row_taken_out_is_named(cast: Cast) -> None:
    event = _of(cast, 5)
    _run(f"DELETE FROM core_event WHERE seq = 5 AND {_town(event)}")
    link = events.check(cast.town.pk)
    assert link is not None and link.seq == 5


def test_a_row_rewritten_with_a_fitting_hash_breaks_the_next_link(cast: Cast) -> None:
    event = _of(cast, 5)
    event.actor_name = "某人"
    _run(
        f"UPDATE core_event SET actor_name = %s, hash = %s WHERE seq = 5 AND {_town(event)}",
        "某人",
        events.digest(event),
    )
    link = events.check(cast.town.pk)
    assert link is not None
    assert (link.seq, link.why) == (6, "第6条与上一条不相接")


def test_the_last_row_taken_away_disagrees_with_the_head(cast: Cast) -> None:
    head = EventHead.objects.get(town=cast.town)
    _run(f"DELETE FROM core_event WHERE seq = {head.seq} AND {_town(_of(cast, head.seq))}")
    link = events.check(cast.town.pk)
    assert link is not None
    assert link.why == f"链尾记为第{head.seq}条，实际到第{head.seq - 1}条"


def test_several_entries_chain_like_single_ones(cast: Cast) -> None:
    unit, chen = cast.units["school"], cast.chen
    head = EventHead.objects.get(town=cast.town)
    appended = events.record_all(chen, [events.Entry(f"note_{n}", unit) for n in range(3)])
    assert [event.seq for event in appended] == [head.seq + 1, head.seq + 2, head.seq + 3]
    assert [event.previous for event in appended] == [head.hash, appended[0].hash, appended[1].hash]
    events.record(chen, "note_3", unit)
    assert events.check(cast.town.pk) is None


def test_a_refused_action_leaves_no_trace(cast: Cast) -> None:
    before = EventHead.objects.get(town=cast.town)
    lost = finding(cast, cast.chen, photos=(cast.town.pk,))  # not the id of a file
    with pytest.raises(Incomplete, match="没有上传成功"):
        actions.finish_check(cast.chen, visit(cast, cast.chen), [lost])
    after = EventHead.objects.get(town=cast.town)
    assert (before.seq, before.hash) == (after.seq, after.hash)
    assert events.check(cast.town.pk) is None


def test_a_trail_is_the_towns_own(cast: Cast) -> None:
    hazard = found(cast, cast.chen)
    assert [event.action for event in events.trail(cast.chen.scope, hazard.pk)] == ["find"]
    assert not events.trail(cast.sun.scope, hazard.pk).exists()


def _of(cast: Cast, seq: int) -> Event:
    event: Event = Event.objects.within(cast.chen.scope).get(seq=seq)
    return event


def _town(event: Event) -> str:
    """The town's condition as both databases write an id."""
    key = event.town_id.hex if connection.vendor == "sqlite" else str(event.town_id)
    return f"town_id = '{key}'"


def _run(sql: str, *values: object) -> None:
    """What somebody with the database in his hands would do: past the door, by plain SQL."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        assert cursor.rowcount == 1

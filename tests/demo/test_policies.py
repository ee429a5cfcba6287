"""The demo's last weeks have documents: what came is read by most and answered, the town's own is found by its words, a new trade stays open."""

from bihuan.core.scope import Scope
from bihuan.grid.queries import actor_of
from bihuan.policies.models import Policy, Received, Trade
from bihuan.policies.owning import trade_rows
from bihuan.search.queries import find
from tests.demo.conftest import YEAR, Demo


def test_what_came_is_read_and_answered(demo: Demo) -> None:
    assert demo.value("received.documents") == Received.objects.within(demo.scope).count() == 3
    assert demo.value("received.owed") == demo.value("received.in_time") == 2
    read, sent = int(str(demo.value("deliveries.read"))), int(str(demo.value("deliveries.sent")))
    assert 0.7 * sent < read < sent


def test_the_towns_own_is_issued_and_found_by_its_words(demo: Demo) -> None:
    row = Policy.objects.within(demo.scope).get()
    assert demo.value("policies") == 1 and row.standing(row.issued_on).startswith("现行")
    person = row.drafted_by
    found = find(actor_of(person), "压茬推进", 5)
    assert [hit.title for one in found for hit in one.hits] == [row.title]


def test_a_new_trade_stays_open(demo: Demo) -> None:
    trade = Trade.objects.within(Scope.whole_town(demo.town.pk)).get()
    rows = {row.key: row for row in trade_rows(demo.scope, demo.year[1])}
    assert rows[str(trade.pk)].standing == "gap" and YEAR == 2018
    assert [one.name for one in rows["school_bus"].owners] == ["教委办"]

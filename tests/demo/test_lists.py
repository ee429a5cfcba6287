"""What the lists of the demo town have to show: kept filters that find something, what was urged, what was struck out."""

from django.http import QueryDict

from bihuan.core import clock
from bihuan.grid.models import Person
from bihuan.grid.queries import actor_of
from bihuan.lists.models import SavedFilter
from bihuan.lists.registry import LISTINGS
from bihuan.measures.models import Decision
from bihuan.supervision.models import Escalation
from tests.demo.conftest import Demo


def test_the_cast_keeps_filters_that_can_be_read_and_most_find_something(demo: Demo) -> None:
    kept = list(SavedFilter.objects.within(demo.scope))
    people = {
        one.pk: one for one in Person.objects.within(demo.scope).filter(pk__in=[one.person for one in kept])
    }
    assert {people[one.person].username for one in kept} == {
        "vice_mayor", "safety_head", "inspector_1", "village_head"
    }  # fmt: skip
    with clock.moved(clock.at(demo.year[1], 12)):
        found = {
            one.name: LISTINGS[one.listing].rows(actor_of(people[one.person]), QueryDict(one.query)).exists()
            for one in kept
        }
    assert sum(found.values()) >= len(found) // 2, found


def test_what_was_late_was_urged_and_a_wrong_decision_is_found(demo: Demo) -> None:
    urged = Escalation.objects.within(demo.scope).filter(means="urge")
    assert urged.exists() and {one.on.day >= 25 for one in urged} == {True}
    (void,) = Decision.objects.within(demo.scope).filter(voided_on__isnull=False)
    listed = LISTINGS["decisions"].form(QueryDict("state=void")).narrow(demo.scope)
    assert [one.pk for one in listed] == [void.pk]

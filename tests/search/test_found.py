"""What each of the cast finds: at once, by whatever part is known, and nothing of other places."""

import pytest
from django.db import connection

from bihuan.core.actions import Actor
from bihuan.grid import actions as grid
from bihuan.search import queries
from bihuan.search.actions import rebuild
from bihuan.search.models import Entry
from bihuan.units.actions import register_unit, revise_unit
from bihuan.units.queries import search
from tests.cast import FOUNDED, TODAY, Cast
from tests.core.deeds import found


def titles(actor: Actor, words: str) -> list[str]:
    return [hit.title for one in queries.find(actor, words, 20) for hit in one.hits]


@pytest.mark.parametrize(
    "words",
    [
        "永安",
        "安烟",
        "店",
        "yayh",
        "yhd",
        "北头",
        "冯永",
        "fy",
        "0001",
        "0001",
        "永安 北头",
        "石桥村 yayhd",
    ],
)
def test_a_unit_is_found_by_any_part_that_is_known(cast: Cast, words: str) -> None:
    assert "永安烟花店" in titles(cast.chen, words)


@pytest.mark.parametrize(
    "words", ["", "  ", "安永", "永花", "1380", "永安 柳林", "%", "_", "'", '"', "*", "永*"]
)
def test_what_is_no_part_of_it_does_not_find_it(cast: Cast, words: str) -> None:
    assert "永安烟花店" not in titles(cast.chen, words)


def test_a_person_is_found_by_two_characters_initials_and_phone(cast: Cast) -> None:
    grid.register_person(cast.xu, name="单强", phone="13911112222")
    for words in ("单强", "sq", "dq", "2222"):
        assert "单强" in titles(cast.zhao, words), words
    (persons,) = queries.find(cast.chen, "王小红", 5)
    assert [(hit.note, bool(hit.url)) for hit in persons.hits] == [("石桥村 网格员", True)]
    assert titles(cast.he, "王小红") == []


def test_a_hazard_and_its_papers_are_found_from_the_moment_they_are_entered(cast: Cast) -> None:
    hazard = found(cast, cast.chen)
    assert titles(cast.chen, "老化") == ["库房电线老化裸露"]
    assert "库房电线老化裸露" in titles(cast.chen, hazard.number[-3:])
    assert len(titles(cast.chen, "责改")) == 1


def test_everybody_finds_what_lies_in_the_own_place_alone(cast: Cast) -> None:
    found(cast, cast.chen)
    assert titles(cast.li, "老化") and titles(cast.feng, "老化")
    assert titles(cast.zheng, "老化") == titles(cast.sun, "老化") == titles(cast.xu, "老化") == []
    assert titles(cast.zheng, "工地") == ["柳林村便民中心工地"]
    assert "永安烟花店" not in titles(cast.sun, "永安")


def test_nobody_at_a_unit_finds_those_of_another_or_of_the_town(cast: Cast) -> None:
    """冯 keeps 永安: neither 王 of the village nor 卢小军's colleagues elsewhere are his to look up, by name or by phone, nor is the grid."""
    assert cast.people["wang"].name in titles(cast.chen, cast.people["wang"].name)
    for actor in (cast.feng, cast.lu):
        for key in ("wang", "chen", "lu"):
            assert titles(actor, cast.people[key].name) == [], key
        assert titles(actor, "13800000001") in ([], ["永安烟花店"])
        assert "石桥村" not in titles(actor, "石桥村")


def test_the_district_finds_units_and_numbers_only(cast: Cast) -> None:
    hazard = found(cast, cast.chen)
    assert titles(cast.he, "永安烟花") == ["永安烟花店"]
    assert titles(cast.he, hazard.number) == ["库房电线老化裸露"]
    assert titles(cast.he, "老化") == titles(cast.he, "冯永安") == []


@pytest.mark.parametrize("reader", ["chen", "he"])
@pytest.mark.parametrize("words", ["\0", "永\0安", "%_!'\"\\*", "\ufffe" * 60, "９" * 5000])
def test_whatever_is_typed_breaks_nothing(cast: Cast, reader: str, words: str) -> None:
    assert set(titles(getattr(cast, reader), words)) <= {"永安烟花店"}
    search(cast.chen.scope, words=words).count()


def test_a_renamed_unit_is_found_by_its_new_name_alone(cast: Cast) -> None:
    chen = cast.chen
    unit = register_unit(chen, name="旺角副食", category="shop", opened_on=TODAY)
    revise_unit(chen, unit.pk, version=1, name="顺达副食")
    assert titles(chen, "旺角") == [] and titles(chen, "sdfs") == ["顺达副食"]


def test_the_index_is_what_a_rebuild_would_make_and_says_where_it_is_not(cast: Cast) -> None:
    found(cast, cast.chen, "undecided")
    town = cast.town.pk
    assert queries.differing(town) == {}
    kept = set(Entry.objects.within(cast.chen.scope).values_list("kind", "subject", "text"))
    assert rebuild(town) == len(kept) > 15
    assert set(Entry.objects.within(cast.chen.scope).values_list("kind", "subject", "text")) == kept
    Entry.objects.within(cast.chen.scope).filter(kind="hazard").update(text="别的")
    assert queries.differing(town) == {"隐患": 1}
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_words")
    assert queries.differing(town)["词"] == len(kept)
    rebuild(town)
    assert queries.differing(town) == {}


def test_a_town_finds_nothing_of_the_next_though_both_have_it(cast: Cast) -> None:
    made = register_unit(
        Actor.founder(cast.next_town.pk), name="永安烟花店", category="shop", opened_on=FOUNDED
    )
    (units,) = queries.find(cast.sun, "永安烟花店", 5)
    assert [hit.url for hit in units.hits] == [f"/units/{made.pk}/"]


def test_a_unit_that_was_never_written_is_not_found(cast: Cast) -> None:
    """What an action takes back takes its entry back."""
    with pytest.raises(Exception, match="请选择类别"):
        register_unit(cast.chen, name="白写副食", category="", opened_on=TODAY)
    assert titles(cast.chen, "白写") == []

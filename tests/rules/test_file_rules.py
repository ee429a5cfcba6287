"""How whole a unit's file is, and what two versions of it have otherwise."""

from hypothesis import given
from hypothesis import strategies as st

from bihuan.dossiers.rules import Completeness, completeness, differences
from bihuan.units.rules import CATEGORIES, is_dangerous, keeps_rules, licences_asked, persons_asked

KEYS = st.sets(st.sampled_from([f"app.{letter}" for letter in "abcdefgh"]))


@given(KEYS, KEYS)
def test_only_what_is_required_and_lacks_nothing_counts(required: set[str], lacking: set[str]) -> None:
    found = completeness(required, lacking)
    assert found.complete == len(required - lacking)
    assert found.is_whole == (not required & lacking)
    assert (found.percent == 100) == found.is_whole


def test_a_hundred_per_cent_is_said_of_a_whole_file_alone() -> None:
    assert Completeness(300, 299).said == "99%（299/300）"
    assert Completeness(13, 13).said == "100%（13/13）"
    assert Completeness(0, 0).is_whole  # nothing is asked of it


def test_lines_that_moved_are_no_difference_and_one_more_of_the_same_is() -> None:
    before = [("证照", ["营业执照", "许可证"]), ("隐患", ["线路老化"])]
    assert differences(before, [("隐患", ["线路老化"]), ("证照", ["许可证", "营业执照"])]) == []
    (found,) = differences(before, [("证照", ["许可证", "许可证"]), ("隐患", ["线路老化"])])
    assert (found.title, found.added, found.gone) == ("证照", ("许可证",), ("营业执照",))


def test_a_chapter_that_is_there_no_more_is_told_after_the_others() -> None:
    found = differences([("演练", ["消防演练"])], [("证照", ["营业执照"])])
    assert [(one.title, one.added, one.gone) for one in found] == [
        ("证照", ("营业执照",), ()),
        ("演练", (), ("消防演练",)),
    ]


def test_what_is_asked_of_a_unit_follows_its_trade() -> None:
    assert licences_asked("fireworks") == ("licence", "fireworks")
    assert licences_asked("chemical.station") == ("licence", "chemicals")
    assert licences_asked("trade.wood") == licences_asked("shop") == ("licence",)
    assert licences_asked("school.kindergarten") == licences_asked("building.house") == ()
    assert persons_asked("mine.sand") == ("head", "manager") and persons_asked("trade.food") == ()
    assert [code for code in CATEGORIES if not keeps_rules(code)] == ["building.house"]
    assert is_dangerous("building") and not is_dangerous("building.house")

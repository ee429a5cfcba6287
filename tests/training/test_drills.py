"""Plans are looked over by their day; drills are told with what they taught, which is somebody's until it is put right."""

from datetime import date, timedelta

import pytest

from bihuan.core import clock
from bihuan.core.desk import sections_of
from bihuan.core.errors import Forbidden, Incomplete, NotAllowed, NotFound, Stale
from bihuan.figures.evaluation import Ask, evaluate
from bihuan.training import actions
from bihuan.training.actions import LessonGiven
from bihuan.training.models import Drill
from bihuan.training.queries import lacking_units, trained_units
from bihuan.units.chapters import chapters
from tests.cast import FOUNDED, TODAY, Cast
from tests.notices.deeds import at, bell, tick, told
from tests.training.deeds import drill, plan

pytestmark = pytest.mark.usefixtures("no_rollups")


def figures(cast: Cast, on: date) -> list[object]:
    asks = [Ask(key, FOUNDED, on, on) for key in ("drills", "drills.people", "drills.lessons")]
    found = evaluate(cast.chen.scope, asks)
    return [found[ask].value for ask in asks]


def test_a_drill_with_what_it_taught_becomes_tasks_until_they_are_done(cast: Cast) -> None:
    told(cast)
    row = drill(cast.chen, cell_id=cast.cells["石桥村"].pk)
    due = TODAY + timedelta(days=5)
    lessons = [
        LessonGiven("喇叭听不清", cast.people["wang"].pk, due),
        LessonGiven("集合点要有标牌"),
    ]
    actions.finish_drill(cast.chen, row.pk, version=1, people=36, summary="四分钟疏散完毕", lessons=lessons)
    assert figures(cast, TODAY) == [1, 36, 2]
    told(cast)
    assert any("演练改进请在" in one and "喇叭听不清" in one for one in bell(cast.wang))
    titles = {section.title: section.items for section in sections_of(cast.wang, clock.now())}
    assert [item.text for item in titles["演练改进"]] == ["喇叭听不清"]
    lesson = row.lessons.within(cast.chen.scope).get(person=cast.people["wang"])
    with pytest.raises(Incomplete):
        actions.settle_lesson(cast.wang, lesson.pk, done=" ")
    with pytest.raises(NotFound):
        actions.settle_lesson(cast.feng, lesson.pk, done="换了")
    actions.settle_lesson(cast.wang, lesson.pk, done="换了两只喇叭")
    with pytest.raises(NotAllowed):
        actions.settle_lesson(cast.wang, lesson.pk, done="又换")
    told(cast)
    assert not bell(cast.wang)


def test_a_drill_to_come_is_not_told_of_and_one_called_off_counts_nothing(cast: Cast) -> None:
    row = drill(cast.chen, TODAY + timedelta(days=2), cell_id=cast.cells["town"].pk)
    with pytest.raises(NotAllowed, match="还没有举办"):
        actions.finish_drill(cast.chen, row.pk, version=1, people=3, summary="好")
    with pytest.raises(Incomplete):
        actions.cancel_drill(cast.chen, row.pk, version=1, reason="")
    actions.cancel_drill(cast.chen, row.pk, version=1, reason="大雨")
    with pytest.raises(NotAllowed):
        actions.finish_drill(cast.chen, row.pk, version=2, people=3, summary="好")
    assert figures(cast, TODAY + timedelta(days=3))[0] == 0 or figures(cast, TODAY)[0] is None


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"people": 0}, "people"),
        ({"people": None}, "people"),
        ({"summary": " "}, "summary"),
        ({"lessons": [LessonGiven("没有期限", None, TODAY)]}, "person_1"),
        ({"lessons": [LessonGiven("", None, None)]}, "text_1"),
    ],
)
def test_what_a_drill_lacks_is_named(cast: Cast, given: dict[str, object], field: str) -> None:
    row = drill(cast.chen, cell_id=cast.cells["town"].pk)
    usual = {"version": 1, "people": 8, "summary": "好"}
    with pytest.raises(Incomplete) as refused:
        actions.finish_drill(cast.chen, row.pk, **usual | given)  # type: ignore[arg-type]
    assert field in refused.value.fields
    with pytest.raises(Stale):
        actions.finish_drill(cast.chen, row.pk, version=9, people=8, summary="好")


def test_a_unit_records_its_own_drill_and_lacks_it_no_more(cast: Cast) -> None:
    unit = cast.units["yongan"]

    def lacks(day: date) -> bool:
        found = trained_units(cast.chen.scope, day).filter(lacking_units("drill", day, ()))
        return found.filter(pk=unit.pk).exists()

    assert lacks(TODAY)
    row = drill(cast.feng, unit_id=unit.pk)
    actions.finish_drill(cast.feng, row.pk, version=1, people=4, summary="两分钟撤到店外")
    assert not lacks(TODAY) and not lacks(TODAY + timedelta(days=183)) and lacks(TODAY + timedelta(days=184))
    assert Drill.objects.within(cast.zheng.scope).count() == 0
    with pytest.raises(Forbidden):
        drill(cast.lu)
    with pytest.raises(NotFound):
        drill(cast.feng, unit_id=cast.units["school"].pk)


def test_the_units_file_holds_its_drills_and_says_what_is_missing(cast: Cast) -> None:
    chapter = next(one for one in chapters() if one.key == "training.drills")
    unit = cast.units["yongan"]
    assert [one.text for one in chapter.lacking(cast.chen.scope, [unit], TODAY)[unit.pk]] == ["没有演练记录"]
    row = drill(cast.chen, unit_id=unit.pk)
    lessons = [LessonGiven("灭火器取用慢")]
    actions.finish_drill(cast.chen, row.pk, version=1, people=4, summary="好", lessons=lessons)
    assert not chapter.lacking(cast.chen.scope, [unit], TODAY)
    told_ = str(chapter.tells(cast.chen, unit, TODAY))
    assert "火灾疏散演练" in told_ and "灭火器取用慢" in told_
    assert "火灾疏散演练" not in str(chapter.tells(cast.chen, unit, TODAY - timedelta(days=1)))


def test_a_plan_is_looked_over_by_its_day(cast: Cast) -> None:
    told(cast)
    row = plan(cast)
    assert row.review_on == date(2026, 9, 6)
    with at(date(2026, 8, 20)):
        tick(cast)
        told(cast)
        assert any("前评估修订" in one for one in bell(cast.chen)), bell(cast.chen)
        titles = {section.title for section in sections_of(cast.chen, clock.now())}
        assert "应急预案" in titles
        actions.review_plan(cast.chen, row.pk, note="队伍名单已更新", review_on=None)
        assert "应急预案" not in {section.title for section in sections_of(cast.chen, clock.now())}
    with pytest.raises(Incomplete):
        actions.review_plan(cast.chen, row.pk, note=" ", review_on=TODAY)
    actions.end_plan(cast.chen, row.pk)
    with pytest.raises(NotAllowed):
        actions.review_plan(cast.chen, row.pk, note="看过", review_on=None)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("issued_on", TODAY + timedelta(days=1)),
        ("review_on", TODAY - timedelta(days=1001)),
        ("title", ""),
        ("kind", "x"),
        ("cell_id", None),
    ],
)
def test_a_plan_that_cannot_be_is_refused(cast: Cast, field: str, value: object) -> None:
    with pytest.raises(Incomplete) as refused:
        plan(cast, **{field: value})
    assert field in refused.value.fields

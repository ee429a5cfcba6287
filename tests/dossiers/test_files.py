"""一企一册: what a unit's file lacks and where that is put right, what is frozen of it, what the clock notes from day to day."""

import hashlib
from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from bihuan.core import clock, events
from bihuan.core.errors import Forbidden, NotAllowed, NotFound
from bihuan.dossiers import actions, filing, freezing, rendering
from bihuan.dossiers.models import FileStanding, FileVersion
from bihuan.figures.evaluation import Ask, evaluate
from bihuan.risks import actions as risks
from bihuan.risks.queries import points_of
from bihuan.units import actions as units
from bihuan.units.chapters import chapters
from tests.cast import FOUNDED, NOW, TODAY, Cast
from tests.core.deeds import found as found_hazard
from tests.dossiers.deeds import INSURED_TO, complete, draw, take_in, yongan
from tests.risks.conftest import stall
from tests.risks.deeds import add, begin, point

__all__ = ["stall"]


def lacks(cast: Cast) -> dict[str, tuple[str, ...]]:
    """What 永安's file lacks today, by chapter."""
    found = filing.file_of(cast.chen.scope, yongan(cast), clock.today())
    return {one.chapter.key: tuple(lack.text for lack in one.lacks) for one in found.sections if one.lacks}


def words(content: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).replace("\n", "")


def value(cast: Cast, key: str, on=TODAY) -> object:  # type: ignore[no-untyped-def]
    ask = Ask(key, FOUNDED, on, on)
    return evaluate(cast.chen.scope, [ask])[ask].value


def test_an_empty_file_says_what_it_lacks_and_where_each_is_put_right(cast: Cast) -> None:
    found = filing.file_of(cast.chen.scope, yongan(cast), TODAY)
    said = {one.chapter.key: [(lack.text, lack.route) for lack in one.lacks] for one in found.sections}
    assert said["units.facts"] == [("没有登记统一社会信用代码、从业人数", "unit_edit")]
    assert said["units.licences"] == [
        ("没有登记营业执照", "certificate_new"),
        ("没有登记烟花爆竹经营（零售）许可证", "certificate_new"),
    ]
    assert said["units.insurance"] == [("没有登记安全生产责任保险", "certificate_new")]
    assert said["risks.list"] == [("还没有登记风险点", "risk_set_up")]
    assert not found.completeness.is_whole and found.completeness.complete == 0


def test_a_school_is_not_asked_for_a_licence_nor_for_insurance(cast: Cast) -> None:
    found = filing.file_of(cast.chen.scope, cast.units["school"], TODAY)
    asked = [one.chapter.key for one in found.sections if one.is_required]
    assert "units.licences" not in asked and "units.insurance" not in asked and "units.plan" in asked


def test_a_file_is_whole_when_nothing_is_missing_and_no_longer_the_day_after_something_ran_out(
    cast: Cast,
) -> None:
    complete(cast)
    assert lacks(cast) == {}
    with clock.moved(clock.at(INSURED_TO, 9)):
        assert lacks(cast) == {}  # the last day counts
    with clock.moved(clock.at(INSURED_TO + timedelta(days=1), 9)):
        (said,) = lacks(cast)["units.insurance"]
        assert "已于2026年6月22日到期" in said


def test_points_that_stand_nowhere_or_that_nobody_keeps_are_missing(cast: Cast) -> None:
    take_in(cast)
    begin(cast, cast.feng)
    assert lacks(cast)["risks.plan"] == ("还没有设置平面图",)
    draw(cast)
    assert "risks.plan" not in lacks(cast)
    risks.end_point(
        cast.feng, point(cast.feng, "疏散通道").pk, version=_version(cast, "疏散通道"), reason="改建"
    )
    assert "risks.plan" not in lacks(cast)  # what has ended is not asked for


def _version(cast: Cast, name: str) -> int:
    return point(cast.feng, name).version


def test_the_files_of_many_take_as_many_queries_as_one(cast: Cast) -> None:
    complete(cast)
    one, many = [yongan(cast)], [yongan(cast), cast.units["school"], cast.units["site"]]
    counts = []
    for some in (one, many):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            filing.files(cast.chen.scope, some, TODAY)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_frozen_version_keeps_what_it_says_and_is_rendered_to_the_same_bytes(cast: Cast) -> None:
    unit = complete(cast)
    made = actions.freeze_file(cast.feng, unit.pk, note="年度更新")
    assert (made.number, made.completeness.is_whole, made.lacks) == (1, True, [])
    row = FileVersion.objects.within(cast.chen.scope).get(pk=made.pk)
    assert row.digest == hashlib.sha256(events.canonical(row.content)).hexdigest()
    first = rendering.version_pdf(cast.chen.scope, row)
    hazard = found_hazard(cast, cast.chen)
    risks.end_point(cast.feng, point(cast.feng, "储存间").pk, version=_version(cast, "储存间"), reason="停用")
    with clock.moved(NOW + timedelta(days=40)):
        assert rendering.version_pdf(cast.chen.scope, row) == first
    said = words(first)
    assert (
        "永安烟花店" in said
        and "储存间" in said
        and freezing.grouped(made.digest) in said
        and "年度更新" in said
    )
    assert hazard.number not in said
    assert hazard.number in words(
        rendering.today_pdf(cast.chen, filing.file_of(cast.chen.scope, yongan(cast), TODAY), TODAY)
    )


def test_a_phone_is_masked_in_a_file(cast: Cast) -> None:
    row = actions.freeze_file(cast.feng, complete(cast).pk)
    assert "13800000001" not in str(row.content) and "138****0001" in str(row.content)


def test_what_was_frozen_today_and_says_the_same_is_not_frozen_again(cast: Cast) -> None:
    unit = take_in(cast)
    actions.freeze_file(cast.chen, unit.pk)
    with pytest.raises(NotAllowed, match="今天已经定稿为第1版"):
        actions.freeze_file(cast.zhao, unit.pk)
    begin(cast, cast.feng)
    assert actions.freeze_file(cast.zhao, unit.pk).number == 2
    with clock.moved(NOW + timedelta(days=1)):
        assert actions.freeze_file(cast.zhao, unit.pk).number == 3  # another day is another version


def test_who_keeps_no_risks_freezes_nothing_and_the_next_town_finds_nothing(cast: Cast) -> None:
    unit = take_in(cast)
    with pytest.raises(Forbidden):
        actions.freeze_file(cast.wang, unit.pk)
    with pytest.raises(NotFound):
        actions.freeze_file(cast.sun, unit.pk)
    units.change_state(cast.chen, unit.pk, state="closed", from_on=TODAY, reason="不再经营")
    with pytest.raises(NotAllowed, match="不在册"):
        actions.freeze_file(cast.chen, unit.pk)
    assert not FileVersion.objects.within(cast.chen.scope).exists()


def test_the_clock_notes_changes_alone_and_figures_count_the_past_as_it_was(cast: Cast) -> None:
    take_in(cast)
    actor = cast.chen.clock(cast.town.pk)
    assert actions.note_files(actor) == 1 and actions.note_files(actor) == 0
    assert (value(cast, "units.files"), value(cast, "units.files_whole")) == (1, 0)
    later = TODAY + timedelta(days=3)
    with clock.moved(clock.at(later, 9)):
        complete(cast)
        assert actions.note_files(actor) == 1
    gone = INSURED_TO + timedelta(days=1)
    with clock.moved(clock.at(gone, 9)):
        assert actions.note_files(actor) == 1
    assert [value(cast, "units.files_whole", on) for on in (TODAY, later, INSURED_TO, gone)] == [0, 1, 1, 0]
    assert value(cast, "units.files_rate", later) == 100 and value(cast, "units.files_rate", gone) == 0
    assert FileStanding.objects.within(cast.chen.scope).count() == 3


def test_a_unit_that_was_not_taken_in_counts_for_nothing_though_its_file_was_frozen(cast: Cast) -> None:
    actions.freeze_file(cast.chen, yongan(cast).pk)
    assert (value(cast, "units.files"), value(cast, "units.files_frozen")) == (0, 1)


def test_every_chapter_has_a_place_of_its_own_and_is_told_of_an_empty_unit(cast: Cast) -> None:
    places = [one.place for one in chapters()]
    assert len(set(places)) == len(places)
    said = filing.content(cast.chen, filing.file_of(cast.chen.scope, cast.units["school"], TODAY), TODAY)
    keys = [one["key"] for one in said["chapters"]]
    assert keys[0] == "dossiers.overview" and "risks.ledger" in keys and "hazards.ledger" not in keys


def test_points_of_a_big_list_run_over_pages_with_their_heads(cast: Cast) -> None:
    unit = complete(cast)
    for at in range(60):
        add(cast.feng, unit, name=f"配电箱{at}")
    assert points_of(cast.feng.scope, unit).count() == 64
    content = rendering.today_pdf(cast.chen, filing.file_of(cast.chen.scope, yongan(cast), TODAY), TODAY)
    pages = [page.extract_text() for page in PdfReader(BytesIO(content)).pages]
    assert sum("可能导致事故类型" in page for page in pages) >= 2
    assert f"共 {len(pages)} 页" in pages[-1].replace("\xa0", " ")

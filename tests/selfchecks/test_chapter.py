"""What self-checks put into a unit's file."""

from datetime import timedelta

from bihuan.core import clock
from bihuan.dossiers import filing
from bihuan.selfchecks.chapters import EACH
from tests.cast import NOW, TODAY, Cast
from tests.risks.conftest import stall
from tests.selfchecks.deeds import check, checked, found, ready

__all__ = ["stall"]


def tables(cast: Cast) -> dict[str, list[list[str]]]:
    """The tables of the chapter in 永安's file, by their captions."""
    file = filing.file_of(cast.feng.scope, cast.units["yongan"], clock.today())
    said = filing.content(cast.feng, file, clock.today())
    leaves = [leaf for one in said["chapters"] if one["key"] == "selfchecks.record" for leaf in one["leaves"]]
    return {
        leaf["caption"]: [list(row) for row in leaf["rows"]] for leaf in leaves if leaf["leaf"] == "Table"
    }


def test_a_unit_that_never_checked_has_no_such_chapter(cast: Cast) -> None:
    ready(cast)
    assert tables(cast) == {}


def test_each_check_stands_with_its_last_time_and_what_was_found(cast: Cast) -> None:
    ma = ready(cast)
    checked(cast, ma, check(ma, "储存间"), check(ma, "疏散通道"))
    with clock.moved(NOW + timedelta(days=1)):
        checked(cast, ma, check(ma, "储存间", found=(found(cast, ma),)))
        said = tables(cast)
    rows = [dict(zip(EACH, row, strict=True)) for row in said["各风险点自查"]]
    store, way = rows
    assert (store["风险点"], store["层级"], store["频次"], store["一年内自查"]) == (
        "01 储存间",
        "岗位级",
        "每天",
        "2次",
    )
    assert (store["检查人"], store["结果"]) == ("马小兵", "发现隐患")
    assert store["最近一次"] == f"{TODAY + timedelta(days=1)}"
    assert (way["风险点"], way["一年内自查"], way["结果"]) == ("04 疏散通道", "1次", "正常")
    assert said["各月自查"] == [["2026年6月", "3次", "0次", "0次", "1条"]]

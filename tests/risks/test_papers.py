"""The forms on paper: in their columns stands what the records say."""

from io import BytesIO

from django.urls import reverse
from pypdf import PdfReader

from bihuan.paper import Toned
from bihuan.risks.actions import Judged, evaluate_step
from bihuan.risks.papers import Analysis, Filed, control, ledger, majors, record
from bihuan.risks.queries import keepers, latest, measures_of, points_of, steps_of
from tests.cast import TODAY, Cast
from tests.risks.deeds import add, begin, point, step
from tests.web.conftest import sign_in
from tests.web.visits import SignIn

__all__ = ["sign_in"]


def filed(cast: Cast) -> list[Filed]:
    scope = cast.chen.scope
    rows = list(points_of(scope, cast.units["yongan"]))
    held = keepers(scope, rows)
    found = []
    for row in rows:
        steps = steps_of(scope, row)
        known = latest(scope, steps)
        found.append(
            Filed(row, [Analysis(one, known[one.pk], measures_of(one)) for one in steps], held[row.pk])
        )
    return found


def test_the_record_of_an_analysis_has_the_columns_of_its_method(cast: Cast) -> None:
    begin(cast, cast.feng)
    store, unload, _, exit_ = filed(cast)
    made = record(store, dated=TODAY)
    assert made.title == "安全检查表分析（SCL）记录"
    assert [head.word for head in made.heads][5:10] == ["L", "E", "C", "D", "评价级别"]
    first = made.rows[0]
    assert first[1:5] == (
        "存放",
        "超量存放，遇火爆炸",
        "火药爆炸、火灾；多人伤亡",
        "工程技术：限量标志、独立隔间\n管理：进货登记，不超过许可数量\n培训教育：每半年培训一次\n应急处置：断电、疏散、报警",
    )
    assert first[5:11] == ("3", "6", "40", "720", "1级", Toned("red", "重大风险"))
    assert ("管控层级、责任人", "公司级 冯永") in made.facts
    assert record(unload, dated=TODAY).title == "工作危害分析（JHA）记录"
    assert [head.word for head in record(exit_, dated=TODAY).heads][5:8] == ["L", "S", "R"]


def test_a_direct_judgement_stands_in_the_place_of_a_level(cast: Cast) -> None:
    begin(cast, cast.feng)
    evaluate_step(
        cast.feng,
        step(cast.feng, "通道").pk,
        version=1,
        occasion="process",
        judgement=Judged("", {}, "law", "常锁"),
    )
    row = record(filed(cast)[3], dated=TODAY).rows[0]
    assert row[5:7] == ("直接判定", Toned("red", "重大风险"))  # no letters where nothing was scored
    (major,) = [
        one for one in majors(cast.units["yongan"], filed(cast), dated=TODAY).rows if one[1] == "疏散通道"
    ]
    assert major[5:8] == ("", "", "")  # nobody stands high enough yet


def test_the_lists_have_a_row_for_each_point_or_step(cast: Cast) -> None:
    begin(cast, cast.feng)
    unit = cast.units["yongan"]
    add(cast.feng, unit)
    assert len(ledger(unit, filed(cast), dated=TODAY).rows) == 5
    lines = control(unit, filed(cast), dated=TODAY).rows
    assert [(one[0], one[2]) for one in lines] == [
        ("01", "存放"),
        ("01", "电线"),
        ("02", "搬运"),
        ("03", "灭火器"),
        ("04", "通道"),
        ("05", "开关"),
    ]
    assert [one[7] for one in majors(unit, filed(cast), dated=TODAY).rows] == ["13800000001"] * 2


def test_the_papers_open_for_those_who_work_with_them(cast: Cast, sign_in: SignIn) -> None:
    begin(cast, cast.feng)
    unit = cast.units["yongan"].pk
    for kind in ("ledger", "control", "majors"):
        answer = sign_in("feng").get(reverse("risk_paper", args=[unit, kind]))
        assert answer["content-type"] == "application/pdf"
        assert "永安烟花店" in PdfReader(BytesIO(answer.content)).pages[0].extract_text()
        assert sign_in("he").get(reverse("risk_paper", args=[unit, kind])).status_code == 403
    assert sign_in("feng").get(reverse("risk_paper", args=[unit, "other"])).status_code == 404
    record_of = sign_in("he").get(reverse("risk_record", args=[point(cast.chen, "储存间").pk]))
    assert "储存间" in PdfReader(BytesIO(record_of.content)).pages[0].extract_text()

"""The forms on paper: in their columns stands what the records say."""

from io import BytesIO

import pytest
from django.http import HttpResponse
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from bihuan.paper import Toned
from bihuan.risks.actions import Judged, evaluate_step
from bihuan.risks.binder import Gathered, gathered
from bihuan.risks.papers import of_unit, record
from bihuan.risks.registers import (
    ACTIVITIES,
    CHECKS,
    CONTROL,
    FACILITIES,
    LEDGER,
    MAJORS,
    REGISTERS,
    Register,
)
from bihuan.risks.views import papers as views
from tests.cast import TODAY, Cast
from tests.risks.deeds import add, begin, point, step
from tests.web.conftest import sign_in
from tests.web.visits import SignIn

__all__ = ["sign_in"]


def found(cast: Cast) -> Gathered:
    return gathered(cast.chen.scope, cast.units["yongan"])


def told(register: Register, cast: Cast) -> list[dict[str, str | Toned]]:
    """The rows of a register as a ledger, by their heads."""
    made = of_unit(register, found(cast), dated=TODAY)
    return [dict(zip((head.word for head in made.heads), row, strict=True)) for row in made.rows]


def test_the_record_of_an_analysis_has_the_columns_of_its_method(cast: Cast) -> None:
    begin(cast, cast.feng)
    store, unload, _, exit_ = found(cast).filed
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
    row = record(found(cast).filed[3], dated=TODAY).rows[0]
    assert row[5:7] == ("直接判定", Toned("red", "重大风险"))  # no letters where nothing was scored
    (major,) = [one for one in told(MAJORS, cast) if one["风险点"] == "04 疏散通道"]
    assert {major[word] for word in ("管控层级", "责任人", "联系电话")} == {
        ""
    }  # nobody stands high enough yet


def test_the_lists_have_a_row_for_each_point_or_step(cast: Cast) -> None:
    begin(cast, cast.feng)
    unit = cast.units["yongan"]
    add(cast.feng, unit)
    assert [one["风险点名称"] for one in told(LEDGER, cast)][-2:] == ["疏散通道", "配电箱"]
    assert [(one["编号"], one["作业步骤、检查项目"]) for one in told(CONTROL, cast)] == [
        ("01", "存放"),
        ("01", "电线"),
        ("02", "搬运"),
        ("03", "灭火器"),
        ("04", "通道"),
        ("05", "开关"),
    ]
    assert [one["联系电话"] for one in told(MAJORS, cast)] == ["13800000001"] * 2


def test_works_and_equipment_stand_apart_with_what_is_done_and_how_often(cast: Cast) -> None:
    begin(cast, cast.feng)
    (work,) = told(ACTIVITIES, cast)
    assert (work["岗位、地点"], work["作业活动"], work["作业内容"]) == ("门前", "卸货作业", "搬运")
    assert work["活动频率"] == "定期"  # E of 3: once a week
    things = told(FACILITIES, cast)
    assert [one["设备设施名称"] for one in things] == ["储存间", "灭火器材", "疏散通道"]
    assert {one["是否特种设备"] for one in things} == {""}  # no record says: a place for the pen


def test_how_often_is_not_said_where_no_step_was_scored_by_exposure(cast: Cast) -> None:
    by_matrix = Judged("ls", {"L": "2", "S": "2"})
    add(cast.feng, cast.units["yongan"], kind="activity", judgement=by_matrix)
    assert [one["活动频率"] for one in told(ACTIVITIES, cast)] == [""]


def test_what_is_to_be_checked_stands_with_its_level_and_who_keeps_it(cast: Cast) -> None:
    add(cast.feng, cast.units["yongan"])
    (line,) = told(CHECKS, cast)
    assert line["排查内容与标准"] == "漏电保护器试跳正常"
    assert (line["排查周期"], line["排查层级"], line["责任人"]) == ("每月", "岗位级", "马小兵")


def pdf_words(answer: HttpResponse) -> str:
    return "".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages).replace("\n", "")


def test_the_town_hands_on_its_gravest_risks_on_one_paper(cast: Cast, sign_in: SignIn) -> None:
    begin(cast, cast.feng)
    add(cast.chen, cast.units["site"], name="塔吊")  # orange
    address, chen = reverse("risk_majors_paper"), sign_in("chen")
    red = pdf_words(chen.get(address))
    assert "重大风险管控统计表" in red and "1家单位，2个风险点，2条" in red and "塔吊" not in red
    assert "138****0001" in red and "13800000001" not in red
    both = pdf_words(chen.get(address, {"gravest": "orange"}))
    assert "重大、较大风险管控统计表" in both and "2家单位，3个风险点，3条" in both and "塔吊" in both
    part = pdf_words(
        chen.get(
            address, {"gravest": "orange", "category": "building", "cell": cast.cells["西片办事处"].path}
        )
    )
    assert "西片办事处、建筑施工" in part and "1家单位，1个风险点，1条" in part
    assert "没有重大风险。" in pdf_words(chen.get(address, {"words": "没有这家"}))
    assert (
        sign_in("feng").get(address).status_code == 403
    )  # a unit's own persons hand nothing on for the town
    assert "1个风险点" not in pdf_words(sign_in("sun").get(address))  # nor does the next town see it


def test_a_list_too_long_for_one_paper_says_what_to_do(
    cast: Cast, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(cast, cast.feng)
    monkeypatch.setattr(views, "ROWS_MAX", 1)
    answer = sign_in("chen").get(reverse("risk_majors_paper"), {"kind": "place"})
    assert answer["content-type"] == "application/pdf"
    answer = sign_in("chen").get(reverse("risk_majors_paper"), follow=True)
    assert "请先按网格、类别筛选" in answer.content.decode()


def test_the_list_of_major_risks_as_a_file_has_the_orange_ones_where_asked(
    cast: Cast, sign_in: SignIn
) -> None:
    add(cast.chen, cast.units["site"], name="塔吊")
    for query, count in (("", 0), ("?gravest=orange", 1), ("?gravest=blue", 0)):
        answer = sign_in("chen").post(reverse("risk_majors") + query, {"do": "export"})
        rows = list(load_workbook(BytesIO(answer.content)).active.iter_rows(values_only=True))
        assert sum("橙·较大风险" in row for row in rows) == count


def test_the_papers_open_for_those_who_work_with_them(cast: Cast, sign_in: SignIn) -> None:
    begin(cast, cast.feng)
    unit = cast.units["yongan"].pk
    for kind in REGISTERS:
        answer = sign_in("feng").get(reverse("risk_paper", args=[unit, kind]))
        assert answer["content-type"] == "application/pdf"
        assert "永安烟花店" in PdfReader(BytesIO(answer.content)).pages[0].extract_text()
        assert sign_in("he").get(reverse("risk_paper", args=[unit, kind])).status_code == 403
    assert sign_in("feng").get(reverse("risk_paper", args=[unit, "other"])).status_code == 404
    record_of = sign_in("he").get(reverse("risk_record", args=[point(cast.chen, "储存间").pk]))
    assert "储存间" in PdfReader(BytesIO(record_of.content)).pages[0].extract_text()

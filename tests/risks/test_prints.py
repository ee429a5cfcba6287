"""The forms and cards that a unit prints of its risks."""

from collections.abc import Iterator
from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from bihuan.paper import Table
from bihuan.paper.compiling import TEMPLATES
from bihuan.risks import actions, sheets
from bihuan.risks.accident_kinds import KINDS_OF_ACCIDENTS
from bihuan.risks.actions import Judged
from bihuan.risks.binder import gathered
from bihuan.risks.models import RiskPoint
from bihuan.risks.printing import CARDS, FORMS
from bihuan.risks.registers import CONTROL, FACILITIES, LEDGER, MAJORS
from bihuan.risks.signs import OF_ACCIDENT, ON_A_CARD, signs_for
from tests.cast import Cast
from tests.risks.deeds import add, begin, point
from tests.web.conftest import sign_in
from tests.web.pages import plain
from tests.web.visits import SignIn

__all__ = ["sign_in"]


def pages(content: bytes) -> list[str]:
    return [page.extract_text().replace("\n", "") for page in PdfReader(BytesIO(content)).pages]


def rows(found: list[object]) -> Iterator[dict[str, str]]:
    """The rows of the tables of a form, by their heads."""
    for leaf in found:
        if isinstance(leaf, Table):
            under = leaf.under[0] if leaf.under else ("",) * len(leaf.heads)
            heads = [low or high for high, low in zip(leaf.heads, under, strict=True)]
            yield from (dict(zip(heads, row, strict=True)) for row in leaf.rows)


def test_each_form_has_the_standard_s_columns_and_a_line_for_each(cast: Cast) -> None:
    begin(cast, cast.feng)
    found = gathered(cast.feng.scope, cast.units["yongan"])
    first = next(rows(sheets.of_unit(LEDGER, found)))
    assert first["风险点名称"] == "储存间" and first["区域位置"] == "后屋" and first["责任人"] == "冯永"
    assert first["可能导致事故类型"] == "火药爆炸、火灾" and first["风险等级"] == "红·重大风险"
    control = list(rows(sheets.of_unit(CONTROL, found)))
    assert [one["作业步骤、检查项目"] for one in control][:2] == ["存放", "电线"]
    assert control[0]["工程技术"] == "限量标志、独立隔间" and control[0]["应急处置"] == "断电、疏散、报警"
    assert control[0]["评价"] == "L3 E6 C40\n＝720" and control[0]["管控层级"] == "公司级"
    major = next(rows(sheets.of_unit(MAJORS, found)))
    assert (major["风险点"], major["作业步骤、检查项目"]) == ("01 储存间", "存放")
    assert major["联系电话"] == "138****0001"  # a file is handed on
    assert "是否特种设备" not in next(
        rows(sheets.of_unit(FACILITIES, found))
    )  # nor is anything left to the pen


def test_an_analysis_shows_the_values_by_their_letters(cast: Cast) -> None:
    begin(cast, cast.feng)
    found = gathered(cast.feng.scope, cast.units["yongan"])
    by_step = {next(iter(list(one.values())[1:2])): one for one in rows(sheets.analysis(found))}
    stored, way = by_step["存放"], by_step["通道"]
    assert [stored[one] for one in ("L", "E", "C", "D", "评价级别")] == ["3", "6", "40", "720", "1级"]
    assert [way[one] for one in ("L", "S", "R", "评价级别")] == ["2", "2", "4", "4级"] and "E" not in way


def test_a_risk_judged_directly_says_so_on_paper_and_keeps_its_score(cast: Cast) -> None:
    begin(cast, cast.feng)
    direct = Judged("lec", {"L": "1", "E": "1", "C": "1"}, "crowd", "同时作业12人")
    add(cast.feng, cast.units["yongan"], judgement=direct)
    found = gathered(cast.feng.scope, cast.units["yongan"])
    (line,) = [one for one in rows(sheets.analysis(found)) if one.get("检查项目") == "开关"]
    assert (line["D"], line["评价级别"], line["备注"]) == ("1", "直接判定", "同时作业12人")


def test_the_owner_prints_every_form_and_card(cast: Cast, sign_in: SignIn) -> None:
    begin(cast, cast.feng)
    unit, client = cast.units["yongan"], sign_in("feng")
    actions.lay_plan(cast.feng, unit.pk, outline="后屋 店内")
    page = plain(client.get(reverse("unit_risk_papers", args=[unit.pk])).content.decode())
    for key, title in {**{key: one.title for key, one in FORMS.items()}, **CARDS}.items():
        assert title in page
        answer = client.get(reverse("unit_risk_paper", args=[unit.pk, key]))
        assert answer["Content-Type"] == "application/pdf"
        assert title in "".join(pages(answer.content))
    assert client.get(reverse("unit_risk_paper", args=[unit.pk, "nothing"])).status_code == 404


def test_a_card_says_what_is_dangerous_what_to_do_and_whom_to_call(cast: Cast, sign_in: SignIn) -> None:
    begin(cast, cast.feng)
    row = point(cast.feng, "储存间")
    (card,) = pages(sign_in("feng").get(reverse("risk_card", args=[row.pk])).content)
    for said in (
        "储存间",
        "红·重大风险",
        "超量存放，遇火爆炸",
        "火药爆炸、火灾",
        "断电、疏散、报警",
        "冯永",
        "13800000001",
    ):
        assert said in card
    assert all(call in card for call in ("119", "120", "110", "12350"))


def test_a_card_has_the_signs_of_what_may_happen_there(cast: Cast, sign_in: SignIn) -> None:
    begin(cast, cast.feng)
    row = point(cast.feng, "储存间")
    (card,) = pages(sign_in("feng").get(reverse("risk_card", args=[row.pk])).content)
    assert all(said in card for said in ("当心爆炸", "当心火灾", "禁止烟火", "紧急出口"))
    assert "注意安全" not in card


def test_each_kind_of_accident_of_both_standards_has_a_warning_and_each_sign_its_picture() -> None:
    assert OF_ACCIDENT.keys() == KINDS_OF_ACCIDENTS
    for signs in OF_ACCIDENT.values():
        assert signs[0].frame == "warning"
        assert all((TEMPLATES / "signs" / f"{one.picture}.svg").is_file() for one in signs)


def test_a_card_has_no_more_signs_than_can_be_read_from_where_one_stands() -> None:
    found = [one.word for one in signs_for(sorted(KINDS_OF_ACCIDENTS))]
    assert len(found) == sum(ON_A_CARD.values()) and "注意安全" not in found
    assert [one.word for one in signs_for(["其他事故"])] == ["注意安全"]
    assert "必须戴防毒面具" not in [one.word for one in signs_for(["中毒和窒息"])]  # it does not make air


def test_who_may_not_see_phones_prints_cards_without_them(cast: Cast, sign_in: SignIn) -> None:
    begin(cast, cast.feng)
    row = point(cast.feng, "储存间")
    (card,) = pages(sign_in("zhou").get(reverse("risk_card", args=[row.pk])).content)
    assert "13800000001" in card  # who inspects calls
    (card,) = pages(sign_in("he").get(reverse("risk_card", args=[row.pk])).content)
    assert "138****0001" in card and "13800000001" not in card


@pytest.mark.parametrize("key", [*FORMS, *CARDS])
def test_without_points_nothing_is_printed_and_the_page_says_why(
    cast: Cast, sign_in: SignIn, key: str
) -> None:
    unit = cast.units["yongan"]
    answer = sign_in("feng").get(reverse("unit_risk_paper", args=[unit.pk, key]), follow=True)
    assert "还没有风险点" in answer.content.decode()


def test_a_point_that_has_ended_has_no_card(cast: Cast, sign_in: SignIn) -> None:
    begin(cast, cast.feng)
    row: RiskPoint = point(cast.feng, "储存间")
    actions.end_point(cast.feng, row.pk, version=row.version, reason="拆除")
    answer = sign_in("feng").get(reverse("risk_card", args=[row.pk]), follow=True)
    assert "已经停用" in answer.content.decode()


def test_a_name_that_no_font_has_is_printed_with_a_stand_in(cast: Cast, sign_in: SignIn) -> None:
    begin(cast, cast.feng)
    add(cast.feng, cast.units["yongan"], name="配电箱\U0001f525")
    content = sign_in("feng").get(reverse("unit_risk_paper", args=[cast.units["yongan"].pk, "plan"])).content
    assert "配电箱〓" in "".join(pages(content))

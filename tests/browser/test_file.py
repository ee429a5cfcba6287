"""A unit's file grows out of what was done: set up from a template, checked by the unit, a hazard found and mended, a document served; what is
missing is a press away from where it is put right, and what was frozen has the lot on paper."""

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from bihuan.accidents.rules import Counts
from bihuan.hazards.models import Hazard
from bihuan.members.actions import invite_member, join_unit
from bihuan.risks.template_data import LIBRARY
from bihuan.selfchecks.actions import issue_point_plates
from bihuan.selfchecks.models import PointPlate
from bihuan.training.actions import end_session
from tests.accidents.deeds import FELL, enter
from tests.browser.conftest import alone
from tests.browser.test_main_way import choose, picked, send, sign
from tests.cast import PASSWORD, TODAY, Cast
from tests.dossiers.deeds import take_in
from tests.letters.deeds import made, signed_by_both
from tests.majors.test_story import major
from tests.risks.deeds import STALL
from tests.selfchecks.deeds import worker
from tests.training.deeds import trained
from tests.web.visits import use_sheet

SitDown = Callable[..., Page]
FOUND, ORDERED = "多存了三箱礼花弹", "库房电线老化裸露"


def words(path: Path) -> str:
    """All that a PDF says, without blanks."""
    pdf = pypdfium2.PdfDocument(BytesIO(path.read_bytes()))
    text = "".join(pdf[number].get_textpage().get_text_bounded() for number in range(len(pdf)))
    return "".join(text.split())


def recorded(town: Cast) -> None:
    """What other desks have on record of 永安: a training with its drill, a letter that both have signed, an accident, a major hazard, and who works
    there."""
    unit = town.units["yongan"]
    end_session(town.chen, trained(town.chen, unit)["session_id"], version=1)
    made(town, "fireworks")
    signed_by_both(town, town.feng, unit.name)
    enter(town, hurt=Counts(severe=1))
    major(town)
    _, code = invite_member(town.chen, unit.pk, kind="post_worker", name="唐丽", phone="13855550001")
    join_unit(code, name="唐丽", phone="13855550001", password=PASSWORD)


@pytest.mark.browser
def test_the_frozen_file_of_a_unit_has_the_lot(
    town: Cast, sit_down: SitDown, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    use_sheet(monkeypatch)
    monkeypatch.setitem(LIBRARY, "stall", STALL)
    unit = town.units["yongan"]
    with alone:
        take_in(town)
        worker(town)
    home = f"/units/{unit.pk}/"

    # 陈 sees what the file lacks; each line leads to the form that puts it right.
    page = sit_down("chen", width=1440, height=900)
    page.goto(f"{home}file/")
    expect(page.get_by_role("progressbar")).to_have_accessible_name(re.compile("齐全0项，完整度0%"))
    lacks = page.locator("td[data-label=缺少] a")
    for text, route in (
        ("没有登记营业执照", "certificate_new"),
        ("没有登记安全管理员", "contact_new"),
        ("没有责任制、制度", "document_new"),
        ("还没有登记风险点", "risk_set_up"),
    ):
        assert lacks.filter(has_text=text).first.get_attribute("href") == reverse(route, args=[unit.pk]), text
    lacks.filter(has_text="没有登记安全管理员").click()
    page.select_option("select[name=role]", label="安全管理员")
    page.fill("#name", "马小兵")
    page.fill("#phone", "13800000002")
    with page.expect_navigation():
        page.locator(".submit-row button").click()
    page.goto(f"{home}file/")
    expect(lacks.filter(has_text="没有登记安全管理员")).to_have_count(0)

    # 冯 puts his risks right, and is told that the rest is the town's to register.
    page = sit_down("feng")
    page.goto(f"{home}file/")
    expect(page.locator("td[data-label=缺少]").filter(has_text="没有登记营业执照")).to_contain_text(
        "由镇里登记"
    )
    lacks = page.locator("td[data-label=缺少] a")
    expect(lacks.filter(has_text="没有登记营业执照")).to_have_count(0)
    lacks.filter(has_text="还没有登记风险点").first.click()
    page.fill("#name_company", "冯永")
    page.fill("#name_post", "马小兵")
    page.fill("#phone_post", "13800000002")
    send(page, "建立清单")
    page.goto(f"{home}file/")
    lacks.filter(has_text="还没有设置平面图").click()
    page.locator("label", has_text="写一张简图").click()
    page.fill("#outline", "后屋 店内\n门前 院子")
    send(page, "保存")

    # 马小兵 scans the plate at the store, and finds something; 冯 mends and accepts it.
    with alone:
        issue_point_plates(town.feng, [unit.pk])
        code = PointPlate.objects.within(town.feng.scope).get(point__name="储存间").code
    page = sit_down("ma")
    page.goto(f"/q/p/{code}/")
    page.get_by_role("link", name="发现隐患").first.click()
    page.fill("#text", FOUND)
    page.set_input_files("#photos_file", [picked("red")])  # type: ignore[list-item]
    expect(page.locator("[data-photo-strip] img")).to_be_visible()
    send(page, "登记隐患")
    expect(page.locator("main")).to_contain_text("自查整改中")
    with alone:
        hazard = Hazard.objects.within(town.chen.scope).get(text=FOUND)
    page = sit_down("feng")
    page.goto(f"/hazards/{hazard.pk}/")
    page.click("text=报告已整改")
    page.set_input_files("#photos_after_file", [picked("green")])  # type: ignore[list-item]
    expect(page.locator("[data-photo-strip] img")).to_be_visible()
    page.fill("#note", "已清走三箱")
    send(page, "报告已整改")
    page.get_by_role("link", name="本单位验收销号").click()
    page.fill("#note", "看过，已清完")
    send(page, "本单位验收销号")
    expect(page.locator("main")).to_contain_text("已销号")

    # The town comes, orders something and serves the order on the spot.
    page = sit_down("chen")
    page.goto(f"/inspections/new/?unit={unit.pk}")
    page.select_option("#second_inspector", label="赵强（持执法证）")
    page.click("[data-all-good]")
    choose(page, "r-0", "bad")
    block = page.locator("[data-if-bad=r-0]")
    block.locator("input[type=file]").first.set_input_files([picked("red")])  # type: ignore[list-item]
    expect(block.locator("[data-photo-strip] img").first).to_be_visible()
    block.locator("#i0-text").fill(ORDERED)
    choose(page, "i0-outcome", "deadline")
    block.get_by_role("button", name="7天").click()
    sign(page)
    page.click("text=完成检查")
    page.click("a:text-is('责令限期整改指令书')")
    page.click("text=当场送达")
    page.click("dialog[open] >> text=确定")
    expect(page.locator("#service")).to_contain_text("直接送达")

    # 冯 freezes the file, with what other desks have on record of him, and takes it away.
    with alone:
        recorded(town)
    page = sit_down("feng", width=1440, height=900)
    page.goto(f"{home}file/")
    page.fill("#note", "年度更新")
    page.get_by_role("button", name="定稿").click()
    expect(page.locator("main")).to_contain_text("已定稿为第1版")
    version = page.get_by_role("link", name="第1版").first
    version.evaluate(
        "one => { one.download = ''; }"
    )  # saved, not shown: a browser without a screen has no viewer
    with page.expect_download() as saving:
        version.click()
    kept = tmp_path / "file.pdf"
    saving.value.save_as(kept)
    said = words(kept)
    for part in (
        "一企一册",
        "永安烟花店",
        "校验码",
        "年度更新",
        "目录",
        "企业基本情况",
        "安全管理机构和人员持证",
        "马小兵",
        "风险点登记台账",
        "作业活动清单",
        "设备设施清单",
        "风险分级管控清单",
        "限量标志、独立隔间",
        "四色风险空间分布图",
        "隐患排查项目清单",
        "企业自查记录",
        "隐患排查治理台账",
        FOUND,
        "已销号",
        "监督检查记录",
        ORDERED,
        "执法文书",
        "责令限期整改指令书",
        f"{TODAY}",
        "没有登记营业执照",  # what it lacks is frozen with it
        "在岗人员",
        "唐丽",
        "安全生产责任书",
        "已签订",
        "教育培训",
        "永安烟花店培训",
        "应急演练",
        "喇叭不响",
        "重大隐患档案",
        "事故登记",
        FELL,
    ):
        assert "".join(part.split()) in said, part

"""A document from above on its way from the file to the answer; the town's own issued, replaced by a new version, and found by a word of its text."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from bihuan.policies.models import Policy, Received
from tests.browser.test_main_way import send
from tests.cast import Cast
from tests.policies.deeds import PAGE, RULE, word

SitDown = Callable[..., Page]


@pytest.mark.browser
def test_a_document_is_read_from_its_file_passed_on_read_and_answered(
    town: Cast, sit_down: SitDown, tmp_path: Path
) -> None:
    (tmp_path / "通知.docx").write_bytes(word(*PAGE))
    office = sit_down("chen", width=1440)
    office.goto("/policies/received/")
    office.get_by_role("link", name="登记收文").first.click()
    office.set_input_files("#file_file", tmp_path / "通知.docx")
    office.get_by_role("button", name="读取文件").click()
    expect(office.locator("#title")).to_have_value("关于开展有限空间作业专项排查的通知")
    expect(office.locator("#due_on")).to_have_value("2026-06-12")
    send(office, "登记")
    office.get_by_label("村网格长").first.check()
    office.get_by_text("由谁承办").click()
    office.locator("details").get_by_label("城建办").check()
    send(office, "分送")
    expect(office.locator("main")).to_contain_text("已分送2人")
    village = sit_down("li")
    village.goto("/")
    village.get_by_role("link", name="请阅：关于开展有限空间作业专项排查的通知").click()
    expect(village.locator("main")).to_contain_text("酱腌菜")
    village.get_by_role("button", name="已阅").click()
    expect(village.locator("main")).to_contain_text("已签阅")
    department = sit_down("zheng")
    department.goto("/")
    expect(department.locator("main")).to_contain_text("请承办：关于开展有限空间作业专项排查的通知")
    office.reload()
    expect(office.locator("main")).to_contain_text("1 / 2")
    office.get_by_role("link", name="答复").first.click()
    office.fill("#note", "已排查12处")
    send(office, "答复")
    expect(office.locator("main")).to_contain_text("按期答复")
    row = Received.objects.within(town.chen.scope).get()
    assert (row.state, row.answer) == ("answered", "已排查12处")


@pytest.mark.browser
def test_a_document_of_the_town_is_issued_replaced_and_found_by_its_words(
    town: Cast, sit_down: SitDown
) -> None:
    page = sit_down("chen")
    page.goto("/policies/new/")
    page.fill("#title", RULE)
    page.fill("#text", "一、明确责任\n镇长对安全生产负总责。")
    page.fill("#duties", "村网格长：每月巡查一遍")
    page.fill("#number", "东政发[2026]5号")
    page.fill("#issued_on", "2026-06-01")
    send(page, "保存")
    expect(page.locator("main")).to_contain_text("东政发〔2026〕5号")
    page.get_by_role("link", name="起草新版").click()
    expect(page.locator("#duties")).to_have_value("村网格长：每月巡查一遍")
    page.fill("#text", "一、明确责任\n书记、镇长对安全生产共同负总责。")
    page.fill("#number", "东政发〔2026〕6号")
    page.fill("#issued_on", "2026-06-02")
    send(page, "保存")
    page.get_by_role("link", name="新旧对照").click()
    expect(page.locator("main")).to_contain_text("书记、镇长对安全生产共同负总责。")
    old = Policy.objects.within(town.chen.scope).get(number="东政发〔2026〕5号")
    assert old.state == "replaced"
    village = sit_down("li")
    village.goto("/search/?q=共同负总责")
    village.get_by_role("link", name=RULE).first.click()
    expect(village.locator("main")).to_contain_text("现行")
    village.goto("/policies/duties/")
    expect(village.locator("main")).to_contain_text("每月巡查一遍")

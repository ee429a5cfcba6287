"""The papers of one inspection in a real browser: record and order come with the check, the order is served on the spot and signed, the
re-inspection brings its opinion, the hazard is closed. Nothing is typed twice: what a paper says is what was entered on site."""

from collections.abc import Callable
from io import BytesIO

import pypdfium2
import pytest
from playwright.sync_api import Page, expect

from bihuan.documents.models import Writ
from bihuan.hazards.models import Hazard
from tests.browser.test_main_way import choose, picked, send, sign
from tests.cast import Cast
from tests.web.visits import use_sheet

SitDown = Callable[..., Page]
FOUND, MENDED = "库房电线老化裸露", "线路已更换"


def read(page: Page, writ: Writ) -> str:
    """The text of a document's PDF, as the person gets it, without blanks."""
    got = page.request.get(
        f"{page.url.split('/', 3)[0]}//{page.url.split('/', 3)[2]}/documents/{writ.pk}/file.pdf"
    )
    assert got.ok and got.headers["content-type"] == "application/pdf"
    pdf = pypdfium2.PdfDocument(BytesIO(got.body()))
    text = "".join(pdf[number].get_textpage().get_text_bounded() for number in range(len(pdf)))
    return "".join(text.split())


def seen(page: Page) -> None:
    """The picture of the paper is on the screen."""
    sheet = page.locator("img.writ-sheet").first
    expect(sheet).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert sheet.evaluate("one => one.naturalWidth") > 300


@pytest.mark.browser
def test_from_a_finished_inspection_to_the_opinion_nothing_is_typed_twice(
    town: Cast, sit_down: SitDown, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_sheet(monkeypatch)

    # 陈 checks 永安: one failed item, its words and term typed once; 冯 signs.
    page = sit_down("chen")
    page.goto(f"/inspections/new/?unit={town.units['yongan'].pk}")
    expect(page.locator("main")).to_contain_text("本次将自动生成")
    page.select_option("#second_inspector", label="赵强（持执法证）")
    page.click("[data-all-good]")
    choose(page, "r-0", "bad")
    block = page.locator("[data-if-bad=r-0]")
    block.locator("input[type=file]").first.set_input_files([picked("red")])  # type: ignore[list-item]
    expect(block.locator("[data-photo-strip] img").first).to_be_visible()
    block.locator("#i0-text").fill(FOUND)
    choose(page, "i0-outcome", "deadline")
    block.get_by_role("button", name="7天").click()
    sign(page)
    page.click("text=完成检查")
    page.wait_for_url("**/inspections/*/?done=1")

    # The record and the order are there, with their numbers, and say what was entered.
    expect(page.locator("main")).to_contain_text("现场检查记录")
    writs = {one.kind: one for one in Writ.objects.within(town.chen.scope).select_related("paper")}
    assert set(writs) == {"record", "order"}
    page.click("a:text-is('责令限期整改指令书')")
    seen(page)
    for one in writs.values():
        text = read(page, one)
        for said in ("永安烟花店", FOUND, "陈明", "赵强", "".join(one.number.split())):
            assert said in text, (one.kind, said)
    assert "2026年6月9日" in read(page, writs["order"])

    # It is served to who signed, in one press; 陈 signs for himself on the phone.
    page.click("text=当场送达")
    page.click("dialog[open] >> text=确定")
    expect(page.locator("#service")).to_contain_text("直接送达")
    page.locator("#signing a:text-is('签字')").first.click()
    sign(page)
    page.locator(".submit-row button").dispatch_event("click")
    expect(page.locator("#signing")).to_contain_text("屏幕签字")
    hazard = Hazard.objects.within(town.chen.scope).get()

    # 冯 reports it mended.
    page = sit_down("feng")
    page.goto("/hazards/")
    page.click(f"text={FOUND}")
    page.click("text=报告已整改")
    page.set_input_files("#photos_after_file", [picked("green")])  # type: ignore[list-item]
    expect(page.locator("[data-photo-strip] img")).to_be_visible()
    page.fill("#note", "已换新线并穿管")
    send(page, "报告已整改")
    expect(page.locator("main")).to_contain_text("待复查")

    # 赵 re-inspects with 陈: the opinion names the order and the item, and the hazard is closed.
    page = sit_down("zhao", width=1440, height=900)
    page.goto(f"/hazards/{hazard.pk}/")
    page.click("a:text-is('复查')")
    choose(page, f"h{hazard.pk}-verdict", "pass")
    page.fill(f"#h{hazard.pk}-note", MENDED)
    page.select_option("#second_inspector", label="陈明（持执法证）")
    sign(page)
    page.click("text=完成复查")
    page.click("a:text-is('整改复查意见书')")
    seen(page)
    review = Writ.objects.within(town.chen.scope).select_related("paper").get(kind="review")
    text = read(page, review)
    for said in ("".join(writs["order"].number.split()), FOUND, MENDED, "已整改", "永安烟花店"):
        assert said in text, said
    hazard.refresh_from_db()
    assert hazard.state == "closed"
    order = Writ.objects.within(town.chen.scope).get(kind="order")
    assert order.served_on == hazard.ordered_on

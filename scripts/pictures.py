"""Takes the manual's pictures from the demo town: run `make demo` and `bihuan serve` first, then this.

.venv/bin/python scripts/pictures.py http://127.0.0.1:8000 docs/manual/pictures [NAME …]
"""

import os
import sys
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

# name, post on the sign-in page, address, width, whether in large text
PICTURES = (
    ("desk", "安全检查员", "/", 1440, False),
    ("desk-large", "村网格长", "/", 360, True),
    ("check", "安全检查员", "/inspections/new/", 1440, False),
    ("check-phone", "安全检查员", "/inspections/new/", 360, False),
    ("hazards", "安全检查员", "/hazards/", 1440, False),
    ("hazard", "安全检查员", "/hazards/?level=major", 1440, False),
    ("ledger", "安全检查员", "/hazards/ledger/", 1440, False),
    ("ledger-phone", "安全检查员", "/hazards/ledger/", 360, False),
    ("units", "安全检查员", "/units/", 1440, False),
    ("unit", "安全检查员", "/units/", 1440, False),
    ("grid", "安全检查员", "/grid/", 1440, False),
    ("round-phone", "网格员", "/rounds/", 360, False),
    ("accident", "安全办主任", "/accidents/?nature=production", 1440, False),
    ("accident-phone", "网格员", "/accidents/new/", 360, False),
    ("duty", "安全办主任", "/duty/?month=2018-12", 1440, False),
    ("duty-phone", "安全检查员", "/duty/?month=2018-12", 360, False),
    ("received", "安全办主任", "/policies/received/", 1440, False),
    ("policy", "安全办主任", "/policies/", 1440, False),
    ("trades", "安全办主任", "/policies/trades/", 1440, False),
    ("dailies", "安全办主任", "/dailies/list/?since=2018-12-28&until=2018-12-28", 1440, False),
    ("dailies-phone", "村网格长", "/", 360, False),
    ("relief", "安全办主任", "/duty/handovers/", 1440, False),
    ("figures", "安全检查员", "/figures/", 1440, False),
    ("writ", "安全办主任", "/documents/?kind=order", 1440, False),
    ("writ-phone", "安全检查员", "/documents/?kind=order", 360, False),
    ("powers", "安全办主任", "/documents/powers/", 1440, False),
    ("portal", "企业主要负责人", "/", 360, True),
    ("portal-unit", "企业主要负责人", "/", 360, False),
    ("selfcheck-phone", "企业安全管理员", "/selfchecks/mine/", 360, False),
    ("selfchecks", "安全办主任", "/selfchecks/", 1440, False),
    ("rollout", "安全办主任", "/rollout/", 1440, False),
    ("rollout-benchmarks", "安全办主任", "/rollout/candidates/", 1440, False),
    ("rollout-wave", "安全办主任", "/rollout/", 1440, False),
    ("training", "安全办主任", "/training/", 1440, False),
    ("dual", "安全办主任", "/dual/", 1440, False),
    ("plan", "安全办主任", "/plans/", 1440, False),
    ("form-due", "安全办主任", "/summaries/dues/", 1440, False),
    ("bulletin", "安全办主任", "/summaries/", 1440, False),
    ("joint-event", "安全办主任", "/joint/", 1440, False),
    ("joint-visit", "安全办主任", "/joint/", 1440, False),
    ("publicity-phone", "村网格长", "/publicity/new/?channel=leaflet", 360, False),
    ("publicity-plan", "安全办主任", "/publicity/plans/", 1440, False),
    (
        "publicity-coverage",
        "安全办主任",
        "/publicity/coverage/?since=2018-10-01&until=2018-12-31",
        1440,
        False,
    ),
    ("assessments", "安全办主任", "/assessments/", 1440, False),
    ("assessment-sheet", "安全办主任", "/assessments/sheets/?state=published&kind=village", 1440, False),
    ("veto", "安全办主任", "/vetoes/?state=upheld", 1440, False),
    ("map", "安全办主任", "/map/?shade=covered", 1440, False),
    ("map-phone", "安全检查员", "/map/?layer=hazards&shade=open", 360, False),
    ("outline", "安全办主任", "/map/outlines/", 1440, False),
    ("board", "安全办主任", "/board/?look=dark", 1440, False),
    ("administrators", "系统管理员", "/account/administrators/", 1440, False),
)
# Of these the first row of the list is opened, of some another page from there.
FIRST = {
    "hazard": "td.main a",
    "unit": "td.main a",
    "accident": "td.main a",
    "dailies": "td.main a then a:has-text('当天汇总')",
    "relief": "td.main a",
    "writ": "td.main a",
    "writ-phone": "td.main a",
    "portal-unit": "main .actions a",
    "rollout-wave": "td.main a",
    "plan": "td.main a",
    "joint-event": "td.main a",
    "joint-visit": "td.main a then td.main a",
    "publicity-plan": "td.main a",
    "policy": "td.main a",
    "assessment-sheet": "td.main a",
    "veto": "td.main a",
    "outline": "tr:has-text('石屋村') a:has-text('重画')",
    "selfcheck-phone": "main h2 a",
    "check": ".todo a",
    "check-phone": ".todo a",
    "form-due": "td.main a",
    "bulletin": "td.main a",
}
# What of a long page is meant.
SHOWN = {"bulletin": "#beside-table", "map": "form.filters", "map-phone": "form.filters"}
COLOURS = 128


def main(address: str, folder: Path, names: list[str]) -> None:
    """The pictures that are named, or all of the list and the summary's page with a number pressed."""
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=["--no-sandbox"]
        )
        for name, post, path, width, is_large in PICTURES:
            if names and name not in names:
                continue
            size = {"width": width, "height": 740 if width < 640 else 800}
            page = sign_in(browser.new_page(viewport=size, locale="zh-CN"), address, post)
            if is_large:
                page.get_by_role("button", name="大字版").click()
                page.get_by_role("button", name="标准版").wait_for()
            page.goto(address + path)
            for link in FIRST[name].split(" then ") if name in FIRST else ():
                page.goto(address + str(page.locator(link).first.get_attribute("href")))
            if name in SHOWN:
                page.locator(SHOWN[name]).evaluate("one => one.scrollIntoView()")
            keep(page, folder / f"{name}.png")
            page.close()
        if not names or "summary" in names:
            size = {"width": 1440, "height": 900}
            summary(sign_in(browser.new_page(viewport=size, locale="zh-CN"), address, "安全办主任"), folder)
        browser.close()


def summary(page: Page, folder: Path) -> None:
    """The year's summary with its first disproved claim pressed."""
    page.goto(f"{page.url}summaries/new/")
    page.fill("#title", "2018年度安全生产工作总结")
    page.fill("#since", "2018-01-01")
    page.fill("#until", "2018-12-31")
    page.fill("#as_of", "2018-12-31")
    page.click("text=填数并核对")
    page.wait_for_selector("[data-blanks]")
    page.click(".claim.disproved >> nth=0")
    page.wait_for_selector("#beside .option")
    keep(page, folder / "summary.png")


def keep(page: Page, path: Path) -> None:
    """The picture of what is in sight, in few colours, so that the manual stays small."""
    page.wait_for_load_state("networkidle")
    picture = Image.open(BytesIO(page.screenshot(animations="disabled"))).convert("RGB")
    few = picture.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    few.save(path, optimize=True)


def sign_in(page: Page, address: str, post: str) -> Page:
    """One press on the demo's sign-in page."""
    page.goto(f"{address}/sign-in/")
    page.click(f".cast button:has-text('{post}') >> nth=0")
    page.wait_for_url(f"{address}/")
    return page


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3:])

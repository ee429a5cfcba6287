"""Takes the manual's pictures from the demo town: run `make demo` and `bihuan serve` first, then this.

.venv/bin/python scripts/pictures.py http://127.0.0.1:8000 docs/manual/pictures
"""

import os
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

# name, post on the sign-in page, address, width, what to press before the picture
PICTURES = (
    ("desk", "安全检查员", "/", 1440, ""),
    ("desk-phone", "安全检查员", "/", 360, ""),
    ("check-phone", "安全检查员", "/inspections/new/", 360, ""),
    ("hazards", "安全检查员", "/hazards/?state=open", 1440, ""),
    ("ledger", "安全检查员", "/hazards/ledger/", 1440, ""),
    ("units", "安全检查员", "/units/", 1440, ""),
    ("grid", "安全检查员", "/grid/", 1440, ""),
    ("figures", "安全检查员", "/figures/", 1440, ""),
)


def main(address: str, folder: Path) -> None:
    """All pictures of the list, and the summary's page with a number pressed."""
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=["--no-sandbox"]
        )
        for name, post, path, width, press in PICTURES:
            page = sign_in(browser.new_page(viewport={"width": width, "height": 800}), address, post)
            page.goto(address + path)
            if press:
                page.click(press)
            page.screenshot(path=folder / f"{name}.png")
            page.close()
        page = sign_in(browser.new_page(viewport={"width": 1440, "height": 900}), address, "安全办主任")
        page.goto(f"{address}/summaries/new/")
        page.fill("#title", "2018年度安全生产工作总结")
        page.fill("#since", "2018-01-01")
        page.fill("#until", "2018-12-31")
        page.fill("#as_of", "2018-12-31")
        page.click("text=填数并核对")
        page.wait_for_selector("[data-blanks]")
        page.click(".claim.disproved >> nth=0")
        page.wait_for_selector("#beside .option")
        page.screenshot(path=folder / "summary.png")
        browser.close()


def sign_in(page: Page, address: str, post: str) -> Page:
    """One press on the demo's sign-in page."""
    page.goto(f"{address}/sign-in/")
    page.click(f".cast button:has-text('{post}') >> nth=0")
    page.wait_for_url(f"{address}/")
    return page


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))

"""The components: all are shown on the preview, which keeps the rules of docs/interface.md."""

import re
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.paginator import Paginator
from django.template.loader import get_template
from django.test import RequestFactory

from bihuan.core import clock
from bihuan.web import assets, jinja
from bihuan.web.context import NavItem

COMPONENTS = Path(jinja.__file__).resolve().parent.parent / "templates" / "components"
TODAY = date(2026, 6, 2)


@pytest.fixture
def preview() -> str:
    """The preview as HTML, for a person with nine places to go to."""
    nav = [NavItem(f"第{n}处", f"/{n}/", "home", n == 6, badge=n) for n in range(9)]
    someone = SimpleNamespace(
        name="陈明", post_label="安全办主任", town_name="东岭镇", actor=SimpleNamespace(person="p")
    )
    request = RequestFactory().get("/preview/?state=ordered&kind=wiring&sort=-deadline&page=3")
    context = {
        "request": request,
        "csrf_input": "",
        "actor": someone,
        "nav": nav,
        "is_demo": True,
        "page_of_rows": Paginator(range(1306), 50).page(3),
    }
    with clock.moved(clock.at(TODAY, 9)):
        return str(get_template("components/preview.html").template.render(context))


@pytest.mark.parametrize("name", ["page", "form", "table", "badge"])
def test_every_macro_is_shown_on_the_preview(name: str) -> None:
    source = (COMPONENTS / f"{name}.html").read_text()
    shown = (COMPONENTS / "preview.html").read_text()
    macros = re.findall(r"{% macro (\w+)\(", source)
    serving = [macro for macro in macros if len(re.findall(rf"(?<!macro )\b{macro}\(", source)) > 0]
    unseen = [macro for macro in macros if macro not in serving and f"{name}.{macro}(" not in shown]
    assert macros and unseen == []


def test_nothing_on_the_preview_needs_inline_script_or_style(preview: str) -> None:
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", preview)
    assert all('src="' in tag for tag in re.findall(r"<script[^>]*>", preview))


def test_labels_helps_and_errors_lead_to_something(preview: str) -> None:
    ids = Counter(re.findall(r'\sid="([^"]+)"', preview))
    assert [name for name, times in ids.items() if times > 1] == []
    for attribute in ("for", "aria-labelledby", "aria-describedby"):
        named = " ".join(re.findall(rf'\s{attribute}="([^"]+)"', preview)).split()
        assert named and [name for name in named if name not in ids] == []


def test_the_phone_shows_four_places_and_the_present_one_among_the_rest(preview: str) -> None:
    bar = preview[preview.index("bh-nav-phone") :]
    direct, rest = bar.split("<details", 1)
    assert direct.count("<a ") == 4
    assert 'class="is-here"' in rest and rest.split("</details>")[0].count("<a ") == 5


def test_the_pager_goes_to_the_neighbours_and_both_ends_and_keeps_the_filters(preview: str) -> None:
    pager = preview[preview.index('class="pager"') :].split("</nav>")[0]
    assert re.findall(r'aria-label="第(\d+)页"', pager) == ["1", "2", "4", "5", "27"]
    assert "共1,306条" in pager and "state=ordered&amp;kind=wiring&amp;sort=-deadline&amp;page=4" in pager


def test_a_pressed_chip_takes_off_its_own_filter_only(preview: str) -> None:
    chips = preview[preview.index('class="chips"') :].split("</div>")[0]
    assert (
        'href="?kind=wiring&amp;sort=-deadline"' in chips
        and 'href="?state=ordered&amp;sort=-deadline"' in chips
    )


def test_icons_named_in_templates_are_there() -> None:
    used = {
        name
        for template in COMPONENTS.parent.parent.rglob("templates/**/*.html")
        for name in re.findall(r'icon\("([\w-]+)"\)', template.read_text())
    }
    assert used and [name for name in sorted(used) if not (jinja.ICONS / f"{name}.svg").exists()] == []


def test_pages_are_served_plain_where_nothing_is_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assets, "DIST", tmp_path)
    found = assets.entry.__wrapped__()
    assert found == assets.Assets((), ("plain.css",))
    assert (COMPONENTS.parent.parent / "static" / "plain.css").exists()


def test_dates_and_numbers_are_written_as_officials_do() -> None:
    with clock.moved(clock.at(TODAY, 9)):
        assert (jinja.day(date(2018, 3, 5)), jinja.day(None)) == ("2018年3月5日", "—")
        assert (jinja.short_day(date(2026, 3, 5)), jinja.short_day(date(2018, 3, 5))) == (
            "3月5日",
            "2018年3月5日",
        )
        assert jinja.moment(datetime(2018, 3, 5, 17, 5, tzinfo=UTC)) == "2018年3月6日 01:05"
        ends = [date(2026, 6, 5), TODAY, date(2026, 5, 31)]
        assert [jinja.days_left(end) for end in ends] == ["还剩3天", "今天到期", "逾期2天"]
    assert (jinja.number(12345), jinja.number(0), jinja.number(None)) == ("12,345", "0", "—")
    assert jinja.mask_phone("13812341234") == "138****1234"
    assert [jinja.mask_name(name) for name in ("张明", "张小明", "张")] == ["张*", "张*明", "张"]

"""What the pages' tests have in common: a small checklist, and a visit as the page sends it."""

import base64
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from bihuan.core.ids import new_id
from bihuan.inspections.checklists import Checklist, Item
from tests.cast import TODAY, Cast, picture

SignIn = Callable[[str], Client]
SIGNED = "data:image/png;base64," + base64.b64encode(picture("white", "PNG")).decode()
SHEET = Checklist(
    "fireworks",
    "烟花爆竹零售点检查表",
    (
        Item("0", "线路穿管保护", "GB 50054", "用电"),
        Item("1", "灭火器在有效期内", "GB 50444", "消防"),
        Item("2", "店内不住人", "", "场所"),
    ),
)


def use_sheet(monkeypatch: pytest.MonkeyPatch) -> Checklist:
    """Whoever checks a unit, checks it by the small list."""
    monkeypatch.setattr("bihuan.hazards.views.checks.sheet_for", lambda *_: SHEET)
    return SHEET


def photo(colour: str = "red") -> SimpleUploadedFile:
    return SimpleUploadedFile(f"{colour}.jpg", picture(colour), "image/jpeg")


def page_of(cast: Cast, key: str = "yongan") -> str:
    return f"{reverse('inspection_new')}?unit={cast.units[key].pk}"


def typed(cast: Cast, **more: object) -> dict[str, object]:
    """What 陈 sends after looking at 永安 with 赵: all good, signed."""
    given: dict[str, object] = {
        "visit_id": str(new_id()),
        "outing": "new",
        "outing_id": str(new_id()),
        "leader": str(cast.people["zhou"].pk),
        "second_inspector": str(cast.people["zhao"].pk),
        "present": "冯永",
        "signature": SIGNED,
        "r-0": "good",
        "r-1": "good",
        "r-2": "none",
    }
    return given | more


def failed(index: int = 0, **more: object) -> dict[str, object]:
    """An item marked bad with a photo and seven days."""
    given = {
        f"r-{index}": "bad",
        f"i{index}-id": str(new_id()),
        f"i{index}-text": "库房电线老化裸露",
        f"i{index}-kind": "power",
        f"i{index}-level": "general",
        f"i{index}-outcome": "deadline",
        f"i{index}-deadline_on": (TODAY + timedelta(days=7)).isoformat(),
        f"i{index}-photos_file": photo(),
    }
    return given | {f"i{index}-{name}": value for name, value in more.items()}


def told_at(field: str, page: str) -> str:
    """What a page says is wrong with a field, without the icon before it."""
    found = re.search(rf'id="{re.escape(field)}-error">(.*?)</div>', page, re.S)
    assert found, f"nothing is told at {field}"
    return re.sub(r"<.*?>", "", found[1], flags=re.S).strip()

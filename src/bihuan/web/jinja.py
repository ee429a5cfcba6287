"""The Jinja2 environment of all pages: what templates may call, and how dates and numbers are written."""

import re
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import jinja2
from django.templatetags.static import static
from django.urls import reverse
from django.urls.converters import UUIDConverter
from markupsafe import Markup

from bihuan.core import clock
from bihuan.core.calendar import in_words, moment_in_words
from bihuan.core.jobs.kinds import kind_of
from bihuan.core.jobs.queries import withheld
from bihuan.core.masking import mask_address, mask_name, mask_phone
from bihuan.web.assets import entry, map_assets, public_styles

ICONS = Path(__file__).resolve().parent.parent / "templates" / "icons"


def environment(**options: Any) -> jinja2.Environment:
    """For Django's Jinja2 backend. Autoescape stays on."""
    found = jinja2.Environment(
        **(options | {"undefined": jinja2.Undefined, "trim_blocks": True, "lstrip_blocks": True})
    )
    found.globals |= {
        "url": url,
        "static": static,
        "assets": entry,
        "map_assets": map_assets,
        "public_styles": public_styles,
        "icon": icon,
        "query": query,
        "today": clock.today,
        "job_kind": kind_of,
        "job_withheld": withheld,
    }
    found.filters |= {
        "day": day,
        "short_day": short_day,
        "moment": moment,
        "cell": cell,
        "days_left": days_left,
        "number": number,
        "plain": plain,
        "mask_phone": mask_phone,
        "mask_name": mask_name,
        "mask_address": mask_address,
    }
    found.tests["file_id"] = is_file_id
    return found


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """The address of a route."""
    return reverse(name, args=args or None, kwargs=kwargs or None)


def is_file_id(value: Any) -> bool:
    """Whether what was sent can be the id of a kept file, as addresses write it: what cannot be has no picture to show."""
    return re.fullmatch(UUIDConverter.regex, str(value)) is not None


def query(request: Any, **changes: Any) -> str:
    """The present address's query with some parts changed; None takes a part off."""
    parts = {key: request.GET.get(key) for key in request.GET} | changes
    return "?" + urlencode({key: value for key, value in parts.items() if value not in (None, "")})


@cache
def icon(name: str) -> Markup:
    """An icon inline (Tabler Icons, MIT), hidden from screen readers: a word stands beside it."""
    svg = (ICONS / f"{name}.svg").read_text()
    return Markup(svg.replace("<svg", '<svg aria-hidden="true"', 1))


def day(value: date | None) -> str:
    """2018年3月5日, as officials write it."""
    return in_words(value) if value else "—"


def short_day(value: date | None) -> str:
    """3月5日, with the year where it is not this one."""
    if value is None:
        return "—"
    return f"{value.month}月{value.day}日" if value.year == clock.today().year else day(value)


def moment(value: datetime | None) -> str:
    """2018年3月5日 14:05, in the town's time."""
    return moment_in_words(value) if value else "—"


def days_left(value: date | None) -> str:
    """How a deadline stands today: 还剩3天, 今天到期, 逾期2天."""
    if value is None:
        return ""
    left = (value - clock.today()).days
    if left == 0:
        return "今天到期"
    return f"还剩{left}天" if left > 0 else f"逾期{-left}天"


def cell(value: Any) -> Any:
    """A cell of the rows behind a figure: days as officials write them, — where nothing is."""
    return day(value) if value is None or type(value) is date else value


def number(value: int | Decimal | None) -> str:
    """A figure: thousands apart; — where nothing was reported."""
    return "—" if value is None else f"{value:,}"


def plain(value: Any) -> Any:
    """A plain value of a list's column as a page writes it: days and numbers in their form, nothing for nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return day(value)
    return number(value) if isinstance(value, int | Decimal) else value

"""Whatever is typed into the pages of the whole loop, nothing breaks: it is refused in words, or not there."""

import logging
import re
from html.parser import HTMLParser
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from bihuan.figures.registry import FIGURES
from tests.cast import Cast
from tests.core.deeds import found
from tests.majors.test_story import passed
from tests.referrals.deeds import assigned, referred
from tests.routes.test_matrix import routes
from tests.routes.world import build

APPS = re.compile(
    "checklist|obligation|hazard|major|listing|extension|urgent|pressing|decision|watch|referral|assignment|unit_as_of|reinspect|import|risk|accident|remedy|flash|report_limit|duty|roster|spot_check|fit_end|leave_end|dail|tip|reward"
    "|meeting|resolution|leader|letter|received|polic|trade|session|training|drill|lesson|contingenc|question|outreach|publicity|material|leaflet|scheme|sheet|objection|veto|honour|map(?!_tile)|outline|board|unit_place|unit_new|joint"
)
ASKED = re.compile(
    "duty|roster|spot_check|dail|accident|meeting|leader|letter|received|polic|session|training|drill|outreach|publicity|tips|honour|assessments|veto|map(?!_tile)|board|joint"
)
DAYS = ("9999-12-31", "0001-01-01", "０１２")
MOMENTS = ("0001-01-01T00:00", "9999-12-31T23:59", "9999-12-31T23:59:60")
WORDS = ("好\x00", "字" * 10_000, "9" * 5000, "0" * 36, "-10", "7")
# What is sent to a field by its kind: a day is asked for days and the worst of the words.
BY_KIND = {"date": (*DAYS, *WORDS[:3]), "datetime-local": (*MOMENTS, *WORDS[:3])}
# What an address is asked for, each name for as many.
IN_ADDRESS = {
    "month": ("9999-12", "0001-01", "２０２６-０６", "2026-13", *WORDS[:3]),
    **dict.fromkeys(("day", "from", "to", "since", "until"), (*DAYS, MOMENTS[0], *WORDS[:3])),
    **dict.fromkeys(("words", "cell", "unit", "kind", "position", "was"), (*WORDS, DAYS[0])),
}
# Words that choose among the fields, so that the rest is looked at too.
KINDS = {
    "kind": "ban",
    "body": "东城区人民政府",
    "level": "district",
    "how": "phone",
    "note": "好",
    "number": "3号",
    "reason": "好",
    "source": "区安委会",
    "title": "核查",
}


class Fields(HTMLParser):
    """The fields of the forms by which a page writes, each with its kind."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.kinds: dict[str, str] = {}
        self.writes = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self.writes = (given.get("method") or "").lower() == "post"
        name = given.get("name")
        if (self.writes or given.get("form")) and name and name != "csrfmiddlewaretoken":
            self.kinds[name] = given.get("type") or tag


class Undone(Exception):
    """Takes back what a page wrote."""


@pytest.fixture(autouse=True)
def quiet(monkeypatch: pytest.MonkeyPatch, worked_out_once: None) -> None:
    """Nearly all that is sent is refused, which need not be logged each time."""
    monkeypatch.setattr(logging.getLogger("django.request"), "disabled", True)


def tried(client: Client, method: str, url: str, data: dict[str, Any], what: str) -> list[str]:
    """What broke, if anything did; whatever was written is undone."""
    try:
        with transaction.atomic():
            getattr(client, method)(url, data)
            raise Undone
    except Undone:
        return []
    except Exception as error:
        return [f"{what}: {type(error).__name__} {error!s:.120}"]


def signed_in(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.people["chen"], backend="bihuan.web.signin.PersonBackend")
    return client


@pytest.fixture
def rows(cast: Cast) -> list[dict[str, Any]]:
    """What the addresses name: one row of every kind, and hazards in other states."""
    here = next(iter(build(cast).values())).kwargs
    ordered = found(cast, cast.chen, level="major", criterion="yh2017.5")
    waits = passed(cast, found(cast, cast.chen, level="major", criterion="yh2017.5"))
    away = referred(cast)
    more = [{"hazard_id": row.pk} for row in (ordered, waits, away.hazard)]
    return [
        here,
        *(here | one for one in more),
        here | {"referral_id": away.pk, "assignment_id": assigned(cast, number="").pk},
    ]


@pytest.mark.once
def test_no_page_breaks(cast: Cast, rows: list[dict[str, Any]]) -> None:
    client, broken, seen, fields = signed_in(cast), [], set(), 0
    for page in (one for one in routes() if APPS.search(one.name)):
        for given in rows:
            url = reverse(page.name, kwargs={name: given[name] for name in page.names})
            if url in seen:
                continue
            seen.add(url)
            kinds = Fields(b"".join(client.get(url)).decode(errors="replace")).kinds
            fields += len(kinds)
            for turn in range(len(WORDS) if kinds else 1):
                sent = {name: BY_KIND.get(kind, WORDS)[turn] for name, kind in kinds.items()}
                told = f"{page.name} {WORDS[turn][:20]!r}"
                broken += tried(client, "post", url, sent | {"version": "1"} | KINDS, told)
    assert fields > 500, f"only {fields} fields were found on the pages"
    assert not broken, "\n".join(sorted(set(broken)))


@pytest.mark.once
def test_no_address_breaks(cast: Cast, rows: list[dict[str, Any]]) -> None:
    """What is asked for by an address: months, days, words, places."""
    client, broken = signed_in(cast), []
    for page in (one for one in routes() if ASKED.search(one.name)):
        url = reverse(page.name, kwargs={name: rows[0][name] for name in page.names})
        for turn in range(len(IN_ADDRESS["month"])):
            asked = {name: values[turn] for name, values in IN_ADDRESS.items()}
            broken += tried(client, "get", url, asked, f"{page.name} {asked['month'][:20]!r}")
    assert not broken, "\n".join(sorted(set(broken)))


@pytest.mark.once
def test_no_figure_breaks_on_any_day(cast: Cast) -> None:
    client, broken = signed_in(cast), []
    for key in FIGURES:
        for day in DAYS:
            asked = {"since": day, "until": day, "as_of": day}
            broken += tried(client, "get", reverse("figure_rows", args=[key]), asked, f"{key} {day}")
    assert not broken, "\n".join(broken)

"""What the server's log keeps of an address that opens something to whoever knows it."""

import logging

import pytest
from django.urls import reverse

from bihuan.core.ids import new_id
from bihuan.web.logs import WithoutCodes

CODE = "x9_k-Q2vTz7"


@pytest.mark.parametrize(
    ("route", "given", "kept"),
    [
        ("joint_door", [CODE], "/joint/in/…/"),
        ("joint_door_photo", [CODE], "/joint/in/…/photo/"),
        ("duty_feed", [CODE], "/duty/calendar/….ics"),
    ],
)
def test_a_secret_address_is_logged_without_its_secret(route: str, given: list[str], kept: str) -> None:
    record = logging.LogRecord(
        "django.request", logging.WARNING, "", 0, "Not Found: %s", (reverse(route, args=given),), None
    )
    assert WithoutCodes().filter(record)
    assert record.getMessage() == f"Not Found: {kept}"


def test_what_opens_nothing_is_logged_as_it_is() -> None:
    said = f"Not Found: /units/{new_id()}/"
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, said, (), None)
    assert WithoutCodes().filter(record) and record.getMessage() == said

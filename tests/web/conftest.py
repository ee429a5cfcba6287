"""Fixtures of the pages' tests."""

import pytest
from django.test import Client

from bihuan.inspections.checklists import Checklist
from tests.cast import Cast
from tests.web.visits import SignIn, use_sheet


@pytest.fixture
def sheet(monkeypatch: pytest.MonkeyPatch) -> Checklist:
    """One small checklist, whatever the unit."""
    return use_sheet(monkeypatch)


@pytest.fixture
def sign_in(cast: Cast) -> SignIn:
    def signed(key: str) -> Client:
        client = Client()
        client.force_login(cast.people[key], backend="bihuan.web.signin.PersonBackend")
        return client

    return signed

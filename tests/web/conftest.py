"""Fixtures of the pages' tests."""

import pytest
from django.test import Client

from bihuan.inspections import checklists
from bihuan.inspections.checklists import Checklist
from tests.cast import Cast
from tests.web.visits import SHEET, SignIn


@pytest.fixture
def sheet(monkeypatch: pytest.MonkeyPatch) -> Checklist:
    """One small checklist in force for fireworks shops."""
    monkeypatch.setattr(checklists, "CHECKLISTS", {SHEET.key: SHEET})
    monkeypatch.setattr("bihuan.inspections.actions.CHECKLISTS", {SHEET.key: SHEET})
    monkeypatch.setattr("bihuan.hazards.views.records.CHECKLISTS", {SHEET.key: SHEET})
    return SHEET


@pytest.fixture
def sign_in(cast: Cast) -> SignIn:
    def signed(key: str) -> Client:
        client = Client()
        client.force_login(cast.people[key], backend="bihuan.web.signin.PersonBackend")
        return client

    return signed

"""The small template beside those of the library."""

import pytest

from bihuan.risks.template_data import LIBRARY
from tests.risks.deeds import STALL


@pytest.fixture(autouse=True)
def stall(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(LIBRARY, "stall", STALL)

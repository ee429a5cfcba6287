"""Who signs in, and a town whose public page is open."""

import pytest

from bihuan.tipoffs import actions
from bihuan.tipoffs.models import TipPage
from tests.cast import Cast
from tests.web.conftest import sign_in

__all__ = ["sign_in"]


@pytest.fixture
def page(cast: Cast) -> TipPage:
    return actions.open_tip_page(cast.chen)

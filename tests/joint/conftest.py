"""Each story begins on a morning on which everything before has been told of."""

import pytest

from bihuan.notices.actions import tell_news
from tests.cast import Cast
from tests.web.conftest import sign_in

__all__ = ["sign_in"]


@pytest.fixture
def cast(cast: Cast) -> Cast:
    tell_news(cast.town.pk)
    return cast

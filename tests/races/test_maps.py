"""Two draw the outline of one village at once, or take the same file twice: one wins, the other is told, and one outline stands."""

from collections.abc import Callable
from typing import Any

import pytest

from bihuan.core import events
from bihuan.core.errors import NotAllowed, Stale
from bihuan.core.ids import new_id
from bihuan.maps.actions import TakenArea, draw_outline, take_outlines
from bihuan.maps.models import CellOutline
from tests.cast import Cast
from tests.maps.deeds import feature, file_of, read_in, square
from tests.races.test_units import one_after_the_other

pytestmark = pytest.mark.race


@pytest.mark.parametrize("how", ["drawn", "taken"])
def test_one_outline_stands(alone: Cast, monkeypatch: pytest.MonkeyPatch, how: str) -> None:
    village, chen, xu = alone.cells["石桥村"], alone.chen, alone.xu
    both: list[Callable[[], Any]]
    if how == "drawn":
        both = [
            lambda: draw_outline(chen, village.pk, ring=square(), outline_id=new_id()),
            lambda: draw_outline(xu, village.pk, ring=square(half=0.02), outline_id=new_id()),
        ]
    else:
        file = read_in(chen, file_of(feature("石桥村", square())))
        taken = {0: TakenArea(village.pk)}
        both = [lambda: take_outlines(chen, file.pk, taken), lambda: take_outlines(xu, file.pk, taken)]
    results = one_after_the_other(monkeypatch, *both)
    assert sum(isinstance(one, Stale | NotAllowed) for one in results) == 1, results
    rows = CellOutline.objects.within(chen.scope).filter(cell=village, until_on__isnull=True)
    assert rows.count() == 1
    assert events.check(alone.town.pk) is None

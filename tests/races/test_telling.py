"""Two clocks at once tell of each thing once, and gather it into one letter."""

from threading import Barrier

import pytest

from bihuan.core import clock
from bihuan.notices import actions
from bihuan.notices.actions import sending, telling
from bihuan.notices.models import Letter, Sending, Told
from tests.cast import NOW, Cast
from tests.core.deeds import found
from tests.races.conftest import at_once
from tests.races.test_at_once import held

pytestmark = pytest.mark.race


def test_two_clocks_at_once_tell_once_and_write_one_letter(
    alone: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    town = alone.town.pk
    actions.tell_news(town)
    actions.set_wishes(alone.feng, email="feng@example.cn", robot=None, paces={}, rhythm=None)
    found(alone, alone.zhao)
    monkeypatch.setattr(telling, "_reading", held(telling._reading, Barrier(2)))

    def tick() -> int:
        with clock.moved(NOW):
            return actions.tell_news(town)

    assert sorted(at_once(tick, tick)) == [0, 2]  # type: ignore[type-var]
    monkeypatch.undo()
    monkeypatch.setattr(sending, "_hold", held(sending._hold, Barrier(2)))

    def write() -> int:
        with clock.moved(NOW):
            return actions.write_letters(town)

    assert sorted(at_once(write, write)) == [0, 1]  # type: ignore[type-var]
    whole = alone.chen.scope
    assert Told.objects.within(whole).count() == 2
    assert Letter.objects.within(whole).count() == Sending.objects.within(whole).count() == 1

"""Figures of many units and departments at once are the same as those within the scope of each, for every figure of the registry."""

from typing import Any

import pytest

from bihuan.core.scope import Scope
from bihuan.figures.evaluation import Ask, counted, evaluate, ids_behind
from bihuan.figures.owners import evaluate_owners, has_owners, ids_of_owners
from bihuan.figures.registry import FIGURES
from tests.accidents.deeds import enter, judge
from tests.cast import FOUNDED, TODAY, Cast
from tests.core.deeds import found
from tests.letters.deeds import made
from tests.publicity.deeds import handed_out

pytestmark = pytest.mark.usefixtures("no_rollups")


@pytest.mark.parametrize("by", ["unit", "department"])
def test_figures_of_many_are_those_of_each(cast: Cast, by: str) -> None:
    found(cast, cast.zhao)
    found(cast, cast.zhao, "onsite")
    judge(cast, enter(cast, unit="site"))
    made(cast)
    handed_out(cast.chen, cast.cells["石桥村"])
    owners: list[Any] = [one.pk for one in (cast.units if by == "unit" else cast.departments).values()]
    keys = sorted(key for key, one in FIGURES.items() if has_owners(one, by))
    asks = [Ask(key, FOUNDED, TODAY, TODAY) for key in keys]
    told = evaluate_owners(cast.town.pk, by, owners, asks)
    ids = ids_of_owners(cast.town.pk, by, owners, asks)
    assert len(keys) > 40
    for owner in owners:
        scope = Scope(cast.town.pk, **{f"{by}s": (owner,)})
        alone = evaluate(scope, asks)
        assert {ask.figure: told[owner, ask] for ask in asks} == {ask.figure: alone[ask] for ask in asks}
        behind = ids_behind(scope, [counted(ask)[0] for ask in asks])
        assert {ask.figure: ids[owner, ask] for ask in asks} == {
            ask.figure: behind[counted(ask)[0]] for ask in asks
        }

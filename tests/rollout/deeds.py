"""What the tests of the roll-out do again and again."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from bihuan.core.actions import Actor
from bihuan.core.scope import Scope
from bihuan.rollout.actions import accept_unit, join_wave, open_wave
from bihuan.rollout.models import Acceptance, Wave, WaveUnit
from bihuan.rollout.queries import sheet_of
from bihuan.units.models import Unit
from tests.cast import TODAY, Cast


def wave(actor: Actor, **more: Any) -> Wave:
    """The first wave: until the end of the month after next."""
    given: dict[str, Any] = {
        "kind": "pilot",
        "name": "第一批",
        "from_on": TODAY,
        "to_on": TODAY + timedelta(days=60),
        "decided": "镇安委会第二次全体会议",
        "decided_on": TODAY,
    }
    return open_wave(actor, **(given | more))


def joined(actor: Actor, unit: Unit, **more: Any) -> WaveUnit:
    """A unit in a wave of its own."""
    return join_wave(actor, wave(actor, **more).pk, units=[unit.pk])[0]


def scores(actor: Actor, **lost: int) -> dict[str, Any]:
    """The sheet in force with full points, but for what is lost, which is explained."""
    items = sheet_of(actor.scope).items
    return {
        "scores": {one.key: one.points - lost.get(one.key, 0) for one in items},
        "notes": dict.fromkeys(lost, "现场没有做到"),
    }


def accepted(cast: Cast, within: UUID, **more: Any) -> Acceptance:
    """陈 accepts with full points."""
    photo = cast.photo(cast.chen, "green")
    given = scores(cast.chen) | {
        "sheet_id": None,
        "with_whom": "赵强、冯永",
        "photo": photo,
        "ground": "企业没有智能手机，用纸质记录自查",
    }
    return accept_unit(cast.chen, within, **(given | more))


def town(cast: Cast) -> Scope:
    return Scope.whole_town(cast.town.pk)

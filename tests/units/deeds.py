"""Two rows for one shop: 永安烟花店 and what somebody registered a second time as 永安鞭炮店."""

from datetime import date
from typing import Any

from bihuan.core.actions import Actor
from bihuan.units.actions import merge_units, register_unit
from bihuan.units.models import Unit
from tests.cast import FOUNDED, Cast

CODE = "91350100M000100Y43"


def twin(cast: Cast, **more: Any) -> Unit:
    """永安 once more, with other particulars."""
    given: dict[str, Any] = {
        "name": "永安鞭炮店",
        "category": "fireworks",
        "cell_id": cast.cells["石桥村"].pk,
        "opened_on": FOUNDED,
        "head": "冯大永",
        "phone": "13900000002",
        "address": "石桥村北头路东",
        "uscc": CODE,
    }
    return register_unit(cast.chen, **(given | more))


def merge(kept: Unit, gone: Unit, actor: Actor, **more: Any) -> Unit:
    """The first takes over the second, as they stand now."""
    now = [fresh(actor, one) for one in (kept, gone)]
    given: dict[str, Any] = {
        "versions": (now[0].version, now[1].version),
        "choices": {},
        "reason": "同一家店重复登记",
    }
    return merge_units(actor, kept.pk, gone.pk, **(given | more))


def fresh(actor: Actor, unit: Unit) -> Unit:
    """A unit as it stands now."""
    row: Unit = Unit.objects.within(actor.scope).get(pk=unit.pk)
    return row


YEAR = date(2026, 1, 1), date(2026, 12, 31)

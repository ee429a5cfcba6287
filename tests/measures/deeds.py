"""The few deeds that the stories of measures begin with."""

from typing import Any
from uuid import UUID

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.hazards.models import Hazard
from bihuan.measures.actions import record_decision, revisit
from bihuan.measures.actions.watches import Seen
from bihuan.measures.models import Decision, Watch
from tests.cast import Cast

BUREAU, DISTRICT, OWN = "东城区应急管理局", "东城区人民政府", "东岭镇人民政府"
NUMBERS = iter(range(1, 10_000))


def decide(cast: Cast, kind: str, actor: Actor | None = None, **more: Any) -> Decision:
    """A decision upon 永安, today, as 周 records it: by the bureau, with all that the kind asks for."""
    by = actor or cast.zhou
    given: dict[str, Any] = {
        "kind": kind,
        "body": DISTRICT if kind == "close" else BUREAU,
        "number": f"东应急〔2026〕{next(NUMBERS)}号",
        "decided_on": clock.today(),
        "reason": "超量存放，拒不整改",
        "proof": cast.photo(by, "white"),
    }
    return record_decision(by, cast.units["yongan"].pk, **(given | more))


def watch_of(cast: Cast, decision: Decision) -> Watch:
    """The watch as it stands now."""
    row: Watch = Watch.objects.within(cast.chen.scope).get(decision=decision)
    return row


def look(cast: Cast, decision: Decision, actor: Actor, *, kept: bool = True, **more: Any) -> Watch:
    """Somebody looks at the place today."""
    photo: Any = cast.photo(actor, "green" if kept else "red")
    given: dict[str, Any] = {
        "kept": kept,
        "note": "门锁着，没有开业" if kept else "又在营业",
        "photos": (photo,),
    }
    return revisit(actor, decision.watch.pk, Seen(**(given | more)), version=watch_of(cast, decision).version)


def returned(cast: Cast, decision: Decision, actor: Actor, **more: Any) -> Hazard:
    """The hazard that a look registered because it had come back."""
    look(cast, decision, actor, kept=False, **more)
    row: Hazard = Hazard.objects.within(cast.chen.scope).get(revisit__watch__decision=decision)
    return row


def ids(*rows: Any) -> list[UUID]:
    return [row.pk for row in rows]

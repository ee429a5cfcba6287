"""What the stories of accidents do again and again: a call comes in at nine, of what happened at twenty to."""

from datetime import datetime, timedelta
from typing import Any

from bihuan.accidents import actions
from bihuan.accidents.actions import Heard, Told
from bihuan.accidents.models import Accident, FlashReport
from bihuan.accidents.rules import Counts
from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.scope import Scope
from tests.cast import NOW, TODAY, Cast

HAPPENED = clock.at(TODAY, 8, 40)
BUREAU = "东城区应急管理局"
FELL = "搬运时货架倒塌，一人腿部骨折，已送医"
DONE = {"brief": FELL, "measures": "送医，封闭现场"}


def hear(cast: Cast, unit: str = "yongan", **more: Any) -> Heard:
    """What a call tells of a unit of the cast; of no unit where it is ""."""
    given: dict[str, Any] = {"brief": FELL, "happened_at": HAPPENED, "heard_from": "企业电话"}
    return Heard(**(given | ({"unit": cast.units[unit].pk} if unit else {}) | more))


def enter(cast: Cast, actor: Actor | None = None, *, hurt: Counts | None = None, **more: Any) -> Accident:
    """An accident at 永安 with one severely injured, entered by the safety office."""
    return actions.enter_accident(actor or cast.chen, hear(cast, **more), hurt or Counts(severe=1))


def fresh(cast: Cast, row: Accident) -> Accident:
    found: Accident = Accident.objects.within(Scope.whole_town(cast.town.pk)).get(pk=row.pk)
    return found


def tell(cast: Cast, row: Accident, minutes: int = 0, way: str = "phone", **more: Any) -> Accident:
    """Those above are told so many minutes after the town heard."""
    at = row.heard_at + timedelta(minutes=minutes)
    with clock.moved(max(at, clock.now())):
        told = Told(**({"body": BUREAU, "way": way, "at": at} | more))
        return actions.tell_above(cast.chen, row.pk, told, version=fresh(cast, row).version)


def report(cast: Cast, row: Accident, *, final: bool = False, **more: Any) -> FlashReport:
    """The next report, signed by the vice-mayor and sent in writing."""
    given: dict[str, Any] = {
        "written": DONE,
        "signed_by": cast.people["zhou"].pk,
        "told": Told(BUREAU, "system"),
    }
    return actions.make_report(
        cast.chen, row.pk, version=fresh(cast, row).version, is_final=final, **(given | more)
    )


def judge(cast: Cast, row: Accident, nature: str = "production") -> Accident:
    return actions.judge_accident(
        cast.chen,
        row.pk,
        version=fresh(cast, row).version,
        nature=nature,
        by=BUREAU,
        ground="电话通知",
        on=clock.today(),
    )


def know(cast: Cast, row: Accident, counts: Counts, at: datetime | None = None, reason: str = "") -> Any:
    """The toll becomes known at an instant (now)."""
    return actions.record_toll(
        cast.chen,
        row.pk,
        counts,
        version=fresh(cast, row).version,
        known_at=at or clock.now(),
        reason=reason,
    )


def close(cast: Cast, row: Accident, **more: Any) -> Accident:
    given: dict[str, Any] = {
        "body": "东城区人民政府调查组",
        "number": "东政事故〔2026〕1号",
        "on": clock.today(),
        "conclusions": "货架未固定，一般责任事故",
    }
    return actions.close_accident(cast.chen, row.pk, version=fresh(cast, row).version, **(given | more))


assert HAPPENED < NOW

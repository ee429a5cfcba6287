"""The few deeds that tests of referrals begin with."""

from datetime import date, timedelta
from typing import Any

from bihuan.core.actions import Actor
from bihuan.hazards.models import Hazard
from bihuan.referrals import actions
from bihuan.referrals.actions.sending import Letter
from bihuan.referrals.models import Assignment, Referral
from tests.cast import TODAY, Cast
from tests.core.deeds import found, fresh

FIRE, MARKET = "东城区消防救援大队", "东城区市场监督管理局"
DUE = TODAY + timedelta(days=10)


def letter(**more: Any) -> Letter:
    """A transfer to the fire brigade with two papers."""
    given: dict[str, Any] = {
        "kind": "transfer",
        "body": FIRE,
        "reason": "消防设施验收不属本镇职责，请依法处理",
        "materials": ("检查记录", "照片2张"),
        "due_on": DUE,
    }
    return Letter(**(given | more))


def whistle(cast: Cast, department: str = "城建办", **more: Any) -> Letter:
    """A call of a department of the town within two hours."""
    pk = cast.departments[department].pk
    return letter(kind="whistle", body="", department=pk, due_on=None, hours=2, **more)


def referred(cast: Cast, hazard: Hazard | None = None, actor: Actor | None = None, **more: Any) -> Referral:
    """A hazard of 永安 (a new one, undecided) referred by 陈."""
    hazard = hazard or found(cast, cast.chen, "undecided")
    now = fresh(cast, hazard.pk)
    return actions.refer(actor or cast.chen, now.pk, letter(**more), version=now.version)


def now(cast: Cast, row: Referral | Assignment) -> Any:
    """A record as it stands now."""
    return type(row).objects.within(cast.chen.scope).get(pk=row.pk)


def declined(
    cast: Cast, referral: Referral, note: str = "不属本单位职责", on: date | None = None
) -> Referral:
    """The other body does not take it."""
    return actions.decline(
        cast.chen, referral.pk, version=now(cast, referral).version, note=note, on=on or TODAY
    )


def assigned(cast: Cast, **more: Any) -> Assignment:
    """A matter about 永安 from the district's safety commission, received today."""
    given: dict[str, Any] = {
        "source": "东城区安委会办公室",
        "number": "东安办交〔2026〕7号",
        "title": "核查永安烟花店储存超量问题",
        "text": "请核查并依法处置，结果书面报我办。",
        "received_on": TODAY,
        "due_on": TODAY + timedelta(days=5),
        "unit_id": cast.units["yongan"].pk,
    }
    return actions.receive_assignment(cast.chen, **(given | more))

"""The town asks hours of a group."""

from django.db import transaction

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete
from bihuan.core.moving import hold_town
from bihuan.core.scope import Scope
from bihuan.training.models import HourRule
from bihuan.training.rules import ASKABLE, GROUPS, NATIONAL, YEAR_HOURS_MAX


@transaction.atomic
def ask_hours(actor: Actor, *, group: str, hours: int | None, source: str) -> HourRule:
    """规定学时: how many hours a year the town asks of a group from today on; 0 ends what it asked. Less than the national rule is refused."""
    actor.need("supervise")
    today, wrong = clock.today(), dict[str, str]()
    if group not in ASKABLE:
        wrong["group"] = "请选择人员。"
    least = max(
        (one.hours for one in NATIONAL if one.group == group and one.from_on <= today and not one.trades),
        default=0,
    )
    if hours is None or not 0 <= hours <= YEAR_HOURS_MAX:
        wrong["hours"] = f"每年学时应为0至{YEAR_HOURS_MAX}的整数，0表示不另作规定。"
    elif 0 < hours < least:
        wrong["hours"] = f"国家规定每年不少于{least}学时，镇里的规定不能更少。"
    if hours and not source.strip():
        wrong["source"] = "请写明依据，如文件名称、文号。"
    if wrong:
        raise Incomplete("".join(wrong.values()), wrong)
    hold_town(actor)
    town = Scope.whole_town(actor.town)
    HourRule.objects.within(town).filter(group=group, ended_on__isnull=True).update(ended_on=today)
    row = HourRule(
        town_id=actor.town,
        group=group,
        hours=hours or 0,
        source=source.strip() or "不另作规定",
        from_on=today,
        ended_on=None if hours else today,
    )
    row.save(force_insert=True)
    given = {"group": GROUPS[group], "hours": row.hours, "source": row.source}
    events.record(actor, "ask_hours", row, given=given)
    return row

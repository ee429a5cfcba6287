"""When a town is reminded of what runs out."""

from collections.abc import Mapping

from django.db import transaction

from bihuan.core import events
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete
from bihuan.core.models import Town
from bihuan.units.models import ReminderSetting
from bihuan.units.rules import CERTIFICATES, REMIND_DAYS, read_steps


@transaction.atomic
def set_reminders(actor: Actor, *, days: Mapping[str, str]) -> ReminderSetting:
    """设置到期提醒: how many days before it runs out each kind of certificate is reminded of, as 60、30、7. Binds what runs already: a
    step that was told is not told again."""
    actor.need("units")
    read, wrong = {}, {}
    for kind in CERTIFICATES:
        try:
            read[kind] = read_steps(days.get(kind, ""))
        except ValueError as error:
            wrong[kind] = str(error)
    if wrong:
        raise Incomplete("有的天数不对，请核对。", wrong)
    own = {kind: list(steps) for kind, steps in read.items() if steps != REMIND_DAYS}
    setting: ReminderSetting
    setting, _ = ReminderSetting.objects.within(actor.scope).update_or_create(
        town_id=actor.town, defaults={"days": own}
    )
    town = Town.objects.of(actor.scope)
    events.record(actor, "set_reminders", town, given={"days": own})
    return setting

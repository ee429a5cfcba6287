"""What a town asks of its accounts."""

from collections.abc import Sequence

from django.db import transaction

from bihuan.accounts.models import AccountRules, FormerPassword
from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete
from bihuan.core.ids import new_id
from bihuan.core.models import Town
from bihuan.grid.models import Person
from bihuan.grid.rules import POST_KINDS

BOUNDS = {
    "idle_minutes": (5, 240, "无操作退出的时间应在5至240分钟之间。等级保护通常要求不超过30分钟。"),
    "change_days": (0, 730, "更换周期填0（不强制）或30至730天。"),
    "history": (0, 24, "不得重复的次数应在0至24之间。"),
    "kinds": (1, 4, "字符种类应在1至4之间。"),
}
CHANGE_DAYS_MIN = 30


@transaction.atomic
def set_account_rules(
    actor: Actor,
    *,
    idle_minutes: int,
    change_days: int,
    history: int,
    kinds: int,
    second_factor: Sequence[str],
) -> AccountRules:
    """设置账号安全要求: in force from each person's next sign-in or next password on."""
    actor.need("authorize")
    given = {"idle_minutes": idle_minutes, "change_days": change_days, "history": history, "kinds": kinds}
    wrong = {name: BOUNDS[name][2] for name, value in given.items() if not _fits(name, value)}
    if wrong:
        raise Incomplete(next(iter(wrong.values())), wrong)
    posts = [code for code in POST_KINDS if code in second_factor]
    row = AccountRules(town_id=actor.town, second_factor=posts, **given)
    AccountRules.objects.bulk_create(
        [row],
        update_conflicts=True,
        unique_fields=["town"],
        update_fields=[*given, "second_factor"],
    )
    town = Town.objects.of(actor.scope)
    events.record(actor, "set_account_rules", town, given=given | {"second_factor": posts})
    return row


def remember_password(person: Person) -> None:
    """Writes down that the person's password was set now. Called by the password's own check, inside the action that sets it."""
    FormerPassword.objects.bulk_create(
        [
            FormerPassword(
                id=new_id(), town_id=person.town_id, person=person, hash=person.password, set_at=clock.now()
            )
        ]
    )


def _fits(name: str, value: int) -> bool:
    low, high, _ = BOUNDS[name]
    return low <= value <= high and not (name == "change_days" and 0 < value < CHANGE_DAYS_MIN)

"""Verbs of the boards that the grid hangs up."""

from collections.abc import Mapping

from django.db import transaction

from bihuan.core import events
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete
from bihuan.core.models import Town
from bihuan.grid.models import NoticeSetting
from bihuan.grid.rules import DUTIES, NOTICE_PHONES

DUTY_MAX = 100  # characters: more do not fit on a board


@transaction.atomic
def set_notice(actor: Actor, *, phones: str, duties: Mapping[str, str]) -> NoticeSetting:
    """设置公示牌: whose phones the boards show, and the duties of posts in the town's own words ("" for the default)."""
    actor.need("grid")
    if phones not in NOTICE_PHONES:
        raise Incomplete("请选择公示哪种电话。", {"phones": "请从列表中选择。"})
    wrong = {
        kind: f"职责最多{DUTY_MAX}个字。" for kind, text in duties.items() if len(text.strip()) > DUTY_MAX
    }
    if wrong:
        raise Incomplete("职责太长，公示牌上放不下。", wrong)
    own = {
        kind: text.strip()
        for kind, text in duties.items()
        if kind in DUTIES and text.strip() and text.strip() != DUTIES[kind]
    }
    setting: NoticeSetting
    setting, _ = NoticeSetting.objects.within(actor.scope).update_or_create(
        town_id=actor.town, defaults={"phones": phones, "duties": own}
    )
    town = Town.objects.of(actor.scope)
    events.record(actor, "set_notice", town, given={"phones": phones, "duties": own})
    return setting

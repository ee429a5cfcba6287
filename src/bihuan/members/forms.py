"""Shape of what the pages of a unit's persons send."""

from typing import Any

from bihuan.core.forms import ActionForm, choice_field, day_field, text_field
from bihuan.members.rules import DAYS, ROLES


class InviteForm(ActionForm):
    """邀请企业人员. Which roles this actor may invite to is the action's to say."""

    kind = choice_field("岗位", list(ROLES.items()))
    name = text_field("姓名", 40)
    phone = text_field("手机号", 11)
    days = choice_field("有效期", list(DAYS.items()))

    def given(self) -> dict[str, Any]:
        """The action's keyword arguments."""
        return self.cleaned_data | {"days": int(self.cleaned_data["days"])}


class EndMemberForm(ActionForm):
    """离岗."""

    to_on = day_field("最后一天")

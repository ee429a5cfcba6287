"""Shape of what the pages of campaigns, teams and delegations send."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from bihuan.core import clock
from bihuan.core.forms import ActionForm, choice_field, day_field, text_field
from bihuan.core.scope import Scope
from bihuan.inspections.models import Campaign
from bihuan.inspections.papers import DELEGATED, TRANSFERRED, grantable
from bihuan.inspections.queries import CAMPAIGN_STATES, campaigns
from bihuan.units.rules import CATEGORIES

CATEGORY_CHOICES = [(one.code, one.label) for one in CATEGORIES.values()]
MATTER_CHOICES = list((grantable(TRANSFERRED) | grantable(DELEGATED)).items())


def several(label: str, choices: Any, required: str = "") -> forms.MultipleChoiceField:
    """Ticked boxes of one name; `required` says what is missing where none is ticked."""
    wrong = {"required": required, "invalid_choice": f"请从列表中选择{label}。"}
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=bool(required), error_messages=wrong
    )


class CampaignForm(ActionForm):
    """开展专项行动."""

    name = text_field("名称", 80)
    aliases = text_field("别称", 200)
    categories = several("涉及类别", CATEGORY_CHOICES)
    begins_on = day_field("开始日期")
    ends_on = day_field("结束日期")

    def clean_aliases(self) -> list[str]:
        """Names parted by 、 or a space."""
        return str(self.cleaned_data["aliases"]).replace("、", " ").split()


class CampaignFilter(forms.Form):
    """The list's filters; the address carries them. What cannot be read is left out."""

    SORTS = {"name": "name", "begins": "begins_on", "ends": "ends_on"}

    words = forms.CharField(required=False, max_length=60)
    state = forms.ChoiceField(required=False, choices=[("", ""), *CAMPAIGN_STATES.items()])
    sort = forms.CharField(required=False, max_length=20)

    def narrow(self, scope: Scope) -> QuerySet[Campaign]:
        """The campaigns that fit, in the order asked, the latest begun first."""
        self.is_valid()
        given = {name: self.cleaned_data.get(name) or "" for name in self.fields}
        sort = given["sort"] if given["sort"].lstrip("-") in self.SORTS else "-begins"
        found = campaigns(scope, clock.today(), words=given["words"], state=given["state"])
        return found.order_by(f"{'-' if sort.startswith('-') else ''}{self.SORTS[sort.lstrip('-')]}", "-id")


class TeamForm(ActionForm):
    """成立专项组."""

    name = text_field("名称", 60)
    categories = several("负责类别", CATEGORY_CHOICES, "请选择负责的类别。")


class GrantForm(ActionForm):
    """登记委托、赋权."""

    body = forms.CharField(label="委托机关", max_length=60, error_messages={"required": "请填写委托机关。"})
    reference = forms.CharField(
        label="委托书文号", max_length=60, error_messages={"required": "请填写委托书文号。"}
    )
    nature = choice_field("方式", [(DELEGATED, "委托"), (TRANSFERRED, "赋权")])
    number_word = text_field("文号代字", 18)  # names a series together with the kind: 40 characters at most
    names_fire = forms.BooleanField(label="写明消防", required=False)
    papers = several("可用文书", MATTER_CHOICES, "请选择可以使用的文书。")
    from_on = day_field("起始日期")
    to_on = day_field("截止日期")

"""Shape of what the pages of delegations send."""

from typing import Any

from django import forms

from bihuan.core.forms import ActionForm, choice_field, day_field, text_field
from bihuan.inspections.papers import DELEGATED, TRANSFERRED, grantable

MATTER_CHOICES = list((grantable(TRANSFERRED) | grantable(DELEGATED)).items())


def several(label: str, choices: Any, required: str = "") -> forms.MultipleChoiceField:
    """Ticked boxes of one name; `required` says what is missing where none is ticked."""
    wrong = {"required": required, "invalid_choice": f"请从列表中选择{label}。"}
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=bool(required), error_messages=wrong
    )


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

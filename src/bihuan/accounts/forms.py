"""Shape of what the accounts' pages send."""

from django import forms
from django.db.models import QuerySet

from bihuan.core.forms import ActionForm, day_field, text_field
from bihuan.core.scope import Scope
from bihuan.grid.models import Person
from bihuan.grid.queries import people
from bihuan.grid.rules import POST_KINDS

POSTS = [(code, kind.label) for code, kind in POST_KINDS.items()]


class CloseForm(ActionForm):
    """离职停用."""

    left_on = day_field("离任日期")
    reason = text_field("原因", 200)


class ReopenForm(ActionForm):
    """恢复."""

    reason = text_field("原因", 200)


class FactorResetForm(ActionForm):
    """重置动态口令."""

    reason = text_field("原因", 200)


class RejoinForm(ActionForm):
    """提出停用三员分设."""

    reason = text_field("原因", 200)


class OtpForm(ActionForm):
    """A code of the authenticator."""

    code = forms.CharField(max_length=20, error_messages={"required": "请填写动态口令。"})


def _number(label: str) -> forms.IntegerField:
    wrong = {"required": f"请填写{label}。", "invalid": f"{label}应为整数。"}
    return forms.IntegerField(label=label, error_messages=wrong)


class RulesForm(ActionForm):
    """账号安全要求."""

    idle_minutes = _number("无操作退出的分钟数")
    change_days = _number("更换周期")
    history = _number("不得重复的次数")
    kinds = _number("字符种类")
    second_factor = forms.MultipleChoiceField(
        required=False, choices=POSTS, error_messages={"invalid_choice": "请从列表中选择岗位。"}
    )


class PeopleFilter(forms.Form):
    """The filter of the list of persons."""

    words = forms.CharField(required=False, max_length=40)

    def narrow(self, scope: Scope) -> QuerySet[Person]:
        """The persons that fit, in order. Words that cannot be read are left out."""
        self.is_valid()
        return people(scope, self.cleaned_data.get("words") or "")

"""Shape of what the pages of merging, splitting and moving send."""

from typing import Any
from uuid import UUID

from django import forms

from bihuan.core.forms import ActionForm, id_field, text_field


class Ids(forms.MultipleChoiceField):
    """Rows ticked in a list, as ids; what is no id is refused."""

    def __init__(self, label: str) -> None:
        super().__init__(
            label=label, required=False, error_messages={"invalid_choice": "页面已过期，请刷新。"}
        )

    def valid_value(self, value: Any) -> bool:
        try:
            return bool(UUID(str(value)))
        except ValueError:
            return False

    def clean(self, value: Any) -> frozenset[UUID]:
        return frozenset(UUID(one) for one in super().clean(value))


class MoveForm(ActionForm):
    """网格迁移. The fields are named as the action's refusals name them."""

    under = id_field("新的上级网格", required=True)
    basis = text_field("调整依据", 200)

    def given(self) -> dict[str, Any]:
        """The action's keyword arguments."""
        return {"under_id": self.cleaned_data["under"], "basis": self.cleaned_data["basis"]}


class MergeForm(ActionForm):
    """网格合并."""

    into = id_field("并入", required=True)
    basis = text_field("调整依据", 200)
    ending = Ids("不再任职")

    def given(self) -> dict[str, Any]:
        """The action's keyword arguments."""
        given = self.cleaned_data
        return {"into_id": given["into"], "basis": given["basis"], "ending": given["ending"]}


class SplitForm(ActionForm):
    """网格拆分."""

    name = text_field("新网格名称", 60)
    basis = text_field("调整依据", 200)
    going = Ids("划入新网格的单位")
    below = Ids("划入新网格的下级网格")

    def given(self) -> dict[str, Any]:
        """The action's keyword arguments."""
        return dict(self.cleaned_data)

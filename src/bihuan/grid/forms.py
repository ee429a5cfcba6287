"""Shape of what the grid's and the persons' pages send."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from bihuan.core.forms import ActionForm, choice_field, day_field, id_field, text_field
from bihuan.core.scope import Scope
from bihuan.grid.models import Cell, Person
from bihuan.grid.queries import people
from bihuan.grid.rules import POST_KINDS

POSTS = [(code, kind.label) for code, kind in POST_KINDS.items()]
CELL_KINDS = [(code, label) for code, label in Cell.KINDS if code != "town"]


class CellForm(ActionForm):
    """划分网格."""

    name = text_field("网格名称", 60)
    kind = choice_field("类别", CELL_KINDS)
    opened_on = day_field("启用日期")


class PersonForm(ActionForm):
    """登记人员."""

    name = text_field("姓名", 40)
    username = text_field("用户名", 40)
    phone = text_field("手机号", 11)
    card = text_field("行政执法证号", 30)
    card_until = day_field("执法证有效期", required=False)


class PostForm(ActionForm):
    """任命. `person`, `cell` and `department` are named as the action's refusals name them."""

    person = id_field("人员", required=True)
    kind = choice_field("岗位", POSTS)
    cell = id_field("网格", required=True)
    department = id_field("部门")
    from_on = day_field("任职日期")

    def given(self) -> dict[str, Any]:
        """The action's keyword arguments."""
        given = self.cleaned_data
        return {
            "kind": given["kind"],
            "cell_id": given["cell"],
            "department_id": given["department"],
            "from_on": given["from_on"],
        }


class EndPostForm(ActionForm):
    """离任."""

    to_on = day_field("离任日期")


class PeopleFilter(forms.Form):
    """The list's filter."""

    words = forms.CharField(required=False, max_length=40)

    def narrow(self, scope: Scope) -> QuerySet[Person]:
        """The persons that fit, in order. Words that cannot be read are left out."""
        self.is_valid()
        return people(scope, self.cleaned_data.get("words") or "")

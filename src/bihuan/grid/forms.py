"""Shape of what the grid's and the persons' pages send."""

from typing import Any
from uuid import UUID

from django import forms

from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete
from bihuan.core.files import keep_signature
from bihuan.core.forms import ActionForm, choice_field, day_field, id_field, text_field
from bihuan.grid.handover_actions import Signed
from bihuan.grid.models import Cell
from bihuan.grid.rules import DUTIES, NOTICE_PHONES, POST_KINDS

# The posts at a unit are given by its invitations.
POSTS = [(code, kind.label) for code, kind in POST_KINDS.items() if kind.stands != "unit"]
CELL_KINDS = [(code, label) for code, label in Cell.KINDS if code != "town"]

SIGNATURE_MAX = 2_000_000


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


class HandoverForm(ActionForm):
    """岗位交接. Signatures are PNG data addresses; `seen` is the seal of the list that the page showed."""

    PRESENCE = (("both", "双方到场"), ("absent", "移交人未到场"))

    taker = id_field("接收人", required=True)
    on = day_field("交接日期")
    presence = choice_field("签字方式", PRESENCE)
    absence = text_field("未到场原因", 200)
    note = text_field("交接说明", 500)
    seen = forms.CharField(widget=forms.HiddenInput, max_length=16)
    giver_signature = text_field("移交人签字", SIGNATURE_MAX)
    taker_signature = text_field("接收人签字", SIGNATURE_MAX)
    witness_signature = text_field("监交人签字", SIGNATURE_MAX)

    def given(self, actor: Actor) -> dict[str, Any]:
        """The action's keyword arguments; the signatures are kept first. Raises Incomplete where one cannot be."""
        given = self.cleaned_data
        absent = given["presence"] == "absent"
        if absent and not given["absence"]:
            raise Incomplete("请填写移交人未到场的原因。", {"absence": "请填写原因，如：已调离、病故。"})
        signed = Signed(
            giver=None if absent else self._kept(actor, "giver_signature"),
            taker=self._kept(actor, "taker_signature"),
            witness=self._kept(actor, "witness_signature") if absent else None,
            absence=given["absence"] if absent else "",
        )
        named = {name: given[name] for name in ("on", "seen", "note")}
        return {"taker_id": given["taker"], "signed": signed, **named}

    def _kept(self, actor: Actor, name: str) -> UUID | None:
        return keep_signature(actor, self.cleaned_data[name], name)


class CodeForm(ActionForm):
    """统计用区划代码."""

    code = text_field("统计用区划代码", 12)


class NoticeForm(ActionForm):
    """公示牌设置: whose phones, and a field for each duty, named as the post's kind."""

    phones = choice_field("公示电话", list(NOTICE_PHONES.items()))

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        for kind in DUTIES:
            self.fields[kind] = text_field(f"{POST_KINDS[kind].label}职责", 300)

    def given(self) -> dict[str, Any]:
        """The action's keyword arguments."""
        given = self.cleaned_data
        return {"phones": given["phones"], "duties": {kind: given[kind] for kind in DUTIES}}

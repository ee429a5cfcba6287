"""Shape of what the pages of signing, scanning, sealing and serving send."""

from typing import Any

from django import forms

from bihuan.core.forms import ActionForm, StepForm, choice_field, day_field, id_field, text_field
from bihuan.documents.rules import STROKES_TEXT_MAX, WAYS, WITNESSES_MAX, Serving

STALE = "页面已过期，请刷新。"
PICTURE_TEXT_MAX = 2_000_000


class Ticked(forms.Field):
    """The values of ticked boxes of one name."""

    widget = forms.SelectMultiple

    def __init__(self) -> None:
        super().__init__(required=False)

    def to_python(self, value: Any) -> tuple[str, ...]:
        return tuple(value or ())


class SignForm(ActionForm):
    """签字. `digest` is that of the content that the page showed."""

    digest = forms.CharField(max_length=64, error_messages={"required": STALE, "max_length": STALE})
    name = text_field("姓名", 40)
    signature = text_field("签字", PICTURE_TEXT_MAX)
    strokes = text_field("签字", STROKES_TEXT_MAX)
    also = Ticked()


class _Witnessed(ActionForm):
    """Witnesses by name and who they are."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, WITNESSES_MAX + 1):
            self.fields[f"witness{number}"] = text_field("见证人", 40)
            self.fields[f"who{number}"] = text_field("身份", 60)

    @property
    def witnesses(self) -> list[dict[str, str]]:
        return [
            {"name": self.cleaned_data[f"witness{number}"], "who": self.cleaned_data[f"who{number}"]}
            for number in range(1, WITNESSES_MAX + 1)
        ]


class RefuseForm(_Witnessed):
    """记录拒签."""

    digest = forms.CharField(max_length=64, error_messages={"required": STALE, "max_length": STALE})
    name = text_field("拒签人", 40)
    reason = text_field("拒签原因", 200)


class WitnessForm(_Witnessed):
    """补记见证人."""


class DigestForm(ActionForm):
    """A step upon what the page showed, that asks for nothing but a press."""

    digest = forms.CharField(max_length=64, error_messages={"required": STALE, "max_length": STALE})


class ReasonForm(ActionForm):
    """划去签字."""

    reason = text_field("原因", 200)


class StrikeServiceForm(StepForm):
    """作废送达."""

    reason = text_field("原因", 200)


class ByHandForm(ActionForm):
    """手工归档."""

    file_id = id_field("扫描件", required=True)
    number = text_field("文号", 60)
    page = forms.IntegerField(label="页码", required=False, error_messages={"invalid": "页码应是数字。"})


class ReplaceScanForm(ActionForm):
    """换扫描件."""

    file = id_field("扫描件")
    reason = text_field("原因", 200)


class SealForm(ActionForm):
    """登记印章."""

    body = text_field("印章名称", 60)
    from_on = day_field("启用日期", required=False)
    picture = id_field("印章图片")


class EndForm(ActionForm):
    """停用印章; 撤回确认书."""

    on = day_field("日期", required=False)


class ServeForm(StepForm):
    """登记送达."""

    way = choice_field("送达方式", list(WAYS.items()))
    on = day_field("送达日期", required=False)
    at = forms.TimeField(label="时刻", required=False, error_messages={"invalid": "时刻应如14:05。"})
    place = text_field("送达地点", 200)
    receiver = text_field("收件人", 40)
    relation = text_field("收件人身份", 40)
    second = id_field("另一名送达人")
    tracking = text_field("邮单号", 40)
    entrusted_to = text_field("受托送达单位", 60)
    reason = text_field("事由", 200)
    witness = text_field("见证人", 80)
    proof = id_field("凭证")

    @staticmethod
    def serving(given: dict[str, Any]) -> Serving:
        """What is said of the service."""
        return Serving(**{name: value for name, value in given.items() if name != "version"})


class ConsentForm(ActionForm):
    """登记送达地址确认书."""

    address = text_field("送达地址", 200)
    electronic = text_field("电子送达号码", 100)
    signed_by = text_field("确认人", 40)
    from_on = day_field("确认日期", required=False)
    file = id_field("确认书")


class MeetForm(ActionForm):
    """已履行."""

    on = day_field("履行日期", required=False)
    note = text_field("履行情况", 200)

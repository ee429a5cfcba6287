"""Shape of what the pages of tips send. Rights and rules are the actions'."""

from datetime import datetime
from secrets import token_urlsafe
from typing import Any
from uuid import UUID

from django import forms
from django.core import signing
from django.db.models import QuerySet

from bihuan.core.forms import (
    ActionForm,
    StepForm,
    area_field,
    choice_field,
    day_field,
    moment_field,
    number_field,
    text_field,
)
from bihuan.core.ids import new_id
from bihuan.core.scope import Scope
from bihuan.inspections.forms import Ids, optional_id
from bihuan.tipoffs import rules
from bihuan.tipoffs.actions import Told
from bihuan.tipoffs.lifecycle import TIP
from bihuan.tipoffs.models import Tip
from bihuan.tipoffs.queries import search
from bihuan.tipoffs.rules import Ground, Identity, Terms, cleaned_identity

STATES = [("open", "未办结"), ("late", "逾期"), *TIP.states.items()]
CHANNELS, VERDICTS = list(rules.CHANNELS.items()), list(rules.VERDICTS.items())
TYPED = list(rules.TYPED.items())
ANSWERS, PAYING = list(rules.ANSWERS.items()), list(rules.PAYING.items())
REWARD_KINDS, GRADES = list(rules.KINDS.items()), list(rules.GRADES.items())
KEPT_SALT, KEPT_SECONDS = "photos of a tip", 24 * 3600


def new_ticket() -> str:
    """What a page of a tip alone knows of (`Told.ticket`)."""
    return token_urlsafe(24)


class Kept(forms.Field):
    """Photos that came up with a form that was refused, as the page holds them: signed, so that nobody names another's."""

    widget = forms.HiddenInput

    def to_python(self, value: Any) -> tuple[UUID, ...]:
        if not value:
            return ()
        try:
            return tuple(UUID(one) for one in signing.loads(value, salt=KEPT_SALT, max_age=KEPT_SECONDS))
        except signing.BadSignature as error:
            raise forms.ValidationError("照片没有上传成功，请重新选择。") from error

    @staticmethod
    def told(ids: list[UUID]) -> str:
        """Ids as the page holds them."""
        return signing.dumps([str(one) for one in ids], salt=KEPT_SALT) if ids else ""


class SenderFields(forms.Form):
    """Who sends it, as far as he tells."""

    name = text_field("姓名", 40)
    phone = text_field("电话", 20)
    address = text_field("联系地址", 100)
    account = text_field("收款账户", 100)

    @staticmethod
    def identity(given: dict[str, Any]) -> Identity:
        return cleaned_identity(given)


class TipFields(forms.Form):
    """What a tip says."""

    tip_id = forms.UUIDField(
        initial=new_id, error_messages={"required": "页面已过期，请刷新。", "invalid": "页面已过期，请刷新。"}
    )
    ticket = forms.CharField(required=False, max_length=60, initial=new_ticket)
    text = area_field("举报内容", 10 * rules.TEXT_MAX)
    place = text_field("地点", 3 * rules.PLACE_MAX)
    latitude = forms.FloatField(label="纬度", required=False, error_messages={"invalid": "定位没有取到。"})
    longitude = forms.FloatField(label="经度", required=False, error_messages={"invalid": "定位没有取到。"})
    is_insider = forms.BooleanField(label="内部人员", required=False)


class SendForm(ActionForm, TipFields, SenderFields):
    """The public page. `website` is for programs: nobody sees it."""

    kept = Kept(label="照片", required=False)
    website = forms.CharField(required=False, max_length=2000)

    def told(self, unit: UUID | None, photos: tuple[UUID, ...]) -> Told:
        given = self.cleaned_data
        names = ("ticket", "text", "place", "latitude", "longitude", "is_insider")
        told = {name: given[name] for name in names}
        return Told(**told, unit=unit, photos=photos, identity=self.identity(given))

    @property
    def is_trapped(self) -> bool:
        return bool(self.data.get("website"))


class TrackForm(ActionForm):
    """查询码."""

    word = forms.CharField(
        label="查询码",
        max_length=60,
        error_messages={
            "required": "请填写查询码。",
            "max_length": "查询码是12位字母和数字，请核对。",
            "null_characters_not_allowed": "查询码是12位字母和数字，请核对。",
        },
    )


class ReplyForm(ActionForm):
    """What a sender adds."""

    word = forms.CharField(max_length=60)
    reply = area_field("补充的内容", rules.SAID_MAX)


class AccountForm(ActionForm, SenderFields):
    """How a reward reaches its sender."""

    word = forms.CharField(max_length=60)


class EnterForm(ActionForm, TipFields, SenderFields):
    """登记举报."""

    channel = choice_field("来源", TYPED)
    outside_number = text_field("来件编号", 60)
    unit = text_field("被举报单位", 80)
    received_at = moment_field("收到时间", required=False)
    photos = Ids(label="照片、信件", required=False)

    def told(self, unit: UUID | None) -> Told:
        given = self.cleaned_data
        names = ("ticket", "text", "place", "latitude", "longitude", "is_insider", "photos")
        return Told(**{name: given[name] for name in names}, unit=unit, identity=self.identity(given))

    def came_at(self) -> datetime | None:
        found: datetime | None = self.cleaned_data["received_at"]
        return found


class AcceptForm(StepForm):
    """受理交办、改派. `to` is post:CODE, department:ID or cell:ID."""

    to = forms.RegexField(
        r"^(post:[a-z_]+|(department|cell):[0-9a-f-]{36})$",
        label="由谁核查",
        required=False,
        error_messages={"invalid": "请从列表中选择由谁核查。"},
    )
    unit = text_field("被举报单位", 80)
    note = area_field("交办意见", 300)

    @staticmethod
    def to_whom(given: dict[str, Any]) -> dict[str, Any]:
        """As the action takes it."""
        kind, _, key = (given["to"] or "").partition(":")
        if kind in ("department", "cell"):
            try:
                return {f"{kind}_id": UUID(key)}
            except ValueError:
                return {}
        return {"post": key}


class ReasonForm(StepForm):
    """不予受理、剔除、延期、退回."""

    reason = area_field("理由", 300)


class PassForm(StepForm):
    """转办."""

    body = text_field("转给", 60)
    reason = area_field("理由", 300)


class MergeForm(StepForm):
    """并案."""

    into = optional_id("并入")


class AskForm(StepForm):
    """询问举报人."""

    text = area_field("要问的", 300)


class CheckForm(StepForm):
    """核查结论."""

    verdict = forms.ChoiceField(
        label="结论", choices=VERDICTS, required=False, error_messages={"invalid_choice": "请选择核查结论。"}
    )
    finding = area_field("核查情况", rules.SAID_MAX)


class AnswerForm(StepForm):
    """答复."""

    answer = area_field("答复内容", rules.SAID_MAX)
    way = choice_field("怎样答复", ANSWERS)


class RewardForm(StepForm):
    """提出奖励."""

    kind = choice_field("奖励事项", REWARD_KINDS)
    fine_yuan = number_field("行政处罚金额（元）")
    dead = number_field("查实的瞒报、谎报死亡人数")
    grade = forms.ChoiceField(label="事故等级", choices=GRADES, required=False)
    general_yuan = number_field("奖励金额（元）")
    insider = forms.BooleanField(label="内部人员", required=False)
    note = area_field("说明", 300)

    @staticmethod
    def ground(given: dict[str, Any]) -> Ground:
        return Ground(
            kind=given["kind"],
            fine_yuan=-1 if given["fine_yuan"] is None else given["fine_yuan"],
            dead=given["dead"] or 0,
            grade=given["grade"],
            general_yuan=given["general_yuan"] or 0,
            insider=given["insider"],
        )


class PayForm(StepForm):
    """发放奖励."""

    way = choice_field("怎样发放", PAYING)
    word = forms.CharField(label="查询码", required=False, max_length=60)
    on = day_field("发放日期", required=False)
    voucher = text_field("凭证号", 60)


class CloseForm(ActionForm):
    """停用网上举报."""

    reason = text_field("原因", 200)


class RuleForm(ActionForm):
    """规定期限和奖励."""

    from_on = day_field("起始日期", required=False)
    accept_days = number_field("受理（日）")
    check_days = number_field("核查（日）")
    answer_days = number_field("答复（日）")
    general_min_yuan = number_field("一般隐患最低（元）")
    general_max_yuan = number_field("一般隐患最高（元）")
    insider_percent = number_field("内部人员加（%）")
    basis = text_field("依据", 100)

    @staticmethod
    def terms(given: dict[str, Any]) -> Terms:
        return Terms(**{name: given[name] or 0 for name in Terms.__dataclass_fields__})


class TipFilter(forms.Form):
    """Which tips the list shows; what cannot be read is left aside."""

    words = forms.CharField(required=False)
    state = forms.ChoiceField(choices=STATES, required=False)
    channel = forms.ChoiceField(choices=CHANNELS, required=False)
    verdict = forms.ChoiceField(choices=VERDICTS, required=False)
    cell = forms.RegexField(r"^(\d{4})+$", required=False)
    since = forms.DateField(required=False)
    until = forms.DateField(required=False)

    def narrow(self, scope: Scope) -> QuerySet[Tip]:
        self.is_valid()
        given = self.cleaned_data
        return search(
            scope,
            words=(given.get("words") or "")[:60],
            state=given.get("state") or "",
            channel=given.get("channel") or "",
            verdict=given.get("verdict") or "",
            cell=given.get("cell") or "",
            since=given.get("since"),
            until=given.get("until"),
        )

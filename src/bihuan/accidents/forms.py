"""Shape of what the pages of accidents send. Rights and rules are the actions'."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.dateparse import parse_date

from bihuan.accidents import rules
from bihuan.accidents.actions import Heard, Told
from bihuan.accidents.lifecycle import ACCIDENT
from bihuan.accidents.models import Accident
from bihuan.accidents.queries import search
from bihuan.core.forms import (
    ActionForm,
    StepForm,
    area_field,
    choice_field,
    day_field,
    moment_field,
    number_field,
    page_id,
    text_field,
)
from bihuan.core.scope import Scope
from bihuan.inspections.forms import Ids, optional_id
from bihuan.units.forms import CATEGORY_CHOICES

STATES = list(ACCIDENT.states.items())
NATURES = list(rules.NATURES.items())


class CountsForm(forms.Form):
    """Fields of a toll."""

    deaths = number_field("死亡")
    severe = number_field("重伤")
    light = number_field("轻伤")
    missing = number_field("失踪")
    trapped = number_field("被困")
    loss_yuan = number_field("直接经济损失（元）")

    @staticmethod
    def counts(given: dict[str, Any]) -> rules.Counts:
        return rules.Counts(**{name: given[name] or 0 for name in rules.COUNTED})


class HeardForm(forms.Form):
    """Fields of what is heard of an accident."""

    unit = text_field("事故单位", 80)
    place = text_field("事故地点", 100)
    brief = area_field("发生了什么", 1000)
    happened_at = moment_field("发生时间")
    heard_at = moment_field("接报时间", required=False)
    heard_from = text_field("报告人、来源", 60)
    unit_heard_at = moment_field("单位负责人接报时间", required=False)
    cell = optional_id("所在网格")
    kind = text_field("事故类型", 20)
    category = forms.ChoiceField(
        label="行业",
        choices=CATEGORY_CHOICES,
        required=False,
        error_messages={"invalid_choice": "请从列表中选择行业。"},
    )
    latitude = forms.FloatField(label="纬度", required=False, error_messages={"invalid": "纬度应填数字。"})
    longitude = forms.FloatField(label="经度", required=False, error_messages={"invalid": "经度应填数字。"})

    @staticmethod
    def heard(given: dict[str, Any], unit: Any) -> Heard:
        return Heard(**{name: given[name] for name in HeardForm.base_fields} | {"unit": unit})


class EnterForm(ActionForm, HeardForm, CountsForm):
    """登记事故."""

    accident_id = page_id()
    photos = Ids(label="照片", required=False)


class CorrectForm(StepForm, HeardForm):
    """更正事故信息."""

    reason = area_field("更正原因", 300)


class TollForm(StepForm, CountsForm):
    """登记伤亡变化."""

    known_at = moment_field("知悉时间")
    reason = area_field("变化说明", 300)


class JudgeForm(StepForm):
    """认定事故性质."""

    nature = choice_field("事故性质", [one for one in NATURES if one[0] != rules.PENDING])
    by = text_field("认定单位", 60)
    ground = area_field("认定依据", 300)
    on = day_field("认定日期")


class TellForm(StepForm):
    """登记报告."""

    report = optional_id("快报")
    teller = choice_field("报告方", list(rules.TELLERS.items()))
    level = choice_field("对象", list(rules.TOLD_TO.items()))
    body = text_field("报给", 60)
    way = choice_field("方式", list(rules.WAYS.items()))
    at = moment_field("时间")
    told_by = text_field("报告人", 40)
    taken_by = text_field("接报人", 40)

    @staticmethod
    def told(given: dict[str, Any]) -> Told:
        names = ("body", "way", "at", "teller", "level", "taken_by", "told_by")
        return Told(**{name: given[name] for name in names})


class ReportForm(StepForm):
    """事故快报: what is written by hand, who signs, and, in the same press, whom it is sent to."""

    brief = area_field("简要经过", 1000)
    measures = area_field("已采取的措施", 1000)
    commander = text_field("现场指挥", 60)
    contact = text_field("联系人", 40)
    phone = text_field("联系电话", 40)
    instructions = area_field("领导批示", 500)
    signed_by = optional_id("签发人")
    is_final = forms.BooleanField(label="终报", required=False)
    body = text_field("报给", 60)
    way = forms.ChoiceField(label="方式", choices=list(rules.WAYS.items()), required=False)
    taken_by = text_field("接报人", 40)

    @staticmethod
    def told(given: dict[str, Any]) -> Told | None:
        """Whom the report goes to as it is signed; nobody where none is named."""
        if not given["body"]:
            return None
        return Told(body=given["body"], way=given["way"] or "system", taken_by=given["taken_by"])


class ReasonForm(StepForm):
    """终报后补报; 撤销."""

    reason = area_field("原因", 300)


class CloseForm(StepForm):
    """结案."""

    body = text_field("调查单位", 60)
    number = text_field("结案文号", 60)
    on = day_field("结案日期", required=False)
    conclusions = area_field("调查结论", 1000)
    remedies = area_field("整改措施", 2000)

    def clean_remedies(self) -> list[tuple[str, date]]:
        """A measure a line, its day first: 2026-08-01 更换全部吊具."""
        found = []
        for line in str(self.cleaned_data["remedies"] or "").splitlines():
            if not line.strip():
                continue
            day, _, text = line.strip().partition(" ")
            try:
                due_on = parse_date(day)
            except ValueError:
                due_on = None
            if due_on is None or not text.strip() or len(text.strip()) > 300:
                raise forms.ValidationError(
                    f"“{line.strip()[:20]}”：一行一项，先写期限，空一格再写措施（300字以内），如“2026-08-01 更换吊具”。"
                )
            found.append((text.strip(), due_on))
        return found


class SettleForm(ActionForm):
    """落实整改措施."""

    on = day_field("落实日期", required=False)
    done = area_field("落实情况", 300)


class PhotosForm(ActionForm):
    """补充照片."""

    photos = Ids(label="照片", required=False)


class LimitForm(ActionForm):
    """规定报告时限."""

    from_on = day_field("起始日期", required=False)
    word_minutes = number_field("首次报告（分钟）")
    written_minutes = number_field("书面报告（分钟）")
    basis = text_field("依据", 100)


class AccidentFilter(forms.Form):
    """Which accidents the register shows; what cannot be read is left aside."""

    words = forms.CharField(required=False)
    state = forms.ChoiceField(choices=STATES, required=False)
    nature = forms.ChoiceField(choices=NATURES, required=False)
    cell = forms.CharField(required=False)
    since = forms.DateField(required=False)
    until = forms.DateField(required=False)

    def narrow(self, scope: Scope) -> QuerySet[Accident]:
        self.is_valid()
        given = self.cleaned_data
        cell = given.get("cell") or ""
        is_path = cell.isascii() and cell.isdigit()
        found = search(
            scope,
            words=(given.get("words") or "")[:60],
            state=given.get("state") or "",
            nature=given.get("nature") or "",
            cell=cell if is_path else "",
            since=given.get("since"),
            until=given.get("until"),
        )
        return found.none() if cell and not is_path else found


def kinds_for(offered: Sequence[str]) -> list[tuple[str, str]]:
    return [(one, one) for one in offered]

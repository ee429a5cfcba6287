"""Shape of what the pages of duty send."""

from typing import Any

from django import forms

from bihuan.core.forms import (
    ActionForm,
    StepForm,
    choice_field,
    day_field,
    id_field,
    moment_field,
    number_field,
    page_id,
    text_field,
)
from bihuan.duty import asked
from bihuan.duty.models import CHECKERS, OUTCOMES, SOURCES, STEPS
from bihuan.duty.rules import DAY_KINDS, POSITIONS, WEEKDAYS
from bihuan.inspections.forms import ManyIds

POSITION_CHOICES = list(POSITIONS.items())
KIND_CHOICES = list(DAY_KINDS.items())
WEEKDAY_CHOICES = [(str(number), word) for number, word in enumerate(WEEKDAYS)]
SOURCE_CHOICES, STEP_CHOICES = list(SOURCES.items()), list(STEPS.items())
CHECKER_CHOICES, OUTCOME_CHOICES = list(CHECKERS.items()), list(OUTCOMES.items())


class SpanForm(ActionForm):
    """编排值班表."""

    from_on = day_field("开始日期", required=False)
    to_on = day_field("结束日期", required=False)


class ChangeForm(StepForm):
    """手工调整."""

    day = day_field("日期")
    position = choice_field("岗位", POSITION_CHOICES)
    was = id_field("原来的人")
    to = id_field("换上的人")


class PublishForm(StepForm):
    """发布."""

    note = text_field("缺班说明", 200)


class RuleForm(ActionForm):
    """规定排班: the fields of all kinds; a kind's own are shown."""

    name = text_field("名称", 20)
    position = choice_field("岗位", POSITION_CHOICES, required=False)
    day_kind = choice_field("日子", KIND_CHOICES, required=False)
    kinds = forms.MultipleChoiceField(
        label="哪些日子",
        choices=KIND_CHOICES,
        required=False,
        error_messages={"invalid_choice": "请从列表中选择日子。"},
    )
    count = number_field("人数（次数）")
    days = number_field("休息天数")
    since = day_field("开始日期", required=False)
    until = day_field("结束日期", required=False)
    weekday = choice_field("周几", WEEKDAY_CHOICES, required=False)
    digits = text_field("逢几", 10)
    person = id_field("人员")
    other = id_field("另一人")
    workday = number_field("工作日分值")
    weekend = number_field("周末分值")
    holiday = number_field("节假日分值")
    hard = forms.BooleanField(required=False)
    weight = number_field("分量")

    def given(self, kind: str) -> dict[str, Any]:
        """What the kind's own fields say, as the action keeps it."""
        found = (
            {name: self.cleaned_data.get(name) for name in asked.KINDS[kind].fields}
            if kind in asked.KINDS
            else {}
        )
        for name in ("person", "other"):
            if found.get(name):
                found[name] = str(found[name])
        return found


class ChangesForm(ActionForm):
    """交接班时间."""

    changes_at = forms.TimeField(label="时间", required=False, error_messages={"invalid": "时间应如08:30。"})


class FitForm(ActionForm):
    """列入值班人员."""

    position = choice_field("岗位", POSITION_CHOICES)
    persons = ManyIds(required=False)


class LeaveForm(ActionForm):
    """登记请假."""

    person_id = id_field("请假的人")
    from_on = day_field("开始日期", required=False)
    to_on = day_field("结束日期", required=False)
    reason = text_field("事由", 60)


class SwapForm(ActionForm):
    """申请换班: `with_turn` names a turn of another's, or `other` a person; neither offers it to all who may."""

    other = id_field("请谁替")
    other_turn = id_field("换哪个班")
    reason = text_field("原因", 120)


class CallInForm(ActionForm):
    """临时替班."""

    person = id_field("替班的人")
    reason = text_field("原因", 120)


class DecideForm(StepForm):
    """答复、批准、撤回换班."""

    move = choice_field(
        "办理",
        [
            (one, one)
            for one in ("accept_swap", "decline_swap", "withdraw_swap", "approve_swap", "refuse_swap")
        ],
    )
    why_not = text_field("原因", 120)


class HandOverForm(ActionForm):
    """交班: of the shift whose page was opened; another may be due by the time it is sent."""

    day = day_field("班次", widget=forms.HiddenInput)
    weather = text_field("天气和预警", 60)
    told = text_field("交代事项", 500)
    passed_up = text_field("上报情况", 300)
    absent = ManyIds(required=False)


class CallForm(ActionForm):
    """登记来电来文."""

    at = moment_field("时间", required=False)
    source = choice_field("来源", SOURCE_CHOICES, required=False)
    caller = text_field("来电（文）人", 40)
    organ = text_field("单位", 60)
    phone = text_field("电话", 20)
    content = text_field("内容", 500)
    opinion = text_field("处理意见", 300)
    unit = text_field("涉及单位", 80)
    call_id = page_id()


class CallStepForm(ActionForm):
    """办理来电来文."""

    kind = choice_field("步骤", STEP_CHOICES, required=False)
    text = text_field("内容", 300)
    whose = text_field("批示人", 40)


class CheckForm(ActionForm):
    """登记查岗."""

    at = moment_field("时间", required=False)
    by = text_field("查岗人", 60)
    of = choice_field("来源", CHECKER_CHOICES, required=False)
    outcome = choice_field("结果", OUTCOME_CHOICES, required=False)
    reached = id_field("接听的人")
    note = text_field("说明", 200)
    check_id = page_id()

"""Shape of what the pages of pressing on send."""

from django import forms

from bihuan.core.forms import ActionForm, StepForm, choice_field, day_field, text_field
from bihuan.grid.rules import POST_KINDS
from bihuan.hazards.rules import LEVELS
from bihuan.supervision.models import UrgentEntry
from bihuan.supervision.rules import LADDER, MEANS

POSTS = [(code, POST_KINDS[code].label) for code in LADDER]
ENTRY_KINDS = [(code, word) for code, word in UrgentEntry.KINDS.items() if code != "result"]
COUNTING = [("", "自然日"), ("workdays", "工作日")]


def number_field(label: str, *, required: bool = True) -> forms.IntegerField:
    """A whole number."""
    wrong = {"required": f"请填写{label}。", "invalid": f"{label}应填整数。"}
    return forms.IntegerField(label=label, required=required, error_messages=wrong)


class AskForm(ActionForm):
    """申请延期."""

    wanted_on = day_field("延长后的期限")
    reason = text_field("延期理由", 300)
    interim = text_field("防范措施", 300)


class DecideForm(StepForm):
    """批复延期申请."""

    grants = choice_field("批复", [("yes", "批准"), ("no", "不批准")])
    deadline_on = day_field("批准延长至", required=False)
    answer = text_field("批复意见", 300)


class RuleForm(ActionForm):
    """增加一步."""

    level = choice_field("隐患级别", list(LEVELS.items()))
    means = choice_field("方式", list(MEANS.items()))
    days = number_field("天数")
    counting = choice_field("计算", COUNTING, required=False)
    post = choice_field("岗位", POSTS)


class EntryForm(ActionForm):
    """登记急办事项."""

    kind = choice_field("内容", ENTRY_KINDS)
    stage = choice_field("阶段", list(UrgentEntry.STAGES.items()), required=False)
    amount = number_field("数量", required=False)
    text = text_field("说明", 200)


class UrgeForm(ActionForm):
    """催办, one hazard or many."""

    note = text_field("催办意见", 200)


class FinishForm(StepForm):
    """急办办结."""

    note = text_field("办结情况", 300)

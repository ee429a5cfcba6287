"""Shape of what the pages of training and drills send."""

from typing import Any

from django import forms

from bihuan.core import clock
from bihuan.core.forms import (
    ActionForm,
    StepForm,
    choice_field,
    day_field,
    id_field,
    number_field,
    page_id,
    text_field,
)
from bihuan.grid.rules import POST_KINDS
from bihuan.inspections.forms import ManyIds
from bihuan.training.actions.bank import QuestionGiven
from bihuan.training.actions.drills import LessonGiven
from bihuan.training.rules import (
    ASKABLE,
    DRILL_KINDS,
    EXAM_USUAL,
    GROUPS,
    GUEST_GROUPS,
    JUDGE_OPTIONS,
    KINDS,
    PASS_USUAL,
    PLAN_KINDS,
    QUESTION_KINDS,
    read_right,
)
from bihuan.units.forms import CATEGORY_CHOICES

KIND_CHOICES, GROUP_CHOICES = list(KINDS.items()), list(GROUPS.items())
GUEST_CHOICES = [(one, GROUPS[one]) for one in GUEST_GROUPS]
DRILL_CHOICES, PLAN_CHOICES = list(DRILL_KINDS.items()), list(PLAN_KINDS.items())
QUESTION_CHOICES = list(QUESTION_KINDS.items())
ASK_CHOICES = [(one, GROUPS[one]) for one in ASKABLE]
# Who can be invited by post: whoever works for the town and its grid, and those who answer for a unit.
INVITED_POSTS = [
    (code, kind.label)
    for code, kind in POST_KINDS.items()
    if code not in ("district", "admin", "security_admin", "audit_admin")
]
LESSON_LINES = 4
FIRST_POSTS = {
    "officers": ["safety_head", "inspector"],
    "grid": ["office_head", "village_head", "grid_member"],
    "enterprises": [],
    "villagers": [],
}


def _many(label: str, choices: Any) -> forms.MultipleChoiceField:
    wrong = {"invalid_choice": f"请从列表中选择{label}。"}
    return forms.MultipleChoiceField(label=label, choices=choices, required=False, error_messages=wrong)


class SessionForm(ActionForm):
    """安排培训."""

    session_id = page_id()
    title = text_field("名称", 60)
    kind = choice_field("培训对象", KIND_CHOICES)
    held_on = day_field("日期")
    starts = forms.TimeField(
        label="开始时间", required=False, error_messages={"invalid": "应为时间，如09:00。"}
    )
    hours = forms.DecimalField(
        label="学时", required=False, error_messages={"invalid": "学时应为数字，如2、3.5。"}
    )
    place = text_field("地点", 60)
    lecturer = text_field("授课人", 60)
    content = text_field("内容", 300)
    material = id_field("课件")
    link = text_field("链接", 300)
    posts = _many("岗位", INVITED_POSTS)
    categories = _many("类别", CATEGORY_CHOICES)
    exam_count = number_field("考试题数")
    pass_mark = number_field("合格分")

    @staticmethod
    def first(kind: str) -> dict[str, Any]:
        """What the form begins with, for a kind of session."""
        return {
            "kind": kind if kind in KINDS else "officers",
            "held_on": clock.today().isoformat(),
            "hours": "2",
            "posts": FIRST_POSTS.get(kind, FIRST_POSTS["officers"]),
            "exam_count": EXAM_USUAL if kind != "villagers" else 0,
            "pass_mark": PASS_USUAL,
        }


class VersionOnly(StepForm):
    """A step that asks for nothing but the version that the page showed."""


class ReasonForm(StepForm):
    """What is called off for a reason."""

    reason = text_field("原因", 200)


class TickForm(ActionForm):
    """勾选到场."""

    attendees = ManyIds(required=False)


class AddForm(ActionForm):
    """补登到场人员."""

    fields_of = {"unit_id": "unit"}

    name = text_field("姓名", 40)
    phone = text_field("手机号", 11)
    group = choice_field("身份", GROUP_CHOICES, required=False)
    unit = text_field("单位", 80)


class GuestForm(ActionForm):
    """签到 without an account."""

    name = text_field("姓名", 40)
    phone = text_field("手机号", 11)
    group = choice_field("身份", GUEST_CHOICES, required=False)
    unit_name = text_field("单位", 100)


class ExamForm(ActionForm):
    """The answers: a field for each question; what was chosen stays when one is left out."""

    def __init__(self, *given: Any, count: int, **options: Any) -> None:
        super().__init__(*given, **options)
        self.count = count
        for at in range(1, count + 1):
            self.fields[f"q{at}"] = forms.TypedMultipleChoiceField(
                choices=[(str(one), str(one)) for one in range(8)],
                coerce=int,
                required=False,
                error_messages={"invalid_choice": "请从选项中选择。"},
            )

    def clean(self) -> dict[str, Any]:
        return {"answers": [self.cleaned_data.get(f"q{at}") or [] for at in range(1, self.count + 1)]}

    def chosen(self, at: int) -> set[str]:
        """What is ticked of a question."""
        return set(self[f"q{at}"].value() or ())


class QuestionForm(ActionForm):
    """加题: options a line each, the right ones by their letters."""

    fields_of = {"group": "group"}

    kind = choice_field("题型", QUESTION_CHOICES, required=False)
    text = text_field("题目", 300)
    options = text_field("选项", 1000)
    right = text_field("正确答案", 20)
    basis = text_field("依据", 100)
    group = choice_field("对象", [("", ""), *GROUP_CHOICES], required=False)

    def given(self) -> QuestionGiven:
        """What was typed, as the action takes it."""
        said = self.cleaned_data
        kind = said.get("kind") or ""
        lines = said.get("options", "").replace("；", "\n").splitlines()
        options = JUDGE_OPTIONS if kind == "judge" else tuple(one.strip() for one in lines if one.strip())
        right = read_right(kind, said.get("right", ""))
        return QuestionGiven(
            kind, said.get("text", ""), options, right, said.get("basis", ""), said.get("group", "")
        )


class SheetForm(ActionForm):
    """导入题目."""

    file = forms.FileField(error_messages={"required": "请选择文件。", "empty": "文件是空的。"})


class HoursForm(ActionForm):
    """规定学时."""

    group = choice_field("人员", ASK_CHOICES, required=False)
    hours = number_field("每年学时")
    source = text_field("依据", 100)


class PlanForm(ActionForm):
    """登记预案."""

    cell_id = id_field("适用范围")
    kind = choice_field("预案类别", PLAN_CHOICES, required=False)
    title = text_field("预案名称", 80)
    number = text_field("文号", 40)
    issued_on = day_field("印发日期", required=False)
    review_on = day_field("修订评估期限", required=False)
    file = id_field("文件")


class ReviewForm(ActionForm):
    """登记评估修订."""

    note = text_field("评估结论", 200)
    review_on = day_field("下次期限", required=False)


class DrillForm(ActionForm):
    """安排演练."""

    drill_id = page_id()
    title = text_field("名称", 60)
    kind = choice_field("形式", DRILL_CHOICES, required=False)
    held_on = day_field("日期", required=False)
    place = text_field("地点", 60)
    scenario = text_field("情景", 300)
    cell_id = id_field("组织的网格")
    unit = text_field("单位", 80)
    plan_id = id_field("预案")


class FinishForm(StepForm):
    """登记演练情况, with some lines for what it taught."""

    people = number_field("参演人数")
    names = text_field("参演人员", 2000)
    summary = text_field("评估小结", 500)
    photo = id_field("照片")

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        for at in range(1, LESSON_LINES + 1):
            self.fields[f"text_{at}"] = text_field("问题", 200)
            self.fields[f"person_{at}"] = id_field("责任人")
            self.fields[f"due_on_{at}"] = day_field("期限", required=False)

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        lessons = []
        for at in range(1, LESSON_LINES + 1):
            one = LessonGiven(
                said.get(f"text_{at}") or "", said.get(f"person_{at}"), said.get(f"due_on_{at}")
            )
            if one.text or one.person or one.due_on:
                lessons.append(one)
        names = ("version", "people", "names", "summary", "photo")
        return {name: said.get(name) for name in names if name in said} | {"lessons": lessons}


class SettleForm(ActionForm):
    """落实演练改进."""

    done = text_field("落实情况", 200)

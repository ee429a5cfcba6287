"""Shape of what the pages of routes send."""

from functools import reduce
from operator import or_
from typing import Any

from django import forms
from django.db.models import Q, QuerySet

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
from bihuan.core.scope import Scope
from bihuan.inspections.forms import Ids, optional_id
from bihuan.routing.actions import Asked, Pair
from bihuan.routing.lifecycle import DAY_PLAN
from bihuan.routing.models import DayPlan, RoadLeg
from bihuan.routing.queries import legs_in_table, plans
from bihuan.routing.rules import CREWS_MAX, SOURCES, USUAL_STAYS, minute_of
from bihuan.units.geometry import DATUMS
from bihuan.units.rules import CATEGORIES

SOURCE_CHOICES = [(code, label) for code, label in SOURCES.items() if code != "added"]
STATE_CHOICES = list(DAY_PLAN.states.items())


class TimeOfDay(forms.Field):
    """A time of the day as minutes from midnight."""

    def __init__(self, label: str) -> None:
        super().__init__(label=label, required=False)

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values:
            return None
        found = minute_of(str(value))
        if found is None:
            raise forms.ValidationError(f"{self.label}应如8:30。")
        return found

    def prepare_value(self, value: Any) -> Any:
        return f"{value // 60:02}:{value % 60:02}" if isinstance(value, int) else value


class PlanForm(ActionForm):
    """编排外出计划: the days, the crews, which units."""

    plan_id = page_id()
    title = text_field("名称", 60)
    from_on = day_field("开始日期", required=False)
    to_on = day_field("结束日期", required=False)
    weekends = forms.BooleanField(required=False)
    begins = TimeOfDay("出发时间")
    ends = TimeOfDay("返回时间")
    sources = forms.MultipleChoiceField(
        choices=SOURCE_CHOICES, required=False, error_messages={"invalid_choice": "请从列表中选择。"}
    )
    campaign = optional_id("专项行动")
    words = text_field("单位", 60)
    category = forms.RegexField(
        r"^[a-z.]+$", required=False, error_messages={"invalid": "请从列表中选择类别。"}
    )
    cell = forms.RegexField(r"^(\d{4})+$", required=False, error_messages={"invalid": "请从列表中选择网格。"})
    units = Ids(label="勾选的单位", required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for number in range(1, CREWS_MAX + 1):
            self.fields[f"first_{number}"] = optional_id("检查人员")
            self.fields[f"second_{number}"] = optional_id("检查人员")
            self.fields[f"car_{number}"] = text_field("车辆", 20)
            self.fields[f"start_{number}"] = optional_id("出发地")

    @staticmethod
    def asked(given: dict[str, Any]) -> Asked:
        """As the action takes it. Crews stand where they were typed, so that what is wrong is said there."""
        pairs = [
            Pair(given[f"first_{n}"], given[f"second_{n}"], given[f"car_{n}"], given[f"start_{n}"])
            for n in range(1, CREWS_MAX + 1)
        ]
        return Asked(
            title=given["title"],
            from_on=given["from_on"],
            to_on=given["to_on"],
            pairs=pairs,
            sources=given["sources"],
            weekends=given["weekends"],
            campaign=given["campaign"],
            words=given["words"],
            category=given["category"],
            cell=given["cell"],
            units=given["units"],
            begins=given["begins"],
            ends=given["ends"],
            id=given["plan_id"],
        )


class ConfirmForm(StepForm):
    """确定, 退回修改, 作废."""


class MoveForm(StepForm):
    """手工调整 of one stop."""

    team = id_field("组", required=False)
    day = day_field("日期", required=False)
    turn = number_field("第几站")


class AddForm(StepForm):
    """添加单位."""

    unit = text_field("单位", 80)


class CustomForm(ActionForm):
    """外出设定."""

    detour = forms.FloatField(required=False, error_messages={"invalid": "绕行系数应填数字，如1.4。"})
    speed = number_field("车速")
    begins = TimeOfDay("出发时间")
    ends = TimeOfDay("返回时间")
    lunch_from = TimeOfDay("午休起")
    lunch_to = TimeOfDay("午休止")
    start = text_field("出发地", 40)
    latitude = forms.FloatField(required=False, error_messages={"invalid": "纬度应填数字，如35.123456。"})
    longitude = forms.FloatField(required=False, error_messages={"invalid": "经度应填数字，如116.123456。"})
    datum = choice_field("坐标来源", list(DATUMS.items()), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for code in USUAL_STAYS:
            self.fields[f"stay_{code}"] = number_field(CATEGORIES[code].label)
            self.fields[f"opens_{code}"] = TimeOfDay("开放时间")
            self.fields[f"closes_{code}"] = TimeOfDay("关门时间")

    @staticmethod
    def stays(given: dict[str, Any]) -> dict[str, tuple[int | None, ...]]:
        """Those alone that are not as usual."""
        found: dict[str, tuple[int | None, ...]] = {}
        for code, usual in USUAL_STAYS.items():
            own = (given.pop(f"stay_{code}"), given.pop(f"opens_{code}"), given.pop(f"closes_{code}"))
            if own not in ((usual.minutes, usual.opens, usual.closes), (None, None, None)):
                found[code] = own
        return found


class PlanFilter(forms.Form):
    """The list's filters."""

    words = forms.CharField(required=False, max_length=60)
    state = forms.ChoiceField(choices=STATE_CHOICES, required=False)

    def narrow(self, scope: Scope) -> QuerySet[DayPlan]:
        self.is_valid()
        given = self.cleaned_data
        return plans(scope, words=given.get("words") or "", state=given.get("state") or "").order_by(
            "-from_on", "-pk"
        )


class RoadFilter(forms.Form):
    """The road table's filter: a part of either end's name."""

    words = forms.CharField(required=False, max_length=60)

    def narrow(self, scope: Scope) -> QuerySet[RoadLeg]:
        self.is_valid()
        found = legs_in_table(scope)
        for word in (self.cleaned_data.get("words") or "").split():
            sides = ("from_cell", "from_unit", "to_cell", "to_unit")
            found = found.filter(reduce(or_, (Q(**{f"{side}__name__icontains": word}) for side in sides)))
        return found


def days_said(plan: DayPlan) -> str:
    """6月3日至6月5日."""
    first, last = plan.from_on, plan.to_on
    said = f"{first.month}月{first.day}日"
    return said if first == last else f"{said}至{last.month}月{last.day}日"

"""Shape of what the pages of rounds send."""

from datetime import date

from django import forms
from django.db.models import Q, QuerySet

from bihuan.core import clock
from bihuan.core.forms import ActionForm, choice_field, day_field, text_field
from bihuan.core.ids import new_id
from bihuan.core.scope import Scope, under
from bihuan.rounds.models import RoundTask
from bihuan.rounds.queries import counting, done, owed
from bihuan.rounds.rules import PERIODS, REASONS, STATES, WALKERS
from bihuan.search.queries import matching
from bihuan.units.rules import CATEGORIES

POSTS = [(code, kind.label) for code, kind in WALKERS.items()]
FREQUENCIES = [(code, one.label) for code, one in PERIODS.items()]
KINDS = [(one.code, one.label) for one in CATEGORIES.values()]
PARENTS = {code.partition(".")[0] for code in CATEGORIES if "." in code}
WITH_THOSE_BELOW = [(code, f"{label}（含各类）" if code in PARENTS else label) for code, label in KINDS]
REASON_CHOICES = list(REASONS.items())
STATE_CHOICES = list(STATES.items())


class RuleForm(ActionForm):
    """新增巡查要求."""

    post = choice_field("岗位", POSTS)
    period = choice_field("频次", FREQUENCIES)
    times = forms.IntegerField(
        label="次数", error_messages={"required": "请填写次数。", "invalid": "次数应填整数。"}
    )
    categories = forms.MultipleChoiceField(
        label="类别", choices=KINDS, required=False, error_messages={"invalid_choice": "请从列表中选择类别。"}
    )
    from_on = day_field("开始日期")
    patrols_only = forms.BooleanField(label="只算网格巡查", required=False)


class WalkForm(ActionForm):
    """巡查无异常: the page gives the visit its id."""

    visit_id = forms.UUIDField(
        initial=new_id, error_messages={"required": "页面已过期，请刷新。", "invalid": "页面已过期，请刷新。"}
    )


class MissForm(ActionForm):
    """登记未能入户."""

    miss_id = forms.UUIDField(
        initial=new_id, error_messages={"required": "页面已过期，请刷新。", "invalid": "页面已过期，请刷新。"}
    )
    reason = choice_field("原因", REASON_CHOICES)
    note = text_field("说明", 200)


class ExcuseForm(ActionForm):
    """免于本期巡查."""

    reason = text_field("免于巡查的原因", 200)


class TaskFilter(forms.Form):
    """Which tasks the list shows; what cannot be read is left aside."""

    words = forms.CharField(required=False)
    cell = forms.CharField(required=False)
    post = forms.ChoiceField(choices=POSTS, required=False)
    category = forms.ChoiceField(choices=KINDS, required=False)
    state = forms.ChoiceField(choices=STATE_CHOICES, required=False)
    since = forms.DateField(required=False)
    until = forms.DateField(required=False)

    def narrow(self, scope: Scope) -> QuerySet[RoundTask]:
        """The tasks of a scope that pass, those due last first."""
        self.is_valid()
        given, today = self.cleaned_data, clock.today()
        found: QuerySet[RoundTask] = RoundTask.objects.within(scope)
        if words := given.get("words", "").strip():
            found = found.filter(unit__in=matching(scope.town, "unit", words))
        if cell := given.get("cell"):
            found = (
                found.filter(under("unit__cell_path", cell))
                if cell.isascii() and cell.isdigit()
                else found.none()
            )
        if post := given.get("post"):
            found = found.filter(rule__post=post)
        if category := given.get("category"):
            found = found.filter(recorded_category__startswith=category)
        if state := given.get("state"):
            found = found.filter(_in_state(scope, state, today))
        if since := given.get("since"):
            found = found.filter(due_on__gte=since)
        if until := given.get("until"):
            found = found.filter(due_on__lte=until)
        return found.order_by("-due_on", "-pk")


def _in_state(scope: Scope, state: str, today: date) -> Q:
    """Tasks in a state of `rules.state_of`, as a condition."""
    if state == "excused":
        return Q(excused_on__isnull=False)
    if state == "gone":
        return Q(excused_on__isnull=True) & ~owed(today)
    if state == "done":
        return owed(today) & done(counting(scope), today)
    is_over = Q(due_on__lt=today)
    return owed(today) & ~done(counting(scope), today) & (is_over if state == "missed" else ~is_over)

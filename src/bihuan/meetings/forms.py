"""Shape of what the pages of meetings send."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.db.models import F, Q, QuerySet

from bihuan.core import clock
from bihuan.core.forms import (
    ActionForm,
    StepForm,
    area_field,
    choice_field,
    day_field,
    id_field,
    moment_field,
    number_field,
    text_field,
)
from bihuan.core.scope import Scope
from bihuan.grid.rules import POST_KINDS
from bihuan.inspections.forms import optional_id
from bihuan.meetings.actions import Plan
from bihuan.meetings.leading import MEASURES, RECORDED
from bihuan.meetings.lifecycle import DROPPED, MEETING, OPEN
from bihuan.meetings.models import Meeting, Resolution
from bihuan.meetings.queries import Seat
from bihuan.meetings.rules import EVERY, HOW, INVITED, LEADERS, PRESENCE, SORTS, Presence, Topic, Wanted
from bihuan.search.queries import matching

SORT_CHOICES = [(code, one.label) for code, one in SORTS.items()]
EVERY_CHOICES = list(EVERY.items())
POST_CHOICES = [(code, POST_KINDS[code].label) for code in INVITED]
STATE_CHOICES = list(MEETING.states.items())
HOW_CHOICES = list(HOW.items())
LEADER_CHOICES = [(code, POST_KINDS[code].label) for code in LEADERS]
MEASURE_CHOICES = [(code, one.label) for code, one in MEASURES.items()]
RECORD_CHOICES = [(code, MEASURES[code].label) for code in RECORDED]
PRESENCE_CHOICES = list(PRESENCE.items())
TITLE_MAX, TALK_MAX, TEXT_MAX = 100, 3000, 300
SPARE_TOPICS, SPARE_WANTED, TOPICS_MAX, WANTED_MAX = 3, 4, 20, 16


def _posts_field() -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        choices=POST_CHOICES, required=False, error_messages={"invalid_choice": "请从列表中勾选岗位。"}
    )


class KindForm(ActionForm):
    """设置会议."""

    sort = choice_field("会议类别", SORT_CHOICES, required=False)
    name = text_field("会议名称", 40)
    every = choice_field("多久开一次", EVERY_CHOICES, required=False)
    body = text_field("印发机关", 60)
    word = text_field("纪要代字", 20)
    notice_word = text_field("通知代字", 20)
    chair = choice_field("主持岗位", POST_CHOICES, required=False)
    posts = _posts_field()
    guests = text_field("列席单位", 200)
    place = text_field("地点", 60)


class PlanForm(StepForm):
    """会议安排: when, where, who; a line for each topic and some empty ones."""

    title = text_field("会议名称", 80)
    at = moment_field("开会时间", required=False)
    place = text_field("地点", 60)
    posts = _posts_field()
    guests = text_field("列席", 200)
    asks = area_field("会议要求", 300)
    campaign = optional_id("专项行动")
    reason = text_field("改期原因", 200)
    topics = forms.CharField(required=False)

    def __init__(
        self, *given: Any, topics: Sequence[Topic] = (), again: bool = False, **options: Any
    ) -> None:
        data = given[0] if given else None
        self.keys = _keys([one.key for one in topics], data, SPARE_TOPICS)
        initial: dict[str, Any] = {}
        for one in topics:
            initial |= {
                f"title_{one.key}": one.title,
                f"by_{one.key}": one.by,
                f"safety_{one.key}": one.safety,
            }
        initial |= {f"safety_{key}": True for key in self.keys if f"title_{key}" not in initial}
        super().__init__(*given, **{**options, "initial": initial | options.get("initial", {})})
        self.again = again
        for key in self.keys:
            self.fields[f"title_{key}"] = text_field("议题", TITLE_MAX)
            self.fields[f"by_{key}"] = text_field("汇报人", 40)
            self.fields[f"safety_{key}"] = forms.BooleanField(required=False)

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        names = ("title", "place", "guests", "asks")
        topics = [
            Topic(
                key,
                given.get(f"title_{key}", ""),
                given.get(f"by_{key}", ""),
                bool(given.get(f"safety_{key}")),
            )
            for key in self.keys
            if (given.get(f"title_{key}") or "").strip()
        ]
        words = {name: given.get(name) or "" for name in names}
        plan = Plan(
            campaign=given.get("campaign"),
            at=given.get("at"),
            posts=given.get("posts") or [],
            topics=topics,
            **words,
        )
        found = {"version": given.get("version"), "plan": plan}
        if self.again:
            found["reason"] = given.get("reason", "")
        return found


def _keys(known: Sequence[str], data: Mapping[str, Any] | None, spare: int) -> list[str]:
    """The keys of topics: those that are there, those that were sent, and some for new ones."""
    keys = list(known)
    sent = [name.removeprefix("title_") for name in data or () if name.startswith("title_t")]
    keys += [key for key in sent if key not in keys and key[1:].isdigit()]
    number = max([int(key[1:]) for key in keys if key[:1] == "t" and key[1:].isdigit()], default=0)
    keys += [f"t{number + at}" for at in range(1, spare + 1)] if data is None else []
    return keys[: TOPICS_MAX + spare]


class ReasonForm(StepForm):
    """取消, 不再办理: why."""

    reason = text_field("原因", 200)


class HeldForm(StepForm):
    """登记会议情况: a line for each who was asked."""

    at = moment_field("开会时间", required=False)
    place = text_field("地点", 60)
    chair = forms.CharField(required=False)
    recorder = text_field("记录人", 40)
    guests = text_field("列席", 200)
    present = forms.CharField(required=False)
    more = forms.MultipleChoiceField(
        required=False, error_messages={"invalid_choice": "请从列表中勾选人员。"}
    )

    def __init__(
        self, *given: Any, asked: Sequence[Seat] = (), others: Sequence[Seat] = (), **options: Any
    ) -> None:
        super().__init__(*given, **options)
        self.asked = [str(one.person.pk) for one in asked]
        self.fields["more"].choices = [(str(one.person.pk), one.label) for one in others]  # type: ignore[attr-defined]
        for key in self.asked:
            self.fields[f"state_{key}"] = choice_field(
                "情况", PRESENCE_CHOICES, required=False, initial="present"
            )
            self.fields[f"spoke_{key}"] = forms.BooleanField(required=False)
            self.fields[f"note_{key}"] = text_field("原因、代会人", 60)

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        names = ("version", "at", "place", "chair", "recorder", "guests")
        lines = [
            Presence(
                key,
                given.get(f"state_{key}") or "present",
                bool(given.get(f"spoke_{key}")),
                given.get(f"note_{key}", ""),
            )
            for key in self.asked
        ]
        lines += [Presence(key) for key in given.get("more", ()) if key not in self.asked]
        return {
            name: given.get(name) or "" if name not in ("version", "at") else given.get(name)
            for name in names
        } | {"present": lines}


class MinutesForm(StepForm):
    """会议纪要: for each topic what was said, and what was decided with its person and day; some empty lines."""

    signer = text_field("签发人", 40)
    sent_to = text_field("印发范围", 200)
    reason = text_field("更正原因", 200)
    topics = forms.CharField(required=False)

    def __init__(
        self, *given: Any, topics: Sequence[Topic] = (), again: bool = False, **options: Any
    ) -> None:
        data = given[0] if given else None
        self.again = again
        self.keys = _keys([one.key for one in topics], data, 1)
        wanted = {one.key: one.wanted for one in topics}
        counts = {key: _count(key, len(wanted.get(key, ())), data) for key in self.keys}
        self.spare = SPARE_WANTED if data is None else 1  # what was sent is all shown
        self.places = {key: list(range(count)) for key, count in counts.items()}
        initial: dict[str, Any] = {}
        for one in topics:
            initial |= {f"{name}_{one.key}": getattr(one, name) for name in ("title", "by", "safety", "talk")}
            for at, said in enumerate(one.wanted):
                initial |= {
                    f"{name}_{one.key}_{at}": getattr(said, name) for name in ("text", "post", "due", "id")
                }
        initial |= {f"safety_{key}": True for key in self.keys if f"title_{key}" not in initial}
        super().__init__(*given, **{**options, "initial": initial | options.get("initial", {})})
        for key in self.keys:
            self.fields[f"title_{key}"] = text_field("议题", TITLE_MAX)
            self.fields[f"by_{key}"] = text_field("汇报人", 40)
            self.fields[f"safety_{key}"] = forms.BooleanField(required=False)
            self.fields[f"talk_{key}"] = area_field("讨论要点", TALK_MAX)
            for at in self.places[key]:
                self.fields[f"text_{key}_{at}"] = text_field("议定事项", TEXT_MAX)
                # a day that is none is kept as it was typed, in a draft
                for name in ("post", "due", "id"):
                    self.fields[f"{name}_{key}_{at}"] = text_field("责任人、期限", 40)

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        found: dict[str, Any] = {name: given.get(name) or "" for name in ("signer", "sent_to")}
        found["version"] = given.get("version")
        found["topics"] = [topic for key in self.keys if not _empty(topic := self._topic(key, given))]
        if self.again:
            found["reason"] = given.get("reason", "")
        return found

    def _topic(self, key: str, given: Mapping[str, Any]) -> Topic:
        wanted = [
            Wanted(*(given.get(f"{name}_{key}_{at}") or "" for name in ("text", "post", "due", "id")))
            for at in self.places[key]
        ]
        # as they stood on the page, so that what is wrong is told at its line
        while wanted and wanted[-1].is_empty:
            wanted.pop()
        title, by, talk = (given.get(f"{name}_{key}") or "" for name in ("title", "by", "talk"))
        return Topic(
            key, safety=bool(given.get(f"safety_{key}")), wanted=tuple(wanted), title=title, by=by, talk=talk
        )


def _empty(topic: Topic) -> bool:
    return not (topic.title.strip() or topic.talk.strip() or topic.wanted)


def _count(key: str, known: int, data: Mapping[str, Any] | None) -> int:
    """How many lines for decisions a topic has on the page."""
    if data is None:
        return min(known + SPARE_WANTED, WANTED_MAX)
    return min(sum(name.startswith(f"text_{key}_") for name in data), WANTED_MAX)


class ReportForm(StepForm):
    """报结果."""

    result = area_field("结果", 500)
    photo = optional_id("照片")


class ExtendForm(StepForm):
    """延期."""

    due_on = day_field("新的期限", required=False)
    reason = text_field("延期原因", 200)


class DutyForm(ActionForm):
    """列入职责清单."""

    post = choice_field("领导", LEADER_CHOICES, required=False)
    measure = choice_field("统计什么", MEASURE_CHOICES, required=False)
    times = number_field("次数")
    every = choice_field("多久", [one for one in EVERY_CHOICES if one[0]], required=False)
    text = text_field("事项", 60)
    basis = text_field("依据", 100)
    from_on = day_field("开始日期", required=False)


class RecordForm(ActionForm):
    """登记履职."""

    person = id_field("领导")
    measure = choice_field("事项", RECORD_CHOICES, required=False)
    on = day_field("日期", required=False)
    text = area_field("内容", 200)


class VoidForm(ActionForm):
    """作废: why."""

    reason = text_field("原因", 200)


class MeetingFilter(forms.Form):
    """Which meetings the list shows; what cannot be read is left aside."""

    words = forms.CharField(required=False)
    sort = forms.ChoiceField(choices=SORT_CHOICES, required=False)
    state = forms.ChoiceField(choices=STATE_CHOICES, required=False)
    since = forms.DateField(required=False)
    until = forms.DateField(required=False)

    def narrow(self, scope: Scope) -> QuerySet[Meeting]:
        """The meetings of a scope that pass, the latest first."""
        self.is_valid()
        given = self.cleaned_data
        found: QuerySet[Meeting] = Meeting.objects.within(scope)
        if words := (given.get("words") or "").strip():
            found = found.filter(pk__in=matching(scope.town, "meeting", words))
        for name in ("sort", "state"):
            if value := given.get(name):
                found = found.filter(**{name: value})
        if since := given.get("since"):
            found = found.filter(at__gte=_start(since))
        if until := given.get("until"):
            found = found.filter(at__lte=_end(until))
        return found.order_by("-at", "-pk")


def _start(day: date) -> Any:
    return clock.begins(day)


def _end(day: date) -> Any:
    return clock.at(day, 23, 59)


class ResolutionFilter(forms.Form):
    """Which decisions the list shows."""

    words = forms.CharField(required=False)
    state = forms.ChoiceField(choices=HOW_CHOICES, required=False)
    sort = forms.ChoiceField(choices=SORT_CHOICES, required=False)
    meeting = forms.UUIDField(required=False)
    since = forms.DateField(required=False)
    until = forms.DateField(required=False)

    def narrow(self, scope: Scope) -> QuerySet[Resolution]:
        """The decisions of a scope that pass, the latest first."""
        self.is_valid()
        given = self.cleaned_data
        found: QuerySet[Resolution] = Resolution.objects.within(scope)
        if words := (given.get("words") or "").strip():
            found = found.filter(pk__in=matching(scope.town, "resolution", words))
        if state := given.get("state"):
            found = found.filter(_in_state(state))
        if sort := given.get("sort"):
            found = found.filter(meeting__sort=sort)
        if meeting := given.get("meeting"):
            found = found.filter(meeting=meeting)
        if since := given.get("since"):
            found = found.filter(issued_on__gte=since)
        if until := given.get("until"):
            found = found.filter(issued_on__lte=until)
        return found.order_by("-issued_on", "-pk")


def _in_state(state: str) -> Q:
    """Decisions in a state of `rules.HOW`, as a condition."""
    if state == "dropped":
        return Q(state=DROPPED)
    today = clock.today()
    return {
        "open": Q(state=OPEN, due_on__gte=today),
        "late": Q(state=OPEN, due_on__lt=today),
        "done": Q(done_on__lte=F("due_on")) & ~Q(state=DROPPED),
        "done_late": Q(done_on__gt=F("due_on")) & ~Q(state=DROPPED),
    }[state]

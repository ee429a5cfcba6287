"""Kinds of meetings, meetings with who was there, their papers as issued, what they decided; the leaders' list and what they did besides."""

from datetime import date

from django.db import models

from bihuan.core import clock
from bihuan.core.ids import new_id
from bihuan.core.models import OfTown, StoredFile
from bihuan.grid.models import Person, Post
from bihuan.grid.rules import POST_KINDS
from bihuan.inspections.models import Campaign
from bihuan.meetings import leading, rules
from bihuan.meetings.leading import MEASURES, Asked
from bihuan.meetings.lifecycle import MEETING, OPEN, PLANNED, RESOLUTION
from bihuan.meetings.rules import EVERY, HOW, PRESENCE, SORTS, Topic, topic_of

_SORTS = [(code, one.label) for code, one in SORTS.items()]
_POSTS = [(code, kind.label) for code, kind in POST_KINDS.items()]


class MeetingKind(OfTown):
    """A kind of meeting: how often it is held, who leads it, which posts are asked, in whose name its papers are issued (`body`) and with which
    words in their numbers ("" for none). It is ended, not changed; what takes its place bears the same `chain`, under another name as well."""

    chain = models.UUIDField(default=new_id, editable=False)
    sort = models.CharField("类别", max_length=10, choices=_SORTS)
    name = models.CharField("名称", max_length=40)
    every = models.CharField("多久一次", max_length=8, choices=list(EVERY.items()), blank=True)
    body = models.CharField("印发机关", max_length=60)
    word = models.CharField("纪要代字", max_length=20, blank=True)
    notice_word = models.CharField("通知代字", max_length=20, blank=True)
    chair = models.CharField("主持岗位", max_length=20, choices=_POSTS)
    posts = models.JSONField("参会岗位", default=list)
    guests = models.CharField("列席单位", max_length=200, blank=True)
    place = models.CharField("地点", max_length=60, blank=True)
    from_on = models.DateField("开始日期")
    ended_on = models.DateField("停用日期", null=True, blank=True)

    class Meta:
        ordering = ["from_on", "id"]

    def __str__(self) -> str:
        return self.name

    @property
    def posts_label(self) -> str:
        return "、".join(kind.label for code, kind in POST_KINDS.items() if code in self.posts)


class Meeting(OfTown):
    """A meeting from its first plan to its minutes. `agenda` holds its topics with what was said and decided (`rules.Topic`); what is issued is
    frozen in its papers, and what was decided becomes rows of its own. `sort`, `safety_topics` and `is_dual` are what figures count by,
    as of the day on which it was held or its minutes last issued. `chair` and those present are persons; their posts stand with them."""

    kind = models.ForeignKey(MeetingKind, models.PROTECT, related_name="meetings")
    sort = models.CharField("类别", max_length=10, choices=_SORTS)
    title = models.CharField("会议名称", max_length=80)
    campaign = models.ForeignKey(Campaign, models.PROTECT, null=True, blank=True, related_name="meetings")
    state = models.CharField("状态", max_length=10, choices=list(MEETING.states.items()), default=PLANNED)
    at = models.DateTimeField("时间", null=True, blank=True)
    place = models.CharField("地点", max_length=60, blank=True)
    posts = models.JSONField("参会岗位", default=list)
    guests = models.CharField("列席", max_length=200, blank=True)
    asks = models.CharField("会议要求", max_length=300, blank=True)
    agenda = models.JSONField("议题", default=list)
    chair = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    chair_post = models.CharField("主持人岗位", max_length=20, blank=True)
    recorder = models.CharField("记录人", max_length=40, blank=True)
    signer = models.CharField("签发人", max_length=40, blank=True)
    sent_to = models.CharField("印发范围", max_length=200, blank=True)
    number = models.CharField("纪要文号", max_length=60, blank=True)
    safety_topics = models.PositiveSmallIntegerField("安全议题", default=0)
    is_dual = models.BooleanField("两个体系", default=False)
    drafted_on = models.DateField("起草日期")
    called_on = models.DateField("通知日期", null=True, blank=True)
    held_on = models.DateField("开会日期", null=True, blank=True)
    issued_on = models.DateField("纪要印发日期", null=True, blank=True)
    cancelled_on = models.DateField("取消日期", null=True, blank=True)
    cancelled_for = models.CharField("取消原因", max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["town", "held_on", "id"], name="meeting_held"),
            models.Index(fields=["town", "at", "id"], name="meeting_list"),
            models.Index(fields=["town", "state", "at"], name="meeting_ahead"),
        ]
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return self.title

    @property
    def topics(self) -> list[Topic]:
        return [topic_of(one) for one in self.agenda]

    @property
    def state_label(self) -> str:
        return MEETING.states[self.state]

    @property
    def on(self) -> date | None:
        """The day on which it was or is to be held."""
        return self.held_on or (clock.town_day(self.at) if self.at else None)


class MeetingPaper(OfTown):
    """A notice or minutes as issued: its fields frozen (`content`), in versions; a later one says why."""

    KINDS = (("notice", "会议通知"), ("minutes", "会议纪要"))

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="papers")
    kind = models.CharField("种类", max_length=8, choices=KINDS)
    number = models.CharField("文号", max_length=60, blank=True)
    version = models.PositiveSmallIntegerField("版本")
    content = models.JSONField()
    reason = models.CharField("更正原因", max_length=200, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField("印发时间")
    issued_on = models.DateField("印发日期")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "kind", "version"], name="meeting_paper_once")
        ]
        ordering = ["at", "id"]

    @property
    def title(self) -> str:
        again = f"（第{self.version}版）" if self.version > 1 else ""
        return f"{self.get_kind_display()}{again}"


class Attendance(OfTown):
    """How a person was at a meeting, by which post."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="attendance")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    post = models.CharField("岗位", max_length=20, choices=_POSTS)
    title = models.CharField("职务", max_length=80)
    state = models.CharField("情况", max_length=8, choices=list(PRESENCE.items()))
    leads = models.BooleanField("主持", default=False)
    spoke = models.BooleanField("讲话", default=False)
    note = models.CharField("原因、代会人", max_length=60, blank=True)
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "person"], name="attendance_once")]
        indexes = [models.Index(fields=["town", "person"], name="attendance_of")]
        ordering = ["place", "id"]


class Resolution(OfTown):
    """What a meeting decided (议定事项), from the day its minutes were issued: what, by which post, until when. `post` is the tenure that it was given
    to: who takes the post over has it. `first_due_on` is the term of the minutes, which an extension leaves alone. `told_in`: the later
    meeting of the kind in which its result was told."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="resolutions")
    topic = models.CharField(max_length=12)
    text = models.CharField("议定事项", max_length=300)
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    holder = models.CharField("责任人", max_length=120)
    state = models.CharField("状态", max_length=8, choices=list(RESOLUTION.states.items()), default=OPEN)
    issued_on = models.DateField("议定日期")
    first_due_on = models.DateField("原定期限")
    due_on = models.DateField("完成期限")
    done_on = models.DateField("报结果日期", null=True, blank=True)
    result = models.CharField("结果", max_length=500, blank=True)
    photo = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    done_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    dropped_on = models.DateField("不再办理日期", null=True, blank=True)
    dropped_for = models.CharField("不再办理原因", max_length=200, blank=True)
    told_in = models.ForeignKey(Meeting, models.PROTECT, null=True, blank=True, related_name="reported")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["town", "issued_on", "id"], name="resolution_list"),
            models.Index(fields=["town", "state", "due_on"], name="resolution_open"),
        ]
        ordering = ["-issued_on", "-id"]

    def __str__(self) -> str:
        return self.text

    @property
    def how(self) -> str:
        """How it stands today: a key of `rules.HOW`."""
        if self.dropped_on:
            return "dropped"
        return rules.how(self.due_on, self.done_on, clock.today())

    @property
    def how_label(self) -> str:
        return HOW[self.how]


class LeaderDuty(OfTown):
    """An item of the leaders' year (党政领导干部安全生产职责清单、年度工作清单): what a post does how often, counted from which records. It is ended, not
    changed."""

    post = models.CharField("岗位", max_length=20, choices=_POSTS)
    measure = models.CharField(
        "统计", max_length=12, choices=[(code, one.label) for code, one in MEASURES.items()]
    )
    times = models.PositiveSmallIntegerField("次数")
    every = models.CharField("多久", max_length=8, choices=list(EVERY.items()))
    text = models.CharField("事项", max_length=60, blank=True)
    basis = models.CharField("依据", max_length=100, blank=True)
    from_on = models.DateField("开始日期")
    ended_on = models.DateField("停用日期", null=True, blank=True)

    class Meta:
        ordering = ["from_on", "id"]

    def __str__(self) -> str:
        return f"{self.get_post_display()}{self.asked.label}{self.asked.often}"

    @property
    def asked(self) -> Asked:
        return Asked(self.post, self.measure, self.times, self.every, self.text)


class LeaderRecord(OfTown):
    """What a leader did that no other record tells (述职, 专题学习); one entered by mistake is void, with the reason."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    measure = models.CharField(
        "事项", max_length=12, choices=[(code, MEASURES[code].label) for code in leading.RECORDED]
    )
    on = models.DateField("日期")
    text = models.CharField("内容", max_length=200)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    voided_on = models.DateField(null=True, blank=True)
    voided_for = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["town", "on"], name="leader_record_day")]
        ordering = ["-on", "-id"]

"""Sessions with who was invited, came and sat the exam; the bank's own questions; hours that a town asks; plans, drills and what they taught."""

from django.db import models
from django.db.models import Q

from bihuan.core.ids import new_id
from bihuan.core.models import OfTown, StoredFile, Town
from bihuan.core.scope import ScopedManager
from bihuan.grid.models import Cell, Person
from bihuan.training.lifecycle import PLANNED, STATES
from bihuan.training.rules import (
    DRILL_KINDS,
    GROUPS,
    JUDGE_OPTIONS,
    KINDS,
    NAME_MAX,
    PASS_USUAL,
    PLAN_KINDS,
    QUESTION_KINDS,
    Asked,
    Asking,
    plain,
)
from bihuan.units.models import Unit


class HourRule(OfTown):
    """学时要求: how many hours a year the town asks of a group, from a day until the day on which another rule began. The national rules are
    no rows (`rules.NATIONAL`); of the two the greater binds."""

    group = models.CharField("人员", max_length=10, choices=list(GROUPS.items()))
    hours = models.PositiveSmallIntegerField("每年学时")
    source = models.CharField("依据", max_length=100)
    from_on = models.DateField("自")
    ended_on = models.DateField("至", null=True, blank=True)

    class Meta:
        ordering = ["group", "-from_on", "id"]

    @property
    def asked(self) -> Asked:
        return Asked(self.group, self.hours, self.source, self.from_on, self.ended_on)


class TrainingSession(models.Model):
    """A session of training (培训): planned for a day, then held or called off. `code` is what the QR on its wall opens, on its day alone.
    `exam_count` questions make its exam (0: none), of which `pass_mark` of 100 passes. `posts` and `categories`: who was invited."""

    scope_fields = {"town": "town_id"}

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    title = models.CharField("名称", max_length=60)
    kind = models.CharField("对象", max_length=12, choices=list(KINDS.items()))
    held_on = models.DateField("日期")
    starts = models.TimeField("开始时间", null=True, blank=True)
    hours = models.DecimalField("学时", max_digits=4, decimal_places=1)
    place = models.CharField("地点", max_length=60)
    lecturer = models.CharField("授课人", max_length=60)
    content = models.CharField("内容", max_length=300, blank=True)
    material = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    link = models.URLField("视频、资料链接", max_length=300, blank=True)
    posts = models.JSONField(default=list)
    categories = models.JSONField(default=list)
    exam_count = models.PositiveSmallIntegerField("考试题数", default=0)
    pass_mark = models.PositiveSmallIntegerField("合格分", default=PASS_USUAL)
    code = models.CharField("签到码", max_length=12, unique=True)
    state = models.CharField("状态", max_length=10, choices=list(STATES.items()), default=PLANNED)
    version = models.PositiveIntegerField(default=1)
    made_on = models.DateField()
    ended_on = models.DateField("结束登记", null=True, blank=True)
    cancelled_on = models.DateField("取消日期", null=True, blank=True)
    cancelled_for = models.CharField("取消原因", max_length=200, blank=True)

    objects = ScopedManager()
    codes = models.Manager()  # a QR is read on the wall, before anyone's scope is known

    class Meta:
        indexes = [models.Index(fields=["town", "held_on", "id"], name="session_list")]
        ordering = ["-held_on", "-id"]

    def __str__(self) -> str:
        return self.title

    @property
    def kind_label(self) -> str:
        return KINDS[self.kind]

    @property
    def hours_label(self) -> str:
        return plain(self.hours)

    @property
    def state_label(self) -> str:
        return STATES[self.state]


class Attendee(models.Model):
    """Somebody at a session: invited, come (`signed_on`), or both. A person of the town, or a name with a phone and a unit. `ticket` opens the
    exam and the result of who signed in. `score` is that of the last exam sent."""

    scope_fields = {
        "town": "town_id",
        "cell": "recorded_cell",
        "department": "unit__department_id",
        "unit": "unit_id",
    }

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    session = models.ForeignKey(TrainingSession, models.PROTECT, related_name="attendees")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="trainings")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="trainings")
    unit_name = models.CharField("单位（自报）", max_length=100, blank=True)
    name = models.CharField("姓名", max_length=NAME_MAX)
    phone = models.CharField("手机号", max_length=20, blank=True)
    group = models.CharField("身份", max_length=10, choices=list(GROUPS.items()))
    recorded_cell = models.CharField(max_length=40, default="")
    recorded_category = models.CharField(max_length=40, blank=True)
    invited = models.BooleanField("已通知", default=False)
    signed_at = models.DateTimeField("签到时间", null=True, blank=True)
    signed_on = models.DateField("签到日期", null=True, blank=True)
    ticked = models.BooleanField("由组织人勾选", default=False)
    ticket = models.CharField(max_length=20, blank=True)
    score = models.PositiveSmallIntegerField("得分", null=True, blank=True)
    examined_on = models.DateField("考试日期", null=True, blank=True)
    passed_on = models.DateField("合格日期", null=True, blank=True)

    objects = ScopedManager()
    tickets = models.Manager()  # the exam of who has no account is opened by its ticket

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session", "person"], condition=Q(person__isnull=False), name="attendee_person_once"
            ),
            models.UniqueConstraint(
                fields=["session", "phone"],
                condition=Q(person__isnull=True, signed_on__isnull=False) & ~Q(phone=""),
                name="attendee_phone_once",
            ),
            models.UniqueConstraint(fields=["ticket"], condition=~Q(ticket=""), name="attendee_ticket"),
        ]
        indexes = [
            models.Index(fields=["unit", "group", "signed_on"], name="attendee_of_unit"),
            models.Index(fields=["person", "signed_on"], name="attendee_of_person"),
        ]
        ordering = ["session", "recorded_cell", "name", "id"]

    def __str__(self) -> str:
        return self.name

    @property
    def group_label(self) -> str:
        return GROUPS[self.group]

    @property
    def where(self) -> str:
        """The unit that is meant, else as it was said."""
        return self.unit.name if self.unit else self.unit_name


class Exam(models.Model):
    """The questions that one person was asked, as they were drawn, the answers and the mark. Sent once; another only where the organiser allows
    it after a failure (`number` 2)."""

    scope_fields = {"town": "town_id", "cell": "attendee__recorded_cell", "unit": "attendee__unit_id"}

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    attendee = models.ForeignKey(Attendee, models.PROTECT, related_name="exams")
    number = models.PositiveSmallIntegerField("次数", default=1)
    questions = models.JSONField(default=list)
    answers = models.JSONField(default=list)
    score = models.PositiveSmallIntegerField("得分", null=True, blank=True)
    passed = models.BooleanField("合格", default=False)
    sent_at = models.DateTimeField("交卷时间", null=True, blank=True)

    objects = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["attendee", "number"], name="exam_number_once")]
        ordering = ["attendee", "-number"]

    @property
    def asked(self) -> list[Asking]:
        return [Asking.of_kept(one) for one in self.questions]


class Question(OfTown):
    """A question that the town has added to the bank, in force from a day until it was struck out. The built-in ones are data (`bank`)."""

    kind = models.CharField("题型", max_length=10, choices=list(QUESTION_KINDS.items()))
    text = models.CharField("题目", max_length=300)
    options = models.JSONField(default=list)
    right = models.JSONField(default=list)
    basis = models.CharField("依据", max_length=100, blank=True)
    group = models.CharField("对象", max_length=10, choices=list(GROUPS.items()), blank=True)
    from_on = models.DateField("入库日期")
    ended_on = models.DateField("停用日期", null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["town", "from_on", "id"], name="question_list")]
        ordering = ["-from_on", "-id"]

    def __str__(self) -> str:
        return self.text

    @property
    def asking(self) -> Asking:
        options = JUDGE_OPTIONS if self.kind == "judge" else tuple(self.options)
        groups = (self.group,) if self.group else ()
        return Asking(str(self.pk), self.kind, self.text, options, tuple(self.right), self.basis, groups)


class ContingencyPlan(models.Model):
    """A contingency plan (应急预案) of the town or a village, to be looked over by `review_on`. What units file is theirs (证照、资料)."""

    scope_fields = {"town": "town_id", "cell": "cell__path"}

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    cell = models.ForeignKey(Cell, models.PROTECT, related_name="+")
    kind = models.CharField("类别", max_length=10, choices=list(PLAN_KINDS.items()))
    title = models.CharField("名称", max_length=80)
    number = models.CharField("文号", max_length=40, blank=True)
    issued_on = models.DateField("印发日期")
    review_on = models.DateField("修订评估期限")
    reviewed_on = models.DateField("最近评估", null=True, blank=True)
    review_note = models.CharField("评估结论", max_length=200, blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    ended_on = models.DateField("废止日期", null=True, blank=True)

    objects = ScopedManager()

    class Meta:
        indexes = [models.Index(fields=["town", "review_on", "id"], name="plan_list")]
        ordering = ["review_on", "id"]

    def __str__(self) -> str:
        return self.title

    @property
    def kind_label(self) -> str:
        return PLAN_KINDS[self.kind]


class Drill(models.Model):
    """A drill (应急演练) of the town, a village or a unit: planned for a day, then held with so many persons, or called off. `plan` is the town's
    own plan that it tried; a unit's drill tries the unit's."""

    scope_fields = {
        "town": "town_id",
        "cell": "cell__path",
        "department": "unit__department_id",
        "unit": "unit_id",
    }

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    cell = models.ForeignKey(Cell, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="drills")
    recorded_cell = models.CharField(max_length=40, default="")
    recorded_category = models.CharField(max_length=40, blank=True)
    plan = models.ForeignKey(ContingencyPlan, models.PROTECT, null=True, blank=True, related_name="drills")
    title = models.CharField("名称", max_length=60)
    kind = models.CharField("形式", max_length=10, choices=list(DRILL_KINDS.items()))
    held_on = models.DateField("日期")
    place = models.CharField("地点", max_length=60)
    scenario = models.CharField("设定的情景", max_length=300)
    people = models.PositiveIntegerField("参演人数", null=True, blank=True)
    names = models.TextField("参演人员", max_length=2000, blank=True)
    summary = models.CharField("评估小结", max_length=500, blank=True)
    photo = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField("状态", max_length=10, choices=list(STATES.items()), default=PLANNED)
    version = models.PositiveIntegerField(default=1)
    entered_on = models.DateField("登记日期", null=True, blank=True)
    cancelled_on = models.DateField("取消日期", null=True, blank=True)
    cancelled_for = models.CharField("取消原因", max_length=200, blank=True)

    objects = ScopedManager()

    class Meta:
        indexes = [
            models.Index(fields=["town", "held_on", "id"], name="drill_list"),
            models.Index(fields=["unit", "held_on"], name="drill_of_unit"),
        ]
        ordering = ["-held_on", "-id"]

    def __str__(self) -> str:
        return self.title

    @property
    def kind_label(self) -> str:
        return DRILL_KINDS[self.kind]

    @property
    def state_label(self) -> str:
        return STATES[self.state]

    @property
    def where(self) -> str:
        return self.unit.name if self.unit else self.cell.name


class Lesson(models.Model):
    """What a drill taught (演练中发现的问题), where somebody is to put it right by a day, and when that was done."""

    scope_fields = {
        "town": "town_id",
        "cell": "drill__cell__path",
        "department": "drill__unit__department_id",
        "unit": "drill__unit_id",
    }

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    drill = models.ForeignKey(Drill, models.PROTECT, related_name="lessons")
    text = models.CharField("问题和改进", max_length=200)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    due_on = models.DateField("完成期限", null=True, blank=True)
    done_on = models.DateField("完成日期", null=True, blank=True)
    done = models.CharField("完成情况", max_length=200, blank=True)

    objects = ScopedManager()

    class Meta:
        indexes = [
            models.Index(fields=["person", "due_on"], condition=Q(done_on=None), name="lesson_open"),
        ]
        ordering = ["due_on", "id"]

    def __str__(self) -> str:
        return self.text

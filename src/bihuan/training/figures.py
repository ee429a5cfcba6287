"""What training and drills declare: sessions, who came, hours, exams passed; drills and what they taught; plans; who lacks a certificate."""

from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, Sum

from bihuan.core.scope import Scope
from bihuan.figures.dated import by, not_by
from bihuan.figures.registry import Figure, Identity, Kind, Source, declare, declare_source
from bihuan.grid.models import Post, held_on
from bihuan.training.models import Attendee, ContingencyPlan, Drill, Lesson, TrainingSession
from bihuan.training.rules import GROUP_OF_POST
from bihuan.units.figures import registered
from bihuan.units.models import Certificate
from bihuan.units.rules import CATEGORIES, is_dangerous

SIGNING = [code for code, group in GROUP_OF_POST.items() if group == "officers"]


def _officers(scope: Scope) -> Any:
    return Post.objects.within(scope).filter(kind__in=SIGNING)


declare_source(
    Source(
        "trainings",
        "培训",
        TrainingSession,
        lambda scope: TrainingSession.objects.within(scope),
        on="held_on",
        columns=(
            ("held_on", "日期"),
            ("title", "名称"),
            ("kind", "对象"),
            ("hours", "学时"),
            ("place", "地点"),
        ),
        page="session",
    )
)
declare_source(
    Source(
        "training_people",
        "参训人员",
        Attendee,
        lambda scope: Attendee.objects.within(scope),
        on="session__held_on",
        cell="recorded_cell",
        category="recorded_category",
        told_by=("session",),
        columns=(
            ("session__held_on", "日期"),
            ("session__title", "培训"),
            ("name", "姓名"),
            ("group", "身份"),
            ("unit__name", "单位"),
            ("signed_on", "签到"),
        ),
        page="session",
        page_of="session",
    )
)
declare_source(
    Source(
        "training_officers",
        "执法岗位",
        Post,
        _officers,
        cell="cell__path",
        right="office",
        columns=(
            ("person__name", "姓名"),
            ("kind", "岗位"),
            ("from_on", "任职日期"),
            ("person__card_until", "执法证有效期至"),
        ),
    )
)
declare_source(
    Source(
        "drills",
        "应急演练",
        Drill,
        lambda scope: Drill.objects.within(scope),
        on="held_on",
        cell="recorded_cell",
        category="recorded_category",
        columns=(
            ("held_on", "日期"),
            ("title", "名称"),
            ("unit__name", "单位"),
            ("cell__name", "网格"),
            ("people", "参演人数"),
        ),
        page="drill",
    )
)
declare_source(
    Source(
        "drill_lessons",
        "演练发现的问题",
        Lesson,
        lambda scope: Lesson.objects.within(scope),
        on="drill__held_on",
        cell="drill__recorded_cell",
        category="drill__recorded_category",
        told_by=("drill",),
        columns=(("drill__title", "演练"), ("text", "问题"), ("due_on", "期限"), ("done_on", "完成")),
        page="drill",
        page_of="drill",
    )
)
declare_source(
    Source(
        "plans",
        "应急预案",
        ContingencyPlan,
        lambda scope: ContingencyPlan.objects.within(scope),
        cell="cell__path",
        columns=(
            ("title", "名称"),
            ("cell__name", "适用范围"),
            ("issued_on", "印发"),
            ("review_on", "评估期限"),
        ),
    )
)


def _held(cutoff: date) -> Q:
    return by("ended_on", cutoff)


def _came(cutoff: date) -> Q:
    """Who came to a session that was held: both known by the cut-off."""
    return by("signed_on", cutoff) & by("session__ended_on", cutoff)


def _meant(cutoff: date) -> Q:
    return Q(invited=True) & by("session__ended_on", cutoff)


def _drilled(cutoff: date) -> Q:
    return by("entered_on", cutoff)


def _uncarded(cutoff: date) -> Q:
    """The day from which a person holds a card is not kept; until when it is good is."""
    return held_on(cutoff) & (Q(person__card="") | Q(person__card_until__lt=cutoff))


def _dangerous(cutoff: date) -> Q:
    return registered(cutoff) & Q(category__in=[code for code in CATEGORIES if is_dangerous(code)])


def _certified(cutoff: date) -> Q:
    """A certificate good to a day counts on that day, and no more from the next."""
    good = Certificate._base_manager.filter(
        not_by("ended_on", cutoff), unit=OuterRef("pk"), registered_on__lte=cutoff, valid_until__gte=cutoff
    )
    return Q(Exists(good.filter(kind="head"))) & Q(Exists(good.filter(kind="manager")))


declare(
    (
        Figure(
            "training.sessions",
            "培训",
            "场",
            "期内举办、截止日已经登记结束的培训场数；只安排而没有办的、取消的不计。",
            Kind.COHORT,
            "trainings",
            _held,
            also=("培训班", "业务培训", "安全培训", "培训", "安全生产培训", "专题培训"),
            verbs=("举办", "组织", "开展"),
            units_also=("期", "次"),
        ),
        Figure(
            "training.people",
            "培训人员",
            "人次",
            "期内举办的培训中，签到或者由组织人登记到场的人次。",
            Kind.COHORT,
            "training_people",
            _came,
            also=("培训人员", "参训", "培训", "参训人员"),
            verbs=("培训", "参加"),
            units_also=("人",),
        ),
        Figure(
            "training.hours",
            "培训学时",
            "学时",
            "期内举办的培训中，到场的人各得的学时之和。",
            Kind.COHORT,
            "training_people",
            _came,
            lambda where: Sum("session__hours", filter=where),
            also=("培训学时", "学时"),
        ),
        Figure(
            "training.units",
            "参训单位",
            "家",
            "期内举办的培训中有人到场的单位数，一家只计一次。",
            Kind.COHORT,
            "training_people",
            lambda cutoff: _came(cutoff) & Q(unit__isnull=False),
            lambda where: Count("unit", filter=where, distinct=True),
            also=("参训单位", "参训企业"),
        ),
        Figure(
            "training.invited",
            "通知参训",
            "人次",
            "期内举办的培训中，事先通知参加的人次。",
            Kind.COHORT,
            "training_people",
            _meant,
            also=("应训人员", "通知参训"),
        ),
        Figure(
            "training.absent",
            "通知未到",
            "人次",
            "期内举办的培训中，事先通知而没有到场的人次。",
            Kind.COHORT,
            "training_people",
            lambda cutoff: _meant(cutoff) & not_by("signed_on", cutoff),
            also=("缺训", "未参训"),
        ),
        Figure(
            "training.invited_came",
            "通知到场",
            "人次",
            "期内举办的培训中，事先通知并且到场的人次。",
            Kind.COHORT,
            "training_people",
            lambda cutoff: _meant(cutoff) & by("signed_on", cutoff),
        ),
        Figure(
            "training.examined",
            "考试",
            "人次",
            "期内举办的培训中，截止日已经交卷的人次；一人补考不另计。",
            Kind.COHORT,
            "training_people",
            lambda cutoff: by("examined_on", cutoff),
            also=("参加考试", "考试人员"),
        ),
        Figure(
            "training.passed",
            "考试合格",
            "人次",
            "期内举办的培训中，截止日考试达到本场合格分的人次。",
            Kind.COHORT,
            "training_people",
            lambda cutoff: by("passed_on", cutoff),
            also=("考试合格", "考核合格"),
        ),
        Figure(
            "training.unheld",
            "安排未办的培训",
            "场",
            "安排在期内，截止日没有登记结束也没有取消的培训场数。",
            Kind.COHORT,
            "trainings",
            lambda cutoff: (
                by("held_on", cutoff) & not_by("ended_on", cutoff) & not_by("cancelled_on", cutoff)
            ),
        ),
        Figure(
            "training.officers",
            "执法岗位人员",
            "名",
            "截止日在执法岗位（安全办主任、安全检查员）任职的人数。",
            Kind.STOCK,
            "training_officers",
            held_on,
            lambda where: Count("person", filter=where, distinct=True),
            also=("执法人员",),
        ),
        Figure(
            "training.uncarded",
            "无有效执法证的执法人员",
            "名",
            "截止日在执法岗位任职，没有登记执法证或者执法证已过期的人数。",
            Kind.STOCK,
            "training_officers",
            _uncarded,
            lambda where: Count("person", filter=where, distinct=True),
        ),
        Figure(
            "training.certificate_units",
            "应持证单位",
            "家",
            "截止日在册、主要负责人和安全管理人员依法应当经考核合格的高危行业单位数。",
            Kind.STOCK,
            "units",
            _dangerous,
        ),
        Figure(
            "training.certified_units",
            "主要负责人、安全管理人员持证单位",
            "家",
            "应持证单位中，主要负责人和安全管理人员的考核合格证截止日都在有效期内的。",
            Kind.STOCK,
            "units",
            lambda cutoff: _dangerous(cutoff) & _certified(cutoff),
            also=("持证单位", "持证企业"),
        ),
        Figure(
            "training.uncertified_units",
            "未持证单位",
            "家",
            "应持证单位中，主要负责人或者安全管理人员没有在有效期内的考核合格证的；到期日次日起算未持证。",
            Kind.STOCK,
            "units",
            lambda cutoff: _dangerous(cutoff) & ~_certified(cutoff),
            also=("未持证单位", "无证单位"),
        ),
        Figure(
            "drills",
            "应急演练",
            "场",
            "期内举办、截止日已经登记情况的应急演练场数，镇村组织的和单位自行组织的都计。",
            Kind.COHORT,
            "drills",
            _drilled,
            also=("应急演练", "演练", "消防演练", "应急救援演练"),
            verbs=("组织", "开展", "举办"),
            units_also=("次",),
        ),
        Figure(
            "drills.people",
            "参演",
            "人次",
            "期内举办的应急演练中参演人数之和。",
            Kind.COHORT,
            "drills",
            _drilled,
            lambda where: Sum("people", filter=where),
            also=("参演", "参演人员"),
            verbs=("参演",),
            units_also=("人",),
        ),
        Figure(
            "drills.lessons",
            "演练发现的问题",
            "条",
            "期内举办的应急演练中记下的问题和改进数。",
            Kind.COHORT,
            "drill_lessons",
            lambda cutoff: by("drill__entered_on", cutoff),
            also=("演练发现的问题", "演练发现问题", "演练暴露问题", "演练查找不足"),
        ),
        Figure(
            "plans",
            "应急预案",
            "个",
            "截止日镇村执行的应急预案数；单位备案的预案另计（应急预案备案单位）。",
            Kind.STOCK,
            "plans",
            lambda cutoff: by("issued_on", cutoff) & not_by("ended_on", cutoff),
            also=("应急预案", "预案"),
            verbs=("制定", "修订", "编制"),
            units_also=("份", "项"),
        ),
    ),
    (
        Identity("通知＝到场＋未到", "training.invited", ("training.invited_came", "training.absent")),
        Identity(
            "应持证＝持证＋未持证",
            "training.certificate_units",
            ("training.certified_units", "training.uncertified_units"),
        ),
    ),
)

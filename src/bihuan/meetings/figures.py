"""What meetings declare: how often each sort was held, who led, what was decided and done in time; what main leaders inspected in person."""

from datetime import date

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from bihuan.core.scope import Scope
from bihuan.figures.dated import by, not_by
from bihuan.figures.registry import Figure, Identity, Kind, Source, Through, declare, declare_source
from bihuan.grid.models import Post
from bihuan.inspections.models import Outing
from bihuan.inspections.queries import outings, visits
from bihuan.meetings.models import Attendance, Meeting, Resolution
from bihuan.meetings.queries import attended_seen, decisions_seen, held, seen_by
from bihuan.meetings.rules import (
    COMMITTEE,
    LEADERS,
    MAIN_LEADERS,
    MORNING,
    PARTY,
    SORTS,
    SPECIAL,
)

_SORT_WORDS = tuple((code, one.label) for code, one in SORTS.items())


def _led_by_main(scope: Scope) -> QuerySet[Outing]:
    """Outings led by who was secretary or mayor on their day."""
    held_then = Post.objects.within(Scope.whole_town(scope.town)).filter(
        Q(to_on__isnull=True) | Q(to_on__gte=OuterRef("on")),
        person=OuterRef("leader"),
        kind__in=MAIN_LEADERS,
        from_on__lte=OuterRef("on"),
    )
    found: QuerySet[Outing] = outings(scope).filter(Exists(held_then), leader__isnull=False)
    return found


declare_source(
    Source(
        "meetings",
        "会议",
        Meeting,
        held,
        on="held_on",
        campaign="campaign",
        basis="meetings.held",
        right="office",
        known=seen_by,
        columns=(
            ("held_on", "日期"),
            ("title", "会议"),
            ("sort", "类别"),
            ("chair__name", "主持人"),
            ("safety_topics", "安全议题"),
            ("number", "纪要文号"),
        ),
        words=(("sort", _SORT_WORDS),),
        page="meeting",
    )
)
declare_source(
    Source(
        "attendance",
        "会议出席",
        Attendance,
        lambda scope: Attendance.objects.within(scope).filter(meeting__held_on__isnull=False),
        on="meeting__held_on",
        basis="meetings.held",
        told_by=("meeting",),
        right="office",
        known=attended_seen,
        columns=(
            ("meeting__held_on", "日期"),
            ("meeting__title", "会议"),
            ("person__name", "姓名"),
            ("title", "职务"),
            ("note", "原因、代会人"),
        ),
        page="meeting",
        page_of="meeting",
    )
)
declare_source(
    Source(
        "resolutions",
        "议定事项",
        Resolution,
        lambda scope: Resolution.objects.within(scope),
        on="issued_on",
        basis="meetings.held",
        told_by=("pk", "meeting"),
        right="office",
        known=decisions_seen,
        columns=(
            ("issued_on", "议定日期"),
            ("text", "议定事项"),
            ("holder", "责任人"),
            ("first_due_on", "原定期限"),
            ("done_on", "报结果日期"),
            ("result", "结果"),
        ),
        page="resolution",
    )
)
declare_source(
    Source(
        "main_outings",
        "主要领导带队的出动",
        Outing,
        _led_by_main,
        on="on",
        cell="recorded_cell",
        category="recorded_category",
        campaign="campaign",
        team="team",
        through=Through(visits, "outing"),
        basis="inspect.records",
        told_by=("inspections",),
        right="office",
        columns=(("on", "日期"), ("leader__name", "带队领导"), ("campaign__name", "专项行动")),
    )
)


def _safety(_cutoff: date) -> Q:
    """The Party committee meets about other things as well; all other meetings are about safety."""
    return ~Q(sort=PARTY) | Q(safety_topics__gt=0)


def _of(sort: str):  # type: ignore[no-untyped-def]
    return lambda _cutoff: Q(sort=sort)


def _stands(cutoff: date) -> Q:
    return by("issued_on", cutoff) & not_by("dropped_on", cutoff)


def _done(cutoff: date) -> Q:
    return _stands(cutoff) & by("done_on", cutoff)


def _done_in_time(cutoff: date) -> Q:
    return _done(cutoff) & Q(done_on__lte=F("first_due_on"))


declare(
    (
        Figure(
            "meetings.held",
            "召开会议",
            "次",
            "期内召开并登记的会议数，取消的不计。",
            Kind.FLOW,
            "meetings",
            none="期内没有登记过会议，没有登记不等于没有开",
        ),
        Figure(
            "meetings.party",
            "党委会研究安全生产",
            "次",
            "期内召开的党委会中，至少有一项安全生产议题的；按会议计，不按议题计。",
            Kind.FLOW,
            "meetings",
            lambda cutoff: Q(sort=PARTY) & _safety(cutoff),
            also=(
                "党委会议研究",
                "党委会研究",
                "党委会",
                "党委会议",
                "党工委会研究",
                "党工委会议",
                "党工委研究",
                "党工委专题研究",
                "党工委会",
                "党委（党工委）会",
                "听取安全生产工作汇报",
                "听取安全生产汇报",
                "党政联席会研究",
            ),
        ),
        Figure(
            "meetings.committee",
            "安委会会议",
            "次",
            "期内召开的安全生产委员会全体会议数。",
            Kind.FLOW,
            "meetings",
            _of(COMMITTEE),
            also=(
                "安委会会议",
                "安委会全体会议",
                "安委会例会",
                "安委会扩大会议",
                "安委会（扩大）会议",
                "安委会全体（扩大）会议",
                "安委会召开例会",
                "安委会召开会议",
                "安委会召开全体会议",
                "安全生产例会",
                "季度例会",
            ),
        ),
        Figure(
            "meetings.special",
            "专题部署会",
            "次",
            "期内就一件事召开的专题会议、动员会、推进会数。",
            Kind.FLOW,
            "meetings",
            _of(SPECIAL),
            also=(
                "动员会",
                "推进会",
                "专题会议",
                "专题推进会",
                "部署会",
                "专题部署会",
                "动员部署会",
                "形势分析会",
            ),
        ),
        Figure(
            "meetings.morning",
            "晨会、调度会",
            "次",
            "期内安全办召开的晨会、例会数。",
            Kind.FLOW,
            "meetings",
            _of(MORNING),
            also=("晨会",),
        ),
        Figure(
            "meetings.dual",
            "“两个体系”建设会议",
            "次",
            "期内会议名称或者议题是“两个体系”（双重预防）建设的会议数。",
            Kind.FLOW,
            "meetings",
            lambda _cutoff: Q(is_dual=True),
        ),
        Figure(
            "meetings.chaired_main",
            "主要领导主持研究安全生产",
            "次",
            "期内由党委书记或者镇长主持研究安全生产的会议数；党委会有安全生产议题的才计。",
            Kind.FLOW,
            "meetings",
            lambda cutoff: Q(chair_post__in=MAIN_LEADERS) & _safety(cutoff),
        ),
        Figure(
            "meetings.minuted",
            "印发会议纪要",
            "份",
            "期内召开的会议中，截止日已经印发纪要的；更正不另计。",
            Kind.COHORT,
            "meetings",
            lambda cutoff: by("issued_on", cutoff),
            also=("会议纪要", "印发会议纪要"),
        ),
        Figure(
            "leaders.attended",
            "领导参加会议",
            "人次",
            "期内党委书记、镇长、分管副镇长出席登记的会议的人次。",
            Kind.FLOW,
            "attendance",
            lambda _cutoff: Q(state="present", post__in=LEADERS),
        ),
        Figure(
            "leaders.led_main",
            "主要领导带队检查",
            "次",
            "期内由当时的党委书记或者镇长带队出动的次数。",
            Kind.FLOW,
            "main_outings",
        ),
        Figure(
            "meetings.decided",
            "会议议定事项",
            "项",
            "期内印发的纪要议定、有责任人和期限的事项数；截止日以前撤销的不计。",
            Kind.COHORT,
            "resolutions",
            _stands,
            also=("议定事项", "会议议定事项"),
            verbs=("议定",),
        ),
        Figure(
            "meetings.decided_done",
            "议定事项已完成",
            "项",
            "期内的议定事项中，截止日已经报告结果的。",
            Kind.COHORT,
            "resolutions",
            _done,
            also=("议定事项已完成", "议定事项已落实"),
        ),
        Figure(
            "meetings.decided_in_time",
            "议定事项按期完成",
            "项",
            "期内的议定事项中，在纪要原定的期限以前报告结果的；延期的按原定期限计。",
            Kind.COHORT,
            "resolutions",
            _done_in_time,
            also=("议定事项按期完成",),
        ),
        Figure(
            "meetings.decided_open",
            "议定事项未完成",
            "项",
            "期内的议定事项中，截止日还没有报告结果的。",
            Kind.COHORT,
            "resolutions",
            lambda cutoff: _stands(cutoff) & not_by("done_on", cutoff),
            also=("议定事项未完成",),
        ),
        Figure(
            "meetings.decided_overdue",
            "议定事项逾期未完成",
            "项",
            "期内的议定事项中，过了纪要原定的期限、截止日还没有报告结果的。",
            Kind.COHORT,
            "resolutions",
            lambda cutoff: _stands(cutoff) & not_by("done_on", cutoff) & Q(first_due_on__lt=cutoff),
            also=("议定事项逾期",),
        ),
        Figure(
            "meetings.decided_rate",
            "议定事项完成率",
            "%",
            "期内的议定事项中截止日已经报告结果的比例。",
            Kind.RATIO,
            of=("meetings.decided_done", "meetings.decided"),
            also=("议定事项完成率", "议定事项落实率"),
        ),
    ),
    (
        Identity(
            "党委会研究安全生产≤召开会议",
            "meetings.party",
            ("meetings.held",),
            "<=",
        ),
        Identity(
            "议定事项＝已完成＋未完成", "meetings.decided", ("meetings.decided_done", "meetings.decided_open")
        ),
        Identity("按期完成≤已完成", "meetings.decided_in_time", ("meetings.decided_done",), "<="),
        Identity("主要领导带队≤领导带队", "leaders.led_main", ("leaders.led",), "<="),
    ),
)

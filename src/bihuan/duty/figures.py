"""What duty declares: days, turns, changes of who stands, checks, what came in."""

from collections.abc import Callable
from datetime import date

from django.db.models import Exists, OuterRef, Q

from bihuan.core.scope import Scope
from bihuan.duty.lifecycle import APPROVED
from bihuan.duty.models import CHECKERS, OUTCOMES, SOURCES, DutyCall, DutyDay, Relief, SpotCheck, Swap, Turn
from bihuan.duty.rules import DAY_KINDS, POSITIONS
from bihuan.figures.dated import by, not_by
from bihuan.figures.registry import Figure, Identity, Kind, Source, declare, declare_source

declare_source(
    Source(
        "duty_days",
        "值班日",
        DutyDay,
        lambda scope: DutyDay.objects.within(scope),
        on="day",
        basis="duty.days",
        right="office",
        columns=(
            ("day", "日期"),
            ("kind", "日子"),
            ("leads", "带班"),
            ("others", "值班"),
            ("turns", "在班人数"),
            ("short", "缺"),
        ),
        words=(("kind", tuple(DAY_KINDS.items())),),
    )
)
declare_source(
    Source(
        "duty_turns",
        "值班班次",
        Turn,
        lambda scope: Turn.objects.within(scope),
        on="day",
        basis="duty.days",
        told_by=("pk", "roster"),
        right="office",
        columns=(
            ("day", "日期"),
            ("position", "岗位"),
            ("person__name", "值班人"),
            ("planned__name", "原排"),
        ),
        words=(("position", tuple(POSITIONS.items())),),
    )
)


def _approved(scope: Scope):  # type: ignore[no-untyped-def]
    return Swap.objects.within(scope).filter(state=APPROVED)


declare_source(
    Source(
        "duty_swaps",
        "换班",
        Swap,
        _approved,
        on="decided_on",
        basis="duty.days",
        right="office",
        columns=(
            ("turn__day", "班次"),
            ("turn__position", "岗位"),
            ("asker__name", "原值班人"),
            ("other__name", "换上"),
            ("kind", "种类"),
            ("reason", "原因"),
            ("decided_on", "批准日期"),
        ),
        words=(("turn__position", tuple(POSITIONS.items())), ("kind", Swap.KINDS)),
        page="duty_swap",
    )
)
declare_source(
    Source(
        "spot_checks",
        "查岗",
        SpotCheck,
        lambda scope: SpotCheck.objects.within(scope),
        on="day",
        basis="duty.days",
        right="office",
        columns=(
            ("day", "班次"),
            ("by", "查岗人"),
            ("of", "来源"),
            ("outcome", "结果"),
            ("reached__name", "接听人"),
        ),
        words=(("of", tuple(CHECKERS.items())), ("outcome", tuple(OUTCOMES.items()))),
    )
)
declare_source(
    Source(
        "duty_calls",
        "来电来文",
        DutyCall,
        lambda scope: DutyCall.objects.within(scope),
        on="came_on",
        basis="duty.days",
        right="office",
        columns=(
            ("came_on", "日期"),
            ("source", "来源"),
            ("organ", "单位"),
            ("content", "内容"),
            ("settled_on", "办结"),
        ),
        words=(("source", tuple(SOURCES.items())),),
        page="duty_call",
    )
)


def _stood(_cutoff: date) -> Q:
    return Q(turns__gt=0)


def _staffed(_cutoff: date) -> Q:
    return Q(leads__gt=0, others__gt=0)


def _bare(cutoff: date) -> Q:
    return ~_staffed(cutoff)


def _handed(cutoff: date) -> Q:
    """Days whose shift was handed over with both signatures by the cut-off."""
    signed = Relief._base_manager.filter(town=OuterRef("town"), day=OuterRef("day"), taken_on__lte=cutoff)
    return _stood(cutoff) & Q(Exists(signed))


def _full(cutoff: date) -> Q:
    return _handed(cutoff) & Q(short=0)


def _turns(*positions: str) -> Callable[[date], Q]:
    """Turns of some positions up to the cut-off, as they held on it."""

    def where(cutoff: date) -> Q:
        return (
            by("day", cutoff)
            & by("published_on", cutoff)
            & not_by("dropped_on", cutoff)
            & Q(position__in=positions)
        )

    return where


def _checked(outcome: str) -> Callable[[date], Q]:
    return lambda _cutoff: Q(outcome=outcome)


declare(
    (
        Figure(
            "duty.days",
            "值班天数",
            "天",
            "期内有人值班的天数：按已发布的值班表、已经过去的日子计，一天计一次。",
            Kind.FLOW,
            "duty_days",
            _stood,
            also=("值班", "安排值班", "应急值守", "值班值守", "24小时值班", "带班值班"),
            verbs=("值班",),
        ),
        Figure(
            "duty.staffed",
            "有带班领导和值班人员的天数",
            "天",
            "期内既有带班领导、又有值班人员的天数。",
            Kind.FLOW,
            "duty_days",
            _staffed,
            also=("领导带班", "带班"),
        ),
        Figure(
            "duty.bare",
            "带班或值班空缺的天数",
            "天",
            "期内没有带班领导或者没有值班人员的天数，从第一份值班表的第一天起算。",
            Kind.FLOW,
            "duty_days",
            _bare,
            also=("值班空缺", "漏岗"),
        ),
        Figure(
            "duty.handed",
            "交接班签字齐全的天数",
            "天",
            "期内的班，截止日交班人、接班人都已签字的天数。",
            Kind.COHORT,
            "duty_days",
            _handed,
            also=("交接班", "交接班记录"),
            units_also=("次",),
        ),
        Figure(
            "duty.full",
            "排满并交接的天数",
            "天",
            "期内各岗位都按规定排满、而且交接班签字齐全的天数。",
            Kind.COHORT,
            "duty_days",
            _full,
        ),
        Figure(
            "duty.turns",
            "值班人次",
            "人次",
            "期内值班人次，各岗位合计；一人一天计一次，换班的计实际值班的人。",
            Kind.COHORT,
            "duty_turns",
            _turns(*POSITIONS),
            also=("值班人员", "安排值班", "值班值守"),
            verbs=("安排值班",),
            units_also=("班次",),
        ),
        *(
            Figure(
                f"duty.turns_{code}",
                f"{label}人次",
                "人次",
                f"期内{label}的人次。",
                Kind.COHORT,
                "duty_turns",
                _turns(code),
                also=(f"领导{label}",) if code == "lead" else (),
            )
            for code, label in POSITIONS.items()
        ),
        Figure(
            "duty.swaps",
            "换班",
            "次",
            "期内批准的换班和临时替班次数。",
            Kind.FLOW,
            "duty_swaps",
            also=("换班", "调班"),
            verbs=("换班",),
        ),
        Figure(
            "duty.called_in",
            "临时替班",
            "次",
            "期内因病因事临时找人替班的次数。",
            Kind.FLOW,
            "duty_swaps",
            lambda _cutoff: Q(kind="sick"),
            also=("临时替班", "替班"),
        ),
        Figure(
            "duty.checks",
            "查岗",
            "次",
            "期内登记的电话查岗次数，上级抽查和本镇自查都计。",
            Kind.FLOW,
            "spot_checks",
            also=("查岗", "值班抽查", "电话抽查", "在岗抽查"),
            verbs=("查岗", "抽查值班"),
        ),
        Figure(
            "duty.reached",
            "查岗在岗",
            "次",
            "期内查岗中有人接听、在岗的次数。",
            Kind.FLOW,
            "spot_checks",
            _checked("present"),
            also=("查岗在岗",),
        ),
        Figure(
            "duty.away",
            "查岗不在岗",
            "次",
            "期内查岗中接通、不在岗的次数。",
            Kind.FLOW,
            "spot_checks",
            _checked("away"),
        ),
        Figure(
            "duty.missed",
            "查岗无人接听",
            "次",
            "期内查岗中无人接听的次数。",
            Kind.FLOW,
            "spot_checks",
            _checked("missed"),
        ),
        Figure(
            "duty.calls",
            "来电来文",
            "件",
            "期内值班登记的来电、来文、来人件数。",
            Kind.COHORT,
            "duty_calls",
            also=("来电来文", "接听来电", "处理来电来文", "值班来电"),
            verbs=("登记来电",),
            units_also=("次", "个"),
        ),
        Figure(
            "duty.calls_settled",
            "来电来文办结",
            "件",
            "期内的来电来文，截止日已经办结的。",
            Kind.COHORT,
            "duty_calls",
            lambda cutoff: by("settled_on", cutoff),
            also=("来电来文办结",),
        ),
        Figure(
            "duty.calls_open",
            "来电来文未办结",
            "件",
            "期内的来电来文，截止日还没有办结的。",
            Kind.COHORT,
            "duty_calls",
            lambda cutoff: not_by("settled_on", cutoff),
        ),
    ),
    (
        Identity("排满并交接≤交接签字齐全", "duty.full", ("duty.handed",), "<="),
        Identity("交接签字齐全≤值班天数", "duty.handed", ("duty.days",), "<="),
        Identity("有带班和值班≤值班天数", "duty.staffed", ("duty.days",), "<="),
        Identity("值班人次＝各岗位之和", "duty.turns", tuple(f"duty.turns_{code}" for code in POSITIONS)),
        Identity("临时替班≤换班", "duty.called_in", ("duty.swaps",), "<="),
        Identity("查岗＝在岗＋不在岗＋无人接听", "duty.checks", ("duty.reached", "duty.away", "duty.missed")),
        Identity("来电来文＝办结＋未办结", "duty.calls", ("duty.calls_settled", "duty.calls_open")),
    ),
)

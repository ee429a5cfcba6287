"""What accidents declare: how many and how grave, by what is known as of a day; days without one; flash reports in time.

What an accident is (its day, its nature) counts as it stands now, in past periods too: an accident found late, or judged late to be one of
production, was one. How many died of it counts as it was known at the cut-off, within the window of art. 13.
"""

from collections.abc import Callable
from datetime import date

from django.db.models import F, Min, Q, Sum
from django.db.models.expressions import Combinable

from bihuan.accidents.models import Accident, Toll
from bihuan.accidents.queries import standing, tolls_that_count
from bihuan.accidents.rules import GRADES, LARGE, MAJOR, ORDINARY, PENDING, PRODUCTION, WAN
from bihuan.figures.dated import DaysUntil, by, not_by
from bihuan.figures.registry import Figure, Identity, Kind, Source, declare, declare_source

_AS_OF = "（截至截止日已登记的；以后发现、更正的，按更正后的计）"

declare_source(
    Source(
        "accidents",
        "事故",
        Accident,
        standing,
        on="happened_on",
        cell="recorded_cell",
        category="recorded_category",
        basis="inspect.records",
        columns=(
            ("happened_on", "发生日期"),
            ("number", "编号"),
            ("unit__name", "单位"),
            ("place", "地点"),
            ("kind", "类型"),
            ("nature", "性质"),
            ("brief", "经过"),
        ),
        page="accident",
    )
)
declare_source(
    Source(
        "tolls",
        "事故伤亡和损失",
        Toll,
        tolls_that_count,
        on="accident__happened_on",
        cell="accident__recorded_cell",
        category="accident__recorded_category",
        basis="inspect.records",
        told_by=("accident",),
        columns=(
            ("accident__happened_on", "发生日期"),
            ("accident__number", "编号"),
            ("accident__place", "地点"),
            ("grade", "等级"),
            ("deaths", "死亡"),
            ("severe", "重伤"),
            ("light", "轻伤"),
            ("missing", "失踪"),
            ("loss_yuan", "损失（元）"),
        ),
        page="accident",
        page_of="accident",
    )
)


def _of(nature: str) -> Callable[[date], Q]:
    return lambda _cutoff: Q(nature=nature)


def _apart(_cutoff: date) -> Q:
    return ~Q(nature__in=(PRODUCTION, PENDING))


def _fire(_cutoff: date) -> Q:
    return Q(nature="fire") | Q(kind="火灾")


def _known(cutoff: date, *, production: bool = True) -> Q:
    """The toll that counts on a day: one of each accident."""
    there = by("counts_from", cutoff) & not_by("counts_until", cutoff)
    ours = Q(accident__nature=PRODUCTION)
    others = ~Q(accident__nature__in=(PRODUCTION, PENDING))
    return there & (ours if production else others)


def _graded(*grades: str) -> Callable[[date], Q]:
    return lambda cutoff: _known(cutoff) & Q(grade__in=grades)


def _sum(what: Combinable) -> Callable[[Q | None], Sum]:
    return lambda where: Sum(what, filter=where)


def _since(where: Q | None, cutoff: date) -> Min:
    """Days since the last: the least of those since any."""
    return Min(DaysUntil("happened_on", cutoff), filter=where)


def _told(cutoff: date) -> Q:
    return Q(worded_at__date__lte=cutoff, written_at__date__lte=cutoff)


def _in_time(cutoff: date) -> Q:
    kept = Q(worded_at__lte=F("word_due_at"), written_at__lte=F("written_due_at"))
    return _told(cutoff) & kept


def _late(cutoff: date) -> Q:
    missed = Q(worded_at__gt=F("word_due_at")) | Q(written_at__gt=F("written_due_at"))
    return _told(cutoff) & missed


def _untold(cutoff: date) -> Q:
    waiting = Q(worded_at__isnull=True) | Q(written_at__isnull=True)
    return waiting | Q(worded_at__date__gt=cutoff) | Q(written_at__date__gt=cutoff)


_COUNT = (
    Figure(
        "accidents.count",
        "生产安全事故",
        "起",
        f"期内发生、定性为生产安全事故的起数{_AS_OF}；待定性的、道路交通、火灾等非生产安全事故另计。",
        Kind.FLOW,
        "accidents",
        _of(PRODUCTION),
        also=("工矿商贸事故", "生产安全事故", "安全生产事故", "安全事故", "生产经营性事故", "事故"),
        verbs=("发生",),
        units_also=("次", "例"),
    ),
    Figure(
        "accidents.pending",
        "待定性事故",
        "起",
        f"期内发生、还没有认定是不是生产安全事故的起数{_AS_OF}。",
        Kind.FLOW,
        "accidents",
        _of(PENDING),
    ),
    Figure(
        "accidents.other",
        "非生产安全事故",
        "起",
        f"期内发生、定性为道路交通、火灾、溺水、自然灾害等非生产安全事故的起数{_AS_OF}。",
        Kind.FLOW,
        "accidents",
        _apart,
        also=("非生产安全事故", "非生产经营性事故"),
        verbs=("发生",),
    ),
    Figure(
        "accidents.registered",
        "登记的事故",
        "起",
        f"期内发生、登记在册的各类事故起数，撤销的不计{_AS_OF}。",
        Kind.FLOW,
        "accidents",
        also=("各类事故",),
        verbs=("发生", "登记"),
    ),
    Figure(
        "fires",
        "火灾",
        "起",
        f"期内发生的火灾起数，生产经营的和非生产经营的都算{_AS_OF}。",
        Kind.FLOW,
        "accidents",
        _fire,
        also=("火灾", "火情", "火灾事故"),
        verbs=("发生", "接报", "扑救"),
        units_also=("次",),
    ),
    Figure(
        "accidents.safe_days",
        "连续安全生产天数",
        "天",
        "截止日距最近一起生产安全事故的天数，事故次日为第1天；更早的事故后来才登记的，以前的天数随之改变。",
        Kind.STOCK,
        "accidents",
        lambda cutoff: Q(nature=PRODUCTION, happened_on__lte=cutoff),
        measure_at=_since,
        measure=lambda where: Min("happened_on", filter=where),
        none="没有登记过生产安全事故，无从起算；启用本系统以前最近的一起可以补登",
        also=("连续安全生产", "安全生产天数"),
        units_also=("日",),
    ),
)
_TOLL = (
    Figure(
        "accidents.deaths",
        "事故死亡",
        "人",
        f"期内发生的生产安全事故中，截止日已知的死亡人数；事故发生30日（道路交通、火灾7日）以后的变化不计{_AS_OF}。",
        Kind.COHORT,
        "tolls",
        _known,
        _sum(F("deaths")),
        also=("死亡", "亡人"),
        verbs=("死亡",),
        units_also=("名",),
    ),
    Figure(
        "accidents.injured",
        "事故受伤",
        "人",
        f"期内发生的生产安全事故中，截止日已知的重伤和轻伤人数{_AS_OF}。",
        Kind.COHORT,
        "tolls",
        _known,
        _sum(F("severe") + F("light")),
        also=("受伤",),
        verbs=("受伤",),
        units_also=("名",),
    ),
    Figure(
        "accidents.severe",
        "事故重伤",
        "人",
        f"期内发生的生产安全事故中，截止日已知的重伤人数，含急性工业中毒{_AS_OF}。",
        Kind.COHORT,
        "tolls",
        _known,
        _sum(F("severe")),
        also=("重伤",),
        verbs=("重伤",),
    ),
    Figure(
        "accidents.missing",
        "事故失踪",
        "人",
        f"期内发生的生产安全事故中，截止日仍下落不明的人数{_AS_OF}。",
        Kind.COHORT,
        "tolls",
        _known,
        _sum(F("missing")),
        also=("失踪", "下落不明"),
        verbs=("失踪",),
    ),
    Figure(
        "accidents.loss",
        "事故直接经济损失",
        "万元",
        f"期内发生的生产安全事故中，截止日已知的直接经济损失{_AS_OF}。",
        Kind.COHORT,
        "tolls",
        _known,
        _sum(F("loss_yuan")),
        also=("直接经济损失", "经济损失"),
        per=WAN,
    ),
    Figure(
        "accidents.other_deaths",
        "非生产安全事故死亡",
        "人",
        f"期内发生的非生产安全事故中，截止日已知的死亡人数，与生产安全事故分开计{_AS_OF}。",
        Kind.COHORT,
        "tolls",
        lambda cutoff: _known(cutoff, production=False),
        _sum(F("deaths")),
    ),
    *(
        Figure(
            f"accidents.{code}",
            f"{word}事故",
            "起",
            f"期内发生的生产安全事故中，按截止日已知的伤亡和损失为{word}的起数（条例第三条）{_AS_OF}。",
            Kind.COHORT,
            "tolls",
            _graded(code),
            also=(f"{word}事故", f"{word}生产安全事故"),
            verbs=("发生",),
        )
        for code, word in GRADES.items()
    ),
    Figure(
        "accidents.larger",
        "较大及以上事故",
        "起",
        f"期内发生的生产安全事故中，按截止日已知的伤亡和损失为较大、重大、特别重大的起数{_AS_OF}。",
        Kind.COHORT,
        "tolls",
        _graded(LARGE, MAJOR, "grave"),
        also=("较大及以上事故", "较大及以上生产安全事故", "较大以上事故"),
        verbs=("发生",),
    ),
)
_REPORTS = (
    Figure(
        "flash.in_time",
        "按时报出的事故",
        "起",
        "期内发生的事故中，截止日已报上一级、首次报告和书面报告都没有超过时限的起数（条例第十一条；本镇规定更短的，按本镇规定）。",
        Kind.COHORT,
        "accidents",
        _in_time,
        also=("事故快报按时报送",),
    ),
    Figure(
        "flash.late",
        "迟报的事故",
        "起",
        "期内发生的事故中，截止日已报上一级、首次报告或者书面报告超过时限的起数。",
        Kind.COHORT,
        "accidents",
        _late,
        also=("迟报",),
    ),
    Figure(
        "flash.untold",
        "尚未报出的事故",
        "起",
        "期内发生的事故中，截止日首次报告或者书面报告还没有报上一级的起数。",
        Kind.COHORT,
        "accidents",
        _untold,
    ),
    Figure(
        "flash.rate",
        "事故快报及时率",
        "%",
        "期内发生的事故中按时报上一级的比例。",
        Kind.RATIO,
        of=("flash.in_time", "accidents.registered"),
        also=("事故快报及时率", "事故信息报送及时率"),
    ),
)

declare(
    (*_COUNT, *_TOLL, *_REPORTS),
    (
        Identity(
            "登记的事故＝生产安全＋非生产安全＋待定性",
            "accidents.registered",
            ("accidents.count", "accidents.other", "accidents.pending"),
        ),
        Identity(
            "生产安全事故＝一般＋较大＋重大＋特别重大",
            "accidents.count",
            tuple(f"accidents.{code}" for code in GRADES),
        ),
        Identity(
            "较大及以上＝较大＋重大＋特别重大",
            "accidents.larger",
            tuple(f"accidents.{code}" for code in GRADES if code != ORDINARY),
        ),
        Identity("重伤≤受伤", "accidents.severe", ("accidents.injured",), "<="),
        Identity(
            "登记的事故＝按时报出＋迟报＋尚未报出",
            "accidents.registered",
            ("flash.in_time", "flash.late", "flash.untold"),
        ),
    ),
)

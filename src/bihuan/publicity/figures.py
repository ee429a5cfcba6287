"""What publicity declares: deeds by channel and what each counts; persons reached, counted and estimated kept apart; villages reached and not; plans.

The reach is counted by each channel's rule (`rules.CHANNELS`). A figure of persons is either of those counted or of those estimated, never of both.
"""

from collections.abc import Callable
from datetime import date

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum

from bihuan.core.scope import Scope
from bihuan.figures.registry import Figure, Identity, Kind, Source, Through, declare, declare_source
from bihuan.grid.models import Cell
from bihuan.grid.queries import in_force
from bihuan.publicity.amounts import AMOUNTS
from bihuan.publicity.models import CHANNEL_CHOICES, Outreach, OutreachPlace, PlanLine
from bihuan.publicity.queries import ON_SITE, done, outreaches, places, served
from bihuan.publicity.rules import CHANNELS, COUNTED, ESTIMATED, REACHES

_VOID = "作废的不计。"


def _lines(scope: Scope) -> QuerySet[PlanLine]:
    found: QuerySet[PlanLine] = PlanLine.objects.within(scope).filter(plan__ended_on__isnull=True)
    return found


declare_source(
    Source(
        "outreaches",
        "宣传记录",
        Outreach,
        outreaches,
        on="held_on",
        cell="recorded_cell",
        category="recorded_category",
        campaign="campaign",
        through=Through(places, "outreach"),
        basis="out.times",
        columns=(
            ("held_on", "日期"),
            ("channel", "渠道"),
            ("spot", "地点"),
            ("count", "数量"),
            ("reached", "宣传到的人数"),
            ("reach_kind", "人数来源"),
            ("note", "说明"),
        ),
        words=(("channel", tuple(CHANNEL_CHOICES)), ("reach_kind", tuple(REACHES.items()))),
        page="outreach",
    )
)
declare_source(
    Source(
        "outreach_places",
        "宣传到的地方",
        OutreachPlace,
        places,
        on="held_on",
        cell="recorded_cell",
        category="recorded_category",
        campaign="outreach__campaign",
        basis="out.times",
        told_by=("outreach",),
        columns=(
            ("held_on", "日期"),
            ("outreach__channel", "渠道"),
            ("cell__name", "网格"),
            ("unit__name", "单位"),
            ("outreach__count", "数量"),
        ),
        words=(("outreach__channel", tuple(CHANNEL_CHOICES)),),
        page="outreach",
        page_of="outreach",
    )
)
declare_source(
    Source(
        "villages",
        "村（社区）",
        Cell,
        lambda scope: Cell.objects.within(scope).filter(kind="village"),
        cell="path",
        columns=(("name", "村（社区）"), ("opened_on", "启用日期")),
    )
)
declare_source(
    Source(
        "publicity_lines",
        "宣传计划",
        PlanLine,
        _lines,
        on="plan__to_on",
        cell="recorded_cell",
        basis="out.planned",
        told_by=("plan",),
        columns=(
            ("plan__title", "计划"),
            ("cell__name", "村"),
            ("channel", "渠道"),
            ("plan__to_on", "期限"),
        ),
        words=(("channel", tuple(CHANNEL_CHOICES)),),
        page="publicity_plan",
        page_of="plan",
    )
)


def _by(*channels: str) -> Callable[[date], Q]:
    return lambda _cutoff: Q(channel__in=channels)


def _sum(what: str) -> Callable[[Q | None], Sum]:
    return lambda where: Sum(F(what), filter=where)


def _reached(kind: str) -> Callable[[date], Q]:
    return lambda _cutoff: Q(reach_kind=kind)


def _to_village(_cutoff: date) -> Q:
    return Q(village__isnull=False, outreach__channel__in=ON_SITE)


def _to_village_by(channel: str) -> Callable[[date], Q]:
    return lambda _cutoff: Q(village__isnull=False, outreach__channel=channel)


def _distinct(what: str) -> Callable[[Q | None], Count]:
    return lambda where: Count(what, filter=where, distinct=True)


def _missed(cutoff: date) -> Q:
    """Villages in use to which nothing came in the year of the cut-off up to it."""
    came = OutreachPlace._base_manager.filter(
        served("pk", cutoff),
        town=OuterRef("town"),
        outreach__voided_on__isnull=True,
        outreach__channel__in=ON_SITE,
        held_on__gte=cutoff.replace(month=1, day=1),
        held_on__lte=cutoff,
    )
    return in_force(cutoff) & ~Q(Exists(came))


def _done(cutoff: date) -> Q:
    return Q(done(OutreachPlace._base_manager.all(), cutoff))


declare(
    (
        Figure(
            "out.times",
            "宣传（各渠道）",
            "次",
            "期内各渠道开展宣传的次数：一个村（单位）一种渠道登记一条计一次，面向全镇和几个村共用的计一次；"
            + _VOID,
            Kind.FLOW,
            "outreaches",
            none="期内没有登记过宣传，不能据此填0",
            also=("各类宣传", "安全宣传", "开展宣传"),
            verbs=("开展",),
            units_also=("场次",),
        ),
        *(
            Figure(
                f"out.times_{code}",
                f"{one.label}（次数）",
                "次",
                f"期内以“{one.label}”宣传的次数，不论每次多少{one.unit}；{_VOID}",
                Kind.FLOW,
                "outreaches",
                _by(code),
            )
            for code, one in CHANNELS.items()
        ),
        *(
            Figure(
                key,
                label,
                CHANNELS[code].unit,
                f"期内{CHANNELS[code].counts}；{_VOID}",
                Kind.FLOW,
                "outreaches",
                _by(code),
                _sum("count"),
                also=also,
                verbs=verbs,
                units_also=units,
            )
            for code, key, label, also, verbs, units in AMOUNTS
        ),
        Figure(
            "out.visited_units",
            "走访服务企业",
            "家次",
            "期内走访宣传到监管对象的家次，同一家去几次计几次；" + _VOID,
            Kind.FLOW,
            "outreach_places",
            lambda _cutoff: Q(outreach__channel="visit", unit__isnull=False),
            also=("走访服务企业", "走访服务", "上门服务企业"),
            verbs=("走访", "走访服务"),
            units_also=("家", "户", "次"),
        ),
        Figure(
            "out.units",
            "宣传到的单位",
            "家",
            "期内宣传资料、走访等送到的监管对象数，同一家只计一次；" + _VOID,
            Kind.FLOW,
            "outreach_places",
            lambda _cutoff: Q(unit__isnull=False),
            _distinct("unit"),
        ),
        Figure(
            "out.consult",
            "接受咨询",
            "人次",
            "期内宣传活动现场登记的咨询人次；" + _VOID,
            Kind.FLOW,
            "outreaches",
            lambda _cutoff: Q(consulted__isnull=False),
            _sum("consulted"),
            also=("接受咨询", "咨询群众", "群众咨询", "接待咨询", "解答咨询"),
            verbs=("接受", "解答", "接待"),
            units_also=("人", "次", "余人"),
        ),
        Figure(
            "out.reached",
            "受教育（清点）",
            "人次",
            "期内宣传到的人次，只计按渠道规则清点的（签到、签收、发送回执、后台阅读数）；估计的另计，不相加；"
            + _VOID,
            Kind.FLOW,
            "outreaches",
            _reached(COUNTED),
            _sum("reached"),
            also=("受教育", "受众", "受益群众", "受教育群众", "教育群众", "宣传群众"),
            verbs=("受教育",),
            units_also=("人",),
        ),
        Figure(
            "out.reached_estimated",
            "受教育（估计）",
            "人次",
            "期内宣传到的人次中，无法清点、由登记人估计的；与清点的分开计，不相加；" + _VOID,
            Kind.FLOW,
            "outreaches",
            _reached(ESTIMATED),
            _sum("reached"),
            also=("预计受众", "估计受众", "预计受教育", "估计宣传"),
            units_also=("人",),
        ),
        Figure(
            "out.villages",
            "宣传到的村",
            "个",
            "期内有到村宣传记录的村（社区）数，按当时的村计，一村只计一次；短信、微信面向全镇，不算到村；"
            + _VOID,
            Kind.FLOW,
            "outreach_places",
            _to_village,
            _distinct("village"),
            also=("宣传到的村", "宣传覆盖村"),
            units_also=("个村",),
        ),
        Figure(
            "out.vehicle_villages",
            "宣传车到过的村",
            "个",
            "期内宣传车到过的村（社区）数，一村只计一次；" + _VOID,
            Kind.FLOW,
            "outreach_places",
            _to_village_by("vehicle"),
            _distinct("village"),
        ),
        Figure(
            "out.villages_all",
            "应宣传到的村",
            "个",
            "截止日在用的村（社区）数。",
            Kind.STOCK,
            "villages",
            in_force,
        ),
        Figure(
            "out.villages_missed",
            "没有宣传到的村",
            "个",
            "截止日在用、当年1月1日以来没有到村宣传记录的村（社区）数；短信、微信不算到村。",
            Kind.STOCK,
            "villages",
            _missed,
            also=("未宣传到的村", "没有宣传到的村"),
            units_also=("个村",),
        ),
        Figure(
            "out.planned",
            "宣传计划",
            "项",
            "期限落在期内的宣传计划项数：一个村一种渠道计一项，停用的计划不计。",
            Kind.FLOW,
            "publicity_lines",
            none="没有期限落在期内的宣传计划",
        ),
        Figure(
            "out.planned_done",
            "完成的宣传计划",
            "项",
            "期限落在期内的宣传计划项中，在计划的起止日期以内有宣传记录的，截至截止日。",
            Kind.COHORT,
            "publicity_lines",
            _done,
            also=("完成宣传计划",),
        ),
        Figure(
            "out.planned_rate",
            "宣传计划完成率",
            "%",
            "期限落在期内的宣传计划项中已经完成的比例。",
            Kind.RATIO,
            of=("out.planned_done", "out.planned"),
            also=("宣传计划完成率",),
        ),
    ),
    (
        Identity("宣传＝各渠道之和", "out.times", tuple(f"out.times_{code}" for code in CHANNELS)),
        Identity("没有宣传到的村≤应宣传到的村", "out.villages_missed", ("out.villages_all",), "<="),
        Identity("宣传车到过的村≤宣传到的村", "out.vehicle_villages", ("out.villages",), "<="),
        Identity("完成的宣传计划≤宣传计划", "out.planned_done", ("out.planned",), "<="),
    ),
)

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
    return Q(done(cutoff))


# What each channel counts: key, label, the words by which reports name it, verbs, further units.
_AMOUNTS: tuple[tuple[str, str, str, tuple[str, ...], tuple[str, ...], tuple[str, ...]], ...] = (
    (
        "leaflet",
        "out.materials",
        "发放宣传资料",
        (
            "宣传册",
            "宣传资料",
            "宣传单",
            "明白纸",
            "彩页",
            "宣传手册",
            "告知单",
            "一封信",
            "宣传品",
            "资料",
            "传单",
            "手册",
            "安全手册",
            "禁燃宣传单",
            "禁限放告知单",
        ),
        ("发放", "印发", "散发", "分发", "入户发放", "送出"),
        ("册", "张", "本"),
    ),
    (
        "banner",
        "out.banners",
        "横幅标语",
        ("横幅", "标语", "条幅", "宣传标语", "宣传横幅", "标语横幅", "通告及标语"),
        ("悬挂", "张贴", "刷写", "制作", "挂"),
        ("幅", "处"),
    ),
    (
        "board",
        "out.boards",
        "海报展板",
        ("展板", "宣传牌", "宣传栏", "海报", "宣传海报", "宣传展板", "宣传画"),
        ("张贴", "制作", "展出", "摆放", "布置", "摆起", "摆"),
        ("张", "个", "处", "幅"),
    ),
    (
        "sms",
        "out.sms",
        "宣传短信",
        ("短信", "安全短信", "提示短信", "提醒短信", "手机短信"),
        ("发送", "群发"),
        (),
    ),
    (
        "wechat",
        "out.wechat",
        "微信宣传",
        ("微信", "公众号", "微信公众号", "微信群", "推文"),
        ("推送", "推送信息", "推送安全提示", "推送安全知识", "发布", "发送"),
        ("条", "期", "次"),
    ),
    (
        "screen",
        "out.screen",
        "电子屏",
        ("宣传屏", "显示屏", "电子屏", "电子显示屏", "LED屏", "LED显示屏"),
        ("播放", "滚动播放", "滚动播放标语", "利用"),
        ("处", "个"),
    ),
    (
        "vehicle",
        "out.vehicle",
        "宣传车",
        ("宣传车", "流动宣传车"),
        ("出动", "巡回"),
        ("台", "辆", "辆次", "车次", "次"),
    ),
    (
        "loudspeaker",
        "out.loudspeaker",
        "大喇叭广播",
        ("大喇叭", "村村响", "小喇叭", "广播", "大喇叭广播", "村村响广播"),
        ("播放", "播出", "利用", "通过"),
        ("期",),
    ),
    (
        "lecture",
        "out.lectures",
        "进村宣讲",
        ("宣讲", "进村宣讲", "集中宣讲", "安全宣讲"),
        ("组织", "开展", "举办"),
        ("次",),
    ),
    (
        "event",
        "out.events",
        "宣传活动",
        (
            "宣传活动",
            "咨询日",
            "咨询活动",
            "宣传咨询活动",
            "安全生产月宣传活动",
            "安全生产月活动",
            "现场咨询",
            "主题宣传活动",
            "咨询日等活动",
            "集中宣传",
            "安全宣传五进活动",
            "安全宣传进社区活动",
        ),
        ("开展", "组织", "举办"),
        ("次", "场次"),
    ),
    ("visit", "out.visited", "走访", ("入户走访", "走访群众", "入户宣传"), ("走访",), ("家", "户次")),
)

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
            for code, key, label, also, verbs, units in _AMOUNTS
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

"""What daily reports declare: owed, in time, late, missing; zero reports and those with something in them."""

from datetime import date

from django.db.models import Q

from bihuan.dailies.models import DailyDue, DailyForm, DailyReport
from bihuan.figures.dated import by, not_by
from bihuan.figures.registry import (
    Evidence,
    Figure,
    Identity,
    Kind,
    Source,
    declare,
    declare_complete,
    declare_source,
)

declare_source(
    Source(
        "daily_forms",
        "日报制度",
        DailyForm,
        lambda scope: DailyForm.objects.within(scope),
        columns=(("title", "名称"), ("from_on", "开始"), ("ended_on", "停用")),
    )
)
declare_source(
    Source(
        "dailies",
        "应报送的报告",
        DailyDue,
        lambda scope: DailyDue.objects.within(scope),
        on="day",
        cell="recorded_cell",
        category="recorded_category",
        basis="dailies.forms",
        told_by=("pk", "form"),
        columns=(
            ("day", "日期"),
            ("form__title", "报表"),
            ("cell__name", "网格"),
            ("department__name", "部门"),
            ("unit__name", "单位"),
            ("sent_at", "报送时间"),
        ),
        page="daily",
    )
)
declare_source(
    Source(
        "daily_reports",
        "报送的报告",
        DailyReport,
        lambda scope: DailyReport.objects.within(scope),
        on="due__day",
        cell="due__recorded_cell",
        category="due__recorded_category",
        basis="dailies.forms",
        told_by=("due",),
        columns=(
            ("due__day", "日期"),
            ("due__form__title", "报表"),
            ("due__cell__name", "网格"),
            ("person__name", "报送人"),
            ("at", "报送时间"),
            ("reason", "更正原因"),
        ),
        page="daily",
        page_of="due",
    )
)


def _in_force(cutoff: date) -> Q:
    return Q(from_on__lte=cutoff) & (Q(ended_on__isnull=True) | Q(ended_on__gte=cutoff))


def _owed(cutoff: date) -> Q:
    return Q(day__lte=cutoff)


def _sent(cutoff: date) -> Q:
    return by("sent_on", cutoff)


def _holds(cutoff: date) -> Q:
    """The version that held on a day."""
    return by("sent_on", cutoff) & not_by("replaced_on", cutoff)


declare(
    (
        Figure(
            "dailies.forms",
            "日报制度",
            "项",
            "截止日执行的报送要求数；为0时报送的指标不能据此填0。",
            Kind.STOCK,
            "daily_forms",
            _in_force,
        ),
        Figure(
            "dailies.owed",
            "应报送",
            "份",
            "按本镇的报送要求，期内应报送的报告数：一处一天一张表计一份。",
            Kind.COHORT,
            "dailies",
            _owed,
            also=("应报送", "应报告", "应报送日报告"),
        ),
        Figure(
            "dailies.sent",
            "已报送",
            "份",
            "期内应报送的报告中，截止日已经报送的；迟报的也算，更正不另计。",
            Kind.COHORT,
            "dailies",
            _sent,
            also=("村和部门日报告", "各村日报告"),
        ),
        Figure(
            "dailies.on_time",
            "按时报送",
            "份",
            "期内应报送的报告中，在规定的时间以前报送的。",
            Kind.COHORT,
            "dailies",
            lambda cutoff: _sent(cutoff) & Q(is_late=False),
            also=("按时报送", "按时报送日报告"),
        ),
        Figure(
            "dailies.late",
            "迟报",
            "份",
            "期内应报送的报告中，过了规定的时间才报送的。",
            Kind.COHORT,
            "dailies",
            lambda cutoff: _sent(cutoff) & Q(is_late=True),
            also=("迟报",),
        ),
        Figure(
            "dailies.missing",
            "未报",
            "份",
            "期内应报送的报告中，到截止日日终还没有报送的；当天的也算，没有报送不等于零报告。",
            Kind.COHORT,
            "dailies",
            lambda cutoff: _owed(cutoff) & not_by("sent_on", cutoff),
            also=("漏报", "未报送"),
        ),
        Figure(
            "dailies.rate",
            "按时报送率",
            "%",
            "期内应报送的报告中按时报送的比例。",
            Kind.RATIO,
            of=("dailies.on_time", "dailies.owed"),
            also=("按时报送率", "报送率"),
        ),
        Figure(
            "dailies.zero",
            "零报告",
            "份",
            "期内的报告中，截止日有效的一版由具名的人报告没有情况的。",
            Kind.COHORT,
            "daily_reports",
            lambda cutoff: _holds(cutoff) & Q(is_zero=True),
            also=("其中零报告", "零报告"),
        ),
        Figure(
            "dailies.content",
            "有情况的报告",
            "份",
            "期内的报告中，截止日有效的一版报告了情况的。",
            Kind.COHORT,
            "daily_reports",
            lambda cutoff: _holds(cutoff) & Q(is_zero=False),
        ),
        Figure(
            "reports.daily",
            "日报告",
            "期",
            "期内由镇汇总、截止日已经报送的报告数：一天一张表计一期，零报告也算。",
            Kind.COHORT,
            "dailies",
            lambda cutoff: _sent(cutoff) & Q(kind="town"),
            also=("日报告", "零报告", "日报", "安全生产日报", "报送日报告", "上报日报告", "上报零报告"),
            verbs=("报送", "上报"),
        ),
        Figure(
            "dailies.corrected",
            "更正的报告",
            "次",
            "期内的报告在截止日以前更正的次数。",
            Kind.COHORT,
            "daily_reports",
            lambda cutoff: by("sent_on", cutoff) & Q(version__gt=1),
        ),
    ),
    (
        Identity(
            "应报送＝按时＋迟报＋未报", "dailies.owed", ("dailies.on_time", "dailies.late", "dailies.missing")
        ),
        Identity("已报送＝按时＋迟报", "dailies.sent", ("dailies.on_time", "dailies.late")),
        Identity("已报送＝零报告＋有情况", "dailies.sent", ("dailies.zero", "dailies.content")),
    ),
)
# Whoever reports says that nothing happened, or what: with all reports in, an empty register is no silence.
declare_complete("accidents", Evidence("dailies.owed", "dailies.sent"))

"""What forms of superiors declare: due, handed up in time, late, missed."""

from datetime import date

from django.db.models import Q

from bihuan.figures.dated import by, not_by
from bihuan.figures.registry import Figure, Identity, Kind, Source, declare, declare_source
from bihuan.summaries.models import FormDue

declare_source(
    Source(
        "form_dues",
        "应上报的报表",
        FormDue,
        lambda scope: FormDue.objects.within(scope),
        on="due_on",
        basis="forms.owed",
        right="office",
        columns=(
            ("due_on", "上报日期"),
            ("form__name", "报表"),
            ("form__asked_by", "要表单位"),
            ("since", "期间起"),
            ("until", "期间止"),
            ("handed_at", "上报时间"),
            ("waived_why", "免报原因"),
        ),
        page="form_due",
    )
)


def _owed(cutoff: date) -> Q:
    return Q(due_on__lte=cutoff) & not_by("waived_on", cutoff)


def _handed(cutoff: date) -> Q:
    return _owed(cutoff) & by("handed_on", cutoff)


declare(
    (
        Figure(
            "forms.owed",
            "应上报报表",
            "份",
            "上级定期要的报表中，期内到了上报日期的份数：一张表一期计一份；登记免报的不计。",
            Kind.COHORT,
            "form_dues",
            _owed,
            also=("应上报报表", "应上报上级报表", "应报报表"),
            none="没有登记定期上报的报表",
        ),
        Figure(
            "forms.on_time",
            "按时上报报表",
            "份",
            "期内到期的上级报表中，在规定的时间以前由人核对上报的。",
            Kind.COHORT,
            "form_dues",
            lambda cutoff: _handed(cutoff) & Q(is_late=False),
            also=("按时上报报表", "按时上报上级报表"),
        ),
        Figure(
            "forms.late",
            "迟报报表",
            "份",
            "期内到期的上级报表中，过了规定的时间才上报的。",
            Kind.COHORT,
            "form_dues",
            lambda cutoff: _handed(cutoff) & Q(is_late=True),
            also=("迟报报表",),
        ),
        Figure(
            "forms.missing",
            "未上报报表",
            "份",
            "期内到期的上级报表中，到截止日日终还没有上报的；当天的也算。",
            Kind.COHORT,
            "form_dues",
            lambda cutoff: _owed(cutoff) & not_by("handed_on", cutoff),
            also=("未上报报表", "漏报报表"),
        ),
        Figure(
            "forms.rate",
            "报表按时上报率",
            "%",
            "期内到期的上级报表中按时上报的比例。",
            Kind.RATIO,
            of=("forms.on_time", "forms.owed"),
            also=("报表按时上报率",),
        ),
    ),
    (
        Identity(
            "应上报报表＝按时上报＋迟报＋未上报",
            "forms.owed",
            ("forms.on_time", "forms.late", "forms.missing"),
        ),
    ),
)

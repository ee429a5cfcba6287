"""What assessments declare: how many were assessed, with which grades, the average; vetoes raised, decided, appealed against, in force; answers given
of who may be honoured."""

from collections.abc import Callable
from datetime import date

from django.db.models import Q, Sum

from bihuan.assessments import rules, vetoing
from bihuan.assessments.models import Honour, Scheme, Sheet, Veto, VetoRule
from bihuan.figures.dated import by, not_by
from bihuan.figures.registry import Figure, Identity, Kind, Source, declare, declare_source

declare_source(
    Source(
        "assess_schemes",
        "考核办法",
        Scheme,
        lambda scope: Scheme.objects.within(scope),
        columns=(("title", "名称"), ("year", "年度"), ("kind", "考核对象"), ("published_on", "公布日期")),
        page="scheme",
        right="office",
    )
)
declare_source(
    Source(
        "assess_sheets",
        "考核表",
        Sheet,
        lambda scope: Sheet.objects.within(scope),
        on="published_on",
        cell="recorded_cell",
        category="recorded_category",
        origin="subject_kind",
        basis="assess.schemes",
        columns=(
            ("subject_name", "对象"),
            ("scheme__title", "考核"),
            ("total", "得分"),
            ("grade", "等次"),
            ("place", "名次"),
            ("published_on", "公布日期"),
        ),
        page="sheet",
    )
)
declare_source(
    Source(
        "veto_rules",
        "一票否决规定",
        VetoRule,
        lambda scope: VetoRule.objects.within(scope),
        columns=(("text", "情形"), ("months", "期限（月）"), ("from_on", "启用日期")),
        right="office",
    )
)
declare_source(
    Source(
        "vetoes",
        "一票否决",
        Veto,
        lambda scope: Veto.objects.within(scope),
        on="raised_on",
        cell="recorded_cell",
        category="recorded_category",
        origin="subject_kind",
        basis="veto.rules",
        columns=(
            ("subject_name", "对象"),
            ("rule_text", "情形"),
            ("cause_text", "起因"),
            ("state", "状态"),
            ("number", "文号"),
            ("from_on", "起"),
            ("to_on", "止"),
        ),
        page="veto",
    )
)
declare_source(
    Source(
        "honours",
        "评优查询",
        Honour,
        lambda scope: Honour.objects.within(scope),
        on="asked_on",
        cell="recorded_cell",
        category="recorded_category",
        origin="subject_kind",
        columns=(("subject_name", "对象"), ("honour", "事项"), ("verdict", "结论"), ("number", "编号")),
        page="honour",
    )
)


def _of_kind(kind: str) -> Callable[[date], Q]:
    return lambda _cutoff: Q(subject_kind=kind)


def _graded(grade: str) -> Callable[[date], Q]:
    return lambda _cutoff: Q(grade=grade)


def _held(cutoff: date) -> Q:
    """In force on a day."""
    return by("from_on", cutoff) & Q(to_on__gte=cutoff) & not_by("revoked_on", cutoff)


def _waiting(cutoff: date) -> Q:
    return not_by("decided_on", cutoff) & not_by("dropped_on", cutoff)


def _said(verdict: str) -> Callable[[date], Q]:
    return lambda _cutoff: Q(verdict=verdict)


def _sum(field: str) -> Callable[[Q | None], Sum]:
    return lambda where: Sum(field, filter=where)


_KINDS = {
    rules.VILLAGE: ("assess.villages", "考核的村（社区）", "个", ("考核各村",)),
    rules.DEPARTMENT: ("assess.departments", "考核的部门", "个", ("考核站所",)),
    rules.UNIT: ("assess.enterprises", "考核的监管单位", "家", ("考核企业",)),
}
_GRADES = {
    rules.EXCELLENT: ("考核优秀", ("考核优秀", "评为优秀", "优秀等次")),
    rules.GOOD: ("考核良好", ("考核良好", "良好等次")),
    rules.PASSING: ("考核合格", ("考核合格", "合格等次")),
    rules.FAILING: ("考核不合格", ("考核不合格", "不合格等次")),
}

declare(
    (
        Figure(
            "assess.schemes",
            "年度考核办法",
            "项",
            "截止日已经开始、没有作废的年度考核办法数；为0时考核的指标不能据此填0。",
            Kind.STOCK,
            "assess_schemes",
            lambda cutoff: by("begun_on", cutoff) & not_by("dropped_on", cutoff),
        ),
        Figure(
            "assess.subjects",
            "年度考核对象",
            "个",
            "期内公布考核结果的村（社区）、部门和监管单位数，同一对象考核两次的计两次。",
            Kind.FLOW,
            "assess_sheets",
            also=("考核对象", "被考核单位", "年度考核对象"),
            verbs=("考核", "考核了"),
        ),
        *(
            Figure(
                key,
                label,
                unit,
                f"期内公布考核结果的{rules.SUBJECTS[kind]}数。",
                Kind.FLOW,
                "assess_sheets",
                _of_kind(kind),
                also=also,
            )
            for kind, (key, label, unit, also) in _KINDS.items()
        ),
        *(
            Figure(
                f"assess.{grade}",
                label,
                "个",
                f"期内公布的考核结果中等次为{rules.GRADES[grade]}的对象数"
                + ("，被一票否决的在内。" if grade == rules.FAILING else "。"),
                Kind.FLOW,
                "assess_sheets",
                _graded(grade),
                also=also,
            )
            for grade, (label, also) in _GRADES.items()
        ),
        Figure(
            "assess.vetoed",
            "考核中被一票否决",
            "个",
            "期内公布的考核结果中，因一票否决定为不合格、不参加排名的对象数。",
            Kind.FLOW,
            "assess_sheets",
            lambda _cutoff: Q(is_vetoed=True),
        ),
        Figure(
            "assess.points",
            "考核得分合计",
            "分",
            "期内公布的考核结果的得分之和，用来算平均得分。",
            Kind.FLOW,
            "assess_sheets",
            measure=_sum("total"),
        ),
        Figure(
            "assess.points_full",
            "考核满分合计",
            "分",
            "期内公布的考核结果的满分之和，每份100分。",
            Kind.FLOW,
            "assess_sheets",
            measure=_sum("full"),
        ),
        Figure(
            "assess.average",
            "考核得分率",
            "%",
            "期内公布的考核结果的得分合计占满分合计的比例，即百分制的平均得分。",
            Kind.RATIO,
            of=("assess.points", "assess.points_full"),
            also=("考核得分率",),
        ),
        Figure(
            "veto.rules",
            "一票否决规定",
            "条",
            "截止日有效的一票否决规定数；为0时一票否决的指标不能据此填0。",
            Kind.STOCK,
            "veto_rules",
            lambda cutoff: by("from_on", cutoff) & not_by("ended_on", cutoff),
        ),
        Figure(
            "veto.raised",
            "触发一票否决情形",
            "起",
            "期内由记录或者由人提出的一票否决线索数，一个对象一种情形计一起。",
            Kind.FLOW,
            "vetoes",
            also=("触发一票否决", "一票否决线索"),
        ),
        Figure(
            "veto.raised_decided",
            "线索已认定否决",
            "起",
            "期内提出的线索中，截止日已经决定否决的（后来撤销的也在内）。",
            Kind.COHORT,
            "vetoes",
            lambda cutoff: by("decided_on", cutoff),
        ),
        Figure(
            "veto.raised_dropped",
            "线索不予否决",
            "起",
            "期内提出的线索中，截止日已经写明原因不予否决的。",
            Kind.COHORT,
            "vetoes",
            lambda cutoff: by("dropped_on", cutoff),
        ),
        Figure(
            "veto.raised_waiting",
            "线索待认定",
            "起",
            "期内提出的线索中，截止日还没有认定的。",
            Kind.COHORT,
            "vetoes",
            _waiting,
        ),
        Figure(
            "veto.decided",
            "决定一票否决",
            "家",
            "期内作出的一票否决决定数，一个对象一种情形计一家。",
            Kind.FLOW,
            "vetoes",
            lambda cutoff: by("decided_on", cutoff),
            on="decided_on",
            also=("实行一票否决", "决定一票否决"),
            verbs=("实行一票否决",),
            units_also=("个", "人"),
        ),
        Figure(
            "veto.count",
            "一票否决",
            "家",
            "截止日在否决期内、没有撤销的一票否决数。",
            Kind.STOCK,
            "vetoes",
            _held,
            also=("一票否决", "在否决期内"),
            units_also=("个", "人"),
        ),
        Figure(
            "veto.appealed",
            "一票否决申诉",
            "件",
            "期内提出的一票否决申诉件数。",
            Kind.FLOW,
            "vetoes",
            on="appealed_on",
            also=("一票否决申诉",),
        ),
        Figure(
            "veto.revoked",
            "撤销一票否决",
            "家",
            "期内撤销的一票否决数，申诉成立和起因更正的都算。",
            Kind.FLOW,
            "vetoes",
            on="revoked_on",
        ),
        Figure(
            "honours.asked",
            "评优查询",
            "件",
            "期内出具的能否评先评优、提拔、奖励的查询结果件数。",
            Kind.FLOW,
            "honours",
            also=("评先评优征求意见", "评优查询"),
        ),
        *(
            Figure(
                f"honours.{name}",
                label,
                "件",
                f"期内出具的查询结果中，结论为“{vetoing.VERDICTS[verdict]}”的件数。",
                Kind.FLOW,
                "honours",
                _said(verdict),
                also=also,
            )
            for name, verdict, label, also in (
                ("allowed", vetoing.YES, "评优查询可以", ()),
                ("barred", vetoing.NO, "取消评先评优资格", ("取消评先评优资格", "取消评优资格")),
                ("held", vetoing.HOLD, "评优查询暂缓", ()),
            )
        ),
    ),
    (
        Identity(
            "考核对象＝村＋部门＋监管单位",
            "assess.subjects",
            ("assess.villages", "assess.departments", "assess.enterprises"),
        ),
        Identity(
            "考核对象＝优秀＋良好＋合格＋不合格",
            "assess.subjects",
            ("assess.excellent", "assess.good", "assess.passing", "assess.failing"),
        ),
        Identity("考核中被一票否决≤不合格", "assess.vetoed", ("assess.failing",), "<="),
        Identity(
            "否决线索＝已认定＋不予否决＋待认定",
            "veto.raised",
            ("veto.raised_decided", "veto.raised_dropped", "veto.raised_waiting"),
        ),
        Identity(
            "评优查询＝可以＋不可以＋暂缓",
            "honours.asked",
            ("honours.allowed", "honours.barred", "honours.held"),
        ),
    ),
)

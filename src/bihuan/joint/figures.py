"""What joint inspections declare: how often one was held, who took part, the units seen together, what was found there and what became of it.

Counted by the day of the record; hazards as those of all inspections are, so that found = fixed on site + ordered + the rest holds for each event as
for the whole. A hazard that two parties found is one.
"""

from datetime import date

from django.db.models import Count, Q, QuerySet

from bihuan.core.scope import Scope
from bihuan.figures.dated import by, not_by
from bihuan.figures.registry import Figure, Identity, Kind, Source, declare, declare_source
from bihuan.joint.lifecycle import DONE
from bihuan.joint.models import JointEvent, JointFinding, JointParty, JointVisit
from bihuan.joint.rules import BODY, PARTY_KINDS
from bihuan.units.figures import registered
from bihuan.units.queries import of_trades


def _held(scope: Scope) -> QuerySet[JointEvent]:
    found: QuerySet[JointEvent] = JointEvent.objects.within(scope).filter(held_on__isnull=False)
    return found


def _took_part(scope: Scope) -> QuerySet[JointParty]:
    found: QuerySet[JointParty] = JointParty.objects.within(scope).filter(took_part_on__isnull=False)
    return found


def _done(scope: Scope) -> QuerySet[JointVisit]:
    found: QuerySet[JointVisit] = JointVisit.objects.within(scope).filter(
        state=DONE, inspection__voided_on__isnull=True
    )
    return found


def _found(scope: Scope) -> QuerySet[JointFinding]:
    found: QuerySet[JointFinding] = JointFinding.objects.within(scope).filter(
        is_first=True, hazard__voided_on__isnull=True
    )
    return found


declare_source(
    Source(
        "joint_events",
        "联合检查",
        JointEvent,
        _held,
        on="held_on",
        campaign="campaign",
        basis="inspect.records",
        right="office",
        columns=(
            ("held_on", "开展日期"),
            ("name", "联合检查"),
            ("to_on", "结束日期"),
            ("campaign__name", "专项行动"),
        ),
        page="joint",
    )
)
declare_source(
    Source(
        "joint_parties",
        "联合检查参加单位",
        JointParty,
        _took_part,
        on="took_part_on",
        campaign="event__campaign",
        basis="inspect.records",
        told_by=("event",),
        right="office",
        columns=(
            ("took_part_on", "参加日期"),
            ("name", "参加单位"),
            ("kind", "性质"),
            ("event__name", "联合检查"),
        ),
        words=(("kind", tuple(PARTY_KINDS.items())),),
        page="joint",
        page_of="event",
    )
)
declare_source(
    Source(
        "joint_visits",
        "联合检查的单位",
        JointVisit,
        _done,
        on="done_on",
        cell="inspection__recorded_cell",
        category="inspection__recorded_category",
        campaign="inspection__campaign",
        team="inspection__team",
        basis="inspect.records",
        told_by=("pk", "inspection"),
        right="office",
        columns=(
            ("done_on", "检查日期"),
            ("inspection__recorded_unit__name", "单位"),
            ("event__name", "联合检查"),
        ),
        page="joint_visit",
    )
)
declare_source(
    Source(
        "joint_findings",
        "联合检查发现的隐患",
        JointFinding,
        _found,
        on="hazard__found_on",
        cell="hazard__recorded_cell",
        category="hazard__recorded_category",
        campaign="hazard__campaign",
        team="hazard__team",
        basis="inspect.records",
        told_by=("hazard", "visit"),
        right="office",
        columns=(
            ("hazard__found_on", "发现日期"),
            ("hazard__number", "编号"),
            ("hazard__text", "隐患"),
            ("visit__unit__name", "单位"),
            ("source", "发现单位"),
            ("to", "交办单位"),
        ),
        page="hazard",
        page_of="hazard",
    )
)

_SCHOOLS = Q(inspection__recorded_category="school") | Q(inspection__recorded_category__startswith="school.")


def _units(where: Q | None) -> Count:
    return Count("inspection__recorded_unit", distinct=True, filter=where)


def _names(where: Q | None) -> Count:
    return Count("name", distinct=True, filter=where)


def _schools(_cutoff: date) -> Q:
    return _SCHOOLS


def _onsite(cutoff: date) -> Q:
    return by("hazard__onsite_on", cutoff)


def _ordered(cutoff: date) -> Q:
    return by("hazard__ordered_on", cutoff)


declare(
    (
        Figure(
            "joint.held",
            "联合检查",
            "次",
            "期内开展的多部门联合检查的次数，以完成第一家单位的检查记录那天为准；一次联合检查不论几天、几家，计一次。",
            Kind.FLOW,
            "joint_events",
            also=("组织联合检查", "开展联合检查"),
        ),
        Figure(
            "joint.parties",
            "参加联合检查的部门和单位",
            "个",
            "期内提交过联合检查情况的部门和受邀单位数，同名的计一个。",
            Kind.FLOW,
            "joint_parties",
            measure=_names,
            also=("参加联合检查的部门", "联合检查参加部门"),
        ),
        Figure(
            "joint.bodies",
            "受邀参加联合检查的单位",
            "个",
            "期内凭邀请参加联合检查、在本系统没有账号的单位数，同名的计一个。",
            Kind.FLOW,
            "joint_parties",
            lambda _cutoff: Q(kind=BODY),
            measure=_names,
        ),
        Figure(
            "joint.visits",
            "联合检查家次",
            "家次",
            "期内联合检查完成的检查记录数，作废的不计；多个部门一起查一家计一次。",
            Kind.FLOW,
            "joint_visits",
        ),
        Figure(
            "joint.units",
            "联合检查单位",
            "家",
            "期内联合检查过的单位数，查过几次的计一家。",
            Kind.FLOW,
            "joint_visits",
            measure=_units,
            also=("联合检查对象",),
        ),
        Figure(
            "joint.schools",
            "联合检查学校、幼儿园",
            "家",
            "期内联合检查过的学校、幼儿园数，公办民办都计，查过几次的计一家。",
            Kind.FLOW,
            "joint_visits",
            _schools,
            measure=_units,
            units_also=("所", "个"),
        ),
        Figure(
            "joint.schools_all",
            "在册学校、幼儿园",
            "家",
            "截止日在册的学校、幼儿园数，公办民办都计。",
            Kind.STOCK,
            "units",
            lambda cutoff: registered(cutoff) & of_trades(("school",)),
            also=("在册学校、幼儿园",),
        ),
        Figure(
            "joint.found",
            "联合检查发现隐患",
            "条",
            "期内联合检查登记的隐患数，作废的不计；两个单位发现同一条的计一条。",
            Kind.FLOW,
            "joint_findings",
            also=("联合检查隐患", "联合检查的隐患"),
        ),
        Figure(
            "joint.onsite",
            "联合检查现场整改",
            "条",
            "期内联合检查登记的隐患中，当场整改完毕的。",
            Kind.COHORT,
            "joint_findings",
            _onsite,
            also=("联合检查隐患现场整改", "联合检查隐患立即整改"),
        ),
        Figure(
            "joint.ordered",
            "联合检查限期整改",
            "条",
            "期内联合检查登记的隐患中，截止日已经责令限期整改的。",
            Kind.COHORT,
            "joint_findings",
            _ordered,
            also=("联合检查隐患限期整改",),
        ),
        Figure(
            "joint.undecided",
            "联合检查待处置",
            "条",
            "期内联合检查登记的隐患中，截止日既没有当场整改、也没有责令整改的。",
            Kind.COHORT,
            "joint_findings",
            lambda cutoff: not_by("hazard__onsite_on", cutoff) & not_by("hazard__ordered_on", cutoff),
        ),
    ),
    (
        Identity(
            "联合检查发现＝现场整改＋限期整改＋待处置",
            "joint.found",
            ("joint.onsite", "joint.ordered", "joint.undecided"),
        ),
        Identity("联合检查单位≤联合检查家次", "joint.units", ("joint.visits",), "<="),
        Identity("联合检查学校≤联合检查单位", "joint.schools", ("joint.units",), "<="),
        Identity("联合检查家次≤检查家次", "joint.visits", ("inspect.visits",), "<="),
        Identity("联合检查发现≤排查隐患", "joint.found", ("hazards.found",), "<="),
        Identity("受邀单位≤参加单位", "joint.bodies", ("joint.parties",), "<="),
    ),
)

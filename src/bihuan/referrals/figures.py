"""What matters of others declare: what was referred and answered, what nobody takes, what those above assigned."""

from datetime import date

from django.db.models import Count, F, Q

from bihuan.figures.dated import by, not_by
from bihuan.figures.registry import Figure, Identity, Kind, declare
from bihuan.referrals import sources
from bihuan.referrals.models import Referral, Reply
from bihuan.referrals.rules import SIDES

_ITEMS = ("起", "个", "条", "宗", "项")


def _sent(kind: str, cutoff: date) -> Q:
    """Sent, and not withdrawn by the cut-off."""
    return Q(kind=kind) & not_by("withdrawn_on", cutoff)


def _overdue(cutoff: date) -> Q:
    """Past its term without an answer; of who was called, without having come."""
    waits = not_by("answered_on", cutoff) & not_by("declined_on", cutoff) & not_by("withdrawn_on", cutoff)
    absent = not_by("acknowledged_on", cutoff) & not_by("hazard__settled_on", cutoff)
    owes = Q(kind="transfer") | (Q(kind="whistle") & absent)
    return Q(sent_on__lte=cutoff, due_on__lt=cutoff) & waits & owes


def _nobodys(cutoff: date) -> Q:
    """Not mended, and not taken by two bodies or more (their names as compared) by the cut-off."""
    sides = (
        Referral._base_manager.filter(declined_on__lte=cutoff)
        .order_by()
        .values("hazard")
        .annotate(sides=Count("body_key", distinct=True))
        .filter(sides__gte=SIDES)
    )
    return Q(found_on__lte=cutoff, pk__in=sides.values("hazard")) & not_by("settled_on", cutoff)


def _replied(cutoff: date) -> Q:
    """Answered by the cut-off, and not sent back by then."""
    return Q(pk__in=_replies(cutoff).values("assignment"))


def _in_time(cutoff: date) -> Q:
    return Q(pk__in=_replies(cutoff).filter(replied_on__lte=F("due_on")).values("assignment"))


def _replies(cutoff: date):  # type: ignore[no-untyped-def]
    return Reply._base_manager.filter(not_by("returned_on", cutoff), replied_on__lte=cutoff)


sources.declare_all()
declare(
    (
        Figure(
            "sanction.referrals",
            "移送",
            "件",
            "期内移送其他单位办理的件数，一条隐患移送一次计一件；撤回的、抄告和吹哨报到不计。",
            Kind.COHORT,
            "referrals",
            lambda cutoff: _sent("transfer", cutoff),
            also=("移送", "移交", "移送问题", "移送线索", "移交问题", "移送有关部门"),
            verbs=("移送", "移交"),
            units_also=_ITEMS,
        ),
        Figure(
            "sanction.referrals_done",
            "移送已答复",
            "件",
            "期内移送、截止日受理单位已作出办理答复的件数。",
            Kind.COHORT,
            "referrals",
            lambda cutoff: _sent("transfer", cutoff) & by("answered_on", cutoff),
            also=("移送已答复", "移送已办结", "移送办结"),
            units_also=_ITEMS,
        ),
        Figure(
            "sanction.referrals_declined",
            "移送被退回",
            "件",
            "期内移送、截止日受理单位不予接收或者退回的件数。",
            Kind.COHORT,
            "referrals",
            lambda cutoff: _sent("transfer", cutoff) & by("declined_on", cutoff),
            also=("移送被退回", "移送退回"),
            units_also=_ITEMS,
        ),
        Figure(
            "sanction.referrals_overdue",
            "移送、吹哨逾期未答复",
            "件",
            "截止日答复（到场）期限已过、受理单位还没有答复（到场）的移送和吹哨报到件数，不论何时发出。",
            Kind.STOCK,
            "referrals",
            _overdue,
            also=("移送逾期未答复", "逾期未答复"),
            units_also=_ITEMS,
        ),
        Figure(
            "sanction.copies",
            "抄告",
            "件",
            "期内抄告其他单位知悉的件数，撤回的不计。",
            Kind.COHORT,
            "referrals",
            lambda cutoff: _sent("copy", cutoff),
            also=("抄告", "抄告单"),
            verbs=("抄告",),
            units_also=(*_ITEMS, "份"),
        ),
        Figure(
            "sanction.whistles",
            "吹哨报到",
            "次",
            "期内吹哨请部门到场处置的次数，撤回的不计。",
            Kind.COHORT,
            "referrals",
            lambda cutoff: _sent("whistle", cutoff),
            also=("吹哨报到", "吹哨", "部门报到"),
            units_also=("件", "起"),
        ),
        Figure(
            "hazards.nobodys",
            "两家不接的隐患",
            "条",
            "截止日两个以上单位都不接收或者退回、尚未整改完成的隐患数，不论何时发现。",
            Kind.STOCK,
            "hazards",
            _nobodys,
            also=("两家不接", "两家都不接"),
            units_also=_ITEMS,
        ),
        Figure(
            "transfers.assigned",
            "上级交办问题",
            "项",
            "期内收到的上级交办、督办事项数。",
            Kind.FLOW,
            "assignments",
            also=("交办", "督办件", "上级交办", "交办件", "交办问题", "交办事项", "上级交办事项"),
            verbs=("承办",),
            units_also=("件", "个", "条", "起"),
        ),
        Figure(
            "transfers.replied",
            "交办已答复",
            "项",
            "期内收到的上级交办事项中截止日已答复、没有被退回的项数。",
            Kind.COHORT,
            "assignments",
            _replied,
            also=("交办已办结", "交办已答复", "交办件已办结"),
            units_also=("件", "个", "条", "起"),
        ),
        Figure(
            "transfers.in_time",
            "交办按期答复",
            "项",
            "期内收到的上级交办事项中截止日已在期限内答复、没有被退回的项数。",
            Kind.COHORT,
            "assignments",
            _in_time,
            also=("交办按期答复", "交办按期办结"),
            units_also=("件", "个", "条", "起"),
        ),
    ),
    (
        Identity("移送已答复≤移送", "sanction.referrals_done", ("sanction.referrals",), "<="),
        Identity("移送被退回≤移送", "sanction.referrals_declined", ("sanction.referrals",), "<="),
        Identity("交办已答复≤上级交办", "transfers.replied", ("transfers.assigned",), "<="),
        Identity("交办按期答复≤交办已答复", "transfers.in_time", ("transfers.replied",), "<="),
    ),
)

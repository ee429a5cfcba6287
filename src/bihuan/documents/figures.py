"""What documents declare: service by families, the share served, and what the town drafted for the district. How many of a kind were
issued and became void, the register of papers says itself.

A paper is served on its writ's first day of service (`served_on`), which is struck out with the service that was entered in error.
"""

from collections.abc import Callable
from datetime import date

from django.db.models import Q

from bihuan.documents import sources
from bihuan.documents.queries import served_kinds
from bihuan.figures.dated import by
from bihuan.figures.registry import Figure, Identity, Kind, declare
from bihuan.inspections.figures.papers import of_family
from bihuan.inspections.papers import ENFORCEMENT, SOFT

_SERVED = "writ__served_on"


def _of(*kinds: str) -> Callable[[date], Q]:
    return lambda _cutoff: Q(kind__in=kinds, **{f"{_SERVED}__isnull": False})


def _due(_cutoff: date) -> Q:
    return Q(kind__in=served_kinds())


def _done(cutoff: date) -> Q:
    return _due(cutoff) & by(_SERVED, cutoff)


def _proposed(_cutoff: date) -> Q:
    return Q(proposed_on__isnull=False)


def _outer(cutoff: date) -> Q:
    return Q(proposed_on__isnull=False) & by("outer_on", cutoff)


sources.declare_all()
declare(
    (
        Figure(
            "docs.served",
            "送达执法文书",
            "份",
            "期内送达的行政执法文书份数，按送达日期计；送达登记作废的不计。",
            Kind.FLOW,
            "papers",
            _of(*of_family(ENFORCEMENT)),
            on=_SERVED,
            also=("送达执法文书", "送达行政执法文书"),
        ),
        Figure(
            "docs.served_soft",
            "送达自有文书",
            "份",
            "期内送达的镇级自有文书份数，按送达日期计；送达登记作废的不计。",
            Kind.FLOW,
            "papers",
            _of(*of_family(SOFT)),
            on=_SERVED,
            also=("送达自有文书",),
        ),
        Figure(
            "docs.to_serve",
            "应送达文书",
            "份",
            "期内签发、按式样应当送达当事人的文书份数。",
            Kind.COHORT,
            "papers",
            _due,
            also=("应送达文书", "应当送达文书"),
        ),
        Figure(
            "docs.to_serve_done",
            "应送达文书已送达",
            "份",
            "期内签发、应当送达的文书中，到截止日已经送达的份数。",
            Kind.COHORT,
            "papers",
            _done,
            also=("已送达文书", "已送达"),
        ),
        Figure(
            "docs.order_served",
            "责令限期整改指令书已送达",
            "份",
            "期内下达的责令限期整改指令书中，到截止日已经送达的份数。",
            Kind.COHORT,
            "papers",
            lambda cutoff: Q(kind="order") & by(_SERVED, cutoff),
        ),
        Figure(
            "docs.served_rate",
            "文书送达率",
            "%",
            "应送达文书中已送达的比例。",
            Kind.RATIO,
            of=("docs.to_serve_done", "docs.to_serve"),
            also=("送达率", "文书送达率"),
        ),
        Figure(
            "docs.proposed",
            "代拟报区文书",
            "份",
            "期内由镇代拟、报区级签发的文书份数；退回后再报的，按第一次报的日期计一次。",
            Kind.FLOW,
            "writs",
            _proposed,
            also=("代拟文书", "代拟报区", "代拟报区文书", "报区签发文书"),
            verbs=("代拟",),
        ),
        Figure(
            "docs.proposed_outer",
            "代拟文书区级已签发",
            "份",
            "期内代拟报区的文书中，到截止日区级已经签发的份数。",
            Kind.COHORT,
            "writs",
            _outer,
        ),
    ),
    (
        Identity("应送达文书已送达≤应送达文书", "docs.to_serve_done", ("docs.to_serve",), "<="),
        Identity("指令书已送达≤指令书", "docs.order_served", ("docs.order",), "<="),
        Identity("区级已签发≤代拟报区", "docs.proposed_outer", ("docs.proposed",), "<="),
    ),
)

"""Notices of major hazards: to be accepted, listed, and not reported up in time."""

from collections.abc import Iterable, Sequence

from django.db.models import Q

from bihuan.core.models import Event
from bihuan.core.scope import Scope
from bihuan.hazards.lifecycle import PASSED
from bihuan.hazards.notices import LEADERS, about, while_open, with_hazards
from bihuan.notices.kinds import Kind, Telling, declare_notice, on
from bihuan.notices.rules import NOW, URGENT
from bihuan.units.notices import AT_THE_PLACE, over

GROUP = "重大隐患"


def _to_accept(scope: Scope, happened: Sequence[Event]) -> Iterable[Telling]:
    for event, hazard in with_hazards(scope, happened):
        whom = over(hazard.unit, "vice_mayor", "safety_head")
        yield about(event, hazard, whom, f"重大隐患复查合格，请验收：{hazard.text}")


def _listed(scope: Scope, happened: Sequence[Event]) -> Iterable[Telling]:
    for event, hazard in with_hazards(scope, happened):
        whom = over(hazard.unit, *LEADERS, "office_head", *AT_THE_PLACE)
        yield about(event, hazard, whom, f"已挂牌督办：{hazard.text}")


def _unreported(scope: Scope, happened: Sequence[Event]) -> Iterable[Telling]:
    for event, hazard in with_hazards(scope, happened):
        whom = over(hazard.unit, "vice_mayor", "safety_head")
        yield about(event, hazard, whom, f"重大隐患逾时未上报：{hazard.text}")


for _kind in (
    Kind(
        "majors.to_accept",
        "重大隐患待验收",
        GROUP,
        NOW,
        on("hazard", "pass_review"),
        _to_accept,
        waits=while_open(Q(state=PASSED)),
    ),
    Kind("majors.listed", "挂牌督办", GROUP, NOW, on("hazard", "record_listing"), _listed),
    Kind(
        "majors.unreported", "重大隐患逾时未上报", GROUP, URGENT, on("hazard", "note_unreported"), _unreported
    ),
):
    declare_notice(_kind)

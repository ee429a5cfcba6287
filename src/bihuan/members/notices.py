"""Notices of a unit's persons: somebody has come in by an invitation."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.urls import reverse

from bihuan.core.models import Event
from bihuan.core.scope import Scope
from bihuan.members.models import Call
from bihuan.members.rules import HEAD
from bihuan.notices.kinds import Kind, Telling, declare_notice, on
from bihuan.units.notices import over


def _joined(scope: Scope, happened: Sequence[Event]) -> Iterable[Telling]:
    """To who invited, and to the unit's head."""
    used = {one.pk: UUID(one.given["call"]) for one in happened if "call" in one.given}
    calls = Call.objects.within(scope).select_related("unit", "unit__cell", "person").in_bulk(used.values())
    for one in happened:
        call = calls.get(used.get(one.pk))
        if call is None or call.person is None:
            continue
        yield Telling(
            key=str(call.pk),
            about=call.pk,
            whom=over(call.unit, HEAD, persons=(call.invited_by_id,)),
            text=f"{call.person.name}已接受邀请，任{call.label}",
            where=call.unit.name_and_place,
            url=reverse("unit", args=[call.unit_id]),
            by=one.actor_id,
        )


declare_notice(
    Kind("members.joined", "企业人员接受邀请", "企业人员", on=on("unit", "join_unit"), tell=_joined)
)

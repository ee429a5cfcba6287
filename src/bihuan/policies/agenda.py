"""What documents propose for the agenda of a meeting: those that came from above since the last one."""

from collections.abc import Sequence

from django.urls import reverse

from bihuan.core.calendar import in_words
from bihuan.meetings.agenda import Asking, Line, Proposal, declare_proposal
from bihuan.meetings.rules import COMMITTEE, MORNING, PARTY
from bihuan.policies.models import Received


def _came(asking: Asking) -> Sequence[Line]:
    """The latest first; what an answer is due to says so."""
    rows = Received.objects.within(asking.scope).filter(
        voided_on__isnull=True, received_on__gt=asking.since, received_on__lte=asking.on
    )
    return [
        Line(
            f"{row.source}《{row.title}》{row.number}"
            + (f"，{in_words(row.due_on)}前答复" if row.due_on and row.waits else ""),
            reverse("received", args=[row.pk]),
        )
        for row in rows.defer("text").order_by("-received_on", "-pk")
    ]


declare_proposal(Proposal("documents", "传达学习上级文件", "安全办", (PARTY, COMMITTEE, MORNING), _came, 15))

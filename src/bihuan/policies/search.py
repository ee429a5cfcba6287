"""What is found of documents: by title, number, who sent them, and every word of their text."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.http import urlencode

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.calendar import in_words
from bihuan.policies.models import Policy, Received
from bihuan.policies.queries import policies_for, received_by
from bihuan.search.kinds import Hit, Kind, declare_kind
from bihuan.search.rules import as_words


def _received_rows(actor: Actor) -> QuerySet[Received]:
    return received_by(actor).filter(voided_on__isnull=True).defer("text").order_by("-received_on", "-pk")


def _received(_actor: Actor, row: Any) -> Hit:
    note = "，".join(
        filter(None, (row.source, row.number, f"{in_words(row.received_on)}收到", row.state_label))
    )
    return Hit(row.title, note, reverse("received", args=[row.pk]))


def _policy_rows(actor: Actor) -> QuerySet[Policy]:
    return policies_for(actor).filter(withdrawn_on__isnull=True).defer("text").order_by("-dated_on", "-pk")


def _policy(_actor: Actor, row: Any) -> Hit:
    issued = f"{in_words(row.issued_on)}印发" if row.issued_on else ""
    note = "，".join(filter(None, (row.number, issued, row.standing(clock.today()))))
    return Hit(row.title, note, reverse("policy", args=[row.pk]))


declare_kind(
    Kind(
        "policy",
        "本镇文件",
        Policy,
        (("title", as_words), ("number", as_words), ("text", as_words)),
        told_by={"draft_policy": "pk", "revise_policy": "pk", "issue_policy": "pk"},
        rows=_policy_rows,
        hit=_policy,
        right="office",
        words_for=("office",),
        number="number",
        list_url=lambda words: f"{reverse('policies')}?{urlencode({'words': words})}",
    )
)
declare_kind(
    Kind(
        "received",
        "收文",
        Received,
        (
            ("title", as_words),
            ("source", as_words),
            ("number", as_words),
            ("asks", as_words),
            ("text", as_words),
        ),
        told_by={"receive_document": "pk", "correct_document": "pk"},
        rows=_received_rows,
        hit=_received,
        right="office",
        words_for=("office",),
        number="number",
        list_url=lambda words: f"{reverse('received_list')}?{urlencode({'words': words})}",
    )
)

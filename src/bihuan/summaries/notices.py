"""Notices of summaries: handed over for signing, returned, remarked upon, issued."""

from collections.abc import Callable, Collection, Iterable, Sequence
from uuid import UUID

from django.urls import reverse

from bihuan.core.models import Event
from bihuan.core.scope import Scope
from bihuan.notices.kinds import Kind, Telling, Whom, declare_notice, on
from bihuan.notices.rules import DIGEST, NOW
from bihuan.summaries.models import Summary

GROUP = "总结"


def _signers(_summary: Summary) -> Whom:
    return Whom(right="sign")


def _authors(summary: Summary) -> Whom:
    return Whom(persons=tuple({one for one in (summary.made_by_id, summary.submitted_by_id) if one}))


def _telling(
    word: str, whom: Callable[[Summary], Whom]
) -> Callable[[Scope, Sequence[Event]], Iterable[Telling]]:
    def tell(scope: Scope, happened: Sequence[Event]) -> Iterable[Telling]:
        ids = {event.subject_id for event in happened}
        found = {one.pk: one for one in Summary.objects.within(scope).filter(pk__in=ids)}
        for event in happened:
            if one := found.get(event.subject_id):
                yield Telling(
                    key=str(event.seq),
                    about=one.pk,
                    whom=whom(one),
                    text=f"{word}：{one.title}",
                    where=str(event.given.get("reason") or event.given.get("text") or event.actor_name),
                    url=reverse("summary", args=[one.pk]),
                    by=event.actor_id,
                )

    return tell


def _in_review(scope: Scope, ids: Collection[UUID]) -> set[UUID]:
    found = Summary.objects.within(scope).filter(pk__in=ids, state="review")
    return set(found.order_by().values_list("pk", flat=True))


for _kind in (
    Kind(
        "summaries.to_sign",
        "总结送签",
        GROUP,
        NOW,
        on("summary", "submit_summary"),
        _telling("请签发", _signers),
        waits=_in_review,
    ),
    Kind(
        "summaries.returned",
        "总结退回",
        GROUP,
        NOW,
        on("summary", "return_summary"),
        _telling("已退回，请修改", _authors),
    ),
    Kind(
        "summaries.remarked",
        "总结有批注",
        GROUP,
        DIGEST,
        on("summary", "add_remark"),
        _telling("有新的批注", _authors),
    ),
    Kind(
        "summaries.issued",
        "总结印发",
        GROUP,
        DIGEST,
        on("summary", "issue_summary"),
        _telling("已签发", _authors),
    ),
):
    declare_notice(_kind)

"""Notices of summaries: drafted by themselves, handed over for signing, returned, remarked upon, issued; of forms: filled, late, otherwise since."""

from collections.abc import Callable, Collection, Iterable, Sequence
from uuid import UUID

from django.urls import reverse

from bihuan.core.calendar import moment_in_words
from bihuan.core.models import Event
from bihuan.core.scope import Scope
from bihuan.notices.kinds import Kind, Telling, Whom, declare_notice, on
from bihuan.notices.rules import DIGEST, NOW
from bihuan.summaries.models import FormDue, Summary

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


def _drafters(_summary: Summary) -> Whom:
    return Whom(kinds=("safety_head",))


def _still_drafts(scope: Scope, ids: Collection[UUID]) -> set[UUID]:
    found = Summary.objects.within(scope).filter(pk__in=ids, state="draft")
    return set(found.order_by().values_list("pk", flat=True))


def _of_dues(words: Callable[[FormDue], str]) -> Callable[[Scope, Sequence[Event]], Iterable[Telling]]:
    """Tells who holds the post that looks after a form."""

    def tell(scope: Scope, happened: Sequence[Event]) -> Iterable[Telling]:
        ids = {event.subject_id for event in happened}
        rows = FormDue.objects.within(scope).filter(pk__in=ids).select_related("form")
        found = {one.pk: one for one in rows}
        for event in happened:
            if one := found.get(event.subject_id):
                yield Telling(
                    key=str(event.seq),
                    about=one.pk,
                    whom=Whom(kinds=(one.form.post,)),
                    text=words(one),
                    where=one.form.asked_by or "上级报表",
                    url=reverse("form_due", args=[one.pk]),
                    by=event.actor_id,
                )

    return tell


def _to_hand_up(scope: Scope, ids: Collection[UUID]) -> set[UUID]:
    found = FormDue.objects.within(scope).filter(pk__in=ids, handed_at=None, waived_on=None)
    return set(found.order_by().values_list("pk", flat=True))


def _otherwise(scope: Scope, ids: Collection[UUID]) -> set[UUID]:
    found = FormDue.objects.within(scope).filter(pk__in=ids, changed_on__isnull=False)
    return set(found.order_by().values_list("pk", flat=True))


for _kind in (
    Kind(
        "summaries.drafted",
        "定期文稿已起草",
        GROUP,
        NOW,
        on("summary", "draft_bulletin"),
        _telling("已自动起草，请核对后送签", _drafters),
        waits=_still_drafts,
    ),
    Kind(
        "summaries.form_filled",
        "上级报表已填好",
        GROUP,
        NOW,
        on("formdue", "fill_due", "fail_form_due"),
        _of_dues(
            lambda one: (
                f"{one}没有填成：{one.problem}"
                if one.problem
                else f"{one}已填好，请核对，{moment_in_words(one.by_at)}前上报"
            )
        ),
        waits=_to_hand_up,
    ),
    Kind(
        "summaries.form_late",
        "上级报表逾期未报",
        GROUP,
        NOW,
        on("formdue", "remind_form"),
        _of_dues(lambda one: f"{one}已过{moment_in_words(one.by_at)}，还没有上报"),
        waits=_to_hand_up,
    ),
    Kind(
        "summaries.form_changed",
        "上级报表报后有变",
        GROUP,
        NOW,
        on("formdue", "note_form_changes"),
        _of_dues(lambda one: f"{one}上报以后有{len(one.changes)}格的数变了"),
        waits=_otherwise,
    ),
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

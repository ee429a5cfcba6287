"""Notices of documents: terms that end soon, today, or have ended unmet; documents that nobody has served in time."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse

from bihuan.core.calendar import in_words
from bihuan.core.scope import Scope
from bihuan.documents.models import Service, Term, Writ
from bihuan.documents.rules import REMIND_DAYS_BEFORE, SERVE_WITHIN_DAYS, serve_by, serve_within
from bihuan.documents.standing import running_terms, to_serve
from bihuan.notices.kinds import Kind, Telling, Whom, declare_notice
from bihuan.notices.rules import DIGEST, NOW
from bihuan.units.notices import over

GROUP = "执法文书"
HEAD = "safety_head"
OVER_TOLD_DAYS = 30  # one that ended longer ago, before anybody was told, is on the desk


def _ending(scope: Scope, today: date) -> Iterable[Telling]:
    """Three days before a term ends, and on the day: each once. A step that passed while nobody told is not told later."""
    soon = today + timedelta(days=REMIND_DAYS_BEFORE)
    for one in _with_people(scope).filter(due_on__range=(today, soon)):
        step = "last" if one.due_on == today else "soon"
        when = "今天截止" if step == "last" else f"{in_words(one.due_on)}截止"
        yield _of_term(one, step, f"{one.writ.label}{one.writ.number}：{one.label}{when}")


def _over(scope: Scope, today: date) -> Iterable[Telling]:
    """When a term has ended and nobody has recorded that it was met."""
    since = today - timedelta(days=OVER_TOLD_DAYS)
    for one in _with_people(scope).filter(due_on__range=(since, today - timedelta(days=1))):
        text = f"{one.writ.label}{one.writ.number}：{one.label}已于{in_words(one.due_on)}届满，没有登记履行"
        yield _of_term(one, "over", text)


def _unserved(scope: Scope, today: date) -> Iterable[Telling]:
    """What was issued and is not served when its seven working days are over (行政处罚法 2021, art. 61)."""
    latest = today - timedelta(days=SERVE_WITHIN_DAYS)  # the exact day is asked of the calendar
    for row in to_serve(scope, since=today - timedelta(days=OVER_TOLD_DAYS), until=latest):
        if serve_by(row.issued_on) < today:
            yield Telling(
                key=str(row.pk),
                about=row.pk,
                whom=_whom(row, row.drafted_by_id),
                text=f"{row.label}{row.number}签发后{serve_within(row.issued_on)}没有送达",
                where=row.unit.name if row.unit else "",
                url=reverse("writ", args=[row.pk]),
            )


def _of_term(one: Term, step: str, text: str) -> Telling:
    return Telling(
        key=f"{one.pk}:{one.due_on}:{step}",
        about=one.pk,
        whom=_whom(one.writ, one.writ.drafted_by_id, one.server),  # type: ignore[attr-defined]
        text=text,
        where=one.writ.unit.name if one.writ.unit else "",
        url=reverse("writ", args=[one.writ_id]),
    )


def _with_people(scope: Scope) -> QuerySet[Term]:
    """The running terms with who served: the latest service that stands."""
    mine = Service.objects.within(scope).filter(writ=OuterRef("writ"), voided_on__isnull=True)
    latest = mine.order_by("-served_on", "-id").values("first_server")[:1]
    return running_terms(scope).annotate(server=Subquery(latest))


def _whom(row: Writ, *persons: UUID | None) -> Whom:
    if row.unit:
        return over(row.unit, HEAD, persons=persons)
    return Whom(persons=tuple(one for one in persons if one), kinds=(HEAD,))


def _terms_running(scope: Scope, ids: Collection[UUID]) -> set[UUID]:
    return set(running_terms(scope).filter(pk__in=ids).values_list("pk", flat=True))


def _still_unserved(scope: Scope, ids: Collection[UUID]) -> set[UUID]:
    return set(to_serve(scope).filter(pk__in=ids).values_list("pk", flat=True))


for _kind in (
    Kind("documents.term_ending", "文书期限将届满", GROUP, NOW, due=_ending, waits=_terms_running),
    Kind("documents.term_over", "文书期限届满未履行", GROUP, NOW, due=_over, waits=_terms_running),
    Kind("documents.unserved", "文书没有按时送达", GROUP, DIGEST, due=_unserved, waits=_still_unserved),
):
    declare_notice(_kind)

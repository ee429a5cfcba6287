"""A scheme's results are published: all sheets at once, ranked, under a number. From then on they never change."""

from uuid import UUID

from django.db import transaction
from django.db.models import Q

from bihuan.assessments import rules
from bihuan.assessments.actions.schemes import STALE
from bihuan.assessments.lifecycle import ASKED, PUBLISHED, SCHEME, SCORING, TOLD
from bihuan.assessments.models import Objection, Scheme, Sheet
from bihuan.assessments.queries import vetoed
from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.calendar import in_words
from bihuan.core.errors import NotAllowed
from bihuan.core.events import Entry
from bihuan.core.models import Town
from bihuan.core.moving import advance
from bihuan.core.numbering import next_number
from bihuan.core.scope import Scope

SERIES = "assessments"


@transaction.atomic
def publish_scheme(actor: Actor, scheme_id: UUID, *, version: int) -> Scheme:
    """公布考核结果: ranked, with the number of the notice. NotAllowed while a sheet is not told, a term for objections runs or an objection waits."""
    actor.need("supervise")
    scheme = actor.hold(Scheme, scheme_id, what="份考核办法")
    step = SCHEME.move("publish_scheme", scheme.state)
    whole, today = Scope.whole_town(actor.town), clock.today()
    rows = list(
        Sheet.objects.within(whole).filter(scheme=scheme, state__in=(SCORING, TOLD)).order_by("pk").held()
    )
    if why := why_not_publish(scheme, rows):
        raise NotAllowed(why)
    number = next_number(actor.town, SERIES, today.year)
    town = Town.objects.of(whole)
    label = f"{town.number_word}考核〔{today.year}〕{number}号"
    advance(actor, scheme, step, version, STALE, published_on=today, number=label)
    barred = vetoed(actor.town, scheme.since, today)
    for one in rows:
        assert one.total is not None
        one.is_vetoed = one.subject in barred
        one.grade = rules.grade_of(one.total, scheme.limits, vetoed=one.is_vetoed)
    places = rules.ranks({one.pk: None if one.is_vetoed else one.total for one in rows})
    for one in rows:
        one.state, one.published_on, one.place = PUBLISHED, today, places[one.pk]
        one.version += 1
    fields = ["state", "published_on", "place", "grade", "is_vetoed", "version"]
    Sheet.objects.within(whole).bulk_update(rows, fields)
    entries = [Entry("publish_scheme", scheme, {"number": label, "sheets": len(rows)}, step.frm, step.to)]
    entries += [
        Entry(
            "publish_sheet",
            one,
            {"number": label, "total": one.total, "grade": one.grade_label, "digest": one.digest},
            TOLD,
            PUBLISHED,
        )
        for one in rows
    ]
    events.record_all(actor, entries)
    return scheme


def why_not_publish(scheme: Scheme, rows: list[Sheet]) -> str:
    """Why the results of a scheme cannot be published yet, in words, or ""."""
    if not rows:
        return "没有一份考核表，无从公布。"
    if waiting := [one.subject_name for one in rows if one.state == SCORING]:
        return f"还有{len(waiting)}份没有告知（{'、'.join(waiting[:5])}），请先评分、告知。"
    asked = Q(sheet__in=rows, state=ASKED)
    if left := Objection.objects.within(Scope.whole_town(scheme.town_id)).filter(asked).count():
        return f"还有{left}条异议没有答复，请先答复。"
    last = max(one.object_until for one in rows if one.object_until)
    if last >= clock.today():
        return f"异议期到{in_words(last)}止，期满以后才能公布。"
    return ""

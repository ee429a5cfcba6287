"""Reading for summaries: the town's vocabulary, its texts, its forms and what is due of them."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.models import Event, Town
from bihuan.core.scope import Scope
from bihuan.grid.models import Cell
from bihuan.grid.queries import lineages, posts_held
from bihuan.inspections.models import Team
from bihuan.inspections.queries import begun_campaigns
from bihuan.summaries.binding.vocabulary import CampaignName, Vocabulary
from bihuan.summaries.models import (
    BulletinCustom,
    FilledForm,
    FormDue,
    FormHanding,
    Remark,
    ReportForm,
    Summary,
    Template,
)
from bihuan.summaries.rules import BULLETINS, USUAL_BULLETINS
from bihuan.units.rules import CATEGORIES


def vocabulary(scope: Scope) -> Vocabulary:
    """What the town has that a text may name."""
    town = Town.objects.of(scope)
    whole = Scope.whole_town(scope.town)
    campaigns = begun_campaigns(whole).order_by("begins_on")
    cells = [one for one in lineages(whole) if one.cell.kind != "town"]
    return Vocabulary(
        town=town.name,
        district=town.district,
        campaigns=tuple(
            CampaignName(one.pk, one.name, tuple(one.aliases), one.begins_on, one.ends_on)
            for one in campaigns
        ),
        cells=tuple((one.place, one.cell.name) for one in cells),
        spans=tuple((one.place, one.opened_on, one.cell.ended_on) for one in cells),
        categories=tuple((one.code, one.label, one.also) for one in CATEGORIES.values()),
        teams=tuple(Team.objects.within(whole).values_list("pk", "name")),
    )


def villages(scope: Scope) -> dict[str, str]:
    """The town's villages by their paths."""
    found = Cell.objects.within(Scope.whole_town(scope.town)).filter(kind="village")
    return dict(found.values_list("path", "name"))


def later(scope: Scope, summary: Summary) -> QuerySet[Summary]:
    """The versions that correct a summary."""
    found: QuerySet[Summary] = Summary.objects.within(scope).filter(supersedes=summary)
    return found


def remarks(scope: Scope, summary: Summary) -> QuerySet[Remark]:
    """The remarks on a summary, oldest first, with their authors."""
    found: QuerySet[Remark] = Remark.objects.within(scope).filter(summary=summary).select_related("by")
    return found


def templates(scope: Scope) -> QuerySet[Template]:
    """The town's own texts, the latest first."""
    found: QuerySet[Template] = Template.objects.within(scope).order_by("-made_at")
    return found


def summaries(scope: Scope) -> QuerySet[Summary]:
    """The town's summaries, newest first, without what an issued one keeps: it is long, and lists do not show it."""
    found: QuerySet[Summary] = Summary.objects.within(scope).defer("result").order_by("-made_at")
    return found


def report_forms(scope: Scope) -> QuerySet[ReportForm]:
    """The forms of superiors that the town fills, the latest first, with how often each was filled (`times`)."""
    found: QuerySet[ReportForm] = (
        ReportForm.objects.within(scope).annotate(times=Count("filled")).order_by("-made_at")
    )
    return found


def filled_forms(scope: Scope, form: ReportForm) -> QuerySet[FilledForm]:
    """What a form was filled with, the latest first."""
    found: QuerySet[FilledForm] = (
        FilledForm.objects.within(scope).filter(form=form).select_related("made_by").order_by("-made_at")
    )
    return found


def bulletin_kinds(scope: Scope) -> dict[str, date]:
    """The kinds of which a draft is made by itself, with the day from which on periods count: as the town has set, else the usual ones from
    its first day."""
    whole = Scope.whole_town(scope.town)
    custom = BulletinCustom.objects.within(whole).first()
    if custom is not None:
        return {kind: date.fromisoformat(first) for kind, first in custom.kinds.items() if kind in BULLETINS}
    began = Event.objects.within(whole).filter(seq=1).values_list("at", flat=True).first()
    return dict.fromkeys(USUAL_BULLETINS, clock.town_day(began)) if began else {}


def drafted(scope: Scope, periods: Iterable[tuple[str, date, date]]) -> set[tuple[str, date, date]]:
    """Of some kinds and periods those of which there is a text, whoever wrote it."""
    wanted = set(periods)
    found = Summary.objects.within(scope).filter(since__in={since for _, since, _ in wanted})
    return wanted & set(found.order_by().values_list("kind", "since", "until"))


def forms_due(scope: Scope) -> QuerySet[ReportForm]:
    """The forms that fill themselves."""
    found: QuerySet[ReportForm] = ReportForm.objects.within(scope).filter(due_from__isnull=False)
    return found.order_by("made_at")


def dues(scope: Scope) -> QuerySet[FormDue]:
    """What forms are or were due, with the form: the latest hour first."""
    found: QuerySet[FormDue] = FormDue.objects.within(scope).select_related("form")
    return found.order_by("-due_on", "-pk")


def handings(scope: Scope, due: FormDue) -> QuerySet[FormHanding]:
    """How often and by whom a form of a period was handed up, the first first."""
    found: QuerySet[FormHanding] = FormHanding.objects.within(scope).filter(due=due)
    return found.select_related("person", "filled__file").order_by("number")


def open_dues(scope: Scope) -> QuerySet[FormDue]:
    """What is still to be handed up, the most pressing first."""
    return dues(scope).filter(handed_at=None, waived_on=None).order_by("by_at", "pk")


def changed_dues(scope: Scope) -> QuerySet[FormDue]:
    """What went up and reads otherwise since."""
    return dues(scope).filter(changed_on__isnull=False).order_by("-changed_on", "-pk")


def drafts_by_clock(scope: Scope) -> QuerySet[Summary]:
    """Bulletins that were drafted by themselves and that nobody has handed over or put away."""
    return summaries(scope).filter(made_by=None, state="draft")


def kept_by(actor: Actor, rows: QuerySet[FormDue]) -> QuerySet[FormDue]:
    """Of dues those that an actor's posts look after; where nobody holds the post, everybody who may."""
    held = posts_held(Scope.whole_town(actor.town), clock.today()).values_list("kind", flat=True).distinct()
    return rows.filter(Q(form__post__in=actor.kinds) | ~Q(form__post__in=held.order_by()))


def with_persons(rows: QuerySet[FormDue], actor: Actor) -> QuerySet[FormDue]:
    """Dues with who handed each up first (`handed_by`, "" where nobody has)."""
    first = FormHanding.objects.within(actor.scope).filter(due=OuterRef("pk"), number=1)
    return rows.annotate(handed_by=Coalesce(Subquery(first.values("person__name")), Value("")))

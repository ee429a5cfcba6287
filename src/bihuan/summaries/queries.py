"""Reading for summaries: the town's vocabulary."""

from django.db.models import Count, QuerySet

from bihuan.core.models import Town
from bihuan.core.scope import Scope
from bihuan.grid.models import Cell
from bihuan.grid.queries import lineages
from bihuan.inspections.models import Campaign, Team
from bihuan.summaries.binding.vocabulary import CampaignName, Vocabulary
from bihuan.summaries.models import FilledForm, Remark, ReportForm, Summary, Template
from bihuan.units.rules import CATEGORIES


def vocabulary(scope: Scope) -> Vocabulary:
    """What the town has that a text may name."""
    town = Town.objects.within(scope).get(pk=scope.town)
    whole = Scope.whole_town(scope.town)
    campaigns = Campaign.objects.within(whole).order_by("begins_on")
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

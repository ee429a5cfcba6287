"""Reading of decisions and watches."""

from datetime import date
from uuid import UUID

from django.db.models import F, OuterRef, Prefetch, Q, QuerySet, Subquery

from bihuan.core.scope import Scope, under
from bihuan.hazards.models import Hazard
from bihuan.hazards.queries import standing
from bihuan.inspections.models import Grant
from bihuan.measures.lifecycle import REPLACED, RESUMED, RETURNED, WATCHING
from bihuan.measures.models import Clearance, Decision, Named, Revisit, RevisitPhoto, Watch
from bihuan.measures.rules import UNIT_STATE, may_void
from bihuan.units.models import Unit, UnitState

OPEN = (WATCHING, RETURNED)
VILLAGE_DIGITS = 12  # of a cell's path: town, office, village


def decisions(scope: Scope) -> QuerySet[Decision]:
    """Decisions that stand."""
    found: QuerySet[Decision] = Decision.objects.within(scope).filter(voided_on__isnull=True)
    return found


def search(scope: Scope, *, state: str = "", words: str = "") -> QuerySet[Decision]:
    """The list of decisions. `state`: "" what is in force now, "returned" of that what is broken, "all" what stands, "void" what was
    struck out."""
    found = decisions(scope)
    if state == "void":
        found = Decision.objects.within(scope).filter(voided_on__isnull=False)
    elif state != "all":
        found = found.filter(watch__state__in=[RETURNED] if state == "returned" else OPEN)
    for word in words.split():
        found = found.filter(
            Q(unit__name__icontains=word) | Q(number__icontains=word) | Q(body__icontains=word)
        )
    return found


def with_next_revisit(found: QuerySet[Decision], scope: Scope) -> QuerySet[Decision]:
    """Decisions with the day of the revisit that is still to be made, as `revisit_on`."""
    due = revisits(scope).filter(watch__decision=OuterRef("pk"), seen_on__isnull=True, watch__state=WATCHING)
    return found.annotate(revisit_on=Subquery(due.values("due_on")[:1]))


def watches(scope: Scope) -> QuerySet[Watch]:
    """Watches over decisions that stand."""
    found: QuerySet[Watch] = Watch.objects.within(scope).filter(decision__voided_on__isnull=True)
    return found


def in_force(scope: Scope) -> QuerySet[Watch]:
    """What is suspended or banned now, the broken first."""
    found = watches(scope).filter(state__in=OPEN).select_related("decision", "decision__grant", "unit__cell")
    return found.order_by("state", "decision__decided_on", "pk")  # "returned" stands before "watching"


def open_watch(scope: Scope, unit: UUID) -> Watch | None:
    """The watch over what is in force at a unit now."""
    return in_force(scope).filter(unit=unit).first()


def last_turn(scope: Scope, unit: UUID) -> Decision | None:
    """The last decision that changed the unit's state."""
    return decisions(scope).filter(unit=unit, kind__in=UNIT_STATE).first()


def state_before(scope: Scope, decision: Decision) -> str:
    """The state in which a decision found its unit."""
    states = UnitState.objects.within(scope).filter(unit=decision.unit_id)
    own = Q(state=UNIT_STATE[decision.kind], from_on=decision.decided_on)
    last = states.exclude(own).order_by("from_on", "id").last()
    return last.state if last else "open"


def ended_another(scope: Scope, decision: Decision) -> bool:
    """Whether a decision ended the watch over an earlier one."""
    how = RESUMED if decision.kind == "resume" else REPLACED
    ended = watches(scope).filter(unit=decision.unit_id, state=how)
    return bool(ended.filter(ended_on=decision.decided_on, decision__pk__lt=decision.pk).exists())


def revisits(scope: Scope) -> QuerySet[Revisit]:
    """Revisits made or due. What was due after its watch had ended is due no more."""
    due = Q(watch__ended_on__isnull=True) | Q(watch__ended_on__gt=F("due_on"))
    found: QuerySet[Revisit] = Revisit.objects.within(scope).filter(
        Q(seen_on__isnull=False) | due, watch__decision__voided_on__isnull=True
    )
    return found


def to_revisit(scope: Scope, until: date) -> QuerySet[Revisit]:
    """Revisits due by a day, of watches that run; the longest due first."""
    due = revisits(scope).filter(seen_on__isnull=True, due_on__lte=until, watch__state=WATCHING)
    return due.select_related("watch__decision", "watch__unit__cell").order_by("due_on", "pk")


def made(scope: Scope, watch: Watch) -> QuerySet[Revisit]:
    """The revisits of a watch that were made, with their photos, the newest first."""
    photos = Prefetch("photos", queryset=RevisitPhoto.objects.within(scope))
    done = revisits(scope).filter(watch=watch, seen_on__isnull=False)
    return done.select_related("seen_by", "hazard").prefetch_related(photos).order_by("-seen_on", "-pk")


def next_due(scope: Scope, watch: Watch) -> Revisit | None:
    """The revisit of a watch that is still to be made."""
    return revisits(scope).filter(watch=watch, seen_on__isnull=True).first()


def clearances(scope: Scope, decision: UUID) -> QuerySet[Clearance]:
    """What of a ban has been done at the place."""
    found: QuerySet[Clearance] = Clearance.objects.within(scope).filter(decision=decision)
    return found


def hazards_of(scope: Scope, decision: UUID) -> QuerySet[Hazard]:
    """The hazards that a decision names, those struck out left out."""
    return standing(scope).filter(named__decision=decision).order_by("number")


def unsettled(scope: Scope, decision: UUID) -> QuerySet[Hazard]:
    """What must be mended before a unit resumes and is not: neither settled nor, if major, passed by re-inspection. Besides the
    hazards named, those that revisits found."""
    named = Named.objects.within(scope).filter(decision=decision)
    back = Revisit.objects.within(scope).filter(watch__decision=decision, hazard__isnull=False)
    asked = standing(scope).filter(Q(pk__in=named.values("hazard")) | Q(pk__in=back.values("hazard")))
    return asked.filter(settled_on__isnull=True, passed_on__isnull=True).order_by("number")


def deciding_grants(scope: Scope, on: date) -> QuerySet[Grant]:
    """Delegations in force on a day."""
    found: QuerySet[Grant] = Grant.objects.within(scope).filter(from_on__lte=on, to_on__gte=on)
    return found.order_by("-from_on")


def signs_nearby(scope: Scope, watch: Watch) -> tuple[QuerySet[Hazard], QuerySet[Unit]]:
    """What hints that it goes on elsewhere: since the decision, in the same village and of the same category, hazards that
    patrols found and units newly registered."""
    unit, since = watch.unit, watch.decision.decided_on
    village = unit.cell_path[:VILLAGE_DIGITS]
    found = standing(scope).filter(
        origin="patrol", found_on__gte=since, recorded_category__startswith=unit.category
    )
    new = Unit.objects.within(scope).filter(
        opened_on__gte=since, category__startswith=unit.category, ended_on__isnull=True
    )
    if not village:
        return found.none(), new.none()
    return (
        found.filter(under("unit__cell_path", village)).exclude(unit=unit).select_related("unit"),
        new.filter(under("cell_path", village)).exclude(pk=unit.pk),
    )


def shows_file(scope: Scope, file_id: UUID) -> bool:
    """Whether a file is the proof of a decision or a photo of a revisit in the scope."""
    proofs = Decision.objects.within(scope).filter(proof=file_id)
    return bool(proofs.exists() or RevisitPhoto.objects.within(scope).filter(file=file_id).exists())


def subjects(found: QuerySet[Decision]) -> list[UUID]:
    """Ids of decisions and of their watches: whose events tell what happened to them."""
    pairs = found.values_list("pk", "watch__pk")
    return [pk for pair in pairs for pk in pair if pk]


def naming(scope: Scope, hazard: UUID) -> QuerySet[Decision]:
    """Decisions that name a hazard."""
    named = Named.objects.within(scope).filter(hazard=hazard)
    return decisions(scope).filter(pk__in=named.values("decision"))


def why_not_void(scope: Scope, decision: Decision) -> str:
    """Why a decision recorded in error cannot be struck out, or ""."""
    last = last_turn(scope, decision.unit_id)
    watch = Watch.objects.within(scope).filter(decision=decision).first()
    return may_void(
        last=last is None or last.pk == decision.pk,
        looked_at=watch is not None and made(scope, watch).exists(),
        ended_another=ended_another(scope, decision),
    )

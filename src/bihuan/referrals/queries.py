"""Reading of referrals and of assigned matters."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.scope import Scope
from bihuan.grid.models import Department
from bihuan.hazards.lifecycle import HAZARD, REFERRED
from bihuan.hazards.models import Hazard
from bihuan.hazards.queries import open_hazards, standing
from bihuan.referrals.lifecycle import ACKNOWLEDGED, ANSWERED, ASSIGNMENT, REFERRAL, RUNNING, SENT
from bihuan.referrals.models import AssignedHazard, Assignment, Chase, Referral, Reply
from bihuan.referrals.rules import SIDES

LIVE = (SENT, ACKNOWLEDGED)
# Who was called to a place need not come any more once the hazard there is settled.
WAITED_FOR = Q(kind="transfer") | Q(kind="whistle", hazard__settled_on__isnull=True)


def referrals(scope: Scope) -> QuerySet[Referral]:
    """Referrals of hazards that stand."""
    found: QuerySet[Referral] = Referral.objects.within(scope).filter(hazard__voided_on__isnull=True)
    return found


def assignments(scope: Scope) -> QuerySet[Assignment]:
    """Assigned matters that stand."""
    found: QuerySet[Assignment] = Assignment.objects.within(scope).filter(voided_on__isnull=True)
    return found


def late(scope: Scope, now: datetime) -> QuerySet[Referral]:
    """Referrals whose answer, or whose arrival, is late now."""
    unanswered = Q(kind="transfer", state__in=LIVE, due_on__lt=clock.town_day(now))
    absent = Q(kind="whistle", state=SENT, due_at__lt=now)
    return referrals(scope).filter(WAITED_FOR, unanswered | absent)


def live_transfer(scope: Scope, hazard: UUID) -> Referral | None:
    """The transfer of a hazard that is under way: there is one at most, since it stands while the hazard is referred."""
    return referrals(scope).filter(hazard=hazard, kind="transfer", state__in=LIVE).first()


def last_transfer(scope: Scope, hazard: UUID) -> Referral | None:
    """The latest transfer of a hazard that was not withdrawn."""
    found = referrals(scope).filter(hazard=hazard, kind="transfer", withdrawn_on__isnull=True)
    return found.order_by("-sent_at", "-id").first()


def nobodys(scope: Scope) -> QuerySet[Hazard]:
    """Open hazards that two bodies or more did not take (两家不接; `sides`: how many), and that no other has been asked to
    take since."""
    sent = referrals(Scope.whole_town(scope.town)).order_by()
    sides = (
        sent.filter(declined_on__isnull=False)
        .values("hazard")
        .annotate(sides=Count("body_key", distinct=True))
        .filter(sides__gte=SIDES)
    )
    asked = sent.filter(kind="transfer", state__in=LIVE).values("hazard")
    found = open_hazards(scope).filter(pk__in=sides.values("hazard")).exclude(pk__in=asked)
    mine = sides.filter(hazard=OuterRef("pk")).values("sides")
    return found.exclude(state=REFERRED).annotate(sides=Subquery(mine))


def to_settle(scope: Scope) -> QuerySet[Referral]:
    """Transfers answered whose hazard the town has still to look at and settle, the oldest answer first."""
    found = referrals(scope).filter(kind="transfer", state=ANSWERED, hazard__state=REFERRED)
    return found.order_by("answered_on", "id")


def declining(rows: Iterable[Referral]) -> list[str]:
    """The bodies, each once, that did not take a matter or gave it back, by what is known of it."""
    return list({row.body_key: row.body for row in rows if row.declined_on}.values())


def used_bodies(scope: Scope) -> list[str]:
    """Bodies that the town has turned to before, the most used first."""
    counted = (
        Referral.objects.within(Scope.whole_town(scope.town))
        .exclude(kind="whistle")
        .order_by()
        .values("body")
        .annotate(times=Count("pk"))
        .order_by("-times", "body")
    )
    return [str(row["body"]) for row in counted[:20]]


def departments(scope: Scope) -> QuerySet[Department]:
    """The town's departments that can be called to a place."""
    found: QuerySet[Department] = Department.objects.within(scope).order_by("name")
    return found


def search(
    scope: Scope, now: datetime, *, words: str = "", kind: str = "", state: str = ""
) -> QuerySet[Referral]:
    """The list of what went out. `state`: one of the lifecycle, or "live", "late", "settle" (answered, not settled),
    "nobodys" (两家不接)."""
    found = referrals(scope)
    if state == "late":
        found = late(scope, now)
    elif state == "live":
        found = found.filter(WAITED_FOR | Q(kind="copy"), state__in=LIVE)
    elif state == "settle":
        found = to_settle(scope)
    elif state == "nobodys":
        found = found.filter(hazard__in=nobodys(scope).values("pk"), declined_on__isnull=False)
    elif state in REFERRAL.states:
        found = found.filter(state=state)
    for word in words.split():
        found = found.filter(
            Q(body__icontains=word)
            | Q(hazard__text__icontains=word)
            | Q(hazard__unit__name__icontains=word)
            | Q(paper__number__icontains=word)
            | Q(hazard__number=word)
        )
    return found.filter(kind=kind) if kind else found


def with_chases(found: QuerySet[Referral], scope: Scope) -> QuerySet[Referral]:
    """Referrals with how often an answer was asked for, as `times`."""
    mine = Chase.objects.within(scope).filter(referral=OuterRef("pk")).order_by().values("referral")
    return found.annotate(times=Subquery(mine.annotate(times=Count("pk")).values("times")))


def search_assignments(
    scope: Scope, now: datetime, *, words: str = "", state: str = ""
) -> QuerySet[Assignment]:
    """The list of what came from above. `state`: one of the lifecycle, "running" or "late"."""
    found = assignments(scope)
    if state == "running":
        found = found.filter(state__in=RUNNING)
    elif state == "late":
        found = found.filter(state__in=RUNNING, due_on__lt=clock.town_day(now))
    elif state == "void":
        found = Assignment.objects.within(scope).filter(voided_on__isnull=False)
    elif state in ASSIGNMENT.states:
        found = found.filter(state=state)
    for word in words.split():
        found = found.filter(
            Q(title__icontains=word)
            | Q(source__icontains=word)
            | Q(number__icontains=word)
            | Q(unit__name__icontains=word)
        )
    return found


def with_hazards(found: QuerySet[Assignment], scope: Scope) -> QuerySet[Assignment]:
    """Matters with how many hazards belong to them, as `hazards`."""
    mine = links(scope).filter(assignment=OuterRef("pk")).order_by().values("assignment")
    return found.annotate(hazards=Subquery(mine.annotate(hazards=Count("pk")).values("hazards")))


def handed_to(actor: Actor) -> QuerySet[Assignment]:
    """Running matters given to a post that the actor holds, to the actor's department or to the actor's village."""
    mine = Q(post__in=actor.kinds - {""})
    if not actor.scope.whole:
        mine |= Q(post="")  # the scope has already narrowed to the actor's department and village
    return assignments(actor.scope).filter(mine, state="given")


def links(scope: Scope) -> QuerySet[AssignedHazard]:
    """Which hazards belong to which matters now."""
    found: QuerySet[AssignedHazard] = AssignedHazard.objects.within(scope).filter(ended_on__isnull=True)
    return found


def linkable(scope: Scope, matter: Assignment) -> QuerySet[Hazard]:
    """Hazards of the matter's unit found since it was received, not yet linked: what a check for it has found."""
    if matter.unit_id is None:
        return standing(scope).none()
    linked = links(scope).filter(assignment=matter).values("hazard")
    found = standing(scope).filter(unit=matter.unit_id, found_on__gte=matter.received_on)
    return found.exclude(pk__in=linked).order_by("number")


@dataclass(frozen=True)
class Linked:
    """The hazards of a matter that the reader may see, and how many of them are mended."""

    rows: list[Hazard]

    @property
    def done(self) -> int:
        return sum(row.state in HAZARD.ends for row in self.rows)


def linked_to(scope: Scope, matter: Assignment) -> Linked:
    """The hazards linked to a matter, by number."""
    ids = links(scope).filter(assignment=matter).values("hazard")
    return Linked(list(standing(scope).filter(pk__in=ids).select_related("unit").order_by("number")))


def shows_file(scope: Scope, file_id: UUID) -> bool:
    """Whether a scan belongs to a referral or to a reply of the scope."""
    sent = Referral.objects.within(scope).filter(Q(scan=file_id) | Q(receipt=file_id))
    return bool(sent.exists() or Reply.objects.within(scope).filter(scan=file_id).exists())

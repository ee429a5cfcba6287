"""Reading of vetoes: what waits, what is in force, what of somebody; who may be honoured; the town's rules."""

from datetime import date, timedelta
from uuid import UUID

from django.db.models import F, Q, QuerySet

from bihuan.assessments import rules, vetoing
from bihuan.assessments.causes import lost
from bihuan.assessments.lifecycle import APPEALED, CANDIDATE, DROPPED, PUBLISHED, STANDING
from bihuan.assessments.models import Sheet, Veto, VetoRule
from bihuan.assessments.queries.sheets import sheets
from bihuan.assessments.subjects import Subject
from bihuan.core import clock
from bihuan.core.scope import Scope


def vetoes(scope: Scope) -> QuerySet[Veto]:
    """All vetoes, with what their lines show."""
    found: QuerySet[Veto] = Veto.objects.within(scope)
    return found.select_related("rule", "cell", "department", "unit", "person")


def candidates(scope: Scope) -> QuerySet[Veto]:
    """What waits for a decision, the oldest first."""
    return vetoes(scope).filter(state=CANDIDATE).order_by("raised_on", "pk")


def appealed(scope: Scope) -> QuerySet[Veto]:
    return vetoes(scope).filter(state=APPEALED).order_by("appealed_on", "pk")


def to_review(scope: Scope) -> QuerySet[Veto]:
    """Those that stand while what raised them is gone, and nobody has looked at that."""
    looked = Q(kept_on__isnull=True) | Q(kept_on__lt=F("lost_on"))
    return vetoes(scope).filter(looked, state__in=STANDING, lost_on__isnull=False)


def in_force(scope: Scope, on: date) -> QuerySet[Veto]:
    """The vetoes in force on a day."""
    held = Q(revoked_on__isnull=True) | Q(revoked_on__gt=on)
    return vetoes(scope).filter(held, from_on__lte=on, to_on__gte=on)


def vetoed(town: UUID, since: date, until: date) -> set[UUID]:
    """Who was under a veto on any day of a period, by the ids of the subjects."""
    held = Q(revoked_on__isnull=True)
    rows = Veto.objects.within(Scope.whole_town(town)).filter(held, from_on__lte=until, to_on__gte=since)
    return set(rows.values_list("subject", flat=True))


def of_subject(scope: Scope, subject: Subject) -> list[Veto]:
    """The vetoes of somebody that could bar something: candidates, and what was decided and not revoked. A unit answers for those that went into
    it; of a village, those of villages that were merged into it are among them, under their own names."""
    rows = vetoes(scope).exclude(state=DROPPED)
    mine = Q(subject_kind=subject.kind, subject=subject.id)
    if subject.kind == rules.UNIT:
        mine |= Q(subject_kind=rules.UNIT, unit=subject.unit)
    if subject.kind == rules.VILLAGE:
        mine |= Q(subject_kind=rules.VILLAGE, cell=subject.cell)
    return list(rows.filter(mine))


def answer_for(scope: Scope, subject: Subject, bar: str, on: date) -> tuple[vetoing.Answer, list[Veto]]:
    """Whether somebody may have an honour on a day, and the vetoes looked at. One call for whoever makes a list of honours."""
    rows = of_subject(scope, subject)
    gone = lost(scope.town, [one for one in rows if one.stands or one.state == CANDIDATE], clock.today())
    held = [
        vetoing.Held(
            one.rule_text,
            tuple(one.bars or one.rule.bars),
            one.from_on,
            _last_day(one),
            one.state == APPEALED,
            gone.get(one.pk, "") if not one.kept_on else "",
            one.number,
            one.subject_name if subject.kind == rules.VILLAGE and one.subject != subject.id else "",
        )
        for one in rows
    ]
    return vetoing.may_have(bar, on, held), rows


def _last_day(veto: Veto) -> date | None:
    """The last day on which a veto holds, None where it is not decided; a day before its first where it never held."""
    if veto.to_on is None or veto.revoked_on is None:
        return veto.to_on
    return min(veto.to_on, veto.revoked_on - timedelta(days=1))


def rules_of(scope: Scope) -> QuerySet[VetoRule]:
    """The town's rules in force, and after them those that have ended."""
    found: QuerySet[VetoRule] = VetoRule.objects.within(scope)
    return found.order_by(F("ended_on").desc(nulls_first=True), "from_on", "pk")


def of_unit(scope: Scope, unit: UUID) -> tuple[list[Veto], list[Sheet]]:
    """A unit's vetoes that were decided, and its published sheets, the latest first."""
    decided = vetoes(scope).filter(subject_kind=rules.UNIT, unit=unit, decided_on__isnull=False)
    published = sheets(scope).filter(subject_kind=rules.UNIT, unit=unit, state=PUBLISHED)
    return list(decided), list(published)

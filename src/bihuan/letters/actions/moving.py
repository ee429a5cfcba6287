"""Letters keep in step with their parties, by the clock: who has left, who has another head, who lies elsewhere now; and with cells that move."""

from collections.abc import Collection, Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import Case, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, NullIf, Trim

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.calendar import in_words
from bihuan.core.events import Entry
from bihuan.core.moving import hold_town
from bihuan.core.scope import Scope
from bihuan.grid.following import Change, Standing
from bihuan.grid.models import Post, held_on
from bihuan.letters import rules
from bihuan.letters.actions.making import make
from bihuan.letters.lifecycle import OPEN, REPLACED, STANDING, STRUCK
from bihuan.letters.models import LetterPlan, ResponsibilityLetter
from bihuan.letters.queries import as_parties, misplaced, parties
from bihuan.letters.rules import KINDS, UNIT
from bihuan.units.actions import hold_units
from bihuan.units.models import Contact

AT_ONCE = 200


def why_gone(letter: ResponsibilityLetter) -> str:
    """Why a letter's party is none any more, in words, or ""."""
    unit, cell = letter.unit, letter.cell
    if unit is not None and unit.pk != letter.party:
        return f"“{letter.party_name}”已并入“{unit.name}”，这份责任书不再签订，由“{unit.name}”签一份。"
    if unit is not None and unit.ended_on:
        return (
            f"“{letter.party_name}”{unit.state_label}（{in_words(unit.ended_on)}），不在册，责任书不再签订。"
        )
    if letter.party_kind in (rules.OFFICE, rules.VILLAGE) and cell.ended_on and cell.pk == letter.party:
        return f"“{letter.party_name}”已在{in_words(cell.ended_on)}的网格调整中停用，责任书不再签订。"
    kind = KINDS[letter.kind]
    if unit is not None and not kind.fits(unit.category, unit.details):
        return f"“{letter.party_name}”已改为{unit.category_label}，不再签{kind.label}责任书。"
    return ""


@transaction.atomic
def keep_in_step(actor: Actor) -> int:
    """责任书随对象变化: what is not signed by who has left is struck, and whoever has another head gets a new letter, for a month; the old one stays.
    Returns how many letters that changes; twice is harmless."""
    town, today = Scope.whole_town(actor.town), clock.today()
    moved = list(misplaced(actor.town).select_related("unit")[:AT_ONCE])
    gone = _gone(actor.town)
    other = list(other_heads(actor.town)[:AT_ONCE])
    if not (moved or gone or other):
        return 0
    hold_town(actor)
    hold_units(actor, [one.unit_id for one in (*moved, *gone, *other) if one.unit_id])
    mine = ResponsibilityLetter.objects.within(town)
    entries: list[Entry] = []
    for one in moved:
        assert one.unit is not None
        to = {"department": one.unit.department_id} | ({"cell": one.unit.cell_id} if one.unit.cell_id else {})
        mine.filter(pk=one.pk).update(**to)
    for one in gone:
        why = why_gone(one)
        if mine.filter(pk=one.pk, state__in=OPEN).update(
            state=STRUCK, ended_on=today, ended_for=why, version=F("version") + 1
        ):
            entries.append(Entry("strike_letter", one, {"reason": why}, one.state, STRUCK))
    entries += _replace(actor, [one for one in other if one.pk not in {gone_.pk for gone_ in gone}])
    if entries:
        events.record_all(actor, entries)
    return len(entries)


def _gone(town: UUID) -> list[ResponsibilityLetter]:
    """Open letters whose party is none any more."""
    rows = ResponsibilityLetter.objects.within(Scope.whole_town(town)).filter(state__in=OPEN)
    found = rows.select_related("unit", "cell").order_by("pk")
    return [one for one in found if why_gone(one)][:AT_ONCE]


def other_heads(town: UUID) -> QuerySet[ResponsibilityLetter]:
    """The standing letters of this year and later whose party has another head than the letter names, with `head_now`."""
    whole, today = Scope.whole_town(town), clock.today()
    held = Post.objects.within(whole).filter(held_on(today)).order_by("-from_on", "-pk")
    contact = Contact.objects.within(whole).filter(unit=OuterRef("unit"), role="head", ended_on__isnull=True)

    def holder(kind: str, **where: OuterRef) -> Subquery:
        return Subquery(held.filter(kind=rules.SIGNERS[kind], **where).values("person__name")[:1])

    unit_head = Coalesce(
        holder(UNIT, unit=OuterRef("unit")),
        Subquery(contact.order_by("-from_on", "-pk").values("name")[:1]),
        NullIf(Trim("unit__head"), Value("")),
    )
    now = Case(
        When(party_kind=UNIT, then=unit_head),
        When(party_kind=rules.DEPARTMENT, then=holder(rules.DEPARTMENT, department=OuterRef("party"))),
        When(party_kind=rules.OFFICE, then=holder(rules.OFFICE, cell=OuterRef("party"))),
        When(party_kind=rules.VILLAGE, then=holder(rules.VILLAGE, cell=OuterRef("party"))),
    )
    rows = ResponsibilityLetter.objects.within(whole).filter(
        year__gte=today.year, state__in=STANDING, plan__ended_on__isnull=True
    )
    there = Q(unit__isnull=True) | Q(unit__ended_on__isnull=True)
    found: QuerySet[ResponsibilityLetter] = (
        rows.filter(there)
        .annotate(head_now=Trim(now))
        .filter(head_now__isnull=False)
        .exclude(head_now="")
        .exclude(head=F("head_now"))
    )
    return found.select_related("plan", "unit", "cell").order_by("pk")


def _replace(actor: Actor, old: Sequence[ResponsibilityLetter]) -> list[Entry]:
    """New letters for parties with another head; whoever is no party any more gets none."""
    town, today = Scope.whole_town(actor.town), clock.today()
    entries: list[Entry] = []
    by_plan: dict[UUID, list[ResponsibilityLetter]] = {}
    for one in old:
        by_plan.setdefault(one.plan_id, []).append(one)
    for some in by_plan.values():
        plan: LetterPlan = some[0].plan
        kind = KINDS[plan.kind]
        rows = list(parties(kind, actor.town, today).filter(pk__in=[one.party for one in some]))
        mine: dict[UUID, ResponsibilityLetter] = {}
        for one in some:
            if one.party not in {row.pk for row in rows}:
                continue
            why = f"负责人由{one.head or '空缺'}变更为{one.head_now}"  # type: ignore[attr-defined]
            if (
                ResponsibilityLetter.objects.within(town)
                .filter(pk=one.pk, state__in=STANDING)
                .update(state=REPLACED, ended_on=today, ended_for=why, version=F("version") + 1)
            ):
                mine[one.party] = one
                entries.append(Entry("replace_letter", one, {"reason": why}, one.state, REPLACED))
        asked = as_parties(kind, actor.town, [row for row in rows if row.pk in mine], today)
        entries += make(actor, [(plan, asked)], mine)
    return entries


# As cells are merged, split or moved.


def letters_in(scope: Scope, cells: Collection[UUID]) -> list[Standing]:
    """The letters of parties that lie in some cells."""
    rows = ResponsibilityLetter.objects.within(scope).filter(cell__in=cells, state__in=STANDING)
    return [Standing(*row) for row in rows.order_by("pk").values_list("pk", "number", "cell")]


def follow_cells(actor: Actor, change: Change) -> list[Entry]:
    """All letters go along. A cell that only moved stays the party that it was; one that was merged away is none any more."""
    whole = Scope.whole_town(actor.town)
    rows = list(
        ResponsibilityLetter.objects.within(whole).filter(cell__in=change.after).order_by("pk").held()
    )
    if change.only is not None:
        rows = [one for one in rows if one.pk in change.only]
    if not rows:
        return []
    to = {one.cell_id: change.after[one.cell_id] for one in rows}
    mine = ResponsibilityLetter.objects.within(whole).filter(pk__in=[one.pk for one in rows])
    mine.update(
        cell=Case(*(When(cell=old, then=Value(cell.pk)) for old, cell in to.items())),
        version=F("version") + 1,
    )
    for old, cell in to.items():
        if cell.origin_id == old:
            ResponsibilityLetter.objects.within(whole).filter(party=old).update(party=cell.pk)
    return [Entry("move_with_cell", one, {"cell": to[one.cell_id]}) for one in rows]

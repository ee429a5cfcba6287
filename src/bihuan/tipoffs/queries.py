"""Reading of tips: those that count, those that wait for somebody, one by its word; the town's page and terms. Never who sent one."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F, Q, QuerySet

from bihuan.accounts.rules import code_hash, plain_code
from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.scope import Scope, ScopedQuerySet, under
from bihuan.grid.models import Cell, Department
from bihuan.grid.queries import cells_in_force
from bihuan.grid.rules import POST_KINDS
from bihuan.hazards.models import Hazard
from bihuan.hazards.queries import found_by_town
from bihuan.hazards.queries import standing as standing_hazards
from bihuan.hazards.rules import TIP as FROM_TIP
from bihuan.inspections.models import Inspection
from bihuan.tipoffs.lifecycle import (
    APPROVED,
    AT_WORK,
    CHECKED,
    CHECKING,
    DISCARDED,
    HELD,
    OPEN,
    PROPOSED,
    RECEIVED,
)
from bihuan.tipoffs.models import Question, Reward, Tip, TipPage, TipPhoto, TipRule, TipVisit
from bihuan.tipoffs.rules import HOLDS, Terms
from bihuan.units.models import Unit

SENDER = "举报人"
VILLAGE = 3  # the lowest level of a cell that works at a tip: below it stand cells of single enterprises
PICKED_MAX = 300  # open tips to choose from when two are one matter


def sender_of(town: UUID) -> Actor:
    """Who sends a tip, whoever that is: no person, no rights."""
    return Actor(person=None, name=SENDER, scope=Scope.whole_town(town))


def counted(scope: Scope) -> QuerySet[Tip]:
    """Tips that count: not those that wait to be looked at as rubbish, nor those that were rubbish."""
    found: QuerySet[Tip] = Tip.objects.within(scope).exclude(state__in=(HELD, DISCARDED))
    return found


def open_tips(scope: Scope) -> QuerySet[Tip]:
    """Tips that are not at their end, what presses first first."""
    found: QuerySet[Tip] = Tip.objects.within(scope).filter(state__in=OPEN)
    return found.select_related("unit").order_by(F("due_on").asc(nulls_first=True), "received_at", "id")


def of_unit(scope: Scope, unit: Unit) -> QuerySet[Tip]:
    """Tips about a unit that were not merged into another."""
    return counted(scope).filter(unit=unit, merged_into__isnull=True).order_by("-received_at", "-id")


def worked_at(actor: Actor) -> Q:
    """Tips under way that were given to a post of the actor's kind, or, below the town, to his place or department."""
    mine = Q(post__in=actor.kinds)
    return mine if actor.scope.whole else mine | Q(post="")


def waiting_rewards(scope: Scope) -> QuerySet[Reward]:
    """Rewards that wait to be approved or paid."""
    found: QuerySet[Reward] = Reward.objects.within(scope).filter(state__in=(PROPOSED, APPROVED))
    return found.select_related("tip", "tip__unit").order_by("proposed_on", "id")


def replies_to_read(scope: Scope) -> QuerySet[Question]:
    """What senders have said last of tips that are at work and were looked at by nobody since: the newest of each."""
    found: QuerySet[Question] = Question.objects.within(scope).filter(
        replied_at__isnull=False, tip__state__in=AT_WORK
    )
    return found.select_related("tip", "tip__unit").order_by("-replied_at", "-id")


def photos(scope: Scope, tip: Tip) -> list[TipPhoto]:
    return list(TipPhoto.objects.within(scope).filter(tip=tip))


def questions(scope: Scope, tip: Tip) -> list[Question]:
    """What was asked and said, the first first."""
    return list(Question.objects.within(scope).filter(tip=tip))


def visits(scope: Scope, tip: Tip) -> list[Inspection]:
    """The checks on site that were made for a tip."""
    rows = TipVisit.objects.within(scope).filter(tip=tip).select_related("inspection")
    return [one.inspection for one in rows]


def hazards(scope: Scope, tip: Tip) -> list[Hazard]:
    """What was found on them, as it stands now."""
    found = standing_hazards(scope).filter(inspection__tip_visit__tip=tip)
    return list(found.select_related("unit").order_by("number"))


def hazards_told(scope: Scope) -> QuerySet[Hazard]:
    """What was found for tips that the scope sees: to nobody else is told that it was found for a tip."""
    found: QuerySet[Hazard] = found_by_town(scope).filter(
        origin=FROM_TIP, inspection__tip_visit__tip__in=Tip.objects.within(scope).order_by().values("pk")
    )
    return found


def tip_of_visit(scope: Scope, inspection: UUID | None) -> Tip | None:
    """The tip for which a visit was made, inside a scope."""
    found: Tip | None = (
        Tip.objects.within(scope).filter(visits__inspection=inspection).first() if inspection else None
    )
    return found


def rewards(scope: Scope, tip: Tip) -> list[Reward]:
    return list(
        Reward.objects.within(scope).filter(tip=tip).select_related("proposed_by", "approved_by", "paid_by")
    )


def shows_file(scope: Scope, file_id: UUID) -> bool:
    """Whether a file is a photo of a tip in the scope."""
    return bool(TipPhoto.objects.within(scope).filter(file=file_id).exists())


def is_of_a_tip(town: UUID, file_id: UUID) -> bool:
    """Whether a file came with a tip at all."""
    return bool(TipPhoto.objects.within(Scope.whole_town(town)).filter(file=file_id).exists())


def to_merge_into(scope: Scope, tip: Tip) -> QuerySet[Tip]:
    """Tips that another can be one matter with: earlier ones of the same unit, and all that are open."""
    same = Q(unit=tip.unit_id) if tip.unit_id else Q(pk__in=())
    found = counted(scope).filter(same | Q(state__in=OPEN), merged_into__isnull=True)
    before = Q(received_at__lt=tip.received_at) | Q(received_at=tip.received_at, pk__lt=tip.pk)
    return found.filter(before).select_related("unit")


def terms_on(scope: Scope, on: date) -> Terms:
    """A town's terms and sums on a day."""
    found: TipRule | None = TipRule.objects.within(scope).filter(from_on__lte=on).first()
    return found.terms if found else Terms()


def page_of(scope: Scope) -> TipPage | None:
    """The town's public page, opened or closed; None where it has never had one."""
    found: TipPage | None = TipPage.objects.within(scope).first()
    return found


def open_pages() -> list[TipPage]:
    """The public pages of all towns of this installation: two towns share one at most rarely."""
    rows = TipPage.at_the_door.filter(closed_on__isnull=True).select_related("town")
    return list(rows.order_by("town__name")[:200])


def page_by(code: str) -> TipPage | None:
    """The open public page with a code. Read before anyone's scope is known: it is written on the poster."""
    found: TipPage | None = (
        TipPage.at_the_door.filter(code=code, closed_on__isnull=True).select_related("town").first()
    )
    return found


def tip_by_word(word: str) -> Tip | None:
    """The tip that a tracking word is of. One look by an index whatever the word is, so that time tells nothing."""
    asked = code_hash(word) if plain_code(word) else ""
    found: Tip | None = (
        Tip.at_the_door.filter(word_hash=asked).select_related("town", "merged_into", "unit").first()
    )
    return found


@dataclass(frozen=True)
class Progress:
    """What a sender is told of the tip: a line of where it stands, the answer or the reason, until when the next is due."""

    says: str
    answer: str = ""
    due_on: date | None = None
    verdict: str = ""
    is_open: bool = False


def progress(tip: Tip) -> Progress:
    """Where a tip stands, in a sender's words. Of one that was merged, where the other stands."""
    main = tip.merged_into or tip
    kept = "与此前收到的另一件举报是同一件事，一并办理。" if tip.merged_into_id else ""
    if main.state in (HELD, RECEIVED):
        return Progress(f"{kept}已收到，正在决定是否受理。", due_on=main.due_on, is_open=True)
    if main.state == CHECKING:
        return Progress(f"{kept}已受理，正在核查。", due_on=main.check_due_on, is_open=True)
    if main.state == CHECKED:
        return Progress(f"{kept}已核查，正在准备答复。", due_on=main.due_on, is_open=True)
    if main.passed_on:
        return Progress(f"{kept}已转{main.passed_to}办理。", main.why)
    if main.answered_on:
        return Progress(f"{kept}已办结。", main.answer, verdict=main.verdict_label)
    return Progress(f"{kept}不予受理。", main.why)


def reward_of(tip: Tip) -> Reward | None:
    """The reward of a tip that is approved or paid, to be told to its sender."""
    found: Reward | None = (
        Reward.objects.within(Scope.whole_town(tip.town_id))
        .filter(tip=tip, approved_on__isnull=False, refused_on__isnull=True)
        .first()
    )
    return found


def may_be_rewarded(tip: Tip) -> bool:
    """Whether a reward can be proposed: it held, and is the first of its matter (one case, one reward)."""
    return tip.verdict in HOLDS and tip.checked_on is not None and tip.merged_into_id is None


def handlers(actor: Actor) -> list[tuple[str, str]]:
    """Who may check a tip: posts of the town that go out, its departments, its offices and villages."""
    posts = [
        (f"post:{code}", kind.label)
        for code, kind in POST_KINDS.items()
        if kind.stands == "town" and "inspect" in kind.rights
    ]
    bodies = [
        (f"department:{one.pk}", one.name)
        for one in Department.objects.within(actor.scope).order_by("name", "pk")
    ]
    cells = [
        (f"cell:{cell.pk}", f"{'　' * (cell.level - 2)}{cell.name}")
        for cell in cells_in_force(actor.scope, clock.today())
        if cell.level in (2, VILLAGE)
    ]
    return [*posts, *bodies, *cells]


def top_cell(scope: Scope) -> Cell:
    """The town itself as a cell."""
    found: Cell = Cell.objects.within(Scope.whole_town(scope.town)).order_by("path")[0]
    return found


def search(
    scope: Scope,
    *,
    words: str = "",
    state: str = "",
    channel: str = "",
    verdict: str = "",
    cell: str = "",
    since: date | None = None,
    until: date | None = None,
) -> QuerySet[Tip]:
    """The register of tips, the latest first. `state` may be "open" or "late"."""
    found: QuerySet[Tip] = Tip.objects.within(scope).order_by("-received_at", "-id")
    for word in words.split():
        found = found.filter(
            Q(number__icontains=word)
            | Q(outside_number__icontains=word)
            | Q(text__icontains=word)
            | Q(place__icontains=word)
            | Q(unit__name__icontains=word)
        )
    if state == "late":
        found = found.filter(state__in=OPEN, due_on__lt=clock.today())
    elif state == "open":
        found = found.filter(state__in=OPEN)
    elif state:
        found = found.filter(state=state)
    exact = {"channel": channel, "verdict": verdict, "received_on__gte": since, "received_on__lte": until}
    found = found.filter(**{name: value for name, value in exact.items() if value})
    return found.filter(under("recorded_cell", cell)) if cell else found


def late_unnoted(scope: Scope, today: date) -> QuerySet[Tip]:
    """Open tips whose term has run out and of which the clock has not told yet."""
    found: QuerySet[Tip] = Tip.objects.within(scope).filter(
        state__in=OPEN, due_on__lt=today, late_noted_on__isnull=True
    )
    return found.select_related("unit").order_by("due_on", "id")


def still_open(scope: Scope, ids: Collection[UUID], *states: str) -> set[UUID]:
    """Which of some tips are in some states now."""
    rows = Tip.objects.within(scope).filter(pk__in=ids, state__in=states or OPEN)
    return set(rows.order_by().values_list("pk", flat=True))


def in_cells(scope: Scope, cells: Collection[UUID]) -> ScopedQuerySet[Tip]:
    """The tips that lie at some cells."""
    found: ScopedQuerySet[Tip] = Tip.objects.within(scope).filter(cell__in=cells)
    return found.order_by("received_at", "pk")


def counts_of(rows: Sequence[Tip], today: date) -> tuple[int, int]:
    """How many tips there are, and how many of them are late."""
    return len(rows), sum(one.is_late(today) for one in rows)

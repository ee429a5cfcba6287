"""What asks for a new evaluation: a change of process, an accident, a year gone by."""

from collections import Counter
from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from django.db import transaction

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete, NotAllowed
from bihuan.core.events import Entry
from bihuan.core.scope import Scope
from bihuan.risks.actions.holding import hold_own
from bihuan.risks.models import Review, RiskPoint
from bihuan.risks.queries import open_reviews, points_of, to_review
from bihuan.risks.rules import ASKED_FOR, REVIEW_DAYS
from bihuan.units.actions import hold_units
from bihuan.units.models import Unit

AT_ONCE = 1000
NOTE_MAX = 200


@transaction.atomic
def ask_review(actor: Actor, unit_id: UUID, *, chosen: Collection[UUID], why: str, note: str) -> list[Review]:
    """要求重新评价: of some of a unit's points, after a change or an accident, or because it is time. A point of which something is asked already
    is asked for the graver reason from now on."""
    unit = hold_own(actor, unit_id)
    wrong: dict[str, str] = {}
    if why not in ASKED_FOR:
        wrong["why"] = "请选择为什么重新评价。"
    if why in ("process", "accident") and not note.strip():
        wrong["note"] = "请写明变更了什么、发生了什么，如“3号炉改用天然气”。"
    rows = list(points_of(actor.scope, unit).filter(pk__in=list(chosen)))
    if not rows:
        wrong["chosen"] = "请勾选要重新评价的风险点。"
    if wrong:
        raise Incomplete("".join(wrong.values()), wrong)
    asked = {one.point_id: one for one in open_reviews(actor.scope).filter(point__in=rows)}
    if why == "yearly":
        rows = [one for one in rows if one.pk not in asked]
    if not rows:
        raise NotAllowed("这些风险点已经要求重新评价，还没有做完。")
    before = Review.objects.within(Scope.whole_town(actor.town)).filter(
        pk__in=[asked[one.pk].pk for one in rows if one.pk in asked]
    )
    before.update(done_on=clock.today())  # what is asked now has to be answered anew
    made = Review.objects.bulk_create(_review(one, why, note.strip()) for one in rows)
    told = {"why": why, "note": note.strip(), "points": [one.name for one in rows]}
    events.record(actor, "ask_risk_review", unit, given=told)
    return list(made)


@transaction.atomic
def call_reviews(actor: Actor) -> int:
    """年度评价到期: by the clock, for each point that was not evaluated for a year. Returns how many are new; twice is harmless."""
    found = to_review(actor.scope, clock.today())
    hold_units(actor, found.values_list("unit", flat=True))
    rows = list(found.select_related("unit"))
    if not rows:
        return 0
    Review.objects.bulk_create((_review(one, "yearly", "") for one in rows), batch_size=AT_ONCE)
    units: dict[UUID, Unit] = {one.unit_id: one.unit for one in rows}
    counts = Counter(one.unit_id for one in rows)
    due_on = clock.today() + timedelta(days=REVIEW_DAYS)
    events.record_all(
        actor,
        [
            events.Entry("call_risk_reviews", units[pk], {"points": count, "due_on": due_on})
            for pk, count in counts.items()
        ],
    )
    return len(rows)


def review_after_accident(actor: Actor, unit: Unit, note: str) -> list[Entry]:
    """All points of a held unit in the register are to be evaluated anew, since an accident happened there: asked by whoever enters it, for whom
    the law asks it, not a right of theirs over risks. What the log is to keep; nothing where the unit has no list."""
    rows = [] if unit.ended_on else list(points_of(Scope.whole_town(actor.town), unit))
    if not rows:
        return []
    open_review = Review.objects.within(Scope.whole_town(actor.town)).filter(
        point__in=[one.pk for one in rows], done_on__isnull=True
    )
    open_review.update(done_on=clock.today())
    Review.objects.bulk_create(_review(one, "accident", note[:NOTE_MAX]) for one in rows)
    told = {"why": "accident", "note": note, "points": [one.name for one in rows]}
    return [Entry("ask_risk_review", unit, told)]


def _review(point: RiskPoint, why: str, note: str) -> Review:
    today = clock.today()
    return Review(
        town_id=point.town_id,
        point=point,
        why=why,
        note=note,
        asked_on=today,
        asked_at=clock.now(),
        due_on=today + timedelta(days=REVIEW_DAYS),
    )

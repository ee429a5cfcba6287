"""What makes the town doubt: put down in the transaction that records the checks, asked after and settled by the town."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.calendar import in_words
from bihuan.core.errors import Incomplete, Stale
from bihuan.core.events import Entry
from bihuan.core.scope import Scope
from bihuan.hazards.models import Evidence
from bihuan.selfchecks import rules
from bihuan.selfchecks.models import Doubt, SelfCheck
from bihuan.selfchecks.queries import town_time
from bihuan.units.models import Unit

MINUTE = timedelta(seconds=rules.HASTY_SECONDS)


@dataclass(frozen=True)
class Raised:
    """Something to doubt: its kind, in words, how often, and the check that shows it."""

    kind: str
    says: str
    count: int = 1
    check: SelfCheck | None = None


def doubt_checks(actor: Actor, unit: Unit, rows: Sequence[SelfCheck], checks: Sequence[Any]) -> list[Entry]:
    """What is doubted of checks just written. Returns what the log is to keep: a doubt that is already open only grows."""
    raised = [*_hasty(actor, unit, rows), *_twice(actor, rows, checks), *_far(rows, checks)]
    return raise_doubts(actor, unit, raised)


def raise_doubts(actor: Actor, unit: Unit, raised: Sequence[Raised]) -> list[Entry]:
    """Put down what is doubted at a held unit."""
    town, today = Scope.whole_town(actor.town), clock.today()
    told = []
    for one in raised:
        mine = Doubt.objects.within(town).filter(unit=unit, kind=one.kind, settled_on__isnull=True)
        if mine.update(count=F("count") + one.count, last_on=today, version=F("version") + 1):
            continue
        doubt = Doubt(
            town_id=actor.town,
            unit=unit,
            kind=one.kind,
            on_check=one.check,
            person_id=one.check.person_id if one.check else None,
            says=one.says[:200],
            count=one.count,
            raised_on=today,
            last_on=today,
        )
        doubt.save(force_insert=True)
        told.append(Entry("raise_doubt", doubt, {"unit": unit.pk, "kind": one.kind, "says": one.says}))
    return told


def _hasty(actor: Actor, unit: Unit, rows: Sequence[SelfCheck]) -> list[Raised]:
    """So many points within a minute; what the same person pressed just before counts along. Checks of a point pressed together are one."""
    if not rows:
        return []
    first, last = min(row.at for row in rows) - MINUTE, max(row.at for row in rows) + MINUTE
    mine = {row.pk for row in rows}
    before = SelfCheck.objects.within(Scope.whole_town(actor.town)).filter(
        unit=unit, person=actor.person, at__range=(first, last)
    )
    pressed: set[tuple[UUID, datetime]] = {(row.point_id, row.at) for row in rows}
    if len(rows) < 50:
        pressed |= set(before.exclude(pk__in=mine).values_list("point", "at"))
    times: dict[Any, list[datetime]] = defaultdict(list)
    for _, at in pressed:
        times[clock.town_day(at)].append(at)
    found = [(day, count) for day, some in times.items() if (count := rules.hasty(some))]
    if not found:
        return []
    day, most = max(found, key=lambda one: one[1])
    check = next(row for row in rows if clock.town_day(row.at) in {on for on, _ in found})
    says = f"{in_words(day)}有人一分钟内检查了{most}个风险点"
    return [Raised("hasty", says, len(found), check)]


def _twice(actor: Actor, rows: Sequence[SelfCheck], checks: Sequence[Any]) -> list[Raised]:
    """A photo of a check or of what was found that has been shown before: kept once by its bytes, it has the same id."""
    shown: dict[UUID, list[SelfCheck]] = defaultdict(list)
    for row, check in zip(rows, checks, strict=True):
        for photo in {
            *([check.photo] if check.photo else []),
            *(one for f in check.found for one in f.photos),
        }:
            shown[photo].append(row)
    if not shown:
        return []
    town, mine = Scope.whole_town(actor.town), [row.pk for row in rows]
    findings = [one.id for check in checks for one in check.found]
    earlier = SelfCheck.objects.within(town).filter(photo__in=shown).exclude(pk__in=mine)
    evidence = Evidence.objects.within(town).filter(file__in=shown).exclude(hazard__in=findings)
    seen = {*earlier.values_list("photo", flat=True), *evidence.values_list("file", flat=True)}
    again = [some[-1] for photo, some in shown.items() if photo in seen or len(some) > 1]
    if not again:
        return []
    at = town_time(again[0].at)
    says = f"{in_words(at.date())}“{again[0].point.name}”的照片与以前的一张完全相同"
    return [Raised("photo", says, len(again), again[0])]


def _far(rows: Sequence[SelfCheck], checks: Sequence[Any]) -> list[Raised]:
    far = [row for row, check in zip(rows, checks, strict=True) if rules.is_far(row.far_m, check.accuracy)]
    if not far:
        return []
    worst = max(far, key=lambda row: row.far_m or 0)
    at = town_time(worst.at)
    says = f"{in_words(at.date())}检查“{worst.point.name}”时，手机定位离它约{worst.far_m}米"
    return [Raised("far", says, len(far), worst)]


@transaction.atomic
def settle_doubt(actor: Actor, doubt_id: UUID, *, version: int, outcome: str, note: str) -> Doubt:
    """处理存疑: the town has asked, and says what came of it. What comes after is doubted anew."""
    actor.need("inspect")
    doubt = actor.find(Doubt, doubt_id, what="条存疑")
    wrong = {}
    if outcome not in rules.SETTLED:
        wrong["outcome"] = "请选择处理结果。"
    if not note.strip():
        wrong["note"] = "请写明问了谁、看了什么。"
    if wrong:
        raise Incomplete("".join(wrong.values()), wrong)
    values = {
        "settled_on": clock.today(),
        "settled_by_id": actor.person_id,
        "outcome": outcome,
        "note": note.strip(),
    }
    mine = Doubt.objects.within(Scope.whole_town(actor.town))
    open_still = mine.filter(pk=doubt.pk, version=version, settled_on__isnull=True)
    if not open_still.update(version=F("version") + 1, **values):
        raise Stale("这条存疑刚刚有了新的情况，或者已经处理。请核对后再提交，您填写的内容还在。")
    given = {"unit": doubt.unit_id, "kind": doubt.kind, "outcome": outcome, "note": note.strip()}
    events.record(actor, "settle_doubt", doubt, given=given)
    for name, value in values.items():
        setattr(doubt, name, value)
    return doubt

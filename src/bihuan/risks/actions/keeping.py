"""Verbs of who keeps a point: named persons, level by level. The log keeps neither names nor phones."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete, NotAllowed
from bihuan.core.scope import Scope
from bihuan.grid.models import Person
from bihuan.risks.actions.holding import hold_own, hold_point
from bihuan.risks.models import Keeper, RiskPoint
from bihuan.risks.queries import keepers, meant, own_people, points_of
from bihuan.risks.rules import LEVELS, controlling, lacks_keeper, level_labels
from bihuan.units.models import Unit
from bihuan.units.rules import check_phone


@dataclass(frozen=True)
class Named:
    """A person as named: who has an account at the unit is found by the name."""

    name: str
    phone: str = ""


def wrong_names(named: Mapping[str, Named]) -> dict[str, str]:
    """What is wrong with the named, by field (name_level, phone_level)."""
    wrong: dict[str, str] = {}
    for level, one in named.items():
        if level not in LEVELS:
            wrong["name_company"] = "没有这一级。请刷新页面。"
        elif one.phone.strip() and not one.name.strip():
            wrong[f"name_{level}"] = "填了电话，没有填姓名。"
        elif why := check_phone(one.phone.strip()):
            wrong[f"phone_{level}"] = why
    return wrong


def given_names(named: Mapping[str, Named]) -> dict[str, Named]:
    """Those that have a name, from the top down. Raises Incomplete with all that is wrong."""
    if wrong := wrong_names(named):
        raise Incomplete("".join(wrong.values()), wrong)
    return {level: named[level] for level in LEVELS if level in named and named[level].name.strip()}


def need_answering(unit: Unit, grades: Sequence[tuple[str, int]], has: Sequence[str]) -> None:
    """Raises Incomplete where nobody named stands high enough for one of some points, given by name and grade."""
    left = [(name, grade) for name, grade in grades if lacks_keeper(grade, has)]
    if not left:
        return
    labels = level_labels(unit.category)
    name, grade = min(left, key=lambda one: one[1])
    level = LEVELS[grade - 1]
    more = f"等{len(left)}个风险点" if len(left) > 1 else ""
    why = f"“{name}”{more}没有人负责：请填写{labels[level]}的责任人；没有这一级的，填上一级。"
    raise Incomplete(why, {f"name_{level}": f"请填写{labels[level]}的责任人。"})


@transaction.atomic
def keep_point(actor: Actor, point_id: UUID, *, named: Mapping[str, Named]) -> RiskPoint:
    """指定管控责任人: who keeps a point from today on, level by level; a level left empty has nobody any more. Refused where nobody stands
    high enough for its grade."""
    point = hold_point(actor, point_id)
    wanted = given_names(named)
    need_answering(point.unit, [(point.name, point.grade)], list(wanted))
    held = keepers(actor.scope, [point])[point.pk]
    if all(_same(held.get(level), wanted.get(level)) for level in LEVELS):
        raise NotAllowed("责任人没有变化，不用保存。")
    ends = [one.pk for level, one in held.items() if not _same(one, wanted.get(level))]
    begins = {level: one for level, one in wanted.items() if not _same(held.get(level), one)}
    _end(actor, ends)
    Keeper.objects.bulk_create(
        new_keepers([point], begins, own_people(actor.scope, point.unit, clock.today()))
    )
    events.record(actor, "keep_risk", point, given={"levels": list(wanted)})
    return point


@transaction.atomic
def keep_points(actor: Actor, unit_id: UUID, *, named: Mapping[str, Named]) -> int:
    """统一指定责任人: for all of a unit's points at once, who keeps them at the levels given, each where its grade asks for that level. A level
    left empty stays as it is. Returns how many points have somebody new."""
    unit = hold_own(actor, unit_id)
    wanted = given_names(named)
    if not wanted:
        raise Incomplete("请至少填写一级的责任人。", {"name_company": "请填写姓名。"})
    rows = list(points_of(actor.scope, unit))
    held = keepers(actor.scope, rows)
    has = {level for one in held.values() for level in one} | wanted.keys()
    ends: list[UUID] = []
    begins: list[Keeper] = []
    people = own_people(actor.scope, unit, clock.today())
    for point in rows:
        due = controlling(point.grade, has)
        new = {level: one for level, one in wanted.items() if level in due}
        new = {level: one for level, one in new.items() if not _same(held[point.pk].get(level), one)}
        ends += [held[point.pk][level].pk for level in new if level in held[point.pk]]
        begins += new_keepers([point], new, people)
    if not begins:
        raise NotAllowed("这些风险点的责任人本来就是这样，没有变化。")
    _end(actor, ends)
    Keeper.objects.bulk_create(begins)
    count = len({one.point_id for one in begins})
    events.record(actor, "keep_risks", unit, given={"levels": list(wanted), "points": count})
    return count


def new_keepers(
    among: Sequence[RiskPoint], named: Mapping[str, Named], people: Collection[Person]
) -> list[Keeper]:
    """The keepers of some points at the levels given, not yet written."""
    return [
        Keeper(
            town_id=point.town_id,
            point=point,
            level=level,
            person=meant(people, one.name.strip(), one.phone.strip()),
            name=one.name.strip(),
            phone=one.phone.strip(),
            from_on=clock.today(),
        )
        for point in among
        for level, one in named.items()
    ]


def _same(row: Keeper | None, one: Named | None) -> bool:
    if row is None or one is None:
        return row is None and one is None
    return (row.name, row.phone) == (one.name.strip(), one.phone.strip())


def _end(actor: Actor, ids: Sequence[UUID]) -> None:
    rows = Keeper.objects.within(Scope.whole_town(actor.town)).filter(pk__in=ids)
    rows.update(ended_on=clock.today())

"""What is found on a visit: checked, numbered and registered, all findings of a visit in the same few statements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete
from bihuan.core.events import Entry
from bihuan.core.ids import new_id
from bihuan.core.numbering import next_numbers
from bihuan.hazards import rules
from bihuan.hazards.actions.moves import add_evidence, new_demand
from bihuan.hazards.actions.spots import Spot, columns, told, wrong_spots
from bihuan.hazards.criteria import check_criterion
from bihuan.hazards.lifecycle import FOUND, HAZARD, MAJOR, UNBOUND
from bihuan.hazards.likeness import SURE, Told, most_like
from bihuan.hazards.models import Demand, Hazard
from bihuan.hazards.queries import earlier
from bihuan.inspections.actions import Visit
from bihuan.inspections.law import wrong_citations
from bihuan.inspections.models import Inspection, IssuedPaper
from bihuan.inspections.rules import check_deadline
from bihuan.units.models import Unit


@dataclass(frozen=True)
class Finding:
    """One thing found on a visit. `outcome` is "onsite", "deadline" or "undecided" (waits for an officer); `spot`: where it lies, if that was said."""

    text: str
    outcome: str
    id: UUID = field(default_factory=new_id)
    item: str = ""
    place: str = ""
    spot: Spot | None = None
    basis: str = ""
    kind: str = "other"
    level: str = "general"
    criterion: str = ""
    photos: tuple[UUID, ...] = ()
    photos_after: tuple[UUID, ...] = ()
    demand: str = ""
    deadline_on: date | None = None
    repeat_of: UUID | None = None
    is_new: bool = False  # somebody says that it repeats nothing


def check_findings(actor: Actor, visit: Visit, findings: Sequence[Finding]) -> None:
    """Raises Incomplete whose fields are named `findings.N.field`."""
    wrong: dict[str, str] = {}
    if any(one.criterion or one.spot for one in findings):
        unit = actor.find(Unit, visit.unit, what="个监管对象")
        wrong |= _wrong_criteria(unit.category, visit.visited_on, findings)
        wrong |= wrong_spots(unit, {f"findings.{index}.": one.spot for index, one in enumerate(findings)})
    for index, one in enumerate(findings):
        at = f"findings.{index}"
        if not one.text.strip():
            wrong[f"{at}.text"] = "请填写隐患描述。"
        if one.outcome not in ("onsite", "deadline", "undecided"):
            wrong[f"{at}.outcome"] = "请选择现场整改或限期整改。"
        if one.outcome == "deadline" and (why := check_deadline(one.deadline_on, visit.visited_on)):
            wrong[f"{at}.deadline_on"] = why
        if one.outcome == "onsite" and one.level == MAJOR:
            wrong[f"{at}.outcome"] = "重大隐患不能按现场整改销号，请责令限期整改，整改后验收。"
        if not visit.late_entry and not one.photos:
            wrong[f"{at}.photos"] = "请拍一张隐患照片。"
        if not visit.late_entry and one.outcome == "onsite" and not one.photos_after:
            wrong[f"{at}.photos_after"] = "现场整改要有整改后的照片。"
        if whys := wrong_citations(one.basis, visit.visited_on):
            wrong[f"{at}.basis"] = "".join(whys)
        if one.kind not in rules.KINDS or one.level not in rules.LEVELS:
            wrong[f"{at}.kind"] = "请选择隐患类别和级别。"
    if any(one.outcome == "deadline" for one in findings) and not actor.may("order"):
        wrong["findings"] = "您的岗位不能责令限期整改；请选“报安全办处置”，由执法人员下达。"
    if wrong:
        raise Incomplete("".join(dict.fromkeys(wrong.values())), wrong)


def _wrong_criteria(category: str, on: date, findings: Sequence[Finding]) -> dict[str, str]:
    """What is wrong with the criteria by which findings were graded major."""
    found = (
        (index, check_criterion(one.criterion, one.level, category, on)) for index, one in enumerate(findings)
    )
    return {f"findings.{index}.criterion": why for index, why in found if why}


def register(
    actor: Actor,
    inspection: Inspection,
    findings: Sequence[Finding],
    order: IssuedPaper | None,
    origin: str = "",
) -> list[Entry]:
    """A hazard row for each finding, with its term and its photos. Returns what the log is to keep. `origin`: where they come from, if
    not from the kind of visit."""
    if not findings:
        return []
    year = inspection.visited_on.year
    repeats = _repeats(actor, inspection, findings)
    numbers = next_numbers(actor.town, "hazard", year, len(findings))
    hazards = [
        _hazard(actor, inspection, finding, rules.hazard_number(year, number), origin)
        for finding, number in zip(findings, numbers, strict=True)
    ]
    for hazard, repeated in zip(hazards, repeats, strict=True):
        hazard.repeat_of = repeated
    Hazard.objects.bulk_create(hazards)
    Demand.objects.bulk_create(
        new_demand(actor, hazard, order, inspection.visited_on, hazard.deadline_on, hazard.demand)
        for hazard in hazards
        if hazard.deadline_on
    )
    pairs = list(zip(hazards, findings, strict=True))
    add_evidence(
        actor,
        [
            *((hazard, finding.photos, "before") for hazard, finding in pairs),
            *((hazard, finding.photos_after, "after") for hazard, finding in pairs),
        ],
    )
    return [_told(hazard, order) for hazard in hazards]


def _hazard(actor: Actor, inspection: Inspection, finding: Finding, number: str, origin: str = "") -> Hazard:
    """The row of a finding, in the state that its outcome leads to by the lifecycle's table."""
    on = inspection.visited_on
    action = {"onsite": "fix_on_site", "deadline": "order"}.get(finding.outcome)
    hazard = Hazard(
        id=finding.id,
        town_id=actor.town,
        number=number,
        unit_id=inspection.unit_id,
        inspection=inspection,
        campaign_id=inspection.campaign_id,
        team_id=inspection.team_id,
        recorded_cell=inspection.recorded_cell,
        recorded_category=inspection.recorded_category,
        origin=origin or {"check": "town"}.get(inspection.kind, inspection.kind),
        item=finding.item,
        text=finding.text.strip(),
        place=finding.place.strip(),
        **columns(finding.spot),
        basis=finding.basis.strip(),
        kind=finding.kind,
        level=finding.level,
        criterion=finding.criterion,
        state=HAZARD.move(action, FOUND, finding.level, UNBOUND).to if action else FOUND,
        found_on=on,
        major_on=on if finding.level == MAJOR else None,
    )
    if finding.outcome == "onsite":
        hazard.onsite_on = hazard.settled_on = on
    if finding.outcome == "deadline":
        hazard.ordered_on, hazard.deadline_on = on, finding.deadline_on
        hazard.demand = finding.demand.strip() or f"{finding.text.strip()}，限期整改到位。"[:300]
    return hazard


def _repeats(actor: Actor, inspection: Inspection, findings: Sequence[Finding]) -> list[Hazard | None]:
    """What each finding repeats: as said, else the one that it is surely like. Only an earlier one of the same unit."""
    known = {one.pk: one for one in earlier(actor.scope, inspection.unit_id, inspection.visited_on)}
    found: list[Hazard | None] = []
    for index, finding in enumerate(findings):
        if finding.repeat_of and finding.repeat_of not in known:
            why = "只能选这个单位两年内、本次检查以前发现的隐患，请重新选择。"
            raise Incomplete(why, {f"findings.{index}.repeat_of": why})
        found.append(known.get(finding.repeat_of) if finding.repeat_of else _recognised(finding, known))
    return found


def _recognised(finding: Finding, known: Mapping[UUID, Hazard]) -> Hazard | None:
    if finding.is_new:
        return None
    told = Told(finding.text, finding.kind, finding.place)
    like = most_like(told, ((one, one.told) for one in known.values()), least=SURE, most=1)
    return like[0][1] if like else None


def _told(hazard: Hazard, order: IssuedPaper | None) -> Entry:
    given = {
        "text": hazard.text,
        "deadline_on": hazard.deadline_on,
        "paper": order.number if order else None,
        "repeat_of": hazard.repeat_of.number if hazard.repeat_of else None,
        "criterion": hazard.criterion or None,
    }
    return Entry("find", hazard, given | told(hazard), after=hazard.state)

"""What a unit finds itself: registered with the unit as its holder, under a term of its own."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from bihuan.core.actions import Actor
from bihuan.core.events import Entry
from bihuan.core.ids import new_id
from bihuan.core.numbering import next_numbers
from bihuan.hazards import rules
from bihuan.hazards.actions.moves import add_evidence
from bihuan.hazards.actions.spots import Spot, columns, told, wrong_spots
from bihuan.hazards.criteria import check_criterion
from bihuan.hazards.lifecycle import MAJOR, OWN
from bihuan.hazards.models import Hazard
from bihuan.units.models import Unit


@dataclass(frozen=True)
class OwnFinding:
    """One thing that a unit found. Without `deadline_on` it is to be mended within `rules.OWN_DAYS`."""

    text: str
    found_on: date
    photos: tuple[UUID, ...]
    id: UUID = field(default_factory=new_id)
    place: str = ""
    spot: Spot | None = None
    kind: str = "other"
    level: str = "general"
    criterion: str = ""
    deadline_on: date | None = None

    @property
    def due_on(self) -> date:
        return self.deadline_on or self.found_on + timedelta(days=rules.OWN_DAYS)


def check_own(unit: Unit, finding: OwnFinding) -> dict[str, str]:
    """What is wrong with a finding, by field."""
    wrong: dict[str, str] = {}
    if not finding.text.strip():
        wrong["text"] = "请写明发现了什么隐患。"
    if not finding.photos:
        wrong["photos"] = "请拍一张隐患照片。"
    if finding.kind not in rules.KINDS or finding.level not in rules.LEVELS:
        wrong["level"] = "请选择隐患类别和级别。"
    if why := check_criterion(finding.criterion, finding.level, unit.category, finding.found_on):
        wrong["criterion"] = why
    if why := rules.check_own_deadline(finding.due_on, finding.found_on):
        wrong["deadline_on"] = why
    return wrong | wrong_spots(unit, {"": finding.spot})


def register_own(actor: Actor, unit: Unit, findings: Sequence[OwnFinding]) -> list[Entry]:
    """A hazard row for each finding of a held unit, all of them checked. For the action that records a self-check: returns what its log
    is to keep. A number is of the year in which the hazard was found."""
    if not findings:
        return []
    numbers = {
        year: iter(next_numbers(actor.town, "hazard", year, count))
        for year, count in _by_year(findings).items()
    }
    hazards = [_hazard(actor, unit, one, next(numbers[one.found_on.year])) for one in findings]
    Hazard.objects.bulk_create(hazards)
    pairs = zip(hazards, findings, strict=True)
    add_evidence(actor, [(hazard, finding.photos, "before") for hazard, finding in pairs])
    return [
        Entry(
            "find",
            one,
            {"text": one.text, "deadline_on": one.deadline_on, "criterion": one.criterion or None}
            | told(one),
            after=OWN,
        )
        for one in hazards
    ]


def _by_year(findings: Sequence[OwnFinding]) -> dict[int, int]:
    found: dict[int, int] = {}
    for one in findings:
        found[one.found_on.year] = found.get(one.found_on.year, 0) + 1
    return dict(sorted(found.items()))  # running numbers are held in one order


def _hazard(actor: Actor, unit: Unit, finding: OwnFinding, number: int) -> Hazard:
    return Hazard(
        id=finding.id,
        town_id=actor.town,
        number=rules.hazard_number(finding.found_on.year, number),
        unit=unit,
        recorded_cell=unit.cell_path,
        recorded_category=unit.category,
        origin=rules.SELF,
        text=finding.text.strip()[:300],
        place=finding.place.strip()[:100],
        **columns(finding.spot),
        kind=finding.kind,
        level=finding.level,
        criterion=finding.criterion,
        state=OWN,
        found_on=finding.found_on,
        deadline_on=finding.due_on,
        major_on=finding.found_on if finding.level == MAJOR else None,
    )

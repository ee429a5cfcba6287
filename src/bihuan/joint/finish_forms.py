"""The page that finishes a visit, and the one that takes in what came late: what is to become of each thing that was found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.errors import Refused
from bihuan.core.files import keep_signature
from bihuan.core.forms import Day, Words
from bihuan.core.ids import new_id
from bihuan.hazards.criteria import options_for
from bihuan.hazards.rules import LEVELS
from bihuan.inspections.forms import Ids, optional_id
from bihuan.joint.actions import Closing, Fate
from bihuan.joint.models import JointVisit
from bihuan.joint.owners import Owners
from bihuan.joint.queries import Side, Told
from bihuan.joint.rules import ONSITE

SAME, DROP = "same", "drop"
DEADLINE_DAYS = (3, 7, 15)
OFFICERS = ((ONSITE, "现场已整改"), ("deadline", "限期整改"))
OTHERS = ((ONSITE, "现场已整改"), ("undecided", "报安全办处置"))
REST = ((SAME, "与另一条重复"), (DROP, "不予登记"))
LEVEL_CHOICES = tuple(LEVELS.items())


class FateForm(forms.Form):
    """What is to become of one thing."""

    outcome = forms.CharField(required=False, max_length=10)
    level = forms.ChoiceField(choices=LEVEL_CHOICES, required=False)
    criterion = forms.CharField(required=False, max_length=40)
    deadline_on = Day(required=False, error_messages={"invalid": "请填写日期。", "off": "请核对年份。"})
    demand = Words(required=False, max_length=300)
    to = forms.CharField(required=False, max_length=36)
    same_as = optional_id("同一问题")
    dropped_for = Words(required=False, max_length=200)

    def fate(self) -> Fate:
        given = dict(self.cleaned_data)
        outcome = given.pop("outcome")
        same = given.pop("same_as") if outcome == SAME else None
        dropped = given.pop("dropped_for") if outcome == DROP else ""
        given = {name: given[name] for name in ("level", "criterion", "deadline_on", "demand", "to")}
        given |= {"level": given["level"] or "general", "to": given["to"] or "office"}
        return Fate(outcome="" if outcome == SAME else outcome, same_as=same, dropped_for=dropped, **given)


class EndForm(forms.Form):
    """How the visit ended."""

    inspection_id = forms.UUIDField(initial=new_id, error_messages={"invalid": "页面已过期，请刷新。"})
    version = forms.IntegerField(error_messages={"invalid": "页面已过期，请刷新。"})
    seen = forms.CharField(required=False)
    second_inspector = optional_id("第二名检查人员")
    leader = optional_id("带队领导")
    visited_on = Day(required=False, error_messages={"invalid": "请填写日期。", "off": "请核对年份。"})
    present = Words(required=False, max_length=40)
    opinion = Words(required=False, max_length=1500)
    signature = forms.CharField(required=False, max_length=2_000_000)
    refusal = Words(required=False, max_length=200)
    scan = Ids(required=False)


@dataclass
class Row:
    """A thing that was found, whose it is, and its form."""

    side: Side
    told: Told
    form: FateForm
    others: list[tuple[str, str]]


class FinishForm:
    """The whole page. `late`: nothing can be ordered here, no visit is closed."""

    def __init__(
        self,
        actor: Actor,
        visit: JointVisit,
        found: Sequence[Side],
        owners: Owners,
        data: QueryDict | None = None,
        problems: Mapping[str, str] | None = None,
        *,
        late: bool = False,
    ) -> None:
        self.actor, self.visit, self.found, self.data, self.late = actor, visit, found, data, late
        self.message, self.status = "", 200
        self.errors: dict[str, str] = dict(problems or {})
        by_order = actor.may("order") and not late
        self.outcomes = (*(OFFICERS if by_order else OTHERS), *REST)
        self.owners = owners
        self.criteria = options_for(owners.unit.category, clock.today())
        self.end = EndForm(
            data,
            initial={
                "version": visit.version,
                "seen": seen_of(found),
                "visited_on": clock.today(),
                "present": owners.unit.head,
            },
        )
        all_told = [(side, one) for side in found for one in (side.pending if late else side.told)]
        self.rows = []
        for side, one in all_told:
            others = [
                (str(other.id), f"{of.party.name}：{other.text}"[:60])
                for of, other in all_told
                if other.id != one.id
            ]
            rest = "deadline" if by_order else "undecided"
            first = {
                "outcome": one.outcome if one.outcome == ONSITE else rest,
                "level": "general",
                "to": owners.of(f"{one.text}{one.place}"),
            }
            posted = data if data is not None and f"{prefix(one.id)}-outcome" in data else None
            self.rows.append(Row(side, one, FateForm(posted, prefix=prefix(one.id), initial=first), others))

    @property
    def is_bound(self) -> bool:
        return self.data is not None

    def is_valid(self) -> bool:
        """Whether all can be read. Rules are the action's."""
        for row in self.rows:
            if not row.form.is_bound:
                self.errors.setdefault(f"{row.form.prefix}-outcome", "刚刚提交的问题，请选择怎样处理。")
            elif row.form.data.get(row.form.add_prefix("to"), "office") not in dict(self.owners.choices):
                self.errors.setdefault(f"{row.form.prefix}-to", "请从列表中选择交办的部门。")
        bound: list[forms.Form] = [row.form for row in self.rows if row.form.is_bound]
        for part in (self.end, *bound):
            for name, wrong in part.errors.items():
                self.errors.setdefault(part.add_prefix(name), str(wrong[0]))
        if self.errors:
            self.message, self.status = "有内容需要补正，请看标红处。填写的内容还在。", 422
        return not self.errors

    def fates(self) -> dict[UUID, Fate]:
        return {row.told.id: row.form.fate() for row in self.rows}

    def closing(self) -> Closing:
        """What the action is given; the signature is kept first."""
        given = self.end.cleaned_data
        return Closing(
            fates=self.fates(),
            seen=_seen(given["seen"]),
            id=given["inspection_id"],
            on=given["visited_on"],
            second_inspector=given["second_inspector"],
            leader=given["leader"],
            present=given["present"],
            opinion=given["opinion"],
            signature=keep_signature(self.actor, given["signature"]),
            refusal=given["refusal"],
            scan=given["scan"][0] if given["scan"] else None,
        )

    def refuse(self, error: Refused, status: int) -> None:
        """An action's refusal, at the fields it names."""
        self.message, self.status = error.message, status
        for name, text in error.fields.items():
            key, _, rest = name.removeprefix("fates.").partition(".")
            self.errors[f"{prefix(UUID(key))}-{rest}" if name.startswith("fates.") else name] = text

    def freshen(self, visit: JointVisit) -> None:
        """After somebody was first: the next press is about what the page shows now."""
        if self.data is not None:
            self.data["seen"], self.data["version"] = seen_of(self.found), str(visit.version)

    @property
    def days(self) -> list[tuple[str, str]]:
        """The quick buttons of a deadline."""
        today = clock.today()
        return [((today + timedelta(days=one)).isoformat(), f"{one}天") for one in DEADLINE_DAYS]


def prefix(finding: UUID) -> str:
    return f"f{finding.hex}"


def seen_of(found: Sequence[Side]) -> str:
    """The parts and their versions, as the page's hidden field has them."""
    return ",".join(f"{one.part.pk}:{one.part.version}" for one in found if one.part)


def _seen(text: str) -> dict[UUID, int]:
    found: dict[UUID, Any] = {}
    for one in filter(None, text.split(",")):
        key, _, version = one.partition(":")
        try:
            found[UUID(key)] = int(version)
        except ValueError:
            return {}
    return found

"""Reading of visits, outings, issued papers, and of the checklists that a town uses."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

from django.db.models import Exists, OuterRef, Q, QuerySet

from bihuan.core.models import Town
from bihuan.core.scope import Scope
from bihuan.inspections.checklist_data import LIBRARY
from bihuan.inspections.checklists import Changes, Checklist, Item, composed, keys_for, suits
from bihuan.inspections.law import cites_fire
from bihuan.inspections.lifecycle import CLOSED, DRAFT, ISSUED
from bihuan.inspections.models import (
    Campaign,
    ChecklistVersion,
    Grant,
    Inspection,
    IssuedPaper,
    Obligation,
    Outing,
    OutingMember,
    PaperPower,
)
from bihuan.inspections.papers import (
    DELEGATED,
    DISTRICT,
    GRANTED,
    OWN,
    PAPERS,
    Delegation,
    bureau_on,
    fire_warning,
    paper_number,
)
from bihuan.units.models import Unit


def visits(scope: Scope) -> QuerySet[Inspection]:
    """All visits of a scope that stand: void ones count nowhere."""
    found: QuerySet[Inspection] = Inspection.objects.within(scope).filter(voided_on__isnull=True)
    return found


def papers(scope: Scope) -> QuerySet[IssuedPaper]:
    """All issued papers of a scope that stand."""
    found: QuerySet[IssuedPaper] = IssuedPaper.objects.within(scope).filter(voided_on__isnull=True)
    return found


def void_papers(scope: Scope) -> QuerySet[IssuedPaper]:
    """The papers of a scope that were issued and are void; their numbers keep their places."""
    found: QuerySet[IssuedPaper] = IssuedPaper.objects.within(scope).filter(voided_on__isnull=False)
    return found


def outings(scope: Scope) -> QuerySet[Outing]:
    """Outings with at least one visit of the scope that stands."""
    found: QuerySet[Outing] = Outing.objects.within(scope).filter(
        Exists(visits(scope).filter(outing=OuterRef("pk")))
    )
    return found


def members(scope: Scope) -> QuerySet[OutingMember]:
    """Persons on those outings."""
    found: QuerySet[OutingMember] = OutingMember.objects.within(scope).filter(
        Exists(visits(scope).filter(outing=OuterRef("outing"))),
        outing__town=scope.town,  # or the days of all towns are gone through
    )
    return found


@dataclass(frozen=True)
class Leave:
    """Whether a town may sign a kind of paper on a day: by what power, in whose name, on what basis; `why` it may not, "" where it
    may."""

    kind: str
    power: str
    body: str
    basis: str = ""
    grant: Grant | None = None
    why: str = ""

    @property
    def allowed(self) -> bool:
        return not self.why

    @property
    def fire(self) -> str:
        """What is to be said before a paper that rests on the law on fire goes out so, or ""."""
        return fire_warning(
            self.kind, self.power, self.body, self.grant is not None and self.grant.names_fire
        )

    def warning(self, cited: Iterable[str]) -> str:
        """`fire`, where one of some texts cites that law."""
        return self.fire if any(map(cites_fire, cited)) else ""


@dataclass(frozen=True)
class Signing:
    """What a town may sign on a day: by its own powers, and by the delegations and transfers in force. `bureau`: the district's bureau as it
    is called on the day."""

    on: date
    town: Town
    bureau: str
    grants: tuple[Grant, ...]
    powers: Mapping[str, PaperPower]

    def grant(self, kind: str, nature: str = DELEGATED) -> Grant | None:
        """What lets the town issue a kind of paper; the newest where several do."""
        return next((one for one in self.grants if one.nature == nature and kind in one.papers), None)

    def leave(self, kind: str) -> Leave:
        """Whether the town may sign a kind of paper, as the town has set it, else as is usual."""
        said, paper = self.powers.get(kind), PAPERS[kind]
        for power in (said.power,) if said else paper.powers:
            basis = said.basis if said else ""
            if power == OWN and (said or paper.powers[0] == OWN):
                return Leave(kind, OWN, self.town.name, basis)
            if power in GRANTED and (grant := self.grant(kind, power)):
                body = grant.body if power == DELEGATED else self.town.name
                return Leave(kind, power, body, f"{grant.body}{grant.reference}", grant)
        return self._refused(kind, said.power if said else paper.powers[0])

    def number_word(self, kind: str) -> str:
        """The word (代字) of the numbers of a kind: that of the grant it is signed by, where that has one."""
        grant = self.leave(kind).grant
        return (grant and grant.number_word) or self.town.number_word

    @property
    def fire_of_orders(self) -> str:
        """What is to be said before an order that rests on the law on fire, or ""; a town that cannot order gives notice by itself."""
        leave = self.leave("order")
        return leave.fire if leave.allowed else ""

    def _refused(self, kind: str, power: str) -> Leave:
        label = PAPERS[kind].label
        if power == DISTRICT:
            why = f"“{label}”由区级签发，镇级可以代拟后报{self.bureau}。"
        else:
            word = "委托" if power == DELEGATED else "赋权"
            held = any(one.nature == power for one in self.grants)
            lacks = f"现有的{word}没有列入{label}" if held else f"没有在有效期内的{word}"
            why = f"{lacks}，不能开具{label}。可以代拟后报{self.bureau}签发。"
        return Leave(kind, DISTRICT, self.bureau, why=why)


def signing(scope: Scope, on: date) -> Signing:
    """What the town of a scope may sign on a day."""
    begun = list(
        Grant.objects.within(scope).filter(from_on__lte=on).select_related("town").order_by("-from_on")
    )
    delegations = [Delegation(one.body, one.from_on, one.to_on) for one in begun if one.nature == DELEGATED]
    said = PaperPower.objects.within(scope).filter(from_on__lte=on).order_by("from_on")
    town = begun[0].town if begun else Town.objects.of(scope)
    bureau = bureau_on(delegations, on, town.bureau)
    in_force = tuple(one for one in begun if one.to_on >= on)
    return Signing(on, town, bureau, in_force, {one.kind: one for one in said})


def later_paper(scope: Scope, by: Signing, kind: str) -> IssuedPaper | None:
    """The paper of a later day that has a number already in the series from which one of a kind would take its own."""
    series = paper_number(by.number_word(kind), kind, by.on.year, 0).removesuffix("0号")
    found = IssuedPaper.objects.within(Scope.whole_town(scope.town)).filter(
        kind=kind, issued_on__gt=by.on, number__startswith=series
    )
    last: IssuedPaper | None = found.order_by("-issued_on", "-id").first()
    return last


CAMPAIGN_STATES = {
    "draft": "拟订",
    "coming": "未开始",
    "running": "进行中",
    "over": "到期待总结",
    "closed": "已总结",
    "cancelled": "已取消",
}


def campaigns(scope: Scope, on: date, *, words: str = "", state: str = "") -> QuerySet[Campaign]:
    """The list of campaigns; by how they stand on a day (one of CAMPAIGN_STATES)."""
    found: QuerySet[Campaign] = Campaign.objects.within(scope)
    if state == "running":
        found = running_campaigns(scope, on)
    elif state == "coming":
        found = found.filter(state=ISSUED, begins_on__gt=on)
    elif state == "over":
        found = found.filter(state=ISSUED, ends_on__lt=on)
    elif state:
        found = found.filter(state=state)
    for word in words.split():
        found = found.filter(name__icontains=word)
    return found


def campaign_state(row: Campaign, today: date) -> str:
    """How a campaign stands on a day: one of CAMPAIGN_STATES."""
    if row.state != ISSUED:
        return row.state
    if today < row.begins_on:
        return "coming"
    return "running" if today <= row.ends_on else "over"


def begun_campaigns(scope: Scope) -> QuerySet[Campaign]:
    """Campaigns that were issued and not cancelled: those that figures count, and that visits may belong to."""
    found: QuerySet[Campaign] = Campaign.objects.within(scope).filter(state__in=(ISSUED, CLOSED))
    return found


def running_campaigns(scope: Scope, on: date) -> QuerySet[Campaign]:
    """Campaigns that run on a day."""
    found: QuerySet[Campaign] = Campaign.objects.within(scope).filter(
        state=ISSUED, begins_on__lte=on, ends_on__gte=on
    )
    return found


def in_force(scope: Scope, on: date) -> dict[str, ChecklistVersion]:
    """The town's versions in force on a day, by the list's key."""
    standing = Q(replaced_on__isnull=True) | Q(replaced_on__gt=on)
    found = ChecklistVersion.objects.within(scope).filter(standing, published_on__lte=on)
    return {one.key: one for one in found.order_by("number")}


def draft_of(scope: Scope, key: str) -> ChecklistVersion | None:
    """The town's draft of a list."""
    found: ChecklistVersion | None = (
        ChecklistVersion.objects.within(scope).filter(key=key, state=DRAFT).first()
    )
    return found


def obliged_on(scope: Scope, on: date) -> dict[str, list[Item]]:
    """What superior bodies make the town look at on a day, by the list's key; "" for every list."""
    standing = Q(ended_on__isnull=True) | Q(ended_on__gt=on)
    found: dict[str, list[Item]] = {}
    for paper in (
        Obligation.objects.within(scope).filter(standing, from_on__lte=on).order_by("issued_on", "id")
    ):
        found.setdefault(paper.key, []).extend(paper.found)
    return found


def list_on(scope: Scope, key: str, on: date) -> Checklist:
    """One of the lists as the town uses it on a day."""
    return _joined([key], in_force(scope, on), obliged_on(scope, on), on)


def sheet_for(scope: Scope, unit: Unit, on: date, first: Sequence[str] = ()) -> Checklist | None:
    """What a unit is looked at by on a day: the list of its category and those of its dangers, as the town and its superiors have
    them; before them those of `first` that suit it. Two queries. None before the first law of the table."""
    before = [key for key in first if suits(key, unit.category, unit.details)]
    keys = list(dict.fromkeys([*before, *keys_for(unit.category, unit.details)]))
    if not keys:
        return None
    sheet = _joined(keys, in_force(scope, on), obliged_on(scope, on), on, unit)
    return sheet if sheet.items else None


def _joined(
    keys: list[str],
    versions: dict[str, ChecklistVersion],
    obliged: dict[str, list[Item]],
    on: date,
    unit: Unit | None = None,
) -> Checklist:
    """Some lists as one; each item once, where it comes first."""
    everywhere = obliged.get("", [])
    parts = [
        composed(
            key,
            versions[key].changes(on) if key in versions else Changes(),
            [*(() if LIBRARY[key].when else everywhere), *obliged.get(key, ())],
            on,
            unit.details if unit else None,
        )
        for key in keys
    ]
    label = LIBRARY[keys[0]].label
    if more := [LIBRARY[key].label.removesuffix("检查表").removesuffix("作业") for key in keys[1:]]:
        label = f"{label}（含{'、'.join(more)}）"
    return Checklist(keys[0], label, tuple({item.key: item for item in chain(*parts)}.values()))

"""Verbs of a hazard whose matter is another's: refer it, take it back, settle what the other has done."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete, NotAllowed
from bihuan.core.events import Entry
from bihuan.core.ids import new_id
from bihuan.core.models import Town
from bihuan.core.scope import Scope
from bihuan.grid.models import Cell, Department
from bihuan.hazards.actions import moves
from bihuan.hazards.lifecycle import REFERRED
from bihuan.hazards.models import Hazard
from bihuan.inspections import law
from bihuan.inspections.actions import issue_paper
from bihuan.inspections.queries import signing
from bihuan.referrals import rules
from bihuan.referrals.actions import ways
from bihuan.referrals.lifecycle import ANSWERED, REFERRAL
from bihuan.referrals.models import Referral
from bihuan.referrals.queries import departments, last_transfer, live_transfer
from bihuan.units.actions import hold_unit_of


@dataclass(frozen=True)
class Letter:
    """What is written to the other body. `body` is its name, or `department` the town's own department that is called.
    `due_on` is the last day for the answer of a transfer; `hours` the term to arrive of who is called."""

    kind: str
    reason: str
    body: str = ""
    department: UUID | None = None
    materials: tuple[str, ...] = field(default=())
    due_on: date | None = None
    hours: int | None = None


@transaction.atomic
def refer(actor: Actor, hazard_id: UUID, letter: Letter, *, version: int) -> Referral:
    """移送、抄告、吹哨报到: make a hazard known to the body whose matter it is. A transfer hands the hazard over: the town's
    own term for the unit ends, and the answer is waited for. A copy and a call leave the hazard as it stands.

    Law: 安全生产法 on referral in time, with a record (art. 69, before 2021-09 art. 66).
    """
    actor.need("refer")
    hazard = actor.find(Hazard, hazard_id, what="条隐患")
    town = Town.objects.of(actor.scope)
    called = _called(actor, letter, hazard)
    body = called.name if called else letter.body.strip()
    _check(actor, town, letter, hazard, body, called)
    hold_unit_of(actor, hazard)
    today, entry = clock.today(), None
    referral = Referral(
        id=new_id(),
        town_id=actor.town,
        hazard=hazard,
        kind=letter.kind,
        body=body,
        body_key=rules.body_key(body, town.district),
        department_id=called.pk if called else hazard.unit.department_id,
        reason=letter.reason.strip(),
        basis=law.basis("referral", today) if letter.kind == "transfer" else "",
        materials=list(letter.materials),
        sent_on=today,
        sent_at=clock.now(),
        sent_by_id=actor.person_id,
        due_on=letter.due_on if letter.kind == "transfer" else None,
        recorded_cell=hazard.recorded_cell,
        recorded_category=hazard.recorded_category,
    )
    if letter.kind == "whistle":
        assert letter.hours is not None
        referral.due_at = clock.now() + timedelta(hours=letter.hours)
        referral.due_on = clock.town_day(referral.due_at)
    if paper := rules.PAPER_OF.get(letter.kind):
        by = signing(actor.scope, today)
        referral.paper = issue_paper(actor, hazard, paper, by, inspection_id=hazard.inspection_id)
    given = {
        "referral": referral,
        "body": body,
        "note": referral.reason,
        "due_on": referral.due_on if letter.kind == "transfer" else None,
        "hours": letter.hours,
        "paper": referral.paper.number if referral.paper else None,
    }
    if letter.kind == "transfer":
        _, step = moves.begin(actor, hazard_id, "refer")
        moves.advance(actor, hazard, step, version, referred_on=hazard.referred_on or today, deadline_on=None)
        moves.end_demands(actor, hazard, today)
        entry = moves.told(hazard, step, **given)
    referral.save(force_insert=True)
    events.record_all(actor, [entry or Entry(f"send_{letter.kind}", hazard, given)])
    return referral


@transaction.atomic
def take_back(actor: Actor, hazard_id: UUID, *, version: int, note: str) -> Hazard:
    """收回办理: what was referred is the town's own again; a referral that is still under way is withdrawn."""
    hazard, step = moves.begin(actor, hazard_id, "take_back")
    moves.need(step, note=note.strip())
    entries: list[Entry] = []
    if referral := live_transfer(actor.scope, hazard.pk):
        out = REFERRAL.move("withdraw", referral.state, *referral.traits)
        ways.advance(actor, referral, out, referral.version, withdrawn_on=clock.today())
        entries.append(ways.told(referral, out, note=note))
    entries += ways.hazard_back(actor, hazard, note, version)
    events.record_all(actor, entries)
    return hazard


@transaction.atomic
def settle_referred(
    actor: Actor, hazard_id: UUID, *, version: int, note: str, photos_after: Sequence[UUID] = ()
) -> Hazard:
    """移送办结销号: the other body has answered that it is done, and the town has looked and found it so."""
    hazard, step = moves.begin(actor, hazard_id, "settle_referred")
    moves.need(step, note=note.strip())
    sent = last_transfer(actor.scope, hazard.pk)
    if sent is None or sent.state != ANSWERED:
        raise NotAllowed("受理单位还没有办结答复。请先登记答复，核实以后再销号；不再移送的请“收回办理”。")
    moves.advance(actor, hazard, step, version, settled_on=clock.today())
    moves.add_evidence(actor, [(hazard, photos_after, "after")])
    moves.tell(actor, hazard, step, note=note, body=sent.body)
    return hazard


def _called(actor: Actor, letter: Letter, hazard: Hazard) -> Department | None:
    """The town's department that is called, chosen or named."""
    if letter.kind != "whistle":
        return None
    if letter.department:
        return actor.find(Department, letter.department, what="个部门")
    named = rules.plain_name(letter.body)
    return next((one for one in departments(actor.scope) if rules.plain_name(one.name) == named), None)


def _check(
    actor: Actor, town: Town, letter: Letter, hazard: Hazard, body: str, called: Department | None
) -> None:
    """Raises NotAllowed where the hazard's state forbids it, Incomplete naming the fields."""
    if hazard.voided_on or (letter.kind == "whistle" and not hazard.is_open):
        raise NotAllowed(
            f"这条隐患现在是“{hazard.state_label}”，不能{rules.KINDS.get(letter.kind, '移送')}。"
        )
    if letter.kind == "transfer" and hazard.state == REFERRED:
        raise NotAllowed("这条隐患已经移送，还没有收回。请先登记答复或者收回办理，再移送别处。")
    wrong: dict[str, str] = {}
    if letter.kind not in rules.KINDS:
        wrong["kind"] = "请选择移送、抄告或者吹哨报到。"
    names = [] if letter.kind == "whistle" else [one.name for one in departments(actor.scope)]
    cells = (
        Cell.objects.within(Scope.whole_town(actor.town))
        .exclude(kind="enterprise")
        .values_list("name", flat=True)
    )
    if not body:
        wrong["body"] = "请填写受理单位。"
    elif called and called.pk in actor.scope.departments:
        wrong["department"] = f"您就是{called.name}的人员，不能吹哨叫自己。"
    elif not called and (
        why := rules.why_oneself(
            body, town=town.name, district=town.district, office=town.office, departments=names, cells=cells
        )
    ):
        wrong["body"] = why
    if not letter.reason.strip():
        wrong["reason"] = "请写明为什么移送、要对方办什么。"
    if len(letter.materials) > rules.MATERIALS_MAX:
        wrong["materials"] = f"材料最多{rules.MATERIALS_MAX}项，请合并。"
    wrong |= _check_term(letter)
    if wrong:
        raise Incomplete("".join(wrong.values()), wrong)


def _check_term(letter: Letter) -> dict[str, str]:
    today = clock.today()
    if letter.kind == "transfer":
        if letter.due_on is None:
            return {"due_on": "请填写答复期限。"}
        if letter.due_on < today:
            return {"due_on": "答复期限不能早于今天。"}
        if letter.due_on > today + timedelta(days=366):
            return {"due_on": "答复期限超过一年，请核对年份。"}
        if not letter.materials:
            return {"materials": "移送要附材料，请列出材料清单。"}
    if letter.kind == "whistle" and not 1 <= (letter.hours or 0) <= rules.HOURS_MAX:
        return {"hours": f"到场时限应为1至{rules.HOURS_MAX}小时。"}
    return {}

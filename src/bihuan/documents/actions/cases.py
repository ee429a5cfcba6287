"""Case files: opened for a unit and a matter, filled, put in order, closed for the archive."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Max

from bihuan.core import clock, events, files, moving
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete, NotAllowed, NotFound, Stale
from bihuan.core.numbering import next_number
from bihuan.core.scope import Scope
from bihuan.documents.filing import Filed, in_order
from bihuan.documents.lifecycle import CASE, CLOSED, DRAFT, DROPPED, OPEN, PROPOSED
from bihuan.documents.models import CaseFile, CaseItem, Service, Writ
from bihuan.units.actions import hold_unit, hold_unit_of
from bihuan.units.models import Unit

STALE = "这个案卷刚刚被别人改过。请核对最新内容后再办理，您填写的内容还在。"
SERIES = "案卷"
ITEMS_MAX = 300
_NEEDED = {"outcome": "请填写处理结果。", "note": "请填写退回原因。"}


@transaction.atomic
def open_case(actor: Actor, unit_id: UUID, *, matter: str, writs: Sequence[UUID] = ()) -> CaseFile:
    """立卷: a case file of a unit and a matter, with documents in the order of the field. Its number is the next of the year."""
    actor.need("order")
    unit = hold_unit(actor, unit_id)
    matter = _matter(matter)
    chosen = _chosen(actor, unit, writs)
    today = clock.today()
    number = f"{SERIES}〔{today.year}〕{next_number(actor.town, SERIES, today.year)}号"
    row = CaseFile(
        town_id=actor.town,
        unit=unit,
        number=number,
        matter=matter,
        opened_on=today,
        handled_by_id=actor.person_id,
    )
    row.save(force_insert=True)
    CaseItem.objects.bulk_create(_items(row, in_order(filed(actor.scope, chosen)), chosen, after=0))
    given = {"number": number, "matter": matter, "count": len(chosen)}
    events.record(actor, "open_case", row, given=given, after=OPEN)
    return row


@transaction.atomic
def add_writs(actor: Actor, case_id: UUID, *, version: int, writs: Sequence[UUID]) -> CaseFile:
    """加入文书: further documents of the unit, behind those that are there, in the order of the field among themselves."""
    row = _changeable(actor, case_id)
    if not writs:
        raise Incomplete("请勾选要加入的文书。", {"writs": "请勾选要加入的文书。"})
    hold_unit_of(actor, row)  # or two files of the unit would take in the same document at once
    chosen = _chosen(actor, row.unit, writs)
    _turn(row, version)
    fresh = _items(row, in_order(filed(actor.scope, chosen)), chosen, after=_last_place(row))
    CaseItem.objects.bulk_create(fresh)
    titles = "、".join(one.title for one in fresh)[:500]
    events.record(actor, "file_in_case", row, given={"number": row.number, "text": titles})
    return row


@transaction.atomic
def add_paper(
    actor: Actor, case_id: UUID, *, version: int, title: str, file: UUID | None, dated: date | None = None
) -> CaseFile:
    """加入材料: a paper that was scanned alone, behind what is there."""
    row = _changeable(actor, case_id)
    title = title.strip()
    wrong = {
        **({} if title else {"title": "请填写题名。"}),
        **({} if file else {"file": "请选择扫描件。"}),
        **({"dated": "材料日期不能晚于今天。"} if dated and dated > clock.today() else {}),
    }
    if wrong or file is None:
        raise Incomplete("".join(wrong.values()), wrong)
    (stored,) = files.owned(actor, [file])
    _turn(row, version)
    place = _last_place(row) + 1
    _not_too_many(place)
    CaseItem(town_id=row.town_id, case=row, place=place, title=title, file=stored, dated=dated).save(
        force_insert=True
    )
    events.record(actor, "file_in_case", row, given={"number": row.number, "text": title})
    return row


@transaction.atomic
def shift_item(actor: Actor, case_id: UUID, *, version: int, item: UUID, up: bool) -> CaseFile:
    """调整次序: one thing of a case file before or behind its neighbour. At an end it stays where it is."""
    row = _changeable(actor, case_id)
    there = list(_rows(row))
    at = _index(there, item)
    other = at - 1 if up else at + 1
    _turn(row, version)
    if 0 <= other < len(there):
        _set_place(there[at], there[other].place)
        _set_place(there[other], there[at].place)
    given = {"number": row.number, "text": there[at].title, "note": "上移" if up else "下移"}
    events.record(actor, "order_case", row, given=given)
    return row


@transaction.atomic
def remove_item(actor: Actor, case_id: UUID, *, version: int, item: UUID) -> CaseFile:
    """移出案卷: the document itself stays what it is."""
    row = _changeable(actor, case_id)
    there = list(_rows(row))
    at = _index(there, item)
    _turn(row, version)
    gone = there.pop(at)
    whole = CaseItem.objects.within(Scope.whole_town(actor.town)).filter(case=row)
    whole.filter(pk=gone.pk)._raw_delete(whole.db)
    whole.filter(place__gt=gone.place).update(place=F("place") - 1)
    events.record(actor, "take_from_case", row, given={"number": row.number, "text": gone.title})
    return row


@transaction.atomic
def name_matter(actor: Actor, case_id: UUID, *, version: int, matter: str) -> CaseFile:
    """改案由."""
    row = _changeable(actor, case_id)
    matter, was = _matter(matter), row.matter
    _turn(row, version, matter=matter)
    events.record(actor, "name_case", row, given={"number": row.number, "matter": matter, "was": was})
    return row


@transaction.atomic
def close_case(actor: Actor, case_id: UUID, *, version: int, outcome: str) -> CaseFile:
    """归档: with the outcome. A closed case file is not altered any more."""
    row = actor.find(CaseFile, case_id, what="个案卷")
    step = CASE.move("close_case", row.state)
    actor.need(step.right)
    moving.need(step, _NEEDED, outcome=outcome.strip())
    if not _rows(row).exists():
        raise NotAllowed("案卷里还没有材料，不能归档。请先加入文书或扫描件。")
    drafts = [one.title for one in _rows(row).filter(writ__state__in=(DRAFT, PROPOSED))]
    if drafts:
        raise NotAllowed(f"还有没签发的文书（{'、'.join(drafts)}），请先签发、登记区级签发或移出案卷。")
    _turn(row, version, outcome=outcome.strip(), closed_on=clock.today())
    given = {"number": row.number, "outcome": outcome.strip()}
    events.record(actor, "close_case", row, given=given, before=OPEN, after=CLOSED)
    return row


@transaction.atomic
def reopen_case(actor: Actor, case_id: UUID, *, version: int, note: str) -> CaseFile:
    """退回补正: a closed case file to which something is to be added; it keeps its number."""
    row = actor.find(CaseFile, case_id, what="个案卷")
    step = CASE.move("reopen_case", row.state)
    actor.need(step.right)
    moving.need(step, _NEEDED, note=note.strip())
    _turn(row, version, closed_on=None)
    given = {"number": row.number, "note": note.strip()}
    events.record(actor, "reopen_case", row, given=given, before=CLOSED, after=OPEN)
    return row


def filed(scope: Scope, rows: Sequence[Writ]) -> list[Filed]:
    """Documents as their order hangs on them. One query, for receipts."""
    proofs = Service.objects.within(scope).filter(receipt__in=[row.pk for row in rows])
    proves = dict(proofs.values_list("receipt_id", "writ_id"))
    return [Filed(row.pk, row.kind, row.dated, row.number, proves.get(row.pk)) for row in rows]


def _chosen(actor: Actor, unit: Unit, writs: Sequence[UUID]) -> list[Writ]:
    """The documents of a unit that are to lie in one file, none of them in another."""
    found = Writ.objects.within(actor.scope).filter(pk__in=writs, unit=unit).exclude(state=DROPPED)
    rows = list(found.select_related("paper"))
    if len(rows) != len(set(writs)):
        raise NotFound("有的文书已经弃用，或者不是这家单位的。请刷新后重新勾选。")
    mine = CaseItem.objects.within(Scope.whole_town(actor.town)).filter(writ__in=writs)
    if taken := mine.select_related("case").first():
        raise Incomplete(
            f"“{taken.title}”已经在{taken.case.number}里。一份文书只入一个案卷，请先从那里移出。",
            {"writs": "有的文书已在别的案卷里。"},
        )
    return rows


def _items(case: CaseFile, order: Sequence[Filed], rows: Sequence[Writ], *, after: int) -> list[CaseItem]:
    _not_too_many(after + len(order))
    known = {row.pk: row for row in rows}
    return [
        CaseItem(
            town_id=case.town_id,
            case=case,
            place=place,
            title=known[one.key].label,
            writ_id=one.key,
            dated=one.dated,
        )
        for place, one in enumerate(order, start=after + 1)
    ]


def _not_too_many(count: int) -> None:
    if count > ITEMS_MAX:
        raise NotAllowed(f"一个案卷最多{ITEMS_MAX}份材料，请分卷。")


def _changeable(actor: Actor, case_id: UUID) -> CaseFile:
    actor.need("order")
    row = actor.find(CaseFile, case_id, what="个案卷")
    if row.closed_on:
        raise NotAllowed("案卷已经归档，不能再改。确需补正的，请由分管领导退回补正。")
    return row


def _turn(row: CaseFile, version: int, **values: Any) -> None:
    """The one conditional UPDATE: who comes second is told. Raises Stale."""
    changed = (
        CaseFile.objects.within(Scope.whole_town(row.town_id))
        .filter(pk=row.pk, version=version, closed_on=row.closed_on)
        .update(version=F("version") + 1, **values)
    )
    if changed != 1:
        raise Stale(STALE)
    for name, value in values.items():
        setattr(row, name, value)
    row.version = version + 1


def _rows(case: CaseFile) -> Any:
    return CaseItem.objects.within(Scope.whole_town(case.town_id)).filter(case=case)


def _set_place(item: CaseItem, place: int) -> None:
    CaseItem.objects.within(Scope.whole_town(item.town_id)).filter(pk=item.pk).update(place=place)


def _last_place(case: CaseFile) -> int:
    return int(_rows(case).aggregate(last=Max("place"))["last"] or 0)


def _index(there: Sequence[CaseItem], item: UUID) -> int:
    found = next((at for at, one in enumerate(there) if one.pk == item), None)
    if found is None:
        raise NotFound("这份材料已经不在案卷里。请刷新后再看。")
    return found


def _matter(text: str) -> str:
    matter = text.strip()
    if not matter:
        raise Incomplete("请填写案由。", {"matter": "请填写案由。"})
    return matter

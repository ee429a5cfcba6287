"""Filing the signed paper that was scanned back: each page by the code at its foot, or by hand where that cannot be read."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.errors import Forbidden, Incomplete, NotAllowed, Refused, Stale
from bihuan.core.files import keep_picture, owned
from bihuan.core.models import StoredFile
from bihuan.core.scope import Scope
from bihuan.documents.actions.drafting import right_for
from bihuan.documents.lifecycle import DRAFT, DROPPED, PROPOSED, STANDING
from bihuan.documents.models import Scan, Writ
from bihuan.documents.scans import Sheet
from bihuan.documents.standing import scans, scans_of

PAGE_MAX, REASON_MAX = 200, 200
MATCHED, ALREADY, UNREAD, REFUSED = "matched", "already", "unread", "refused"


@dataclass(frozen=True)
class Line:
    """What became of one page: in words, the writ where it was matched, the kept file where it waits to be matched by hand."""

    source: str
    result: str
    said: str
    writ: Writ | None = None
    page: int | None = None
    file: StoredFile | None = None


def file_sheets(actor: Actor, sheets: Sequence[Sheet]) -> list[Line]:
    """扫描归档: each page goes to the writ whose code is on it. What cannot be filed is told line by line, and keeps no other page from
    being filed. Of another town's paper nothing is kept and nothing told."""
    actor.need("order|campaigns")
    known = _known(sheets)
    mine = set(
        Writ.objects.within(actor.scope)
        .filter(pk__in=[one.pk for one in known.values()])
        .values_list("pk", flat=True)
    )
    lines: list[Line] = []
    good: list[tuple[int, Writ, int, StoredFile]] = []
    for sheet in sheets:
        told = _judged(actor, sheet, known, mine)
        try:
            if told.result in (MATCHED, UNREAD):
                file = keep_picture(actor, sheet.picture, f"{sheet.source}.jpg")
                told = Line(told.source, told.result, told.said, told.writ, told.page, file)
        except Refused as error:  # one that cannot be kept, on a disk that is full as well, keeps no other from being filed
            told = Line(sheet.source, REFUSED, error.message)
        if told.result == MATCHED and told.writ and told.page and told.file:
            good.append((len(lines), told.writ, told.page, told.file))
        lines.append(told)
    for place in _filed(actor, good) if good else ():
        lines[place] = Line(
            lines[place].source,
            ALREADY,
            "这一页已经归档过，没有重复存。原来的拍得不好，到文书页面按“换一张”。",
            lines[place].writ,
            lines[place].page,
        )
    return lines


@transaction.atomic
def file_by_hand(actor: Actor, file_id: UUID, *, number: str, page: int) -> Scan:
    """手工归档: a page whose code could not be read goes to the writ of a number (文号), as a person reads it."""
    file = owned(actor, [file_id])[0]
    wrong = {}
    if not 1 <= page <= PAGE_MAX:
        wrong["page"] = f"请填写页码，1至{PAGE_MAX}。"
    row = _numbered(actor, number.strip())
    if row is None:
        wrong["number"] = "没有找到这个文号的文书，请对照纸面核对，〔〕内是年份。"
    if wrong or row is None:
        raise Incomplete("".join(wrong.values()), wrong)
    actor.need(right_for(row.kind))
    if why := _why_not(row):
        raise NotAllowed(why)
    if _filed(actor, [(0, row, page, file)]):
        raise NotAllowed("这份文书的这一页已经归档过。")
    found: Scan = scans(actor.scope, row.pk).get(page=page)
    return found


@transaction.atomic
def replace_scan(actor: Actor, scan_id: UUID, *, file: UUID | None, reason: str) -> Scan:
    """换扫描件: a page that was scanned badly gives way to another picture of it, with the reason; the old one stays in the history. In a
    closed case file nothing is altered."""
    old = actor.find(Scan, scan_id, what="页扫描件")
    row = actor.hold(Writ, old.writ_id, what="份文书")
    actor.need(right_for(row.kind))
    wrong = {}
    if file is None:
        wrong["file"] = "请拍照或者选择新的扫描件。"
    elif file == old.file_id:
        wrong["file"] = "这就是原来的那一张，请换一张。"
    if not reason.strip():
        wrong["reason"] = "请写明为什么要换。"
    if wrong or file is None:
        raise Incomplete("".join(wrong.values()), wrong)
    if why := _why_not(row) or _why_closed(row):
        raise NotAllowed(why)
    kept = owned(actor, [file])[0]
    if scans(actor.scope, row.pk).filter(file=kept).exclude(pk=old.pk).exists():
        raise NotAllowed("这张是这份文书的另一页，请核对后再选。")
    changed = (
        Scan.objects.within(Scope.whole_town(actor.town))
        .filter(pk=old.pk, replaced_at__isnull=True)
        .update(replaced_at=clock.now(), replace_reason=reason.strip()[:REASON_MAX])
    )
    if changed != 1:
        raise Stale("这一页刚刚被别人换过。请核对最新的扫描件，还要换的再换。")
    made = Scan(
        town_id=actor.town,
        writ=row,
        page=old.page,
        file=kept,
        added_at=clock.now(),
        added_by_id=actor.person_id,
    )
    made.save(force_insert=True)
    given = {"page": old.page, "reason": reason.strip(), "was": old.file.sha256}
    events.record(actor, "replace_scan", row, given=given)
    return made


def _why_closed(row: Writ) -> str:
    closed = row.case_items.within(Scope.whole_town(row.town_id)).filter(case__closed_on__isnull=False)
    item = closed.select_related("case").first()
    return f"这份文书在已归档的案卷{item.case.number}里，先把案卷退回补正，再换扫描件。" if item else ""


@transaction.atomic
def _filed(actor: Actor, good: Sequence[tuple[int, Writ, int, StoredFile]]) -> set[int]:
    """存扫描件: the rows and one event a writ. Returns the places in the list of those that are there already."""
    ids = sorted({writ.pk for _place, writ, _page, _file in good})
    list(Writ.objects.within(actor.scope).filter(pk__in=ids).order_by("pk").held())
    there = scans_of(actor.scope, ids)
    made: list[Scan] = []
    pages: dict[UUID, list[int]] = defaultdict(list)
    again: set[int] = set()
    for place, writ, page, file in good:
        if (page, None) in there[writ.pk] or (None, file.pk) in there[writ.pk]:
            again.add(place)
            continue
        there[writ.pk] |= {(page, None), (None, file.pk)}
        pages[writ.pk].append(page)
        made.append(
            Scan(
                town_id=actor.town,
                writ=writ,
                page=page,
                file=file,
                added_at=clock.now(),
                added_by_id=actor.person_id,
            )
        )
    if made:
        Scan.objects.bulk_create(made)
        by_id = {writ.pk: writ for _place, writ, _page, _file in good}
        events.record_all(
            actor,
            [events.Entry("file_scans", by_id[pk], {"pages": sorted(found)}) for pk, found in pages.items()],
        )
    return again


def _known(sheets: Iterable[Sheet]) -> dict[str, Writ]:
    """The writs of the codes on some pages, whatever town they are of."""
    codes = {code.writ for sheet in sheets for code in sheet.codes}
    return {one.code: one for one in Writ.registry.filter(code__in=codes).select_related("paper")}


def _judged(actor: Actor, sheet: Sheet, known: dict[str, Writ], mine: set[UUID]) -> Line:
    """Whose a page is, or why it cannot be filed."""
    if not sheet.codes:
        return Line(sheet.source, UNREAD, "没有读到页脚的二维码。请重拍清楚，或者在右边填文号和页码归档。")
    if len(sheet.codes) > 1:
        return Line(sheet.source, REFUSED, "一张里有两页的二维码，没有存。请一页一张，分开扫描。")
    code = sheet.codes[0]
    row = known.get(code.writ)
    if row is not None and row.town_id != actor.town:
        return Line(sheet.source, REFUSED, "这是别的镇的文书，没有存。请核对后交给出具文书的镇。")
    if row is None or row.pk not in mine:
        return Line(sheet.source, REFUSED, "没有找到这个二维码对应的文书，或者它不在您的管辖范围内，没有存。")
    if why := _why_not(row):
        return Line(sheet.source, REFUSED, f"{why}没有存。")
    if not 1 <= code.page <= PAGE_MAX:
        return Line(sheet.source, REFUSED, "二维码里的页码不对，没有存。请核对是不是本系统打印的文书。")
    try:
        actor.need(right_for(row.kind))
    except Forbidden as error:
        return Line(sheet.source, REFUSED, error.message)
    return Line(sheet.source, MATCHED, f"{row}，第{code.page}页", row, code.page)


def _why_not(row: Writ) -> str:
    if row.state in (DRAFT, PROPOSED, DROPPED):
        return f"这份{row.label}还没有签发（{row.state_label}），签发后才能归档扫描件。"
    if row.state not in STANDING:
        return f"{row}{row.state_label}，不再归档扫描件。"
    return ""


def _numbered(actor: Actor, number: str) -> Writ | None:
    if not number:
        return None
    mine = Writ.objects.within(actor.scope)
    found: Writ | None = mine.filter(paper__number=number).select_related("paper").first()
    return found or mine.filter(outer_number=number).select_related("paper").first()

"""Printing many documents: one PDF of them all, or a zip with a file each; and a case file as one PDF. Steps of about a second; a
worker that dies in one makes the same again."""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from pikepdf import PasswordError, PdfError

from bihuan.core import clock, files
from bihuan.core.actions import Actor
from bihuan.core.errors import NotAllowed
from bihuan.core.files import PDF
from bihuan.core.installation import is_demo
from bihuan.core.jobs import Kind, Result, Step, Task, declare_kind
from bihuan.core.models import Job, Town
from bihuan.documents import bundles
from bihuan.documents.bundles import Bound, Printing
from bihuan.documents.case_forms import WritFilter
from bihuan.documents.casebook import Case, Line, contents, cover
from bihuan.documents.filing import distinct, number_key, safe_name
from bihuan.documents.models import CaseFile, CaseItem, Writ
from bihuan.documents.printing import printed
from bihuan.documents.queries import READS_PERSONAL, case_items, open_to, writs
from bihuan.documents.rendering import as_pdf
from bihuan.documents.standing import scans as scans_of

NAME = "documents.print"
PAPERS_MAX = 5_000
A_STEP = 20  # papers
A_GROUP = 100  # of papers, joined before all are


def chosen(actor: Actor, given: dict[str, Any]) -> QuerySet[Writ]:
    """What a print job is asked to print: the ticked ones, or all that an address's filters find."""
    if "writs" in given:
        rows = writs(actor.scope).filter(pk__in=[UUID(key) for key in given["writs"]])
    else:
        rows = WritFilter(QueryDict(given["query"])).narrow(actor.scope)
    return open_to(actor, rows)


def _step(actor: Actor, task: Task) -> Step:
    """First the keys in their order; then each paper; then groups of them; at last the file."""
    if task.at is None:
        return _begin(actor, task)
    keys = json.loads((task.folder / "keys.json").read_text())
    at = int(task.at)
    if at < len(keys):
        return _print_some(actor, task, keys, at)
    if task.given["shape"] == "zip":
        return _pack(actor, task, keys)
    return _join_some(task, keys, at - len(keys))


def _begin(actor: Actor, task: Task) -> Step:
    rows = chosen(actor, dict(task.given)).order_by("pk")
    named = ("pk", "unit__name", "unit_id", "dated", "kind", "paper__number", "outer_number")
    found = list(rows.values_list(*named)[: PAPERS_MAX + 1])
    if not found:
        raise NotAllowed("没有可以打印的文书：可能已经弃用，或者不在您的管辖范围内了。")
    if len(found) > PAPERS_MAX:
        raise NotAllowed(f"超过{PAPERS_MAX:,}份，一次打不完。请加条件（如按月、按网格）分几次打印。")
    order = _by_number if task.given["order"] == "number" else _by_unit
    keys = [str(row[0]) for row in sorted(found, key=order)]
    (task.folder / "keys.json").write_text(json.dumps(keys))
    return Step(0, 0, len(keys), "已选定文书")


def _by_number(row: Sequence[Any]) -> tuple[Any, ...]:
    pk, _, _, dated, kind, number, outer = row
    return (*number_key(kind, number or outer), dated, pk)


def _by_unit(row: Sequence[Any]) -> tuple[Any, ...]:
    pk, name, unit, dated, kind, number, outer = row
    return (name or "\uffff", str(unit), dated, number_key(kind, number or outer), pk)


def _print_some(actor: Actor, task: Task, keys: list[str], at: int) -> Step:
    some = keys[at : at + A_STEP]
    found = {str(row.pk): row for row in open_to(actor, writs(actor.scope)).filter(pk__in=some)}
    there = [found[key] for key in some if key in found]
    for row, content in printed(actor.scope, there):
        _place(task, keys.index(str(row.pk), at)).write_bytes(content)
    done = at + len(some)
    return Step(done, done, len(keys), f"已排好{done:,}份")


def _place(task: Task, at: int) -> Path:
    return task.folder / f"paper-{at:05}.pdf"


def _join_some(task: Task, keys: list[str], group: int) -> Step:
    """One group of the papers; behind the last group, all groups."""
    count = len(keys)
    starts = range(0, count, A_GROUP)
    groups = [task.folder / f"group-{start:05}.pdf" for start in starts]
    how = Printing(copies=int(task.given["copies"]), duplex=bool(task.given["duplex"]))
    if group < len(groups):
        start = starts[group]
        parts = [
            one for at in range(start, min(start + A_GROUP, count)) if (one := _place(task, at)).exists()
        ]
        if parts:
            bundles.join(parts, groups[group], how, is_last=group == len(groups) - 1)
        return Step(count + group + 1, count, count, f"正在装订，{group + 1}/{len(groups)}")
    parts = [one for one in groups if one.exists()]
    pages = bundles.append(parts, task.result)
    said = f"{_printed_count(task, count):,}份，{pages:,}页"
    result = Result(f"文书{clock.today():%Y%m%d}.pdf", PDF)
    return Step(None, count, count, said, ended=True, result=result)


def _printed_count(task: Task, count: int) -> int:
    made = sum(_place(task, at).exists() for at in range(count))
    if not made:
        raise NotAllowed("没有可以打印的文书：可能已经弃用，或者不在您的管辖范围内了。")
    return made


def _pack(actor: Actor, task: Task, keys: list[str]) -> Step:
    """A zip, a folder a case or unit, a file a paper."""
    count = _printed_count(task, len(keys))
    places = {key: _place(task, at) for at, key in enumerate(keys)}
    there = [key for key in keys if places[key].exists()]
    names = _names(actor, there)
    bundles.pack(((name, places[key]) for name, key in zip(names, there, strict=True)), task.result)
    result = Result(f"文书{clock.today():%Y%m%d}.zip", "application/zip")
    return Step(None, len(keys), len(keys), f"共{count:,}份", ended=True, result=result)


def _names(actor: Actor, keys: list[str]) -> list[str]:
    """The names of papers in the zip: 案卷或单位/日期 文书 文号.pdf."""
    found = {str(row.pk): row for row in writs(actor.scope).filter(pk__in=keys).select_related("campaign")}
    items = CaseItem.objects.within(actor.scope).filter(writ__in=keys).select_related("case")
    cases = {str(one.writ_id): one.case for one in items.order_by("case__opened_on", "case_id")}
    return distinct(_name(found.get(key), cases.get(key)) for key in keys)


def _name(row: Writ | None, case: Any) -> str:
    if row is None:  # gone out of the asker's sight since it was printed
        return "文书.pdf"
    folder = str(case) if case else row.unit.name if row.unit else str(row.campaign or "其他")
    return f"{safe_name(folder)}/{safe_name(f'{row.dated:%Y%m%d} {row}')}.pdf"


PRINT = declare_kind(Kind(NAME, "打印文书", "view", _step, writes=False))


def _case_step(actor: Actor, task: Task) -> Step:
    """First what lies in the case file; then each thing of it; at last all, bound."""
    case = actor.find(CaseFile, task.given["case"], what="个案卷")
    items_at = task.folder / "items.json"
    if task.at is None:
        keys = [str(pk) for pk in case_items(actor.scope, case.pk).values_list("pk", flat=True)]
        if not keys:
            raise NotAllowed("案卷里还没有材料，请先加入文书或扫描件。")
        items_at.write_text(json.dumps(keys))
        return Step(0, 0, len(keys), "已选定材料")
    keys, at = json.loads(items_at.read_text()), int(task.at)
    if at < len(keys):
        item = case_items(actor.scope, case.pk).filter(pk=keys[at]).first()
        if item is None:
            raise NotAllowed("案卷刚刚改过，请重新导出。")
        told = _put_item(actor, item, task.folder / f"item-{at:03}.pdf")
        (task.folder / f"item-{at:03}.json").write_text(json.dumps(told, ensure_ascii=False))
        return Step(at + 1, at + 1, len(keys), f"已排好{at + 1}份")
    return _bind(actor, task, case, len(keys))


def _put_item(actor: Actor, item: CaseItem, place: Path) -> dict[str, Any]:
    """One thing as PDF: a document with its scans in the place of the pages they are of, or a paper scanned alone."""
    row = item.writ
    try:
        if row is not None:
            scans = list(scans_of(actor.scope, row.pk))
            pages = [(one.page, files.content_of(one.file)) for one in scans]
            ((_, content),) = printed(actor.scope, [row])
            count = bundles.replaced(content, pages, place)
            note = "签字页为扫描件" if scans else ""
        else:
            assert item.file is not None, "a thing of a case file is a document or a file"
            count, note = bundles.replaced(b"", [(None, files.content_of(item.file))], place), "扫描件"
    except (PdfError, PasswordError) as error:
        raise NotAllowed(f"“{item.title}”的扫描件读不出来（文件损坏或加密），请重新上传后再导出。") from error
    dated = item.dated.isoformat() if item.dated else ""
    number = row.number if row else ""
    return {"title": item.title, "number": number, "dated": dated, "pages": count, "note": note}


def _bind(actor: Actor, task: Task, case: CaseFile, count: int) -> Step:
    told = [json.loads((task.folder / f"item-{at:03}.json").read_text()) for at in range(count)]
    lines, begins = [], 1
    for one in told:
        dated = date.fromisoformat(one["dated"]) if one["dated"] else None
        lines.append(Line(one["title"], one["number"], dated, begins, one["pages"], one["note"]))
        begins += one["pages"]
    about, mark = _told_of(actor, case), "演示" if is_demo() else ""
    front = [
        ("案卷封面", task.folder / "cover.pdf", cover(about, lines, mark)),
        ("卷内目录", task.folder / "contents.pdf", contents(about, lines, mark)),
    ]
    for _, place, form in front:
        place.write_bytes(as_pdf(form))
    parts = [Bound(title, place, counted=False) for title, place, _ in front]
    parts += [
        Bound(f"{one.title} {one.number}".strip(), task.folder / f"item-{at:03}.pdf")
        for at, one in enumerate(lines)
    ]
    bundles.bind(parts, task.result)
    result = Result(f"{safe_name(str(case))}.pdf", PDF)
    return Step(None, count, count, f"{count}份材料，{begins - 1}页", ended=True, result=result)


def _told_of(actor: Actor, case: CaseFile) -> Case:
    town = Town.objects.of(actor.scope)
    unit = case.unit
    return Case(
        number=case.number,
        matter=case.matter,
        party=unit.name,
        address=unit.address,
        head=unit.head,
        town=town.name,
        office=town.office,
        handler=case.handled_by.name,
        opened_on=case.opened_on,
        closed_on=case.closed_on,
        outcome=case.outcome,
    )


def _case_page(job: Job) -> str:
    return reverse("case", args=[job.given["case"]])


CASE_FILE = declare_kind(
    Kind("documents.case", "导出案卷", READS_PERSONAL, _case_step, writes=False, leads=_case_page)
)

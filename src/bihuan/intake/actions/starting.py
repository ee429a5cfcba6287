"""An import is begun, matched, carried out, withdrawn, or dropped. What takes long goes on in pieces: see `pieces`."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db import transaction

from bihuan.core import clock, events, files
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete, NotAllowed
from bihuan.core.ids import new_id
from bihuan.core.models import StoredFile
from bihuan.core.moving import advance, need
from bihuan.core.scope import Scope
from bihuan.intake import book, queries
from bihuan.intake.book import Sheet
from bihuan.intake.heads import best_sheet, filled_by, head_of, proposed
from bihuan.intake.lifecycle import IMPORT
from bihuan.intake.models import Import, ImportRow
from bihuan.intake.registry import KINDS, Kind

STALE = "这次导入刚刚有了变化（另一个页面或另一个人办理过）。请刷新后再办，已更正的内容都在。"
_NEEDS = {
    "columns": "请至少把必填的各列对上。",
    "good": "没有可以导入的行。请先更正标红的格子，或者选定与已有记录相像的怎么办。",
}


def begin_import(actor: Actor, *, kind: str, content: bytes, file_name: str) -> Import:
    """上传表格: keep the file as it is, and find its head and columns. Nothing is taken in yet."""
    chosen = kind_for(actor, kind)
    sheets = book.heads(content)
    kept = files.keep_spreadsheet(actor, content, file_name, book.kind_of(content))
    with transaction.atomic():
        return _begun(actor, chosen, kept, file_name, sheets)


@transaction.atomic
def begin_again(actor: Actor, import_id: UUID, *, kind: str = "") -> Import:
    """用原文件重来: another import of the same file, of the same kind or another, of the same worksheet or another."""
    old = find_import(actor, import_id)
    chosen = kind_for(actor, kind or old.kind)
    return _begun(actor, chosen, old.file, old.name, book.heads(files.content_of(old.file)))


def _begun(actor: Actor, kind: Kind, kept: StoredFile, name: str, sheets: Sequence[Sheet]) -> Import:
    sheet = best_sheet(sheets, kind.columns)
    head = head_of(sheet.lines, kind.columns)
    columns = proposed(head.names, kind.columns)
    batch = Import(
        id=new_id(),
        town_id=actor.town,
        kind=kind.key,
        name=name[:120],
        file=kept,
        sheet=sheet.number,
        sheets=[(one.number, one.name) for one in sheets],
        head_row=head.row,
        columns=columns,
        fills=filled_by(sheet.name, kind.columns, columns, kind.options(actor)),
        made_by=actor.person_id,
        made_by_name=actor.name,
        made_at=clock.now(),
    )
    batch.save(force_insert=True)
    events.record(actor, "begin_import", batch, given={"kind": kind.key, "file": kept.sha256})
    return batch


@transaction.atomic
def match_columns(
    actor: Actor,
    import_id: UUID,
    *,
    version: int,
    sheet: int,
    head_row: int,
    columns: Mapping[str, int],
    fills: Mapping[str, str],
) -> Import:
    """对列: which column of the sheet is which, and what stands in those that it lacks. From here on rows are read (`go_on`)."""
    batch = find_import(actor, import_id)
    kind, step = kind_for(actor, batch.kind), IMPORT.move("match", batch.state)
    if lacking := [
        one for one in kind.columns if one.required and one.key not in columns and not fills.get(one.key)
    ]:
        text = f"还没有对上：{'、'.join(one.label for one in lacking)}。"
        raise Incomplete(text, {one.key: "必填，请选一列。" for one in lacking})
    need(step, _NEEDS, columns=columns)
    advance(
        actor,
        batch,
        step,
        version,
        STALE,
        sheet=sheet,
        head_row=head_row,
        columns=dict(columns),
        fills={key: text for key, text in fills.items() if text and key not in columns},
        reached=head_row,
        last_row=0,
    )
    events.record(
        actor, "match_columns", batch, given={"columns": dict(columns)}, before=step.frm, after=step.to
    )
    return batch


@transaction.atomic
def carry_out(actor: Actor, import_id: UUID, *, version: int, only_good: bool) -> Import:
    """导入: take in all rows, or those without mistakes. From here on it is carried out (`go_on`)."""
    batch = find_import(actor, import_id)
    kind_for(actor, batch.kind)
    step, counts = IMPORT.move("carry", batch.state), queries.counts(batch)
    need(step, _NEEDS, good=counts["good"])
    left = counts["bad"] + counts["open"]
    if left and not only_good:
        raise NotAllowed(f"还有{left}行要更正或者待定。请先改好，或者按“只导入无误的”。")
    advance(actor, batch, step, version, STALE, reached=0)
    events.record(
        actor, "carry_out_import", batch, given={"rows": counts["good"]}, before=step.frm, after=step.to
    )
    return batch


@transaction.atomic
def undo_import(actor: Actor, import_id: UUID, *, version: int) -> Import:
    """撤销整批: what was taken in and not used since is withdrawn; what has been used stays, and is named."""
    batch = find_import(actor, import_id)
    kind_for(actor, batch.kind)
    step = IMPORT.move("undo", batch.state)
    advance(actor, batch, step, version, STALE, reached=0)
    events.record(actor, "undo_import", batch, before=step.frm, after=step.to)
    return batch


@transaction.atomic
def drop_import(actor: Actor, import_id: UUID, *, version: int) -> Import:
    """放弃: nothing was taken in; what was read is emptied, the file stays."""
    batch = find_import(actor, import_id)
    step = IMPORT.move("drop", batch.state)
    advance(actor, batch, step, version, STALE)
    whole = Scope.whole_town(actor.town)
    ImportRow.objects.within(whole).filter(batch=batch).update(texts={}, mended={}, like_words="")
    events.record(actor, "drop_import", batch, before=step.frm, after=step.to)
    return batch


def find_import(actor: Actor, import_id: UUID) -> Import:
    """An import of the town, of a kind that the actor may bring in. Raises NotFound, Forbidden."""
    actor.need("import")
    batch = actor.find(Import, import_id, what="次导入")
    actor.need(KINDS[batch.kind].right)
    return batch


def kind_for(actor: Actor, key: str) -> Kind:
    if key not in KINDS:
        raise Incomplete("请选择导入什么。", {"kind": "请选择。"})
    actor.need("import")
    actor.need(KINDS[key].right)
    return KINDS[key]

"""Forms of superiors (上级报表): kept, bound cell by cell, filled for a period."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from bihuan.core import clock, events, files
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete, NotAllowed, Stale
from bihuan.core.ids import new_id
from bihuan.summaries.choices import ChoiceError
from bihuan.summaries.freezing import registry_version
from bihuan.summaries.models import FilledForm, ReportForm
from bihuan.summaries.reading.limits import NarrativeError
from bihuan.summaries.sheets import kept, workbook
from bihuan.summaries.sheets.cells import CellBinding, written
from bihuan.summaries.sheets.editions import Carried, carried
from bihuan.summaries.sheets.workbook import address

BOUND_MAX, MINUTES_MAX = 500, 6000


def keep_form(
    actor: Actor,
    *,
    name: str,
    kind: str,
    content: bytes,
    file_name: str,
    asked_by: str = "",
    minutes: int | None = None,
) -> ReportForm:
    """登记报表样式: keep an xlsx; cells that say their figure themselves ({{ 排查隐患 }}) are bound at once. `asked_by` wants it; by hand it
    takes `minutes` each time."""
    actor.need("summarize")
    if not name.strip():
        raise Incomplete("请填写名称。", {"name": "请填写名称。"})
    if not 0 <= (minutes or 0) <= MINUTES_MAX:
        said = f"手工填一次应为0至{MINUTES_MAX}分钟。"
        raise Incomplete(said, {"minutes": said})
    try:
        bound = written(workbook.tables(content))
    except NarrativeError as error:
        raise Incomplete(str(error), {"file": str(error)}) from error
    bindings = {where: one.as_json() for where, one in bound.items()}
    _limit(bindings)
    file = files.keep_spreadsheet(actor, content, file_name)
    with transaction.atomic():
        form = ReportForm(
            id=new_id(),
            town_id=actor.town,
            name=name.strip(),
            kind=kind,
            asked_by=asked_by.strip(),
            minutes=minutes or 0,
            file=file,
            bindings=bindings,
            made_by_id=actor.person_id,
            made_at=clock.now(),
        )
        form.save(force_insert=True)
        given = {"name": form.name, "asked_by": form.asked_by, "file": form.file.sha256}
        events.record(actor, "keep_form", form, given=given)
    return form


def bind_cell(
    actor: Actor, form_id: UUID, *, version: int, table: str, at: str, binding: CellBinding
) -> ReportForm:
    """绑定单元格: what a cell of a form says from now on. Raises Incomplete, NotAllowed, Stale."""
    form = _form(actor, form_id)
    if why := kept.why_not_filled(form, table, at):
        raise NotAllowed(why)
    try:
        binding.check()
    except ChoiceError as error:
        raise Incomplete(str(error), {error.field: str(error)}) from error
    bindings = form.bindings | {address(table, at): binding.as_json()}
    return _rebind(
        actor, form, version, bindings, "bind_cell", {"cell": address(table, at)} | binding.as_json()
    )


def unbind_cell(actor: Actor, form_id: UUID, *, version: int, table: str, at: str) -> ReportForm:
    """取消绑定: the cell stays as the form has it."""
    form = _form(actor, form_id)
    where = address(table, at)
    if where not in form.bindings:
        raise Stale("这个格子已经没有绑定。")
    bindings = {key: given for key, given in form.bindings.items() if key != where}
    return _rebind(actor, form, version, bindings, "unbind_cell", {"cell": where})


def adopt_proposals(
    actor: Actor, form_id: UUID, *, version: int, table: str, since: date, until: date
) -> int:
    """采用建议: bind every cell of a worksheet whose heads leave no doubt and that nobody has bound. Gives their number."""
    form = _form(actor, form_id)
    sheet = next((one for one in kept.tables_of(form) if one.name == table), None)
    found = kept.proposed(actor.scope, form, sheet, since, until) if sheet else {}
    if not found:
        raise NotAllowed("这张表没有可以采用的建议，请逐格选定。")
    bindings = {where: one.as_json() for where, one in found.items()} | form.bindings
    _rebind(actor, form, version, bindings, "adopt_proposals", {"cells": sorted(found)})
    return len(found)


def fill_form(actor: Actor, form_id: UUID, *, since: date, until: date, as_of: date) -> FilledForm:
    """填报: the form with its numbers for a period, kept as it is. What has no number stays empty, and says why. A cut-off
    that is still to come is today: what is due till then is not overdue yet."""
    form = _form(actor, form_id)
    made = made_of(actor, form, since=since, until=until, as_of=as_of)
    with transaction.atomic():
        made.save(force_insert=True)
        events.record_all(actor, [told_of(made)])
    return made


def made_of(actor: Actor, form: ReportForm, *, since: date, until: date, as_of: date) -> FilledForm:
    """A form filled for a period, its file kept, its row not yet written. Raises Incomplete, NotAllowed."""
    as_of = clock.so_far(as_of)
    if until < since:
        raise Incomplete("截止日期不能早于起始日期。", {"until": "不能早于起始日期。"})
    if since > clock.today():
        raise Incomplete(
            "起始日期还没有到，这一期还没有记录可以填报。", {"since": "还没有到，请改成今天或以前的日期。"}
        )
    found = kept.answered(actor.scope, form, since, until, as_of)
    if not found:
        raise NotAllowed("还没有绑定任何格子。请先在表上选定各格填什么，再填报。")
    standing = {where: found[where] for where in kept.squares(form) if where in found}
    values = {where: one.printed for where, one in standing.items()}
    content = workbook.filled(files.content_of(form.file), values)
    cells = kept.as_json(actor.scope, standing)
    return FilledForm(
        id=new_id(),
        town_id=actor.town,
        form=form,
        since=since,
        until=until,
        as_of=as_of,
        file=files.keep_spreadsheet(actor, content, f"{form.name}.xlsx"),
        cells=cells,
        registry=registry_version(),
        digest=kept.digest_of(content, cells),
        made_by_id=actor.person,
        made_at=clock.now(),
    )


def told_of(made: FilledForm) -> events.Entry:
    """What the log is told of a filled form; the page is held to its digest."""
    days = {"since": made.since, "until": made.until, "as_of": made.as_of}
    return events.Entry("fill_form", made, {"form": made.form_id, **days, "digest": made.digest})


def replace_file(
    actor: Actor, form_id: UUID, *, version: int, content: bytes, file_name: str
) -> tuple[ReportForm, Carried]:
    """换新样式: the superior's form in a new edition. What was chosen goes along with the heads of its squares; what is lost is told."""
    form = _form(actor, form_id)
    try:
        new = workbook.tables(content)
    except NarrativeError as error:
        raise Incomplete(str(error), {"edition": str(error)}) from error
    told = carried(form.bindings, kept.tables_of(form), new)
    said = {where: one.as_json() for where, one in written(new).items()}
    bindings = said | told.bindings
    file = files.keep_spreadsheet(actor, content, file_name)
    given = {
        "name": form.name,
        "file": file.sha256,
        "stayed": told.stayed,
        "moved": [f"{before}→{now}" for before, now in told.moved],
        "lost": [where for where, _ in told.lost],
    }
    return _rebind(actor, form, version, bindings, "replace_form_file", given, file=file), told


def _form(actor: Actor, form_id: UUID) -> ReportForm:
    actor.need("summarize")
    return actor.find(ReportForm, form_id, what="张报表样式")


def _limit(bindings: Mapping[str, Any]) -> None:
    if len(bindings) > BOUND_MAX:
        raise Incomplete(f"一张报表最多绑定{BOUND_MAX}个格子，现有{len(bindings)}个，请把报表拆开。")


def _rebind(
    actor: Actor,
    form: ReportForm,
    version: int,
    bindings: dict[str, Any],
    action: str,
    given: dict[str, Any],
    **more: Any,
) -> ReportForm:
    """The one way a form's bindings change, and what changes with them: a conditional UPDATE on its version."""
    _limit(bindings)
    with transaction.atomic():
        changed = (
            ReportForm.objects.within(actor.scope)
            .filter(pk=form.pk, version=version)
            .update(bindings=bindings, version=F("version") + 1, **more)
        )
        if not changed:
            raise Stale("这张报表刚刚被别人改过。请刷新页面，核对后再选。")
        events.record(actor, action, form, given=given)
    form.bindings, form.version = bindings, version + 1
    for name, value in more.items():
        setattr(form, name, value)
    return form

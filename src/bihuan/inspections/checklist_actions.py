"""Verbs of checklists: a town's draft and its publication, what a superior body demands, and the sheet that a record keeps."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete, NotAllowed, NotFound, Stale
from bihuan.core.ids import new_id
from bihuan.core.moving import advance, need
from bihuan.core.numbering import next_number
from bihuan.inspections import law
from bihuan.inspections.checklist_data import LIBRARY
from bihuan.inspections.checklists import OBLIGED, Checklist, Item, library_on
from bihuan.inspections.lifecycle import CHECKLIST, PUBLISHED
from bihuan.inspections.models import ChecklistVersion, FilledSheet, Obligation
from bihuan.inspections.queries import draft_of

TEXT_MAX, LOOK_MAX, GROUP_MAX, DAYS_MAX, OWN_MAX = 60, 100, 10, 90, 40
STALE = "检查表刚被别人改过，您填的内容还在，请核对后再保存。"


@dataclass(frozen=True)
class Own:
    """An item that a town writes itself. `key` is "" for a new one; `topic` one of the law's table, or ""."""

    text: str
    group: str
    key: str = ""
    look: str = ""
    topic: str = ""
    measure: str = ""
    days: int | None = None


@transaction.atomic
def save_draft(
    actor: Actor,
    key: str,
    *,
    version: int,
    hidden: Sequence[str] = (),
    own: Sequence[Own] = (),
    order: Sequence[str] = (),
) -> ChecklistVersion:
    """编辑检查表: write the town's draft of a list; it binds nobody until it is published. `version` is the draft's as it was seen, 0
    where there was none."""
    actor.need("checklists")
    today = clock.today()
    _check(key, hidden, own, today)
    kept = [
        asdict(one) | {"key": one.key or f"t{next_number(actor.town, 'checklist-item', 0)}"} for one in own
    ]
    given: dict[str, Any] = {"hidden": sorted(set(hidden)), "own": kept, "order": list(order)}
    draft = draft_of(actor.scope, key)
    if (draft.version if draft else 0) != version:
        raise Stale(STALE)
    if draft:
        advance(actor, draft, CHECKLIST.move("amend", draft.state), version, STALE, **given)
    else:
        draft = _begin(actor, key, given)
    events.record(actor, "amend_checklist", draft, given=given | {"key": key}, after=draft.state)
    return draft


@transaction.atomic
def publish_checklist(actor: Actor, draft_id: UUID, *, version: int, note: str) -> ChecklistVersion:
    """发布检查表: the draft is in force from today and is never altered again; the one before stays as it was."""
    actor.need("checklists")
    draft = actor.find(ChecklistVersion, draft_id, what="份检查表草稿")
    step, today = CHECKLIST.move("publish", draft.state), clock.today()
    need(step, {"note": "请写明改了什么、为什么。"}, note=note.strip())
    before = ChecklistVersion.objects.within(actor.scope).filter(key=draft.key, state=PUBLISHED).first()
    if _content(before) == _content(draft):
        raise NotAllowed("草稿与正在施行的没有差别，不用发布。")
    if before:
        replace = CHECKLIST.move("replace", before.state)
        advance(actor, before, replace, before.version, STALE, replaced_on=today)
    advance(actor, draft, step, version, STALE, note=note.strip(), published_on=today)
    given = {"key": draft.key, "number": draft.number, "note": draft.note}
    events.record(actor, "publish_checklist", draft, given=given, before="draft", after=draft.state)
    return draft


@transaction.atomic
def drop_draft(actor: Actor, draft_id: UUID, *, version: int) -> ChecklistVersion:
    """放弃草稿: nothing of it comes into force."""
    actor.need("checklists")
    draft = actor.find(ChecklistVersion, draft_id, what="份检查表草稿")
    before = draft.state
    advance(actor, draft, CHECKLIST.move("drop", before), version, STALE)
    events.record(actor, "drop_checklist", draft, given={"key": draft.key}, before=before, after=draft.state)
    return draft


@transaction.atomic
def restore_checklist(actor: Actor, version_id: UUID) -> ChecklistVersion:
    """退回旧版: a draft that says what an older version said; it is looked at and published like any other."""
    actor.need("checklists")
    old = actor.find(ChecklistVersion, version_id, what="个检查表版本")
    if draft_of(actor.scope, old.key):
        raise NotAllowed("这份检查表已有草稿，请先发布或者放弃草稿，再退回旧版。")
    draft = _begin(actor, old.key, {"hidden": old.hidden, "own": old.own, "order": old.order})
    given = {"key": old.key, "number": old.number}
    events.record(actor, "restore_checklist", draft, given=given, after=draft.state)
    return draft


@transaction.atomic
def oblige(
    actor: Actor,
    *,
    key: str,
    body: str,
    reference: str,
    issued_on: date,
    from_on: date,
    lines: Sequence[tuple[str, str]],
) -> Obligation:
    """登记上级必查项: what a district's paper makes the town look at, each with how to look; entered once, from the paper. `key` is the
    list it is added to, "" for all."""
    actor.need("checklists")
    wrong = {
        name: "请填写。" for name, text in (("body", body), ("reference", reference)) if not text.strip()
    }
    if key and key not in LIBRARY:
        wrong["key"] = "没有这份检查表，请从列表中选择。"
    if not lines:
        wrong["lines"] = "请至少写一项，一行一项。"
    for text, look in lines:
        if not 4 <= len(text) <= TEXT_MAX or len(look) > LOOK_MAX:
            wrong["lines"] = f"“{text[:20]}”：检查内容4至{TEXT_MAX}字，看法最多{LOOK_MAX}字。"
    if from_on < issued_on:
        wrong["from_on"] = "施行日期不能早于成文日期。"
    if wrong:
        raise Incomplete("上级必查项没有登记：" + "".join(wrong.values()), wrong)
    by = f"{body.strip()}（{reference.strip()}）"
    items = [
        asdict(Item(f"d{next_number(actor.town, 'obliged-item', 0)}", text, by, OBLIGED, look=look, by=by))
        for text, look in lines
    ]
    row = Obligation(
        id=new_id(),
        town_id=actor.town,
        key=key,
        body=body.strip(),
        reference=reference.strip(),
        issued_on=issued_on,
        from_on=from_on,
        items=items,
    )
    _insert(row, NotAllowed("这份文件的必查项已经登记过了，请到列表中查看。"))
    events.record(
        actor, "oblige_items", row, given={"key": key, "by": by, "items": [text for text, _ in lines]}
    )
    return row


@transaction.atomic
def end_obligation(actor: Actor, obligation_id: UUID, *, ended_on: date) -> Obligation:
    """废止上级必查项: the paper is no longer in force from a day on; what was filled stays."""
    actor.need("checklists")
    row = actor.find(Obligation, obligation_id, what="份上级文件")
    if ended_on < row.from_on:
        raise Incomplete("废止日期不能早于施行日期。", {"ended_on": "不能早于施行日期。"})
    mine = Obligation.objects.within(actor.scope).filter(pk=row.pk, ended_on__isnull=True)
    if not mine.update(ended_on=ended_on):
        raise NotAllowed("这份文件已经登记废止。")
    row.ended_on = ended_on
    events.record(actor, "end_obligation", row, given={"ended_on": ended_on, "reference": row.reference})
    return row


def keep_sheet(actor: Actor, checklist: Checklist) -> FilledSheet:
    """The sheet as it was filled, kept once. To be called by an action, inside its transaction."""
    kept = FilledSheet.objects.within(actor.scope)
    digest = checklist.digest
    if found := kept.filter(digest=digest).first():
        return found  # type: ignore[no-any-return]
    row = FilledSheet(
        id=new_id(),
        town_id=actor.town,
        key=checklist.key,
        label=checklist.label,
        digest=digest,
        items=checklist.plain,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:  # another record kept the same sheet at this moment
        row = kept.get(digest=digest)
    return row


def _check(key: str, hidden: Sequence[str], own: Sequence[Own], on: date) -> None:
    if key not in LIBRARY:
        raise NotFound("没有这份检查表，请返回列表重新选择。")
    known = {item.key: item for item in library_on(key, on)}
    bound = [known[one].text for one in hidden if one in known and known[one].is_obligatory]
    if bound:
        raise NotAllowed(f"不合格会构成重大事故隐患的项不能不用：{'；'.join(bound)}。")
    wrong: dict[str, str] = {}
    if len(own) > OWN_MAX:
        wrong["own"] = f"一份检查表最多增加{OWN_MAX}项。"
    for place, one in enumerate(own):
        if not 4 <= len(one.text.strip()) <= TEXT_MAX:
            wrong[f"own.{place}.text"] = f"检查内容4至{TEXT_MAX}字，现为{len(one.text.strip())}字。"
        if not one.group.strip() or len(one.group) > GROUP_MAX:
            wrong[f"own.{place}.group"] = f"请填写分组，最多{GROUP_MAX}字。"
        if len(one.look) > LOOK_MAX or len(one.measure) > TEXT_MAX:
            wrong[f"own.{place}.look"] = f"看法最多{LOOK_MAX}字，整改措施最多{TEXT_MAX}字。"
        if one.days is not None and not 0 <= one.days <= DAYS_MAX:
            wrong[f"own.{place}.days"] = f"整改期限0至{DAYS_MAX}天。"
        if one.topic and law.edition_of(one.topic, on) is None:
            wrong[f"own.{place}.topic"] = "这条依据没有登记或者没有施行，请重新选择。"
    if wrong:
        raise Incomplete("本镇增加的项没有填好，请看标红处。", wrong)


def _begin(actor: Actor, key: str, given: dict[str, Any]) -> ChecklistVersion:
    number = next_number(actor.town, f"checklist:{key}", 0)
    draft = ChecklistVersion(id=new_id(), town_id=actor.town, key=key, number=number, **given)
    _insert(draft, Stale(STALE))
    return draft


def _insert(row: ChecklistVersion | Obligation, refusal: NotAllowed | Stale) -> None:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise refusal from error


def _content(version: ChecklistVersion | None) -> tuple[Any, ...]:
    return (version.hidden, version.own, version.order) if version else ([], [], [])

"""Verbs of a document of the town's own: drafted, issued, replaced by a new version, repealed, withdrawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from bihuan.core import clock, events, files
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete, NotAllowed
from bihuan.core.events import Entry
from bihuan.core.ids import new_id
from bihuan.core.scope import Scope
from bihuan.policies import rules
from bihuan.policies.actions import ways
from bihuan.policies.lifecycle import DRAFT, ISSUED, POLICY
from bihuan.policies.models import Policy, PolicyDuty
from bihuan.policies.queries import POSTS, departments
from bihuan.policies.reading import text_of
from bihuan.policies.rules import DutyLine


@dataclass(frozen=True)
class Content:
    """What a document says: `file` is its file where it is not typed, from which the text is taken unless one is given."""

    kind: str
    title: str
    organ: str
    text: str = ""
    recipient: str = ""
    file: UUID | None = None
    until_on: date | None = None
    duties: Sequence[DutyLine] = ()


@dataclass(frozen=True)
class Issue:
    """How a document is issued: its number, the day, the day from which it is in force (the same, unless another is said)."""

    number: str
    issued_on: date | None
    force_on: date | None = None


@transaction.atomic
def draft_policy(actor: Actor, content: Content, *, replaces: UUID | None = None) -> Policy:
    """起草: a document of the town's own, or the next version of one (`replaces`)."""
    actor.need("policies")
    before = _replaceable(actor, replaces) if replaces else None
    row = Policy(
        id=new_id(),
        town_id=actor.town,
        drafted_on=clock.today(),
        dated_on=clock.today(),
        drafted_by_id=actor.person_id,
        replaces=before,
        **_values(actor, content),
    )
    row.save(force_insert=True)
    given = {"title": row.title, "replaces": before.title if before else ""}
    events.record(actor, "draft_policy", row, given=given, after=row.state)
    return row


def _replaceable(actor: Actor, policy_id: UUID) -> Policy:
    """A document that stands and of which no other next version is under way, held."""
    row = actor.hold(Policy, policy_id, what=ways.DOCUMENT)
    POLICY.move("replace_policy", row.state)
    if Policy.objects.within(actor.scope).filter(replaces=row, state=DRAFT).exists():
        raise NotAllowed("这份文件的新版正在起草，请接着改那一份。")
    return row


def _values(actor: Actor, content: Content) -> dict[str, object]:
    """The columns of a content. Raises Incomplete naming the fields."""
    wrong: dict[str, str] = {}
    if content.kind not in rules.KINDS:
        wrong["kind"] = "请选择文种。"
    if not content.title.strip():
        wrong["title"] = "请填写标题。"
    if not content.organ.strip():
        wrong["organ"] = "请填写发文机关。"
    if not content.text.strip() and content.file is None:
        wrong["text"] = "请填写正文，或者上传文件。"
    if len(content.text) > rules.TEXT_MAX_CHARS:
        wrong["text"] = f"正文超过{rules.TEXT_MAX_CHARS // 10_000}万字，请改为上传文件。"
    known = set(departments(actor.scope).values())
    if any(
        one.post not in POSTS or (one.department and one.department not in known) for one in content.duties
    ):
        wrong["duties"] = "职责的岗位、部门请从本镇的里面选。"
    if wrong:
        raise Incomplete("".join(wrong.values()), wrong)
    kept = ways.own_file(actor, content.file)
    text = content.text.strip()
    if not text and kept:
        text = text_of(files.owned(actor, [kept])[0])
    return {
        "kind": content.kind,
        "title": content.title.strip(),
        "organ": content.organ.strip(),
        "recipient": content.recipient.strip().rstrip(":："),
        "text": text,
        "file_id": kept,
        "until_on": content.until_on,
        "lines": [one.as_kept() for one in content.duties],
    }


@transaction.atomic
def revise_policy(actor: Actor, policy_id: UUID, content: Content, *, version: int) -> Policy:
    """修改草稿: what is issued stays as it was issued."""
    actor.need("policies")
    row = actor.hold(Policy, policy_id, what=ways.DOCUMENT)
    if row.state != DRAFT:
        raise NotAllowed(f"“{row.state_label}”的文件不能再改。要改内容的，请起草新版。")
    if row.version != version:
        raise ways.stale()
    values = _values(actor, content)
    mine = Policy.objects.within(Scope.whole_town(actor.town)).filter(pk=row.pk, version=version, state=DRAFT)
    mine.update(version=version + 1, **values)
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name, value in values.items():
        setattr(row, name, value)
    row.version = version + 1
    events.record(actor, "revise_policy", row, given={"title": row.title, "changed": changed})
    return row


@transaction.atomic
def issue_policy(actor: Actor, policy_id: UUID, issue: Issue, *, version: int) -> Policy:
    """印发: with number and day. A new version takes the place of the one before from its first day on. Its duties bind from then."""
    row, step = ways.begin_own(actor, policy_id, "issue_policy")
    number = rules.tidy_number(issue.number)
    ways.need(step, number=number, issued_on=issue.issued_on)
    wrong = rules.check_issue(
        number=number,
        issued_on=issue.issued_on,
        force_on=issue.force_on,
        until_on=row.until_on,
        today=clock.today(),
    )
    if wrong:
        raise Incomplete("".join(wrong.values()), wrong)
    assert issue.issued_on is not None
    force_on = issue.force_on or issue.issued_on
    before = actor.hold(Policy, row.replaces_id, what=ways.DOCUMENT) if row.replaces_id else None
    if before and before.issued_on and issue.issued_on < before.issued_on:
        raise Incomplete("新版的印发日期早于旧版。", {"issued_on": "不能早于旧版的印发日期。"})
    try:
        with transaction.atomic():
            on = issue.issued_on
            ways.advance(
                actor, row, step, version, number=number, dated_on=on, issued_on=on, force_on=force_on
            )
    except IntegrityError as error:
        raise Incomplete(f"文号“{number}”已经用过。", {"number": "已经用过，请核对。"}) from error
    PolicyDuty.objects.bulk_create(
        PolicyDuty(
            town_id=actor.town,
            policy=row,
            order=order,
            post=one.post,
            department_id=one.department,
            text=one.text,
        )
        for order, one in enumerate(map(rules.of_kept, row.lines), 1)
    )
    given = {"title": row.title, "number": number, "issued_on": issue.issued_on, "force_on": force_on}
    entries = [Entry("issue_policy", row, given, step.frm, step.to)]
    if before is not None and before.state == ISSUED:
        gone = POLICY.move("replace_policy", before.state)
        ways.advance(actor, before, gone, before.version, replaced_on=force_on)
        told = {"title": before.title, "by": number, "on": force_on}
        entries.append(Entry("replace_policy", before, told, gone.frm, gone.to))
    events.record_all(actor, entries)
    return row


@transaction.atomic
def enter_policy(actor: Actor, content: Content, issue: Issue, *, replaces: UUID | None = None) -> Policy:
    """登记已印发的文件: what the town has issued on paper, in one step."""
    row = draft_policy(actor, content, replaces=replaces)
    return issue_policy(actor, row.pk, issue, version=row.version)


@transaction.atomic
def repeal_policy(actor: Actor, policy_id: UUID, *, version: int, on: date | None, note: str) -> Policy:
    """废止: from a day on, by which paper or meeting."""
    row, step = ways.begin_own(actor, policy_id, "repeal_policy")
    ways.need(step, on=on, note=note.strip())
    assert on is not None and row.issued_on is not None
    if on < row.issued_on:
        raise Incomplete("废止日期不能早于印发日期。", {"on": "不能早于印发日期。"})
    ways.advance(actor, row, step, version, repealed_on=on, repealed_for=note.strip())
    given = {"title": row.title, "on": on, "note": note.strip()}
    events.record(actor, step.action, row, given=given, before=step.frm, after=step.to)
    return row


@transaction.atomic
def withdraw_policy(actor: Actor, policy_id: UUID, *, version: int, note: str = "") -> Policy:
    """作废: a draft that comes to nothing, or a document that was entered in error: kept, and counted nowhere. One that it had replaced stays
    replaced: whether it holds again is for the town to say."""
    row, step = ways.begin_own(actor, policy_id, "withdraw_policy")
    ways.need(step, note=note.strip())
    ways.advance(actor, row, step, version, withdrawn_on=clock.today(), withdrawn_for=note.strip())
    given = {"title": row.title, "note": note.strip()}
    events.record(actor, step.action, row, given=given, before=step.frm, after=step.to)
    return row

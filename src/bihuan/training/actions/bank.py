"""Verbs of the bank: a question is added, many from a sheet, one struck out."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete, NotAllowed
from bihuan.core.moving import hold_town
from bihuan.core.scope import Scope
from bihuan.training.models import Question
from bihuan.training.rules import GROUPS, TEXT_MAX, check_question

KEEPS = "units"
AT_ONCE_MAX = 500


@dataclass(frozen=True)
class QuestionGiven:
    """A question as it was typed or read from a sheet."""

    kind: str
    text: str
    options: tuple[str, ...]
    right: tuple[int, ...]
    basis: str = ""
    group: str = ""


@transaction.atomic
def add_question(actor: Actor, given: QuestionGiven) -> Question:
    """加题: one question of the town's own. A question without a right answer is refused."""
    return _added(actor, [given])[0]


@transaction.atomic
def add_questions(actor: Actor, given: Sequence[QuestionGiven]) -> list[Question]:
    """导入题目: all of a sheet, or none; what is wrong is told by the row's number."""
    if not given:
        raise Incomplete("表里没有题目。请按模板填写后再导入。")
    if len(given) > AT_ONCE_MAX:
        raise Incomplete(f"一次最多导入{AT_ONCE_MAX}题。")
    return _added(actor, given)


def _added(actor: Actor, given: Sequence[QuestionGiven]) -> list[Question]:
    actor.need(KEEPS)
    several = len(given) > 1
    hold_town(actor)
    there = Question.objects.within(Scope.whole_town(actor.town)).filter(ended_on__isnull=True)
    known = set(there.filter(text__in=[one.text.strip() for one in given]).values_list("text", flat=True))
    rows, told = [], []
    for number, one in enumerate(given, 1):
        options = (
            ("正确", "错误") if one.kind == "judge" else tuple(filter(None, (o.strip() for o in one.options)))
        )
        wrong = check_question(one.kind, one.text, options, one.right)
        if len(one.text.strip()) > TEXT_MAX:
            wrong["text"] = f"题目最多{TEXT_MAX}个字。"
        if one.group and one.group not in GROUPS:
            wrong["group"] = "对象请从列表中选择，不选的对所有人。"
        if one.text.strip() in known:
            wrong["text"] = "题库里已经有这道题。"
        known.add(one.text.strip())
        if wrong and not several:
            raise Incomplete("".join(wrong.values()), wrong)
        told += [f"第{number}题：{said}" for said in wrong.values()]
        rows.append(
            Question(
                town_id=actor.town,
                kind=one.kind,
                text=one.text.strip(),
                options=[] if one.kind == "judge" else list(options),
                right=list(one.right),
                basis=one.basis.strip(),
                group=one.group,
                from_on=clock.today(),
            )
        )
    if told:
        raise Incomplete("".join(told[:20]) + (f"还有{len(told) - 20}处。" if len(told) > 20 else ""))
    Question.objects.bulk_create(rows, batch_size=200)
    events.record_all(actor, [events.Entry("add_question", row, {"text": row.text[:60]}) for row in rows])
    return rows


@transaction.atomic
def end_question(actor: Actor, question_id: UUID) -> Question:
    """停用题目: it is drawn no more; exams that asked it stay as they were."""
    actor.need(KEEPS)
    row = actor.hold(Question, question_id, what="道题")
    if row.ended_on:
        raise NotAllowed("这道题已经停用。")
    row.ended_on = clock.today()
    row.save(update_fields=["ended_on"])
    events.record(actor, "end_question", row, given={"text": row.text[:60]})
    return row

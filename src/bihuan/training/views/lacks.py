"""Who lacks what, by persons and by units; the hours that are asked; the town's own questions."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from bihuan.core import clock
from bihuan.core.answers import back, posted
from bihuan.core.door import PageRequest, route
from bihuan.core.errors import Incomplete, Refused
from bihuan.intake import book
from bihuan.lists.views import answer
from bihuan.training import actions
from bihuan.training.actions.bank import KEEPS, QuestionGiven
from bihuan.training.bank import built_in
from bihuan.training.forms import (
    ASK_CHOICES,
    GROUP_CHOICES,
    QUESTION_CHOICES,
    HoursForm,
    QuestionForm,
    SheetForm,
)
from bihuan.training.listing import PERSONS, QUESTIONS, UNITS
from bihuan.training.models import Question
from bihuan.training.queries import rules_in_force
from bihuan.training.rules import GROUPS, QUESTION_KINDS, read_right
from bihuan.training.views.shared import tabs
from bihuan.units.rules import CATEGORIES

HEADS = ("题型", "题目", "选项", "正确答案", "依据", "对象")


@route("office", scope="place")
def training_persons(request: PageRequest) -> HttpResponse:
    """执法人员和网格人员的证件、学时."""
    return answer(request, PERSONS)


@route("office", scope="place")
def training_units(request: PageRequest) -> HttpResponse:
    """企业持证、学时、演练."""
    return answer(request, UNITS)


@route("office", scope="town")
def training_hours(request: PageRequest) -> HttpResponse:
    """学时要求: what binds today, national and the town's; POST, of a leader, asks more."""
    form = posted(request, HoursForm)
    if form.is_bound:
        made = form.carry_out(lambda given: actions.ask_hours(request.actor, **given))
        if made is not None:
            said = f"每年{made.hours}学时" if made.hours else "不另作规定"
            return back(request, f"已规定：{GROUPS[made.group]}{said}。", "training_hours")
    rules = [
        (GROUPS[one.group], "、".join(CATEGORIES[code].label for code in one.trades) or "全部", one)
        for one in rules_in_force(request.actor.scope, clock.today())
    ]
    context = {
        "tabs": tabs(request.actor, "training_hours"),
        "rules": rules,
        "form": form,
        "groups": ASK_CHOICES,
        "may": request.actor.may("supervise"),
    }
    return render(request, "training/hours.html", context, status=form.status)


@route("office", scope="town")
def questions(request: PageRequest) -> HttpResponse:
    """本镇题库."""
    return answer(request, QUESTIONS)


@route("office", scope="town")
def questions_built_in(request: PageRequest) -> HttpResponse:
    """自带题库: the built-in questions as an exam of today asks them, with the articles in force."""
    rows = [
        (QUESTION_KINDS[one.kind], "、".join(GROUPS[group] for group in one.groups) or "所有人", one)
        for one in built_in(clock.today())
    ]
    return render(request, "training/built_in.html", {"rows": rows, "tabs": tabs(request.actor, "questions")})


@route(KEEPS, scope="town")
def question_new(request: PageRequest) -> HttpResponse:
    """加题: one by the form, or many from a sheet."""
    form = posted(request, QuestionForm, initial={"kind": "single"})
    if form.is_bound:
        made = form.carry_out(lambda _given: actions.add_question(request.actor, form.given()))
        if made is not None:
            return back(request, f"已加入题库：{made.text[:30]}。", "questions")
    return _question_page(request, form, SheetForm())


@route(KEEPS, scope="town")
@require_POST
def question_sheet(request: PageRequest) -> HttpResponse:
    """导入题目 from a spreadsheet: all of it, or none."""
    sheet = SheetForm(request.POST, request.FILES)
    made = sheet.carry_out(lambda given: actions.add_questions(request.actor, _read(given["file"].read())))
    if made is not None:
        return back(request, f"已导入{len(made)}题。", "questions")
    return _question_page(request, QuestionForm(initial={"kind": "single"}), sheet)


def _question_page(request: PageRequest, form: QuestionForm, sheet: SheetForm) -> HttpResponse:
    context = {
        "form": form,
        "sheet": sheet,
        "kinds": QUESTION_CHOICES,
        "groups": GROUP_CHOICES,
        "heads": HEADS,
        "named": "、".join(GROUPS.values()),
    }
    return render(request, "training/question_new.html", context, status=max(form.status, sheet.status))


def _read(content: bytes) -> list[QuestionGiven]:
    """The questions of a sheet: the row of heads is looked for, further columns are left aside."""
    sheets = book.heads(content)
    lines = book.lines(content, sheets[0].number)
    kinds = {label: code for code, label in QUESTION_KINDS.items()} | {
        "单选题": "single",
        "多选题": "multiple",
        "判断题": "judge",
    }
    groups = {label: code for code, label in GROUPS.items()}
    for at, line in enumerate(lines[:20]):
        cells = [one.strip() for one in line.cells]
        if "题型" in cells and "题目" in cells:
            where = {head: cells.index(head) for head in HEADS if head in cells}
            return [_given(one.cells, where, kinds, groups) for one in lines[at + 1 :]]
    said = f"没有找到表头。第一行应有：{'、'.join(HEADS)}。"
    raise Incomplete(said, {"file": said})


def _given(
    cells: tuple[str, ...], where: dict[str, int], kinds: dict[str, str], groups: dict[str, str]
) -> QuestionGiven:
    said = {head: cells[at].strip() if at < len(cells) else "" for head, at in where.items()}
    kind = kinds.get(said.get("题型", ""), "")
    options = said.get("选项", "").replace("；", "\n").replace(";", "\n").splitlines()
    group = said.get("对象", "")
    return QuestionGiven(
        kind,
        said.get("题目", ""),
        tuple(one.strip() for one in options if one.strip()),
        read_right(kind, said.get("正确答案", "")),
        said.get("依据", "")[:100],
        groups.get(group, "?" if group and group != "所有人" else ""),
    )


@route(KEEPS, scope="town")
@require_POST
def question_end(request: PageRequest, question_id: UUID) -> HttpResponse:
    """停用题目, in one press."""
    request.actor.find(Question, question_id, what="道题")
    try:
        actions.end_question(request.actor, question_id)
        messages.success(request, "已停用，以后的考试不再抽到。", extra_tags="good")
    except Refused as error:
        messages.error(request, error.message, extra_tags="bad")
    return HttpResponseRedirect(reverse("questions"))

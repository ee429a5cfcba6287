"""The town's rules of 一票否决: looked at, taken over, set, changed, ended."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from bihuan.assessments import actions, vetoing
from bihuan.assessments.forms import BAR_CHOICES, AdoptForm, RuleForm
from bihuan.assessments.models import VetoRule
from bihuan.assessments.queries import candidates, rules_of
from bihuan.assessments.vetoing import USUAL, affects_text
from bihuan.assessments.views.shared import pressed, tabs
from bihuan.core.answers import back, posted
from bihuan.core.door import PageRequest, route


@route("office", scope="town")
def veto_rules(request: PageRequest) -> HttpResponse:
    """否决规定: those in force, those that ended; the usual ones are taken over by one press."""
    actor = request.actor
    rows = list(rules_of(actor.scope))
    form = posted(request, AdoptForm)
    if form.is_bound:
        actor.need("supervise")
        made = form.carry_out(lambda given: actions.adopt_rules(actor, **given))
        if made is not None:
            return back(request, f"已采用{len(made)}条，逐条核对期限和依据。", "veto_rules")
    known = {one.code for one in rows}
    context = {
        "tabs": tabs(actor, "veto_rules"),
        "rows": [(one, one.rule.condition, affects_text(one.affects)) for one in rows],
        "bars_text": vetoing.bars_text,
        "form": form,
        "left": sum(one.code not in known for one in USUAL),
        "may": actor.may("supervise"),
    }
    return render(request, "assessments/rules.html", context, status=form.status)


@route("supervise", scope="town")
def veto_rule_new(request: PageRequest) -> HttpResponse:
    """新增否决规定."""
    form = posted(
        request, RuleForm, initial={"months": 12, "bars": list(vetoing.BARS), "deaths": 0, "days": 0}
    )
    if form.is_bound:
        done = form.carry_out(lambda given: actions.set_rule(request.actor, given["rule"]))
        if done is not None:
            return back(request, f"已设定：{done}。", "veto_rules")
    return _form(request, form, None)


@route("supervise", scope="town")
def veto_rule(request: PageRequest, veto_rule_id: UUID) -> HttpResponse:
    """修改否决规定: the next edition, from today on."""
    row = request.actor.find(VetoRule, veto_rule_id, what="条否决规定")
    names = ("text", "trigger", "grade", "deaths", "days", "affects", "months", "bars", "basis")
    form = posted(request, RuleForm, initial={name: getattr(row, name) for name in names})
    if form.is_bound:
        done = form.carry_out(
            lambda given: actions.set_rule(request.actor, given["rule"], rule_id=veto_rule_id)
        )
        if done is not None:
            return back(request, f"已修改：{done}，今天起提出的按新的算。", "veto_rules")
    return _form(request, form, row)


def _form(request: PageRequest, form: RuleForm, row: VetoRule | None) -> HttpResponse:
    context: dict[str, Any] = {
        "row": row,
        "form": form,
        "triggers": list(vetoing.TRIGGERS.items()),
        "grades": list(vetoing.GRADES.items()),
        "affected": list(vetoing.AFFECTED.items()),
        "bars": BAR_CHOICES,
        "open": candidates(request.actor.scope).filter(rule=row).count() if row else 0,
        "to": reverse("veto_rules"),
    }
    return render(request, "assessments/rule.html", context, status=form.status)


@route("supervise", scope="town")
@require_POST
def veto_rule_end(request: PageRequest, veto_rule_id: UUID) -> HttpResponse:
    """停用否决规定."""
    request.actor.find(VetoRule, veto_rule_id, what="条否决规定")

    def said(done: VetoRule) -> str:
        left = candidates(request.actor.scope).filter(rule=done).count()
        more = f"此前提出、还没有认定的{left}条仍要认定。" if left else ""
        return f"已停用：{done}。{more}"

    return pressed(request, lambda: actions.end_rule(request.actor, veto_rule_id), said, "veto_rules")

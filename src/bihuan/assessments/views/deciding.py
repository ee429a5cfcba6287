"""Steps of a veto: decided, dropped, looked at again, revoked, appealed against, answered."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from bihuan.assessments import actions
from bihuan.assessments.actions.appealing import why_not_appeal
from bihuan.assessments.causes import lost
from bihuan.assessments.composing import basis_of
from bihuan.assessments.forms import BAR_CHOICES, AnswerForm, AppealForm, DecideForm, ReasonForm
from bihuan.assessments.models import Veto
from bihuan.assessments.queries import is_own
from bihuan.assessments.views.shared import ask_reason
from bihuan.assessments.views.vetoes import the_veto
from bihuan.core import clock
from bihuan.core.answers import back, posted
from bihuan.core.door import PageRequest, route
from bihuan.core.models import Town


@route("decide", scope="place")
def veto_decide(request: PageRequest, veto_id: UUID) -> HttpResponse:
    """决定否决."""
    row, actor, today = the_veto(request, veto_id), request.actor, clock.today()
    town = Town.objects.of(request.actor.scope).name
    initial = {
        "version": row.version,
        "body": f"{town}安全生产委员会",
        "grounds": row.facts if row.cause_kind == "hand" else "",
        "from_on": today.isoformat(),
        "months": row.rule.months,
        "bars": row.rule.bars,
    }
    form = posted(request, DecideForm, initial=initial)
    if form.is_bound:
        done = form.carry_out(lambda given: actions.decide_veto(actor, veto_id, **given))
        if done is not None:
            return back(
                request, f"已决定：{done.number}，申诉期到{done.appeal_until:%Y-%m-%d}。", "veto", veto_id
            )
    context = {
        "row": row,
        "form": form,
        "bars": BAR_CHOICES,
        "basis": basis_of(row, today),
        "lost": lost(actor.town, [row], today).get(row.pk, ""),
    }
    return render(request, "assessments/decide.html", context, status=form.status)


def _reason_page(
    request: PageRequest, row: Veto, form: ReasonForm, title: str, says: str, word: str
) -> HttpResponse:
    return ask_reason(
        request,
        form,
        title=title,
        sub=str(row),
        says=says,
        label=title,
        to=reverse("veto", args=[row.pk]),
        word=word,
    )


@route("decide", scope="place")
def veto_drop(request: PageRequest, veto_id: UUID) -> HttpResponse:
    """不予否决; a reason is proposed where the record behind it is gone."""
    row, actor = the_veto(request, veto_id), request.actor
    gone = lost(actor.town, [row], clock.today()).get(row.pk, "")
    form = posted(request, ReasonForm, initial={"version": row.version, "reason": gone})
    if form.is_bound:
        done = form.carry_out(lambda given: actions.drop_veto(actor, veto_id, **given))
        if done is not None:
            return back(request, "已不予否决，线索和原因都留着。", "veto", veto_id)
    says = "线索留在记录里，同一记录不再提出；起因撤销后又恢复的，会重新提出。"
    return _reason_page(request, row, form, "不予否决", says, "不予否决的原因")


@route("decide", scope="place")
def veto_keep(request: PageRequest, veto_id: UUID) -> HttpResponse:
    """复核维持, though the cause has changed."""
    row = the_veto(request, veto_id)
    form = posted(request, ReasonForm, initial={"version": row.version})
    if form.is_bound:
        done = form.carry_out(lambda given: actions.keep_veto(request.actor, veto_id, **given))
        if done is not None:
            return back(request, "已复核，否决维持。", "veto", veto_id)
    says = f"{row.lost_why or '起因有变更'}。仍然维持的，写明另有什么依据；没有的请撤销。"
    return _reason_page(request, row, form, "复核维持", says, "维持的理由")


@route("decide", scope="place")
def veto_revoke(request: PageRequest, veto_id: UUID) -> HttpResponse:
    """撤销否决."""
    row = the_veto(request, veto_id)
    form = posted(request, ReasonForm, initial={"version": row.version, "reason": row.lost_why})
    if form.is_bound:
        done = form.carry_out(lambda given: actions.revoke_veto(request.actor, veto_id, **given))
        if done is not None:
            return back(request, "已撤销，从今天起不再取消资格。", "veto", veto_id)
    return _reason_page(
        request, row, form, "撤销否决", "从今天起不再取消资格，此前的经过都留着。", "撤销的原因"
    )


@route("report|supervise", scope="place")
def veto_appeal(request: PageRequest, veto_id: UUID) -> HttpResponse:
    """申诉."""
    row, actor = the_veto(request, veto_id), request.actor
    form = posted(request, AppealForm, initial={"version": row.version})
    if form.is_bound:
        done = form.carry_out(lambda given: actions.appeal_veto(actor, veto_id, **given))
        if done is not None:
            return back(request, "申诉已提出，复核以后会通知。申诉期间不停止执行。", "veto", veto_id)
    context = {
        "row": row,
        "form": form,
        "for_another": actor.may("supervise") and not is_own(actor, row),
        "why": "" if form.is_bound else why_not_appeal(row),
    }
    return render(request, "assessments/appeal.html", context, status=form.status)


@route("decide", scope="place")
def veto_answer(request: PageRequest, veto_id: UUID) -> HttpResponse:
    """答复申诉."""
    row = the_veto(request, veto_id)
    form = posted(request, AnswerForm, initial={"version": row.version, "revoked": "no"})
    if form.is_bound:
        done = form.carry_out(lambda given: actions.answer_appeal(request.actor, veto_id, **given))
        if done is not None:
            return back(request, f"已答复：{done.state_label}。", "veto", veto_id)
    return render(request, "assessments/answer.html", {"row": row, "form": form}, status=form.status)

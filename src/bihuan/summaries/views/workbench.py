"""The workbench: choosing what a blank means, taking a truthful wording, remarks, handing over and signing."""

from collections.abc import Callable
from dataclasses import fields
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from bihuan.core.door import PageRequest, route
from bihuan.core.errors import Incomplete, Refused
from bihuan.summaries import actions
from bihuan.summaries.choices import Choice
from bihuan.summaries.forms import ChoiceForm, RemarkForm, ReplaceForm, VersionForm
from bihuan.summaries.models import Remark, Summary
from bihuan.summaries.views.pages import refused_choice

CHOSEN = [field.name for field in fields(Choice)]


@route("summarize", scope="town")
def summary_choose(request: PageRequest, summary_id: UUID) -> HttpResponse:
    """选定: what a blank means, or back to the binder's own reading. A refusal shows the panel with all that was chosen."""
    found = request.actor.find(Summary, summary_id, what="篇总结")
    if request.method != "POST":
        return HttpResponseRedirect(reverse("summary", args=[summary_id]))
    form = ChoiceForm(request.POST)

    def act(given: dict[str, Any]) -> Summary:
        meant = {name: value for name, value in given.items() if name in CHOSEN}
        choice = None if given["forget"] else Choice(**meant)
        version, anchor = given["version"], given["anchor"]
        return actions.choose(request.actor, summary_id, version=version, anchor=anchor, choice=choice)

    if form.carry_out(act) is None:
        return refused_choice(request, found, form)
    messages.success(request, "已选定。")
    return HttpResponseRedirect(_place(summary_id, request.POST.get("after", "")))


@route("summarize", scope="town")
def summary_replace(request: PageRequest, summary_id: UUID) -> HttpResponse:
    """改用如实的说法."""
    form = ReplaceForm(request.POST)

    def act() -> None:
        if not form.is_valid():
            raise Incomplete("请重新打开这处说法再改。")
        actions.replace_words(request.actor, summary_id, **form.cleaned_data)

    return carried_out(request, summary_id, act, "已改为如实的说法。")


@route("summarize", scope="town")
def summary_truthful(request: PageRequest, summary_id: UUID) -> HttpResponse:
    """全部改用如实的说法."""
    form = VersionForm(request.POST)

    def act() -> None:
        if not form.is_valid():
            raise Incomplete("请刷新页面后再改。")
        actions.tell_the_truth(request.actor, summary_id, version=form.cleaned_data["version"])

    return carried_out(request, summary_id, act, "已全部改为如实的说法。")


@route("summarize", scope="town")
def summary_remark(request: PageRequest, summary_id: UUID) -> HttpResponse:
    """批注."""
    form = RemarkForm(request.POST)

    def act() -> None:
        form.is_valid()
        text, quote = (form.cleaned_data.get(name, "") for name in ("remark", "quote"))
        actions.add_remark(request.actor, summary_id, text=text, quote=quote)

    return carried_out(request, summary_id, act, "已批注。")


@route("summarize", scope="town")
def summary_remark_settle(request: PageRequest, remark_id: UUID) -> HttpResponse:
    """了结批注."""
    remark = request.actor.find(Remark, remark_id, what="条批注")
    return carried_out(
        request, remark.summary_id, lambda: actions.settle_remark(request.actor, remark_id), "批注已了结。"
    )


@route("summarize", scope="town")
def summary_years(request: PageRequest, summary_id: UUID) -> HttpResponse:
    """文中年份都改过来."""
    return step(request, summary_id, actions.move_years, "年份已改。")


@route("summarize", scope="town")
def summary_submit(request: PageRequest, summary_id: UUID) -> HttpResponse:
    """送签."""
    return step(request, summary_id, actions.submit_summary, "已送签，等领导签发。")


@route("sign", scope="town")
def summary_return(request: PageRequest, summary_id: UUID) -> HttpResponse:
    """退回."""

    def back(actor: Any, pk: UUID, *, version: int) -> Summary:
        return actions.return_summary(actor, pk, version=version, reason=request.POST.get("reason", ""))

    return step(request, summary_id, back, "已退回起草人。")


@route("sign", scope="town")
def summary_issue(request: PageRequest, summary_id: UUID) -> HttpResponse:
    """签发: freeze the text and its numbers."""
    return step(request, summary_id, actions.issue_summary, "已签发，文字和数字从此不变。")


def step(request: PageRequest, summary_id: UUID, step: Callable[..., Any], done: str) -> HttpResponse:
    form = VersionForm(request.POST)
    version = form.cleaned_data["version"] if form.is_valid() else 0
    return carried_out(request, summary_id, lambda: step(request.actor, summary_id, version=version), done)


def carried_out(request: PageRequest, summary_id: UUID, act: Callable[[], Any], done: str) -> HttpResponse:
    """Do a step and go back to the text, where what is next to be answered stands open; a refusal is told on top."""
    request.actor.find(Summary, summary_id, what="篇总结")
    back = reverse("summary", args=[summary_id])
    if request.method == "POST":
        try:
            act()
            messages.success(request, done)
        except Refused as refused:
            messages.error(request, refused.message, extra_tags="bad")
        back = _place(summary_id, request.POST.get("after", ""))
    return HttpResponseRedirect(back)


def _place(summary_id: UUID, after: str) -> str:
    """The text's address; with the number just answered, so that the next open one stands open."""
    back = reverse("summary", args=[summary_id])
    return f"{back}?after={after}" if after.isdecimal() else back

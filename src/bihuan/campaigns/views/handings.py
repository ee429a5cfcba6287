"""Papers that a drive asks for: handed up, drafted from records, taken back."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from bihuan.campaigns import actions
from bihuan.campaigns.actions.handing import bulletin_of, line_of, until_of, why_not_mine
from bihuan.campaigns.asked import BULLETIN
from bihuan.campaigns.forms import HandForm, WhichForm
from bihuan.campaigns.models import DriveHanding
from bihuan.core import clock
from bihuan.core.answers import back, refused
from bihuan.core.calendar import in_words
from bihuan.core.door import PageRequest, route
from bihuan.core.errors import NotFound, Refused
from bihuan.inspections.models import Campaign
from bihuan.inspections.uploads import filled
from bihuan.summaries.models import ReportForm
from bihuan.summaries.sheets import kept

WHAT = "次专项行动"


def _which(request: PageRequest) -> actions.Which:
    """What the address means."""
    form = WhichForm(request.GET)
    if not form.is_valid():
        raise NotFound("没有说明是哪一份材料，请从行动页面的“报送”里点开。")
    return actions.Which(**form.cleaned_data)


@route("inspect", scope="town")
def campaign_hand(request: PageRequest, campaign_id: UUID) -> HttpResponse:
    """报送一份材料: what it is, what records say where it is made from them, and the press."""
    actor = request.actor
    row = actor.find(Campaign, campaign_id, what=WHAT)
    try:
        which = _which(request)
        line, due = line_of(actor, row, which)
    except NotFound as error:
        return refused(request, error.message, "campaign", row.pk)
    form = filled(request, HandForm, scans=("file",))
    if form.is_bound:
        done = form.carry_out(lambda given: actions.hand_up_paper(actor, row.pk, which, **given))
        if done is not None:
            late = "，迟报" if done.is_late else ""
            return back(request, f"已记下：“{done.name}”报{done.to}{late}。", "campaign", row.pk)
    context = {
        "row": row,
        "line": line,
        "due": due,
        "form": form,
        "not_mine": why_not_mine(actor, line),
        "coming": not line.sent and not line.may_come(clock.today()),
        "is_bulletin": due.asked.source == BULLETIN,
        "text": bulletin_of(actor, row, due) if due.asked.source == BULLETIN else None,
        "until": until_of(due),
        **_form_of(request, due.asked.form, due.since, until_of(due)),
    }
    return render(request, "campaigns/hand.html", context, status=form.status)


def _form_of(request: PageRequest, form_id: str, since: Any, until: Any) -> dict[str, Any]:
    """The form that is filled, and what its squares would say of the days today."""
    rows = ReportForm.objects.within(request.actor.scope)
    found = rows.filter(pk=form_id).first() if form_id else None
    if found is None:
        return {"paper": None, "answers": []}
    said = kept.answered(request.actor.scope, found, since, until, clock.so_far(until))
    return {"paper": found, "answers": list(said.values())}


@route("summarize", scope="town")
@require_POST
def campaign_hand_draft(request: PageRequest, campaign_id: UUID) -> HttpResponse:
    """按记录起草: the text of a paper, then its own page."""
    row = request.actor.find(Campaign, campaign_id, what=WHAT)
    try:
        text = actions.draft_bulletin(request.actor, row.pk, _which(request))
    except Refused as error:
        return refused(request, error.message, "campaign", row.pk)
    return HttpResponseRedirect(reverse("summary", args=[text.pk]))


@route("inspect", scope="town")
@require_POST
def drive_handing_back(request: PageRequest, drive_handing_id: UUID) -> HttpResponse:
    """撤回报送."""
    row = request.actor.find(DriveHanding, drive_handing_id, what="次报送")
    try:
        actions.take_back_handing(request.actor, row.pk)
    except Refused as error:
        return refused(request, error.message, "campaign", row.campaign_id)
    said = f"已撤回“{row.name}”{in_words(row.due_on)}的报送。"
    return back(request, said, "campaign", row.campaign_id)

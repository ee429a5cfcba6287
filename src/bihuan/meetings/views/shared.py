"""What several pages of meetings have in common."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from bihuan.core.actions import Actor
from bihuan.core.door import PageRequest
from bihuan.core.forms import ActionForm

PAGES = (
    ("会议", "meetings", "office"),
    ("会议清单", "meetings_list", "office"),
    ("议定事项", "meeting_resolutions", "office"),
    ("领导履职", "leaders", "office"),
    ("职责清单", "leader_duties", "supervise"),
    ("会议设置", "meeting_kinds", "supervise"),
)


def tabs(actor: Actor, here: str) -> list[tuple[str, str, bool]]:
    """(label, address, whether it is this page) of the pages that an actor has."""
    return [(label, reverse(name), name == here) for label, name, right in PAGES if actor.may(right)]


def ask_reason(
    request: PageRequest, form: ActionForm, *, title: str, sub: str, says: str, label: str, to: str
) -> HttpResponse:
    """The page of a step that asks for a reason only."""
    context = {"form": form, "title": title, "sub": sub, "says": says, "label": label, "to": to}
    return render(request, "meetings/reason.html", context, status=form.status)

"""What several pages of assessments have in common."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from bihuan.core.actions import Actor
from bihuan.core.answers import back, refused
from bihuan.core.door import PageRequest
from bihuan.core.errors import Refused
from bihuan.core.forms import ActionForm

PAGES = (
    ("年度考核", "assessments", "office"),
    ("考核表", "sheets", "office"),
    ("一票否决", "vetoes", "office"),
    ("否决规定", "veto_rules", "office"),
    ("能否评优", "honours_ask", "assess"),
    ("评优查询", "honours", "office"),
)


def tabs(actor: Actor, here: str) -> list[tuple[str, str, bool]]:
    """(label, address, whether it is this page) of the pages that an actor has."""
    return [(label, reverse(name), name == here) for label, name, right in PAGES if actor.may(right)]


def pressed(
    request: PageRequest, act: Callable[[], Any], said: Callable[[Any], str], name: str, *args: Any
) -> HttpResponse:
    """A step that a button alone does: what came of it, or why not, is said on the page that it belongs to."""
    try:
        done = act()
    except Refused as error:
        return refused(request, error.message, name, *args)
    return back(request, said(done), name, *args)


def ask_reason(
    request: PageRequest,
    form: ActionForm,
    *,
    title: str,
    sub: str,
    says: str,
    label: str,
    to: str,
    word: str = "原因",
) -> HttpResponse:
    """The page of a step that asks for a reason only."""
    context = {"form": form, "title": title, "sub": sub, "says": says, "label": label, "to": to, "word": word}
    return render(request, "assessments/reason.html", context, status=form.status)

"""What several pages of training and drills have in common."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse

from bihuan.core import files
from bihuan.core.actions import Actor
from bihuan.core.door import PageRequest
from bihuan.core.errors import Incomplete
from bihuan.core.forms import ActionForm


def tabs(actor: Actor, here: str) -> list[tuple[str, str, bool]]:
    """(label, address, whether it is this page) of the pages that an actor has."""
    office = actor.may("office")
    pages = [
        ("培训", "training", True),
        ("台账", "session_list", office),
        ("人员证件学时", "training_persons", office),
        ("企业持证学时", "training_units", office),
        ("演练", "drills", True),
        ("预案", "contingencies", office),
        ("题库", "questions", office),
        ("学时要求", "training_hours", office),
    ]
    return [(label, reverse(name), name == here) for label, name, has in pages if has]


def with_file(request: PageRequest, field: str) -> tuple[QueryDict | None, str]:
    """What was posted, with the file that came along kept first, so that an error does not lose it; and what is wrong with the file."""
    if request.method != "POST":
        return None, ""
    data = request.POST.copy()
    if given := request.FILES.get(f"{field}_file"):
        try:
            data[field] = str(files.keep_scan(request.actor, given.read(), given.name or "文件").pk)
        except Incomplete as error:
            return data, error.message
    return data, ""


def file_shown(value: Any) -> list[str]:
    """The id of a file that a form holds, as its page shows it; what is no id is left out."""
    try:
        return [str(UUID(str(value)))]
    except ValueError:
        return []


def ask_reason(
    request: PageRequest, form: ActionForm, *, title: str, sub: str, says: str, to: str
) -> HttpResponse:
    """The page of a step that asks for a reason only."""
    context = {"form": form, "title": title, "sub": sub, "says": says, "to": to}
    return render(request, "training/reason.html", context, status=form.status)

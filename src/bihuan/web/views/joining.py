"""Who was invited to a unit comes in; who has posts at several chooses between them."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from bihuan.accounts.actions import TooMany, take_try, was_right, was_wrong
from bihuan.accounts.queries import person_by
from bihuan.core.door import PageRequest, client_address, public, route
from bihuan.core.errors import Incomplete, Refused
from bihuan.grid.models import Person
from bihuan.members.actions import join_unit
from bihuan.members.models import Call
from bihuan.members.queries import call_by
from bihuan.members.rules import MEANS
from bihuan.web.forms import CodeForm, JoinForm
from bihuan.web.signin import greet, let_in, take_seat


@public
@never_cache
def join_code(request: PageRequest) -> HttpResponse:
    """凭邀请码进入企业端: for who was told the code and has no link."""
    form = CodeForm(request.POST or None)
    if form.is_bound and form.carry_out(lambda given: call_by(given["code"])) is not None:
        return HttpResponseRedirect(reverse("join", args=[form.cleaned_data["code"]]))
    return render(request, "join_code.html", {"form": form}, status=form.status)


@public
@never_cache
def join(request: PageRequest, called: str) -> HttpResponse:
    """接受邀请. A link that opens no more says why, and what to do."""
    try:
        call = call_by(called)
    except Refused as refused:
        form = CodeForm()
        form.message = refused.message
        return render(request, "join_code.html", {"form": form}, status=404)
    new = JoinForm(request.POST or None, initial={"name": call.name})
    if new.is_bound:
        knew = person_by(request.POST.get("phone", "")) is not None
        try:
            person = new.carry_out(lambda given: _take(request, call, called, given, knew))
        except TooMany as refused:
            new.message, new.status = refused.message, 429
        else:
            if person is not None:
                return _welcome(request, call, person, knew)
    context = {"form": new, "call": call, "unit": call.unit, "means": MEANS[call.kind]}
    return render(request, "join.html", context, status=new.status)


def _take(request: PageRequest, call: Call, called: str, given: dict[str, Any], knew: bool) -> Person:
    """Each try is counted: by an invitation found on the floor, neither its phone nor a password is to be guessed."""
    if not knew and not given["again"]:
        raise Incomplete("请把密码再输一次。", {"again": "请把密码再输一次。"})
    attempt = take_try(f"join {call.pk}", address=client_address(request))
    try:
        person = join_unit(called, name=given["name"], phone=given["phone"], password=given["password"])
    except Incomplete as refused:
        if {"phone", "password"} & refused.fields.keys() and (knew or "phone" in refused.fields):
            was_wrong(attempt)
        else:
            was_right(attempt)  # a weak password or a missing name guesses at nothing
        raise
    was_right(attempt)
    return person


def _welcome(request: PageRequest, call: Call, person: Person, knew: bool) -> HttpResponse:
    """In; who had an account before, by its second step where there is one."""
    enter = greet if knew else let_in
    answer = enter(request, person, reverse("desk"))
    take_seat(request, call.unit_id)
    text = f"欢迎进入{call.unit.name}，您的岗位是{call.label}。以后用手机号和密码登录。"
    messages.success(request, text, extra_tags="good")
    return answer


@route("any", scope="self")
@require_POST
def seat(request: PageRequest) -> HttpResponse:
    """切换单位: one of the person's own seats, else all stays as it is."""
    chosen = request.POST.get("unit", "")
    for unit, _label in request.actor.seats:
        if chosen == str(unit or ""):
            take_seat(request, unit)
    return HttpResponseRedirect(reverse("desk"))

"""Signing in and out, and changing one's password."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from bihuan.accounts.actions import (
    TooMany,
    end_sittings,
    take_try,
    use_second_factor,
    was_right,
    was_wrong,
)
from bihuan.core.door import PageRequest, public, route
from bihuan.core.errors import Incomplete
from bihuan.grid.actions import set_password
from bihuan.grid.models import Person
from bihuan.grid.queries import demo_cast
from bihuan.web.forms import PasswordForm, SecondStepForm, SignInForm
from bihuan.web.signin import (
    MUST,
    PASSWORD,
    done_with,
    greet,
    half_way,
    let_in,
    sitting_id,
    try_password,
)

# One sentence for an unknown name, a wrong password and a closed account: it tells nothing about who has one.
NOT_KNOWN = "用户名（手机号）或密码不正确。"


@public
@never_cache
def sign_in(request: PageRequest) -> HttpResponse:
    """登录."""
    if request.actor:
        return HttpResponseRedirect(next_page(request))
    form = SignInForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                person = try_password(request, **form.cleaned_data)
            except TooMany as refused:
                form.message, status = refused.message, 429
            else:
                if person is not None:
                    return greet(request, person, next_page(request))
                form.message = NOT_KNOWN
    cast = demo_cast() if request.is_demo else []
    context: dict[str, Any] = {"form": form, "cast": cast, "next": next_page(request)}
    return render(request, "sign_in.html", context, status=status)


@public
@never_cache
def sign_in_code(request: PageRequest) -> HttpResponse:
    """登录第二步: the code of the authenticator, or a recovery code."""
    found = half_way(request)
    if found is None:
        if request.method == "POST":
            messages.error(request, "停留时间过长，请重新输入用户名和密码。", extra_tags="warn")
        return HttpResponseRedirect(reverse("sign_in"))
    person, to = found
    form = SecondStepForm(request.POST if request.method == "POST" else None)
    if form.is_bound:
        try:
            passed = form.carry_out(lambda given: _second_step(person, given["code"]))
        except TooMany as refused:
            form.message, form.status = refused.message, 429
        else:
            if passed:
                return let_in(request, person, to)
    return render(request, "sign_in_code.html", {"form": form}, status=form.status)


def _second_step(person: Person, code: str) -> bool:
    attempt = take_try(f"second step {person.pk}", person=person)
    try:
        use_second_factor(person, typed=code)
    except Incomplete:
        was_wrong(attempt)
        raise
    was_right(attempt)
    return True


@public
@require_POST
def demo_sign_in(request: PageRequest) -> HttpResponse:
    """One press signs in as one of the cast, on a demo database and nowhere else."""
    name = request.POST.get("username", "")
    if not request.is_demo or name not in [one.username for one in demo_cast()]:
        raise Http404
    logout(request)
    return let_in(request, Person.accounts.get(username=name, is_active=True), reverse("desk"))


@route("any", scope="self")
@require_POST
def sign_out(request: PageRequest) -> HttpResponse:
    """退出."""
    if sitting := sitting_id(request):
        end_sittings(request.actor, request.actor.person_id, only=[sitting])
    logout(request)
    return HttpResponseRedirect(reverse("sign_in"))


@route("any", scope="self")
def password(request: PageRequest) -> HttpResponse:
    """修改密码; forced where the present one was given for once or is too old. Every other session of the person ends."""
    person: Any = request.user
    forced = person.must_change_password or PASSWORD in request.session.get(MUST, ())
    form = PasswordForm(person, request.POST if request.method == "POST" else None)
    if form.is_bound:
        changed = form.carry_out(
            lambda given: set_password(request.actor, person.pk, password=given["password"])
        )
        if changed is not None:
            end_sittings(request.actor, person.pk, but=sitting_id(request))
            update_session_auth_hash(request, changed)
            done_with(request, PASSWORD)
            text = "密码已修改，下次请用新密码登录；别的设备上的登录都已退出。"
            messages.success(request, text, extra_tags="good")
            return HttpResponseRedirect(reverse("desk"))
    return render(request, "password.html", {"form": form, "forced": forced}, status=form.status)


def next_page(request: PageRequest) -> str:
    """The page that asked for the sign-in, if it is one of ours; else the desk."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(asked, {request.get_host()}, request.is_secure())
    return asked if safe else reverse("desk")

"""Signing in and out, and changing one's password."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import authenticate, logout, update_session_auth_hash
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from bihuan.core.door import PageRequest, public, route
from bihuan.grid.actions import set_password
from bihuan.grid.models import Person
from bihuan.grid.queries import demo_cast
from bihuan.web.forms import PasswordForm, SignInForm
from bihuan.web.signin import let_in

# One sentence for an unknown name, a wrong password and a disabled account: it tells nothing about who has one.
NOT_KNOWN = "用户名（手机号）或密码不正确。"


@public
def sign_in(request: PageRequest) -> HttpResponse:
    """登录. A locked name is answered by `web.signin.locked_out`."""
    if request.actor:
        return HttpResponseRedirect(next_page(request))
    form = SignInForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        person = authenticate(request, **form.cleaned_data)
        if person is not None:
            return let_in(request, person, next_page(request))
        form.message = NOT_KNOWN
    cast = demo_cast() if request.is_demo else []
    context: dict[str, Any] = {"form": form, "cast": cast, "next": next_page(request)}
    return render(request, "sign_in.html", context, status=422 if form.is_bound else 200)


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
    logout(request)
    return HttpResponseRedirect(reverse("sign_in"))


@route("any", scope="self")
def password(request: PageRequest) -> HttpResponse:
    """修改密码; forced where the present one was given for once."""
    person: Any = request.user
    forced = person.must_change_password
    form = PasswordForm(person, request.POST if request.method == "POST" else None)
    if form.is_bound:
        changed = form.carry_out(
            lambda given: set_password(request.actor, person.pk, password=given["password"])
        )
        if changed is not None:
            update_session_auth_hash(request, changed)
            messages.success(request, "密码已修改，下次请用新密码登录。", extra_tags="good")
            return HttpResponseRedirect(reverse("desk"))
    return render(request, "password.html", {"form": form, "forced": forced}, status=form.status)


def next_page(request: PageRequest) -> str:
    """The page that asked for the sign-in, if it is one of ours; else the desk."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(asked, {request.get_host()}, request.is_secure())
    return asked if safe else reverse("desk")

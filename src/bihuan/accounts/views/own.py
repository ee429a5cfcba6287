"""One's own account: sessions, the second factor."""

from uuid import UUID

import pyotp
import segno
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from bihuan.accounts import actions
from bihuan.accounts.actions.second_factor import unused_codes
from bihuan.accounts.forms import OtpForm
from bihuan.accounts.queries import factor_of, must_have_factor, password_set_at, sittings_of
from bihuan.core.door import PageRequest, route
from bihuan.grid.models import Person

SITTING, MUST, FACTOR = "sitting", "must", "second_factor"  # as web.signin keeps them in a session


@route("any", scope="self")
def account(request: PageRequest) -> HttpResponse:
    """我的账号."""
    row = _myself(request)
    factor = factor_of(row)
    bound = factor is not None and factor.confirmed_at is not None
    context = {
        "row": row,
        "factor": factor if bound else None,
        "codes_left": unused_codes(factor) if factor and bound else 0,
        "must": must_have_factor(request.actor),
        "password_set_at": password_set_at(row),
        "sittings": sittings_of(row),
        "here": request.session.get(SITTING),
    }
    return render(request, "accounts/own.html", context)


@route("any", scope="self")
@require_POST
def sittings_end(request: PageRequest) -> HttpResponse:
    """退出别的设备: the one that was pressed, or all but this."""
    here, asked = request.session.get(SITTING), request.POST.get("sitting", "")
    only = [one.pk for one in sittings_of(_myself(request)) if str(one.pk) == asked] if asked else None
    count = actions.end_sittings(
        request.actor, request.actor.person_id, only=only, but=UUID(here) if here else None
    )
    text = f"已退出{count}处登录。" if count else "没有别的登录。"
    messages.success(request, text, extra_tags="good")
    return HttpResponseRedirect(reverse("account"))


@route("any", scope="self")
@never_cache
def second_factor(request: PageRequest) -> HttpResponse:
    """动态口令: bind an authenticator; then the recovery codes, shown once."""
    row = _myself(request)
    factor = factor_of(row)
    if factor and factor.confirmed_at:
        return HttpResponseRedirect(reverse("account"))
    factor, secret = actions.begin_second_factor(request.actor)
    form = OtpForm(request.POST or None)
    if form.is_bound:
        codes = form.carry_out(lambda given: actions.confirm_second_factor(request.actor, **given))
        if codes is not None:
            request.session[MUST] = [one for one in request.session.get(MUST, ()) if one != FACTOR]
            return render(request, "accounts/recovery_codes.html", {"codes": codes, "row": row})
    uri = pyotp.TOTP(secret).provisioning_uri(name=row.username or row.phone or row.name, issuer_name="闭环")
    context = {
        "form": form,
        "secret": " ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
        "qr": segno.make(uri, micro=False).svg_data_uri(scale=4, border=2),
        "must": must_have_factor(request.actor),
    }
    return render(request, "accounts/second_factor.html", context, status=form.status)


@route("any", scope="self")
@never_cache
def recovery_codes(request: PageRequest) -> HttpResponse:
    """重新生成恢复码."""
    form = OtpForm(request.POST or None)
    if form.is_bound:
        codes = form.carry_out(lambda given: actions.renew_recovery_codes(request.actor, **given))
        if codes is not None:
            context = {"codes": codes, "row": _myself(request)}
            return render(request, "accounts/recovery_codes.html", context)
    what = ("重新生成恢复码", "原来的恢复码全部作废。", "生成", False)
    return render(request, "accounts/by_code.html", {"form": form, "what": what}, status=form.status)


@route("any", scope="self")
def second_factor_unbind(request: PageRequest) -> HttpResponse:
    """解除绑定."""
    form = OtpForm(request.POST or None)
    if form.is_bound:
        done = form.carry_out(lambda given: actions.unbind_second_factor(request.actor, **given))
        if done:
            messages.success(request, "已解除绑定，恢复码同时作废。", extra_tags="good")
            return HttpResponseRedirect(reverse("account"))
    what = ("解除绑定验证器", "换手机的，解除后用新手机重新绑定。", "解除绑定", True)
    return render(request, "accounts/by_code.html", {"form": form, "what": what}, status=form.status)


def _myself(request: PageRequest) -> Person:
    return request.actor.find(Person, request.actor.person_id, what="个人员")

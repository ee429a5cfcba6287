"""Who was invited sets the first password, or a new one, and is in."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from bihuan.accounts.actions import accept_invitation
from bihuan.accounts.queries import invitation_by
from bihuan.core.door import PageRequest, public
from bihuan.core.errors import Refused
from bihuan.web.forms import CodeForm, NewPasswordForm
from bihuan.web.signin import let_in


@public
@never_cache
def invitation_code(request: PageRequest) -> HttpResponse:
    """凭邀请码设置密码: for who was told the code and has no link."""
    form = CodeForm(request.POST or None)
    if form.is_bound:
        found = form.carry_out(lambda given: invitation_by(given["code"]))
        if found is not None:
            return HttpResponseRedirect(reverse("invitation", args=[form.cleaned_data["code"]]))
    return render(request, "invitation_code.html", {"form": form}, status=form.status)


@public
@never_cache
def invitation(request: PageRequest, invited: str) -> HttpResponse:
    """接受邀请. A link that holds no more says why, and what to do."""
    try:
        person = invitation_by(invited).person
    except Refused as refused:
        form = CodeForm()
        form.message = refused.message
        return render(request, "invitation_code.html", {"form": form}, status=404)
    new = NewPasswordForm(request.POST or None)
    if new.is_bound:
        changed = new.carry_out(lambda given: accept_invitation(invited, password=given["password"]))
        if changed is not None:
            messages.success(request, "密码已设好，下次用它登录。", extra_tags="good")
            return let_in(request, changed, reverse("desk"))
    return render(request, "invitation.html", {"form": new, "row": person}, status=new.status)

"""What the town asks of its accounts; and what an administrator does to another's account."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from bihuan.accounts import actions
from bihuan.accounts.forms import FactorResetForm, RulesForm
from bihuan.accounts.queries import rules_of
from bihuan.core.door import PageRequest, route
from bihuan.grid.models import Person


@route("authorize", scope="town")
def account_rules(request: PageRequest) -> HttpResponse:
    """账号安全要求."""
    kept = rules_of(request.actor.town)
    shown = {name: getattr(kept, name) for name in RulesForm.base_fields}
    form = RulesForm(request.POST or None, initial=shown)
    if form.is_bound:
        done = form.carry_out(lambda given: actions.set_account_rules(request.actor, **given))
        if done is not None:
            messages.success(request, "已保存，各人从下次登录起按新的要求。", extra_tags="good")
            return HttpResponseRedirect(reverse("account_rules"))
    return render(request, "accounts/rules.html", {"form": form}, status=form.status)


@route("authorize", scope="town")
@require_POST
def person_sign_out(request: PageRequest, person_id: UUID) -> HttpResponse:
    """全部退出."""
    count = actions.end_sittings(request.actor, person_id)
    messages.success(request, f"已退出{count}处登录。" if count else "现在没有登录。", extra_tags="good")
    return HttpResponseRedirect(reverse("person", args=[person_id]))


@route("authorize", scope="town")
def person_factor_reset(request: PageRequest, person_id: UUID) -> HttpResponse:
    """重置动态口令."""
    row = request.actor.find(Person, person_id, what="个人员")
    form = FactorResetForm(request.POST or None)
    if form.is_bound:
        done = form.carry_out(lambda given: actions.reset_second_factor(request.actor, row.pk, **given))
        if done is not None:
            messages.success(request, f"{row.name}的动态口令已重置，本人可以重新绑定。", extra_tags="good")
            return HttpResponseRedirect(reverse("person", args=[row.pk]))
    return render(request, "accounts/factor_reset.html", {"form": form, "row": row}, status=form.status)

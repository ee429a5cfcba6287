"""Pages of who answers for what: the table of the three musts, and what binds the person who looks."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from bihuan.core import clock
from bihuan.core.door import PageRequest, route
from bihuan.core.errors import NotFound, Refused
from bihuan.core.models import Town
from bihuan.core.scope import Scope
from bihuan.inspections.uploads import filled
from bihuan.policies import actions, trades
from bihuan.policies.forms import TradeForm, TradeNameForm
from bihuan.policies.models import Trade
from bihuan.policies.owning import TradeRow, of_department, trade_rows
from bihuan.policies.queries import departments, duties_of, my_posts, to_read
from bihuan.units.rules import CATEGORIES

MARKS = {
    trades.OK: ("good", "check"),
    trades.PART: ("wait", "alert-triangle"),
    trades.DIFFERS: ("wait", "alert-triangle"),
    trades.OVERLAP: ("wait", "users"),
    trades.GAP: ("bad", "alert-triangle"),
    trades.NONE: ("", "circle-dashed"),
}
READ_SHOWN = 100


def mark(row: TradeRow) -> tuple[str, str, str]:
    """The badge of how a trade stands."""
    return (*MARKS[row.standing], trades.STANDS[row.standing])


@route("office", scope="town")
def trade_table(request: PageRequest) -> HttpResponse:
    """三个必须: each trade, its departments and who heads them; what is nobody's stands out."""
    actor = request.actor
    form = filled(request, TradeNameForm)
    if form.is_bound:
        made = form.carry_out(lambda given: actions.add_trade(actor, **given))
        if made is not None:
            messages.success(request, f"已新增“{made.name}”，请明确由谁管。", extra_tags="good")
            return HttpResponseRedirect(reverse("trade", args=[made.pk]))
    rows = trade_rows(actor.scope, clock.today())
    pressing = request.GET.get("only") == "pressing"
    across = [row for row in rows if row.key in trades.ACROSS]
    context = {
        "groups": [
            ("监管对象类别", [row for row in rows if row.key in CATEGORIES]),
            ("跨类别的行业、领域", across),
            ("本镇新增的行业", [row for row in rows if row.own]),
        ],
        "only": pressing,
        "counts": {
            key: sum(row.standing == key for row in rows)
            for key in (trades.GAP, trades.OVERLAP, trades.DIFFERS, trades.PART)
        },
        "stands": trades.STANDS,
        "proposed": sum(row.standing == trades.GAP and row.proposed is not None for row in rows),
        "mark": mark,
        "form": form,
        "units_of": lambda row: f"{reverse('units')}?{urlencode({'category': row.key})}",
    }
    return render(request, "policies/trades.html", context, status=form.status)


@route("supervise", scope="town")
@require_POST
def trades_adopt(request: PageRequest) -> HttpResponse:
    """按建议明确: all gaps for which the town has a department of the line."""
    try:
        done = actions.adopt_proposals(request.actor)
    except Refused as error:
        messages.error(request, error.message, extra_tags="warn")
    else:
        messages.success(request, f"已明确{len(done)}个行业，不合适的逐个改。", extra_tags="good")
    return HttpResponseRedirect(reverse("trades"))


@route("office", scope="town")
def trade(request: PageRequest, trade: str) -> HttpResponse:
    """A trade: who answers for it, what the law says; who may, settles it."""
    actor = request.actor
    row = next((one for one in trade_rows(actor.scope, clock.today()) if one.key == trade), None)
    if row is None:
        raise NotFound("没有找到这个行业，请返回表格重新选择。")
    known = departments(actor.scope)
    form = filled(request, TradeForm, _initial(row, known))
    may = actor.may("supervise")
    if form.is_bound:
        done = form.carry_out(lambda given: actions.settle_trade(actor, trade, **given))
        if done is not None:
            messages.success(request, f"已明确“{row.label}”由谁管。", extra_tags="good")
            return HttpResponseRedirect(reverse("trades"))
    context = {
        "row": row,
        "form": form,
        "mark": mark(row),
        "departments": [(str(pk), name) for name, pk in known.items()],
        "chosen": [str(one) for one in form.values["beside"] or ()],
        "may": may,
        "actor_office": Town.objects.of(actor.scope).office,
        "own": Trade.objects.within(actor.scope).filter(pk=trade).first() if row.own else None,
    }
    return render(request, "policies/trade.html", context, status=form.status)


def _initial(row: TradeRow, known: dict[str, Any]) -> dict[str, Any]:
    """As it is; where nobody answers for it, as the law's default points."""
    lead = next((one for one in row.owners if one.leads), None)
    if lead is not None:
        chosen = str(lead.id) if lead.id else "office"
    elif row.proposed is not None:
        chosen = str(known[row.proposed]) if row.proposed else "office"
    else:
        chosen = ""
    beside = [str(one.id) for one in row.owners if not one.leads and one.id and str(one.id) != chosen]
    ground = row.ground or (row.default.law if row.standing == trades.GAP else "")
    return {"lead": chosen, "beside": beside, "ground": ground}


@route("supervise", scope="town")
@require_POST
def trade_end(request: PageRequest, trade: str) -> HttpResponse:
    """停用行业: one of the town's own."""
    own = {str(one.pk): one.pk for one in Trade.objects.within(request.actor.scope)}
    if trade not in own:
        raise NotFound("没有找到这个行业，请返回表格重新选择。")
    try:
        row = actions.end_trade(request.actor, own[trade])
    except Refused as error:
        messages.error(request, error.message, extra_tags="warn")
    else:
        messages.success(request, f"“{row.name}”已停用。", extra_tags="good")
    return HttpResponseRedirect(reverse("trades"))


@route("office", scope="self")
def policy_duties(request: PageRequest) -> HttpResponse:
    """我的职责: what the documents in force ask of the posts that the person holds, the trades of those posts, what is to be read."""
    actor, today = request.actor, clock.today()
    posts = my_posts(actor, today)
    found = duties_of(posts, Scope.whole_town(actor.town), today)
    of = {one.department_id for one in posts if one.kind == "department_head"}
    if any(one.kind == "safety_head" for one in posts):
        of.add(None)
    context = {
        "posts": actor.posts,
        "duties": list(found),
        "trades": of_department(trade_rows(actor.scope, today), of) if of else [],
        "mark": mark,
        "unread": list(to_read(actor, today)[:READ_SHOWN]),
    }
    return render(request, "policies/duties.html", context)

"""The steps of a tip and of its reward, a page each: the step's form, and what stands now beside it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.calendar import in_words
from bihuan.core.door import PageRequest, route
from bihuan.core.forms import ActionForm, StepForm
from bihuan.hazards.actions import Finding
from bihuan.hazards.models import Hazard
from bihuan.hazards.views.checks import check_page, visit_setting
from bihuan.inspections.actions import Visit
from bihuan.inspections.models import Inspection
from bihuan.tipoffs import actions, queries, rules
from bihuan.tipoffs.actions.steps import WHAT_REWARD
from bihuan.tipoffs.forms import (
    ANSWERS,
    GRADES,
    PAYING,
    REWARD_KINDS,
    VERDICTS,
    AcceptForm,
    AnswerForm,
    AskForm,
    CheckForm,
    MergeForm,
    PassForm,
    PayForm,
    ReasonForm,
    RewardForm,
)
from bihuan.tipoffs.lifecycle import REWARD, TIP
from bihuan.tipoffs.models import Reward, Sender, Tip
from bihuan.tipoffs.views.pages import find
from bihuan.units.naming import named_unit

F = TypeVar("F", bound=ActionForm)


@dataclass(frozen=True)
class Step:
    """A page of a step: its word, the table's action ("" where none moves the tip), what the form begins with, what its fields offer and say, what is asked before."""

    label: str
    action: str = ""
    initial: dict[str, Any] = field(default_factory=dict)
    more: dict[str, Any] = field(default_factory=dict)
    confirm: str = ""


def _take(
    request: PageRequest, row: Tip, step: Step, form_class: type[F], act: Callable[[F, dict[str, Any]], Any]
) -> HttpResponse:
    """GET shows the form, POST takes the step; after a refusal the page comes back with all that was typed and the present version."""
    page = reverse("tip", args=[row.pk])
    form = form_class(request.POST or None, initial=step.initial)
    if form.is_bound and form.carry_out(lambda given: act(form, given)) is not None:
        messages.success(request, f"{row.number}：{step.label}已登记。", extra_tags="good")
        return HttpResponseRedirect(page)
    moves = [move.action for move in TIP.from_state(row.state)]
    closed = (
        f"这件举报{row.state_label}，不能{step.label}。" if step.action and step.action not in moves else ""
    )
    context = {
        "row": find(request.actor, row.pk),
        "step": step,
        "form": form,
        "version": row.version,
        "problem": form.message or form.wrong.get("version", "") or closed,
        "allowed": not closed,
        "back": page,
        **step.more,
    }
    return render(request, "tipoffs/step.html", context, status=form.status)


def _reasoned(
    request: PageRequest, tip_id: UUID, action: str, act: Callable[..., Any], confirm: str = ""
) -> HttpResponse:
    """A step that needs a reason only."""
    row = find(request.actor, tip_id)
    step = Step(TIP.label(action), action, confirm=confirm)
    return _take(request, row, step, ReasonForm, lambda _form, given: act(request.actor, tip_id, **given))


@route("tips", scope="place")
def tip_admit(request: PageRequest, tip_id: UUID) -> HttpResponse:
    """按正常举报办理."""
    row = find(request.actor, tip_id)
    step = Step("按正常举报办理", "admit_tip")
    return _take(
        request, row, step, StepForm, lambda _form, given: actions.admit_tip(request.actor, tip_id, **given)
    )


@route("tips", scope="place")
def tip_discard(request: PageRequest, tip_id: UUID) -> HttpResponse:
    """剔除."""
    sure = "剔除以后不统计、不办理。确定不是真实举报？"
    return _reasoned(request, tip_id, "discard_tip", actions.discard_tip, sure)


@route("tips", scope="place")
def tip_accept(request: PageRequest, tip_id: UUID) -> HttpResponse:
    """受理交办、改派."""
    actor, row = request.actor, find(request.actor, tip_id)
    again = row.accepted_on is not None
    initial = {"unit": row.unit.name if row.unit else "", "to": f"post:{row.post}" if row.post else ""}
    step = Step(
        "改派" if again else "受理交办", "accept_tip", initial, {"options": {"to": queries.handlers(actor)}}
    )

    def act(form: AcceptForm, given: dict[str, Any]) -> Tip:
        named = named_unit(actor, given["unit"], row.unit)
        return actions.accept_tip(
            actor,
            tip_id,
            version=given["version"],
            unit_id=named.pk if named else None,
            note=given["note"],
            **form.to_whom(given),
        )

    return _take(request, row, step, AcceptForm, act)


@route("tips", scope="place")
def tip_decline(request: PageRequest, tip_id: UUID) -> HttpResponse:
    """不予受理."""
    return _reasoned(request, tip_id, "decline_tip", actions.decline_tip)


@route("tips", scope="place")
def tip_pass(request: PageRequest, tip_id: UUID) -> HttpResponse:
    """转办."""
    row = find(request.actor, tip_id)
    step = Step("转办", "pass_tip_on")
    return _take(
        request, row, step, PassForm, lambda _form, given: actions.pass_tip_on(request.actor, tip_id, **given)
    )


@route("tips", scope="place")
def tip_merge(request: PageRequest, tip_id: UUID) -> HttpResponse:
    """并案."""
    row = find(request.actor, tip_id)
    others = queries.to_merge_into(request.actor.scope, row)[: queries.PICKED_MAX]
    options = [(str(one.pk), f"{one.number} {one.where}：{one.text[:30]}") for one in others]
    step = Step("并案", "merge_tip", more={"options": {"into": options}})
    return _take(
        request, row, step, MergeForm, lambda _form, given: actions.merge_tip(request.actor, tip_id, **given)
    )


@route("supervise", scope="place")
def tip_extend(request: PageRequest, tip_id: UUID) -> HttpResponse:
    """延长核查期限."""
    return _reasoned(request, tip_id, "extend_tip", actions.extend_tip)


@route("tips|inspect", scope="place")
def tip_ask(request: PageRequest, tip_id: UUID) -> HttpResponse:
    """询问举报人."""
    row = find(request.actor, tip_id)
    return _take(
        request,
        row,
        Step("询问举报人"),
        AskForm,
        lambda _form, given: actions.ask_sender(request.actor, tip_id, **given),
    )


@route("inspect", scope="place")
def tip_visit(request: PageRequest, tip_id: UUID) -> HttpResponse:
    """现场核查: the page of a check, of the unit that the tip is about."""
    row = find(request.actor, tip_id)
    if row.unit is None:
        messages.error(request, "还没有写明是哪家监管对象：请在“受理交办”或“改派”时选定。", extra_tags="bad")
        return HttpResponseRedirect(reverse("tip", args=[row.pk]))

    def finish(actor: Actor, visit: Visit, findings: Sequence[Finding]) -> Inspection:
        return actions.check_on_site(actor, tip_id, visit, findings)

    setting = visit_setting(request.actor, row.unit, clock.today())
    return check_page(request, setting, finish)


@route("inspect", scope="place")
def tip_check(request: PageRequest, tip_id: UUID) -> HttpResponse:
    """填写核查结论: what the visit says stands there."""
    actor, row = request.actor, find(request.actor, tip_id)
    found = queries.hazards(actor.scope, row)
    visits = queries.visits(actor.scope, row)
    initial = {"finding": _found(visits, found), "verdict": rules.TRUE if found else ""}
    step = Step("填写核查结论", "check_tip", initial, {"options": {"verdict": VERDICTS}, "hazards": found})
    return _take(
        request, row, step, CheckForm, lambda _form, given: actions.check_tip(actor, tip_id, **given)
    )


def _found(visits: Sequence[Inspection], found: Sequence[Hazard]) -> str:
    """What the records say of the checks made for a tip."""
    if not visits:
        return ""
    days = "、".join(in_words(one.visited_on) for one in visits)
    told = "；".join(one.text for one in found)
    said = "".join(one.opinion for one in visits)[:300]
    return f"{days}现场核查。{said}" + (f"查出隐患{len(found)}条：{told}。" if found else "")


@route("tips", scope="place")
def tip_answer(request: PageRequest, tip_id: UUID) -> HttpResponse:
    """答复: what was found, as a beginning."""
    row = find(request.actor, tip_id)
    found = queries.hazards(request.actor.scope, row)
    initial = {"answer": _answer(row, found), "way": "page"}
    step = Step("答复", "answer_tip", initial, {"options": {"way": ANSWERS}, "hazards": found})
    return _take(
        request,
        row,
        step,
        AnswerForm,
        lambda _form, given: actions.answer_tip(request.actor, tip_id, **given),
    )


def _answer(row: Tip, found: Sequence[Hazard]) -> str:
    """What may be told: whether it is true, and how what was found stands. The officer adds and takes away."""
    if row.checked_on is None:
        return ""
    said = f"您反映的情况，经{in_words(row.checked_on)}核查，{row.verdict_label}。"
    done = sum(one.settled_on is not None for one in found)
    if found:
        said += f"查出隐患{len(found)}条，{_mended(done, len(found))}。"
    return f"{said}感谢您对安全生产工作的支持。"


def _mended(done: int, of: int) -> str:
    if done == of:
        return "已全部整改"
    return f"已整改{done}条，其余正在督促整改" if done else "正在督促整改"


@route("tips", scope="place")
def tip_return(request: PageRequest, tip_id: UUID) -> HttpResponse:
    """退回重新核查."""
    return _reasoned(request, tip_id, "return_tip", actions.return_tip)


@route("tips", scope="place")
def reward_new(request: PageRequest, tip_id: UUID) -> HttpResponse:
    """提出奖励."""
    actor, row = request.actor, find(request.actor, tip_id)
    terms = queries.terms_on(actor.scope, row.received_on)
    major = any(one.is_major for one in queries.hazards(actor.scope, row))
    initial = {
        "kind": rules.GRAVE if major else rules.GENERAL,
        "general_yuan": terms.general_max_yuan,
        "insider": row.is_insider,
    }
    step = Step("提出奖励", "", initial, {"options": {"kind": REWARD_KINDS, "grade": GRADES}, "terms": terms})
    return _take(
        request,
        row,
        step,
        RewardForm,
        lambda form, given: actions.propose_reward(
            actor, tip_id, form.ground(given), version=given["version"], note=given["note"]
        ),
    )


def _of_reward(
    request: PageRequest,
    reward_id: UUID,
    action: str,
    form_class: type[F],
    act: Callable[[dict[str, Any]], Any],
    **more: Any,
) -> HttpResponse:
    """A step of a reward, on the page of a step."""
    row = request.actor.find(Reward, reward_id, what=WHAT_REWARD)
    tip = find(request.actor, row.tip_id)
    label = REWARD.label(action)
    page = reverse("tip", args=[tip.pk])
    form = form_class(
        request.POST or None, initial={"on": clock.today().isoformat(), **more.pop("initial", {})}
    )
    if form.is_bound and form.carry_out(act) is not None:
        messages.success(request, f"{tip.number}：{label}已登记。", extra_tags="good")
        return HttpResponseRedirect(page)
    row = request.actor.find(Reward, reward_id, what=WHAT_REWARD)
    is_open = any(move.action == action for move in REWARD.from_state(row.state))
    closed = "" if is_open else f"这笔奖励{row.state_label}，不能{label}。"
    context = {
        "row": tip,
        "reward": row,
        "step": Step(label),
        "form": form,
        "version": row.version,
        "problem": form.message or form.wrong.get("version", "") or closed,
        "allowed": is_open,
        "back": page,
        **more,
    }
    return render(request, "tipoffs/step.html", context, status=form.status)


@route("reward", scope="place")
def reward_approve(request: PageRequest, reward_id: UUID) -> HttpResponse:
    """批准奖励."""
    return _of_reward(
        request,
        reward_id,
        "approve_reward",
        StepForm,
        lambda given: actions.approve_reward(request.actor, reward_id, **given),
    )


@route("reward", scope="place")
def reward_refuse(request: PageRequest, reward_id: UUID) -> HttpResponse:
    """不批准奖励."""
    return _of_reward(
        request,
        reward_id,
        "refuse_reward",
        ReasonForm,
        lambda given: actions.refuse_reward(request.actor, reward_id, **given),
    )


@route("tips", scope="place")
def reward_pay(request: PageRequest, reward_id: UUID) -> HttpResponse:
    """发放奖励."""
    row = request.actor.find(Reward, reward_id, what=WHAT_REWARD)
    has_account = Sender.objects.within(request.actor.scope).filter(tip=row.tip_id, has_account=True).exists()
    may_transfer = has_account and request.actor.may("identify")
    return _of_reward(
        request,
        reward_id,
        "pay_reward",
        PayForm,
        lambda given: actions.pay_reward(request.actor, reward_id, **given),
        initial={"way": rules.TRANSFER if may_transfer else rules.DESK},
        options={"way": PAYING},
        has_account=has_account,
    )

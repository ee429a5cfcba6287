"""Signing in and sitting the exam: by a press with an account; by the code on the wall without one."""

from contextlib import suppress
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.door import PageRequest, client_address, public, route
from bihuan.core.errors import Refused
from bihuan.core.guessing import count_miss, tries_codes
from bihuan.core.scope import Scope
from bihuan.training import actions
from bihuan.training.forms import GUEST_CHOICES, ExamForm, GuestForm
from bihuan.training.lifecycle import PLANNED
from bihuan.training.models import Attendee, Exam, TrainingSession
from bihuan.training.queries import attendee_by_ticket, exam_open_until, session_by_code

# A hall of people stands behind one address; nobody signs in more than this in so long.
SIGNS_MAX, SIGNS_SECONDS = 150, 600
TOO_MANY = "这里签到太频繁，请过十分钟再试，或者到组织人处登记。"


def _crowded(request: HttpRequest) -> bool:
    """Whether too many were signed in from an address of late; counts this one."""
    key = f"training-signs:{client_address(request)}"
    if not cache.add(key, 1, SIGNS_SECONDS):
        with suppress(ValueError):  # it ran out at this moment
            return int(cache.incr(key)) > SIGNS_MAX
    return False


@route("any", scope="self")
@require_POST
def session_sign(request: PageRequest, session_id: UUID) -> HttpResponse:
    """签到, in one press."""
    row = request.actor.find(TrainingSession, session_id, what="场培训")
    try:
        actions.sign_in(request.actor, session_id)
    except Refused as error:
        messages.error(request, error.message, extra_tags="bad")
        return HttpResponseRedirect(reverse("session", args=[session_id]))
    messages.success(request, f"已签到：{row.title}。", extra_tags="good")
    return HttpResponseRedirect(reverse("session_exam", args=[session_id]))


@route("any", scope="self")
def session_exam(request: PageRequest, session_id: UUID) -> HttpResponse:
    """考试和结果 of who has an account and has signed in."""
    request.actor.find(TrainingSession, session_id, what="场培训")
    mine = Attendee.objects.within(Scope.whole_town(request.actor.town)).filter(
        session=session_id, person=request.actor.person, signed_on__isnull=False
    )
    attendee = mine.select_related("session", "town", "unit").first()
    if attendee is None:
        messages.error(request, "您还没有签到这场培训。请在培训当天签到。", extra_tags="bad")
        return HttpResponseRedirect(reverse("session", args=[session_id]))
    return _sit(request, attendee, "training/exam.html", reverse("session_exam", args=[session_id]))


@public
@never_cache
def training_code(request: HttpRequest, training_code: str) -> HttpResponse:
    """扫码签到: what the QR on the wall opens. With an account one press; without, name, phone and unit. On the session's day alone."""
    actor: Actor | None = getattr(request, "actor", None)
    row = None if actor is None and tries_codes(request) else session_by_code(training_code)
    if row is None:
        if actor is None:
            count_miss(request)
        return _plain(request, "training/code_wrong.html", {}, 404)
    if actor is not None and actor.town == row.town_id:
        return HttpResponseRedirect(reverse("session", args=[row.pk]))
    form = GuestForm(request.POST if request.method == "POST" else None, initial={"group": "heads"})
    if form.is_bound:
        if _crowded(request):
            form.is_valid()
            form.message, form.status = TOO_MANY, 429
        else:
            signed = form.carry_out(lambda given: actions.sign_guest(training_code, **given))
            if signed is not None:
                return HttpResponseRedirect(reverse("training_ticket", args=[signed.ticket]))
    context = {
        "row": row,
        "form": form,
        "groups": GUEST_CHOICES,
        "is_open": row.held_on == clock.today() and row.state == PLANNED,
    }
    return _plain(request, "training/code.html", context, form.status)


@public
@never_cache
def training_ticket(request: HttpRequest, training_ticket: str) -> HttpResponse:
    """签到凭条: that one is signed in, the exam, and the result, of who has no account."""
    attendee = None if tries_codes(request) else attendee_by_ticket(training_ticket)
    if attendee is None:
        count_miss(request)
        return _plain(request, "training/code_wrong.html", {}, 404)
    to = reverse("training_ticket", args=[training_ticket])
    answer = _sit(request, attendee, "training/ticket.html", to)
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer


def _plain(request: HttpRequest, template: str, context: dict[str, Any], status: int) -> HttpResponse:
    answer = render(request, template, context, status=status)
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer


def _sit(request: HttpRequest, attendee: Attendee, template: str, to: str) -> HttpResponse:
    """The exam of somebody who came: the questions, or the result of what was sent. What is sent twice counts once."""
    row = attendee.session
    town = Scope.whole_town(attendee.town_id)
    exam = Exam.objects.within(town).filter(attendee=attendee).order_by("-number").first()
    asked = exam.asked if exam else []
    given = request.POST if request.method == "POST" else None
    form = ExamForm(given, count=len(asked))
    if form.is_bound and exam is not None:
        was_sent = exam.sent_at is not None or request.POST.get("exam") != str(exam.pk)
        if was_sent:
            messages.info(request, "已经交过卷了，以第一次交的为准。", extra_tags="good")
            return HttpResponseRedirect(to)
        done = form.carry_out(lambda given: actions.send_exam(attendee, exam.pk, given["answers"]))
        if done is not None:
            return HttpResponseRedirect(to)
    context = {
        "row": row,
        "attendee": attendee,
        "exam": exam,
        "form": form,
        "questions": list(enumerate(asked, 1)),
        "results": _results(exam),
        "is_open": clock.today() <= exam_open_until(row),
        "until": exam_open_until(row),
        "to": to,
    }
    return render(request, template, context, status=form.status)


def _results(exam: Exam | None) -> list[dict[str, Any]]:
    """Each question of an exam that was sent: what was chosen, what is right, and on what it rests."""
    if exam is None or not exam.sent_at:
        return []
    return [
        {
            "text": one.text,
            "chosen": "、".join(one.options[at] for at in given),
            "right": "、".join(one.options[at] for at in one.right),
            "is_right": set(given) == set(one.right),
            "basis": one.basis,
        }
        for one, given in zip(exam.asked, exam.answers, strict=True)
    ]

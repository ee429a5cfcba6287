"""Signing in by user name or phone; lock-out with growing delay (ADR 4)."""

from datetime import timedelta
from typing import Any

from axes.models import AccessFailureLog
from django.contrib.auth import login
from django.contrib.auth.backends import BaseBackend
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from bihuan.core import clock
from bihuan.grid.models import Person

BACKEND = "bihuan.web.signin.PersonBackend"
COOL_OFF_FIRST = timedelta(minutes=1)
COOL_OFF_MAX = timedelta(hours=1)
FREE_FAILURES = 5
MEMORY = timedelta(days=1)


class PersonBackend(BaseBackend):
    """Finds a person by user name or phone and checks the password."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **_: Any
    ) -> Person | None:
        if not username or password is None:
            return None
        found = Person.accounts.filter(Q(username=username) | Q(phone=username)).first()
        if found is None:
            Person().set_password(password)  # the same work for an unknown name, so that time tells nothing
            return None
        return found if found.check_password(password) and found.is_active else None

    def get_user(self, user_id: Any) -> Person | None:
        return Person.accounts.filter(pk=user_id, is_active=True).first()


def let_in(request: HttpRequest, person: Person, to: str) -> HttpResponse:
    """The person is signed in and goes on to a page."""
    login(request, person, backend=BACKEND)
    return HttpResponseRedirect(to)


def cool_off(request: HttpRequest | None) -> timedelta:
    """How long a name stays locked: a minute after five failures, doubled with each further five, an hour at most.

    Counted over the last day in the log of failures: the attempts themselves are forgotten with each lock's end.
    """
    name = request.POST.get("username", "") if request else ""
    failures: int = AccessFailureLog.objects.filter(
        username=name, attempt_time__gte=clock.now() - MEMORY
    ).count()
    rounds = min(max(failures // FREE_FAILURES, 1), 8)
    return min(COOL_OFF_FIRST * (1 << (rounds - 1)), COOL_OFF_MAX)


def locked_out(request: HttpRequest, response: Any = None, credentials: Any = None, **_: Any) -> HttpResponse:
    """The page of a locked name: says how long."""
    minutes = int(cool_off(request).total_seconds() // 60)
    text = f"密码多次输入错误，请{minutes}分钟后再试。忘记密码请联系系统管理员重置。"
    return render(request, "error.html", {"title": "暂时锁定", "text": text, "signed_in": None}, status=429)

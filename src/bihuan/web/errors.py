"""Pages for what went wrong: each says in Chinese what happened and what to do."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bihuan.core.actions import Actor, without


def forbidden_page(request: HttpRequest, right: str = "", message: str = "") -> HttpResponse:
    """403: the post does not give the right."""
    return _page(request, 403, "没有权限", message or without(right))


def not_found_page(request: HttpRequest, message: str) -> HttpResponse:
    """404: no such record, or not one of the actor's."""
    actor: Actor | None = getattr(request, "actor", None)
    if actor and len(actor.seats) > 1:
        message += "您在几处任职，它可能在另一处：请在页首切换后再打开。"
    return _page(request, 404, "没有找到", message)


def unavailable_page(request: HttpRequest, message: str) -> HttpResponse:
    """503: what the program rests on cannot be reached now."""
    return _page(request, 503, "暂时不能使用", message)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the page was open too long, or cookies are off."""
    return _page(
        request, 403, "页面已过期", "页面打开时间过长。请返回上一页，刷新后重新提交；填写的内容会保留。"
    )


def page_missing(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: no such address."""
    return _page(request, 404, "没有这个页面", "请检查网址，或从导航重新进入。")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the browser sent something that cannot be read."""
    return _page(request, 400, "请求无法识别", "提交的内容不完整或过大。请返回上一页重试。")


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our defect. The transaction was rolled back, nothing is half-written."""
    return _page(
        request, 500, "系统出错", "本次操作没有保存，数据没有改动。请稍后重试；多次出现请联系系统管理员。"
    )


def _page(request: HttpRequest, status: int, title: str, text: str) -> HttpResponse:
    context: dict[str, Any] = {"title": title, "text": text, "signed_in": getattr(request, "actor", None)}
    return render(request, "error.html", context, status=status)

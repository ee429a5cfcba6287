"""Before the public pages of tips: who comes too often, or with all others at once, is turned away before anything else looks at the request.

A flood so costs the staff's pages next to nothing, and at most two tips are taken at a time. Counted in memory by each process: how many tips came from a
network is not kept, nor is the network. There is no puzzle; who is turned away is told what to do, and the page works without script.
"""

from collections.abc import Callable
from threading import BoundedSemaphore

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from bihuan.core.door import client_address
from bihuan.core.guessing import count, count_of
from bihuan.tipoffs.rules import A_SECOND, FREE_A_DAY, POSTS_A_DAY, TAKEN_A_DAY, network_of

PATH = "/tip/"
DAY_SECONDS = 24 * 3600
BYTES_MAX = 70 * 1024 * 1024  # six photos as a phone takes them
AT_ONCE = 2  # of the server's four threads: the others are the staff's
LOOKS_A_MINUTE = 120  # pages that one network opens

_PAGE = """<!doctype html><html lang="zh-Hans"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title></head><body><main><h1>{title}</h1><p>{text}</p><p>也可以拨打安全生产举报投诉热线 <a href="tel:12350">12350</a>；遇险请先撤离，火警119，急救120。</p></main></body></html>"""
# This stands outside the middleware that sets them on all other pages.
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow",
}
BUSY = _PAGE.format(
    title="现在提交的人太多",
    text="您的举报还没有提交。请过几秒钟刷新本页（选“继续”或“重新提交”），填写的内容都在；或者按返回键回到填写的页面再提交。",
)
OFTEN = _PAGE.format(
    title="今天提交得太多",
    text="同一网络今天提交的次数已满，这一次没有提交。请明天再来，或者换用手机流量提交；急事请打电话。",
)
LARGE = _PAGE.format(
    title="照片太大",
    text="这一次没有提交：照片加起来太大。请按返回键，少选几张，或者用手机的普通画质重新拍摄。",
)


class TipGate:
    """Middleware. It looks at the path, the length and the address, and at nothing else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.room = BoundedSemaphore(AT_ONCE)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(PATH):
            return self.get_response(request)
        if refused := _refused(request):
            return refused
        if request.method != "POST":
            return self.get_response(request)
        if not self.room.acquire(blocking=False):
            return _turned_away(BUSY, 503, 3)
        try:
            return self.get_response(request)
        finally:
            self.room.release()


def _refused(request: HttpRequest) -> HttpResponse | None:
    network = network_of(client_address(request))
    if request.method != "POST":
        if count(f"tip-looks:{network}", 60) > LOOKS_A_MINUTE:
            return _turned_away(BUSY, 429, 60)
        return None
    if count_of(_sent(network)) >= TAKEN_A_DAY:
        return _turned_away(OFTEN, 429, 3600)
    if count("tip-second", 1) > A_SECOND:
        return _turned_away(BUSY, 503, 3)
    if count(f"tip-posts:{network}", DAY_SECONDS) > POSTS_A_DAY:
        return _turned_away(OFTEN, 429, 3600)
    if int(request.META.get("CONTENT_LENGTH") or 0) > BYTES_MAX:
        return _turned_away(LARGE, 413, 0)
    return None


def _turned_away(page: str, status: int, seconds: int) -> HttpResponse:
    answer = HttpResponse(page, status=status, headers=HEADERS)
    answer._has_been_logged = True  # type: ignore[attr-defined]  # a line each would be a flood of the log
    if seconds:
        answer["Retry-After"] = str(seconds)
    return answer


def is_over(request: HttpRequest) -> bool:
    """Whether so many tips have come from the sender's network today that the next is looked at first."""
    return count_of(_sent(network_of(client_address(request)))) >= FREE_A_DAY


def note_sent(request: HttpRequest) -> None:
    """A tip was taken from the sender's network."""
    count(_sent(network_of(client_address(request))), DAY_SECONDS)


def _sent(network: str) -> str:
    return f"tips-sent:{network}"

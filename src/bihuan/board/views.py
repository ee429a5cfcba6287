"""大屏: the page, and the part of it that is asked for anew each minute."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from bihuan.board.queries import LATE, board
from bihuan.core import clock
from bihuan.core.calendar import in_words
from bihuan.core.door import PageRequest, route
from bihuan.duty.rules import WEEKDAYS
from bihuan.risks.rules import GRADES

LOOKS = {"": "浅色", "dark": "深色"}


def _context(request: PageRequest) -> dict[str, Any]:
    today = clock.today()
    look = request.GET.get("look", "")
    return {
        "board": board(request.actor.scope, clock.now(), today),
        "late": LATE,
        "day": f"{in_words(today)} {WEEKDAYS[today.weekday()]}",
        "look": look if look in LOOKS else "",
        "tones": list(GRADES.values()),
    }


@route("office", scope="place")
def big_board(request: PageRequest) -> HttpResponse:
    """大屏 (?look=dark): for a screen that is read from ten metres; each number leads to its rows."""
    return render(request, "board/board.html", _context(request))


@route("office", scope="place")
def big_board_now(request: PageRequest) -> HttpResponse:
    """The same without its frame, as the screen asks for it each minute."""
    return render(request, "board/now.html", _context(request))

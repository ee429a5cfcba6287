"""公示牌: what they say, and the sheets to hang up."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from bihuan import paper
from bihuan.core import clock
from bihuan.core.door import PageRequest, route
from bihuan.core.prints import mark_of, pdf_answer
from bihuan.core.scope import Scope
from bihuan.grid.forms import NoticeForm
from bihuan.grid.models import Cell
from bihuan.grid.notice_actions import set_notice
from bihuan.grid.notices import boards
from bihuan.grid.queries import cells_in_force, notice_setting
from bihuan.grid.rules import DUTIES

ENTERPRISE = "enterprise"


@route("grid", scope="town")
def notices(request: PageRequest) -> HttpResponse:
    """公示牌设置, and the boards of all cells."""
    setting = notice_setting(Scope.whole_town(request.actor.town))
    initial = {"phones": setting.phones} | {kind: setting.duty_of(kind) for kind in DUTIES}
    form = NoticeForm(request.POST or None, initial=initial)
    if form.is_bound and form.carry_out(lambda _: set_notice(request.actor, **form.given())) is not None:
        messages.success(request, "已保存，新打印的公示牌按此公示。", extra_tags="good")
        return HttpResponseRedirect(reverse("boards"))
    return render(request, "grid/notices.html", {"form": form, "kinds": DUTIES}, status=form.status)


@route("grid", scope="town")
def notices_file(request: PageRequest) -> HttpResponse:
    """All cells' boards in one PDF; an enterprise's own cell hangs none."""
    cells = cells_in_force(request.actor.scope, clock.today()).exclude(kind=ENTERPRISE)
    return _sheets(request, list(cells), "notices", reverse("boards"))


@route("view", scope="place")
def cell_notice(request: PageRequest, cell_id: UUID) -> HttpResponse:
    """A cell's board as PDF."""
    cell = request.actor.find(Cell, cell_id, what="个网格")
    return _sheets(request, [cell], "notice", reverse("cell", args=[cell_id]))


def _sheets(request: PageRequest, cells: list[Cell], name: str, back: str) -> HttpResponse:
    size = request.GET.get("size", "")
    today = clock.today()
    try:
        content = paper.board_sheets(
            boards(request.actor.scope, cells, today),
            dated=today,
            size="a4" if size == "a4" else "a3",
            mark=mark_of(request),
            extra_fonts=settings.FONTS_DIR,
        )
    except paper.GlyphMissing as error:
        messages.error(request, str(error), extra_tags="bad")
        return HttpResponseRedirect(back)
    return pdf_answer(content, f"{name}-{today:%Y%m%d}", kept=True)

"""Handing a post over: the page with the list, and the paper."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from bihuan import paper
from bihuan.core import clock
from bihuan.core.door import PageRequest, route
from bihuan.core.errors import NotFound
from bihuan.core.models import Town
from bihuan.core.prints import mark_of, pdf_answer
from bihuan.core.scope import Scope
from bihuan.grid import queries
from bihuan.grid.forms import HandoverForm
from bihuan.grid.handover_actions import hand_over
from bihuan.grid.handover_paper import paper_of
from bihuan.grid.holdings import held_at, seal
from bihuan.grid.models import Handover, Person, Post


@route("grid|authorize", scope="town")
def post_handover(request: PageRequest, post_id: UUID) -> HttpResponse:
    """岗位交接: the list of what lies open, and the signatures under it."""
    post = request.actor.find(Post, post_id, what="个岗位")
    initial = {"on": clock.today(), "presence": "absent" if post.to_on else "both"}
    form = HandoverForm(request.POST or None, initial=initial)
    if form.is_bound:
        made = form.carry_out(lambda _: hand_over(request.actor, post.pk, **form.given(request.actor)))
        if made is not None:
            text = f"{queries.post_title(post)}已由{post.person.name}交接给{made.begun.person.name}。"
            messages.success(request, text, extra_tags="good")
            return HttpResponseRedirect(reverse("handover", args=[made.pk]))
    sections = held_at(post, clock.today())
    context = {
        "form": form,
        "post": post,
        "title": queries.post_title(post),
        "sections": sections,
        "seen": seal(sections),
        "takers": _takers(post),
        "back": reverse("cell", args=[post.cell_id]),
    }
    return render(request, "grid/handover_form.html", context, status=form.status)


@route("view", scope="place")
def handover(request: PageRequest, handover_id: UUID) -> HttpResponse:
    """A hand-over as it was signed."""
    row = _found(request, handover_id)
    return render(request, "grid/handover.html", {"row": row, "title": queries.post_title(row.ended)})


@route("view", scope="place")
def handover_paper(request: PageRequest, handover_id: UUID) -> HttpResponse:
    """交接清单 as PDF."""
    row = _found(request, handover_id, "giver_signature", "taker_signature", "witness_signature")
    town = Town.objects.of(request.actor.scope)
    try:
        content = paper.pdf(paper_of(row, town, mark_of(request)), extra_fonts=settings.FONTS_DIR)
    except paper.GlyphMissing as error:
        messages.error(request, str(error), extra_tags="bad")
        return HttpResponseRedirect(reverse("handover", args=[handover_id]))
    return pdf_answer(content, f"handover-{row.on:%Y%m%d}", kept=True)


def _found(request: PageRequest, handover_id: UUID, *more: str) -> Handover:
    row = queries.handovers(request.actor.scope).select_related(*more).filter(pk=handover_id).first()
    if row is None:
        raise NotFound("没有找到这份交接清单，或者它不在您的管辖范围内。请返回网格重新选择。")
    return row


def _takers(post: Post) -> list[tuple[str, str]]:
    """Who may take a post over: all persons of the town that are still there, but the giver."""
    found = Person.objects.within(Scope.whole_town(post.town_id)).filter(is_active=True)
    return [
        (str(one.pk), f"{one.name}（{one.phone[-4:]}）" if one.phone else one.name)
        for one in found.exclude(pk=post.person_id)
    ]

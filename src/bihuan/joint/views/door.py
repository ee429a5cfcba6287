"""The pages of bodies without an account: by a link, on the event's days, this event and its units alone. Each use is noted; a code that is none is answered like one
that never was."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from bihuan.core import clock, files
from bihuan.core.answers import back
from bihuan.core.door import client_address, public
from bihuan.core.errors import Refused
from bihuan.core.guessing import count_miss, tries_codes
from bihuan.core.models import StoredFile
from bihuan.core.scope import Scope
from bihuan.joint import actions
from bihuan.joint.lifecycle import CALLED, DONE
from bihuan.joint.models import JointLink, JointPart, JointVisit
from bihuan.joint.queries import guest, link_by, parties, visits
from bihuan.joint.rules import EARLY, ENDED, OPEN, REVOKED, link_stands
from bihuan.joint.views.visits import part_context, part_form, refreshed

WORD = "joint"  # what is guessed at
PHOTO_NAME = "联合检查照片"  # a file's own name may tell whose phone it is from
SAYS = {
    EARLY: "联合检查还没有开始，{day}起可以填写。",
    ENDED: "联合检查已经结束，这个链接不能再用。",
    REVOKED: "这个链接已经撤回，不能再用。",
}


def _link(request: HttpRequest, code: str) -> JointLink | None:
    """The link of a code; None for none, and for any after too many that were none."""
    link = None if tries_codes(request, WORD) else link_by(code)
    if link is None:
        count_miss(request, WORD)
    return link


def _stands(link: JointLink) -> str:
    event = link.party.event
    return link_stands(
        from_on=event.from_on,
        to_on=event.to_on,
        running=event.state == CALLED and link.party.left_on is None,
        revoked=link.ended_at is not None,
        today=clock.today(),
    )


def _says(link: JointLink, stands: str) -> str:
    return SAYS[stands].format(day=f"{link.party.event.from_on.month}月{link.party.event.from_on.day}日")


def _closed(request: HttpRequest, link: JointLink | None) -> HttpResponse:
    """Why a link opens nothing, and whom to ask."""
    if link is None:
        said = (
            "没有这个邀请链接。请核对链接是否完整；多次打不开的，请过10分钟再试，或者请邀请单位重新发链接。"
        )
        return _answer(request, "joint/door_closed.html", {"says": said, "town": None}, 404)
    context = {
        "says": _says(link, _stands(link)),
        "town": link.town,
        "event": link.party.event,
        "party": link.party,
    }
    return _answer(request, "joint/door_closed.html", context, 410)


@public
def joint_door(request: HttpRequest, joint_code: str) -> HttpResponse:
    """What the event asks, and its units: which are sent, which are left."""
    link = _link(request, joint_code)
    if link is None or _stands(link) != OPEN:
        return _closed(request, link)
    actions.note_use(link, client_address(request))
    event, whole = link.party.event, Scope.whole_town(link.town_id)
    sent = dict(JointPart.objects.within(whole).filter(party=link.party).values_list("visit", "sent_at"))
    rows = [(one, sent.get(one.pk)) for one in visits(whole, event)]
    lead = next((one.name for one in parties(whole, event) if one.leads), "")
    context = {
        "town": link.town,
        "event": event,
        "party": link.party,
        "code": joint_code,
        "lead": lead,
        "rows": sorted(rows, key=lambda pair: pair[1] is not None),
        "sent": len(sent),
    }
    return _answer(request, "joint/door.html", context)


@public
def joint_door_part(request: HttpRequest, joint_code: str, joint_visit_id: UUID) -> HttpResponse:
    """The body's own part of one unit. Of a link that opens no more, what was typed comes back on the page and stays on the phone."""
    link = _link(request, joint_code)
    stands = _stands(link) if link else ""
    if link is None or (stands != OPEN and request.method != "POST"):
        return _closed(request, link)
    whole = Scope.whole_town(link.town_id)
    rows = JointVisit.objects.within(whole).select_related("event", "unit", "unit__cell")
    row = rows.filter(pk=joint_visit_id, event=link.party.event_id).first()
    if row is None:
        return _closed(request, None)
    party = link.party
    if stands != OPEN:
        form = part_form(request, row, party)
        said = (
            f"{_says(link, stands)}您填写的内容没有收下，但是还在本页和这台手机上。请联系邀请单位代为补录。"
        )
        form.refused(said, 409)
        return _part_page(request, joint_code, row, link, form)
    actor = guest(link)
    actions.note_use(link, client_address(request))
    form = part_form(
        request,
        row,
        party,
        actor=actor,
        keep=lambda _actor, content, name: actions.keep_by_link(link, content, name),
    )
    if form.is_bound and form.is_valid():
        try:
            part = actions.send_part(actor, row.pk, party.pk, form.sent(actor), link=link)
        except Refused as error:
            form = refreshed(request, row, party, form, error)
        else:
            late = part.late_at and row.state == DONE
            said = (
                "这家单位的检查已经完成，您的内容作为补录收下，没有丢失；牵头单位会登记。"
                if late
                else "已提交。"
            )
            return back(request, f"{row.unit.name}：{said}", "joint_door", joint_code)  # type: ignore[arg-type]
    return _part_page(request, joint_code, row, link, form)


def _part_page(request: HttpRequest, code: str, row: JointVisit, link: JointLink, form: Any) -> HttpResponse:
    context = part_context(row, link.party, form) | {
        "town": link.town,
        "upload": reverse("joint_door_photo", args=[code]),
        "thumb": "joint_door_thumb",
        "code": code,
        "to": reverse("joint_door", args=[code]),
    }
    return _answer(request, "joint/door_part.html", context, form.status)


@public
@require_POST
def joint_door_photo(request: HttpRequest, joint_code: str) -> HttpResponse:
    """Keep one photo of the body's. Answers {"id", "thumb"}, or {"error"} with what to do."""
    link = _link(request, joint_code)
    if link is None or _stands(link) != OPEN:
        said = _says(link, _stands(link)) if link else "没有这个邀请链接。"
        return JsonResponse({"error": said}, status=403)
    given = request.FILES.get("file")
    if given is None:
        return JsonResponse({"error": "没有收到照片，请重新选择。"}, status=400)
    try:
        kept = actions.keep_by_link(link, given.read(), PHOTO_NAME)
    except Refused as error:
        return JsonResponse({"error": error.message}, status=422)
    return JsonResponse(
        {"id": str(kept.pk), "thumb": reverse("joint_door_thumb", args=[joint_code, kept.pk])}
    )


@public
def joint_door_thumb(request: HttpRequest, joint_code: str, file_id: UUID) -> HttpResponse:
    """The small picture of a photo that came by this body's link; of no other."""
    link = _link(request, joint_code)
    if link is None or _stands(link) != OPEN:
        return _closed(request, link)
    rows = StoredFile.objects.within(guest(link).scope).filter(pk=file_id)
    stored = next((one for one in rows if link.party_id in (one.added_by, one.again_by)), None)
    if stored is None:
        return _closed(request, None)
    answer = HttpResponse(files.thumbnail_of(stored), content_type="image/jpeg")
    answer["Cache-Control"] = "private, max-age=3600"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _answer(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """No page of a link is found by a search engine, kept by a proxy, or named to where one goes from it."""
    answer = render(request, template, context, status=status)
    answer["X-Robots-Tag"] = "noindex, nofollow"
    answer["Cache-Control"] = "no-store"
    answer["Referrer-Policy"] = "same-origin"
    return answer

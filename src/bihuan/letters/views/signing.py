"""Signing: the other side's head, the town's leader for many, and what comes back on paper."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from bihuan.core import clock
from bihuan.core.door import PageRequest, route
from bihuan.core.errors import NotAllowed
from bihuan.documents import scans as reading
from bihuan.documents.scans import Sheet
from bihuan.inspections.uploads import UPLOADS_MAX, filled
from bihuan.letters import actions
from bihuan.letters.actions.moving import why_gone
from bihuan.letters.actions.returning import CODE, MATCHED, REFUSED, Line
from bihuan.letters.forms import ReturnForm, SheetsForm, SignAllForm, SignForm
from bihuan.letters.lifecycle import BY_PARTY, MADE
from bihuan.letters.models import ResponsibilityLetter
from bihuan.letters.queries import letters, signs_for_another, why_not_signer
from bihuan.letters.views.letters import the_letter
from bihuan.letters.views.town import tabs
from bihuan.lists.views import chosen_ids

PAGES_MAX = 200


@route("report", scope="place")
def letter_sign(request: PageRequest, letter_id: UUID) -> HttpResponse:
    """签责任书: the whole text, and below it the place for the signature."""
    row, actor = the_letter(request, letter_id), request.actor
    form = SignForm(request.POST if request.method == "POST" else None, initial={"version": row.version})
    if form.is_bound:
        done = form.carry_out(lambda given: actions.sign_letter(actor, letter_id, **given))
        if done is not None:
            said = "已签订，双方都已签字。" if done.is_signed else "已签字，等镇里签字。"
            messages.success(request, said, extra_tags="good")
            return HttpResponseRedirect(reverse("letter", args=[letter_id]))
    why = why_gone(row) or why_not_signer(actor, row)
    if row.party_signed_on and not why:
        why = f"{row.party_signer}已经签过字，不用再签。"
    context = {"row": row, "form": form, "why": why, "for_another": signs_for_another(actor, row)}
    return render(request, "letters/sign.html", context, status=form.status)


@route("sign", scope="place")
def letters_sign(request: PageRequest) -> HttpResponse:
    """镇里签字: the chosen letters with what each kind says, and one stroke for all of them. The list posts the rows; one letter comes by address."""
    actor = request.actor
    keys = chosen_ids(request.POST.getlist("row") or request.GET.getlist("row"))
    found = (
        letters(actor.scope)
        .filter(pk__in=keys, state__in=(MADE, BY_PARTY), to_on__gte=clock.today())
        .order_by("kind", "cell__path", "pk")
    )
    rows = [one for one in found if not why_gone(one)]
    form = SignAllForm(request.POST if "sure" in request.POST else None)
    if form.is_bound:
        done = form.carry_out(lambda given: actions.sign_for_town(actor, [one.pk for one in rows], **given))
        if done is not None:
            both = sum(one.is_signed for one in done)
            said = f"已签{len(done)}份，其中双方都已签字{both}份。"
            messages.success(request, said, extra_tags="good")
            return HttpResponseRedirect(reverse("letters"))
    if not rows:
        messages.error(
            request, "没有要签的责任书：请在清单上勾选“待签订”或者“待镇签字”的。", extra_tags="bad"
        )
        return HttpResponseRedirect(reverse("letters_list"))
    kinds: dict[str, ResponsibilityLetter] = {}
    for one in rows:
        kinds.setdefault(f"{one.kind}:{one.text_number}:{one.year}", one)
    context = {"rows": rows, "form": form, "passed": len(keys) - len(rows), "samples": list(kinds.values())}
    return render(request, "letters/sign_all.html", context, status=form.status)


@route("report", scope="place")
def letter_return(request: PageRequest, letter_id: UUID) -> HttpResponse:
    """交回纸质件: photos of the signed pages and both days. The code at the paper's foot leads here."""
    row = the_letter(request, letter_id)
    initial = {
        "version": row.version,
        "party_signer": row.party_signer or row.head,
        "town_signer": row.town_signer,
        "party_on": row.party_signed_on.isoformat() if row.party_signed_on else "",
        "town_on": row.town_signed_on.isoformat() if row.town_signed_on else "",
    }
    form = filled(request, ReturnForm, initial)
    if form.is_bound:
        done = form.carry_out(lambda given: actions.return_letter(request.actor, letter_id, **given))
        if done is not None:
            messages.success(request, f"已交回，{row.party_name}的责任书已签订。", extra_tags="good")
            return HttpResponseRedirect(reverse("letter", args=[letter_id]))
    why = why_gone(row)
    if not row.is_open and not why:
        why = f"这份责任书{row.state_label}，不用再交回。"
    photos = form.values.get("photos") or ""
    shown = photos.split(",") if isinstance(photos, str) and photos else list(photos)
    context = {"row": row, "form": form, "why": why, "photos": [one for one in shown if one]}
    return render(request, "letters/return.html", context, status=form.status)


@route("units|supervise", scope="place")
def letters_scans(request: PageRequest) -> HttpResponse:
    """批量交回: many scans at once, each told by its code; the days hold for all of them."""
    form = SheetsForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {
        "tabs": tabs(request.actor, "letters_scans"),
        "form": form,
        "lines": None,
        "files_max": UPLOADS_MAX,
        "pages_max": PAGES_MAX,
    }
    if form.is_bound:
        chosen = request.FILES.getlist("scan_file")
        sheets, wrong = _read(chosen)
        lines = form.carry_out(lambda given: _returned(request, sheets, chosen, given))
        if lines is not None:
            lines = [*lines, *wrong]
            context |= {
                "lines": lines,
                "matched": sum(one.result == MATCHED for one in lines),
                "rest": sum(one.result != MATCHED for one in lines),
            }
    return render(request, "letters/scans.html", context, status=form.status)


def _returned(
    request: PageRequest, sheets: list[Sheet], chosen: list[Any], given: dict[str, Any]
) -> list[Line]:
    if not chosen:
        raise NotAllowed("没有收到文件，请选择扫描件或者照片。")
    return actions.return_sheets(request.actor, sheets, **given)


def _read(chosen: list[Any]) -> tuple[list[Sheet], list[Line]]:
    """The pages of all files that can be read, and a line for each that cannot."""
    sheets: list[Sheet] = []
    wrong: list[Line] = []
    for place, one in enumerate(chosen):
        name = (one.name or "扫描件")[-80:]
        if place >= UPLOADS_MAX:
            wrong.append(Line(name, REFUSED, f"一次最多{UPLOADS_MAX}个文件，这个没有处理，请另传。"))
            continue
        try:
            for sheet in reading.read(one.read(), name, CODE):
                if len(sheets) >= PAGES_MAX:
                    raise reading.Unreadable(f"一次最多{PAGES_MAX}页，从{sheet.source}起没有处理，请另传。")
                sheets.append(sheet)
        except reading.Unreadable as error:
            wrong.append(Line(name, REFUSED, str(error)))
    return sheets, wrong

"""The pages of who sends a tip: without sign-in, without script, nothing kept of who looks. What is asked by a word is answered with the word in hand only."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from bihuan.core import files
from bihuan.core.actions import Actor
from bihuan.core.door import public
from bihuan.core.errors import Incomplete
from bihuan.core.forms import ActionForm
from bihuan.core.guessing import count_miss, tries_codes
from bihuan.tipoffs import actions, gate, queries, rules
from bihuan.tipoffs.forms import AccountForm, Kept, ReplyForm, SendForm, TrackForm
from bihuan.tipoffs.lifecycle import AT_WORK
from bihuan.tipoffs.models import Tip, TipPage
from bihuan.units.models import Unit
from bihuan.units.queries import plate_by_code
from bihuan.units.sheets import REPORT_PHONE

WORD = "tip"  # what is guessed at
PHOTO_NAME = "举报照片"  # a file's own name may tell whose phone it is from
NOT_FOUND = (
    "没有找到这件举报。请核对查询码；输错多次的，请过10分钟再试。查询码丢失的，请拨打值班电话或者12350。"
)


@public
def tip_doors(request: HttpRequest) -> HttpResponse:
    """网上举报: straight to the town's page where this installation serves one."""
    pages = queries.open_pages()
    if len(pages) == 1:
        return HttpResponseRedirect(reverse("tip_send", args=[pages[0].code]))
    return _answer(request, "tipoffs/doors.html", {"pages": pages})


@public
def tip_send(request: HttpRequest, door: str) -> HttpResponse:
    """举报: what, where, photos; with a name or without. The word is in the answer and nowhere else."""
    page = queries.page_by(door.lower())
    if page is None:
        return _answer(request, "tipoffs/closed.html", {}, 404)
    actor, unit = queries.sender_of(page.town_id), _unit(request, page)
    form = SendForm(request.POST or None)
    kept: list[UUID] = []
    if form.is_bound:
        kept = _take_photos(request, actor, form)
        held_for = rules.TRAPPED if form.is_trapped else rules.OVER if gate.is_over(request) else ""
        made = form.carry_out(
            lambda given: actions.send_tip(
                actor,
                form.told(unit.pk if unit else None, tuple(kept)),
                tip_id=given["tip_id"],
                held_for=held_for,
            )
        )
        if made is not None:
            gate.note_sent(request)
            return _answer(request, "tipoffs/sent.html", {"tip": made[0], "word": made[1], "town": page.town})
    context = {
        "form": form,
        "town": page.town,
        "unit": unit,
        "plate": _asked(request, "plate"),
        "kept": Kept.told(kept),
        "kept_count": len(kept),
        "photos_max": rules.PHOTOS_MAX,
    }
    answer = _answer(request, "tipoffs/send.html", context, form.status)
    # Who was turned away goes back and finds all that was typed.
    answer["Cache-Control"] = "private, no-cache"
    return answer


@public
def tip_track(request: HttpRequest) -> HttpResponse:
    """查询举报: by the word, posted, so that it stands in no address. A wrong word, and any word after too many wrong ones, get the same answer."""
    form = TrackForm(request.POST or None)
    if not form.is_bound:
        return _answer(request, "tipoffs/track.html", {"form": form})
    if not form.is_valid():
        form.message = form.wrong["word"]
        return _answer(request, "tipoffs/track.html", {"form": form}, 422)
    word = form.cleaned_data["word"]
    tip = None if tries_codes(request, WORD) else queries.tip_by_word(word)
    if tip is None:
        count_miss(request, WORD)
        form.message = NOT_FOUND
        return _answer(request, "tipoffs/track.html", {"form": form}, 404)
    actor, does = queries.sender_of(tip.town_id), request.POST.get("do", "")
    reply, account = ReplyForm(initial={"word": word}), AccountForm(initial={"word": word})
    status, done = 200, ""
    if does == "reply":
        reply = ReplyForm(request.POST)
        kept = _take_photos(request, actor, reply, "reply")
        sent = reply.carry_out(
            lambda given: actions.reply_to_town(actor, given["word"], reply=given["reply"], photos=kept)
        )
        done, status = ("已提交。" if sent else ""), reply.status
    elif does == "account":
        account = AccountForm(request.POST)
        left = account.carry_out(
            lambda given: actions.leave_account(actor, given["word"], identity=account.identity(given))
        )
        done, status = ("收款账户已密封保存。" if left else ""), account.status
    if done:
        reply, account = ReplyForm(initial={"word": word}), AccountForm(initial={"word": word})
    return _answer(request, "tipoffs/tracked.html", _tracked(tip, word, reply, account, done), status)


def _tracked(tip: Tip, word: str, reply: ReplyForm, account: AccountForm, done: str) -> dict[str, Any]:
    scope = queries.sender_of(tip.town_id).scope
    reward = queries.reward_of(tip)
    return {
        "tip": tip,
        "town": tip.town,
        "word": word,
        "progress": queries.progress(tip),
        "questions": queries.questions(scope, tip),
        "reward": reward,
        "reply": reply,
        "account": account,
        "done": done,
        "may_add": tip.state in AT_WORK,
        "may_be_paid": reward is not None and reward.paid_on is None,
    }


def _asked(request: HttpRequest, name: str) -> str:
    """What the address or the form says of something, as plain letters."""
    said = str(request.POST.get(name) or request.GET.get(name) or "")
    return "".join(one for one in said if one.isascii() and one.isalnum())[:20]


def _unit(request: HttpRequest, page: TipPage) -> Unit | None:
    """The unit at whose door the plate was scanned, where it is one of this town's."""
    code = _asked(request, "plate").lower()
    plate = plate_by_code(code) if code and not tries_codes(request) else None
    if plate is None:
        if code:
            count_miss(request)
        return None
    unit: Unit = plate.unit.merged_into or plate.unit
    return unit if unit.town_id == page.town_id and unit.ended_on is None else None


def _take_photos(request: HttpRequest, actor: Actor, form: ActionForm, field: str = "kept") -> list[UUID]:
    """The photos of a form: those that came up before, and those that come now, cleaned of position and device. What is wrong with one is told at the form's
    `field`. Of too many none is looked at."""
    form.is_valid()
    kept = list(getattr(form, "cleaned_data", {}).get("kept", ()))
    sent = request.FILES.getlist("photos")
    if len(kept) + len(sent) > rules.PHOTOS_MAX:
        form.add_error(
            field,
            f"照片最多{rules.PHOTOS_MAX}张，您选了{len(kept) + len(sent)}张。请挑最能说明问题的，重新选择。",
        )
        return kept
    for one in sent:
        try:
            kept.append(files.keep_picture(actor, one.read(), PHOTO_NAME).pk)
        except Incomplete as error:
            form.add_error(field, f"“{(one.name or '照片')[:30]}”：{error.message}")
    return kept


def _answer(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    answer = render(request, template, {"report_phone": REPORT_PHONE, **context}, status=status)
    answer["X-Robots-Tag"] = "noindex, nofollow"
    answer["Cache-Control"] = "no-store"
    return answer

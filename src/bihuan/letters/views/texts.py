"""The words of each kind: the built-in ones, or the town's own in editions."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from bihuan.core import clock
from bihuan.core.door import PageRequest, route
from bihuan.core.errors import NotFound, Refused
from bihuan.core.scope import Scope
from bihuan.letters import actions, rules
from bihuan.letters.forms import TextForm
from bihuan.letters.models import LetterText
from bihuan.letters.queries import askable, text_of, wordings
from bihuan.letters.rules import KINDS, NAMES, LetterKind
from bihuan.letters.views.town import tabs


def _kind(code: str) -> LetterKind:
    if code not in KINDS:
        raise NotFound("没有这种责任书。请返回列表重新选择。")
    return KINDS[code]


@route("supervise|units", scope="town")
def letter_texts(request: PageRequest) -> HttpResponse:
    """责任书文本: each kind, with whom, and whose words hold."""
    held = wordings(request.actor.scope)
    rows = [(one, *held[code]) for code, one in KINDS.items()]
    context = {"tabs": tabs(request.actor, "letter_texts"), "rows": rows, "parties": rules.PARTIES}
    return render(request, "letters/texts.html", context)


@route("supervise|units", scope="town")
def letter_text(request: PageRequest, letter_kind: str) -> HttpResponse:
    """一种责任书的文本: as it reads, and to be changed by who may; POST makes the next edition."""
    kind, actor, today = _kind(letter_kind), request.actor, clock.today()
    now = text_of(actor.scope, kind.code)
    wording = now.wording if now else kind.usual
    posted = request.method == "POST"
    if posted:
        actor.need("supervise")
    form = TextForm(request.POST if posted else None, wording=wording)
    if form.is_bound:
        done = form.carry_out(lambda given: actions.word_letter(actor, kind.code, given["wording"]))
        if done is not None:
            messages.success(request, f"已保存为{done}，以后生成的责任书用这一版。", extra_tags="good")
            return HttpResponseRedirect(reverse("letter_text", args=[kind.code]))
    given = dict(rules.SAMPLE, label=kind.label, year=str(today.year))
    context = {
        "kind": kind,
        "text": now,
        "form": form,
        "reads": rules.content(kind, wording, given, today),
        "names": NAMES,
        "editions": LetterText.objects.within(Scope.whole_town(actor.town)).filter(kind=kind.code),
        "figures": [("", "不对照记录"), *askable().items()],
        "relations": list(rules.RELATIONS.items()),
        "may": actor.may("supervise"),
    }
    return render(request, "letters/text.html", context, status=form.status)


@route("supervise", scope="town")
@require_POST
def letter_text_reset(request: PageRequest, letter_kind: str) -> HttpResponse:
    """恢复内置文本."""
    kind = _kind(letter_kind)
    try:
        actions.reset_text(request.actor, kind.code)
        messages.success(request, f"{kind.label}责任书已恢复内置文本。", extra_tags="good")
    except Refused as error:
        messages.error(request, error.message, extra_tags="bad")
    return HttpResponseRedirect(reverse("letter_text", args=[kind.code]))

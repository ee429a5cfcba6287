"""What a town may sign, kind by kind as of today, and the setting of it; the town's own wording of sentences."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from bihuan.core import clock
from bihuan.core.door import PageRequest, route
from bihuan.documents.actions.wording import set_wording
from bihuan.documents.declarations import Declaration, current
from bihuan.documents.forms import PowerForm, WordingForm
from bihuan.documents.models import Wording
from bihuan.documents.naming import in_chinese, names_of
from bihuan.documents.queries import leaves, wording_of
from bihuan.documents.texts import wrong_wording
from bihuan.inspections.grant_actions import set_power
from bihuan.inspections.models import Grant, PaperPower
from bihuan.inspections.papers import FAMILIES, PAPERS, POWERS


@route("office", scope="town")
def powers(request: PageRequest) -> HttpResponse:
    """签发权限: 'what may I sign here today?', kind by kind, with the reason for the rest."""
    scope, today = request.actor.scope, clock.today()
    found = leaves(scope, today)
    groups = [
        (title, [(PAPERS[kind], leave) for kind, leave in found.items() if PAPERS[kind].family == family])
        for family, title in FAMILIES.items()
    ]
    context = {
        "groups": groups,
        "powers": POWERS,
        "grants": sorted(
            Grant.objects.within(scope).order_by("-from_on"),
            key=lambda one: not one.from_on <= today <= one.to_on,  # what is in force first
        ),
        "said": PaperPower.objects.within(scope).order_by("kind", "-from_on"),
        "today": today,
    }
    return render(request, "documents/powers.html", context)


@route("grid", scope="town")
def power_set(request: PageRequest) -> HttpResponse:
    """设定签发权限."""
    form = PowerForm(
        request.POST or None, initial={"kind": request.GET.get("kind", ""), "from_on": clock.today()}
    )
    if form.is_bound and form.carry_out(lambda given: set_power(request.actor, **given)) is not None:
        messages.success(request, "签发权限已设定。", extra_tags="good")
        return HttpResponseRedirect(reverse("powers"))
    kind = PAPERS.get(str(form.values.get("kind") or ""))
    context = {
        "form": form,
        "kinds": [(code, one.label) for code, one in PAPERS.items() if len(one.powers) > 1],
        "powers": [(code, POWERS[code]) for code in (kind.powers if kind else POWERS)],
    }
    return render(request, "documents/power.html", context, status=form.status)


@route("grid", scope="town")
def wordings(request: PageRequest) -> HttpResponse:
    """文书用语: the sentences of each kind, and which of them the town words in its own way."""
    own = {
        (one.kind, one.key): one
        for one in Wording.objects.within(request.actor.scope).filter(ended_on__isnull=True)
    }
    rows = [
        (PAPERS[kind], [_told(made, key, text, own.get((kind, key))) for key, text in made.sentences.items()])
        for kind, made in current().items()
        if made.sentences
    ]
    return render(request, "documents/wordings.html", {"rows": rows})


def _told(
    made: Declaration, key: str, text: str, own: Wording | None
) -> tuple[str, str, Wording | None, str]:
    """A sentence as it is read, the town's own if it has one, and why that can no longer be used."""
    why = wrong_wording(made, key, own.text, clock.today()) if own else ""
    return key, in_chinese(made, own.text if own else text), own, why


@route("grid", scope="town")
def wording(request: PageRequest, kind: str, sentence: str) -> HttpResponse:
    """改用语: one sentence; the names in braces are filled from the document."""
    made = current().get(kind)
    if made is None or sentence not in made.sentences:
        raise Http404
    own = wording_of(request.actor.scope, kind, clock.today()).get(sentence)
    form = WordingForm(
        request.POST or None, initial={"text": in_chinese(made, own or made.sentences[sentence])}
    )
    if form.is_bound:
        done = form.carry_out(lambda given: (set_wording(request.actor, kind, sentence, **given), True))
        if done is not None:
            messages.success(request, "用语已保存，今天起新开的文书使用。", extra_tags="good")
            return HttpResponseRedirect(reverse("wordings"))
    context = {
        "paper": PAPERS[kind],
        "declared": in_chinese(made, made.sentences[sentence]),
        "form": form,
        "names": list(names_of(made).values()),
    }
    return render(request, "documents/wording.html", context, status=form.status)

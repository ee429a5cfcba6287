"""One veto: what raised it, what was decided, appealed and answered, as a paper; one raised by a person."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from bihuan.assessments import actions
from bihuan.assessments.actions.appealing import why_not_appeal
from bihuan.assessments.causes import lost, rules_in_force
from bihuan.assessments.composing import as_pdf, basis_of, decision_of
from bihuan.assessments.forms import RaiseForm
from bihuan.assessments.lifecycle import APPEALED, CANDIDATE, DECIDED, STANDING
from bihuan.assessments.listing import veto_badge
from bihuan.assessments.models import Veto
from bihuan.assessments.queries import speaks_for, vetoes
from bihuan.assessments.rules import SUBJECTS, UNIT
from bihuan.assessments.subjects import Subject, as_units, departments, heads, villages
from bihuan.assessments.vetoing import ACCIDENT, LETTER, LISTING, SHEET
from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.answers import back, posted, refused
from bihuan.core.door import PageRequest, route
from bihuan.core.errors import NotFound
from bihuan.core.models import Town
from bihuan.core.prints import mark_of, pdf_answer
from bihuan.grid.queries import town_cell
from bihuan.hazards.timeline import told
from bihuan.majors.models import Listing
from bihuan.units.models import Unit

UNITS_SHOWN = 200
PAGES = {ACCIDENT: "accident", LETTER: "letter", SHEET: "sheet"}


def the_veto(request: PageRequest, veto_id: UUID) -> Veto:
    """A veto of the actor's scope; whoever it is of sees it once it is decided."""
    actor = request.actor
    actor.find(Veto, veto_id, what="条一票否决")
    row: Veto = vetoes(actor.scope).get(pk=veto_id)
    if not actor.may("office") and row.decided_on is None:
        raise NotFound("没有找到这条一票否决。")
    return row


@route("report|office", scope="place")
def veto(request: PageRequest, veto_id: UUID) -> HttpResponse:
    """一条一票否决."""
    row, actor, today = the_veto(request, veto_id), request.actor, clock.today()
    gone = lost(actor.town, [row], today).get(row.pk, "") if row.state in (CANDIDATE, *STANDING) else ""
    may_decide = actor.may("decide")
    context = {
        "row": row,
        "mark": veto_badge(row),
        "holds": row.holds_on(today),
        "lost": gone,
        "cause_url": _cause_url(actor, row),
        "basis": basis_of(row, row.decided_on or today),
        "why_not_appeal": why_not_appeal(row) if row.decided_on else "",
        "entries": [told(one) for one in events.trail(actor.scope, row.pk)] if actor.may("office") else [],
        "may": {
            "decide": row.state == CANDIDATE and may_decide and not gone,
            "drop": row.state == CANDIDATE and may_decide,
            "appeal": row.state == DECIDED
            and actor.may("report|supervise")
            and not why_not_appeal(row)
            and speaks_for(actor, row),
            "answer": row.state == APPEALED and may_decide,
            "review": bool(gone) and row.stands and may_decide,
            "revoke": row.stands and may_decide,
        },
    }
    return render(request, "assessments/veto.html", context)


def _cause_url(actor: Actor, row: Veto) -> str:
    """Where the record behind a veto is looked at, for the office; "" for one that a person raised."""
    if not actor.may("office"):
        return ""
    if row.cause_kind == LISTING:
        found = Listing.objects.within(actor.scope).filter(pk=row.cause).first()
        return reverse("hazard", args=[found.hazard_id]) if found else ""
    return reverse(PAGES[row.cause_kind], args=[row.cause]) if row.cause_kind in PAGES else ""


@route("report|office", scope="place")
def veto_file(request: PageRequest, veto_id: UUID) -> HttpResponse:
    """一票否决决定 as PDF."""
    row = the_veto(request, veto_id)
    if row.decided_on is None:
        return refused(request, f"这条一票否决{row.state_label}，决定以后才有决定书。", "veto", veto_id)
    town = Town.objects.of(request.actor.scope).name
    return pdf_answer(as_pdf(decision_of(row, town, mark_of(request))), f"一票否决决定{row.subject_name}")


def choices_of(actor: Actor, chosen: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Everybody who may be vetoed or honoured, by kind, as a form offers them ("unit:…"); of units as many as a list bears, and the chosen one."""
    today = clock.today()
    rows = Unit.objects.within(actor.scope).filter(ended_on__isnull=True).order_by("name", "pk")
    top = town_cell(actor.town)
    units = [Subject(UNIT, pk, name, top) for pk, name in rows.values_list("pk", "name")[:UNITS_SHOWN]]
    kind, _, key = chosen.partition(":")
    if kind == UNIT and len(key) == 36 and key not in {str(one.id) for one in units}:
        units += as_units(actor.town, Unit.objects.within(actor.scope).filter(pk=key))
    groups = [villages(actor.town, today), departments(actor.town), heads(actor.town, today), units]
    return [
        (SUBJECTS[some[0].kind], [(f"{one.kind}:{one.id}", one.name) for one in some])
        for some in groups
        if some
    ]


@route("assess", scope="place")
def veto_raise(request: PageRequest) -> HttpResponse:
    """提出一票否决, for what no record of the system shows."""
    actor, today = request.actor, clock.today()
    initial = {"subject": request.GET.get("subject", ""), "happened_on": today.isoformat()}
    form = posted(request, RaiseForm, initial=initial)
    if form.is_bound:
        row = form.carry_out(lambda given: actions.raise_veto(actor, **given))
        if row is not None:
            return back(request, f"已提出：{row}，等待认定。", "veto", row.pk)
    context = {
        "form": form,
        "groups": choices_of(actor, str(form.values["subject"] or "")),
        "rules": [(str(one.pk), one.text) for one in rules_in_force(actor.scope, today)],
    }
    return render(request, "assessments/raise.html", context, status=form.status)

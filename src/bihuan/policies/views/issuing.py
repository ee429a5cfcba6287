"""Pages of the town's own documents."""

from difflib import SequenceMatcher
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from bihuan import paper
from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.door import PageRequest, route
from bihuan.core.errors import Forbidden
from bihuan.core.prints import mark_of, pdf_answer
from bihuan.grid.rules import POST_KINDS
from bihuan.hazards.timeline import told
from bihuan.inspections.forms import asked_id
from bihuan.inspections.uploads import filled
from bihuan.lists.views import answer
from bihuan.policies import actions, rules
from bihuan.policies.actions.ways import DOCUMENT
from bihuan.policies.forms import IssueForm, NoteForm, PassForm, PolicyForm, RepealForm, ReviseForm
from bihuan.policies.lifecycle import DRAFT, POLICY
from bihuan.policies.listing import POLICIES
from bihuan.policies.models import Policy, PolicyDuty
from bihuan.policies.printing import paper_of
from bihuan.policies.queries import departments, next_numbers, organs, policies_for, versions
from bihuan.policies.reading import DOCX, keep_file
from bihuan.policies.views.choosing import addressees, held_file, reading
from bihuan.policies.views.receiving import press

PAGES = {
    "issue_policy": "policy_issue",
    "repeal_policy": "policy_repeal",
    "withdraw_policy": "policy_withdraw",
}
FILE = {"file": keep_file}
DIFFERENCES_MAX = 200


@route("office", scope="town")
def policies(request: PageRequest) -> HttpResponse:
    """本镇文件."""
    return answer(request, POLICIES)


@route("policies", scope="town")
def policy_new(request: PageRequest) -> HttpResponse:
    """起草、登记已印发的文件: with number and day it is issued at once, by who may."""
    actor = request.actor
    asked = asked_id(request, "replaces")
    old = find(actor, asked) if asked else None
    initial = _of_old(actor, old) if old else {"organ": organs(actor.scope)[0], "kind": "notice"}
    form = filled(request, PolicyForm.begun(actor), initial, kept_by=FILE)

    def act(given: dict[str, Any]) -> Policy:
        content, issue = PolicyForm.content(given), PolicyForm.issue(given)
        if issue.number or issue.issued_on:
            return actions.enter_policy(actor, content, issue, replaces=given["replaces"])
        return actions.draft_policy(actor, content, replaces=given["replaces"])

    if form.is_bound and (made := form.carry_out(act)) is not None:
        said = "已登记。要有人知道的，请分送。" if made.issued_on else "已存为草稿。"
        messages.success(request, said, extra_tags="good")
        return HttpResponseRedirect(reverse("policy", args=[made.pk]))
    return _form(request, form, None, old)


def _of_old(actor: Actor, old: Policy) -> dict[str, Any]:
    """What the next version begins with: all that the last one says."""
    return {
        "replaces": old.pk,
        "kind": old.kind,
        "title": old.title,
        "organ": old.organ,
        "recipient": old.recipient,
        "text": old.text,
        "duties": told_duties(actor, old),
    }


def told_duties(actor: Actor, row: Policy) -> str:
    """The duties of a document as they are typed."""
    names = {pk: name for name, pk in departments(actor.scope).items()}
    return "\n".join(
        f"{names.get(one.department, '') if one.department else POST_KINDS[one.post].label}：{one.text}"
        for one in map(rules.of_kept, row.lines)
    )


def _form(request: PageRequest, form: PolicyForm, row: Policy | None, old: Policy | None) -> HttpResponse:
    actor = request.actor
    context = {
        "form": form,
        "row": row,
        "old": old,
        "kept": held_file(actor, form.values["file"]),
        "kinds": list(rules.KINDS.items()),
        "organs": organs(actor.scope),
        "numbers": next_numbers(actor.scope, clock.today().year),
        "may_issue": actor.may("supervise") and row is None,
        "back": reverse("policy", args=[row.pk]) if row else reverse("policies"),
    }
    return render(request, "policies/policy_form.html", context, status=form.status)


@route("policies", scope="town")
def policy_revise(request: PageRequest, policy_id: UUID) -> HttpResponse:
    """修改草稿."""
    actor, row = request.actor, find(request.actor, policy_id)
    names = ("kind", "title", "organ", "recipient", "text", "version")
    initial = {name: getattr(row, name) for name in names} | {
        "file": row.file_id or "",
        "until_on": row.until_on.isoformat() if row.until_on else "",
        "duties": told_duties(actor, row),
    }
    form = filled(request, ReviseForm.begun(actor), initial, kept_by=FILE)

    def act(given: dict[str, Any]) -> Policy:
        return actions.revise_policy(actor, row.pk, PolicyForm.content(given), version=given["version"])

    if form.is_bound and form.carry_out(act) is not None:
        messages.success(request, "已保存。", extra_tags="good")
        return HttpResponseRedirect(reverse("policy", args=[row.pk]))
    return _form(request, form, row, row.replaces)


@route("office", scope="town")
def policy(request: PageRequest, policy_id: UUID) -> HttpResponse:
    """A document of the town's own: its text, the duties in it, its versions, who has read it, its way, what may be done now."""
    actor, row = request.actor, find(request.actor, policy_id)
    moves = [one for one in POLICY.from_state(row.state) if actor.may(one.right) and one.action in PAGES]
    keeps = actor.may("policies")
    context = {
        "row": row,
        "standing": row.standing(clock.today()),
        "paragraphs": list(rules.shape(row.text)),
        "duties": _duties(actor, row),
        "versions": _versions(actor, row),
        "buttons": [(one.label, reverse(PAGES[one.action], args=[row.pk])) for one in moves],
        "may_revise": keeps and row.state == DRAFT,
        "may_pass": keeps and row.issued_on is not None and row.withdrawn_on is None,
        "may_replace": keeps and any(one.action == "replace_policy" for one in POLICY.from_state(row.state)),
        "timeline": [told(event) for event in events.trail(actor.scope, row.pk)],
        **reading(actor, row),
    }
    return render(request, "policies/policy.html", context)


def find(actor: Actor, policy_id: UUID) -> Policy:
    """A document of the town's own that the actor may know of. NotFound; Forbidden for a draft of others."""
    row: Policy | None = (
        policies_for(actor).filter(pk=policy_id).select_related("file", "replaces", "drafted_by").first()
    )
    if row is None:
        actor.find(Policy, policy_id, what=DOCUMENT)  # NotFound for one of nowhere
        raise Forbidden("这份文件还没有印发，或者已经作废。")
    return row


def _duties(actor: Actor, row: Policy) -> list[tuple[str, str]]:
    """(whose, what) of a document; of a draft as it is written."""
    if row.issued_on:
        found = PolicyDuty.objects.within(actor.scope).filter(policy=row).select_related("department")
        return [(one.whose, one.text) for one in found]
    pairs = (line.partition("：") for line in told_duties(actor, row).splitlines())
    return [(who, said) for who, _, said in pairs]


def _versions(actor: Actor, row: Policy) -> list[Policy]:
    """All versions of a document of which the actor may know, the latest first."""
    known = {one.pk: one for one in versions(policies_for(actor), actor.scope)}
    after = {one.replaces_id: one for one in known.values()}
    line, at = [row], row
    while at.replaces_id and (before := known.get(at.replaces_id)) is not None:
        line.append(before)
        at = before
    at = row
    while (later := after.get(at.pk)) is not None:
        line.insert(0, later)
        at = later
    return line if len(line) > 1 else []


@route("office", scope="town")
def policy_changes(request: PageRequest, policy_id: UUID) -> HttpResponse:
    """新旧对照: what of the text a version took out, and what it put in."""
    row = find(request.actor, policy_id)
    old = row.replaces
    context = {"row": row, "old": old, "changes": _changes(old.text, row.text) if old else []}
    return render(request, "policies/changes.html", context)


def _changes(before: str, after: str) -> list[tuple[list[str], list[str]]]:
    """(what stood there, what stands there) of each place that differs, by paragraphs."""
    old = [one.strip() for one in before.splitlines() if one.strip()]
    new = [one.strip() for one in after.splitlines() if one.strip()]
    found = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [(old[a:b], new[c:d]) for tag, a, b, c, d in found if tag != "equal"][:DIFFERENCES_MAX]


@route("supervise", scope="town")
def policy_issue(request: PageRequest, policy_id: UUID) -> HttpResponse:
    """印发."""
    actor, row = request.actor, find(request.actor, policy_id)
    numbers = next_numbers(actor.scope, clock.today().year)
    initial = {
        "version": row.version,
        "issued_on": clock.today().isoformat(),
        "number": numbers[0] if numbers else "",
    }
    form = filled(request, IssueForm, initial)

    def act(given: dict[str, Any]) -> Policy:
        return actions.issue_policy(actor, row.pk, PolicyForm.issue(given), version=given["version"])

    return _step(request, row, form, act, "印发", "已印发。要有人知道的，请分送。")


@route("supervise", scope="town")
def policy_repeal(request: PageRequest, policy_id: UUID) -> HttpResponse:
    """废止."""
    actor, row = request.actor, find(request.actor, policy_id)
    form = filled(request, RepealForm, {"version": row.version, "on": clock.today().isoformat()})
    return _step(
        request, row, form, lambda given: actions.repeal_policy(actor, row.pk, **given), "废止", "已废止。"
    )


@route("policies", scope="town")
def policy_withdraw(request: PageRequest, policy_id: UUID) -> HttpResponse:
    """作废: a draft, or what was entered in error."""
    actor, row = request.actor, find(request.actor, policy_id)
    form = filled(request, NoteForm, {"version": row.version})
    return _step(
        request, row, form, lambda given: actions.withdraw_policy(actor, row.pk, **given), "作废", "已作废。"
    )


def _step(request: PageRequest, row: Policy, form: Any, act: Any, label: str, said: str) -> HttpResponse:
    page = reverse("policy", args=[row.pk])
    if form.is_bound and form.carry_out(act) is not None:
        messages.success(request, said, extra_tags="good")
        return HttpResponseRedirect(page)
    context = {
        "row": row,
        "form": form,
        "label": label,
        "back": page,
        "crumbs": [("本镇文件", reverse("policies")), (row.title, page)],
        "note_label": "依据（文件或会议）" if label == "废止" else "原因",
        "danger": label != "印发",
    }
    return render(request, "policies/step.html", context, status=form.status)


@route("policies", scope="town")
def policy_pass(request: PageRequest, policy_id: UUID) -> HttpResponse:
    """印送: to several in one press."""
    actor, row = request.actor, find(request.actor, policy_id)
    form = filled(request, PassForm)
    if form.is_bound:
        done = form.carry_out(lambda given: actions.pass_policy(actor, row.pk, **given))
        if done is not None:
            messages.success(request, f"已分送{len(done)}人，打开后按“已阅”。", extra_tags="good")
            return HttpResponseRedirect(reverse("policy", args=[row.pk]))
    context = {
        "row": row,
        "form": form,
        "whom": addressees(actor),
        "handles": False,
        "back": reverse("policy", args=[row.pk]),
        "listed": reverse("policies"),
        "word": "本镇文件",
    }
    return render(request, "policies/pass.html", context, status=form.status)


@route("office", scope="town")
@require_POST
def policy_read(request: PageRequest, policy_id: UUID) -> HttpResponse:
    """已阅."""
    row = find(request.actor, policy_id)
    return press(request, lambda: actions.read_policy(request.actor, row.pk), "已签阅。", "policy", row.pk)


@route("office", scope="town")
def policy_paper(request: PageRequest, policy_id: UUID, form: str) -> HttpResponse:
    """The document in official layout, as PDF or docx."""
    row = find(request.actor, policy_id)
    if form not in ("pdf", "docx"):
        raise Http404
    made = paper_of(row, clock.today(), mark_of(request))
    if form == "docx":
        response = HttpResponse(paper.docx(made), content_type=DOCX)
        response["Content-Disposition"] = 'attachment; filename="document.docx"'
        return response
    return pdf_answer(paper.pdf(made, extra_fonts=settings.FONTS_DIR, stands_in=True), "document")

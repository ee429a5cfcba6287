"""Pages of the checklists: the library as the town has it, its editor and versions, what superiors demand, the blank on paper."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from bihuan import paper
from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.door import PageRequest, route
from bihuan.core.errors import Forbidden, NotAllowed, Refused, Stale
from bihuan.core.prints import mark_of, pdf_answer
from bihuan.inspections import checklist_actions as actions
from bihuan.inspections.checklist_data import LIBRARY, Source
from bihuan.inspections.checklist_forms import DraftForm, EndForm, NoteForm, ObligationForm
from bihuan.inspections.checklist_paper import blank
from bihuan.inspections.checklists import Changes, Item, arranged, difference, library_on
from bihuan.inspections.forms import asked_id
from bihuan.inspections.lifecycle import DRAFT
from bihuan.inspections.models import ChecklistVersion, Obligation
from bihuan.inspections.queries import draft_of, in_force, list_on, obliged_on
from bihuan.units.rules import CATEGORIES

# In the order of the trades, those of a danger last.
LISTED = sorted(LIBRARY.values(), key=lambda one: (bool(one.when), list(CATEGORIES).index(one.categories[0])))


@route("office", scope="town")
def checklists(request: PageRequest) -> HttpResponse:
    """检查表: every list with what the town and its superiors made of it."""
    scope, today = request.actor.scope, clock.today()
    versions, obliged = in_force(scope, today), obliged_on(scope, today)
    drafts = set(ChecklistVersion.objects.within(scope).filter(state=DRAFT).values_list("key", flat=True))
    rows = []
    for source in LISTED:
        key = source.key
        changes = versions[key].changes(today) if key in versions else Changes()
        count = len(arranged(library_on(key, today), changes))
        demanded = len(obliged.get(key, ())) + (0 if source.when else len(obliged.get("", ())))
        rows.append((source, _for_whom(source), count, demanded, versions.get(key), key in drafts))
    return render(request, "inspections/checklists.html", {"rows": rows})


@route("office", scope="town")
def checklist(request: PageRequest, sheet: str) -> HttpResponse:
    """A list as the phone shows it today, its versions, what it is for."""
    source, scope = _source(sheet), request.actor.scope
    found = ChecklistVersion.objects.within(scope).filter(key=sheet).order_by("-number")
    context = {
        "source": source,
        "whom": _for_whom(source),
        "checklist": list_on(scope, sheet, clock.today()),
        "versions": list(found),
        "draft": draft_of(scope, sheet),
    }
    return render(request, "inspections/checklist.html", context)


@route("checklists", scope="town")
def checklist_edit(request: PageRequest, sheet: str) -> HttpResponse:
    """编辑: the town's draft; the page begins with the draft, else with what is in force."""
    source, actor, today = _source(sheet), request.actor, clock.today()
    draft = draft_of(actor.scope, sheet)
    base = draft or in_force(actor.scope, today).get(sheet)
    data = request.POST if request.method == "POST" else None
    form = DraftForm(sheet, today, base, draft.version if draft else 0, data)
    if data is not None:
        try:
            saved = actions.save_draft(actor, sheet, **form.given())
        except Forbidden:
            raise
        except Refused as error:
            form.refuse(error, 409 if isinstance(error, Stale | NotAllowed) else 422)
        else:
            messages.success(request, "草稿已保存，还没有施行；核对后发布。", extra_tags="good")
            return HttpResponseRedirect(reverse("checklist_version", args=[saved.pk]))
    context = {"source": source, "form": form, "draft": draft}
    return render(request, "inspections/checklist_edit.html", context, status=form.status)


@route("office", scope="town")
def checklist_version(request: PageRequest, version_id: UUID) -> HttpResponse:
    """One version as the phone shows it; a draft with its publication."""
    version = _version(request.actor, version_id)
    return _version_page(request, version, NoteForm(initial={"version": version.version}))


@route("checklists", scope="town")
def checklist_publish(request: PageRequest, version_id: UUID) -> HttpResponse:
    """发布施行."""
    version = _version(request.actor, version_id)
    if request.method != "POST":
        return HttpResponseRedirect(reverse("checklist_version", args=[version.pk]))
    form = NoteForm(request.POST)
    if form.carry_out(lambda given: actions.publish_checklist(request.actor, version.pk, **given)) is None:
        return _version_page(request, version, form)
    messages.success(request, "已发布，从今天起按新表检查；以前填的记录不变。", extra_tags="good")
    return HttpResponseRedirect(reverse("checklist", args=[version.key]))


@route("checklists", scope="town")
def checklist_drop(request: PageRequest, version_id: UUID) -> HttpResponse:
    """放弃草稿."""
    version = _version(request.actor, version_id)
    seen = request.POST.get("version", "")
    if request.method == "POST":
        try:
            actions.drop_draft(request.actor, version.pk, version=int(seen) if seen.isdecimal() else 0)
            messages.success(request, "草稿已放弃。", extra_tags="good")
        except (NotAllowed, Stale) as error:
            messages.error(request, error.message, extra_tags="bad")
    return HttpResponseRedirect(reverse("checklist", args=[version.key]))


@route("checklists", scope="town")
def checklist_restore(request: PageRequest, version_id: UUID) -> HttpResponse:
    """退回旧版: makes a draft of it."""
    version = _version(request.actor, version_id)
    if request.method == "POST":
        try:
            draft = actions.restore_checklist(request.actor, version.pk)
            messages.success(request, f"已按第{version.number}版起草，核对后发布。", extra_tags="good")
            return HttpResponseRedirect(reverse("checklist_version", args=[draft.pk]))
        except NotAllowed as error:
            messages.error(request, error.message, extra_tags="bad")
    return HttpResponseRedirect(reverse("checklist", args=[version.key]))


@route("office", scope="town")
def checklist_compare(request: PageRequest, sheet: str) -> HttpResponse:
    """对照: two versions of a list; none given is the library as it is."""
    source, actor = _source(sheet), request.actor
    old, new = (_asked(request, sheet, name) for name in ("old", "new"))
    found = ChecklistVersion.objects.within(actor.scope).filter(key=sheet).order_by("number")
    context = {
        "source": source,
        "options": [("", "程序自带"), *((str(one.pk), _named(one)) for one in found)],
        "old": old,
        "new": new,
        "found": difference(_items(sheet, old), _items(sheet, new)),
    }
    return render(request, "inspections/checklist_compare.html", context)


@route("office", scope="town")
def checklist_paper(request: PageRequest, sheet: str) -> HttpResponse:
    """空白检查表 as PDF."""
    _source(sheet)
    today = clock.today()
    made = blank(list_on(request.actor.scope, sheet, today), today, mark_of(request))
    try:
        content = paper.pdf(made, extra_fonts=settings.FONTS_DIR)
    except paper.GlyphMissing as error:
        messages.error(request, str(error), extra_tags="bad")
        return HttpResponseRedirect(reverse("checklist", args=[sheet]))
    return pdf_answer(content, f"checklist-{sheet}-{today:%Y%m%d}", kept=True)


@route("office", scope="town")
def obligations(request: PageRequest) -> HttpResponse:
    """上级必查项, by paper."""
    today = clock.today()
    rows = [
        (
            one,
            LIBRARY[one.key].label if one.key in LIBRARY else "所有检查表",
            one.ended_on and one.ended_on <= today,
        )
        for one in Obligation.objects.within(request.actor.scope)
    ]
    return render(request, "inspections/obligations.html", {"rows": rows})


@route("checklists", scope="town")
def obligation_new(request: PageRequest) -> HttpResponse:
    """登记上级必查项."""
    form = ObligationForm(
        request.POST or None, initial={"from_on": clock.today(), "key": request.GET.get("sheet", "")}
    )
    if form.is_bound and form.carry_out(lambda given: actions.oblige(request.actor, **given)) is not None:
        messages.success(request, "已登记，从施行日期起加入检查表。", extra_tags="good")
        return HttpResponseRedirect(reverse("obligations"))
    return render(request, "inspections/obligation_form.html", {"form": form}, status=form.status)


@route("checklists", scope="town")
def obligation_end(request: PageRequest, obligation_id: UUID) -> HttpResponse:
    """登记废止."""
    row = request.actor.find(Obligation, obligation_id, what="份上级文件")
    form = EndForm(request.POST or None, initial={"ended_on": clock.today()})
    if (
        form.is_bound
        and form.carry_out(lambda given: actions.end_obligation(request.actor, row.pk, **given)) is not None
    ):
        messages.success(request, "已登记废止，以前填的记录不变。", extra_tags="good")
        return HttpResponseRedirect(reverse("obligations"))
    return render(request, "inspections/obligation_end.html", {"form": form, "row": row}, status=form.status)


def _source(key: str) -> Source:
    if key not in LIBRARY:
        raise Http404
    return LIBRARY[key]


def _version(actor: Actor, version_id: UUID) -> ChecklistVersion:
    return actor.find(ChecklistVersion, version_id, what="个检查表版本")


def _version_page(request: PageRequest, version: ChecklistVersion, form: NoteForm) -> HttpResponse:
    before = _before(request.actor, version)
    items = _items(version.key, version)
    context: dict[str, Any] = {
        "source": LIBRARY[version.key],
        "version": version,
        "name": _named(version),
        "items": items,
        "form": form,
        "before": before,
        "found": difference(_items(version.key, before), items),
    }
    return render(request, "inspections/checklist_version.html", context, status=form.status)


def _before(actor: Actor, version: ChecklistVersion) -> ChecklistVersion | None:
    """What a version took, or would take, the place of; None: of the library."""
    if version.published_on is None:
        return in_force(actor.scope, clock.today()).get(version.key)
    earlier = ChecklistVersion.objects.within(actor.scope).filter(
        key=version.key, number__lt=version.number, published_on__isnull=False
    )
    found: ChecklistVersion | None = earlier.order_by("-number").first()
    return found


def _asked(request: PageRequest, key: str, name: str) -> ChecklistVersion | None:
    """The version of the list that an address names."""
    version = asked_id(request, name)
    found = ChecklistVersion.objects.within(request.actor.scope).filter(key=key, pk=version).first()
    return found if version else None


def _items(key: str, version: ChecklistVersion | None) -> list[Item]:
    """A version by the law of today, so that two differ in what the town changed."""
    today = clock.today()
    return arranged(library_on(key, today), version.changes(today) if version else Changes())


def _named(version: ChecklistVersion) -> str:
    return "草稿" if version.state == DRAFT else f"第{version.number}版（{version.state_label}）"


def _for_whom(source: Source) -> str:
    whom = "、".join(CATEGORIES[code].label for code in source.categories)
    dangers = {"confined_space": "有有限空间的", "ammonia": "用液氨制冷的"}
    return f"{dangers[source.when]}{whom}单位，附在本类检查表后" if source.when else whom

"""The one view of all lists: the page, its rows as a file, its columns, filters kept by name, and steps done to many rows."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse

from bihuan.core.door import PageRequest
from bihuan.core.errors import NotFound, Refused
from bihuan.core.files import XLSX
from bihuan.core.pages import pager_alone, turn
from bihuan.core.prints import file_answer
from bihuan.lists import actions, exports
from bihuan.lists.models import ChosenColumns, SavedFilter
from bihuan.lists.registry import Bulk, Column, Listing, besides, bulks, steps_together

COLUMNS = "columns"
NOT_A_FILTER = ("page", "total")
CHOSEN_MAX = 200


def answer(request: PageRequest, listing: Listing) -> HttpResponse:
    """A list's page, or what a button of it does. The address holds filters, order and columns; buttons are pressed on it."""
    if request.method == "POST":
        return _pressed(request, listing)
    columns = _columns(request, listing)
    page = turn(request, listing.rows(request.actor, request.GET, columns), listing.size, listing.unit)
    if pager := pager_alone(request, page):
        return pager
    listing.fill(request.actor, page.object_list, columns)
    return render(request, listing.template, _context(request, listing, columns) | {"rows": page})


def _context(request: PageRequest, listing: Listing, columns: list[Column]) -> dict[str, Any]:
    return {
        "listing": listing,
        "filters": listing.form(request.GET),
        "columns": columns,
        "all_columns": [(one, one in columns) for one in listing.columns],
        "saved": SavedFilter.objects.within(request.actor.scope).filter(
            person=request.actor.person, listing=listing.key
        ),
        "bulk": [one for one in bulks(listing) if request.actor.may(one.right)],
        "besides": [one for one in besides(listing) if request.actor.may(one.right)],
        "together": [one for one in steps_together(listing) if request.actor.may(one.right)],
        **listing.context(request.actor),
    }


def _columns(request: PageRequest, listing: Listing) -> list[Column]:
    """As the address says, else as the person chose, else the usual ones."""
    if keys := request.GET.get(COLUMNS):
        return listing.shown(keys.split(","))
    chosen = ChosenColumns.objects.within(request.actor.scope).filter(
        person=request.actor.person, listing=listing.key
    )
    kept: ChosenColumns | None = chosen.first()
    return listing.shown(kept.columns if kept else ())


def _query(request: PageRequest) -> str:
    """The address's filters, order and columns, without the page."""
    kept = request.GET.copy()
    for name in NOT_A_FILTER:
        kept.pop(name, None)
    return kept.urlencode()


def _pressed(request: PageRequest, listing: Listing) -> HttpResponse:
    does: dict[str, Callable[[PageRequest, Listing], HttpResponse]] = {
        "export": _export,
        "columns": _choose,
        "save": _save,
        "drop": _drop,
        "bulk": _bulk,
    }
    try:
        return does.get(request.POST.get("do", ""), _back)(request, listing)
    except Refused as error:
        messages.error(request, error.message, extra_tags="bad")
        return _back(request, listing)


def _back(request: PageRequest, _listing: Listing) -> HttpResponse:
    return HttpResponseRedirect(request.get_full_path())


def _export(request: PageRequest, listing: Listing) -> HttpResponse:
    """The rows as a file: at once, or a job where there are more than a person waits for."""
    keys = [one.key for one in _columns(request, listing)]
    query = _query(request)
    reached = listing.rows(request.actor, request.GET).order_by().values("pk")[: exports.AT_ONCE + 1].count()
    if reached > exports.AT_ONCE:
        job = actions.ask_export(request.actor, listing, query=query, columns=keys)
        return HttpResponseRedirect(reverse("job", args=[job.pk]))
    with TemporaryDirectory() as folder:
        place = Path(folder) / "list.xlsx"
        count = exports.write_now(request.actor, listing, request.GET, keys, place)
        content = place.read_bytes()
    actions.record_export(request.actor, listing, query=query, columns=keys, rows=count)
    return file_answer(content, XLSX, exports.file_name(listing))


def _choose(request: PageRequest, listing: Listing) -> HttpResponse:
    actions.choose_columns(request.actor, listing, request.POST.getlist("column"))
    return HttpResponseRedirect(_address(request, **{COLUMNS: None}))


def _save(request: PageRequest, listing: Listing) -> HttpResponse:
    name = request.POST.get("name", "")
    shown = ",".join(one.key for one in _columns(request, listing))
    query = _address(request, **{COLUMNS: shown}).partition("?")[2]
    actions.save_filter(request.actor, listing.key, name=name, query=query)
    messages.success(request, f"已保存为“{name.strip()}”，在“我的筛选”里。", extra_tags="good")
    return _back(request, listing)


def _drop(request: PageRequest, listing: Listing) -> HttpResponse:
    saved = SavedFilter.objects.within(request.actor.scope).filter(person=request.actor.person)
    found = next((one for one in saved if str(one.pk) == request.POST.get("filter")), None)
    if found is not None:
        actions.drop_filter(request.actor, found.pk)
    return _back(request, listing)


def _address(request: PageRequest, **changes: str | None) -> str:
    """The page's address without the page's number, some parts changed."""
    kept = QueryDict(_query(request), mutable=True)
    for name, value in changes.items():
        kept.pop(name, None)
        if value:
            kept[name] = value
    return f"{request.path}?{kept.urlencode()}" if kept else request.path


def _bulk(request: PageRequest, listing: Listing) -> HttpResponse:
    """Steps to many rows: first what will be done to which, and which are refused and why; then, confirmed, all of it. Where the
    action refuses more than was plain beforehand, nothing is done until that has been seen as well."""
    bulk = next((one for one in bulks(listing) if one.key == request.POST.get("what")), None)
    if bulk is None:
        raise NotFound("没有这种批量办理。请刷新页面后再试。")
    actor = request.actor
    actor.need(bulk.right)
    rows = _rows(request, listing, request.POST.getlist("row"))
    if not rows:
        raise NotFound("请先勾选要办理的记录。")
    plain = bulk.refuses(actor, rows)
    refused = [(row, plain[row.pk]) for row in rows if row.pk in plain]
    open_rows = [row for row in rows if row.pk not in plain]
    form = bulk.form(request.POST if "sure" in request.POST else None)
    known = chosen_ids(request.POST.getlist("known"))
    if form.is_bound and open_rows:
        done = form.carry_out(lambda given: actions.do_to_all(actor, bulk, open_rows, given, known=known))
        if done is not None:
            return _done(request, listing, bulk, done, len(rows) - done)
    more = form.refused_with.rows if isinstance(form.refused_with, actions.SomeRefused) else []
    context = {
        "listing": listing,
        "bulk": bulk,
        "form": form,
        "rows": rows,
        "refused": refused + more,
        "known": [row.pk for row, _ in more],
        "open_rows": [row for row in open_rows if row not in [one for one, _ in more]],
        **bulk.context(actor),
    }
    return render(request, "lists/bulk.html", context, status=form.status)


def _rows(request: PageRequest, listing: Listing, ids: list[str]) -> list[Any]:
    """The chosen rows, in the list's order. What lies elsewhere is none."""
    return list(listing.rows(request.actor, request.GET).filter(pk__in=chosen_ids(ids)))


def chosen_ids(said: list[str]) -> list[UUID]:
    """As many as may be chosen; what cannot be an id is none."""
    keys = []
    for one in said[:CHOSEN_MAX]:
        with suppress(ValueError):
            keys.append(UUID(one))
    return keys


def _done(request: PageRequest, listing: Listing, bulk: Bulk, done: int, left: int) -> HttpResponse:
    if done:
        rest = f"，{left}{listing.unit}没有办" if left else ""
        messages.success(request, f"{bulk.label}：已办理{done}{listing.unit}{rest}。", extra_tags="good")
    return _back(request, listing)

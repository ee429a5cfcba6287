"""Photos and scans that come with a form. They are kept before the form is judged, so that an error loses none."""

from collections.abc import Callable, Collection, Mapping
from typing import Any, TypeVar

from django.http import QueryDict

from bihuan.core import files
from bihuan.core.actions import Actor
from bihuan.core.door import PageRequest
from bihuan.core.errors import Incomplete
from bihuan.core.forms import ActionForm
from bihuan.core.models import StoredFile

F = TypeVar("F", bound=ActionForm)

SUFFIX = "_file"
UPLOADS_MAX = 40
Keeper = Callable[[Actor, bytes, str], StoredFile]
Uploads = Any  # a request's FILES: the stubs and Django disagree on its type argument


def take(
    actor: Actor,
    data: QueryDict,
    uploaded: Uploads,
    *,
    scans: Collection[str] = (),
    kept_by: Mapping[str, Keeper] | None = None,
    keep: Keeper | None = None,
) -> dict[str, str]:
    """Keep what was posted under `NAME_file` and put its id into the field NAME of `data`, comma separated.

    Names in `scans` may be PDF and hold one file; so do those in `kept_by`, each kept in its own way; `keep`: how all others are kept. Returns what could not be kept: field name to its message.
    """
    problems: dict[str, str] = {}
    ways = {**dict.fromkeys(scans, files.keep_scan), **(kept_by or {})}
    for key in uploaded:
        name = key.removesuffix(SUFFIX)
        if name == key:
            continue
        for one in uploaded.getlist(key)[:UPLOADS_MAX]:
            try:
                way = ways.get(name, keep or files.keep_picture)
                kept = str(way(actor, one.read(), one.name or "照片").id)
            except Incomplete as error:
                problems[name] = error.message
                continue
            data[name] = kept if name in ways else ",".join(filter(None, [data.get(name, ""), kept]))
    return problems


def filled(
    request: PageRequest,
    form_class: type[F],
    initial: dict[str, Any] | None = None,
    *,
    scans: Collection[str] = (),
    kept_by: Mapping[str, Keeper] | None = None,
) -> F:
    """The form as posted, its files kept first and what could not be kept told at its field; or, where nothing was posted, one
    that begins with `initial`."""
    if request.method != "POST":
        return form_class(initial=initial)
    data = request.POST.copy()
    problems = take(request.actor, data, request.FILES, scans=scans, kept_by=kept_by)
    form = form_class(data, initial=initial)
    for name, text in problems.items():
        form.add_error(name if name in form.fields else None, text)
    return form

"""Photos and scans that come with a form. They are kept before the form is judged, so that an error loses none."""

from collections.abc import Collection
from typing import Any, TypeVar

from django.http import QueryDict

from bihuan.core import files
from bihuan.core.actions import Actor
from bihuan.core.door import PageRequest
from bihuan.core.errors import Incomplete
from bihuan.core.forms import ActionForm

F = TypeVar("F", bound=ActionForm)

SUFFIX = "_file"
UPLOADS_MAX = 40
Uploads = Any  # a request's FILES: the stubs and Django disagree on its type argument


def take(actor: Actor, data: QueryDict, uploaded: Uploads, *, scans: Collection[str] = ()) -> dict[str, str]:
    """Keep what was posted under `NAME_file` and put its id into the field NAME of `data`, comma separated.

    Names in `scans` may be PDF and hold one file. Returns what could not be kept: field name to its message.
    """
    problems: dict[str, str] = {}
    for key in uploaded:
        name = key.removesuffix(SUFFIX)
        if name == key:
            continue
        for one in uploaded.getlist(key)[:UPLOADS_MAX]:
            try:
                keep = files.keep_scan if name in scans else files.keep_picture
                kept = str(keep(actor, one.read(), one.name or "照片").id)
            except Incomplete as error:
                problems[name] = error.message
                continue
            data[name] = kept if name in scans else ",".join(filter(None, [data.get(name, ""), kept]))
    return problems


def filled(
    request: PageRequest,
    form_class: type[F],
    initial: dict[str, Any] | None = None,
    *,
    scans: Collection[str] = (),
) -> F:
    """The form as posted, its files kept first and what could not be kept told at its field; or, where nothing was posted, one
    that begins with `initial`."""
    if request.method != "POST":
        return form_class(initial=initial)
    data = request.POST.copy()
    problems = take(request.actor, data, request.FILES, scans=scans)
    form = form_class(data, initial=initial)
    for name, text in problems.items():
        form.add_error(name if name in form.fields else None, text)
    return form

"""Photos and scans: taken one by one as they are chosen, served only to those of their town."""

from datetime import timedelta
from io import BytesIO
from uuid import UUID

from django.http import FileResponse, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from bihuan.core import clock, files
from bihuan.core.door import PageRequest, route
from bihuan.core.errors import NotFound, Refused
from bihuan.core.models import StoredFile

UPLOADERS = ("inspect", "rectify", "self_check")
KEEP_SECONDS = 7 * 24 * 3600
FILLING_IN = timedelta(days=1)  # a form with photos is sent within a day


@route("view", scope="town")
@require_POST
def file_upload(request: PageRequest) -> HttpResponse:
    """Keep one photo or scan. Answers {"id", "thumb"}, or {"error"} with what to do."""
    if not any(request.actor.may(right) for right in UPLOADERS):
        return JsonResponse({"error": "您的岗位不能上传照片。"}, status=403)
    given = request.FILES.get("file")
    if given is None:
        return JsonResponse({"error": "没有收到文件，请重新选择。"}, status=400)
    try:
        kept = files.keep_scan(request.actor, given.read(), given.name or "照片")
    except Refused as error:
        return JsonResponse({"error": error.message}, status=422)
    return JsonResponse({"id": str(kept.pk), "thumb": reverse("file_thumb", args=[kept.pk])})


@route("view", scope="place")
def file(request: PageRequest, file_id: UUID) -> HttpResponse | FileResponse:
    """The file as it was kept."""
    stored = _find(request, file_id)
    return _serve(files.content_of(stored), stored.kind, stored.name)


@route("view", scope="place")
def file_thumb(request: PageRequest, file_id: UUID) -> HttpResponse | FileResponse:
    """The small picture of a photo; of a PDF the sign of a document."""
    stored = _find(request, file_id)
    if stored.kind == files.PDF:
        return HttpResponse(PDF_SIGN, content_type="image/svg+xml", headers=_headers())
    return _serve(files.thumbnail_of(stored), "image/jpeg", stored.name)


def _find(request: PageRequest, file_id: UUID) -> StoredFile:
    """A file of a record inside the actor's scope, or one that the actor has just sent: no record shows it yet."""
    stored = request.actor.find(StoredFile, file_id, what="个文件")
    just_sent = stored.was_sent_by(request.actor.person_id, clock.now() - FILLING_IN)
    if not just_sent and not files.is_shown(request.actor, stored.pk):
        raise NotFound("没有找到这个文件，或者它不在您的管辖范围内。")
    return stored


def _serve(content: bytes, kind: str, name: str) -> FileResponse:
    return FileResponse(BytesIO(content), content_type=kind, filename=name, headers=_headers())


def _headers() -> dict[str, str]:
    """Content under an id never changes, but it is one town's: only the reader's own browser may keep it."""
    return {
        "Cache-Control": f"private, max-age={KEEP_SECONDS}, immutable",
        "X-Content-Type-Options": "nosniff",
    }


PDF_SIGN = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 88 66" font-family="sans-serif">'
    '<rect width="88" height="66" fill="#eef1f4"/>'
    '<text x="44" y="40" text-anchor="middle" font-size="20" fill="#55616f">PDF</text></svg>'
)

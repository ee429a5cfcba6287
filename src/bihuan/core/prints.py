"""Papers and files as answers of pages: a PDF that the browser shows or keeps, and what stands on each page of a demo's."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from bihuan.core.door import PageRequest
from bihuan.core.files import PDF

DEMO = "演示"


def mark_of(request: PageRequest) -> str:
    """What stands on each page of a demo's papers, "" on a real town's."""
    return DEMO if request.is_demo else ""


def pdf_answer(content: bytes, name: str, *, kept: bool = False) -> HttpResponse:
    """A PDF that the browser shows, or keeps (`kept`). `name` is without its ending, Chinese or not."""
    return file_answer(content, PDF, f"{name}.pdf", kept=kept)


def file_answer(content: bytes, kind: str, name: str, *, kept: bool = True) -> HttpResponse:
    """A file of a media type that the browser keeps under its name (RFC 6266), or shows."""
    disposition = content_disposition_header(kept, name)
    assert disposition is not None
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": disposition})

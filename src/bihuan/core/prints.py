"""Papers as answers of pages: a PDF that the browser shows or keeps, and what stands on each page of a demo's."""

from django.http import HttpResponse

from bihuan.core.door import PageRequest
from bihuan.core.files import PDF

DEMO = "演示"


def mark_of(request: PageRequest) -> str:
    """What stands on each page of a demo's papers, "" on a real town's."""
    return DEMO if request.is_demo else ""


def pdf_answer(content: bytes, name: str, *, kept: bool = False) -> HttpResponse:
    """A PDF that the browser shows, or keeps (`kept`). `name` is of plain letters, without its ending."""
    response = HttpResponse(content, content_type=PDF)
    response["Content-Disposition"] = f'{"attachment" if kept else "inline"}; filename="{name}.pdf"'
    return response

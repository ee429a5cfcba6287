"""How the pages of what is done with a document find it."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from bihuan.core.door import PageRequest
from bihuan.core.errors import Forbidden
from bihuan.documents.models import Writ
from bihuan.documents.queries import may_read

GUARDED = "这份文书载有身份信息或者举报内容，只有承办人员和分管领导可以查看。"
NOT_YOURS = "这份文书不是发给本单位的，或者您的岗位不能查看本单位的文书。请向本单位负责人了解。"


def the_writ(request: PageRequest, writ_id: UUID) -> Writ:
    """A document that the person may read."""
    row = request.actor.find(Writ, writ_id, what="份文书")
    if not may_read(request.actor, row):
        raise Forbidden(GUARDED if request.actor.may("office") else NOT_YOURS)
    return row


def back_to(row: Writ) -> HttpResponse:
    """Back to the document's page."""
    return HttpResponseRedirect(reverse("writ", args=[row.pk]))


def returning(request: PageRequest, row: Writ) -> str:
    """Where a step leads back to: the page of the visit that it was begun from, else the document's."""
    if request.GET.get("from") == "visit" and row.inspection_id:
        return reverse("inspection", args=[row.inspection_id])
    return reverse("writ", args=[row.pk])


def crumbs(row: Writ) -> list[tuple[str, str]]:
    """The way to the document's page."""
    return [("文书", reverse("writs")), (f"{row.label} {row.number}".strip(), reverse("writ", args=[row.pk]))]

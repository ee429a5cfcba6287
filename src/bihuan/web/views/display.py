"""How the pages look to this reader."""

from datetime import timedelta

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from bihuan.core.door import PageRequest, public
from bihuan.web.context import LARGE, TEXT_COOKIE
from bihuan.web.views.signin import next_page

KEPT = timedelta(days=365)


@public
@require_POST
def text_size(request: PageRequest) -> HttpResponse:
    """大字版, 标准版: kept by this browser, so that it holds before anyone has signed in; back to the page that asked."""
    answer = HttpResponseRedirect(next_page(request))
    if request.POST.get("size") == LARGE:
        secure = request.is_secure()
        answer.set_cookie(TEXT_COOKIE, LARGE, KEPT, httponly=True, samesite="Lax", secure=secure)
    else:
        answer.delete_cookie(TEXT_COOKIE, samesite="Lax")
    return answer

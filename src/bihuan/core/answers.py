"""What pages of forms do alike: the form as posted or as it begins, and the answer after something was done."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from bihuan.core.door import PageRequest
from bihuan.core.forms import ActionForm


def posted(request: PageRequest, form_class: type[ActionForm], **options: Any) -> Any:
    """The form as posted, or as it begins."""
    return form_class(request.POST if request.method == "POST" else None, **options)


def back(request: PageRequest, text: str, name: str, *args: Any) -> HttpResponse:
    """After something was done: said on the page that it belongs to."""
    messages.success(request, text, extra_tags="good")
    return HttpResponseRedirect(reverse(name, args=args))


def refused(request: PageRequest, text: str, name: str, *args: Any) -> HttpResponse:
    """What was refused, or cannot be had, said on the page that it belongs to."""
    messages.error(request, text, extra_tags="bad")
    return HttpResponseRedirect(reverse(name, args=args))

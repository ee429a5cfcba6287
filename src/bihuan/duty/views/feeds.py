"""A person's turns in the calendar of their phone."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from bihuan.core import clock
from bihuan.core.door import PageRequest, public, route
from bihuan.core.errors import NotAllowed
from bihuan.core.scope import Scope
from bihuan.duty import actions
from bihuan.duty.actions.feeding import hash_of
from bihuan.duty.feed import calendar_of
from bihuan.duty.queries import custom_of, feed_by, feed_of, in_force
from bihuan.units.views.plates import address_of

BACK = timedelta(days=62)


@route("stand", scope="self")
@never_cache
def duty_calendar(request: PageRequest) -> HttpResponse:
    """我的值班日历: POST makes an address, which is shown once in the answer, or ends it (end=1)."""
    actor = request.actor
    link = ""
    if request.method == "POST" and "end" in request.POST:
        try:
            actions.close_feed(actor)
            messages.success(request, "订阅已停用，原来的地址打不开了。", extra_tags="good")
        except NotAllowed as refused:
            messages.error(request, refused.message, extra_tags="bad")
        return HttpResponseRedirect(reverse("duty_calendar"))
    if request.method == "POST":
        _, token = actions.open_feed(actor)
        link = f"{address_of(request)}{reverse('duty_feed', args=[token])}"
    return render(request, "duty/calendar.html", {"feed": feed_of(actor), "link": link})


@public
@never_cache
def duty_feed(request: PageRequest, feed_token: str) -> HttpResponse:
    """The calendar behind a secret address; nobody is signed in here. It shows the turns of its person and who stands with them."""
    feed = feed_by(hash_of(feed_token))
    town = Scope.whole_town(feed.town_id)
    since = clock.today() - BACK
    mine = list(in_force(town).filter(person=feed.person_id, day__gte=since).order_by("day"))
    beside = in_force(town).filter(day__in=[one.day for one in mine]).select_related("person")
    content = calendar_of(
        feed.person, feed.town, custom_of(town), mine, beside.order_by("day", "position", "pk")
    )
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="duty.ics"'
    return response

"""Sessions end after half an hour of nobody doing anything. A page that asks for itself anew is nobody."""

from django.contrib.sessions.middleware import SessionMiddleware as Django
from django.http import HttpRequest, HttpResponse

POLL = "X-Poll"  # the header of a request that no person made


class SessionMiddleware(Django):
    """Django's, but a poll does not prolong the session."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if request.method == "GET" and POLL in request.headers and not request.session.modified:
            return response
        return super().process_response(request, response)

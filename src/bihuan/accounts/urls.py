"""Addresses of accounts."""

from django.urls import path

from bihuan.accounts.views import life

urlpatterns = [
    path("people/<uuid:person_id>/invite/", life.person_invite, name="person_invite"),
    path("people/<uuid:person_id>/close/", life.person_close, name="person_close"),
    path("people/<uuid:person_id>/reopen/", life.person_reopen, name="person_reopen"),
]

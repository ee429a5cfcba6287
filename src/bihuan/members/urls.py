"""Addresses of a unit's persons. Who was invited comes in by the shell's `join`."""

from django.urls import path

from bihuan.members import views

urlpatterns = [
    path("units/<uuid:unit_id>/members/invite/", views.member_invite, name="member_invite"),
    path("members/wave/", views.member_wave, name="member_wave"),
    path("members/<uuid:member_id>/end/", views.member_end, name="member_end"),
    path("members/<uuid:member_id>/reset/", views.member_reset, name="member_reset"),
    path("members/calls/<uuid:call_id>/end/", views.call_end, name="call_end"),
]

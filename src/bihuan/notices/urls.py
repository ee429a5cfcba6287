"""Addresses of notices."""

from django.urls import path

from bihuan.notices import views

urlpatterns = [
    path("notices/", views.notices, name="notices"),
    path("notices/read/", views.notices_read, name="notices_read"),
    path("notices/settings/", views.notice_settings, name="notice_settings"),
    path("notices/settings/test/", views.notice_test, name="notice_test"),
    path("notices/town/", views.notice_town, name="notice_town"),
    path("notices/<uuid:told_id>/open/", views.notice_open, name="notice_open"),
]

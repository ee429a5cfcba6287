"""Addresses of notices."""

from django.urls import path

from bihuan.notices import views

urlpatterns = [
    path("notices/", views.notices, name="notices"),
    path("notices/read/", views.notices_read, name="notices_read"),
    path("notices/<uuid:told_id>/open/", views.notice_open, name="notice_open"),
]

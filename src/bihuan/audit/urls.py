"""Addresses of the log."""

from django.urls import path

from bihuan.audit import views

urlpatterns = [
    path("log/", views.log, name="log"),
    path("log/check/", views.log_check, name="log_check"),
    path("log/<uuid:event_id>/", views.log_entry, name="log_entry"),
    path("reveal/<str:what>/<uuid:row_id>/", views.reveal, name="reveal"),
]

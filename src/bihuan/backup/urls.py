"""Addresses of the backups' page."""

from django.urls import path

from bihuan.backup import views

urlpatterns = [
    path("backups/", views.backups, name="backups"),
    path("backups/now/", views.backup_now, name="backup_now"),
]

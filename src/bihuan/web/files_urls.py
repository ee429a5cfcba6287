"""Addresses of photos and scans."""

from django.urls import path

from bihuan.web import files_views as views

urlpatterns = [
    path("files/", views.file_upload, name="file_upload"),
    path("files/<uuid:file_id>/", views.file, name="file"),
    path("files/<uuid:file_id>/thumb/", views.file_thumb, name="file_thumb"),
]

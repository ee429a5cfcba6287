"""Addresses of delegations and checklists. Checks and their records are made with hazards, and have theirs there."""

from django.urls import include, path

urlpatterns = [
    path("", include("bihuan.inspections.grant_urls")),
    path("", include("bihuan.inspections.checklist_urls")),
]

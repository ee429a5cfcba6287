"""Addresses of the list of documents, case files, print jobs and hand-overs."""

from django.urls import path

from bihuan.documents.views import lists

urlpatterns = [
    path("documents/", lists.writs, name="writs"),
]

"""Addresses of documents: of the writ itself, of what is signed and served, of case files and hand-overs."""

from django.urls import include, path

urlpatterns = [
    path("", include("bihuan.documents.writ_urls")),
    path("", include("bihuan.documents.signing_urls")),
    path("", include("bihuan.documents.case_urls")),
]

"""Addresses of drafting, of a document's page and its files, and of what a town may sign."""

from django.urls import path

from bihuan.documents.views import drafts, pages, powers

urlpatterns = [
    path("documents/new/", drafts.writ_new, name="writ_new"),
    path("documents/powers/", powers.powers, name="powers"),
    path("documents/powers/set/", powers.power_set, name="power_set"),
    path("documents/wording/", powers.wordings, name="wordings"),
    path("documents/wording/<str:kind>/<str:sentence>/", powers.wording, name="wording"),
    path("documents/<uuid:writ_id>/", pages.writ, name="writ"),
    path("documents/<uuid:writ_id>/edit/", drafts.writ_edit, name="writ_edit"),
    path("documents/<uuid:writ_id>/preview/", drafts.writ_preview, name="writ_preview"),
    path("documents/<uuid:writ_id>/drop/", drafts.writ_drop, name="writ_drop"),
    path("documents/<uuid:writ_id>/outer/", pages.writ_outer, name="writ_outer"),
    path("documents/<uuid:writ_id>/return/", pages.writ_return, name="writ_return"),
    path("documents/<uuid:writ_id>/void/", pages.writ_void, name="writ_void"),
    path("documents/<uuid:writ_id>/page/<int:number>/", pages.writ_page, name="writ_page"),
    path("documents/<uuid:writ_id>/file.<str:form>", pages.writ_file, name="writ_file"),
]

"""Addresses of the checklists: the library as the town has it, its versions, what superiors demand."""

from django.urls import path

from bihuan.inspections import checklist_views as views

urlpatterns = [
    path("checklists/", views.checklists, name="checklists"),
    path("checklists/demands/", views.obligations, name="obligations"),
    path("checklists/demands/new/", views.obligation_new, name="obligation_new"),
    path("checklists/demands/<uuid:obligation_id>/end/", views.obligation_end, name="obligation_end"),
    path("checklists/versions/<uuid:version_id>/", views.checklist_version, name="checklist_version"),
    path("checklists/versions/<uuid:version_id>/publish/", views.checklist_publish, name="checklist_publish"),
    path("checklists/versions/<uuid:version_id>/drop/", views.checklist_drop, name="checklist_drop"),
    path("checklists/versions/<uuid:version_id>/restore/", views.checklist_restore, name="checklist_restore"),
    path("checklists/<slug:sheet>/", views.checklist, name="checklist"),
    path("checklists/<slug:sheet>/edit/", views.checklist_edit, name="checklist_edit"),
    path("checklists/<slug:sheet>/compare/", views.checklist_compare, name="checklist_compare"),
    path("checklists/<slug:sheet>/paper/", views.checklist_paper, name="checklist_paper"),
]

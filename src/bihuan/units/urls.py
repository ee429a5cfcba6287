"""Addresses of units; a unit's own page, which shows what later apps know of it, is the shell's."""

from django.urls import path

from bihuan.units import certificate_views, keeping_views, merge_views, plate_views, views

urlpatterns = [
    path("units/", views.units, name="units"),
    path("units/new/", views.unit_new, name="unit_new"),
    path("units/<uuid:unit_id>/edit/", views.unit_edit, name="unit_edit"),
    path("units/<uuid:unit_id>/state/", views.unit_state, name="unit_state"),
    path("units/twins/", merge_views.unit_twins, name="unit_twins"),
    path("units/<uuid:unit_id>/merge/", merge_views.unit_merge, name="unit_merge"),
    path("units/<uuid:unit_id>/changes/", keeping_views.unit_changes, name="unit_changes"),
    path("units/<uuid:unit_id>/place/", keeping_views.unit_place, name="unit_place"),
    path("units/<uuid:unit_id>/contacts/new/", keeping_views.contact_new, name="contact_new"),
    path("contacts/<uuid:contact_id>/end/", keeping_views.contact_end, name="contact_end"),
    path("units/<uuid:unit_id>/documents/new/", keeping_views.document_new, name="document_new"),
    path("documents/<uuid:document_id>/end/", keeping_views.document_end, name="document_end"),
    path("units/plates/", plate_views.plates, name="plates"),
    path("units/plates/print/", plate_views.plates_file, name="plates_file"),
    path("units/<uuid:unit_id>/plate/renew/", plate_views.plate_renew, name="plate_renew"),
    path("q/<slug:code>/", plate_views.plate_page, name="plate_page"),
    path("certificates/", keeping_views.running_out, name="running_out"),
    path("units/<uuid:unit_id>/certificates/new/", certificate_views.certificate_new, name="certificate_new"),
    path("certificates/<uuid:certificate_id>/", certificate_views.certificate, name="certificate"),
]

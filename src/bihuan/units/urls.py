"""Addresses of units; a unit's own page, which shows what later apps know of it, is the shell's."""

from django.urls import path

from bihuan.units.views import certificates, keeping, merging, plates, register

urlpatterns = [
    path("units/", register.units, name="units"),
    path("units/new/", register.unit_new, name="unit_new"),
    path("units/<uuid:unit_id>/edit/", register.unit_edit, name="unit_edit"),
    path("units/<uuid:unit_id>/state/", register.unit_state, name="unit_state"),
    path("units/twins/", merging.unit_twins, name="unit_twins"),
    path("units/apart/<uuid:apart_id>/end/", merging.apart_end, name="apart_end"),
    path("units/<uuid:unit_id>/merge/", merging.unit_merge, name="unit_merge"),
    path("units/<uuid:unit_id>/changes/", keeping.unit_changes, name="unit_changes"),
    path("units/<uuid:unit_id>/place/", keeping.unit_place, name="unit_place"),
    path("units/<uuid:unit_id>/contacts/new/", keeping.contact_new, name="contact_new"),
    path("contacts/<uuid:contact_id>/end/", keeping.contact_end, name="contact_end"),
    path("units/<uuid:unit_id>/documents/new/", keeping.document_new, name="document_new"),
    path("documents/<uuid:document_id>/end/", keeping.document_end, name="document_end"),
    path("units/plates/", plates.plates, name="plates"),
    path("units/plates/print/", plates.plates_file, name="plates_file"),
    path("units/<uuid:unit_id>/plate/renew/", plates.plate_renew, name="plate_renew"),
    path("q/<slug:code>/", plates.plate_page, name="plate_page"),
    path("certificates/", keeping.running_out, name="running_out"),
    path("certificates/reminders/", keeping.running_out_reminders, name="reminders"),
    path("units/<uuid:unit_id>/certificates/new/", certificates.certificate_new, name="certificate_new"),
    path("certificates/<uuid:certificate_id>/", certificates.certificate, name="certificate"),
]

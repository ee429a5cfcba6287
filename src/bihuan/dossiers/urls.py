"""Addresses of what is known of a unit, and of its file."""

from django.urls import path

from bihuan.dossiers.views import files, past

urlpatterns = [
    path("dossiers/", files.unit_files, name="unit_files"),
    path("dossiers/pack/", files.unit_files_pack, name="unit_files_pack"),
    path("dossiers/versions/<uuid:file_version_id>/", files.file_version, name="file_version"),
    path("units/<uuid:unit_id>/file/", files.unit_file, name="unit_file"),
    path("units/<uuid:unit_id>/file/pdf/", files.unit_file_pdf, name="unit_file_pdf"),
    path("units/<uuid:unit_id>/file/compare/", files.file_compare, name="file_compare"),
    path("units/<uuid:unit_id>/as-of/", past.unit_as_of, name="unit_as_of"),
    path("units/<uuid:unit_id>/as-of/<slug:form>/", past.unit_as_of_file, name="unit_as_of_file"),
]

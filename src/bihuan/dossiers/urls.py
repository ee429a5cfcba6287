"""Addresses of what is known of a unit."""

from django.urls import path

from bihuan.dossiers import views

urlpatterns = [
    path("units/<uuid:unit_id>/as-of/", views.unit_as_of, name="unit_as_of"),
    path("units/<uuid:unit_id>/as-of/<slug:form>/", views.unit_as_of_file, name="unit_as_of_file"),
]

"""Addresses of units; a unit's own page, which shows what later apps know of it, is the shell's."""

from django.urls import path

from bihuan.units import certificate_views, views

urlpatterns = [
    path("units/", views.units, name="units"),
    path("units/new/", views.unit_new, name="unit_new"),
    path("units/<uuid:unit_id>/edit/", views.unit_edit, name="unit_edit"),
    path("units/<uuid:unit_id>/state/", views.unit_state, name="unit_state"),
    path("units/<uuid:unit_id>/certificates/new/", certificate_views.certificate_new, name="certificate_new"),
    path("certificates/<uuid:certificate_id>/", certificate_views.certificate, name="certificate"),
]

"""Addresses of units; a unit's own page, which shows what later apps know of it, is the shell's."""

from django.urls import path

from bihuan.units import views

urlpatterns = [
    path("units/", views.units, name="units"),
    path("units/new/", views.unit_new, name="unit_new"),
    path("units/<uuid:unit_id>/edit/", views.unit_edit, name="unit_edit"),
    path("units/<uuid:unit_id>/state/", views.unit_state, name="unit_state"),
]

"""Addresses of imports."""

from django.urls import path

from bihuan.intake import views

urlpatterns = [
    path("imports/", views.imports, name="imports"),
    path("imports/template/", views.import_template, name="import_template"),
    path("imports/<uuid:import_id>/", views.import_one, name="import_one"),
    path("imports/<uuid:import_id>/match/", views.import_match, name="import_match"),
    path("imports/<uuid:import_id>/mend/", views.import_mend, name="import_mend"),
    path("imports/<uuid:import_id>/<str:move>/", views.import_move, name="import_move"),
]

"""Addresses of publicity."""

from django.urls import path

from bihuan.publicity import views

urlpatterns = [
    path("publicity/", views.publicity, name="publicity"),
    path("publicity/new/", views.outreach_new, name="outreach_new"),
    path("publicity/coverage/", views.publicity_coverage, name="publicity_coverage"),
    path("publicity/plans/", views.publicity_plans, name="publicity_plans"),
    path("publicity/plans/new/", views.publicity_plan_new, name="publicity_plan_new"),
    path("publicity/plans/<uuid:publicity_plan_id>/", views.publicity_plan, name="publicity_plan"),
    path(
        "publicity/plans/<uuid:publicity_plan_id>/end/", views.publicity_plan_end, name="publicity_plan_end"
    ),
    path("publicity/materials/", views.publicity_materials, name="publicity_materials"),
    path("publicity/materials/new/", views.publicity_material_new, name="publicity_material_new"),
    path("publicity/materials/<uuid:material_id>/", views.publicity_material, name="publicity_material"),
    path(
        "publicity/materials/<uuid:material_id>/end/",
        views.publicity_material_end,
        name="publicity_material_end",
    ),
    path("publicity/leaflets/<str:leaflet>/", views.publicity_leaflet, name="publicity_leaflet"),
    path("publicity/<uuid:outreach_id>/", views.outreach, name="outreach"),
    path("publicity/<uuid:outreach_id>/void/", views.outreach_void, name="outreach_void"),
]

"""Addresses of major hazards."""

from django.urls import path

from bihuan.majors import views

urlpatterns = [
    path("hazards/majors/", views.majors, name="majors"),
    path("hazards/<uuid:hazard_id>/raise/", views.hazard_raise, name="hazard_raise"),
    path("hazards/<uuid:hazard_id>/accept/", views.hazard_accept, name="hazard_accept"),
    path("hazards/<uuid:hazard_id>/reject/", views.hazard_reject, name="hazard_reject"),
    path("hazards/<uuid:hazard_id>/report-up/", views.major_report, name="major_report"),
    path("hazards/<uuid:hazard_id>/plan/", views.major_plan, name="major_plan"),
    path("hazards/<uuid:hazard_id>/listing/", views.listing_record, name="listing_record"),
    path("hazards/<uuid:hazard_id>/listing/propose/", views.listing_propose, name="listing_propose"),
    path("hazards/<uuid:hazard_id>/listing/decline/", views.listing_decline, name="listing_decline"),
    path("hazards/<uuid:hazard_id>/listing/delist/", views.listing_delist, name="listing_delist"),
]

"""Addresses of checks, their records, hazards and their steps."""

from django.urls import path

from bihuan.hazards.views import checks, lists, records, repeats, steps

urlpatterns = [
    path("inspections/", records.inspections, name="inspections"),
    path("inspections/new/", checks.inspection_new, name="inspection_new"),
    path("inspections/late/", checks.inspection_late, name="inspection_late"),
    path("inspections/<uuid:inspection_id>/", records.inspection, name="inspection"),
    path("inspections/<uuid:inspection_id>/void/", records.inspection_void, name="inspection_void"),
    path("hazards/", lists.hazards, name="hazards"),
    path("hazards/problems/", lists.problem_list, name="problem_list"),
    path("hazards/ledger/", lists.ledger, name="ledger"),
    path("hazards/like/", repeats.hazard_like, name="hazard_like"),
    path("hazards/<uuid:hazard_id>/", lists.hazard, name="hazard"),
    path("hazards/<uuid:hazard_id>/order/", steps.hazard_order, name="hazard_order"),
    path("hazards/<uuid:hazard_id>/fix/", steps.hazard_fix, name="hazard_fix"),
    path("hazards/<uuid:hazard_id>/report/", steps.hazard_report, name="hazard_report"),
    path("hazards/<uuid:hazard_id>/close-own/", steps.hazard_close_own, name="hazard_close_own"),
    path("hazards/<uuid:hazard_id>/return-own/", steps.hazard_return_own, name="hazard_return_own"),
    path("hazards/<uuid:hazard_id>/urgent/", steps.hazard_urgent, name="hazard_urgent"),
    path("hazards/<uuid:hazard_id>/repeat/", repeats.hazard_repeat, name="hazard_repeat"),
    path("hazards/<uuid:hazard_id>/void/", steps.hazard_void, name="hazard_void"),
    path("units/<uuid:unit_id>/reinspect/", checks.reinspection, name="reinspect"),
]

"""Addresses of self-checks."""

from django.urls import path

from bihuan.selfchecks.views import doing, plates, town

urlpatterns = [
    path("selfchecks/", town.selfchecks, name="selfchecks"),
    path("selfchecks/mine/", doing.my_selfchecks, name="my_selfchecks"),
    path("selfchecks/list/", town.selfcheck_list, name="selfcheck_list"),
    path("selfchecks/units/", town.selfcheck_units, name="selfcheck_units"),
    path("selfchecks/doubts/", town.selfcheck_doubts, name="selfcheck_doubts"),
    path("selfchecks/doubts/<uuid:doubt_id>/", town.selfcheck_doubt, name="selfcheck_doubt"),
    path("selfchecks/plates/", plates.point_plates_all, name="point_plates_all"),
    path("selfchecks/<uuid:point_id>/", doing.selfcheck, name="selfcheck"),
    path("selfchecks/<uuid:point_id>/hazard/", doing.selfcheck_hazard, name="selfcheck_hazard"),
    path("selfchecks/<uuid:point_id>/plate/renew/", plates.point_plate_renew, name="point_plate_renew"),
    path("units/<uuid:unit_id>/selfchecks/plates/", plates.point_plates, name="point_plates"),
    path("units/<uuid:unit_id>/selfchecks/shifts/", town.selfcheck_shifts, name="selfcheck_shifts"),
    path("q/p/<slug:point_code>/", plates.point_plate_page, name="point_plate_page"),
]

"""Addresses of day plans."""

from django.urls import path

from bihuan.routing.views import changing, days, plans, roads

urlpatterns = [
    path("routes/", plans.day_plans, name="day_plans"),
    path("routes/new/", plans.day_plan_new, name="day_plan_new"),
    path("routes/today/", days.routes_today, name="routes_today"),
    path("routes/settings/", changing.route_custom, name="route_custom"),
    path("routes/roads/", roads.road_legs, name="road_legs"),
    path("routes/roads/table/", roads.road_table, name="road_table"),
    path("routes/roads/<uuid:road_leg_id>/end/", roads.road_leg_end, name="road_leg_end"),
    path("routes/<uuid:day_plan_id>/", plans.day_plan, name="day_plan"),
    path("routes/<uuid:day_plan_id>/solve/", plans.day_plan_solve, name="day_plan_solve"),
    path("routes/<uuid:day_plan_id>/reopen/", plans.day_plan_reopen, name="day_plan_reopen"),
    path("routes/<uuid:day_plan_id>/drop/", plans.day_plan_drop, name="day_plan_drop"),
    path("routes/<uuid:day_plan_id>/add/", changing.day_plan_add, name="day_plan_add"),
    path("routes/<uuid:day_plan_id>/paper/", days.day_plan_paper, name="day_plan_paper"),
    path("routes/stops/<uuid:plan_stop_id>/", changing.plan_stop, name="plan_stop"),
    path("routes/stops/<uuid:plan_stop_id>/out/", changing.plan_stop_out, name="plan_stop_out"),
    path("routes/stops/<uuid:plan_stop_id>/loosen/", changing.plan_stop_loosen, name="plan_stop_loosen"),
]

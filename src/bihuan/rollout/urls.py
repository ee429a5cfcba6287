"""Addresses of the roll-out."""

from django.urls import path

from bihuan.rollout.views import accepting, asking, choosing, lists, waves

urlpatterns = [
    path("rollout/", waves.rollout, name="rollout"),
    path("rollout/units/", lists.rollout_units, name="rollout_units"),
    path("rollout/benchmarks/", lists.rollout_benchmarks, name="rollout_benchmarks"),
    path("rollout/takings/", lists.rollout_takings, name="rollout_takings"),
    path("rollout/candidates/", choosing.candidates, name="rollout_candidates"),
    path("rollout/criteria/", asking.criteria, name="rollout_criteria"),
    path("rollout/sheet/", asking.sheet, name="rollout_sheet"),
    path("rollout/waves/new/", waves.wave_new, name="rollout_wave_new"),
    path("rollout/waves/<uuid:wave_id>/", waves.wave, name="rollout_wave"),
    path("rollout/waves/<uuid:wave_id>/sheets/", waves.wave_sheets, name="rollout_wave_sheets"),
    path("rollout/waves/<uuid:wave_id>/close/", waves.wave_close, name="rollout_wave_close"),
    path("rollout/in/<uuid:within_id>/leave/", waves.leave, name="rollout_leave"),
    path("rollout/in/<uuid:within_id>/accept/", accepting.accept, name="rollout_accept"),
    path("rollout/acceptances/<uuid:acceptance_id>/", accepting.acceptance, name="acceptance"),
    path("rollout/benchmarks/<uuid:benchmark_id>/end/", choosing.benchmark_end, name="rollout_benchmark_end"),
    path("rollout/takings/<uuid:taking_id>/void/", choosing.taking_void, name="rollout_taking_void"),
    path("units/<uuid:unit_id>/rollout/", choosing.unit_rollout, name="rollout_unit"),
    path("units/<uuid:unit_id>/rollout/willing/", choosing.unit_willing, name="rollout_willing"),
    path("units/<uuid:unit_id>/rollout/choose/", choosing.unit_choose, name="rollout_choose"),
]

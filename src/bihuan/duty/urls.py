"""Addresses of duty."""

from django.urls import path

from bihuan.duty.views import calls, feeds, keeping, months, rosters, shifts, swapping

urlpatterns = [
    path("duty/", months.duty, name="duty"),
    path("duty/paper/", months.duty_paper, name="duty_paper"),
    path("duty/phones/", months.duty_phones, name="duty_phones"),
    path("duty/phones/paper/", months.duty_phones_paper, name="duty_phones_paper"),
    path("duty/rosters/", rosters.roster_new, name="roster_new"),
    path("duty/rosters/<uuid:roster_id>/", rosters.roster, name="roster"),
    path("duty/rosters/<uuid:roster_id>/solve/", rosters.roster_solve, name="roster_solve"),
    path("duty/rosters/<uuid:roster_id>/change/", rosters.roster_change, name="roster_change"),
    path("duty/rosters/<uuid:roster_id>/drop/", rosters.roster_drop, name="roster_drop"),
    path("duty/rules/", keeping.duty_rules, name="duty_rules"),
    path("duty/rules/usual/", keeping.duty_usual, name="duty_usual"),
    path("duty/rules/change/", keeping.duty_change, name="duty_change"),
    path("duty/rules/<uuid:duty_rule_id>/end/", keeping.duty_rule_end, name="duty_rule_end"),
    path("duty/persons/", keeping.duty_fits, name="duty_fits"),
    path("duty/persons/<uuid:fit_id>/end/", keeping.fit_end, name="fit_end"),
    path("duty/leaves/", keeping.duty_leaves, name="duty_leaves"),
    path("duty/leaves/<uuid:leave_id>/end/", keeping.leave_end, name="leave_end"),
    path("duty/turns/<uuid:turn_id>/", swapping.duty_turn, name="duty_turn"),
    path("duty/turns/<uuid:turn_id>/call-in/", swapping.duty_call_in, name="duty_call_in"),
    path("duty/swaps/", swapping.duty_swaps, name="duty_swaps"),
    path("duty/swaps/<uuid:swap_id>/", swapping.duty_swap, name="duty_swap"),
    path("duty/swaps/<uuid:swap_id>/paper/", swapping.duty_swap_paper, name="duty_swap_paper"),
    path("duty/handover/", shifts.duty_handover, name="duty_handover"),
    path("duty/handovers/", shifts.duty_reliefs, name="duty_reliefs"),
    path("duty/handovers/<uuid:relief_id>/", shifts.duty_relief, name="duty_relief"),
    path("duty/handovers/<uuid:relief_id>/paper/", shifts.duty_relief_paper, name="duty_relief_paper"),
    path("duty/calls/", calls.duty_calls, name="duty_calls"),
    path("duty/calls/new/", calls.duty_call_new, name="duty_call_new"),
    path("duty/calls/<uuid:duty_call_id>/", calls.duty_call, name="duty_call"),
    path("duty/checks/", calls.spot_checks, name="spot_checks"),
    path("duty/checks/new/", calls.spot_check_new, name="spot_check_new"),
    path("duty/calendar/", feeds.duty_calendar, name="duty_calendar"),
    path("duty/calendar/<str:feed_token>.ics", feeds.duty_feed, name="duty_feed"),
]

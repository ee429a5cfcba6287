"""Addresses of drives and teams."""

from django.urls import path

from bihuan.campaigns.views import drives, handings, lines, plans, teams

urlpatterns = [
    path("campaigns/", drives.campaigns, name="campaigns"),
    path("campaigns/new/", plans.campaign_new, name="campaign_new"),
    path("campaigns/units/", lines.drive_units, name="drive_units"),
    path("campaigns/units/<uuid:drive_unit_id>/arrive/", lines.drive_unit_arrive, name="drive_unit_arrive"),
    path("campaigns/units/<uuid:drive_unit_id>/excuse/", lines.drive_unit_excuse, name="drive_unit_excuse"),
    path(
        "campaigns/units/<uuid:drive_unit_id>/unexcuse/",
        lines.drive_unit_unexcuse,
        name="drive_unit_unexcuse",
    ),
    path("campaigns/papers/<uuid:drive_paper_id>/<str:form>/", plans.campaign_paper, name="campaign_paper"),
    path("campaigns/<uuid:campaign_id>/", drives.campaign, name="campaign"),
    path("campaigns/<uuid:campaign_id>/edit/", plans.campaign_edit, name="campaign_edit"),
    path("campaigns/<uuid:campaign_id>/preview/", plans.campaign_preview, name="campaign_preview"),
    path("campaigns/<uuid:campaign_id>/issue/", plans.campaign_issue, name="campaign_issue"),
    path("campaigns/<uuid:campaign_id>/cancel/", plans.campaign_cancel, name="campaign_cancel"),
    path("campaigns/<uuid:campaign_id>/close/", plans.campaign_close, name="campaign_close"),
    path("campaigns/<uuid:campaign_id>/hand/", handings.campaign_hand, name="campaign_hand"),
    path(
        "campaigns/<uuid:campaign_id>/hand/draft/", handings.campaign_hand_draft, name="campaign_hand_draft"
    ),
    path(
        "campaigns/handings/<uuid:drive_handing_id>/back/",
        handings.drive_handing_back,
        name="drive_handing_back",
    ),
    path("campaigns/<uuid:campaign_id>/found/", lines.campaign_found, name="campaign_found"),
    path("teams/", teams.teams, name="teams"),
    path("teams/new/", teams.team_new, name="team_new"),
    path("teams/<uuid:team_id>/", teams.team, name="team"),
    path("teams/<uuid:team_id>/edit/", teams.team_edit, name="team_edit"),
    path("teams/<uuid:team_id>/seats/", teams.team_seat, name="team_seat"),
    path("teams/seats/<uuid:team_seat_id>/end/", teams.team_seat_end, name="team_seat_end"),
]

"""Addresses of meetings and of the leaders' year."""

from django.urls import path

from bihuan.meetings.views import kinds, leading, minuting, pages, planning, resolving

urlpatterns = [
    path("meetings/", pages.meetings, name="meetings"),
    path("meetings/list/", pages.meetings_list, name="meetings_list"),
    path("meetings/resolutions/", pages.meeting_resolutions, name="meeting_resolutions"),
    path("meetings/kinds/", kinds.meeting_kinds, name="meeting_kinds"),
    path("meetings/kinds/adopt/", kinds.meeting_kinds_adopt, name="meeting_kinds_adopt"),
    path("meetings/kinds/new/", kinds.meeting_kind_new, name="meeting_kind_new"),
    path("meetings/kinds/<uuid:meeting_kind_id>/", kinds.meeting_kind_edit, name="meeting_kind_edit"),
    path("meetings/kinds/<uuid:meeting_kind_id>/end/", kinds.meeting_kind_end, name="meeting_kind_end"),
    path("meetings/kinds/<uuid:meeting_kind_id>/draft/", planning.meeting_draft, name="meeting_draft"),
    path("meetings/<uuid:meeting_id>/", pages.meeting, name="meeting"),
    path("meetings/<uuid:meeting_id>/edit/", planning.meeting_edit, name="meeting_edit"),
    path("meetings/<uuid:meeting_id>/call/", planning.meeting_call, name="meeting_call"),
    path("meetings/<uuid:meeting_id>/cancel/", planning.meeting_cancel, name="meeting_cancel"),
    path("meetings/<uuid:meeting_id>/hold/", minuting.meeting_hold, name="meeting_hold"),
    path("meetings/<uuid:meeting_id>/minutes/", minuting.meeting_minutes, name="meeting_minutes"),
    path("meetings/<uuid:meeting_id>/preview/", minuting.meeting_preview, name="meeting_preview"),
    path("meetings/papers/<uuid:meeting_paper_id>/<str:form>/", minuting.meeting_paper, name="meeting_paper"),
    path("meetings/resolutions/<uuid:resolution_id>/", resolving.resolution, name="resolution"),
    path(
        "meetings/resolutions/<uuid:resolution_id>/extend/",
        resolving.resolution_extend,
        name="resolution_extend",
    ),
    path(
        "meetings/resolutions/<uuid:resolution_id>/drop/", resolving.resolution_drop, name="resolution_drop"
    ),
    path("leaders/", leading.leaders, name="leaders"),
    path("leaders/paper/", leading.leaders_paper, name="leaders_paper"),
    path("leaders/duties/", leading.leader_duties, name="leader_duties"),
    path("leaders/duties/adopt/", leading.leader_duties_adopt, name="leader_duties_adopt"),
    path("leaders/duties/<uuid:leader_duty_id>/end/", leading.leader_duty_end, name="leader_duty_end"),
    path("leaders/records/new/", leading.leader_record_new, name="leader_record_new"),
    path(
        "leaders/records/<uuid:leader_record_id>/void/", leading.leader_record_void, name="leader_record_void"
    ),
    path("leaders/<uuid:leader_post_id>/", leading.leader, name="leader"),
]

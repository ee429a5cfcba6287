"""Addresses of joint inspections; those under joint/in/ are for bodies without an account."""

from django.urls import path

from bihuan.joint.views import door, events, visits

urlpatterns = [
    path("joint/", events.joints, name="joints"),
    path("joint/new/", events.joint_new, name="joint_new"),
    path("joint/<uuid:joint_id>/", events.joint, name="joint"),
    path("joint/<uuid:joint_id>/edit/", events.joint_edit, name="joint_edit"),
    path("joint/<uuid:joint_id>/call/", events.joint_call, name="joint_call"),
    path("joint/<uuid:joint_id>/close/", events.joint_close, name="joint_close"),
    path("joint/<uuid:joint_id>/cancel/", events.joint_cancel, name="joint_cancel"),
    path("joint/parties/<uuid:joint_party_id>/sheet/", events.joint_sheet, name="joint_sheet"),
    path("joint/parties/<uuid:joint_party_id>/invite/", events.joint_invite, name="joint_invite"),
    path("joint/links/<uuid:joint_link_id>/end/", events.joint_link_end, name="joint_link_end"),
    path("joint/visits/<uuid:joint_visit_id>/", visits.joint_visit, name="joint_visit"),
    path(
        "joint/visits/<uuid:joint_visit_id>/parts/<uuid:joint_party_id>/",
        visits.joint_part,
        name="joint_part",
    ),
    path("joint/visits/<uuid:joint_visit_id>/finish/", visits.joint_finish, name="joint_finish"),
    path("joint/visits/<uuid:joint_visit_id>/skip/", visits.joint_skip, name="joint_skip"),
    path("joint/visits/<uuid:joint_visit_id>/reopen/", visits.joint_reopen, name="joint_reopen"),
    path("joint/visits/<uuid:joint_visit_id>/late/", visits.joint_late, name="joint_late"),
    path("joint/visits/<uuid:joint_visit_id>/record/<str:form>/", visits.joint_record, name="joint_record"),
    path("joint/in/<str:joint_code>/", door.joint_door, name="joint_door"),
    path("joint/in/<str:joint_code>/photo/", door.joint_door_photo, name="joint_door_photo"),
    path("joint/in/<str:joint_code>/photo/<uuid:file_id>/", door.joint_door_thumb, name="joint_door_thumb"),
    path("joint/in/<str:joint_code>/<uuid:joint_visit_id>/", door.joint_door_part, name="joint_door_part"),
]

"""Addresses of matters of others: what was referred, and what those above assigned."""

from django.urls import path

from bihuan.referrals.views import assigned, following, lists, sending

urlpatterns = [
    path("hazards/<uuid:hazard_id>/refer/", sending.hazard_refer, name="hazard_refer"),
    path("hazards/<uuid:hazard_id>/take-back/", sending.hazard_take_back, name="hazard_take_back"),
    path(
        "hazards/<uuid:hazard_id>/settle-referred/",
        sending.hazard_settle_referred,
        name="hazard_settle_referred",
    ),
    path("referrals/", lists.referrals, name="referrals"),
    path("referrals/assigned/", lists.assignments, name="assignments"),
    path("referrals/assigned/new/", assigned.assignment_new, name="assignment_new"),
    path("referrals/assigned/<uuid:assignment_id>/", assigned.assignment, name="assignment"),
    path("referrals/assigned/<uuid:assignment_id>/give/", assigned.assignment_give, name="assignment_give"),
    path(
        "referrals/assigned/<uuid:assignment_id>/handle/",
        assigned.assignment_handle,
        name="assignment_handle",
    ),
    path(
        "referrals/assigned/<uuid:assignment_id>/reply/", assigned.assignment_reply, name="assignment_reply"
    ),
    path(
        "referrals/assigned/<uuid:assignment_id>/close/", assigned.assignment_close, name="assignment_close"
    ),
    path(
        "referrals/assigned/<uuid:assignment_id>/send-back/",
        assigned.assignment_send_back,
        name="assignment_send_back",
    ),
    path("referrals/assigned/<uuid:assignment_id>/void/", assigned.assignment_void, name="assignment_void"),
    path("referrals/assigned/<uuid:assignment_id>/link/", assigned.assignment_link, name="assignment_link"),
    path(
        "referrals/assigned/<uuid:assignment_id>/unlink/",
        assigned.assignment_unlink,
        name="assignment_unlink",
    ),
    path("referrals/<uuid:referral_id>/", lists.referral, name="referral"),
    path(
        "referrals/<uuid:referral_id>/acknowledge/",
        following.referral_acknowledge,
        name="referral_acknowledge",
    ),
    path("referrals/<uuid:referral_id>/answer/", following.referral_answer, name="referral_answer"),
    path("referrals/<uuid:referral_id>/chase/", following.referral_chase, name="referral_chase"),
    path("referrals/<uuid:referral_id>/decline/", following.referral_decline, name="referral_decline"),
    path("referrals/<uuid:referral_id>/withdraw/", following.referral_withdraw, name="referral_withdraw"),
]

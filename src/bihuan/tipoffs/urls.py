"""Addresses of tips: the public pages, and the staff's."""

from django.urls import path

from bihuan.tipoffs.views import pages, public, steps

urlpatterns = [
    path("tip/", public.tip_doors, name="tip_doors"),
    path("tip/track/", public.tip_track, name="tip_track"),
    path("tip/<slug:door>/", public.tip_send, name="tip_send"),
    path("tips/", pages.tips, name="tips"),
    path("tips/new/", pages.tip_new, name="tip_new"),
    path("tips/settings/", pages.tip_settings, name="tip_settings"),
    path("tips/poster.pdf", pages.tip_poster, name="tip_poster"),
    path("tips/<uuid:tip_id>/", pages.tip, name="tip"),
    path("tips/<uuid:tip_id>/paper.pdf", pages.tip_paper, name="tip_paper"),
    path("tips/<uuid:tip_id>/admit/", steps.tip_admit, name="tip_admit"),
    path("tips/<uuid:tip_id>/discard/", steps.tip_discard, name="tip_discard"),
    path("tips/<uuid:tip_id>/accept/", steps.tip_accept, name="tip_accept"),
    path("tips/<uuid:tip_id>/decline/", steps.tip_decline, name="tip_decline"),
    path("tips/<uuid:tip_id>/pass/", steps.tip_pass, name="tip_pass"),
    path("tips/<uuid:tip_id>/merge/", steps.tip_merge, name="tip_merge"),
    path("tips/<uuid:tip_id>/ask/", steps.tip_ask, name="tip_ask"),
    path("tips/<uuid:tip_id>/extend/", steps.tip_extend, name="tip_extend"),
    path("tips/<uuid:tip_id>/visit/", steps.tip_visit, name="tip_visit"),
    path("tips/<uuid:tip_id>/check/", steps.tip_check, name="tip_check"),
    path("tips/<uuid:tip_id>/answer/", steps.tip_answer, name="tip_answer"),
    path("tips/<uuid:tip_id>/return/", steps.tip_return, name="tip_return"),
    path("tips/<uuid:tip_id>/reward/", steps.reward_new, name="reward_new"),
    path("tips/rewards/<uuid:reward_id>/approve/", steps.reward_approve, name="reward_approve"),
    path("tips/rewards/<uuid:reward_id>/refuse/", steps.reward_refuse, name="reward_refuse"),
    path("tips/rewards/<uuid:reward_id>/pay/", steps.reward_pay, name="reward_pay"),
]

"""Addresses of documents."""

from django.urls import path

from bihuan.policies.views import issuing, owning, receiving

urlpatterns = [
    path("policies/", issuing.policies, name="policies"),
    path("policies/new/", issuing.policy_new, name="policy_new"),
    path("policies/received/", receiving.received_list, name="received_list"),
    path("policies/received/new/", receiving.received_new, name="received_new"),
    path("policies/received/<uuid:received_id>/", receiving.received, name="received"),
    path(
        "policies/received/<uuid:received_id>/correct/", receiving.received_correct, name="received_correct"
    ),
    path("policies/received/<uuid:received_id>/pass/", receiving.received_pass, name="received_pass"),
    path("policies/received/<uuid:received_id>/read/", receiving.received_read, name="received_read"),
    path("policies/received/<uuid:received_id>/answer/", receiving.received_answer, name="received_answer"),
    path("policies/received/<uuid:received_id>/assign/", receiving.received_assign, name="received_assign"),
    path("policies/received/<uuid:received_id>/remind/", receiving.received_remind, name="received_remind"),
    path("policies/received/<uuid:received_id>/handle/", receiving.received_handle, name="received_handle"),
    path("policies/received/<uuid:received_id>/void/", receiving.received_void, name="received_void"),
    path("policies/trades/", owning.trade_table, name="trades"),
    path("policies/trades/adopt/", owning.trades_adopt, name="trades_adopt"),
    path("policies/trades/<str:trade>/", owning.trade, name="trade"),
    path("policies/trades/<str:trade>/end/", owning.trade_end, name="trade_end"),
    path("policies/duties/", owning.policy_duties, name="policy_duties"),
    path("policies/<uuid:policy_id>/", issuing.policy, name="policy"),
    path("policies/<uuid:policy_id>/revise/", issuing.policy_revise, name="policy_revise"),
    path("policies/<uuid:policy_id>/issue/", issuing.policy_issue, name="policy_issue"),
    path("policies/<uuid:policy_id>/pass/", issuing.policy_pass, name="policy_pass"),
    path("policies/<uuid:policy_id>/read/", issuing.policy_read, name="policy_read"),
    path("policies/<uuid:policy_id>/repeal/", issuing.policy_repeal, name="policy_repeal"),
    path("policies/<uuid:policy_id>/withdraw/", issuing.policy_withdraw, name="policy_withdraw"),
    path("policies/<uuid:policy_id>/changes/", issuing.policy_changes, name="policy_changes"),
    path("policies/<uuid:policy_id>/paper/<str:form>/", issuing.policy_paper, name="policy_paper"),
]

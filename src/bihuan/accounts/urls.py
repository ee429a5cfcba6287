"""Addresses of accounts."""

from django.urls import path

from bihuan.accounts.views import life, own, separation, settings

urlpatterns = [
    path("people/", life.people, name="people"),
    path("people/<uuid:person_id>/invite/", life.person_invite, name="person_invite"),
    path("people/<uuid:person_id>/close/", life.person_close, name="person_close"),
    path("people/<uuid:person_id>/reopen/", life.person_reopen, name="person_reopen"),
    path("people/<uuid:person_id>/sign-out/", settings.person_sign_out, name="person_sign_out"),
    path("people/<uuid:person_id>/second-factor/", settings.person_factor_reset, name="person_factor_reset"),
    path("account/", own.account, name="account"),
    path("account/sessions/end/", own.sittings_end, name="sittings_end"),
    path("account/second-factor/", own.second_factor, name="second_factor"),
    path("account/second-factor/codes/", own.recovery_codes, name="recovery_codes"),
    path("account/second-factor/unbind/", own.second_factor_unbind, name="second_factor_unbind"),
    path("account/rules/", settings.account_rules, name="account_rules"),
    path("account/administrators/", separation.administrators, name="administrators"),
    path("account/administrators/apart/", separation.administrators_apart, name="administrators_apart"),
    path(
        "account/administrators/<uuid:wish_id>/", separation.administrators_move, name="administrators_move"
    ),
]

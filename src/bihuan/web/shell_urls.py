"""Addresses of the shell."""

from django.urls import path

from bihuan.web.views import desk, display, invitation, joining, signin, unit

urlpatterns = [
    path("", desk.desk, name="desk"),
    path("sign-in/", signin.sign_in, name="sign_in"),
    path("sign-in/code/", signin.sign_in_code, name="sign_in_code"),
    path("sign-in/demo/", signin.demo_sign_in, name="demo_sign_in"),
    path("sign-out/", signin.sign_out, name="sign_out"),
    path("text-size/", display.text_size, name="text_size"),
    path("invitation/", invitation.invitation_code, name="invitation_code"),
    path("invitation/<str:invited>/", invitation.invitation, name="invitation"),
    path("join/", joining.join_code, name="join_code"),
    path("join/<str:called>/", joining.join, name="join"),
    path("seat/", joining.seat, name="seat"),
    path("password/", signin.password, name="password"),
    path("units/<uuid:unit_id>/", unit.unit, name="unit"),
]

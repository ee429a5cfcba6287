"""Addresses of decisions and watches."""

from django.urls import path

from bihuan.measures import views

urlpatterns = [
    path("decisions/", views.decisions, name="decisions"),
    path("decisions/<uuid:decision_id>/", views.decision, name="decision"),
    path("decisions/<uuid:decision_id>/clear/", views.decision_clear, name="decision_clear"),
    path("decisions/<uuid:decision_id>/void/", views.decision_void, name="decision_void"),
    path("units/<uuid:unit_id>/decisions/new/", views.decision_new, name="decision_new"),
    path("watches/<uuid:watch_id>/revisit/", views.watch_revisit, name="watch_revisit"),
    path("watches/<uuid:watch_id>/keep/", views.watch_keep, name="watch_keep"),
    path("watches/<uuid:watch_id>/lift/", views.watch_lift, name="watch_lift"),
]

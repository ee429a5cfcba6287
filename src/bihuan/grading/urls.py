"""Addresses of grading."""

from django.urls import path

from bihuan.grading import views

urlpatterns = [
    path("dual/", views.dual, name="dual"),
    path("levels/", views.unit_levels, name="unit_levels"),
    path("levels/frequency/", views.frequency, name="level_frequency"),
    path("plans/", views.plans, name="plans"),
    path("plans/<uuid:plan_id>/", views.plan, name="plan"),
    path("plans/<uuid:plan_id>/approve/", views.plan_approve, name="plan_approve"),
    path("plans/<uuid:plan_id>/paper/", views.plan_paper, name="plan_paper"),
]

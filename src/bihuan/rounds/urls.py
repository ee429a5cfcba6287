"""Addresses of rounds."""

from django.urls import path

from bihuan.rounds import views

urlpatterns = [
    path("rounds/", views.rounds, name="rounds"),
    path("rounds/progress/", views.progress, name="round_progress"),
    path("rounds/tasks/", views.tasks, name="round_tasks"),
    path("rounds/rules/", views.round_rules, name="round_rules"),
    path("rounds/rules/<uuid:round_rule_id>/end/", views.round_rule_end, name="round_rule_end"),
    path("rounds/<uuid:task_id>/walk/", views.round_walk, name="round_walk"),
    path("rounds/<uuid:task_id>/miss/", views.round_miss, name="round_miss"),
    path("rounds/<uuid:task_id>/excuse/", views.round_excuse, name="round_excuse"),
]

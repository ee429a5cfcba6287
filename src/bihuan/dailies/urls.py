"""Addresses of daily reports."""

from django.urls import path

from bihuan.dailies import views

urlpatterns = [
    path("dailies/", views.dailies, name="dailies"),
    path("dailies/list/", views.dailies_list, name="dailies_list"),
    path("dailies/forms/", views.daily_forms, name="daily_forms"),
    path("dailies/forms/new/", views.daily_form_new, name="daily_form_new"),
    path("dailies/forms/<uuid:daily_form_id>/end/", views.daily_form_end, name="daily_form_end"),
    path("dailies/forms/<uuid:daily_form_id>/", views.daily_day, name="daily_day"),
    path("dailies/forms/<uuid:daily_form_id>/paper/", views.daily_paper, name="daily_paper"),
    path("dailies/<uuid:due_id>/", views.daily, name="daily"),
    path("dailies/<uuid:due_id>/zero/", views.daily_zero, name="daily_zero"),
    path("dailies/<uuid:due_id>/correct/", views.daily_correct, name="daily_correct"),
]

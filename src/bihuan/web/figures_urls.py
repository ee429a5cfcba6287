"""Addresses of the figures' pages."""

from django.urls import path

from bihuan.web import figures_views as views

urlpatterns = [
    path("figures/", views.figures, name="figures"),
    path("figures/<str:key>/", views.figure_rows, name="figure_rows"),
]

"""Addresses of delegations."""

from django.urls import path

from bihuan.inspections import grant_views as views

urlpatterns = [
    path("grants/", views.grants, name="grants"),
    path("grants/new/", views.grant_new, name="grant_new"),
]

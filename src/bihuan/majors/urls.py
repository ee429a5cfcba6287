"""Addresses of major hazards."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []

"""Addresses of what is known of a unit."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []

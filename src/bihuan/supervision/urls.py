"""Addresses of pressing on."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []

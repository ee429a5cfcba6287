"""Addresses of matters of others."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []

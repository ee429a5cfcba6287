"""Addresses of signatures, scans, seals and service."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []

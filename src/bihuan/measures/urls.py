"""Addresses of hard measures."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []

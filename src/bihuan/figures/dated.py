"""Conditions on dated columns: what had happened by a day, and what had not."""

from datetime import date

from django.db.models import Q


def by(field: str, cutoff: date) -> Q:
    """The dated column had happened by the cut-off."""
    return Q(**{f"{field}__lte": cutoff})


def not_by(field: str, cutoff: date) -> Q:
    """The dated column had not happened by the cut-off."""
    return Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__gt": cutoff})

"""Campaigns within a larger one: what is recorded for the smaller counts for both, in the larger one's total once."""

from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import Model, Q

from bihuan.figures.registry import Source


def of_campaign(source: Source, wanted: UUID) -> Q:
    """Rows recorded for a campaign, or for one that lies within it: each row once, so that what counts for both is counted once."""
    found = Q(**{source.campaign: wanted})
    above = _campaign_above(source.model, source.campaign) if source.nests else ""
    return found | Q(**{above: wanted}) if above else found


@cache
def _campaign_above(model: type[Model], path: str) -> str:
    """Where a row says in which larger campaign its own lies, "" where it does not."""
    at: Any = model
    for name in path.split("__"):
        field = at._meta.get_field(name)
        at = field.related_model or at
    if not any(field.name == "parent" and field.related_model is at for field in at._meta.fields):
        return ""
    before = path.rpartition("__")[0] if field.related_model is None else path
    return f"{before}__parent" if before else "parent"

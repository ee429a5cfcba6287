"""Ids are UUIDv7 and made by whoever creates the record, so that records merge without renumbering."""

from uuid import UUID

import uuid_utils.compat


def new_id() -> UUID:
    """A fresh UUIDv7: sorts by the moment of its making."""
    return uuid_utils.compat.uuid7()

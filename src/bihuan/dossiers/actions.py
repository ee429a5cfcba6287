"""The verb of dossiers: that one was taken out of the system is itself recorded."""

import hashlib
from datetime import date
from uuid import UUID

from django.db import transaction

from bihuan.core import events
from bihuan.core.actions import Actor
from bihuan.units.models import Unit


@transaction.atomic
def record_export(actor: Actor, unit_id: UUID, *, on: date, form: str, content: bytes, last_seq: int) -> str:
    """导出某日情况: writes down who took a unit's file out, of which day, and the digest by which the file is known again."""
    actor.need("supervise")
    unit = actor.find(Unit, unit_id, what="个监管对象")
    digest = hashlib.sha256(content).hexdigest()
    given = {"on": on, "form": form, "last_seq": last_seq, "sha256": digest}
    events.record(actor, "export_dossier", unit, given=given)
    return digest

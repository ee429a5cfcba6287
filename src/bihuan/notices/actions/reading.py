"""Verbs of who reads. To have read a notice is no event: the log does not grow by being read."""

from uuid import UUID

from django.db import transaction

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.notices.models import Told
from bihuan.notices.queries import WAITS, find_notice, notices_of


@transaction.atomic
def mark_read(actor: Actor, told_id: UUID) -> Told:
    """打开通知: the person has seen it. Raises NotFound for another's."""
    found = find_notice(actor, told_id)
    Told.objects.within(actor.scope).filter(pk=found.pk, read_at__isnull=True).update(read_at=clock.now())
    return found


@transaction.atomic
def mark_all_read(actor: Actor, latest: UUID) -> int:
    """全部标为已读: all that the person had when the list was shown, whose latest was `latest`; how many were not read yet."""
    shown = notices_of(actor).filter(WAITS, at__lte=find_notice(actor, latest).at).order_by()
    rows = list(shown.values_list("pk", flat=True))
    read: int = Told.objects.within(actor.scope).filter(pk__in=rows).update(read_at=clock.now())
    return read

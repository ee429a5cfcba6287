"""Who sent a tip, to be shown for a reason, and the log keeps who looked: only to the posts that may (`identify`)."""

from uuid import UUID

from django.urls import reverse

from bihuan.core.actions import Actor
from bihuan.core.errors import NotFound
from bihuan.core.personal import Personal, Shown, declare_personal
from bihuan.tipoffs.actions.steps import WHAT
from bihuan.tipoffs.keys import unseal
from bihuan.tipoffs.models import Sender, Tip

KEY = "tip.sender"


def _of_tip(actor: Actor, row_id: UUID) -> Shown:
    actor.need("identify")
    row = actor.find(Tip, row_id, what=WHAT)
    sender: Sender | None = Sender.objects.within(actor.scope).filter(tip=row).first()
    if sender is None:
        raise NotFound("这件是匿名举报，没有留下姓名、电话和账户。")
    return Shown(row, row.number, unseal(sender.sealed, row.pk).in_words(), reverse("tip", args=[row.pk]))


declare_personal(Personal(KEY, "举报人身份", "identify", _of_tip, is_dialled=False))

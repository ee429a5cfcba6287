"""Links of bodies without an account: made, taken back, used."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F

from bihuan.accounts.rules import code_hash, new_code
from bihuan.core import clock, events, files
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete, NotAllowed
from bihuan.core.ids import new_id
from bihuan.core.models import StoredFile
from bihuan.core.scope import Scope
from bihuan.joint.lifecycle import CALLED
from bihuan.joint.models import JointLink, JointLinkUse, JointParty
from bihuan.joint.queries import guest, photos_by_link
from bihuan.joint.rules import why_full

# Who comes back within it goes on with the same use.
PAUSE = timedelta(minutes=30)


@transaction.atomic
def invite_body(actor: Actor, party_id: UUID) -> tuple[JointLink, str]:
    """邀请: returns the link and its code, which nothing keeps. A link made before for the same party opens nothing any more."""
    actor.need("campaigns")
    party = actor.hold(JointParty, party_id, what="个参加单位")
    if not party.is_body:
        raise NotAllowed(f"{party.name}有账号，登录后就能填写，不用链接。")
    if party.left_on or party.event.state != CALLED:
        raise NotAllowed("只有已经通知、还没有结束的联合检查可以发邀请链接。")
    if party.event.to_on < clock.today():
        raise NotAllowed("检查日期已经过了，链接打不开。要延长的，请先修改日期。")
    now = clock.now()
    JointLink.objects.within(actor.scope).filter(party=party, ended_at__isnull=True).update(ended_at=now)
    code = new_code()
    link = JointLink(
        id=new_id(),
        town_id=actor.town,
        party=party,
        code_hash=code_hash(code),
        made_at=now,
        made_by=actor.name,
    )
    link.save(force_insert=True)
    events.record(actor, "invite_body", party.event, given={"says": party.name, "link": link.pk})
    return link, code


@transaction.atomic
def end_link(actor: Actor, link_id: UUID) -> JointLink:
    """撤回链接: it opens nothing any more; what was sent by it stays."""
    actor.need("campaigns")
    link = actor.find(JointLink, link_id, what="个链接")
    now = clock.now()
    if (
        not JointLink.objects.within(actor.scope)
        .filter(pk=link.pk, ended_at__isnull=True)
        .update(ended_at=now)
    ):
        raise NotAllowed("这个链接已经撤回。")
    link.ended_at = now
    events.record(actor, "end_joint_link", link.party.event, given={"says": link.party.name, "link": link.pk})
    return link


@transaction.atomic
def note_use(link: JointLink, address: str) -> JointLinkUse:
    """打开邀请链接: a use begins, which the log tells of, or one from the same address goes on."""
    actor, now = guest(link), clock.now()
    whole = Scope.whole_town(link.town_id)
    mine = JointLinkUse.objects.within(whole).filter(link=link, address=address, last_at__gte=now - PAUSE)
    row: JointLinkUse | None = mine.order_by("-last_at").first()
    if row is not None:
        mine.filter(pk=row.pk).update(last_at=now, times=F("times") + 1)
        return row
    row = JointLinkUse(
        id=new_id(), town_id=link.town_id, link=link, address=address, began_at=now, last_at=now
    )
    row.save(force_insert=True)
    given = {"says": link.party.name, "address": address, "link": link.pk}
    events.record(actor, "open_joint_link", link.party.event, given=given)
    return row


def keep_by_link(link: JointLink, content: bytes, name: str) -> StoredFile:
    """收下照片 of a body that has no account. Raises Incomplete where its links, or those of all bodies of the event, have brought as many as are kept."""
    by_party = photos_by_link(link)
    if why := why_full(by_party[link.party_id], sum(by_party.values())):
        raise Incomplete(why)
    return files.keep_picture(guest(link), content, name)

"""The town's seals: pictures kept with the days on which they hold, and each use of one."""

from datetime import date
from uuid import UUID

from django.db import transaction

from bihuan.core import clock, events, moving
from bihuan.core.actions import Actor
from bihuan.core.calendar import in_words
from bihuan.core.errors import Incomplete, NotAllowed
from bihuan.core.files import content_of, owned
from bihuan.core.scope import Scope
from bihuan.documents.declarations import declaration
from bihuan.documents.imprints import why_not_seal
from bihuan.documents.lifecycle import ISSUED
from bihuan.documents.models import Seal, SealUse, Writ
from bihuan.documents.standing import seal_bodies, seal_for, seal_use

RIGHT = "seal"


@transaction.atomic
def keep_seal(actor: Actor, *, body: str, picture: UUID | None, from_on: date | None) -> Seal:
    """登记印章: the picture of a body's seal, in force from a day on. A body has one seal in force on a day."""
    actor.need(RIGHT)
    moving.hold_town(actor)
    wrong = {}
    if body not in seal_bodies(actor.scope, clock.today()):
        wrong["body"] = "请选择印章名称：本镇，或者在有效期内的委托机关。"
    if from_on is None:
        wrong["from_on"] = "请填写启用日期。"
    if picture is None:
        wrong["picture"] = "请上传印章图片。"
        raise Incomplete("".join(wrong.values()), wrong)
    file = owned(actor, [picture])[0]
    if why := why_not_seal(content_of(file)):
        wrong["picture"] = why
    if not wrong and from_on and (other := _meeting(actor.scope, body, from_on)):
        wrong["from_on"] = f"{body}已有{in_words(other.from_on)}启用的印章。请先停用旧章，再登记新章。"
    if wrong or from_on is None:
        raise Incomplete("".join(wrong.values()), wrong)
    row = Seal(town_id=actor.town, body=body, file=file, from_on=from_on)
    row.save(force_insert=True)
    events.record(actor, "keep_seal", row, given={"body": body, "from_on": from_on, "sha256": file.sha256})
    return row


@transaction.atomic
def end_seal(actor: Actor, seal_id: UUID, *, on: date | None) -> Seal:
    """停用印章: from a day on it is no longer put on documents; where it stands it stays."""
    actor.need(RIGHT)
    row = actor.find(Seal, seal_id, what="枚印章")
    if on is None or on < row.from_on:
        why = "请填写停用日期，不早于启用日期。"
        raise Incomplete(why, {"on": why})
    ended = (
        Seal.objects.within(Scope.whole_town(actor.town))
        .filter(pk=row.pk, ended_on__isnull=True)
        .update(ended_on=on)
    )
    if ended != 1:
        raise NotAllowed("这枚印章已经停用。")
    row.ended_on = on
    events.record(actor, "end_seal", row, given={"body": row.body, "on": on})
    return row


@transaction.atomic
def apply_seal(actor: Actor, writ_id: UUID, *, digest: str) -> SealUse:
    """用印: put the issuing body's seal on an issued writ, once. One put on in error is not taken off: the writ is voided."""
    actor.need(RIGHT)
    row = actor.hold(Writ, writ_id, what="份文书")
    if why := why_not_apply(row):
        raise NotAllowed(why)
    if row.digest != digest:
        raise NotAllowed("页面显示的不是这份文书现在的内容，请刷新后核对再用印。")
    if done := seal_use(actor.scope, row.pk):
        raise NotAllowed(f"这份文书已由{done.used_by.name}用印，不用再盖。")
    seal = seal_for(actor.scope, row, clock.today())
    if seal is None:
        body = row.paper.body if row.paper else ""
        raise NotAllowed(f"没有{body}在用的印章，请先在“印章管理”登记。")
    made = SealUse(town_id=actor.town, writ=row, seal=seal, used_at=clock.now(), used_by_id=actor.person_id)
    made.save(force_insert=True)
    given = {"body": seal.body, "seal": seal, "digest": row.digest, "number": row.number}
    events.record(actor, "apply_seal", row, given=given)
    return made


def why_not_apply(row: Writ) -> str:
    """Why no seal is put on a writ, or ""."""
    if row.state != ISSUED:
        return f"这份文书{row.state_label}，只有已签发的才能用印。"
    if not declaration(row.kind, row.edition).sealed:
        return f"{row.label}只签字，不用印。"
    return ""


def _meeting(scope: Scope, body: str, from_on: date) -> Seal | None:
    """A seal of a body that is in force on the day or later."""
    standing = Seal.objects.within(scope).filter(body=body)
    return next((one for one in standing if one.ended_on is None or one.ended_on > from_on), None)

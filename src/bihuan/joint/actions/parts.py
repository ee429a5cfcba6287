"""A party's part of a visit: sent from its own phone, as often as it likes until the visit is finished; what comes later is added as 补录."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from bihuan.core import clock, events, files
from bihuan.core.actions import Actor
from bihuan.core.errors import Forbidden, Incomplete, NotAllowed, Stale
from bihuan.core.ids import new_id
from bihuan.core.scope import Scope
from bihuan.hazards.models import Hazard
from bihuan.inspections.checklist_actions import keep_sheet
from bihuan.inspections.checklists import Checklist
from bihuan.inspections.law import wrong_citations
from bihuan.joint.lifecycle import CALLED, DONE, OVER
from bihuan.joint.models import JointLink, JointPart, JointParty, JointPhoto, JointVisit
from bihuan.joint.queries import Told, is_of, leads, parties, told_in
from bihuan.joint.rules import BAD, FINDINGS_MAX, ONSITE, OPEN, OUTCOMES, PHOTOS_MAX, link_stands

PARTY_STALE = "本单位的部分刚刚由{who}提交过（{at:%H:%M}）。请核对下面的最新内容后再提交，您填写的内容还在。"


@dataclass(frozen=True)
class Sent:
    """What a party's page sends. `press` is made with the page; `version` is the part's as the page showed it, 0 for none."""

    press: UUID
    version: int
    people: str
    told: Sequence[Told] = ()
    checklist: Checklist | None = None
    results: Mapping[str, str] = field(default_factory=dict)
    nothing: bool = False
    note: str = ""
    signature: UUID | None = None


@transaction.atomic
def send_part(
    actor: Actor, visit_id: UUID, party_id: UUID, sent: Sent, *, link: JointLink | None = None
) -> JointPart:
    """提交本单位的检查情况: by the party's own people, by who holds its link, or for a body by who leads (代录). The page sent once more changes nothing. Raises
    Stale where somebody of the same party was first; two parties never meet. What comes after the visit was finished is added to what was there, as 补录."""
    whole = Scope.whole_town(actor.town)
    visit = (
        JointVisit.objects.within(whole).held().select_related("event", "unit").filter(pk=visit_id).first()
    )
    party = JointParty.objects.within(whole).filter(pk=party_id).first()
    if visit is None or party is None or party.event_id != visit.event_id:
        raise NotAllowed("没有找到这次检查。请返回联合检查重新选择。")
    _need_may(actor, visit, party, link)
    known: JointPart | None = JointPart.objects.within(whole).filter(visit=visit, party=party).first()
    if known is not None and known.press == sent.press:
        return known
    if known is not None and known.version != sent.version:
        raise Stale(PARTY_STALE.format(who=known.by_name, at=known.sent_at.astimezone(clock.TOWN_TIME)))
    is_late = visit.state == DONE
    _check(sent, known, is_late=is_late)
    _check_ids(sent, visit, known)
    photos = [*(one for told in sent.told for one in (*told.photos, *told.photos_after))]
    there = (
        JointPhoto.objects.within(whole).filter(part=known).values_list("file", flat=True) if known else ()
    )
    files.pictures(actor, [one for one in dict.fromkeys(photos) if one not in set(there)], "photos")
    now, by = clock.now(), None if link else actor.person_id
    signed = known.signature_id if known and known.by_id == by else None  # nobody's under what another wrote
    values: dict[str, Any] = {
        "press": sent.press,
        "sheet": keep_sheet(actor, sent.checklist) if sent.checklist else None,
        "results": dict(sent.results),
        "findings": [one.as_kept() for one in sent.told],
        "note": sent.note.strip(),
        "people": sent.people.strip(),
        "signature_id": sent.signature or signed,
        "by_id": by,
        "by_name": actor.name,
        "sent_at": now,
    }
    if is_late:
        values = _added(values, known, now)
    row = _written(actor, visit, party, known, values)
    JointPhoto.objects.bulk_create(
        (JointPhoto(town_id=actor.town, part=row, file_id=one) for one in dict.fromkeys(photos)),
        ignore_conflicts=True,
    )
    given = {
        "says": party.name,
        "unit": visit.unit_id,
        "found": len(sent.told),
        "late": is_late,
        "link": link.pk if link else None,
        "for_them": party.is_body and link is None,
    }
    events.record(actor, "send_part", visit, given=given)
    return row


def _need_may(actor: Actor, visit: JointVisit, party: JointParty, link: JointLink | None) -> None:
    """Raises Forbidden, NotAllowed."""
    event = visit.event
    if link is not None:
        # read again: it may have been taken back since the page was opened
        now: JointLink = JointLink.objects.within(Scope.whole_town(actor.town)).get(pk=link.pk)
        stands = link_stands(
            from_on=event.from_on,
            to_on=event.to_on,
            running=event.state == CALLED,
            revoked=now.ended_at is not None,
            today=clock.today(),
        )
        if now.party_id != party.pk or stands != OPEN:
            raise NotAllowed("这个链接已经不能用了。")
    elif not is_of(actor, party):
        there = parties(Scope.whole_town(actor.town), event)
        if not (party.is_body and leads(actor, there) and actor.may("inspect")):
            raise Forbidden("只能填写本部门的部分；受邀单位不会用链接的，由牵头单位代录。")
    if party.left_on:
        raise NotAllowed(f"{party.name}已经退出这次联合检查。")
    if event.state not in (CALLED, OVER):
        raise NotAllowed(f"这次联合检查{event.state_label}，不能填写。")
    if event.from_on > clock.today():
        raise NotAllowed(f"联合检查{event.from_on:%m月%d日}开始，到时再填写。")


def _check(sent: Sent, known: JointPart | None, *, is_late: bool) -> None:
    """Raises Incomplete whose fields are named `told.N.field`."""
    wrong: dict[str, str] = {}
    today = clock.today()
    for at, one in enumerate(sent.told):
        name = f"told.{at}"
        if not one.text.strip():
            wrong[f"{name}.text"] = "请写明发现了什么问题。"
        if one.outcome not in OUTCOMES:
            wrong[f"{name}.outcome"] = "请选择现场已整改，还是交牵头单位处理。"
        if not one.photos:
            wrong[f"{name}.photos"] = "请拍一张照片。"
        if one.outcome == ONSITE and not one.photos_after:
            wrong[f"{name}.photos_after"] = "现场已整改的，请拍整改后的照片。"
        if len(one.photos) > PHOTOS_MAX or len(one.photos_after) > PHOTOS_MAX:
            wrong[f"{name}.photos"] = f"一条问题的照片最多{PHOTOS_MAX}张。"
        if whys := wrong_citations(one.basis, today):
            wrong[f"{name}.basis"] = "".join(whys)
    if len(sent.told) > FINDINGS_MAX:
        wrong["nothing"] = f"一家单位最多登记{FINDINGS_MAX}条问题。"
    if not sent.people.strip():
        wrong["people"] = "请填写检查人员的姓名。"
    if not (sent.told or sent.results or sent.nothing):
        wrong["nothing"] = "没有发现问题的，请勾选“未发现问题”。"
    if sent.nothing and sent.told:
        wrong["nothing"] = "已经登记了问题，请取消勾选“未发现问题”。"
    keys = {item.key for item in sent.checklist.items} if sent.checklist else set()
    if set(sent.results) - keys:
        wrong["results"] = "检查结果与检查表对不上，请刷新页面核对。"
    if any(said == BAD for said in sent.results.values()) and not any(one.item for one in sent.told):
        wrong["results"] = "不合格的项目请写明问题。"
    if is_late and known is not None and not (sent.told or sent.note.strip()):
        wrong["note"] = "这家单位已经查完，本单位的部分也已提交；要补充的请写明。"
    if wrong:
        raise Incomplete("".join(dict.fromkeys(wrong.values())), wrong)


def _check_ids(sent: Sent, visit: JointVisit, known: JointPart | None) -> None:
    """Each thing has an id of its own in the whole visit, and none that a hazard bears: a page that was tampered with neither blocks the end of the visit
    nor takes the place of what another party found."""
    ids = [one.id for one in sent.told]
    mine = {one.id for one in told_in(known)} if known else set()
    whole = Scope.whole_town(visit.town_id)
    others = JointPart.objects.within(whole).filter(visit=visit)
    taken = {one.id for part in others if known is None or part.pk != known.pk for one in told_in(part)}
    fresh = set(ids) - mine
    taken |= set(Hazard.objects.within(whole).filter(pk__in=fresh).values_list("pk", flat=True))
    if len(set(ids)) < len(ids) or fresh & taken:
        raise Incomplete(
            "有的问题与已提交的重号。请刷新页面后重新填写这一条。", {"nothing": "请刷新页面后重新填写。"}
        )


def _added(values: dict[str, Any], known: JointPart | None, now: Any) -> dict[str, Any]:
    """What came too late stands beside what is on record: nothing of that is taken back."""
    values["late_at"] = now
    if known is None:
        return values
    there = {one.id for one in told_in(known)}
    came = [one for one in values["findings"] if UUID(one["id"]) not in there]
    return values | {
        "findings": [*known.findings, *came],
        "results": values["results"] | known.results,
        "sheet": known.sheet or values["sheet"],
        "people": "、".join(dict.fromkeys((known.people, values["people"])))[:100],
        "signature_id": known.signature_id or values["signature_id"],
        "note": "；".join(filter(None, (known.note, values["note"])))[:500],
    }


def _written(
    actor: Actor, visit: JointVisit, party: JointParty, known: JointPart | None, values: dict[str, Any]
) -> JointPart:
    """The part's row, new or one version on."""
    twice = Stale("本单位的部分刚刚由别人提交。请刷新核对后再提交，您填写的内容还在。")
    if known is None:
        row = JointPart(id=new_id(), town_id=actor.town, visit=visit, party=party, **values)
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError as error:
            raise twice from error
        return row
    mine = JointPart.objects.within(Scope.whole_town(actor.town)).filter(pk=known.pk, version=known.version)
    if not mine.update(version=known.version + 1, **values):
        raise twice
    for name, value in values.items():
        setattr(known, name, value)
    known.version += 1
    return known

"""Verbs of who sends a tip, and of staff who type one in: taken with its photos, who sent it sealed apart, a tracking word for the sender."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac

from bihuan.accounts.rules import code_hash, code_of, new_code
from bihuan.core import clock, events, files
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete, NotAllowed
from bihuan.core.ids import new_id
from bihuan.core.numbering import next_number
from bihuan.core.scope import Scope
from bihuan.tipoffs import rules
from bihuan.tipoffs.actions import steps
from bihuan.tipoffs.keys import seal, unseal
from bihuan.tipoffs.lifecycle import AT_WORK, HELD, RECEIVED
from bihuan.tipoffs.models import Question, Sender, Tip, TipPhoto
from bihuan.tipoffs.queries import reward_of, tip_by_word, top_cell
from bihuan.tipoffs.rules import Identity
from bihuan.units.actions import hold_unit

ANSWERS_MAX = 20  # what a sender may add by himself, so that a word is no way to fill the disk
THERE = "这件举报已经收到，不用再提交。"
NO_REWARD = "这件举报现在没有要发放的奖励，不用留收款账户。"
# The sender reads it: nothing of keys or of where they lie.
SEALED_AWAY = "原来密封的信息现在打不开，收款账户没有存。请带着查询码当面领取奖励，或者拨打值班电话。"


@dataclass(frozen=True)
class Told:
    """What a tip says. Of a unit the place may be left out. `latitude`, `longitude` in degrees of WGS 84, both or none. `ticket`: what the page alone knows of,
    so that who sends the same again, since the answer did not come, is told the same word."""

    text: str
    place: str = ""
    unit: UUID | None = None
    latitude: float | None = None
    longitude: float | None = None
    identity: Identity = field(default=Identity())
    is_insider: bool = False
    photos: Sequence[UUID] = ()
    ticket: str = ""


class _Before(Exception):
    """The same was sent from the same page at this moment: nothing of the second is kept, its number neither."""

    def __init__(self, tip: Tip, word: str) -> None:
        self.sent = tip, word


def send_tip(actor: Actor, told: Told, *, tip_id: UUID | None = None, held_for: str = "") -> tuple[Tip, str]:
    """举报: by anybody, on the public page. Returns the tip and the word with which its sender asks for it, which nothing keeps. `held_for`: why somebody
    looks at it first (`rules.WHY_HELD`). `tip_id` comes from the page, so that pressing twice sends it once: with the page's ticket the same word is told
    again, without it, or with other words, NotAllowed. Incomplete names the fields."""
    return _take(actor, told, channel=rules.WEB, tip_id=tip_id, held_for=held_for)


def enter_tip(
    actor: Actor,
    told: Told,
    *,
    channel: str,
    outside_number: str = "",
    received_at: datetime | None = None,
    tip_id: UUID | None = None,
) -> tuple[Tip, str]:
    """登记举报: from the phone, a letter, somebody at the desk, 12350, 12345, typed in by staff. The word is told to the sender, if there is one. The terms run
    from when it came in."""
    actor.need("tips")
    wrong: dict[str, str] = {}
    if channel not in rules.TYPED:
        wrong["channel"] = "请选择举报从哪里来。"
    if received_at and received_at > clock.now():
        wrong["received_at"] = "收到时间不能晚于现在。"
    elif received_at and (clock.now() - received_at).days > 366:
        wrong["received_at"] = "收到时间已超过一年，请核对年份。"
    if outside_number and _has(actor, channel, outside_number):
        wrong["outside_number"] = "这个来件编号已经登记过，请到列表中查看。"
    if wrong:
        raise Incomplete("".join(wrong.values()), wrong)
    return _take(
        actor, told, channel=channel, tip_id=tip_id, outside_number=outside_number.strip(), at=received_at
    )


@transaction.atomic
def reply_to_town(actor: Actor, word: str, *, reply: str, photos: Sequence[UUID] = ()) -> Tip:
    """举报人补充: the sender answers what was asked last, or adds something, by the word alone."""
    seen = tip_by_word(word)
    if seen is None or seen.town_id != actor.town:
        raise NotAllowed("查询码不对，没有提交。请核对后再试。")
    row = actor.hold(Tip, seen.pk, what=steps.WHAT)
    if row.state not in AT_WORK:
        raise NotAllowed("这件举报已经办结，不能再补充。有新情况请另行举报。")
    if not reply.strip():
        raise Incomplete("请写明要补充的内容。", {"reply": "请写明要补充的内容。"})
    mine = Question.objects.within(actor.scope).filter(tip=row)
    if mine.count() >= ANSWERS_MAX:
        raise NotAllowed("补充的次数太多了。请拨打值班电话或者12350说明。")
    asked = mine.filter(replied_at__isnull=True).last()
    if asked is None:
        asked = Question(id=new_id(), town_id=actor.town, tip=row)
        asked.save(force_insert=True)
    mine.filter(pk=asked.pk).update(reply=reply.strip(), replied_at=clock.now())
    _keep_photos(actor, row, photos)
    events.record(actor, "reply_to_town", row, given={"photos": len(photos)})
    return row


@transaction.atomic
def leave_account(actor: Actor, word: str, *, identity: Identity) -> Tip:
    """留收款账户: the sender of a tip whose reward is approved and not paid says how it reaches him; sealed like the rest, beside what was told before."""
    seen = tip_by_word(word)
    if seen is None or seen.town_id != actor.town:
        raise NotAllowed("查询码不对，没有提交。请核对后再试。")
    row = actor.hold(Tip, seen.pk, what=steps.WHAT)
    reward = reward_of(row)
    if reward is None or reward.paid_on:
        raise NotAllowed(NO_REWARD)
    if not identity.account:
        raise Incomplete("请填写收款账户。", {"account": "请填写收款账户。"})
    known = Sender.objects.within(Scope.whole_town(actor.town)).filter(tip=row).first()
    told = _told_before(known) | identity.plain()
    _seal_sender(actor, row, Identity(**told), known)
    if not row.is_named and Identity(**told).is_named:
        steps.touch(row, is_named=True)
    events.record(actor, "leave_account", row)
    return row


def _told_before(known: Sender | None) -> dict[str, str]:
    """What a sender has told of himself, opened to be sealed anew."""
    if known is None:
        return {}
    try:
        return unseal(known.sealed, known.tip_id).plain()
    except NotAllowed as error:
        raise NotAllowed(SEALED_AWAY) from error


def _take(actor: Actor, told: Told, **given: Any) -> tuple[Tip, str]:
    try:
        with transaction.atomic():
            return _write(actor, told, **given)
    except _Before as error:
        return error.sent


def _write(
    actor: Actor,
    told: Told,
    *,
    channel: str,
    tip_id: UUID | None,
    held_for: str = "",
    outside_number: str = "",
    at: datetime | None = None,
) -> tuple[Tip, str]:
    _check(told)
    unit = hold_unit(actor, told.unit) if told.unit else None
    at = at or clock.now()
    on, key = clock.town_day(at), tip_id or new_id()
    word = _word(key, told.ticket)
    if told.ticket and (there := _sent_before(actor, key, word)):
        if there.text == told.text.strip():
            return there, word
        raise NotAllowed(f"{THERE}查询码是{word}。这次改动的内容没有存，要补充的请凭查询码补充。")
    top = top_cell(actor.scope)
    row = Tip(
        id=key,
        town_id=actor.town,
        number=rules.number_of(on.year, next_number(actor.town, "tip", on.year)),
        channel=channel,
        outside_number=outside_number,
        text=told.text.strip(),
        place=told.place.strip(),
        latitude=told.latitude,
        longitude=told.longitude,
        unit=unit,
        is_named=told.identity.is_named,
        is_insider=told.is_insider,
        word_hash=code_hash(word),
        cell=top,
        state=HELD if held_for else RECEIVED,
        held_for=held_for,
        received_at=at,
        received_on=on,
        entered_by_id=actor.person,
        due_on=steps.due(steps.terms(actor, on).accept_days, on),
        recorded_cell=unit.cell_path if unit else top.path,
        recorded_category=unit.category if unit else "",
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:  # pressed twice
        if told.ticket and (there := _sent_before(actor, key, word)):
            raise _Before(there, word) from error
        raise NotAllowed(f"{THERE}查询码只在第一次提交后显示。") from error
    if told.identity:
        _seal_sender(actor, row, told.identity, None)
    _keep_photos(actor, row, told.photos)
    given = {"number": row.number, "channel": row.channel_label, "where": row.where}
    action = "send_tip" if actor.person is None else "enter_tip"
    events.record(actor, action, row, given=given, after=row.state)
    return row, word


def _word(tip_id: UUID, ticket: str) -> str:
    """The tracking word: from the ticket that nothing here keeps, else a new one."""
    if not ticket:
        return new_code()
    return code_of(salted_hmac("word of a tip", f"{tip_id} {ticket}", algorithm="sha256").digest())


def _sent_before(actor: Actor, tip_id: UUID, word: str) -> Tip | None:
    """The tip that was sent from the same page before; the word proves that it was this page."""
    rows = Tip.objects.within(Scope.whole_town(actor.town)).filter(pk=tip_id, word_hash=code_hash(word))
    found: Tip | None = rows.first()
    return found


def _check(told: Told) -> None:
    """Raises Incomplete with all that is missing or wrong of what a tip says."""
    wrong: dict[str, str] = {}
    if not told.text.strip():
        wrong["text"] = "请写明举报什么，如“烟花店里有人住宿”。"
    elif len(told.text) > rules.TEXT_MAX:
        wrong["text"] = f"最多{rules.TEXT_MAX}字，现在{len(told.text)}字，请删减；其余可以拍照上传。"
    if len(told.place) > rules.PLACE_MAX:
        wrong["place"] = f"地点最多{rules.PLACE_MAX}字。"
    if why := rules.wrong_place(told.latitude, told.longitude):
        wrong["place"] = why
    elif not told.place.strip() and told.unit is None and told.latitude is None:
        wrong["place"] = "请写明在哪里，如“石桥村北头烟花店”。"
    if len(told.photos) > rules.PHOTOS_MAX:
        wrong["photos"] = f"照片最多{rules.PHOTOS_MAX}张，请挑最能说明问题的。"
    wrong |= rules.wrong_identity(told.identity)
    if wrong:
        raise Incomplete("".join(wrong.values()), wrong)


def _has(actor: Actor, channel: str, number: str) -> bool:
    rows = Tip.objects.within(Scope.whole_town(actor.town))
    return bool(rows.filter(channel=channel, outside_number=number.strip()).exists())


def _seal_sender(actor: Actor, row: Tip, identity: Identity, known: Sender | None) -> None:
    values = {"sealed": seal(identity, row.pk), "has_account": bool(identity.account)}
    if known:
        Sender.objects.within(Scope.whole_town(actor.town)).filter(pk=known.pk).update(**values)
        return
    Sender(id=new_id(), town_id=actor.town, tip=row, **values).save(force_insert=True)


def _keep_photos(actor: Actor, row: Tip, photos: Sequence[UUID]) -> None:
    """Photos that no person's name hangs on: what comes from outside, or what staff have put in."""
    kept = {one.pk: one for one in files.pictures(actor, list(photos), "photos")} if photos else {}
    whole = Scope.whole_town(actor.town)
    there = set(TipPhoto.objects.within(whole).filter(tip=row).values_list("file", flat=True))
    fresh = [one for pk, one in kept.items() if pk not in there]
    if len(there) + len(fresh) > 2 * rules.PHOTOS_MAX:
        raise Incomplete("照片太多了。", {"photos": f"一件举报最多{2 * rules.PHOTOS_MAX}张照片。"})
    TipPhoto.objects.bulk_create(
        TipPhoto(id=new_id(), town_id=actor.town, tip=row, file=one, added_at=clock.now()) for one in fresh
    )

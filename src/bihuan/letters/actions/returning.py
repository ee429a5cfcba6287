"""Letters signed on paper come back: one by one as photos, or many scans at once that are told apart by the codes at their feet."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from uuid import UUID

from django.db import transaction
from PIL import Image

from bihuan.core import clock, events, files
from bihuan.core.actions import Actor
from bihuan.core.calendar import in_words
from bihuan.core.errors import Incomplete, NotAllowed, Refused
from bihuan.core.models import StoredFile
from bihuan.core.moving import advance
from bihuan.documents import scans as reading
from bihuan.documents.scans import Sheet
from bihuan.letters import rules
from bihuan.letters.actions.signing import STALE, found
from bihuan.letters.lifecycle import LETTER
from bihuan.letters.models import LetterScan, ResponsibilityLetter

# What stands at a letter's foot: the address of its page, with the page of the paper at its end.
CODE = re.compile(r"(?:https?://[^\s/]+)?/l/([2-9a-hj-km-np-z]{10})/(\d{1,3})/?")
PHOTOS_MAX = 12
MATCHED, REFUSED, UNREAD = "matched", "refused", "unread"


@transaction.atomic
def return_letter(
    actor: Actor,
    letter_id: UUID,
    *,
    photos: Sequence[UUID | str],
    party_on: date | None,
    town_on: date | None,
    version: int,
    party_signer: str = "",
    town_signer: str = "",
) -> ResponsibilityLetter:
    """交回纸质件: photos of the letter as both sides signed it on paper, with both days. Who keeps it in sight may return it: its officer, its village, the
    unit itself. NotAllowed where a photo shows another letter's code, or it is signed already."""
    actor.need("report")
    letter = found(actor, letter_id)
    step = _step(letter)
    wrong = rules.check_dates(party_on, town_on, letter.made_on, clock.today())
    if not photos:
        wrong["photos"] = "请拍下签好字的每一页。"
    elif len(photos) > PHOTOS_MAX:
        wrong["photos"] = f"一份最多{PHOTOS_MAX}张照片。"
    if wrong:
        raise Incomplete("".join(wrong.values()), wrong)
    assert party_on is not None and town_on is not None
    kept = files.pictures(actor, list(photos), "photos")
    _check_codes(letter, kept)
    before = letter.state
    advance(
        actor,
        letter,
        step,
        version,
        STALE,
        **_signatures(letter, party_on, town_on, party_signer, town_signer),
        completed_on=clock.today(),
        returned_by_id=actor.person_id,
    )
    LetterScan.objects.bulk_create(
        LetterScan(
            town_id=actor.town,
            letter=letter,
            place=place,
            file=file,
            added_at=clock.now(),
            added_by_id=actor.person_id,
        )
        for place, file in enumerate({one.pk: one for one in kept}.values(), 1)
    )
    told = {
        "says": letter.label,
        "party_on": letter.party_signed_on,
        "town_on": letter.town_signed_on,
        "pages": len(kept),
    }
    events.record(actor, "return_letter", letter, given=told, before=before, after=step.to)
    return letter


def _step(letter: ResponsibilityLetter):  # type: ignore[no-untyped-def]
    if letter.is_signed:
        assert letter.signed_on is not None
        raise NotAllowed(
            f"{letter.party_name}的{letter.label}已于{in_words(letter.signed_on)}签订，不用再交回。"
        )
    return LETTER.move("return_letter", letter.state)


def _signatures(
    letter: ResponsibilityLetter, party_on: date, town_on: date, party_signer: str, town_signer: str
) -> dict[str, object]:
    """Both sides as the paper says; what was signed on the screen before stays as it was."""
    values: dict[str, object] = {}
    if not letter.party_signed_on:
        signer = party_signer.strip() or letter.head or letter.party_name
        values |= {"party_signed_on": party_on, "party_signer": signer[:40], "party_how": "paper"}
    if not letter.town_signed_on:
        signer = town_signer.strip() or str(letter.content["given"]["town"])
        values |= {"town_signed_on": town_on, "town_signer": signer[:40], "town_how": "paper"}
    days = (
        values.get("party_signed_on", letter.party_signed_on),
        values.get("town_signed_on", letter.town_signed_on),
    )
    return values | {"signed_on": max(days)}  # type: ignore[type-var]


def _check_codes(letter: ResponsibilityLetter, kept: Sequence[StoredFile]) -> None:
    """Raises NotAllowed where a photo has the code of another letter and not this one's; a code that cannot be read proves nothing."""
    for number, one in enumerate(kept, 1):
        with Image.open(BytesIO(files.content_of(one))) as picture:
            codes = {code.writ for code in reading.codes_on(picture, CODE)}
        if codes and letter.code not in codes:
            why = f"第{number}张照片上的二维码是另一份责任书的，没有交回。请核对后重拍。"
            raise NotAllowed(why)


@dataclass(frozen=True)
class Line:
    """What became of a letter, or of a page without one, among the scans: in words, and the letter where it was matched."""

    source: str
    result: str
    said: str
    letter: ResponsibilityLetter | None = None


def return_sheets(
    actor: Actor,
    sheets: Sequence[Sheet],
    *,
    party_on: date | None,
    town_on: date | None,
    town_signer: str = "",
) -> list[Line]:
    """批量交回: pages of many letters, each told by the code at its foot, all signed on the same days. What cannot be matched is told line by line
    and keeps no other from being returned. Of another town's letter nothing is kept."""
    actor.need("report")
    today = clock.today()
    if wrong := rules.check_dates(party_on, town_on, date.min, today):
        raise Incomplete("".join(wrong.values()), wrong)
    pages: dict[str, list[Sheet]] = {}
    lines: list[Line] = []
    for sheet in sheets:
        codes = {code.writ for code in sheet.codes}
        if len(codes) == 1:
            pages.setdefault(codes.pop(), []).append(sheet)
        else:
            why = (
                "一张里有两份责任书的二维码，请分开扫描。"
                if codes
                else "没有读到页脚的二维码，请重拍清楚，或者打开这份责任书单独交回。"
            )
            lines.append(Line(sheet.source, UNREAD, why))
    mine = (
        ResponsibilityLetter.objects.within(actor.scope).filter(code__in=pages).select_related("unit", "cell")
    )
    known = {one.code: one for one in mine}
    for code, some in pages.items():
        source = "、".join(one.source for one in some)
        letter = known.get(code)
        if letter is None:
            lines.append(
                Line(source, REFUSED, "没有找到这个二维码对应的责任书，或者它不在您的管辖范围内，没有存。")
            )
            continue
        lines.append(_returned(actor, letter, some, source, party_on, town_on, town_signer))
    return lines


def _returned(
    actor: Actor,
    letter: ResponsibilityLetter,
    some: Sequence[Sheet],
    source: str,
    party_on: date | None,
    town_on: date | None,
    town_signer: str,
) -> Line:
    in_order = sorted(some, key=lambda one: min(code.page for code in one.codes))
    try:
        _step(letter)
        kept = [files.keep_picture(actor, one.picture, f"{one.source}.jpg").pk for one in in_order]
        return_letter(
            actor,
            letter.pk,
            photos=kept,
            party_on=party_on,
            town_on=town_on,
            version=letter.version,
            town_signer=town_signer,
        )
    except Refused as error:
        return Line(source, REFUSED, error.message, letter)
    return Line(source, MATCHED, f"{letter.label}，{len(kept)}页", letter)

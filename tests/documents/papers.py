"""The few deeds that the stories of signing and service begin with: a paper of a visit to 永安, signed or not, and pictures."""

import base64
import json
from io import BytesIO
from typing import Any
from uuid import UUID

import segno
from PIL import Image, ImageDraw

from bihuan.core import files
from bihuan.core.actions import Actor
from bihuan.documents.models import Signature, Writ
from bihuan.hazards.actions import finish_check
from tests.cast import Cast
from tests.core.deeds import finding, visit

STROKES = json.dumps([[[10, 20, 0], [200, 90, 120]], [[30, 60, 400], [300, 70, 620]]])


def order(cast: Cast, actor: Actor | None = None, **more: Any) -> Writ:
    """The order of a check of today by 陈 and 赵, signed by 冯永 at its end unless said otherwise."""
    by = actor or cast.chen
    made = finish_check(by, visit(cast, by, **more), [finding(cast, by)])
    row: Writ = Writ.objects.within(by.scope).get(inspection=made, kind="order")
    return row


def unsigned(cast: Cast) -> Writ:
    """An order whose place for the unit is open: what was signed at the visit is struck out."""
    row = order(cast)
    Signature.objects.within(cast.chen.scope).filter(writ=row).update(voided_at=row.issued_at)
    return row


def fresh(cast: Cast, row: Writ) -> Writ:
    """A document as it stands now."""
    found: Writ = Writ.objects.within(cast.chen.scope).get(pk=row.pk)
    return found


def hand() -> str:
    """A signature as the pad sends it: a PNG data address."""
    out = BytesIO()
    picture = Image.new("RGB", (96, 32), "white")
    ImageDraw.Draw(picture).line((5, 25, 90, 8), fill="black", width=3)
    picture.save(out, "PNG")
    return f"data:image/png;base64,{base64.b64encode(out.getvalue()).decode()}"


def sheet(
    text: str, *, turn: int = 0, kind: str = "JPEG", size: tuple[int, int] = (1240, 1754)
) -> Image.Image:
    """A scanned page with a code at its foot ("" for none), turned by degrees."""
    page = Image.new("RGB", size, "white")
    ImageDraw.Draw(page).rectangle((120, 200, 1100, 900), outline="black", width=4)
    if text:
        stamped(page, text)
    return page.rotate(turn, expand=True, fillcolor="#ddd")


def stamped(page: Image.Image, text: str, at: tuple[int, int] = (980, 1520)) -> None:
    """Put a code of about 2 cm at 150 dpi onto a page."""
    out = BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="png", scale=4)
    page.paste(Image.open(out).convert("RGB"), at)


def as_bytes(*pages: Image.Image, kind: str = "JPEG") -> bytes:
    """One page as a picture, or some as a PDF of scans."""
    out = BytesIO()
    if kind == "PDF":
        pages[0].save(out, "PDF", save_all=True, append_images=pages[1:], resolution=150)
    else:
        pages[0].save(out, kind)
    return out.getvalue()


def seal_picture(clear: bool = True, side: int = 400) -> bytes:
    """A red ring on a transparent ground, or on a white one."""
    picture = Image.new("RGBA", (side, side), (0, 0, 0, 0) if clear else (255, 255, 255, 255))
    ImageDraw.Draw(picture).ellipse((10, 10, side - 10, side - 10), outline=(200, 0, 0, 255), width=14)
    out = BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def kept(actor: Actor, content: bytes, name: str = "a.png") -> UUID:
    """The id of a file kept for the actor's town."""
    pk: UUID = files.keep_scan(actor, content, name).id
    return pk

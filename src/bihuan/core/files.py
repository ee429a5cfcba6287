"""Photos, scans and spreadsheets: type judged by content, limited in size, kept once by their SHA-256, with thumbnails."""

import base64
import binascii
import hashlib
import struct
import warnings
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from uuid import UUID

from django.db import IntegrityError, transaction
from PIL import Image, ImageOps

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete, NotFound
from bihuan.core.ids import new_id
from bihuan.core.models import StoredFile
from bihuan.core.scope import Scope
from bihuan.core.storage import StorageFails, storage

SIZE_MAX_BYTES = 10 * 1024 * 1024
PIXELS_MAX = 50_000_000
THUMBNAIL_PIXELS = 320
PICTURES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
PNG_ADDRESS = "data:image/png;base64,"
PDF = "application/pdf"
# What a picture raises that unfolds into far more than PIXELS_MAX, before it does: the lesser of the two is else only a warning.
BOMBS = (Image.DecompressionBombWarning, Image.DecompressionBombError)
warnings.simplefilter("error", Image.DecompressionBombWarning)
# What reading a broken picture raises, by where it is broken: its head, its data, its texts, its EXIF.
BROKEN = (OSError, ValueError, SyntaxError, struct.error, *BOMBS)
TOO_LARGE = (
    f"图片尺寸过大（超过{PIXELS_MAX // 10_000_000}千万像素），请缩小，或者用手机的普通画质重新拍摄后再传。"
)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_SHOWN: list[tuple[Callable[[Scope, UUID], bool], str]] = []
_KEPT_FROM: list[Callable[[Actor, UUID], bool]] = []


def declare_shown(shows: Callable[[Scope, UUID], bool], right: str = "") -> None:
    """Name another place where files are shown: `shows` says whether a file (by id) belongs to one of its records in a scope. `right`: what
    its pages ask for; records of a town as a whole are in the scope of a unit's own people too."""
    _SHOWN.append((shows, right))


def declare_kept_from(keeps: Callable[[Actor, UUID], bool]) -> None:
    """Name files that not everybody may open who sees their place: `keeps` says whether one (by id) is kept from an actor."""
    _KEPT_FROM.append(keeps)


def is_shown(actor: Actor, file_id: UUID) -> bool:
    """Whether a file belongs to a record, inside the actor's scope, of an app that has declared so, and is not kept from the actor."""
    if any(keeps(actor, file_id) for keeps in _KEPT_FROM):
        return False
    return any((not right or actor.may(right)) and shows(actor.scope, file_id) for shows, right in _SHOWN)


def keep_picture(actor: Actor, content: bytes, name: str) -> StoredFile:
    """Keep a photo. Position and device data (EXIF) are taken off; raises Incomplete if it is no picture.

    The bytes, the small picture's as well, are there before the row: who is stopped in between leaves a file too many, never
    a row without its picture."""
    _limit(content)
    upright, kind = _open(content)
    out = BytesIO()
    upright.save(out, format=kind, **({"quality": 88} if kind == "JPEG" else {}))
    content = out.getvalue()
    thumbnail = _thumbnail_name(hashlib.sha256(content).hexdigest())
    if not storage().has(thumbnail):
        small = upright.convert("RGB")
        small.thumbnail((THUMBNAIL_PIXELS, THUMBNAIL_PIXELS))
        small_out = BytesIO()
        small.save(small_out, format="JPEG", quality=80)
        storage().write(thumbnail, small_out.getvalue())
    return _keep(actor, content, PICTURES[kind], name)


def keep_signature(actor: Actor, address: str, field: str = "signature") -> UUID | None:
    """Keep a signature given as a PNG data address; None where nothing was signed. Raises Incomplete, StorageFails as well, at `field`."""
    if not address:
        return None
    wrong = Incomplete("签字没有传上来，请重签。", {field: "请重签。"})
    if not address.startswith(PNG_ADDRESS):
        raise wrong
    try:
        content = base64.b64decode(address.removeprefix(PNG_ADDRESS), validate=True)
        return keep_picture(actor, content, "签字.png").id
    except StorageFails as error:
        raise StorageFails(error.message, {field: error.message}, is_full=error.is_full) from error
    except (binascii.Error, Incomplete) as error:
        raise wrong from error


def keep_scan(actor: Actor, content: bytes, name: str) -> StoredFile:
    """Keep a scan: a picture, or a PDF as it is."""
    if content[:5] == b"%PDF-":
        _limit(content)
        return _keep(actor, content, PDF, name)
    return keep_picture(actor, content, name)


def keep_spreadsheet(actor: Actor, content: bytes, name: str, kind: str = XLSX) -> StoredFile:
    """Keep a spreadsheet as it is. Whoever brings it has looked into it: here none is understood."""
    _limit(content)
    return _keep(actor, content, kind, name)


def content_of(stored: StoredFile) -> bytes:
    """The bytes of a file, SIZE_MAX_BYTES at most. Raises NotFound where there are none, StorageFails."""
    return _read(name_of(stored.sha256))


def thumbnail_of(stored: StoredFile) -> bytes:
    """The bytes of a photo's small picture."""
    return _read(_thumbnail_name(stored.sha256))


def size_of(stored: StoredFile) -> tuple[int, int]:
    """Width and height of a kept picture, in pixels; Incomplete where the file is none."""
    if stored.kind not in PICTURES.values():
        raise Incomplete("这个文件不是图片，请选择JPG、PNG、WEBP格式的图片。", {"file": "请选择图片。"})
    with Image.open(BytesIO(content_of(stored))) as picture:
        return picture.size


def is_there(stored: StoredFile) -> bool:
    """Whether a file has its bytes."""
    return storage().has(name_of(stored.sha256))


def owned(actor: Actor, ids: list[UUID | str]) -> list[StoredFile]:
    """The files of the actor's town with these ids, in their order; Incomplete if one is not there. A unit's person puts in what he sent or
    what he sees, or what no person sent: nobody opens another unit's photo by showing it as his own."""
    found: dict[str, StoredFile] = {
        str(row.id): row
        for row in StoredFile.objects.within(actor.scope).filter(pk__in=ids)
        if actor.may("office")
        or row.added_by is None
        or actor.person in (row.added_by, row.again_by)
        or is_shown(actor, row.pk)
    }
    if lost := [one for one in ids if str(one) not in found]:
        raise Incomplete(f"有{len(lost)}张照片没有上传成功，请重新选择照片。")
    return [found[str(one)] for one in ids]


def pictures(actor: Actor, ids: list[UUID | str], field: str) -> list[StoredFile]:
    """As `owned`, of what has to be a photo: Incomplete at `field` for a scan that was sent as a PDF."""
    found = owned(actor, ids)
    if any(one.kind not in PICTURES.values() for one in found):
        raise Incomplete("这里要的是照片，不收PDF等其他文件。", {field: "请选择照片（JPG、PNG、WEBP）。"})
    return found


def _limit(content: bytes) -> None:
    if not content:
        raise Incomplete("文件是空的，请重新选择。")
    if len(content) > SIZE_MAX_BYTES:
        raise Incomplete(f"文件超过{SIZE_MAX_BYTES // 1024 // 1024}MB，请压缩后再上传。")


def _open(content: bytes) -> tuple[Image.Image, str]:
    """The picture upright, and its format."""
    try:
        picture = Image.open(BytesIO(content), formats=tuple(PICTURES))
        if picture.width * picture.height > PIXELS_MAX:
            raise Incomplete(TOO_LARGE)
        picture.load()
        upright = ImageOps.exif_transpose(picture)
    except BOMBS as error:
        raise Incomplete(TOO_LARGE) from error
    except BROKEN as error:
        raise Incomplete("这个文件不是照片（只收JPG、PNG、WEBP），请重新选择。") from error
    return upright, str(picture.format)


def _keep(actor: Actor, content: bytes, kind: str, name: str) -> StoredFile:
    sha256 = hashlib.sha256(content).hexdigest()
    known: StoredFile | None = StoredFile.objects.within(actor.scope).filter(sha256=sha256).first()
    if known:
        return _sent_again(actor, known)
    storage().write(name_of(sha256), content)
    row = StoredFile(
        id=new_id(),
        town_id=actor.town,
        sha256=sha256,
        kind=kind,
        size_bytes=len(content),
        name=Path(name).name[:120] or "照片",
        added_at=clock.now(),
        added_by=actor.person,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:  # the same picture arrived twice at once
        winner: StoredFile = StoredFile.objects.within(actor.scope).get(sha256=sha256)
        return _sent_again(actor, winner)
    return row


def _sent_again(actor: Actor, known: StoredFile) -> StoredFile:
    """Who sends what is here already may look at it while a form is filled in, like who sent it first."""
    known.again_by, known.again_at = actor.person, clock.now()
    mine = StoredFile.objects.within(actor.scope).filter(pk=known.pk)
    mine.update(again_by=known.again_by, again_at=known.again_at)
    return known


def name_of(sha256: str) -> str:
    """The name in the storage under which bytes lie."""
    return f"{sha256[:2]}/{sha256}"


def _thumbnail_name(sha256: str) -> str:
    return f"{name_of(sha256)}.thumb.jpg"


def _read(name: str) -> bytes:
    found = storage().read(name)
    if found is None:
        raise NotFound("文件在服务器上缺失，请联系系统管理员从备份中恢复。")
    return found

"""Photos and scans: judged by content, limited, stripped of what tells on people, kept once."""

import errno
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from PIL import Image
from pytest import MonkeyPatch

from bihuan.core import files
from bihuan.core.disk import is_full
from bihuan.core.errors import Incomplete
from bihuan.core.models import StoredFile
from bihuan.core.storage import StorageFails, at, storage
from tests.cast import Cast, picture


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "空的"),
        (b"not a picture", "不是照片"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 64, "不是照片"),
        (picture("red")[: len(picture("red")) // 2], "不是照片"),
        (b"GIF89a\x01\x00\x01\x00\x00\x00\x00;", "不是照片"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "不是照片"),
        (b"%PDF-1.7\n%%EOF", "不是照片"),
        (b"\xff" * (files.SIZE_MAX_BYTES + 1), "超过10MB"),
    ],
    ids=["empty", "text", "broken png", "half a jpeg", "gif", "svg", "pdf", "too large"],
)
def test_what_is_no_photo_is_refused_and_nothing_kept(cast: Cast, content: bytes, why: str) -> None:
    with pytest.raises(Incomplete, match=why):
        files.keep_picture(cast.chen, content, "照片.jpg")
    assert not StoredFile.objects.within(cast.chen.scope).filter(name="照片.jpg").exists()


@pytest.mark.parametrize("side", [8_000, 10_000, 14_000], ids=["64 Mpx", "100 Mpx", "196 Mpx"])
def test_a_small_file_that_unfolds_into_a_huge_picture_is_refused(
    cast: Cast, monkeypatch: MonkeyPatch, side: int
) -> None:
    out = BytesIO()
    Image.new("1", (side, side)).save(out, "PNG")  # in a few kilobytes
    assert len(out.getvalue()) < 100_000
    loaded: list[object] = []
    monkeypatch.setattr("PIL.PngImagePlugin.PngImageFile.load", lambda self: loaded.append(self))
    with pytest.raises(Incomplete, match="尺寸过大"):
        files.keep_picture(cast.chen, out.getvalue(), "大.png")
    assert not loaded, "it must be refused before its pixels are unfolded"


def test_position_and_device_are_taken_off_and_the_picture_stands_upright(cast: Cast) -> None:
    out, exif = BytesIO(), Image.Exif()
    exif[0x0110] = "Phone X"  # Model
    exif[0x0112] = 6  # Orientation: lying on its side
    exif.get_ifd(0x8825)[1] = "N"  # GPS
    Image.new("RGB", (64, 48), "red").save(out, "JPEG", exif=exif)
    stored = files.keep_picture(cast.chen, out.getvalue(), "现场.jpg")
    kept = Image.open(BytesIO(files.content_of(stored)))
    assert not kept.getexif()
    assert b"Phone X" not in files.content_of(stored)
    assert kept.size == (48, 64)


def test_the_same_bytes_are_kept_once_in_a_town_and_apart_in_the_next(cast: Cast) -> None:
    one = files.keep_picture(cast.chen, picture("blue"), "一.jpg")
    same = files.keep_picture(cast.feng, picture("blue"), "二.jpg")
    other_town = files.keep_picture(cast.sun, picture("blue"), "三.jpg")
    assert one.pk == same.pk != other_town.pk
    assert one.sha256 == other_town.sha256
    kept = [entry for entry in storage().entries() if one.sha256 in entry.name]
    assert len(kept) == 2  # itself and its thumbnail


def test_a_thumbnail_is_small(cast: Cast) -> None:
    out = BytesIO()
    Image.new("RGB", (1600, 1200), "green").save(out, "JPEG")
    stored = files.keep_picture(cast.chen, out.getvalue(), "大.jpg")
    assert max(Image.open(BytesIO(files.thumbnail_of(stored))).size) == files.THUMBNAIL_PIXELS


@pytest.mark.parametrize(
    ("kind", "mime"), [("PNG", "image/png"), ("WEBP", "image/webp"), ("JPEG", "image/jpeg")]
)
def test_the_type_is_that_of_the_content_not_of_the_name(cast: Cast, kind: str, mime: str) -> None:
    stored = files.keep_picture(cast.chen, picture("yellow", kind), "../../x.exe")
    assert (stored.kind, stored.name) == (mime, "x.exe")


def test_a_scan_may_be_a_pdf_and_is_kept_as_it_is(cast: Cast) -> None:
    content = b"%PDF-1.7\n1 0 obj <<>> endobj\n%%EOF"
    stored = files.keep_scan(cast.chen, content, "记录.pdf")
    assert stored.kind == files.PDF
    assert files.content_of(stored) == content


def test_the_files_of_another_town_are_not_there(cast: Cast) -> None:
    stored = files.keep_picture(cast.sun, picture("purple"), "孙.jpg")
    with pytest.raises(Incomplete, match="有1张照片没有上传成功"):
        files.owned(cast.chen, [stored.pk])
    assert files.owned(cast.sun, [stored.pk]) == [stored]


def test_a_write_that_fails_leaves_no_half_file(cast: Cast, monkeypatch: MonkeyPatch) -> None:
    def broken(_beside: Path, _place: Path) -> None:
        raise OSError(errno.ENOSPC, "disk full")

    monkeypatch.setattr("bihuan.core.storage.os.replace", broken)
    before = set(Path(settings.FILES).rglob("*"))
    with pytest.raises(StorageFails, match="disk full") as refused:
        files.keep_picture(cast.chen, picture("cyan"), "青.jpg")
    assert is_full(refused.value)
    assert not [path for path in set(Path(settings.FILES).rglob("*")) - before if path.is_file()]
    assert not StoredFile.objects.within(cast.chen.scope).filter(name="青.jpg").exists()


def test_a_folder_tells_of_all_that_fails_in_words(tmp_path: Path, monkeypatch: MonkeyPatch) -> None:
    folder, name = at(tmp_path), f"ab/{'ab' * 32}"
    assert list(at(tmp_path / "none").entries()) == [] and not folder.has(name)
    folder.write(name, b"kept")
    (tmp_path / "beside").write_text("is no folder of files")
    assert [(one.name, one.size) for one in folder.entries()] == [(name, 4)]
    with pytest.raises(StorageFails, match="读写出错"):
        folder.has("ab/" + "a" * 300)
    turns = tmp_path / "ac" / ("ac" * 32)
    turns.parent.mkdir()
    turns.symlink_to(turns)  # leads to itself
    with pytest.raises(StorageFails, match="读写出错"):
        list(folder.entries())

    def read_only(*_given: Any, **_more: Any) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr("bihuan.core.storage.os.fsync", read_only)
    monkeypatch.setattr(Path, "unlink", read_only)
    with pytest.raises(StorageFails, match="Read-only file system"):
        folder.write(name, b"kept")

"""Paper that was signed and scanned back: pages find their documents by the code at the foot, and what cannot be filed is told page by page."""

import re
import zlib
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from bihuan.core import clock, events
from bihuan.core.errors import Forbidden, Incomplete, NotAllowed, NotFound
from bihuan.core.models import StoredFile
from bihuan.core.scope import Scope
from bihuan.documents import scans, standing
from bihuan.documents.actions import scanning, signing
from bihuan.documents.actions.cases import close_case, open_case
from bihuan.documents.models import Scan, Writ
from bihuan.documents.queries import signatures
from bihuan.documents.rendering import as_pdf, composed, framed
from bihuan.documents.scans import Code, Unreadable
from bihuan.inspections.queries import signing as powers
from tests.cast import Cast
from tests.documents.papers import as_bytes, kept, order, sheet, stamped
from tests.web.conftest import sign_in  # noqa: F401
from tests.web.visits import SignIn

CODE = "BH1/ABCDEFGH2345/1"


def codes(content: bytes) -> list[tuple[Code, ...]]:
    return [one.codes for one in scans.read(content, "a")]


def text(row: Writ, page: int = 1) -> str:
    return f"BH1/{row.code}/{page}"


def filed(cast: Cast, *pages: bytes) -> list[scanning.Line]:
    sheets = [one for number, content in enumerate(pages) for one in scans.read(content, f"{number}.jpg")]
    return scanning.file_sheets(cast.chen, sheets)


def pages_of(cast: Cast, row: Writ) -> list[int | None]:
    return list(Scan.objects.within(cast.chen.scope).filter(writ=row).values_list("page", flat=True))


@pytest.mark.parametrize(
    ("kind", "turn"), [("JPEG", 0), ("PNG", 90), ("WEBP", 180), ("PDF", 270), ("JPEG", 7), ("PDF", -33)]
)
def test_a_code_is_read_whichever_way_the_page_lies(kind: str, turn: int) -> None:
    assert codes(as_bytes(sheet(CODE, turn=turn), kind=kind)) == [(Code("ABCDEFGH2345", 1),)]


def test_a_photo_of_a_telephone_is_read_dim_large_and_upside_down() -> None:
    page = sheet(CODE, turn=-5).resize((3400, 4700)).point(lambda value: 40 + value // 2)
    out = BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 3
    page.save(out, "JPEG", quality=60, exif=exif)
    assert codes(out.getvalue()) == [(Code("ABCDEFGH2345", 1),)]


def test_the_codes_of_others_and_blank_pages_say_nothing_of_ours() -> None:
    for said in ("", "https://example.invalid/x", "BH1/SHORT/1", "BH1/ABCDEFGH2345/", "BH2/ABCDEFGH2345/1"):
        assert codes(as_bytes(sheet(said))) == [()]
    two = sheet(CODE)
    stamped(two, "BH1/ABCDEFGH2345/2", (100, 1520))
    assert len(codes(as_bytes(two))[0]) == 2


def png_header(width: int, height: int) -> bytes:
    """A PNG that says it is so large, and holds nothing."""
    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x02\x00\x00\x00"
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(b"")), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        len(said).to_bytes(4, "big") + name + said + zlib.crc32(name + said).to_bytes(4, "big")
        for name, said in chunks
    )


def pdf(box: str, count: int = 1) -> bytes:
    """A PDF of empty pages of some size."""
    kids = " ".join(f"{number + 3} 0 R" for number in range(count))
    page = f"<</Type/Page/Parent 2 0 R/MediaBox{box}>>"
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {count}>>",
        *[page] * count,
    ]
    body = "".join(f"{number} 0 obj{one}endobj\n" for number, one in enumerate(objects, start=1))
    return f"%PDF-1.4\n{body}trailer<</Root 1 0 R/Size {len(objects) + 1}>>\n%%EOF".encode()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "空的"),
        (b"a letter", "不是图片"),
        (b"%PDF-1.7 broken", "打不开"),
        (as_bytes(sheet(CODE), kind="PDF")[:3000], "打不开"),
        (b"\xff\xd8\xff" + b"0" * (scans.SIZE_MAX_BYTES + 1), "10MB"),
        (png_header(40_000, 40_000), "尺寸过大"),
        (png_header(400, 400), "不是图片"),
        (pdf("[0 0 595 842]", 61), "最多60页"),
    ],
    ids=["empty", "text", "no PDF", "half a PDF", "large", "bomb", "hollow", "61 pages"],
)
def test_what_is_broken_or_a_bomb_is_told_and_not_opened(content: bytes, told: str) -> None:
    with pytest.raises(Unreadable, match=told):
        list(scans.read(content, "a"))


def test_a_page_of_a_pdf_that_says_it_is_huge_is_drawn_small() -> None:
    (page,) = scans.read(pdf("[0 0 14400 14400]"), "a")
    with Image.open(BytesIO(page.picture)) as drawn:
        assert drawn.width * drawn.height <= scans.PAGE_PIXELS_MAX * 1.01


def test_the_printed_form_itself_is_read_back(cast: Cast) -> None:
    row = order(cast)
    frame = framed(row, powers(cast.chen.scope, row.dated), list(signatures(cast.chen.scope, row.pk)))
    printed = as_pdf(composed(row, frame))
    lines = filed(cast, printed)
    assert {line.result for line in lines} == {"matched"}
    assert pages_of(cast, row) == list(range(1, len(lines) + 1))


def test_each_page_is_told_of_and_the_good_ones_are_kept(cast: Cast) -> None:
    one, other = order(cast), order(cast, cast.zhao)
    draft = order(cast)
    Writ.objects.within(cast.chen.scope).filter(pk=draft.pk).update(state="draft")
    void = order(cast)
    Writ.objects.within(cast.chen.scope).filter(pk=void.pk).update(state="void")
    strange = of_the_next_town(cast)
    two = sheet(text(one, 2))
    stamped(two, text(other), (100, 1520))
    lines = filed(
        cast,
        as_bytes(sheet(text(one), turn=90)),
        as_bytes(sheet("")),
        as_bytes(sheet(text(strange))),
        as_bytes(sheet(text(draft))),
        as_bytes(sheet("BH1/ABCDEFGH2345/1")),
        as_bytes(two),
        as_bytes(sheet(text(one), turn=-3)),
        as_bytes(sheet(text(void))),
        as_bytes(sheet(text(one, 0))),
        as_bytes(sheet(text(other)), sheet(text(other, 2)), kind="PDF"),
    )
    assert [line.result for line in lines] == [
        "matched",
        "unread",
        "refused",
        "refused",
        "refused",
        "refused",
        "already",
        "refused",
        "refused",
        "matched",
        "matched",
    ]
    assert (pages_of(cast, one), pages_of(cast, other)) == ([1], [1, 2])
    says = [line.said for line in lines]
    assert "别的镇" in says[2]
    assert strange.number not in says[2]
    assert lines[2].writ is None
    assert "还没有签发" in says[3]
    assert "没有找到" in says[4]
    assert "两页" in says[5]
    assert "已作废" in says[7]
    assert "页码不对" in says[8]
    kept_files = StoredFile.objects.within(Scope.whole_town(cast.town.pk)).filter(
        kind="image/jpeg", name__contains=".jpg"
    )
    assert {line.file for line in lines if line.file} <= set(kept_files)
    assert (
        len([line for line in lines if line.file]) == 4
    )  # the three that were filed, and the one to be matched by hand
    trail = [event.given for event in events.trail(cast.chen.scope, other.pk) if event.action == "file_scans"]
    assert trail == [{"pages": [1, 2]}]


def of_the_next_town(cast: Cast) -> Writ:
    """An issued document of 孙's town."""
    row = Writ(
        town=cast.next_town,
        kind="order",
        edition=1,
        state="issued",
        code="ZZZZ2345ZZZZ",
        dated=clock.today(),
        outer_number="（西）应急责改〔2026〕7号",
        drafted_at=clock.now(),
    )
    row.save(force_insert=True)
    return row


def test_a_page_without_a_code_is_matched_by_hand(cast: Cast) -> None:
    row = order(cast)
    (line,) = filed(cast, as_bytes(sheet("")))
    assert line.file
    for wrong, field in (
        ({"number": "（东）应急责改〔2026〕999号"}, "number"),
        ({"page": 0}, "page"),
        ({"page": 900}, "page"),
    ):
        with pytest.raises(Incomplete) as refused:
            scanning.file_by_hand(cast.chen, line.file.pk, **({"number": row.number, "page": 1} | wrong))
        assert set(refused.value.fields) == {field}
    scanning.file_by_hand(cast.chen, line.file.pk, number=f" {row.number} ", page=1)
    with pytest.raises(NotAllowed, match="已经归档"):
        scanning.file_by_hand(cast.chen, line.file.pk, number=row.number, page=2)
    assert pages_of(cast, row) == [1]
    with pytest.raises(Forbidden):
        scanning.file_by_hand(cast.wang, line.file.pk, number=row.number, page=1)
    with pytest.raises(Forbidden):
        scanning.file_sheets(cast.wang, [])


def test_when_every_page_is_back_a_person_confirms_that_it_is_signed(cast: Cast) -> None:
    row = order(cast)
    with pytest.raises(NotAllowed, match="第1页还没有扫描"):
        signing.confirm_signed_paper(cast.chen, row.pk, digest=row.digest)
    filed(cast, as_bytes(sheet(text(row))))
    assert len(signing.open_slots(cast.chen.scope, row)) == 2  # not by itself
    made = signing.confirm_signed_paper(cast.chen, row.pk, digest=row.digest)
    assert {(one.slot, one.how, one.name) for one in made} == {
        ("officer1", "paper", "陈明"),
        ("officer2", "paper", "赵强"),
    }
    with pytest.raises(NotAllowed, match="各处都已签字"):
        signing.confirm_signed_paper(cast.chen, row.pk, digest=row.digest)


def test_many_files_go_up_at_once(cast: Cast, sign_in: SignIn) -> None:  # noqa: F811
    row, client = order(cast), sign_in("chen")
    assert client.get(reverse("scans")).status_code == 200
    assert client.post(reverse("scans")).status_code == 422
    files: Any = [
        SimpleUploadedFile("好.jpg", as_bytes(sheet(text(row)))),
        SimpleUploadedFile("坏.pdf", b"%PDF-1.4 nothing"),
        SimpleUploadedFile("<b>空白.png", as_bytes(sheet(""), kind="PNG")),
    ]
    page = client.post(reverse("scans"), {"scan_file": files}).content.decode()
    assert "1页已归档，2页要处理" in page
    assert "打不开" in page
    assert "<b>空白" not in page
    blank = kept(cast.chen, as_bytes(sheet("", turn=1)), "b.jpg")
    wrong = client.post(reverse("scan_by_hand"), {"file_id": blank, "number": "无", "page": "2"})
    assert wrong.status_code == 422
    assert 'value="无"' in wrong.content.decode()
    assert str(blank) in wrong.content.decode()
    good = {"file_id": blank, "number": row.number, "page": "2"}
    assert client.post(reverse("scan_by_hand"), good).status_code == 302
    shown = client.get(reverse("writ", args=[row.pk])).content.decode()
    assert "1、2页已归档" in shown
    assert reverse("writ_on_paper", args=[row.pk]) in shown
    pressed = client.post(reverse("writ_on_paper", args=[row.pk]), {"digest": row.digest}, follow=True)
    assert "已确认2处纸质签字" in pressed.content.decode()
    (scan, _other) = Scan.objects.within(cast.chen.scope).filter(writ=row)
    assert client.get(reverse("file", args=[scan.file_id])).status_code == 200
    assert sign_in("sun").get(reverse("file", args=[scan.file_id])).status_code == 404


def test_a_bad_scan_gives_way_to_a_better_one_and_stays_in_the_history(cast: Cast, sign_in: SignIn) -> None:  # noqa: F811
    row = order(cast)
    filed(cast, as_bytes(sheet(text(row))))
    (bad,) = Scan.objects.within(cast.chen.scope).filter(writ=row)
    page, chen = reverse("scan_replace", args=[bad.pk]), sign_in("chen")
    assert page in chen.get(reverse("writ", args=[row.pk])).content.decode()
    better = SimpleUploadedFile("b.jpg", as_bytes(sheet("", turn=180)), "image/jpeg")
    wrong = chen.post(page, {"file_file": better})
    assert wrong.status_code == 422
    assert "请写明为什么要换" in wrong.content.decode()
    (kept_file,) = re.findall(r'name="file"[^>]* value="([0-9a-f-]{36})"', wrong.content.decode())
    assert chen.post(page, {"file": kept_file, "reason": "拍糊了"}).status_code == 302
    shown = chen.get(reverse("writ", args=[row.pk])).content.decode()
    assert "换下的扫描件1张" in shown and "换下：拍糊了" in shown and "换扫描件" in shown
    (good,) = standing.scans(cast.chen.scope, row.pk)
    assert (good.page, str(good.file_id)) == (1, str(kept_file))
    again = chen.post(page, {"file": kept_file, "reason": "再换"})
    assert again.status_code == 409  # it was replaced already
    assert "这一页已经换过" in chen.get(page).content.decode()
    scanning.replace_scan(cast.zhao, good.pk, file=bad.file_id, reason="原来的更清楚")  # back again
    assert events.check(cast.town.pk) is None
    assert [one.action for one in events.trail(cast.chen.scope, row.pk)].count("replace_scan") == 2


@pytest.mark.parametrize(
    ("who", "more", "refusal"),
    [
        ("chen", {"file": None}, Incomplete),
        ("chen", {"reason": " "}, Incomplete),
        ("wang", {}, Forbidden),
        ("sun", {}, NotFound),
    ],
)
def test_a_scan_is_replaced_by_who_may_with_a_picture_and_a_reason(
    cast: Cast, who: str, more: dict[str, Any], refusal: type[Exception]
) -> None:
    row = order(cast)
    filed(cast, as_bytes(sheet(text(row))))
    (bad,) = Scan.objects.within(cast.chen.scope).filter(writ=row)
    given: dict[str, Any] = {"file": cast.photo(cast.chen, "green"), "reason": "拍糊了"} | more
    with pytest.raises(refusal):
        scanning.replace_scan(getattr(cast, who), bad.pk, **given)
    with pytest.raises(Incomplete, match="原来的那一张"):
        scanning.replace_scan(cast.chen, bad.pk, file=bad.file_id, reason="拍糊了")
    assert list(standing.scans(cast.chen.scope, row.pk)) == [bad]


def test_in_a_closed_case_file_no_scan_is_replaced(cast: Cast) -> None:
    row = order(cast)
    filed(cast, as_bytes(sheet(text(row))))
    (bad,) = Scan.objects.within(cast.chen.scope).filter(writ=row)
    case = open_case(cast.chen, row.unit_id, matter="电线老化", writs=[row.pk])
    close_case(cast.chen, case.pk, version=case.version, outcome="已整改")
    file: Any = cast.photo(cast.chen, "green")
    with pytest.raises(NotAllowed, match="先把案卷退回补正"):
        scanning.replace_scan(cast.chen, bad.pk, file=file, reason="拍糊了")

"""What a clumsy hand or a clever insider sends to risks: refused in words, and nothing typed is lost."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from bihuan.risks.actions import lay_plan
from bihuan.risks.methods import LEC
from bihuan.risks.models import FloorPlan, RiskPoint
from tests.cast import Cast
from tests.risks.deeds import add, begin, point
from tests.web.conftest import sign_in
from tests.web.visits import SignIn

__all__ = ["sign_in"]

NO_NUMBERS = (
    "sNaN",
    "NaN",
    "Infinity",
    "-3",
    "1e400",
    "９９",
    "3,0",
    "\u202e3",
    "2.9999999999999999999999999999",
)


@pytest.mark.parametrize("said", NO_NUMBERS)
def test_what_is_no_number_of_the_table_is_refused_in_words(said: str) -> None:
    with pytest.raises(ValueError, match="只能取表中的"):
        LEC.factors[0].read(said)


def plan(width: int, height: int, name: str = "平面图.png") -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("L", (width, height)).save(out, "PNG")
    return SimpleUploadedFile(name, out.getvalue(), "image/png")


@pytest.mark.parametrize("size", [(50_000, 1), (1, 50_000), (900, 100)])
def test_a_strip_is_no_plan(cast: Cast, sign_in: SignIn, size: tuple[int, int]) -> None:
    """A strip of 50,000 × 1 pixels would be drawn with no height at all, and with it each paper that shows the plan."""
    begin(cast, cast.feng)
    unit = cast.units["yongan"].pk
    url = reverse("risk_plan_lay", args=[unit])
    answer = sign_in("feng").post(url, {"way": "picture", "outline": "门厅 店堂", "file_file": plan(*size)})
    page = answer.content.decode()
    assert answer.status_code == 422 and "太狭长" in page
    assert "门厅 店堂" in page and not FloorPlan.objects.within(cast.feng.scope).exists()
    assert sign_in("feng").post(url, {"way": "picture", "file_file": plan(800, 100)}).status_code == 302
    place = {"point": str(point(cast.feng, "储存间").pk), "x": "50", "y": "100"}
    assert sign_in("feng").post(reverse("risk_plan", args=[unit]), place).status_code == 302
    made = sign_in("feng").get(reverse("unit_risk_paper", args=[unit, "plan"]))
    assert made.content[:5] == b"%PDF-"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("图.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
        ("图.png", b"\x89PNG\r\n\x1a\n" + b"x" * 50),
        ("图.jpg", b""),
        ("图.gif", b"GIF89a"),
        ("图.pdf", b"%PDF-1.4"),
    ],
)
def test_what_is_no_picture_is_no_plan(cast: Cast, sign_in: SignIn, name: str, content: bytes) -> None:
    begin(cast, cast.feng)
    sent = {"way": "picture", "outline": "门厅 店堂", "file_file": SimpleUploadedFile(name, content)}
    answer = sign_in("feng").post(reverse("risk_plan_lay", args=[cast.units["yongan"].pk]), sent)
    page = answer.content.decode()
    assert answer.status_code == 422 and ("不是照片" in page or "文件是空的" in page)
    assert "门厅 店堂" in page and not FloorPlan.objects.within(cast.feng.scope).exists()


def test_a_scan_sent_beforehand_is_no_plan_either(cast: Cast, sign_in: SignIn) -> None:
    client, unit = sign_in("feng"), cast.units["yongan"].pk
    sent = client.post(reverse("file_upload"), {"file": SimpleUploadedFile("图.pdf", b"%PDF-1.4 x")}).json()
    answer = client.post(reverse("risk_plan_lay", args=[unit]), {"way": "picture", "file": sent["id"]})
    assert answer.status_code == 422 and "这个文件不是图片" in answer.content.decode()


def test_nobody_opens_the_photo_of_another_unit_by_laying_it_as_a_plan(cast: Cast, sign_in: SignIn) -> None:
    """冯永 has come to know the number of a photo from elsewhere: it opens neither before nor after."""
    begin(cast, cast.feng)
    client, theirs = sign_in("feng"), cast.photo(cast.chen, "navy")
    laid = {"way": "picture", "file": str(theirs)}
    answer = client.post(reverse("risk_plan_lay", args=[cast.units["yongan"].pk]), laid)
    assert answer.status_code == 422 and "没有上传成功" in answer.content.decode()
    assert client.get(reverse("file", args=[theirs])).status_code == 404
    assert not FloorPlan.objects.within(cast.feng.scope).exists()


def test_a_point_of_another_unit_is_not_placed_by_this_units_page(cast: Cast, sign_in: SignIn) -> None:
    """陈 writes both units' risks; the page is the school's, the point 永安's."""
    begin(cast, cast.chen)
    add(cast.chen, cast.units["school"])
    for unit in ("yongan", "school"):
        lay_plan(cast.chen, cast.units[unit].pk, outline="库房 店内")
    other = point(cast.chen, "储存间")
    sent = {"point": str(other.pk), "x": "10", "y": "10"}
    answer = sign_in("chen").post(reverse("risk_plan", args=[cast.units["school"].pk]), sent)
    assert answer.status_code == 422 and "没有找到这个风险点" in answer.content.decode()
    assert RiskPoint.objects.within(cast.chen.scope).get(pk=other.pk).x == other.x

"""Photos and scans: taken one by one, served only in their town."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from bihuan.core import clock, files
from tests.cast import NOW, Cast, picture
from tests.policies.deeds import own
from tests.web.visits import SignIn, photo


def test_a_photo_goes_up_and_comes_back(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in("wang")
    answer = client.post(reverse("file_upload"), {"file": photo()}).json()
    assert answer["thumb"] == reverse("file_thumb", args=[answer["id"]])
    served = client.get(reverse("file", args=[answer["id"]]))
    assert served["Content-Type"] == "image/jpeg"
    assert served["X-Content-Type-Options"] == "nosniff"
    assert served["Cache-Control"].startswith("private")
    assert served["Content-Disposition"] == 'inline; filename="red.jpg"'
    assert client.get(answer["thumb"])["Content-Type"] == "image/jpeg"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"not a picture", "不是照片"),
        (b"", "是空的"),
        (b"\xff\xd8\xff" + b"0" * (files.SIZE_MAX_BYTES + 1), "超过10MB"),
    ],
)
def test_what_is_no_photo_is_refused_with_words(
    cast: Cast, sign_in: SignIn, content: bytes, told: str
) -> None:
    wrong = SimpleUploadedFile("a.jpg", content, "image/jpeg")
    answer = sign_in("wang").post(reverse("file_upload"), {"file": wrong})
    assert answer.status_code == 422
    assert told in answer.json()["error"]


def test_nothing_sent_is_told(cast: Cast, sign_in: SignIn) -> None:
    answer = sign_in("wang").post(reverse("file_upload"))
    assert (answer.status_code, answer.json()["error"]) == (400, "没有收到文件，请重新选择。")


def test_the_kind_is_judged_by_content_not_by_name(cast: Cast, sign_in: SignIn) -> None:
    page = SimpleUploadedFile("a.html", picture("red", "PNG"), "text/html")
    client = sign_in("chen")
    kept = client.post(reverse("file_upload"), {"file": page}).json()["id"]
    assert client.get(reverse("file", args=[kept]))["Content-Type"] == "image/png"


def test_a_scan_in_pdf_has_a_sign_for_a_thumbnail(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in("chen")
    scan = SimpleUploadedFile("r.pdf", b"%PDF-1.4 scan", "application/pdf")
    kept = client.post(reverse("file_upload"), {"file": scan}).json()
    assert client.get(reverse("file", args=[kept["id"]]))["Content-Type"] == "application/pdf"
    assert client.get(kept["thumb"])["Content-Type"] == "image/svg+xml"


def test_the_next_town_and_who_has_no_business_get_nothing(cast: Cast, sign_in: SignIn) -> None:
    kept = cast.photo(cast.chen)
    for route in ("file", "file_thumb"):
        assert sign_in("sun").get(reverse(route, args=[kept])).status_code == 404
        assert sign_in("xu").get(reverse(route, args=[kept])).status_code == 403
    assert sign_in("he").post(reverse("file_upload"), {"file": photo()}).status_code == 403
    assert sign_in("he").get(reverse("file", args=[kept])).status_code == 200


def test_who_sent_a_photo_looks_at_it_while_the_form_is_filled_in_and_afterwards_by_the_post_alone(
    cast: Cast, sign_in: SignIn
) -> None:
    kept = cast.photo(cast.wang)
    assert sign_in("wang").get(reverse("file", args=[kept])).status_code == 200
    with clock.moved(NOW + timedelta(days=2)):  # and no record shows it
        for route in ("file", "file_thumb"):
            assert sign_in("wang").get(reverse(route, args=[kept])).status_code == 404
        for who in ("wang", "li"):  # the same photo is chosen once more, and by a colleague
            client = sign_in(who)
            assert client.post(reverse("file_upload"), {"file": photo()}).json()["id"] == str(kept)
            for route in ("file", "file_thumb"):
                assert client.get(reverse(route, args=[kept])).status_code == 200
        assert sign_in("feng").get(reverse("file", args=[kept])).status_code == 404
    with clock.moved(NOW + timedelta(days=4)):
        assert sign_in("li").get(reverse("file", args=[kept])).status_code == 404


def test_a_file_of_the_towns_own_is_not_a_units_to_open(cast: Cast, sign_in: SignIn) -> None:
    """A document of the town belongs to no cell, so that every scope holds it; its pages are the office's, and so is its file."""
    scan = files.keep_scan(cast.chen, b"%PDF-1.4\n%%EOF\n", "scan.pdf").pk
    own(cast, file=scan)
    address = reverse("file", args=[scan])
    with clock.moved(NOW + timedelta(days=2)):  # when it is no longer one's own for having been sent
        assert sign_in("zhao").get(address).status_code == 200
        for who in ("feng", "lu"):
            assert sign_in(who).get(address).status_code == 404, who


def test_bytes_missing_on_disk_are_told(cast: Cast, sign_in: SignIn) -> None:
    kept = files.keep_picture(cast.chen, picture("olive"), "olive.jpg")
    (Path(settings.FILES) / files.name_of(kept.sha256)).unlink()
    answer = sign_in("chen").get(reverse("file", args=[kept.pk]))
    assert answer.status_code == 404
    assert "从备份中恢复" in answer.content.decode()

"""The public page without script and sign-in, and the staff's pages: what they show to whom, in how many queries."""

import re
from io import BytesIO
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image
from pytest_django import DjangoAssertNumQueries

from bihuan.core import files
from bihuan.core.guessing import count_of
from bihuan.core.models import StoredFile
from bihuan.core.scope import Scope
from bihuan.core.storage import storage
from bihuan.lists.registry import LISTINGS
from bihuan.notices.actions import tell_news
from bihuan.search.queries import find as find_words
from bihuan.tipoffs import actions
from bihuan.tipoffs.models import Tip, TipPage, TipPhoto
from bihuan.tipoffs.queries import tip_by_word
from bihuan.units.actions import issue_plates
from bihuan.web.assets import DIST
from tests.cast import Cast, picture
from tests.tipoffs.deeds import SLEEPS, ZHANG, approved, done, fresh, looked_into, sent, taken
from tests.web.pages import error_at, plain

SAID = {"text": SLEEPS, "place": "石桥村北头烟花店"}


def photo(colour: str = "red", **more: Any) -> SimpleUploadedFile:
    return SimpleUploadedFile("张三的手机.jpg", more.get("content") or picture(colour), "image/jpeg")


def send(page: TipPage, client: Client | None = None, **data: Any) -> Any:
    """Fill in the public page and press."""
    client = client or Client()
    url = reverse("tip_send", args=[page.code])
    shown = client.get(url).content.decode()
    found = re.search(r'name="tip_id" value="([0-9a-f-]{36})"', shown)
    assert found
    return client.post(url, {"tip_id": found[1]} | SAID | data)


def word_of(answer: Any) -> str:
    found = re.search(r'translate="no">([0-9A-Z-]{14})<', answer.content.decode())
    assert found
    return found[1]


def tips(cast: Cast) -> list[Tip]:
    return list(Tip.objects.within(Scope.whole_town(cast.town.pk)))


def test_a_stranger_sends_a_tip_and_asks_for_it_by_the_word(cast: Cast, page: TipPage) -> None:
    answer = send(page, photos=[photo()])
    assert answer.status_code == 200
    (row,) = tips(cast)
    assert (row.channel, row.state, row.is_named, row.place) == ("web", "received", False, "石桥村北头烟花店")
    tracked = Client().post(reverse("tip_track"), {"word": word_of(answer)})
    assert "已收到，正在决定是否受理" in tracked.content.decode()
    for one in (answer, tracked):
        assert one["Cache-Control"] == "no-store"
        assert not one.cookies.get("sessionid")
    tell_news(cast.town.pk)


def test_one_address_serves_where_there_is_one_town(cast: Cast, page: TipPage) -> None:
    client = Client()
    assert client.get(reverse("tip_doors"))["Location"] == reverse("tip_send", args=[page.code])
    actions.open_tip_page(cast.sun)
    assert "西河镇" in client.get(reverse("tip_doors")).content.decode()
    actions.close_tip_page(cast.chen, reason="没有人看")
    shut = client.get(reverse("tip_send", args=[page.code]))
    assert shut.status_code == 404
    assert "12350" in shut.content.decode()


def test_the_plate_at_the_door_leads_to_a_tip_about_the_unit(cast: Cast, page: TipPage) -> None:
    plate = issue_plates(cast.chen, [cast.units["yongan"].pk])[0]
    client = Client()
    opened = client.get(reverse("plate_page", args=[plate.code])).content.decode()
    address = f"{reverse('tip_send', args=[page.code])}?plate={plate.code}"
    assert address in opened
    assert "举报的单位：<b>永安烟花店</b>" in client.get(address).content.decode()
    answer = send(page, plate=plate.code, place="")
    assert answer.status_code == 200
    assert tips(cast)[0].unit_id == cast.units["yongan"].pk


def test_photos_are_cleaned_and_their_names_forgotten(cast: Cast, page: TipPage) -> None:
    exif = Image.Exif()
    exif[0x010F], exif[0x8825] = "Phone of 张三", {1: "N", 2: (36.0, 1.0, 2.0)}
    picture_ = Image.new("RGB", (64, 48), "blue")
    from_phone = SimpleUploadedFile("a.jpg", b"", "image/jpeg")
    picture_.save(from_phone.file, "JPEG", exif=exif)
    from_phone.file.seek(0)
    from_phone.size = len(from_phone.file.getvalue())
    assert send(page, photos=[from_phone]).status_code == 200
    (kept,) = TipPhoto.objects.within(cast.chen.scope).select_related("file")
    with Image.open(BytesIO(files.content_of(kept.file))) as seen:
        assert not dict(seen.getexif())
    assert (kept.file.name, kept.file.added_by) == ("举报照片", None)
    assert storage().has(files.name_of(kept.file.sha256))


def test_what_was_typed_and_the_photos_stay_when_something_is_wrong(cast: Cast, page: TipPage) -> None:
    client = Client()
    answer = send(page, client, text="", photos=[photo("red"), photo("green")])
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "请写明举报什么" in error_at(shown, "text")
    assert SAID["place"] in shown and "已收到2张照片" in shown
    found = re.search(r'name="kept" value="([^"]+)"', shown)
    assert found
    again = send(page, client, kept=found[1], photos=[photo("blue")])
    assert again.status_code == 200
    assert TipPhoto.objects.within(cast.chen.scope).count() == 3


def test_photos_of_others_cannot_be_named(cast: Cast, page: TipPage) -> None:
    other = cast.photo(cast.zhao, "white")
    answer = send(page, kept=str(other))
    assert answer.status_code == 422
    assert "没有上传成功" in plain(answer.content.decode())
    assert tips(cast) == []


def test_pressing_twice_sends_once(cast: Cast, page: TipPage) -> None:
    client = Client()
    url = reverse("tip_send", args=[page.code])
    data = SAID | {"tip_id": "0192d3a0-0000-7000-8000-000000000001"}
    assert client.post(url, data).status_code == 200
    again = client.post(url, data)
    assert again.status_code == 409
    assert "已经收到，不用再提交" in again.content.decode()
    assert len(tips(cast)) == 1


def test_who_heard_no_answer_and_presses_again_is_told_the_same_word(cast: Cast, page: TipPage) -> None:
    """On a bad line the first answer is lost, and the word would be with it."""
    client, url = Client(), reverse("tip_send", args=[page.code])
    shown = client.get(url).content.decode()
    hidden = dict(re.findall(r'name="(tip_id|ticket)" value="([^"]{32,36})"', shown))
    data = SAID | hidden
    words = [word_of(client.post(url, data)) for _ in range(2)]
    assert words[0] == words[1] and len(tips(cast)) == 1
    assert tip_by_word(words[0]) == tips(cast)[0]
    other = client.post(url, data | {"text": "还有一件事"})
    assert other.status_code == 409
    said = other.content.decode()
    assert words[0] in said and "没有存" in said and "还有一件事" in said
    # another page's ticket opens nothing
    stranger = client.post(url, data | {"ticket": "x" * 32})
    assert stranger.status_code == 409 and words[0] not in stranger.content.decode()


def test_an_empty_word_is_no_guess(cast: Cast, page: TipPage) -> None:
    client = Client()
    for word in ("", "  ", "A" * 200, "AB\x00CD"):
        answer = client.post(reverse("tip_track"), {"word": word})
        said = answer.content.decode()
        assert answer.status_code == 422 and ("请填写查询码" in said or "12位字母和数字，请核对" in said)
    assert not count_of("tip-misses:127.0.0.1")


@pytest.mark.skipif(
    not (DIST / "manifest.json").exists(), reason="the front end is not built: run make setup"
)
def test_the_public_page_is_light(page: TipPage) -> None:
    """First paint without script: the page and its styles as they go over the wire where nothing is packed, below 100 kB."""
    shown = Client().get(reverse("tip_send", args=[page.code])).content
    weight = len(shown)
    for name in re.findall(r'<link rel="(?:stylesheet|icon)" href="/static/([^"]+)"', shown.decode()):
        path = DIST.parent / name
        assert path.exists(), name
        weight += path.stat().st_size
    assert weight < 100_000, weight


def test_the_page_asks_the_database_for_little(
    cast: Cast, page: TipPage, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = Client()
    with django_assert_max_num_queries(2):
        client.get(reverse("tip_send", args=[page.code]))


def test_a_tip_typed_in_by_staff(cast: Cast, sign_in: Any) -> None:
    client = sign_in("zhao")
    shown = client.get(reverse("tip_new")).content.decode()
    found = re.search(r'name="tip_id" value="([0-9a-f-]{36})"', shown)
    assert found
    data = {
        "tip_id": found[1],
        "channel": "hotline",
        "text": SLEEPS,
        "unit": "永安烟花店",
        "name": "张举报",
        "phone": "13700001234",
    }
    wrong = client.post(reverse("tip_new"), data | {"phone": "不是电话"})
    assert wrong.status_code == 422
    assert "张举报" in wrong.content.decode() and "7至12位" in error_at(wrong.content.decode(), "phone")
    answer = client.post(reverse("tip_new"), data)
    assert word_of(answer)
    (row,) = tips(cast)
    assert (row.channel, row.is_named, row.unit_id) == ("hotline", True, cast.units["yongan"].pk)
    assert "13700001234" not in answer.content.decode()


def test_no_page_no_list_no_export_and_no_search_names_the_sender(cast: Cast, sign_in: Any) -> None:
    tip, _ = done(cast, identity=ZHANG)
    approved(cast, tip)
    listing = LISTINGS["tips"]
    row = fresh(cast, tip)
    cells = [str(one.told(row)) for one in listing.columns]
    assert not any("张举报" in one or "13700001234" in one for one in cells)
    for word in ("张举报", "13700001234"):
        assert not any(one.hits for one in find_words(cast.chen, word, 5))
    for who in ("chen", "zhao", "zhou", "qian"):
        client = sign_in(who)
        for address in (
            reverse("tip", args=[tip.pk]),
            f"{reverse('tips')}?words=张举报",
            reverse("desk"),
            f"{reverse('tips')}?words=13700001234",
        ):
            text = client.get(address).content.decode()
            asked = address.partition("words=")[2]
            assert "13700001234" not in (text.replace(asked, "") if asked else text)
            assert tip.number not in text or not asked
            assert "姓名：" not in text


def test_only_who_may_sees_the_button_to_the_identity(cast: Cast, sign_in: Any) -> None:
    tip, _ = sent(cast, identity=ZHANG)
    address, reveal = reverse("tip", args=[tip.pk]), reverse("reveal", args=["tip.sender", tip.pk])
    assert reveal in sign_in("chen").get(address).content.decode()
    inspector = sign_in("zhao")
    assert reveal not in inspector.get(address).content.decode()
    refused = inspector.post(reveal, {"reason": "contact", "words": "核实举报内容"})
    assert refused.status_code == 403
    assert "张举报" not in refused.content.decode()


def test_the_photos_of_a_tip_are_kept_from_the_unit(cast: Cast, page: TipPage, sign_in: Any) -> None:
    send(page, photos=[photo("purple")])
    (row,) = tips(cast)
    actions.accept_tip(
        cast.chen, row.pk, version=1, cell_id=cast.cells["石桥村"].pk, unit_id=cast.units["yongan"].pk
    )
    kept = TipPhoto.objects.within(cast.chen.scope).get()
    url = reverse("file", args=[kept.file_id])
    assert sign_in("li").get(url).status_code == 200
    assert sign_in("feng").get(url).status_code == 404
    # the same bytes sent by the unit itself are its own no more
    assert StoredFile.objects.within(cast.chen.scope).get(pk=kept.file_id).name == "举报照片"


def test_the_steps_by_the_pages(cast: Cast, sign_in: Any) -> None:
    tip, word = sent(cast, unit="", place="石桥村北头烟花店")
    client = sign_in("chen")
    page = client.get(reverse("tip_accept", args=[tip.pk])).content.decode()
    assert "石桥村" in page and "永安烟花店" not in page
    wrong = client.post(
        reverse("tip_accept", args=[tip.pk]),
        {"version": 1, "unit": "没有这家", "to": "post:inspector", "note": "尽快"},
    )
    assert (wrong.status_code, "尽快" in wrong.content.decode()) == (422, True)
    done_ = client.post(
        reverse("tip_accept", args=[tip.pk]), {"version": 1, "unit": "永安", "to": "post:inspector"}
    )
    assert done_.status_code == 302
    assert fresh(cast, tip).unit_id == cast.units["yongan"].pk
    asked = client.post(reverse("tip_ask", args=[tip.pk]), {"version": 2, "text": "几点？"})
    assert asked.status_code == 302
    stranger = Client()
    seen = stranger.post(reverse("tip_track"), {"word": word}).content.decode()
    assert "几点？" in seen
    replied = stranger.post(
        reverse("tip_track"), {"word": word, "do": "reply", "reply": "晚上十点", "photos": [photo()]}
    )
    assert "晚上十点" in replied.content.decode()
    looked_into(cast, tip)
    form = client.get(reverse("tip_check", args=[tip.pk])).content.decode()
    assert "现场核查" in form and "库房电线老化裸露" in form
    version = fresh(cast, tip).version
    assert (
        client.post(
            reverse("tip_check", args=[tip.pk]), {"version": version, "verdict": "true", "finding": "看到"}
        ).status_code
        == 302
    )
    form = client.get(reverse("tip_answer", args=[tip.pk])).content.decode()
    assert "查出隐患1条" in form
    sent_ = {"version": version + 1, "answer": "已责令整改", "way": "page"}
    assert client.post(reverse("tip_answer", args=[tip.pk]), sent_).status_code == 302
    again = client.post(reverse("tip_answer", args=[tip.pk]), sent_)
    assert again.status_code == 409
    assert "不能答复" in again.content.decode()
    reward = client.post(
        reverse("reward_new", args=[tip.pk]), {"version": version + 2, "kind": "general", "general_yuan": 300}
    )
    assert reward.status_code == 302
    for path, mime in ((reverse("tip_paper", args=[tip.pk]), b"%PDF"),):
        assert client.get(path).content.startswith(mime)


def test_the_visit_of_a_tip_is_a_check_with_its_own_ending(cast: Cast, sign_in: Any) -> None:
    tip, _ = sent(cast)
    taken(cast, tip)
    client = sign_in("zhao")
    shown = client.get(reverse("tip_visit", args=[tip.pk])).content.decode()
    assert "永安烟花店" in shown and "群众举报" in shown
    looked_into(cast, tip)
    hazard = client.get(reverse("tip", args=[tip.pk])).content.decode()
    assert "库房电线老化裸露" in hazard
    assert sign_in("feng").get(reverse("tip_visit", args=[tip.pk])).status_code == 403


def test_the_desk_and_the_list_ask_the_same_for_one_tip_and_for_many(
    cast: Cast, sign_in: Any, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = sign_in("chen")
    sent(cast)

    def asked(address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as counted:
            assert client.get(address).status_code == 200
        return len(counted)

    few = {one: asked(one) for one in (reverse("tips"), reverse("desk"))}
    for _ in range(8):
        sent(cast)
    assert {one: asked(one) for one in few} == few


def test_the_settings_open_the_page_and_print_the_poster(cast: Cast, sign_in: Any) -> None:
    client = sign_in("chen")
    assert client.get(reverse("tip_poster")).status_code == 302
    assert client.post(reverse("tip_settings"), {"do": "open"}).status_code == 302
    assert client.get(reverse("tip_poster")).content.startswith(b"%PDF")
    assert client.post(reverse("tip_settings"), {"do": "close", "reason": ""}).status_code == 422
    rule = {
        "do": "rule",
        "from_on": "2026-06-02",
        "accept_days": 5,
        "check_days": 61,
        "answer_days": 5,
        "general_min_yuan": 100,
        "general_max_yuan": 500,
        "insider_percent": 0,
        "basis": "东安委办",
    }
    wrong = client.post(reverse("tip_settings"), rule)
    assert (wrong.status_code, "只能规定得更短" in wrong.content.decode()) == (422, True)
    assert client.post(reverse("tip_settings"), rule | {"check_days": 45}).status_code == 302
    assert "45日内核查完" in client.get(reverse("tip_settings")).content.decode()


@pytest.fixture(autouse=True)
def counted_anew() -> None:
    cache.clear()

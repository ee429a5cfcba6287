"""What strangers may send, and what a flood costs: refused in words, looked at first, or turned away before anything is asked."""

from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bihuan.core.errors import Incomplete, NotAllowed
from bihuan.core.models import StoredFile
from bihuan.core.scope import Scope
from bihuan.tipoffs import actions, rules
from bihuan.tipoffs.actions import Told
from bihuan.tipoffs.models import Tip, TipPage
from bihuan.tipoffs.rules import Identity
from bihuan.units.actions import issue_plates
from tests.cast import Cast
from tests.core.deeds import visit
from tests.tipoffs.deeds import SLEEPS, answered, approved, checked, done, fresh, sent, stranger, taken
from tests.tipoffs.test_pages import SAID, photo, send, tips, word_of
from tests.web.pages import error_at


@pytest.fixture(autouse=True)
def counted_anew() -> None:
    cache.clear()


@pytest.mark.parametrize(
    ("told", "field", "says"),
    [
        ({"text": " "}, "text", "请写明举报什么"),
        ({"text": "字" * 1_001}, "text", "现在1001字"),
        ({"place": "字" * 101}, "place", "最多100字"),
        ({"place": ""}, "place", "请写明在哪里"),
        ({"latitude": 40.7, "longitude": -74.0}, "place", "不在国内"),
        ({"latitude": 36.0}, "place", "同时填写"),
        ({"identity": Identity(name="张三")}, "phone", "实名举报"),
        ({"identity": Identity(name="张三", phone="不告诉你")}, "phone", "7至12位"),
    ],
)
def test_what_cannot_be_sent_is_said_at_its_field(
    cast: Cast, told: dict[str, Any], field: str, says: str
) -> None:
    with pytest.raises(Incomplete) as wrong:
        actions.send_tip(stranger(cast), Told(**({"text": SLEEPS, "place": "石桥村"} | told)))
    assert says in wrong.value.fields[field]
    assert tips(cast) == []


def test_a_position_in_another_country_is_taken_off_and_the_words_stay(cast: Cast, page: TipPage) -> None:
    answer = send(page, latitude="40.7", longitude="-74.0")
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "不在国内" in error_at(text, "place")
    assert SLEEPS in text
    assert 'name="latitude" value=""' in text
    assert send(page).status_code == 200


def test_script_in_a_tip_is_shown_as_it_was_typed_and_does_nothing(
    cast: Cast, page: TipPage, sign_in: Any
) -> None:
    attack = '<script>alert(1)</script>"><img src=x onerror=alert(2)> =HYPERLINK("http://x")'
    word = word_of(send(page, text=attack, place=attack))
    row = tips(cast)[0]
    client = sign_in("chen")
    for address in (
        reverse("tip", args=[row.pk]),
        reverse("tips"),
        reverse("desk"),
        reverse("tip_accept", args=[row.pk]),
    ):
        text = client.get(address).content.decode()
        assert "<script>alert(1)" not in text and "<img src=x" not in text
        assert "&lt;script&gt;alert(1)" in text
    taken(cast, row)
    checked(cast, row, "false")
    answered(cast, row)
    assert "<script>alert" not in Client().post(reverse("tip_track"), {"word": word}).content.decode()


def test_thirty_photos_are_refused_in_words_and_none_is_kept(cast: Cast, page: TipPage) -> None:
    kept = StoredFile.objects.within(Scope.whole_town(cast.town.pk)).count()
    answer = send(page, photos=[photo(f"#{number:06x}") for number in range(30)])
    assert answer.status_code == 422
    assert "最多6张，您选了30张" in error_at(answer.content.decode(), "photos")
    assert SLEEPS in answer.content.decode()
    assert StoredFile.objects.within(Scope.whole_town(cast.town.pk)).count() == kept
    assert tips(cast) == []


@pytest.mark.parametrize(
    "content",
    [
        b"MZ\x90\x00 not a picture",
        b"",
        b"%PDF-1.7 a scan",
        b"\xff\xd8\xff\xe0 broken",
        b"<svg onload='alert(1)'/>",
    ],
)
def test_a_file_that_is_no_picture_is_refused_and_the_words_stay(
    cast: Cast, page: TipPage, content: bytes
) -> None:
    file = SimpleUploadedFile("photo.jpg", content, "image/jpeg")
    answer = send(page, photos=[file, photo("green")])
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "“photo.jpg”" in error_at(text, "photos")
    assert "已收到1张照片" in text and SLEEPS in text
    assert tips(cast) == []


def test_the_hidden_field_filled_is_looked_at_first_and_not_lost(cast: Cast, page: TipPage) -> None:
    """A browser may have filled it for an honest sender."""
    answer = send(page, website="http://buy.example")
    assert answer.status_code == 200
    (row,) = tips(cast)
    assert (row.state, row.held_for) == ("held", "trapped")
    word = word_of(answer)
    assert "已收到，正在决定是否受理" in Client().post(reverse("tip_track"), {"word": word}).content.decode()
    row = actions.admit_tip(cast.chen, row.pk, version=1)
    assert row.state == "received"
    other = sent(cast, held_for=rules.TRAPPED)[0]
    actions.discard_tip(cast.chen, other.pk, version=1, reason="广告")
    assert fresh(cast, other).state == "discarded"


def test_above_the_limit_of_a_day_tips_wait_and_further_ones_are_turned_away(
    cast: Cast, page: TipPage
) -> None:
    client = Client()
    url = reverse("tip_send", args=[page.code])
    for number in range(rules.TAKEN_A_DAY):
        cache.delete("tip-second")
        assert (
            client.post(url, SAID | {"tip_id": f"0192d3a0-0000-7000-8000-{number:012d}"}).status_code == 200
        )
    held = [row.held_for for row in sorted(tips(cast), key=lambda one: one.number)]
    assert held == [""] * rules.FREE_A_DAY + [rules.OVER] * (rules.TAKEN_A_DAY - rules.FREE_A_DAY)
    cache.delete("tip-second")
    with CaptureQueriesContext(connection) as asked:
        answer = client.post(url, SAID | {"tip_id": "0192d3a0-0000-7000-8000-999999999999"})
    assert (answer.status_code, len(asked)) == (429, 0)
    assert "请明天再来" in answer.content.decode() and "12350" in answer.content.decode()
    elsewhere = client.post(
        url, SAID | {"tip_id": "0192d3a0-0000-7000-8000-999999999998"}, REMOTE_ADDR="10.9.8.7"
    )
    assert elsewhere.status_code in (200, 503)


def test_a_flood_from_everywhere_is_answered_before_the_database_is_asked(
    cast: Cast, page: TipPage, caplog: pytest.LogCaptureFixture
) -> None:
    """All within a second, each from another address: a handful is taken, the others told to come again, and go back to what they typed."""
    client = Client()
    url = reverse("tip_send", args=[page.code])
    cache.set("tip-second", rules.A_SECOND, 60)
    with CaptureQueriesContext(connection) as asked:
        for number in range(200):
            answer = client.post(url, SAID, REMOTE_ADDR=f"10.1.{number // 250}.{number % 250}")
            assert (answer.status_code, answer["Retry-After"]) == (503, "3")
    assert len(asked) == 0 and caplog.records == []
    assert answer["Content-Security-Policy"].startswith("default-src 'none'")
    assert "填写的内容都在" in answer.content.decode()
    assert tips(cast) == []


def test_too_large_a_post_is_turned_away_unread(page: TipPage) -> None:
    with CaptureQueriesContext(connection) as asked:
        answer = Client().post(reverse("tip_send", args=[page.code]), SAID, CONTENT_LENGTH="80000000")
    assert (answer.status_code, len(asked)) == (413, 0)


def test_addresses_are_told_apart_by_household() -> None:
    assert rules.network_of("2001:db8:1:2:3:4:5:6") == rules.network_of("2001:db8:1:2::9") == "2001:db8:1:2::"
    assert rules.network_of("::ffff:10.1.2.3") == "10.1.2.3"
    assert rules.network_of("10.1.2.3") != rules.network_of("10.1.2.4")
    assert rules.network_of("nonsense") == "nonsense"


def test_a_word_guessed_at_gets_one_answer_and_then_nothing_is_looked_up(cast: Cast) -> None:
    _, word = sent(cast)
    client = Client()

    def ask(said: str) -> tuple[int, str, int]:
        cache.delete("tip-second")
        with CaptureQueriesContext(connection) as asked:
            answer = client.post(reverse("tip_track"), {"word": said})
        body = answer.content.decode()
        return answer.status_code, body[body.index("<h1>") :].split("</form>")[0], len(asked)

    wrong = ask("AAAA-BBBB-CCCC")
    assert wrong[0] == 404
    assert ask("'; DROP TABLE")[:2] == ask("2345" * 10)[:2] == ask("举2026-0001")[:2] == wrong[:2]
    for _ in range(16):
        ask("AAAA-BBBB-CCCC")
    status, body, queries = ask(word)  # even the right one, for ten minutes
    assert (status, body) == wrong[:2]
    assert queries < wrong[2]
    cache.clear()
    assert ask(word)[0] == 200


def test_a_tip_for_a_place_outside_the_town_goes_on_to_who_has_it(cast: Cast, page: TipPage) -> None:
    word = word_of(send(page, place="西河镇木材市场"))
    row = actions.pass_tip_on(
        cast.chen, tips(cast)[0].pk, version=1, body="西河镇安全办", reason="地点在西河镇，不在本镇"
    )
    assert (row.state, row.is_open, row.due_on) == ("passed", False, None)
    seen = Client().post(reverse("tip_track"), {"word": word}).content.decode()
    assert "已转西河镇安全办办理" in seen and "不在本镇" in seen
    with pytest.raises(NotAllowed, match="已转办"):
        taken(cast, row)


def test_a_tip_cannot_be_sent_about_another_towns_unit(cast: Cast, page: TipPage) -> None:
    other = actions.open_tip_page(cast.sun)
    plate = issue_plates(cast.chen, [cast.units["yongan"].pk])[0]
    answer = send(other, plate=plate.code)
    assert answer.status_code == 200
    (row,) = Tip.objects.within(cast.sun.scope)
    assert row.unit_id is None
    assert "永安烟花店" not in answer.content.decode()


def test_what_is_answered_is_answered_once(cast: Cast) -> None:
    tip, _ = done(cast)
    with pytest.raises(NotAllowed, match="“已答复”状态下不能答复"):
        answered(cast, tip)


def test_what_was_untrue_is_not_rewarded(cast: Cast) -> None:
    tip, _ = done(cast, "false")
    with pytest.raises(NotAllowed, match="属实"):
        approved(cast, tip)


def test_who_told_no_name_and_left_no_way_to_be_paid_is_asked_for_the_word(cast: Cast) -> None:
    tip, _ = done(cast)
    row = approved(cast, tip)
    with pytest.raises(Incomplete) as wrong:
        actions.pay_reward(cast.chen, row.pk, version=2, way="transfer", voucher="1")
    assert "凭查询码当面领取" in wrong.value.fields["way"]
    with pytest.raises(Incomplete, match="说不出查询码"):
        actions.pay_reward(cast.chen, row.pk, version=2, way="desk", word="")


def test_a_visit_of_another_unit_is_none_for_the_tip(cast: Cast) -> None:
    tip, _ = sent(cast)
    with pytest.raises(NotAllowed, match="待受理"):
        actions.check_on_site(cast.zhao, tip.pk, visit(cast, cast.zhao))
    taken(cast, tip)
    with pytest.raises(Incomplete, match="不是这家单位"):
        actions.check_on_site(cast.zhao, tip.pk, visit(cast, cast.zhao, unit=cast.units["school"].pk))

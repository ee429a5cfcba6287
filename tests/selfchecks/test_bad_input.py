"""What a clumsy hand or a clever insider sends to self-checks: refused in words, written once, or not there."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import time, timedelta

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from bihuan.core import clock
from bihuan.core.errors import Forbidden
from bihuan.core.guessing import MISSES_MAX
from bihuan.core.ids import new_id
from bihuan.hazards.models import Hazard
from bihuan.risks.actions import Line
from bihuan.selfchecks import rules
from bihuan.selfchecks.actions import issue_point_plates, record_checks, report_hazard, set_shifts
from bihuan.selfchecks.models import SelfCheck
from tests.cast import TODAY, Cast
from tests.members.deeds import joined
from tests.risks.deeds import WIRING, add, point
from tests.selfchecks.deeds import at, check, checked, found, ready
from tests.web.visits import SignIn


@pytest.mark.parametrize("line", ["白班 08:00Z-18:00Z", "白班 08:00+08:00-18:00", "白班 08:00-18:00+08:00"])
def test_a_shift_has_times_of_the_wall_and_no_zone(line: str) -> None:
    with pytest.raises(ValueError, match="看不懂"):
        rules.read_shifts(line)


def test_a_shift_is_kept_to_the_minute() -> None:
    with pytest.raises(ValueError, match="看不懂"):
        rules.read_shifts("白班 08:00:30-18:00")
    (one,) = rules.read_shifts("白班 8:00－18:00")
    assert (one.begins, one.ends) == (time(8), time(18))


@pytest.mark.parametrize("name", ["selfcheck_list", "selfcheck_doubts", "selfcheck_units"])
def test_days_at_the_ends_of_the_calendar_break_no_list(cast: Cast, sign_in: SignIn, name: str) -> None:
    client = sign_in("chen")
    for asked in ({"since": "0001-01-01"}, {"until": "9999-12-31"}, {"cell": "9" * 40, "unit": "好"}):
        assert client.get(reverse(name), asked).status_code == 200


def test_nobody_but_the_units_own_checks_or_reports_for_it(cast: Cast) -> None:
    """何监 of the district sees 永安 and inspects nothing: what the unit found itself is not his to say."""
    ma = ready(cast)
    he = cast.he
    with pytest.raises(Forbidden, match="本单位自查"):
        report_hazard(he, point(ma, "储存间").pk, found(cast, he))
    with pytest.raises(Forbidden, match="本单位自查"):
        record_checks(he, cast.units["yongan"].pk, [check(ma)])


def test_a_hazard_sent_twice_is_registered_once(cast: Cast, sign_in: SignIn) -> None:
    ma = ready(cast)
    client, store = sign_in("ma"), point(ma, "储存间")
    url = reverse("selfcheck_hazard", args=[store.pk])
    sent = {
        "check_id": str(new_id()),
        "hazard_id": str(new_id()),
        "text": "超量两箱",
        "photos": str(cast.photo(ma)),
    }
    assert client.post(url, sent).status_code == 302
    again = client.post(url, sent)
    assert again.status_code == 409 and "已经登记" in again.content.decode()
    assert "超量两箱" in again.content.decode()
    assert Hazard.objects.within(ma.scope).count() == 1


def test_a_check_with_the_number_of_another_is_not_taken(cast: Cast, sign_in: SignIn) -> None:
    ma = ready(cast)
    (row,) = checked(cast, ma, check(ma))
    sent = {"check_id": str(row.pk), "level": "post", "every": "day"}
    answer = sign_in("ma").post(reverse("selfcheck", args=[point(ma, "疏散通道").pk]), sent)
    assert answer.status_code == 409 and "请刷新" in answer.content.decode()
    assert SelfCheck.objects.within(ma.scope).count() == 1


def test_a_pdf_is_no_photo_and_anothers_photo_no_proof(cast: Cast, sign_in: SignIn) -> None:
    ma = ready(cast)
    client, store = sign_in("ma"), point(ma, "储存间")
    url = reverse("selfcheck_hazard", args=[store.pk])
    scan = client.post(reverse("file_upload"), {"file": SimpleUploadedFile("a.pdf", b"%PDF-1.4 x")}).json()
    theirs = str(cast.photo(cast.chen, "navy"))
    for photo, why in ((scan["id"], "这里要的是照片"), (theirs, "没有上传成功")):
        sent = {"check_id": str(new_id()), "hazard_id": str(new_id()), "text": "超量两箱", "photos": photo}
        answer = client.post(url, sent)
        page = answer.content.decode()
        assert answer.status_code == 422 and why in page and "超量两箱" in page
    assert not Hazard.objects.within(ma.scope).exists()
    assert client.get(reverse("file", args=[theirs])).status_code == 404


@pytest.mark.parametrize("day", ["9" * 5000, "²", "八", "-1"])
def test_a_day_of_rest_that_is_none_is_refused_in_words(cast: Cast, sign_in: SignIn, day: str) -> None:
    url = reverse("selfcheck_shifts", args=[cast.units["yongan"].pk])
    answer = sign_in("feng").post(url, {"shifts": "早班 06:00-14:00", "rest": [day, "6"]})
    page = answer.content.decode()
    assert answer.status_code == 422 and "请从列表中选择休息日。" in page
    assert "早班 06:00-14:00" in page and 'value="6" checked' in page


def test_who_works_at_two_units_is_told_to_change_over_before_checking(cast: Cast, sign_in: SignIn) -> None:
    """唐丽 heads the site and the school, and is signed in for the one whose name comes first."""
    site, school = cast.units["site"], cast.units["school"]
    cast.people["tang"] = joined(cast.chen, site)
    joined(cast.chen, school)
    client = sign_in("tang")
    here, there = (site, school) if cast.tang.seat == site.pk else (school, site)
    add(cast.chen, there)
    (plate,) = issue_point_plates(cast.chen, [there.pk])
    address = reverse("point_plate_page", args=[plate.code])
    page = client.get(address).content.decode()
    assert f"切换到“{there.name}”" in page and "登录自查" not in page and here.name not in page
    client.post(reverse("seat"), {"unit": str(there.pk)})
    assert client.get(address)["Location"] == reverse("selfcheck", args=[plate.point_id])


@pytest.fixture
def nobody_has_guessed() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def test_who_guesses_plates_is_answered_no_more_not_even_with_the_truth(
    cast: Cast, nobody_has_guessed: None
) -> None:
    point_of = add(cast.feng, cast.units["yongan"])
    (plate,) = issue_point_plates(cast.feng, [point_of.unit_id])
    for number in range(MISSES_MAX):
        assert Client().get(reverse("point_plate_page", args=[f"guess{number}"])).status_code == 404
    page = reverse("point_plate_page", args=[plate.code])
    assert Client().get(page).status_code == 404
    assert Client(REMOTE_ADDR="10.0.0.9").get(page).status_code == 200


def shift_check(cast: Cast) -> dict[str, str]:
    """永安's switchboard is looked at each shift by 马小兵; what his page sends of a hazard found there."""
    line = Line("漏电保护器试跳正常", "shift", "post")
    added = add(cast.feng, cast.units["yongan"], step=replace(WIRING, checks=[line]))
    ids = {"check_id": str(new_id()), "hazard_id": str(new_id()), "level": "post", "every": "shift"}
    return ids | {"text": "保护器跳不开", "photos": str(cast.photo(cast.ma)), "point": str(added.pk)}


def test_what_was_found_outside_the_shift_is_refused_and_stays_typed(cast: Cast, sign_in: SignIn) -> None:
    ready(cast)
    sent = shift_check(cast)
    url = reverse("selfcheck_hazard", args=[sent.pop("point")])
    with clock.moved(at(hour=20)):
        answer = sign_in("ma").post(url, sent)
        page = answer.content.decode()
        assert answer.status_code == 409 and "现在不在班次时间内" in page and "下一班6月3日08:00开始" in page
        assert "保护器跳不开" in page and sent["photos"] in page
        besides = {name: value for name, value in sent.items() if name not in ("level", "every")}
        assert sign_in("ma").post(url, besides).status_code == 302
    assert [row.text for row in Hazard.objects.within(cast.ma.scope)] == ["保护器跳不开"]
    assert not SelfCheck.objects.within(cast.ma.scope).exists()


def test_a_night_shift_is_one_check_though_midnight_lies_in_it(cast: Cast, sign_in: SignIn) -> None:
    """Pressed at 23:50 and again at 00:10 it is the same shift; the next night's is another."""
    ready(cast)
    sent = shift_check(cast)
    set_shifts(cast.feng, cast.units["yongan"].pk, shifts="夜班 22:00-06:00")
    url = reverse("selfcheck", args=[sent["point"]])
    press = {"level": "post", "every": "shift"}
    done = []
    for hours in (23, 24, 30, 47):
        with clock.moved(at(hour=0) + timedelta(hours=hours, minutes=10)):
            done.append(sign_in("ma").post(url, press | {"check_id": str(new_id())}).status_code)
    assert done == [302, 409, 409, 302]
    rows = SelfCheck.objects.within(cast.ma.scope).order_by("at", "pk")
    assert [(row.due_on, row.shift) for row in rows] == [
        (TODAY, "22:00"),
        (TODAY + timedelta(days=1), "22:00"),
    ]

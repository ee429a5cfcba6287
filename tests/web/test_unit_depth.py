"""The pages of mergers, plates, terms, contacts, papers and places."""

from io import BytesIO
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from bihuan.core.guessing import MISSES_MAX
from bihuan.core.models import Job
from bihuan.units import actions
from bihuan.units.models import Apart, Contact, Document, Plate, Unit
from bihuan.units.rules import CERTIFICATES
from bihuan.units.views import plates as plate_views
from tests.cast import FOUNDED, TODAY, Cast, picture
from tests.core.deeds import found
from tests.units.deeds import CODE, fresh, merge, twin
from tests.web.pages import error_at, plain
from tests.web.visits import SignIn


@pytest.fixture(autouse=True)
def nobody_tried_codes() -> None:
    cache.clear()


def test_a_second_unit_of_a_code_is_refused_with_a_link_to_the_first(cast: Cast, sign_in: SignIn) -> None:
    first = twin(cast)
    asked = {
        "name": "永安二店",
        "category": "shop",
        "uscc": CODE,
        "opened_on": TODAY.isoformat(),
        "address": "柳林村",
    }
    answer = sign_in("zhao").post(reverse("unit_new"), asked)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "已经登记为“永安鞭炮店”" in error_at(text, "uscc") and reverse("unit", args=[first.pk]) in text
    assert 'value="永安二店"' in text
    answer = sign_in("zhao").post(reverse("unit_new"), asked | {"other_site": "on"})
    assert answer.status_code == 302


def test_doubles_are_offered_compared_and_merged(cast: Cast, sign_in: SignIn) -> None:
    kept, gone = cast.units["yongan"], twin(cast, phone="13800000001")
    client = sign_in("chen")
    listed = client.get(reverse("unit_twins")).content.decode()
    assert "电话相同，名称相近" in listed
    choose = client.get(reverse("unit_merge", args=[kept.pk])).content.decode()
    page = f"{reverse('unit_merge', args=[kept.pk])}?with={gone.pk}"
    assert f"?with={gone.pk}" in choose
    text = client.get(page).content.decode()
    assert "石桥村北头路东" in plain(text) and 'name="f-uscc" value="gone" checked' in text
    given = {"kept_version": "1", "gone_version": "1", "f-uscc": "gone", "f-name": "kept", "reason": ""}
    refused = client.post(page, given)
    assert refused.status_code == 422 and "请填写合并理由" in error_at(refused.content.decode(), "reason")
    assert client.post(page, given | {"reason": "重复登记"})["Location"] == reverse("unit", args=[kept.pk])
    assert fresh(cast.chen, kept).uscc == CODE
    assert client.get(reverse("unit", args=[gone.pk]))["Location"] == reverse("unit", args=[kept.pk])
    stub = client.get(f"{reverse('unit', args=[gone.pk])}?stub=1").content.decode()
    assert "已并入" in stub and "编辑" not in stub
    assert "并入的重复登记" in client.get(reverse("unit", args=[kept.pk])).content.decode()
    assert gone.name not in client.get(f"{reverse('units')}?words=永安").content.decode()


def test_two_that_are_alike_are_told_apart_and_offered_no_more(cast: Cast, sign_in: SignIn) -> None:
    one, other = cast.units["yongan"], twin(cast, phone="13800000001")
    client, twins = sign_in("chen"), reverse("unit_twins")
    page = f"{reverse('unit_merge', args=[one.pk])}?with={other.pk}"
    refused = client.post(page, {"apart": "1", "apart-reason": " "})
    assert refused.status_code == 422 and "请填写理由" in error_at(refused.content.decode(), "apart-reason")
    assert client.post(page, {"apart": "1", "apart-reason": "老板是兄弟，两处店"})["Location"] == twins
    listed = plain(client.get(twins).content.decode())
    assert "没有疑似重复" in listed and "已认定不是同一家（1对）" in listed and "老板是兄弟" in listed
    again = client.post(page, {"apart": "1", "apart-reason": "两家"})
    assert again.status_code == 409 and "已经认定不是同一家" in again.content.decode()
    row = Apart.objects.within(cast.chen.scope).get()
    end = reverse("apart_end", args=[row.pk])
    assert "老板是兄弟" in client.get(end).content.decode()
    assert client.post(end, {"reason": "其实是一家"})["Location"] == twins
    assert "电话相同，名称相近" in client.get(twins).content.decode()
    assert client.post(end, {"reason": "再撤一次"}).status_code == 409


def test_who_was_slower_compares_again_before_merging(cast: Cast, sign_in: SignIn) -> None:
    kept, gone = cast.units["yongan"], twin(cast)
    page = f"{reverse('unit_merge', args=[kept.pk])}?with={gone.pk}"
    actions.revise_unit(cast.zhao, gone.pk, version=1, address="石桥村西头")
    given = {"kept_version": "1", "gone_version": "1", "reason": "重复登记"}
    answer = sign_in("chen").post(page, given)
    text = answer.content.decode()
    assert answer.status_code == 409 and "石桥村西头" in text and 'name="gone_version" value="2"' in text
    assert 'value="重复登记"' in text


def test_a_plate_opens_the_unit_for_who_may_see_it_and_little_for_others(cast: Cast, sign_in: SignIn) -> None:
    unit = cast.units["yongan"]
    actions.set_duty_phone(cast.chen, phone="0537-2345678")
    plate = actions.issue_plates(cast.chen, [unit.pk])[0]
    page = reverse("plate_page", args=[plate.code])
    assert sign_in("li").get(page)["Location"] == reverse("unit", args=[unit.pk])
    for client in (Client(), sign_in("sun"), sign_in("zheng")):
        answer = client.get(page)
        said = plain(answer.content.decode())
        assert answer.status_code == 200 and answer["X-Robots-Tag"] == "noindex, nofollow"
        assert all(word in said for word in ("永安烟花店", "东岭镇应急管理办公室", "0537-2345678", "12350"))
        assert not any(word in said for word in ("13800000001", "冯永", "石桥村", "烟花爆竹", CODE))
    renewed = actions.renew_plate(cast.chen, unit.pk, reason="丢失")
    assert Client().get(page).status_code == 404
    assert Client().get(reverse("plate_page", args=[renewed.code.upper()])).status_code == 200


def test_the_plate_of_a_double_works_on(cast: Cast, sign_in: SignIn) -> None:
    kept, gone = cast.units["yongan"], twin(cast)
    plate = actions.issue_plates(cast.chen, [gone.pk])[0]
    merge(kept, gone, cast.chen)
    page = reverse("plate_page", args=[plate.code])
    assert "永安烟花店" in Client().get(page).content.decode()
    assert sign_in("chen").get(page)["Location"] == reverse("unit", args=[kept.pk])


def test_who_tries_codes_is_answered_no_more(cast: Cast) -> None:
    plate = actions.issue_plates(cast.chen, [cast.units["yongan"].pk])[0]
    for number in range(MISSES_MAX):
        assert Client().get(reverse("plate_page", args=[f"guess{number}"])).status_code == 404
    page = reverse("plate_page", args=[plate.code])
    assert Client().get(page).status_code == 404
    assert Client(REMOTE_ADDR="10.0.0.9").get(page).status_code == 200


def test_behind_a_proxy_one_who_tries_codes_shuts_out_nobody_else(cast: Cast, settings: Any) -> None:
    settings.PROXIES = 1
    (plate,) = actions.issue_plates(cast.chen, [cast.units["yongan"].pk])
    page, one, other = reverse("plate_page", args=[plate.code]), "203.0.113.5", "203.0.113.6"
    for number in range(MISSES_MAX):
        Client(headers={"X-Forwarded-For": one}).get(reverse("plate_page", args=[f"guess{number}"]))
    assert Client(headers={"X-Forwarded-For": one}).get(page).status_code == 404
    assert Client(headers={"X-Forwarded-For": other}).get(page).status_code == 200


def test_a_count_that_runs_out_at_this_moment_breaks_no_page(
    monkeypatch: pytest.MonkeyPatch, db: None
) -> None:
    monkeypatch.setattr(cache, "add", lambda *_: False)
    assert Client().get(reverse("plate_page", args=["guess"])).status_code == 404


def test_more_plates_than_a_page_holds_go_to_the_background(
    cast: Cast, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sign_in("chen")
    assert "打印全部" not in client.get(reverse("plates")).content.decode()
    monkeypatch.setattr(plate_views, "PLATES_MAX", 1)
    assert "共3块，下面先列1块" in plain(client.get(reverse("plates")).content.decode())
    answer = client.post(reverse("plates_file"), {"all": "1", "query": "category=school"})
    job = Job.registry.get()
    assert answer["Location"] == reverse("job", args=[job.pk])
    assert job.given["units"] == [str(cast.units["school"].pk)]


def test_the_sheets_hold_ten_plates_a_page_with_codes(cast: Cast, sign_in: SignIn) -> None:
    units = [twin(cast, name=f"商铺{number}", uscc="", address=f"{number}号").pk for number in range(11)]
    client = sign_in("zhao")
    assert client.get(reverse("plates")).status_code == 200
    answer = client.post(reverse("plates_file"), {"unit": [str(pk) for pk in units]})
    read = PdfReader(BytesIO(answer.content))
    assert len(read.pages) == 2
    said = "".join(one.extract_text() for one in read.pages)
    code = Plate.objects.within(cast.chen.scope).get(unit=units[0]).code
    assert "商铺10" in said and code in said and "12350" in said
    assert client.post(reverse("plates_file"), {"unit": ["x"]})["Location"] == reverse("plates")


def test_contacts_are_masked_for_who_does_not_go_there(cast: Cast, sign_in: SignIn) -> None:
    unit = cast.units["yongan"]
    given = {"role": "manager", "name": "冯小", "phone": "13900000009"}
    sign_in("chen").post(reverse("contact_new", args=[unit.pk]), given)
    page = reverse("unit", args=[unit.pk])
    assert "13900000009" in sign_in("chen").get(page).content.decode()
    district = sign_in("he").get(page).content.decode()
    assert "139****0009" in district and "13900000009" not in district
    contact = Contact.objects.within(cast.chen.scope).get()
    sign_in("chen").post(reverse("contact_end", args=[contact.pk]))
    assert "冯小" not in sign_in("chen").get(page).content.decode().split("联系人")[1].split("资料")[0]


def test_a_paper_is_judged_by_its_content_and_an_error_does_not_lose_it(cast: Cast, sign_in: SignIn) -> None:
    page = reverse("document_new", args=[cast.units["yongan"].pk])
    client = sign_in("chen")
    wrong = SimpleUploadedFile("图.pdf", b"MZ not a picture", "application/pdf")
    answer = client.post(page, {"kind": "plan", "title": "应急预案", "file_file": wrong})
    assert answer.status_code == 422 and "不是照片" in answer.content.decode()
    good = SimpleUploadedFile("图.jpg", picture(), "image/jpeg")
    answer = client.post(page, {"kind": "plan", "title": "", "file_file": good})
    text = answer.content.decode()
    kept = text.split('name="file" value="')[1].split('"')[0]
    assert answer.status_code == 422 and kept
    client.post(page, {"kind": "plan", "title": "应急预案", "file": kept})
    assert str(Document.objects.within(cast.chen.scope).get().file_id) == kept


def test_what_runs_out_is_listed_by_month_and_filtered(cast: Cast, sign_in: SignIn) -> None:
    unit = cast.units["yongan"].pk
    for kind, until in (("insurance", "2026-06-20"), ("plan", "2026-09-01")):
        given = {"kind": kind, "number": kind, "valid_until": until}
        sign_in("zhao").post(reverse("certificate_new", args=[unit]), given)
    page = reverse("running_out")
    text = sign_in("chen").get(page).content.decode()
    assert text.index("2026年6月到期") < text.index("2026年9月到期")
    few = sign_in("chen").get(f"{page}?term=30&kind=insurance&month=2026-06&words=永安").content.decode()
    assert few.count('class="main"') == 1
    assert "没有符合条件" in sign_in("zheng").get(page).content.decode()
    steps, client = reverse("reminders"), sign_in("chen")
    assert plan_mark(client, page) == 0
    typed = dict.fromkeys(CERTIFICATES, "60、30、7") | {"plan": "100、一个月"}
    refused = client.post(steps, typed)
    assert refused.status_code == 422 and "用顿号隔开" in error_at(refused.content.decode(), "plan")
    assert 'value="100、一个月"' in refused.content.decode()
    assert client.post(steps, typed | {"plan": "100"})["Location"] == page
    assert plan_mark(client, page) == 1


def plan_mark(client: Client, page: str) -> int:
    """How many filed plans the list shows as soon to run out."""
    return plain(client.get(f"{page}?kind=plan").content.decode()).count("快到期")


def test_closing_lists_what_is_open_and_keeps_what_was_typed(cast: Cast, sign_in: SignIn) -> None:
    hazard = found(cast, cast.chen)
    page = reverse("unit_state", args=[cast.units["yongan"].pk])
    client = sign_in("chen")
    assert hazard.number in client.get(page).content.decode()
    given = {"state": "moved", "from_on": TODAY.isoformat(), "reason": "租约到期", "to": "西河镇"}
    answer = client.post(page, given)
    assert answer.status_code == 422 and "还有1件事" in error_at(answer.content.decode(), "handling")
    assert 'value="西河镇"' in answer.content.decode()
    client.post(page, given | {"handling": "函告西河镇"})
    shown = client.get(reverse("unit", args=[cast.units["yongan"].pk])).content.decode()
    assert "迁往西河镇" in shown and "已迁出" in shown


def test_a_new_category_tells_what_it_carries_along(cast: Cast, sign_in: SignIn) -> None:
    found(cast, cast.chen)
    unit = cast.units["yongan"]
    given = {"name": unit.name, "category": "shop", "version": "1"}
    text = sign_in("chen").post(reverse("unit_edit", args=[unit.pk]), given, follow=True).content.decode()
    assert "类别改为“沿街商铺”" in text and "未办结的1件照旧办理" in text
    told = sign_in("he").get(reverse("unit_changes", args=[unit.pk])).content.decode()
    assert "烟花爆竹" in told and "沿街商铺" in told


def test_a_place_is_drawn_among_the_others(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in("chen")
    for key, east in (("school", "116.20"), ("yongan", "116.21")):
        page = reverse("unit_place", args=[cast.units[key].pk])
        assert client.post(page, {"latitude": "34.5", "longitude": east, "datum": "wgs84"}).status_code == 302
    text = client.get(reverse("unit_place", args=[cast.units["yongan"].pk])).content.decode()
    assert text.count("<circle") == 2 and "石桥小学" in text
    far = client.post(
        reverse("unit_place", args=[cast.units["site"].pk]),
        {"latitude": "40", "longitude": "116", "datum": "wgs84"},
    )
    assert far.status_code == 422 and 'name="sure"' in far.content.decode()
    assert Unit.objects.within(cast.chen.scope).filter(latitude__isnull=False, opened_on=FOUNDED).count() == 2

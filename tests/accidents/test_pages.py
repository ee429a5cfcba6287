"""The pages of accidents: each takes what it should, keeps what was typed when it is refused, and shows what stands."""

from datetime import timedelta
from io import BytesIO

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from bihuan.accidents.actions import cancel_accident
from bihuan.accidents.models import Accident, FlashReport, ReportLimit, Telling
from bihuan.accidents.rules import Counts
from bihuan.core import clock, files
from bihuan.core.ids import new_id
from tests.accidents.deeds import BUREAU, DONE, FELL, close, enter, fresh, judge, know, report
from tests.cast import TODAY, Cast, picture
from tests.notices.deeds import at
from tests.web.pages import error_at, plain
from tests.web.visits import SignIn, photo

CALL = {"unit": "永安烟花店", "brief": FELL, "happened_at": "2026-06-02T08:40", "severe": "1"}


def page(cast: Cast, row: Accident, sign_in: SignIn, who: str = "chen") -> str:
    return sign_in(who).get(reverse("accident", args=[row.pk])).content.decode()


def test_a_call_takes_four_fields(cast: Cast, sign_in: SignIn) -> None:
    client, address = sign_in("wang"), reverse("accident_new")
    assert "不写伤亡人员的姓名" in client.get(address).content.decode()
    shot = {"photos_file": photo("red")}
    refused = client.post(address, CALL | {"accident_id": new_id(), "happened_at": "2026-06-02T10:40"} | shot)
    html = refused.content.decode()
    assert refused.status_code == 422 and "不能晚于现在" in error_at(html, "happened_at")
    assert FELL in html and 'value="永安烟花店"' in html and "/thumb" in html
    unknown = client.post(address, CALL | {"accident_id": new_id(), "unit": "没有这家"})
    assert "没有找到这个监管对象" in error_at(unknown.content.decode(), "unit")
    told = client.post(address, CALL | {"accident_id": new_id(), "photos_file": photo("blue")}, follow=True)
    row = Accident.objects.within(cast.chen.scope).get()
    html = told.content.decode()
    assert "已报告安全办和镇领导" in html and FELL in html and "重伤1人" in html
    assert row.heard_at == clock.now() and row.unit == cast.units["yongan"]
    assert reverse("flash_report_new", args=[row.pk]) not in html  # she may not tell those above
    assert reverse("flash_report_new", args=[row.pk]) in page(cast, row, sign_in)


def test_who_answers_for_a_unit_finds_it_named_already(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in("feng")
    html = client.get(reverse("accident_new")).content.decode()
    assert 'value="永安烟花店"' in html and 'id="cell"' not in html
    client.post(reverse("accident_new"), CALL | {"accident_id": new_id()})
    other = enter(cast, unit="school")
    listed = client.get(reverse("accidents")).content.decode()
    assert "永安烟花店" in listed and "石桥小学" not in listed
    assert client.get(reverse("accident", args=[other.pk])).status_code == 404
    assert sign_in("lu").get(reverse("accidents")).status_code == 403


def test_a_report_is_filled_from_the_records_and_shows_what_has_changed(cast: Cast, sign_in: SignIn) -> None:
    row, client = enter(cast), sign_in("chen")
    address = reverse("flash_report_new", args=[row.pk])
    html = client.get(address).content.decode()
    assert "重伤</dt><dd>1人" in html and FELL in html and f'value="{BUREAU}"' in html
    given = {"version": 1, **DONE, "signed_by": str(cast.people["zhou"].pk), "body": BUREAU, "way": "system"}
    refused = client.post(address, given | {"measures": "", "contact": "赵强"})
    assert refused.status_code == 422 and "已采取的措施" in error_at(refused.content.decode(), "measures")
    assert 'value="赵强"' in refused.content.decode()
    done = client.post(address, given, follow=True).content.decode()
    assert "已签发：首报" in done and "首次报告按时" in plain(done)
    stale = client.post(address, given)
    assert stale.status_code == 409 and "刚刚被别人办理过" in stale.content.decode()
    know(cast, row, Counts(severe=1, light=2))
    html = client.get(address).content.decode()
    assert "续报1" in html and "轻伤</b> 0人 → 2人" in html
    assert "伤亡有变化，还没有续报" in page(cast, row, sign_in)
    told = Telling.objects.within(cast.chen.scope).get()
    assert (told.body, told.report) == (BUREAU, FlashReport.objects.within(cast.chen.scope).get())


def test_a_report_is_a_form_on_one_page_that_says_what_is_new(cast: Cast, sign_in: SignIn) -> None:
    row, client = enter(cast), sign_in("wang")
    report(cast, row)
    know(cast, row, Counts(deaths=1), reason="伤重不治")
    second = report(cast, row)
    answer = client.get(reverse("flash_report", args=[row.pk, second.pk]))
    assert answer["Content-Type"] == "application/pdf"
    again = client.get(reverse("flash_report", args=[row.pk, second.pk]))
    assert again.content == answer.content
    (sheet,) = PdfReader(BytesIO(answer.content)).pages
    text = sheet.extract_text().replace("\n", "").replace(" ", "")
    for words in (
        "事故快报（续报1）",
        second.number.replace(" ", ""),
        "永安烟花店",
        "重伤由“1人”变为“0人”",
        "周正",
        "已采取的措施",
    ):
        assert words in text, words
    cancel_accident(cast.chen, row.pk, version=fresh(cast, row).version, reason="误报")
    stamped = client.get(reverse("flash_report", args=[row.pk, second.pk])).content
    assert stamped != answer.content
    other = enter(cast)
    assert client.get(reverse("flash_report", args=[other.pk, second.pk])).status_code == 404


def test_every_step_has_its_page_and_keeps_what_was_typed(cast: Cast, sign_in: SignIn) -> None:
    row, client = enter(cast), sign_in("chen")
    steps = {
        "accident_toll": (
            {"deaths": "1", "known_at": "2026-06-02T09:00", "reason": "伤重不治"},
            {"known_at": "明天"},
        ),
        "accident_tell": (
            {"teller": "town", "level": "above", "body": BUREAU, "way": "phone", "at": "2026-06-02T09:00"},
            {"body": ""},
        ),
        "accident_judge": (
            {"nature": "production", "by": BUREAU, "ground": "电话", "on": "2026-06-02"},
            {"ground": ""},
        ),
        "accident_correct": (
            CALL | {"happened_at": "2026-06-02T08:30", "heard_at": "2026-06-02T08:55", "reason": "核实"},
            {"reason": ""},
        ),
    }
    for name, (right, wrong) in steps.items():
        address, version = reverse(name, args=[row.pk]), fresh(cast, row).version
        assert client.get(address).status_code == 200
        refused = client.post(address, right | {"version": version} | wrong)
        field = next(iter(wrong))
        assert refused.status_code == 422 and error_at(refused.content.decode(), field), name
        done = client.post(address, right | {"version": version}, follow=True).content.decode()
        assert "已登记" in done, name
    html = page(cast, row, sign_in)
    assert "死亡1人" in html and "生产安全事故" in html and "08:30" in html and "伤重不治" in html


def test_the_end_of_a_case_and_what_it_asks_for(cast: Cast, sign_in: SignIn) -> None:
    row, client = enter(cast), sign_in("chen")
    judge(cast, row)
    report(cast, row, final=True)
    address = reverse("accident_close", args=[row.pk])
    given = {
        "version": fresh(cast, row).version,
        "body": "调查组",
        "number": "东政事故〔2026〕1号",
        "on": "2026-06-02",
        "conclusions": "货架未固定",
        "remedies": "尽快 固定货架",
    }
    refused = client.post(address, given)
    assert refused.status_code == 422 and "先写期限" in error_at(refused.content.decode(), "remedies")
    client.post(address, given | {"remedies": "2026-07-01 固定货架\n\n2026-08-01 培训店员"})
    html = page(cast, row, sign_in)
    assert "已结案" in html and "固定货架" in html and "培训店员" in html
    remedy = fresh(cast, row).remedies.within(cast.chen.scope).first()
    settle = reverse("remedy_settle", args=[row.pk, remedy.pk])
    assert client.post(settle, {"on": "2026-06-02", "done": ""}).status_code == 422
    client.post(settle, {"on": "2026-06-02", "done": "已固定"})
    assert "已落实" in page(cast, row, sign_in)
    html = client.get(reverse("flash_report_new", args=[row.pk])).content.decode()
    assert "这起事故已结案，不能报快报" in html and 'name="measures"' not in html
    assert client.get(reverse("accident_cancel", args=[row.pk])).status_code == 200
    elsewhere = reverse("remedy_settle", args=[enter(cast).pk, remedy.pk])
    assert client.get(elsewhere).status_code == 404


def test_a_false_alarm_stays_and_says_so(cast: Cast, sign_in: SignIn) -> None:
    row, client = enter(cast), sign_in("chen")
    client.post(reverse("accident_cancel", args=[row.pk]), {"version": 1, "reason": "是演练"})
    html = page(cast, row, sign_in)
    assert "不计入统计：是演练" in html and reverse("accident_toll", args=[row.pk]) not in html
    assert "SG20260001" in client.get(reverse("accidents"), {"state": "cancelled"}).content.decode()


def test_the_register_is_narrowed_and_exported_in_few_queries(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in("chen")
    enter(cast)
    judge(cast, enter(cast, unit="school", brief="操场雪棚坍塌"), "disaster")
    address = reverse("accidents")
    for query, there, gone in (
        ({"words": "雪棚"}, "石桥小学", "永安烟花店"),
        ({"nature": "disaster"}, "石桥小学", "永安烟花店"),
        ({"cell": cast.cells["永安烟花店"].path}, "永安烟花店", "石桥小学"),
        ({"state": "nothing", "since": "what"}, "石桥小学", "没有符合条件"),
    ):
        html = client.get(address, query).content.decode()
        assert there in html and gone not in html.split("<tbody>")[-1], query
    for query in ({"cell": "x"}, {"until": "2026-06-01"}, {"words": "没有这样的"}):
        assert "没有符合条件" in client.get(address, query).content.decode(), query
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for number in range(4):
        enter(cast, brief=f"第{number}起")
    with CaptureQueriesContext(connection) as more:
        client.get(address)
    assert len(more) == len(few)
    book = load_workbook(BytesIO(client.post(address, {"do": "export"}).content))
    rows = [[cell.value for cell in line] for line in book.active.rows]
    assert any("永安烟花店" in line and "重伤1人" in line for line in rows)


def test_photos_are_seen_by_whoever_sees_the_accident(cast: Cast, sign_in: SignIn) -> None:
    row = enter(cast)
    address = reverse("accident_photos", args=[row.pk])
    assert sign_in("feng").post(address, {}).status_code == 422
    sign_in("feng").post(address, {"photos_file": photo("green")})
    kept = row.photos.within(cast.chen.scope).get()
    assert sign_in("wang").get(reverse("file", args=[kept.file_id])).status_code == 200
    assert sign_in("sun").get(reverse("file", args=[kept.file_id])).status_code == 404
    assert files.is_shown(cast.feng, kept.file_id) and picture("green")


def test_the_towns_terms_are_set_by_who_leads(cast: Cast, sign_in: SignIn) -> None:
    client, address = sign_in("zhou"), reverse("report_limits")
    assert "120分钟内首次报告" in client.get(address).content.decode()
    given = {"from_on": TODAY.isoformat(), "word_minutes": "30", "written_minutes": "500", "basis": "区文件"}
    refused = client.post(address, given)
    assert refused.status_code == 422 and "不得超过2小时" in error_at(
        refused.content.decode(), "written_minutes"
    )
    client.post(address, given | {"written_minutes": "60"})
    assert ReportLimit.objects.within(cast.chen.scope).get().word_minutes == 30
    assert sign_in("zhao").get(address).status_code == 403


def test_a_units_page_shows_its_accidents_and_leads_to_a_new_one(cast: Cast, sign_in: SignIn) -> None:
    row, unit = enter(cast), cast.units["yongan"]
    judge(cast, row)
    report(cast, row, final=True)
    close(cast, row)
    html = sign_in("chen").get(reverse("unit", args=[unit.pk])).content.decode()
    assert reverse("accident", args=[row.pk]) in html and f"{reverse('accident_new')}?unit={unit.pk}" in html
    assert (
        reverse("accident", args=[row.pk])
        not in sign_in("lu").get(reverse("unit", args=[unit.pk])).content.decode()
    )
    form = sign_in("chen").get(reverse("accident_new"), {"unit": unit.pk}).content.decode()
    assert 'value="永安烟花店"' in form
    with at(TODAY + timedelta(days=3)):
        desk = plain(sign_in("chen").get(reverse("desk")).content.decode())
    assert "连续安全生产天数3天" in desk

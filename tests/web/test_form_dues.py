"""The pages of due forms and of bulletins: a press on the desk, what is refused keeps what was typed, the list, the table beside."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bihuan.core import clock
from bihuan.summaries.models import FormDue, ReportForm, Summary
from tests.cast import Cast
from tests.summaries.sheets import month
from tests.summaries.test_dues import LATE, MORNING, amend, due_monthly, hand, june, june_due, pass_to
from tests.web.pages import error_at
from tests.web.visits import SignIn

__all__ = ["june"]


def get(client, name: str, *args: object, at=MORNING, **query: str) -> str:  # type: ignore[no-untyped-def]
    with clock.moved(at):
        return client.get(reverse(name, args=args), query).content.decode()


def post(client, name: str, *args: object, at=MORNING, **given: object):  # type: ignore[no-untyped-def]
    with clock.moved(at):
        return client.post(reverse(name, args=args), given, follow=True)


def test_what_is_filled_stands_on_the_desk_and_goes_with_one_press(
    cast: Cast, june: FormDue, sign_in: SignIn
) -> None:
    client = sign_in("chen")
    page = get(client, "desk")
    assert "已填好，请核对上报" in page and "月报表（2026年6月）" in page
    assert reverse("filled_file", args=[june.filled_id]) in page
    press = reverse("form_due_hand", args=[june.pk]) + f"?version={june.version}"
    assert press in page
    with clock.moved(MORNING):
        said = client.post(press, follow=True).content.decode()
    assert "由陈明上报" in said and "第1次" in said
    assert press not in get(client, "desk")
    with clock.moved(MORNING):
        again = client.post(press)
    assert again.status_code == 409 and "刚刚有人动过" in again.content.decode()


def test_the_desk_of_who_does_not_look_after_it_is_empty_of_it(
    cast: Cast, june: FormDue, sign_in: SignIn
) -> None:
    assert "请核对上报" not in get(sign_in("zhou"), "desk")
    assert "请核对上报" not in get(sign_in("zhao"), "desk")
    assert "逾期未报" in get(sign_in("chen"), "desk", at=LATE)


def test_the_page_shows_the_form_as_it_goes_with_its_numbers_leading_to_their_records(
    cast: Cast, june: FormDue, sign_in: SignIn
) -> None:
    page = get(sign_in("chen"), "form_due", june.pk)
    assert "安全生产检查情况月报表" in page and "公式" in page and "hazards.found" in page
    assert "自动填于2026年7月1日 00:10" in page and "2026年7月1日 17:00前上报" in page


def test_what_changed_since_is_shown_and_filled_again(cast: Cast, june: FormDue, sign_in: SignIn) -> None:
    client, later = sign_in("chen"), clock.at(date(2026, 7, 5), 9)
    hand(cast, june)
    amend(cast, clock.at(date(2026, 7, 4), 9))
    assert "报后有变" in get(client, "form_due", june.pk, at=clock.at(date(2026, 7, 4), 10)), "at once"
    pass_to(cast, clock.at(date(2026, 7, 5), 8))
    assert "上报以后有1格的数变了" in get(client, "desk", at=later)
    page = get(client, "form_dues", at=later, state="changed")
    assert "月报表" in page and "1格" in page
    done = post(client, "form_due_refill", june.pk, at=later, version=june_due(cast).version)
    assert "更正后再报" in done.content.decode()
    page = post(
        client, "form_due_hand", june.pk, at=later, version=june_due(cast).version, note="更正"
    ).content.decode()
    assert "第2次" in page and "报的是" not in page


def test_a_waiver_without_a_reason_is_refused_beside_its_field(
    cast: Cast, june: FormDue, sign_in: SignIn
) -> None:
    client = sign_in("chen")
    wrong = post(client, "form_due_waive", june.pk, version=june.version, why="")
    assert wrong.status_code == 422 and "请填写原因" in error_at(wrong.content.decode(), "why")
    done = post(client, "form_due_waive", june.pk, version=june.version, why="区局通知免报")
    assert "登记本期免报：区局通知免报" in done.content.decode()


def test_how_a_form_is_asked_is_set_on_its_page_and_what_was_typed_stays(cast: Cast, sign_in: SignIn) -> None:
    due_monthly(cast)
    form, client = ReportForm.objects.within(cast.chen.scope).get(), sign_in("chen")
    page = client.get(reverse("report_due", args=[form.pk])).content.decode()
    assert 'value="17:00"' in page and "今年以来" in page
    sent = {"version": form.version, "days": "40", "by": "25:00", "post": "inspector"}
    wrong = client.post(reverse("report_due", args=[form.pk]), sent)
    assert wrong.status_code == 422 and error_at(wrong.content.decode(), "by") == "应为时间，如17:00。"
    assert 'value="40"' in wrong.content.decode()
    wrong = client.post(reverse("report_due", args=[form.pk]), sent | {"by": "09:00"})
    assert "1至28" in error_at(wrong.content.decode(), "days")
    done = client.post(
        reverse("report_due", args=[form.pk]), sent | {"days": "5", "by": "09:00"}, follow=True
    )
    assert "每月，次月5日09:00前上报" in done.content.decode()
    assert "每月，次月5日09:00前" in client.get(reverse("report_forms")).content.decode()
    form.refresh_from_db()
    ended = client.post(reverse("report_due_end", args=[form.pk]), {"version": form.version}, follow=True)
    assert "不再自动填" in ended.content.decode()


def test_a_new_edition_tells_what_went_along_and_what_is_lost(cast: Cast, sign_in: SignIn) -> None:
    due_monthly(cast)
    form, client = ReportForm.objects.within(cast.chen.scope).get(), sign_in("chen")
    address = reverse("report_edition", args=[form.pk])
    bad = client.post(address, {"version": form.version, "edition": SimpleUploadedFile("a.xlsx", b"abc")})
    assert bad.status_code == 422 and "不是Excel表格" in bad.content.decode()
    none = client.post(address, {"version": form.version})
    assert "请选择xlsx文件" in none.content.decode()
    sent = {"version": form.version, "edition": SimpleUploadedFile("新.xlsx", month())}
    assert "1格照旧" in client.post(address, sent, follow=True).content.decode()


def test_the_list_asks_as_much_for_many_as_for_few(cast: Cast, june: FormDue, sign_in: SignIn) -> None:
    client = sign_in("chen")

    def counted(at) -> int:  # type: ignore[no-untyped-def]
        get(client, "form_dues", at=at)
        with CaptureQueriesContext(connection) as caught:
            get(client, "form_dues", at=at)
        return len(caught)

    few = counted(MORNING)
    later = clock.at(date(2026, 9, 1), 8)
    pass_to(cast, later)
    assert counted(later) == few
    for state in ("missing", "ready", "handed", "late", "waived", "open", "failed"):
        page = get(client, "form_dues", at=LATE, state=state)
        assert ("2026年6月</" in page or ">2026年6月" in page) == (state == "missing")


def test_a_bulletin_is_on_the_desk_and_shows_the_table(cast: Cast, june: FormDue, sign_in: SignIn) -> None:
    client = sign_in("chen")
    assert "2026年6月安全生产工作总结" in get(client, "desk") and "已起草，请核对" in get(client, "desk")
    made = Summary.objects.within(cast.chen.scope).get(kind="month")
    page = get(client, "summary", made.pk)
    assert "主要指标与上期、上年同期对比" in page and "无记录" in page
    assert "上年同期没有记录，不作比较" in page and "期满后自动起草" in page
    with clock.moved(MORNING):
        answer = client.get(reverse("summary_file", args=[made.pk, "pdf"]))
    assert answer["Content-Type"] == "application/pdf"
    page = post(client, "summary_beside", made.pk, version=made.version).content.decode()
    assert "已去掉对比表" in page and "主要指标与上期" not in page
    page = post(client, "summary_drop", made.pk, version=made.version + 1).content.decode()
    assert "不印发" in page and "送签</button>" not in page
    assert "2026年6月安全生产工作总结" not in get(client, "desk")


def test_the_kinds_are_set_on_the_list_of_summaries(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in("chen")
    page = client.get(reverse("summaries")).content.decode()
    assert 'value="month" checked' in page and 'value="week">' in page
    done = client.post(reverse("summary_bulletins"), {"kinds": ["week"]}, follow=True).content.decode()
    assert "每周期满后自动起草" in done and 'value="week" checked' in done and 'value="month">' in done
    wrong = client.post(reverse("summary_bulletins"), {"kinds": ["moon"]}, follow=True).content.decode()
    assert "没有这种定期文稿" in wrong


@pytest.mark.parametrize("name", ["zhou", "qian"])
def test_who_signs_sees_what_waits_for_the_signature(
    cast: Cast, june: FormDue, sign_in: SignIn, name: str
) -> None:
    made = Summary.objects.within(cast.chen.scope).get(kind="month")
    Summary.objects.within(cast.chen.scope).filter(pk=made.pk).update(state="review")
    assert "文稿待签发" in get(sign_in(name), "desk")

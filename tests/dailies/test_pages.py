"""The pages of daily reports: one press from the desk, the refused zero, what was typed stays, the day put together and printed."""

from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from bihuan.core.actions import Actor
from bihuan.dailies import actions
from bihuan.dailies.models import DailyDue, DailyForm
from bihuan.dailies.queries import day_address
from bihuan.grid.actions import open_cell
from bihuan.hazards.actions import finish_check
from tests.cast import TODAY, Cast
from tests.core.deeds import finding, visit
from tests.dailies.deeds import QUIET, asked, due, saying
from tests.web.pages import error_at, plain
from tests.web.visits import SignIn

pytestmark = pytest.mark.usefixtures("no_rollups")


def test_a_zero_report_takes_one_press_on_the_desk(cast: Cast, sign_in: SignIn) -> None:
    asked(cast)
    client, mine = sign_in("li"), due(cast, "石桥村")
    page = client.get(reverse("desk")).content.decode()
    assert reverse("daily_zero", args=[mine.pk]) in page and "17:00前报送" in page
    form = page.split(f'action="{reverse("daily_zero", args=[mine.pk])}"')[1].split("</form>")[0]
    assert "data-confirm" not in form  # one press, not two
    said = client.post(reverse("daily_zero", args=[mine.pk]), follow=True).content.decode()
    assert "石桥村2026年6月2日安全生产日报告（零报告）已报送。" in said
    again = client.post(reverse("daily_zero", args=[mine.pk]))
    assert again.status_code == 422 and "已由李桂兰于" in again.content.decode()
    assert reverse("daily_zero", args=[mine.pk]) not in client.get(reverse("desk")).content.decode()


def test_the_refused_zero_says_what_the_records_hold_and_offers_the_report(
    cast: Cast, sign_in: SignIn
) -> None:
    asked(cast)
    finish_check(cast.zhao, visit(cast, cast.zhao), [finding(cast, cast.zhao)])
    client, mine = sign_in("li"), due(cast, "石桥村")
    refused = client.post(reverse("daily_zero", args=[mine.pk]))
    page = refused.content.decode()
    assert refused.status_code == 422 and "发现隐患1条，不能报零报告" in page and 'name="f6"' in page
    wrong = client.post(reverse("daily", args=[mine.pk]), {"f5": "三", "f6": "已派人盯守"})
    assert wrong.status_code == 422 and error_at(wrong.content.decode(), "f5") == "突发事件应填整数。"
    assert "已派人盯守" in wrong.content.decode()
    client.post(reverse("daily", args=[mine.pk]), {"f5": "0", "f6": "已派人盯守"})
    page = client.get(reverse("daily", args=[mine.pk])).content.decode()
    assert "有情况" in page and "已派人盯守" in page and "更正" in page


def test_a_correction_keeps_what_was_typed_when_somebody_was_first(cast: Cast, sign_in: SignIn) -> None:
    asked(cast)
    mine = due(cast, "石桥村")
    actions.send_report(cast.li, mine.pk, QUIET)
    client, address = sign_in("li"), reverse("daily_correct", args=[mine.pk])
    assert 'name="version" value="1"' in client.get(address).content.decode()
    actions.correct_report(cast.wang, mine.pk, saying(events=1), reason="漏报一起", version=1)
    stale = client.post(address, {"f5": "2", "f6": "两起", "reason": "少报了", "version": "1"})
    assert stale.status_code == 409 and "刚刚有人更正过" in plain(stale.content.decode())
    assert "两起" in stale.content.decode() and "少报了" in stale.content.decode()
    done = client.post(address, {"f5": "2", "f6": "两起", "reason": "少报了", "version": "2"}, follow=True)
    assert "现在是第3版" in done.content.decode()
    page = client.get(reverse("daily", args=[mine.pk])).content.decode()
    assert "更正为第2版" in page and "漏报一起" in page


def test_who_comes_second_keeps_what_was_typed_as_a_correction(cast: Cast, sign_in: SignIn) -> None:
    asked(cast)
    mine, client = due(cast, "石桥村"), sign_in("wang")
    actions.send_report(cast.li, mine.pk, QUIET)
    second = client.post(reverse("daily", args=[mine.pk]), {"f5": "1", "f6": "北头起火"})
    page = second.content.decode()
    assert second.status_code == 409 and "北头起火" in page and 'name="version" value="1"' in page
    assert reverse("daily_correct", args=[mine.pk]) in page


def test_the_day_is_put_together_with_what_is_missing_and_what_disagrees(cast: Cast, sign_in: SignIn) -> None:
    form = asked(cast, goes_to="区应急管理局")
    actions.send_report(cast.li, due(cast, "石桥村").pk, QUIET)
    finish_check(cast.zhao, visit(cast, cast.zhao), [finding(cast, cast.zhao)])
    client = sign_in("chen")
    page = client.get(day_address(form.pk, TODAY)).content.decode()
    assert "未报1处：柳林村" in page and "与记录不一致" in page and "（记录1）" in page
    assert "今天的汇总" in client.get(reverse("dailies")).content.decode()
    answer = client.get(f"{reverse('daily_paper', args=[form.pk])}?day={TODAY}")
    assert answer["Content-Type"] == "application/pdf"
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)
    assert "安全生产日报告" in text and "柳林村" in text and "带班领导" in text
    assert client.get(f"{reverse('daily_day', args=[form.pk])}?day=x").status_code == 200


def test_the_list_tells_how_each_stands(cast: Cast, sign_in: SignIn) -> None:
    asked(cast)
    actions.send_report(cast.li, due(cast, "石桥村").pk, QUIET)
    client = sign_in("chen")
    for state, shown, hidden in (("zero", "石桥村", "柳林村"), ("open", "柳林村", "石桥村")):
        page = client.get(reverse("dailies_list"), {"state": state}).content.decode()
        rows = page[page.index("<tbody") :] if "<tbody" in page else page
        assert shown in rows and hidden not in rows


def test_a_form_is_set_from_its_page_and_keeps_what_was_typed(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in("chen")
    page = client.get(reverse("daily_form_new")).content.decode()
    assert "发现隐患" in page and 'value="17:00"' in page
    given = {
        "title": "汛期日报告",
        "days": "named",
        "by": "25:00",
        "from_on": str(TODAY),
        "reporters": ["village"],
        "label_f1": "转移人数",
        "source_f1": "number",
        "unit_f1": "人",
    }
    wrong = client.post(reverse("daily_form_new"), given)
    assert wrong.status_code == 422 and "汛期日报告" in wrong.content.decode()
    assert error_at(wrong.content.decode(), "by") == "应为时间，如17:00。"
    given |= {"by": "18:00", "first": str(TODAY), "last": "2026-09-15"}
    done = client.post(reverse("daily_form_new"), given, follow=True).content.decode()
    assert "已规定：汛期日报告" in done
    form = DailyForm.objects.within(cast.chen.scope).get()
    assert [one.label for one in form.fields] == ["转移人数"]
    assert DailyDue.objects.within(cast.chen.scope).filter(day=TODAY).count() == 2
    ended = client.post(reverse("daily_form_end", args=[form.pk]), follow=True).content.decode()
    assert "已停用：汛期日报告" in ended


def test_a_day_asks_as_much_for_many_places_as_for_few(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in("chen")

    def queries(form: DailyForm) -> int:
        for row in DailyDue.objects.within(cast.chen.scope).filter(form=form):
            actions.send_report(cast.chen, row.pk, saying(told_by="主任"))
        client.get(day_address(form.pk, TODAY))
        with CaptureQueriesContext(connection) as caught:
            client.get(day_address(form.pk, TODAY))
        return len(caught)

    few = queries(asked(cast))
    for number in range(12):
        open_cell(
            Actor.founder(cast.town.pk),
            cast.cells["东片办事处"].pk,
            name=f"新{number}村",
            kind="village",
            opened_on=TODAY,
        )
    assert queries(asked(cast, title="另一份日报告")) == few

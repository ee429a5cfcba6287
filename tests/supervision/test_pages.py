"""The pages of pressing on: a request, its answer, the town's table, the board; bad input loses nothing that was typed."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bihuan.core import clock
from bihuan.core.duties import run_due
from bihuan.hazards.actions import mark_urgent
from bihuan.hazards.models import Hazard
from bihuan.supervision.models import EscalationRule, Extension, UrgentEntry
from tests.cast import NOW, Cast
from tests.core.deeds import found, fresh
from tests.supervision.test_extensions import DEADLINE, LATER, ask
from tests.web.pages import error_at, plain
from tests.web.visits import SignIn

pytestmark = pytest.mark.usefixtures("no_rollups")

WANTED = {"wanted_on": LATER.isoformat(), "reason": "配电箱要定做", "interim": "库房断电"}


def shown(client: Client, hazard: Hazard) -> str:
    return plain(client.get(reverse("hazard", args=[hazard.pk])).content.decode())


def urgent(cast: Cast) -> Hazard:
    hazard = found(cast, cast.chen)
    mark_urgent(cast.zhou, hazard.pk, version=hazard.version, hours=24, note="节前高峰")
    return fresh(cast, hazard.pk)


def test_a_term_is_put_off_from_the_hazards_page(cast: Cast, sign_in: SignIn) -> None:
    hazard, feng, zhou = found(cast, cast.chen), sign_in("feng"), sign_in("zhou")
    page = reverse("extension_new", args=[hazard.pk])
    assert page in feng.get(reverse("hazard", args=[hazard.pk])).content.decode()
    assert feng.post(page, WANTED).headers["Location"] == reverse("hazard", args=[hazard.pk])
    asked = Extension.objects.within(cast.chen.scope).get()
    assert "延期待批" in shown(feng, hazard) and "撤回申请" in shown(feng, hazard)
    desk = zhou.get(reverse("desk")).content.decode()
    assert reverse("extension", args=[asked.pk]) in desk
    form = zhou.get(reverse("extension", args=[asked.pk])).content.decode()
    assert f'value="{LATER.isoformat()}"' in form
    given = {"version": hazard.version, "grants": "yes", "deadline_on": LATER.isoformat(), "answer": "同意"}
    assert zhou.post(reverse("extension", args=[asked.pk]), given).status_code == 302
    assert "批准至2026年6月23日" in shown(feng, hazard)
    assert page not in feng.get(reverse("desk")).content.decode()


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"reason": ""}, "reason", "请填写延期理由"),
        ({"interim": ""}, "interim", "请填写延期期间的防范措施"),
        ({"wanted_on": ""}, "wanted_on", "请填写延长后的期限"),
        ({"wanted_on": "明天"}, "wanted_on", "不是日期"),
        ({"wanted_on": DEADLINE.isoformat()}, "wanted_on", "应晚于原期限"),
        ({"reason": "字" * 301}, "reason", "最多300个字"),
    ],
)
def test_a_bad_request_comes_back_with_all_that_was_typed(
    cast: Cast,
    sign_in: SignIn,
    changed: dict[str, str],
    field: str,
    words: str,
) -> None:
    hazard = found(cast, cast.chen)
    answer = sign_in("feng").post(reverse("extension_new", args=[hazard.pk]), WANTED | changed)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert words in error_at(text, field)
    assert all(value in text for value in (WANTED | changed).values())


def test_after_expiry_the_page_says_so_and_keeps_what_was_typed(cast: Cast, sign_in: SignIn) -> None:
    hazard = found(cast, cast.chen)
    with clock.moved(clock.at(DEADLINE + timedelta(days=1), 9)):
        feng = sign_in("feng")
        page = reverse("extension_new", args=[hazard.pk])
        assert page not in feng.get(reverse("hazard", args=[hazard.pk])).content.decode()
        answer = feng.post(page, WANTED)
    assert answer.status_code == 409
    assert "延期要在到期以前申请" in answer.content.decode()
    assert "库房断电" in answer.content.decode()


def test_a_request_is_withdrawn_and_one_that_is_decided_cannot_be(cast: Cast, sign_in: SignIn) -> None:
    hazard, feng = found(cast, cast.chen), sign_in("feng")
    asked = ask(cast, hazard)
    page = reverse("extension_withdraw", args=[asked.pk])
    assert feng.get(page).status_code == 405
    feng.post(page)
    assert "已撤回" in shown(feng, hazard)
    assert "状态下不能撤回" in plain(feng.post(page, follow=True).content.decode())


def test_the_hazards_page_tells_each_step_and_the_next(cast: Cast, sign_in: SignIn) -> None:
    hazard, zhou = found(cast, cast.chen), sign_in("zhou")
    assert "2026年6月6日下一步：到期前3天，提醒村网格长" in shown(zhou, hazard)
    day = DEADLINE + timedelta(days=3)
    with clock.moved(clock.at(day, 8)):
        run_due(cast.town.pk)
        text = shown(sign_in("zhou"), hazard)
    assert text.count("逾期3天，已升级至分管副镇长（周正）") == 2  # among the steps, and on the timeline
    assert "2026年6月19日下一步：逾期10天，升级至镇长" in text


def test_the_table_is_made_the_towns_own_and_changed(cast: Cast, sign_in: SignIn) -> None:
    zhou, page = sign_in("zhou"), reverse("pressing_rules")
    assert "现在用的是默认规则" in zhou.get(page).content.decode()
    zhou.post(reverse("pressing_adopt"))
    given: dict[str, Any] = {"level": "general", "means": "escalate", "days": "20", "post": "secretary"}
    assert zhou.post(page, given | {"counting": "workdays"}).status_code == 302
    text = plain(zhou.get(page).content.decode())
    assert "逾期20个工作日升级党委书记" in text and "默认规则" not in text
    bad = zhou.post(page, given | {"days": "多少"})
    assert (bad.status_code, error_at(bad.content.decode(), "days")) == (422, "天数应填整数。")
    assert "已经有这一步" in error_at(zhou.post(page, given).content.decode(), "post")
    rule = EscalationRule.objects.within(cast.chen.scope).get(days=20)
    zhou.post(reverse("pressing_rule_end", args=[rule.pk]))
    assert "20个工作日" not in plain(zhou.get(page).content.decode())
    again = zhou.post(reverse("pressing_rule_end", args=[rule.pk]), follow=True)
    assert "已经停用" in again.content.decode()


def test_years_without_a_published_calendar_are_warned_of(cast: Cast, sign_in: SignIn) -> None:
    sign_in("zhou").post(reverse("pressing_adopt"))
    given = {"level": "major", "means": "escalate", "days": "9", "post": "district", "counting": "workdays"}
    sign_in("zhou").post(reverse("pressing_rules"), given)
    with clock.moved(clock.at(date(2199, 6, 1), 9)):
        assert "2199年的放假安排还没有公布" in sign_in("zhou").get(reverse("pressing_rules")).content.decode()


def test_the_urgent_track_on_the_hazards_page_and_the_board(cast: Cast, sign_in: SignIn) -> None:
    hazard, chen = urgent(cast), sign_in("chen")
    page = reverse("urgent_entry", args=[hazard.pk])
    given = {"kind": "money", "stage": "used", "amount": "12000", "text": "更换配电箱"}
    assert chen.post(page, given).headers["Location"].endswith("#urgent")
    board = chen.get(reverse("urgent")).content.decode()
    assert "还剩24小时" in board and "更换配电箱" in board and "投入12,000元" in plain(board)
    assert 'hx-trigger="every 120s"' in board
    assert "资金（投入）12,000元更换配电箱" in shown(chen, hazard)
    with clock.moved(NOW + timedelta(hours=25, minutes=1)):
        assert "超时2小时" in sign_in("chen").get(reverse("urgent")).content.decode()
    zhou, finish = sign_in("zhou"), reverse("urgent_finish", args=[hazard.pk])
    assert finish in zhou.get(reverse("hazard", args=[hazard.pk])).content.decode()
    assert zhou.post(finish, {"version": hazard.version, "note": ""}).status_code == 422
    assert zhou.post(finish, {"version": hazard.version, "note": "线路已切断"}).status_code == 302
    assert "现在没有急办的隐患" in zhou.get(reverse("urgent")).content.decode()
    assert "在时限内" in shown(zhou, hazard)
    assert finish not in zhou.get(reverse("hazard", args=[hazard.pk])).content.decode()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"kind": ""}, "kind"),
        ({"kind": "result"}, "kind"),
        ({"stage": "lost"}, "stage"),
        ({"amount": "一万"}, "amount"),
        ({"amount": "1e9"}, "amount"),
        ({"amount": "99999999999999999999"}, "amount"),
        ({"text": ""}, "text"),
    ],
)
def test_a_bad_entry_comes_back(cast: Cast, sign_in: SignIn, changed: dict[str, str], field: str) -> None:
    hazard = urgent(cast)
    given = {"kind": "money", "stage": "used", "amount": "12000", "text": "更换配电箱"} | changed
    answer = sign_in("chen").post(reverse("urgent_entry", args=[hazard.pk]), given)
    assert answer.status_code == 422
    assert error_at(answer.content.decode(), field)
    assert not UrgentEntry.objects.within(cast.chen.scope).exists()


def test_the_board_asks_as_many_questions_for_one_as_for_many(
    cast: Cast,
    sign_in: SignIn,
    django_assert_num_queries: Any,
) -> None:
    urgent(cast)
    client = sign_in("chen")
    with CaptureQueriesContext(connection) as one:
        client.get(reverse("urgent"))
    for _ in range(4):
        urgent(cast)
    with django_assert_num_queries(len(one)):
        client.get(reverse("urgent"))


def test_others_see_only_what_is_urgent_at_their_place(cast: Cast, sign_in: SignIn) -> None:
    hazard = urgent(cast)
    assert hazard.text in sign_in("feng").get(reverse("urgent")).content.decode()
    assert hazard.text not in sign_in("zheng").get(reverse("urgent")).content.decode()
    assert hazard.text not in sign_in("sun").get(reverse("urgent")).content.decode()

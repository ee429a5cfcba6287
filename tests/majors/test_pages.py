"""The pages of major hazards: what is offered while grading, the file on the hazard's page, the forms, the ledger, the desk."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bihuan.core import clock
from bihuan.hazards.models import Hazard
from bihuan.inspections.checklists import Checklist
from bihuan.majors import actions
from bihuan.majors.queries import find_standing
from tests.cast import NOW, TODAY, Cast
from tests.core.deeds import filed, found, fresh, plan
from tests.majors.test_story import ABOVE, decision, major, passed
from tests.web.pages import error_at, plain
from tests.web.visits import SignIn, failed, page_of, typed


def post(sign_in: SignIn, who: str, route: str, hazard: Hazard, **given: object) -> tuple[int, str]:
    answer = sign_in(who).post(reverse(route, args=[hazard.pk]), given)
    return answer.status_code, answer.content.decode()


def test_a_check_offers_the_criteria_of_the_trade_and_keeps_the_one_chosen(
    cast: Cast, sign_in: SignIn, sheet: Checklist
) -> None:
    client = sign_in("chen")
    page = client.get(page_of(cast)).content.decode()
    offered = re.search(r'<select[^>]*name="i0-criterion".*?</select>', page, re.DOTALL)
    assert offered and "yh2017.5" in offered[0] and "xf2025.3" not in offered[0]
    wrong = client.post(page_of(cast), typed(cast) | failed(0, level="major", criterion="xx2024.1"))
    assert (wrong.status_code, "不适用" in error_at(wrong.content.decode(), "i0-criterion")) == (422, True)
    given = typed(cast) | failed(0, level="major", criterion="yh2017.5")
    assert client.post(page_of(cast), given).status_code == 302
    hazard = Hazard.objects.within(cast.chen.scope).get()
    assert (hazard.level, hazard.criterion) == ("major", "yh2017.5")


def test_a_criterion_chosen_before_the_level_was_set_back_is_dropped(
    cast: Cast, sign_in: SignIn, sheet: Checklist
) -> None:
    given = typed(cast) | failed(0, level="general", criterion="yh2017.5")
    assert sign_in("chen").post(page_of(cast), given).status_code == 302
    assert Hazard.objects.within(cast.chen.scope).get().criterion == ""


def test_a_general_hazard_is_judged_major_from_its_page(cast: Cast, sign_in: SignIn) -> None:
    hazard = found(cast, cast.chen)
    assert "超过核定药量" in sign_in("zhou").get(reverse("hazard_raise", args=[hazard.pk])).content.decode()
    status, page = post(sign_in, "zhou", "hazard_raise", hazard, version=1, criterion="yh2017.5", note="")
    assert (status, "请填写" in error_at(page, "note")) == (422, True)
    assert '<option value="yh2017.5" selected>' in page
    status, _ = post(sign_in, "zhou", "hazard_raise", hazard, version=1, criterion="yh2017.5", note="超量")
    assert (status, fresh(cast, hazard.pk).level) == (302, "major")


def test_the_file_stands_on_the_hazards_page_with_the_steps_of_ones_post(cast: Cast, sign_in: SignIn) -> None:
    hazard = major(cast)
    said = plain(sign_in("zhou").get(reverse("hazard", args=[hazard.pk])).content.decode())
    for words in (
        "未上报",
        "责任未落实",
        "预案未落实",
        "安监总管三〔2017〕121号",
        "下次巡查",
        "提请挂牌督办",
    ):
        assert words in said
    filed(cast, hazard.pk)
    actions.record_listing(cast.zhou, hazard.pk, version=0, **decision())
    said = plain(sign_in("feng").get(reverse("hazard", args=[hazard.pk])).content.decode())
    for words in (
        "已上报",
        "资金12,000元",
        "挂牌督办中",
        "东安委督〔2026〕3号",
        "修改治理方案",
        "区（县）级",
    ):
        assert words in said
    assert "登记摘牌" not in said
    assert (
        "重大隐患档案"
        not in sign_in("zhou").get(reverse("hazard", args=[found(cast, cast.chen).pk])).content.decode()
    )


def test_a_plan_comes_filled_from_the_order_and_loses_nothing_when_refused(
    cast: Cast, sign_in: SignIn
) -> None:
    hazard = major(cast)
    page = sign_in("feng").get(reverse("major_plan", args=[hazard.pk])).content.decode()
    assert (
        "消除隐患：库房电线老化裸露" in page and 'value="2026-06-09"' in page and "永安烟花店，冯永" in page
    )
    given = {**plan(hazard), "version": 0, "funds_yuan": "很多", "due_on": "2026-06-09"}
    status, page = post(sign_in, "feng", "major_plan", hazard, **given)
    assert (status, error_at(page, "funds_yuan")) == (422, "资金应填整数，单位是元。")
    assert "很多" in page and "断电看护" in page
    status, page = post(
        sign_in, "feng", "major_plan", hazard, **given | {"funds_yuan": 0, "due_on": "2026-13-40"}
    )
    assert (status, "不是日期" in error_at(page, "due_on")) == (422, True)
    status, _ = post(sign_in, "feng", "major_plan", hazard, **given | {"funds_yuan": "0"})
    assert (status, find_standing(cast.chen, hazard.pk).lacks) == (302, ["还没有上报上级"])


def test_a_town_that_lists_is_told_what_to_do(cast: Cast, sign_in: SignIn) -> None:
    hazard = major(cast)
    given = decision(body="东岭镇人民政府", listed_on="2026-06-02", due_on="2026-07-02")
    status, page = post(sign_in, "zhou", "listing_record", hazard, version=0, **given)
    assert status == 422
    assert "没有挂牌督办的权限" in error_at(page, "body") and "可以提请挂牌" in error_at(page, "body")
    assert "东安委督〔2026〕3号" in page and "副区长" in page
    status, _ = post(sign_in, "zhou", "listing_record", hazard, version=0, **given | {"body": ABOVE})
    assert status == 302


def test_who_pressed_second_is_told_and_may_press_again(cast: Cast, sign_in: SignIn) -> None:
    hazard = major(cast)
    actions.fix_plan(cast.feng, hazard.pk, version=0, **plan(hazard))
    given = {**plan(hazard), "version": 0, "due_on": "2026-06-09", "funds_yuan": 5}
    status, page = post(sign_in, "chen", "major_plan", hazard, **given)
    assert (status, "刚刚被别人改过" in page) == (409, True)
    assert '<input type="hidden" name="version" value="1">' in page


@pytest.mark.parametrize(
    ("route", "why"),
    [
        ("hazard_accept", "不能验收销号"),
        ("hazard_reject", "不能验收退回"),
        ("major_report", "没有判定为重大隐患"),
        ("major_plan", "没有判定为重大隐患"),
        ("listing_propose", "没有判定为重大隐患"),
        ("listing_record", "没有判定为重大隐患"),
        ("listing_decline", "不能登记不予挂牌"),
        ("listing_delist", "不能登记摘牌"),
    ],
)
def test_a_step_that_cannot_be_taken_says_why_and_has_no_button(
    cast: Cast, sign_in: SignIn, route: str, why: str
) -> None:
    page = sign_in("chen").get(reverse(route, args=[found(cast, cast.chen).pk])).content.decode()
    assert why in page and 'class="submit-row"' not in page


def test_it_is_accepted_from_the_page(cast: Cast, sign_in: SignIn) -> None:
    hazard = passed(cast, major(cast))
    assert (
        "还没有上报上级" in sign_in("zhou").get(reverse("hazard_accept", args=[hazard.pk])).content.decode()
    )
    filed(cast, hazard.pk)
    status, _ = post(sign_in, "zhou", "hazard_accept", hazard, version=hazard.version, note="药量符合核定")
    assert (status, fresh(cast, hazard.pk).state) == (302, "closed")


def test_the_ledger_has_a_row_a_major_hazard_and_is_filtered(cast: Cast, sign_in: SignIn) -> None:
    hazard, general = major(cast), found(cast, cast.chen)
    filed(cast, hazard.pk)
    actions.record_listing(cast.zhou, hazard.pk, version=0, **decision())
    client = sign_in("he")
    page = client.get(reverse("majors")).content.decode()
    assert hazard.number in page and general.number not in page
    assert "东安委督〔2026〕3号" in page and "12,000" in page and "区（县）级" in page
    assert "没有符合条件的隐患" in client.get(f"{reverse('majors')}?state=closed").content.decode()
    assert reverse("majors") in client.get(reverse("hazards")).content.decode()


def test_the_ledger_asks_no_more_for_more_rows(cast: Cast, sign_in: SignIn) -> None:
    client, counts = sign_in("he"), []
    for _ in range(3):
        major(cast)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("majors"))
        counts.append(len(queries))
    assert counts[1] == counts[2]


def test_the_desk_says_what_each_lacks_to_whoever_may_do_it(cast: Cast, sign_in: SignIn) -> None:
    hazard = major(cast)

    def desk(who: str) -> str:
        return plain(sign_in(who).get(reverse("desk")).content.decode())

    assert "今天须上报" in desk("zhou") and "五落实未落实" not in desk("zhou")
    assert "五落实未落实" in desk("feng") and "须上报" not in desk("feng")
    with clock.moved(NOW + timedelta(days=6)):
        assert "逾时未上报" in desk("zhou") and "1天内须巡查" in desk("zhao")
    filed(cast, hazard.pk)
    actions.propose_listing(cast.chen, hazard.pk, version=0, reason="超量")
    assert "待登记答复" in desk("zhou")
    actions.record_listing(cast.zhou, hazard.pk, version=1, **decision())
    hazard = passed(cast, hazard)
    assert "待验收" in desk("zhou") and "待验收" not in desk("zhao")
    actions.accept(cast.zhou, hazard.pk, version=hazard.version, note="好")
    assert "待登记摘牌" in desk("zhou")
    actions.delist(
        cast.zhou, hazard.pk, version=2, body=ABOVE, number="东安委摘〔2026〕1号", delisted_on=TODAY
    )
    assert "登记摘牌" not in desk("zhou")
